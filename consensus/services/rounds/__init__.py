"""Rounds: who may vote, the ballots, the counting and the verdict."""
