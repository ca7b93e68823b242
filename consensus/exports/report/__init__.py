"""The report of a process: what it is written from, its sentences, and the document."""
