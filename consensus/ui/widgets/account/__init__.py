"""Pieces of the account page."""
