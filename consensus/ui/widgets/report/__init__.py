"""The pieces of the page Report."""
