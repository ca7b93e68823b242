"""Pieces of the pages about statements."""
