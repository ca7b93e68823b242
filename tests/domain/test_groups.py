"""Groups are counted apart only where no difference of two published tallies shows too few people."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.groups import groups_apart


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"surgeon": 12, "patient": 6}, (("surgeon",), ("patient",))),
        ({"surgeon": 12, "patient": 5}, (("surgeon",), ("patient",))),
        ({"surgeon": 12, "patient": 4}, ()),
        ({"surgeon": 12, "nurse": 8, "patient": 4}, (("surgeon",), ("nurse", "patient"))),
        ({"surgeon": 12, "nurse": 3, "patient": 2}, (("surgeon",), ("nurse", "patient"))),
        ({"a": 9, "b": 6, "c": 6, "d": 1}, (("a",), ("c",), ("b", "d"))),
        ({"surgeon": 20, "patient": 0}, ()),
        ({"surgeon": 20}, ()),
        ({"nurse": 2, "patient": 2}, ()),
        ({}, ()),
    ],
    ids=[
        "both large enough",
        "exactly the smallest",
        "one too small and nobody to hide it with but all",
        "the smallest other group joins one that is too small",
        "small ones are large enough together",
        "of equal ones the first joins",
        "a group nobody of answered is no group",
        "one group is no comparison",
        "too few altogether",
        "nobody",
    ],
)
def test_small_groups_are_merged_or_nothing_is_shown(sizes, expected):
    assert groups_apart(sizes, 5) == expected


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 15), max_size=6), st.integers(1, 6))
def test_the_total_less_any_published_groups_never_leaves_too_few(sizes, smallest):
    published = groups_apart(sizes, smallest)

    tallies = [sum(sizes[name] for name in block) for block in published]
    total = sum(sizes.values())
    for n_taken in range(1, len(tallies) + 1):
        for taken in combinations(tallies, n_taken):
            assert sum(taken) >= smallest
            assert total - sum(taken) == 0 or total - sum(taken) >= smallest


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 15), max_size=6), st.integers(1, 6))
def test_everybody_who_is_counted_is_in_exactly_one_published_group(sizes, smallest):
    published = groups_apart(sizes, smallest)

    names = [name for block in published for name in block]
    assert not published or sorted(names) == sorted(name for name, n in sizes.items() if n)
    assert len(names) == len(set(names))
