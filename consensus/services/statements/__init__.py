"""Topics and statements: drafted, reworded, merged, split, and what stands beside those that were adopted."""
