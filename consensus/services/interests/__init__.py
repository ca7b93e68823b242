"""Declared interests and what is decided on them."""
