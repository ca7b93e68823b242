"""A password is refused for being short, common or one's own name, and for nothing else."""

import pytest

from consensus.domain.errors import InvalidInputError
from consensus.domain.passwords import check_password

NORA = {"name": "Nora Lindgren", "email": "nora.lindgren@example.org"}


@pytest.mark.parametrize(
    "password",
    ["a quiet lake", "twelve chars", "grüne wiese im mai", "ñandú y colibrí", "x" * 3 + "yzuvwabcd" * 20],
    ids=["twelve characters", "letters alone", "umlauts", "accents", "long"],
)
def test_long_and_unusual_is_enough(password):
    check_password(password, **NORA)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short-pass1", "at least 12"),
        ("", "at least 12"),
        ("x1y2" * 60, "at most 200"),
        ("password1234", "tried first"),
        ("Pass-Word-12345", "tried first"),
        ("aaaaaaaaaaaaaa", "tried first"),
        ("abababababababab", "tried first"),
        ("nora.lindgren@example.org", "no password"),
        ("Nora Lindgren", "no password"),
        ("lindgren-nora", "no password"),
        ("NoraLindgrenNoraLindgren", "no password"),
    ],
)
def test_what_others_try_first_is_refused_with_the_reason(password, reason):
    with pytest.raises(InvalidInputError, match=reason):
        check_password(password, **NORA)
