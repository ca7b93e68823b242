"""Measurements to run by hand: `python -m benchmarks.ballots`. No timing is a test."""
