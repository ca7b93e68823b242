"""Numbers in sentences."""


def counted(n: int, singular: str, plural: str = "") -> str:
    """ "1 topic", "5 topics"."""
    return f"{n} {singular if n == 1 else plural or singular + 's'}"
