"""Many tests at once: p values adjusted so that the chance of any false finding stays that of a single test."""

from collections.abc import Sequence


def holm(values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Holm's adjusted p values in the order given; a test that was not defined is None and does not count as one.

    Source: Holm (1979), Scandinavian Journal of Statistics 6.
    """
    tested = sorted((value, place) for place, value in enumerate(values) if value is not None)
    found: list[float | None] = [None] * len(values)
    largest = 0.0
    for rank, (value, place) in enumerate(tested):
        largest = max(largest, min(1.0, value * (len(tested) - rank)))
        found[place] = largest
    return tuple(found)
