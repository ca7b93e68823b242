"""The editor of a consensus definition."""
