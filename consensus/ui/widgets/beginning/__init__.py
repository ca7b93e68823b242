"""Beginning a process from a method: which, what is changed of it, and what it then says."""
