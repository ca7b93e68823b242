"""The survey: the instrument, the answers, and what they say together."""
