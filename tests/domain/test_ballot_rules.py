"""What a ballot may say."""

import pytest

from consensus.domain.ballots import MAX_COMMENT_CHARACTERS, Choice, RoundKind, clean_comment
from consensus.domain.errors import InvalidInputError
from consensus.domain.round_kinds import check_choice, options_of


@pytest.mark.parametrize("choice", Choice)
def test_each_of_the_four_answers_is_offered_and_accepted(choice):
    check_choice(RoundKind.VOTE, None, choice.value)

    assert choice.value in {option.value for option in options_of(RoundKind.VOTE, None)}


@pytest.mark.parametrize("choice", ["", "Agree", "yes", "5", "agree "], ids=repr)
def test_anything_else_is_refused(choice):
    with pytest.raises(InvalidInputError, match="not one of the answers"):
        check_choice(RoundKind.VOTE, None, choice)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Too early. \n", "Too early."), ("a\nb\tc", "a\nb\tc"), ("a\x00b\x1b[31m", "ab[31m"), ("\ud800", "")],
    ids=["surrounding space", "lines and tabs", "control characters", "half a surrogate pair"],
)
def test_a_comment_keeps_its_lines_and_loses_what_cannot_be_shown(typed, kept):
    assert clean_comment(typed) == kept


def test_the_longest_comment_is_accepted_and_one_character_more_is_not():
    assert len(clean_comment("a" * MAX_COMMENT_CHARACTERS)) == MAX_COMMENT_CHARACTERS

    with pytest.raises(InvalidInputError, match="at most"):
        clean_comment("a" * (MAX_COMMENT_CHARACTERS + 1))
