"""Delphi rounds: protocol, rounds that stand alone, what is fed back, and what panelists propose."""
