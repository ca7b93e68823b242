"""References: what a published work is, how it is cited, and the files it is read from."""
