"""Which stakeholder groups may be counted apart, so that no two published tallies differ by too few people."""

from collections.abc import Mapping

from consensus.domain.errors import InvalidInputError

SMALLEST_GROUP = 5
"""What a process promises unless it chooses another number."""
LEAST_GROUP, MOST_GROUP = 3, 50


def check_smallest_group(n_people: int) -> None:
    """Refuse a number of people that would point at one of them, or hide every group there is.

    Raises:
        InvalidInputError: fewer than `LEAST_GROUP` or more than `MOST_GROUP`.
    """
    if not LEAST_GROUP <= n_people <= MOST_GROUP:
        raise InvalidInputError(
            f"A group that is counted apart needs {LEAST_GROUP} to {MOST_GROUP} people, not {n_people}."
        )


def groups_apart(sizes: Mapping[str, int], smallest: int = SMALLEST_GROUP) -> tuple[tuple[str, ...], ...]:
    """The groups that are published, each as the names it is made of; none where there are fewer than two.

    `sizes` says how many of each group a tally counts. Groups of fewer than `smallest` are merged; while they are too
    few together, the smallest other group joins them (the first of equal ones). So everybody is in exactly one
    published group, and the total less any of them still counts nobody or at least `smallest` people.
    """
    counted = {name: n for name, n in sizes.items() if n > 0}
    merged = [name for name, n in counted.items() if n < smallest]
    apart = [name for name in counted if name not in merged]
    while merged and apart and sum(counted[name] for name in merged) < smallest:
        joining = min(apart, key=lambda name: counted[name])
        apart.remove(joining)
        merged.append(joining)
    blocks: list[tuple[str, ...]] = [(name,) for name in apart]
    if merged:
        blocks.append(tuple(name for name in counted if name in merged))
    too_few = len(blocks) < 2 or any(sum(counted[name] for name in block) < smallest for block in blocks)
    return () if too_few else tuple(blocks)
