"""Delphi rounds: the protocol that a method sets, and what follows from it for items, people and feedback."""
