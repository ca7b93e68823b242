"""Instruments written by other tools, and what of them has no place here."""
