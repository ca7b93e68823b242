"""Ballots in, numbers and verdicts out; pure."""
