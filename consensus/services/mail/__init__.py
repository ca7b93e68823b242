"""Mail: what is written, what waits, what was sent and what came back."""
