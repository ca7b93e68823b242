"""Archives: a process put into one file that others recount, and taken in from one on another server."""
