"""A process as a whole: its rule, its journey, its tasks, its results."""
