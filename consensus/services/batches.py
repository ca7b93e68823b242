"""Long lists of values in pieces: databases limit how many one question may name."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

MOST_AT_ONCE = 500

T = TypeVar("T")


def batches(values: Sequence[T], size: int = MOST_AT_ONCE) -> Iterator[Sequence[T]]:
    """The values in order, at most `size` at a time."""
    return (values[start : start + size] for start in range(0, len(values), size))
