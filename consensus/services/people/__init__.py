"""The panel: who is on it, what they agreed to, and the lists that come in and go out."""
