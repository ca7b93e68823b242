"""The archive of a process: one zip that others can recount, and import elsewhere."""
