"""What changed between two wordings, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.word_diff import Change, Piece, word_diff

KEPT, REMOVED, ADDED = Change.KEPT, Change.REMOVED, Change.ADDED


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The same.", "The same.", [(KEPT, "The same.")]),
        ("It should go.", "It may go.", [(KEPT, "It "), (REMOVED, "should"), (ADDED, "may"), (KEPT, " go.")]),
        ("It works.", "It works well.", [(KEPT, "It works"), (ADDED, " well"), (KEPT, ".")]),
        ("", "New.", [(ADDED, "New.")]),
        ("", "", []),
    ],
    ids=["nothing", "a word for another", "a word more", "all new", "empty"],
)
def test_words_are_kept_removed_or_added(before, after, expected):
    assert word_diff(before, after) == tuple(Piece(*piece) for piece in expected)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_spell_both_wordings(before, after):
    pieces = word_diff(before, after)

    assert "".join(piece.text for piece in pieces if piece.change is not ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change is not REMOVED) == after
