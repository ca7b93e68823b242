"""Assent: consensus processes from invitation to published statement."""
