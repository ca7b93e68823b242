"""Pieces of the survey, its collation and its themes."""
