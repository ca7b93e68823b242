"""The words and the rules; plain Python only."""
