"""The methods paragraph says the real numbers and nothing that did not happen."""

from datetime import UTC, date, datetime

from consensus.domain.deviations import Deviation
from consensus.domain.results import CandidateResult, ParticipationFlow
from consensus.domain.taking_part import ConsentCount
from consensus.exports import methods_paragraph

RULE = "Consensus is reached at 80%."


def candidate(topic, route, outcome, adopted):
    return CandidateResult(topic, "1", "Text.", route, outcome, "", 0, 0, 0, 0, 15, adopted)


def test_the_whole_conference_in_numbers():
    candidates = (
        candidate("a", "full_consensus", "full_consensus", True),
        candidate("b", "vote", "consensus", True),
        candidate("b", "vote", "consensus", False),
        candidate("b", "vote", "no_consensus", False),
    )

    text = methods_paragraph(
        ParticipationFlow(28, 26, 15, 14, 9, 2), RULE, candidates, held_on=date(2012, 9, 7), simulated=True
    )

    assert text == (
        "28 people entitled to vote were invited. Of them, 26 of 28 (92.9%) answered a survey before the meeting. "
        "The meeting on 7 September 2012 was attended by 15 of 28 (53.6%) from 9 institutions, beside "
        "2 patient representatives without a vote; 14 voted at least once. "
        "A statement on which the discussion ended in full consensus was adopted without a vote. "
        "A statement on which it did not was put to a vote. Consensus is reached at 80%. "
        "On 2 topics 4 candidate statements were put to the panel: 1 was adopted by full consensus and 3 were "
        "voted on, of which 2 reached consensus. In all, 2 statements were adopted. "
        "People, answers and ballots are simulated."
    )


def test_what_did_not_take_place_is_left_out():
    text = methods_paragraph(ParticipationFlow(1, 0, 0, 0, 0), RULE, ())

    assert text.startswith("1 person entitled to vote was invited. A statement")
    for word in ("survey", "attended", "candidate", "simulated", "patient"):
        assert word not in text


def test_who_gave_consent_is_said_with_the_version_they_agreed_to():
    consent = ConsentCount(version=2, sha256="c0ffee" * 10 + "c0ff", asked=28, given=26, refused=1)

    text = methods_paragraph(ParticipationFlow(28, 26, 0, 0, 0), RULE, (), consent=consent)

    assert (
        "Of 28 people asked, with a vote and without, 26 gave written consent to version 2 of the consent text "
        "(SHA-256 c0ffeec0ffee) and 1 refused." in text
    )


LOCKED_AT = datetime(2012, 9, 1, 9, 30, tzinfo=UTC)
LOWERED = Deviation(
    at=datetime(2012, 9, 7, 15, tzinfo=UTC),
    actor="Nora Lindgren",
    what="Lowering a threshold after votes are known",
    before_sentence=RULE,
    before_sha256="a" * 64,
    after_sentence="Consensus is reached at 75%.",
    after_sha256="b" * 64,
    reason="Two experts left early",
    votes_known=True,
)


def test_it_says_when_the_rule_was_locked_and_that_it_stayed():
    text = methods_paragraph(ParticipationFlow(1, 0, 0, 0, 0), RULE, (), locked_at=LOCKED_AT)

    assert f"{RULE} This definition was locked on 1 September 2012 at 09:30 UTC and not changed afterwards." in text


def test_a_change_of_the_locked_rule_is_named_with_its_reason():
    text = methods_paragraph(
        ParticipationFlow(1, 0, 0, 0, 0), LOWERED.after_sentence, (), locked_at=LOCKED_AT, deviations=[LOWERED]
    )

    assert text.endswith(
        "Consensus is reached at 75%. The definition as it was first was locked on 1 September 2012 at 09:30 UTC. "
        "It was changed afterwards once, which is a deviation: Lowering a threshold after votes are known "
        "(7 September 2012 at 15:00 UTC), where the definition before had read: “Consensus is reached at 80%.” "
        "Reason given: “Two experts left early”. "
        "Every vote was judged by the definition in force when it was opened."
    )
    assert "not changed" not in text
