"""Pieces of the meeting, its agenda and its votes."""
