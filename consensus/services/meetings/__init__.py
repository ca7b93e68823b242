"""The meeting: the day, who is there, and what its screens show."""
