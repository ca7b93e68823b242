"""Starlette: sign-in, downloads, live channel, security headers."""
