"""Pieces of the pages about people."""
