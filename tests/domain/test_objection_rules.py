"""What may be shown of an objection check, and how those who were heard are counted in words."""

import pytest

from consensus.domain.ballots import RoundKind
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import InvalidInputError
from consensus.domain.lifecycle import RoundState
from consensus.domain.objections import Heard, Hearing, disclose_check
from consensus.domain.roles import Role
from consensus.domain.round_kinds import check_choice
from consensus.tally.verdicts import full_consensus


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("anonymity", [Anonymity.OPEN, Anonymity.CONFIDENTIAL])
@pytest.mark.parametrize("n_objections", [0, 1])
def test_while_a_check_is_open_nobody_sees_names_and_only_the_facilitator_that_somebody_objects(
    role, anonymity, n_objections
):
    shown = disclose_check(role, RoundState.OPEN, anonymity, n_objections)

    assert shown.has_objection is (role is Role.FACILITATOR)
    assert (shown.result, shown.objectors, shown.silent) == (False, False, False)


@pytest.mark.parametrize(
    ("role", "anonymity", "n_objections", "silent"),
    [
        pytest.param(Role.FACILITATOR, Anonymity.CONFIDENTIAL, 0, True, id="nobody objects: whoever answered agreed"),
        pytest.param(Role.FACILITATOR, Anonymity.CONFIDENTIAL, 1, False, id="beside an objection they would narrow it"),
        pytest.param(Role.FACILITATOR, Anonymity.OPEN, 1, True, id="in an open process names are there anyway"),
        pytest.param(Role.PANELIST, Anonymity.OPEN, 0, False, id="the panel is not shown who kept silent"),
    ],
)
def test_who_kept_silent_is_shown_after_the_end_where_it_names_no_objector(role, anonymity, n_objections, silent):
    assert disclose_check(role, RoundState.REVEALED, anonymity, n_objections).silent is silent


@pytest.mark.parametrize("role", Role)
def test_who_objects_is_named_in_an_open_process_alone(role):
    assert disclose_check(role, RoundState.REVEALED, Anonymity.OPEN, 1).objectors
    assert not disclose_check(role, RoundState.REVEALED, Anonymity.CONFIDENTIAL, 1).objectors


def test_a_check_has_two_answers_and_no_third():
    check_choice(RoundKind.OBJECTION, None, "no_objection")
    check_choice(RoundKind.OBJECTION, None, "object")

    with pytest.raises(InvalidInputError, match="not one of the answers"):
        check_choice(RoundKind.OBJECTION, None, "agree")


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        pytest.param([Heard.ALOUD] * 12, "asked aloud", id="a room without phones"),
        pytest.param([Heard.PHONE] * 12, "12 said so on their phones", id="everybody answered"),
        pytest.param(
            [Heard.PHONE, Heard.SILENT, Heard.ALOUD, Heard.ALOUD, Heard.LEFT],
            "1 said so on their phone, 1 did not answer there and was asked in the room, "
            "2 came later and were asked in the room, 1 said so and left",
            id="of each a few",
        ),
    ],
)
def test_how_the_room_was_heard_is_said_in_words(heard, words):
    assert Hearing.of(heard).words == words


def test_full_consensus_on_the_phones_says_how_the_room_was_heard():
    hearing = Hearing(phone=12, silent=3)

    assert full_consensus(15, hearing).sentence == (
        "None of 15 people objected (12 said so on their phones, 3 did not answer there and were asked in the room): "
        "full consensus, adopted without a vote."
    )
    assert full_consensus(15, Hearing(aloud=15)) == full_consensus(15)
