"""Pieces of the pages about interests."""
