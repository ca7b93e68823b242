"""Ratings and votes collected elsewhere: tables of unknown shape read with every guess said aloud."""
