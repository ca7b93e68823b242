"""The one rule: how the votes fall, or who has voted, never both of a round that may still be voted in."""

from itertools import product

import pytest

from consensus.domain.disclosure import PROMISES, Anonymity, Disclosure, TallyMode, disclose, disclose_survey
from consensus.domain.lifecycle import RoundState, SurveyState
from consensus.domain.roles import Role

EVERY_CASE = list(product(Role, RoundState, Anonymity, TallyMode))
UNREVEALED = (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED)


@pytest.mark.parametrize(("role", "state", "anonymity", "mode"), EVERY_CASE)
def test_nobody_sees_counts_together_with_names_before_the_reveal(role, state, anonymity, mode):
    shown = disclose(role, state, anonymity, mode)

    if state in UNREVEALED:
        names = shown.names_of_missing or shown.names_of_voters or shown.names_with_choices
        assert not (shown.counts and names)
        assert not shown.verdict


@pytest.mark.parametrize(("role", "state", "anonymity", "mode"), EVERY_CASE)
def test_only_the_facilitator_sees_more_than_turnout_before_the_reveal(role, state, anonymity, mode):
    shown = disclose(role, state, anonymity, mode)

    if state in UNREVEALED and role is not Role.FACILITATOR:
        assert not any((shown.counts, shown.names_of_missing, shown.names_with_choices))
        assert shown.names_of_voters is (anonymity is Anonymity.SECRET and state is RoundState.CLOSED)


@pytest.mark.parametrize(("role", "state", "anonymity", "mode"), EVERY_CASE)
def test_names_stand_beside_choices_only_in_open_voting_after_the_reveal(role, state, anonymity, mode):
    shown = disclose(role, state, anonymity, mode)

    revealed = state in (RoundState.REVEALED, RoundState.SUPERSEDED)
    assert shown.names_with_choices is (revealed and anonymity is Anonymity.OPEN)


@pytest.mark.parametrize("mode", TallyMode)
def test_a_closed_round_that_may_be_opened_again_shows_no_more_than_when_it_was_open(mode):
    for role, anonymity in product(Role, (Anonymity.OPEN, Anonymity.CONFIDENTIAL)):
        assert disclose(role, RoundState.CLOSED, anonymity, mode) == disclose(role, RoundState.OPEN, anonymity, mode)


def test_the_facilitator_watches_counts_or_names_as_the_round_was_opened():
    live = disclose(Role.FACILITATOR, RoundState.OPEN, Anonymity.CONFIDENTIAL, TallyMode.LIVE)
    sealed = disclose(Role.FACILITATOR, RoundState.OPEN, Anonymity.CONFIDENTIAL, TallyMode.SEALED)

    assert (live.counts, live.names_of_missing) == (True, False)
    assert (sealed.counts, sealed.names_of_missing) == (False, True)


def test_after_the_reveal_everybody_sees_counts_and_verdict():
    for role, anonymity, mode in product(Role, Anonymity, TallyMode):
        shown = disclose(role, RoundState.REVEALED, anonymity, mode)
        assert shown.counts
        assert shown.verdict
        assert not shown.names_of_missing


@pytest.mark.parametrize(("role", "mode"), list(product(Role, TallyMode)))
def test_a_secret_round_is_sealed_and_tells_everybody_who_voted_once_it_is_closed(role, mode):
    shown = {state: disclose(role, state, Anonymity.SECRET, mode) for state in RoundState}

    assert not shown[RoundState.OPEN].counts
    assert not shown[RoundState.CLOSED].counts
    told = [state for state in RoundState if shown[state].names_of_voters]
    assert told == [RoundState.CLOSED, RoundState.REVEALED, RoundState.SUPERSEDED]


@pytest.mark.parametrize(("role", "anonymity", "mode"), list(product(Role, Anonymity, TallyMode)))
def test_of_a_void_round_only_the_turnout_is_told(role, anonymity, mode):
    assert disclose(role, RoundState.VOID, anonymity, mode) == Disclosure(True, False, False, False, False, False)


def test_no_mode_promises_less_than_the_one_before_it():
    assert [mode.is_laxer_than(Anonymity.CONFIDENTIAL) for mode in Anonymity] == [True, False, False]
    assert [mode.hides_names for mode in Anonymity] == [False, True, True]


def test_what_is_promised_says_what_is_not():
    assert "not anonymous" in PROMISES[Anonymity.CONFIDENTIAL]
    assert "how each person voted" in PROMISES[Anonymity.OPEN]
    unpromised = PROMISES[Anonymity.SECRET].partition("Not promised")[2]
    assert all(words in unpromised for words in ("program was changed", "copied", "browser", "vote alike"))


@pytest.mark.parametrize(
    ("anonymity", "state", "n_finished", "expected"),
    [
        (Anonymity.CONFIDENTIAL, SurveyState.DRAFT, 0, (False, False)),
        (Anonymity.CONFIDENTIAL, SurveyState.OPEN, 50, (True, False)),
        (Anonymity.CONFIDENTIAL, SurveyState.CLOSED, 2, (True, False)),
        (Anonymity.CONFIDENTIAL, SurveyState.CLOSED, 3, (True, True)),
        (Anonymity.OPEN, SurveyState.OPEN, 1, (True, True)),
    ],
    ids=["not open yet", "open", "closed with too few", "closed", "an open process"],
)
def test_of_a_survey_names_come_first_and_sums_once_nothing_moves(anonymity, state, n_finished, expected):
    told = disclose_survey(anonymity, state, n_finished)

    assert (told.names, told.sums_of_answers) == expected
    assert bool(told.why) == (told.names and not told.sums_of_answers)


@pytest.mark.parametrize("n_finished", [0, 1, 2, 3, 100])
def test_of_an_open_confidential_survey_names_and_sums_are_never_shown_together(n_finished):
    told = disclose_survey(Anonymity.CONFIDENTIAL, SurveyState.OPEN, n_finished)

    assert not (told.names and told.sums_of_answers)
