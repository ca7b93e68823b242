"""Results in, bytes out; pure."""
