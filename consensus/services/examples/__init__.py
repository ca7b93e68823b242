"""A process carried from a folder of files, and compared with what it must come to."""
