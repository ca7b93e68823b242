"""Pieces of the invitations page."""
