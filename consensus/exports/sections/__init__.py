"""The sections of documents on a process: from its results to blocks."""
