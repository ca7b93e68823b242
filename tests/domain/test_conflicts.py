"""What a declaration may say, how far a question is, and whose turn it is to decide."""

import pytest

from consensus.domain.conflicts import (
    DECISIONS,
    KINDS,
    NOTHING,
    PUBLICATIONS,
    Decision,
    Declaration,
    InterestKind,
    Publication,
    Reviewed,
    Stand,
    check_publication,
    check_reason,
    check_reviewer,
    has_conflict,
    is_recused,
    stand_of,
)
from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.domain.roles import Role

MONEY = frozenset({InterestKind.FINANCIAL})
NONE, INTEREST = Reviewed(False), Reviewed(True)


def decided(decision, *, has_interest=True):
    return Reviewed(has_interest, decision)


def test_every_kind_decision_and_publication_has_its_words():
    assert set(KINDS) == set(InterestKind)
    assert set(DECISIONS) == set(Decision)
    assert set(PUBLICATIONS) == set(Publication)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param((True, frozenset(), "Fees"), "Say of which kind", id="no kind"),
        pytest.param((True, MONEY, " \n "), "Say in a sentence", id="no text"),
        pytest.param((True, MONEY, "x" * 2001), "at most 2000", id="too long"),
        pytest.param((False, MONEY, ""), "nothing to describe", id="nothing, of a kind"),
        pytest.param((False, frozenset(), "Fees"), "nothing to describe", id="nothing, in words"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(arguments, message):
    with pytest.raises(InvalidInputError, match=message):
        Declaration(*arguments)


def test_a_declaration_keeps_its_lines_and_drops_what_does_not_print():
    assert Declaration(True, MONEY, " Fees\u202e\nand \x00travel ").text == "Fees\nand travel"


@pytest.mark.parametrize(
    ("history", "stand", "recused", "conflict"),
    [
        pytest.param([], Stand.UNDECLARED, False, False, id="never asked"),
        pytest.param([NONE], Stand.NOTHING, False, False, id="nothing to declare"),
        pytest.param([INTEREST], Stand.UNDECIDED, False, False, id="declared, not decided"),
        pytest.param([decided(Decision.NONE_NEEDED)], Stand.NONE_NEEDED, False, False, id="no conflict"),
        pytest.param([decided(Decision.DISCLOSED_ONLY)], Stand.DISCLOSED_ONLY, False, True, id="votes with a conflict"),
        pytest.param([decided(Decision.RECUSED)], Stand.RECUSED, True, False, id="recused"),
        pytest.param([NONE, INTEREST], Stand.UNDECIDED, False, False, id="declared later"),
        pytest.param([decided(Decision.DISCLOSED_ONLY), NONE], Stand.NOTHING, False, False, id="ended"),
        pytest.param([decided(Decision.RECUSED), NONE], Stand.UNDECIDED, True, False, id="nobody lifts it themselves"),
        pytest.param([decided(Decision.RECUSED), NONE, NONE], Stand.UNDECIDED, True, False, id="nor by asking twice"),
        pytest.param(
            [decided(Decision.RECUSED), decided(Decision.NONE_NEEDED, has_interest=False)],
            Stand.NONE_NEEDED,
            False,
            False,
            id="lifted by a decision",
        ),
    ],
)
def test_how_far_a_question_is_follows_from_its_history(history, stand, recused, conflict):
    assert (stand_of(history), is_recused(history), has_conflict(history)) == (stand, recused, conflict)


@pytest.mark.parametrize(
    ("role", "is_own", "n_other_chairs", "refusal"),
    [
        pytest.param(Role.CHAIR, False, 0, "", id="the chair decides"),
        pytest.param(Role.CHAIR, True, 0, "Nobody decides on their own", id="not on their own"),
        pytest.param(Role.CHAIR, True, 1, "Nobody decides on their own", id="not even beside another chair"),
        pytest.param(Role.FACILITATOR, False, 1, "The chair decides", id="a facilitator beside a chair"),
        pytest.param(Role.FACILITATOR, False, 0, "", id="a facilitator where no chair is left"),
        pytest.param(Role.FACILITATOR, True, 0, "Nobody decides on their own", id="a facilitator on their own"),
    ],
)
def test_whose_turn_it_is_to_decide(role, is_own, n_other_chairs, refusal):
    if not refusal:
        check_reviewer(role, is_own=is_own, n_other_chairs=n_other_chairs)
        return
    with pytest.raises(NotAllowedError, match=refusal):
        check_reviewer(role, is_own=is_own, n_other_chairs=n_other_chairs)


def test_what_is_published_can_become_less_and_not_more_once_somebody_has_declared():
    check_publication(Publication.COUNTS, Publication.FULL_TEXT, 0)
    check_publication(Publication.CATEGORY, Publication.COUNTS, 9)

    with pytest.raises(ConflictError, match="less, not more"):
        check_publication(Publication.COUNTS, Publication.CATEGORY, 1)


def test_a_decision_needs_a_reason():
    assert check_reason(" Paid for\nanother topic. ") == "Paid for another topic."
    with pytest.raises(InvalidInputError, match="why this is decided"):
        check_reason(" \t")


def test_nothing_is_a_declaration_too():
    assert (NOTHING.has_interest, NOTHING.kinds, NOTHING.text) == (False, frozenset(), "")
