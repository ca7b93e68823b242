"""The facts of the reference case, as its files give them."""

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from consensus.domain.roles import Role
from consensus.domain.statements import Route
from surveys.answers import missing_required
from surveys.folder import load_process_folder

HAIP = Path(__file__).parents[2] / "data/examples/haip"


@pytest.fixture(scope="module")
def haip():
    return load_process_folder(HAIP)


def test_28_physicians_were_invited_and_15_of_9_institutions_attended(haip):
    entitled = [member for member in haip.members if member.votes]
    attending = [member for member in entitled if member.attends]

    assert sum(member.invited for member in entitled) == 28
    assert len(attending) == 15
    assert len({member.institution for member in attending}) == 9
    assert {member.country for member in entitled} == {"Canada", "United States"}
    assert {member.discipline for member in entitled} == {"medical oncology", "surgical oncology"}


def test_patient_representatives_attend_without_a_vote(haip):
    patients = [member for member in haip.members if member.stakeholder_group == "patient representative"]

    assert len(patients) == 2
    assert all(patient.attends and patient.invited and not patient.votes for patient in patients)


def test_one_chair_and_one_facilitator(haip):
    roles = Counter(member.role for member in haip.members)

    assert (roles[Role.CHAIR], roles[Role.FACILITATOR]) == (1, 1)


def test_people_are_invented_and_the_files_say_so(haip):
    assert haip.process.simulated
    assert all(member.email.endswith("@example.org") for member in haip.members)
    for name in ("panel.csv", "answers.csv", "ballots.csv", "expected.csv"):
        assert (HAIP / name).read_text(encoding="utf-8").startswith("# Simulated")


def test_26_answered_everything_that_was_required_of_them(haip):
    by_member = {}
    for answer in haip.answers:
        by_member.setdefault(answer.member, {})[answer.question] = answer.value

    assert len(by_member) == 26
    assert {member.id for member in haip.members if member.votes} > set(by_member)
    assert [missing_required(haip.instrument, answers) for answers in by_member.values()] == [()] * 26


def test_the_survey_asks_about_evidence_indications_and_barriers(haip):
    assert [section.id for section in haip.instrument.sections] == ["evidence", "indications", "barriers"]


def test_the_meeting_is_half_presentations_and_half_discussion(haip):
    assert haip.meeting.date == date(2012, 9, 7)
    talks = sum(talk.minutes for topic in haip.topics for talk in topic.presentations)
    assert talks == sum(topic.minutes for topic in haip.topics)


def test_presenters_are_people_who_attend(haip):
    attending = {member.name for member in haip.members if member.attends}
    presenters = {
        name for topic in haip.topics for talk in topic.presentations for name in talk.presenter.split(" and ")
    }

    assert presenters <= attending


def test_five_topics_with_one_final_statement_each_and_two_in_the_third(haip):
    assert [topic.id for topic in haip.topics] == [
        "combination", "institution", "unresectable", "extrahepatic", "adjuvant",
    ]  # fmt: skip
    assert [sum(statement.final for statement in topic.statements) for topic in haip.topics] == [1, 1, 2, 1, 1]
    assert all(len(topic.statements) >= 2 for topic in haip.topics)


def test_final_statements_carry_rationale_source_and_plain_words(haip):
    for topic in haip.topics:
        assert topic.evidence
        for statement in topic.statements:
            assert statement.sources
            assert not statement.final or (statement.rationale and statement.plain_text)


def test_consensus_is_four_fifths_of_the_valid_votes(haip):
    assert haip.definition.threshold == Fraction(4, 5)
    assert (haip.definition.operator, haip.definition.denominator) == (">=", "valid_votes")


def test_the_expected_votes_are_those_of_the_ballots(haip):
    cast = {}
    for ballot in haip.ballots:
        cast.setdefault(ballot.statement, Counter())[ballot.choice] += 1

    for row in haip.expected:
        counts = cast.get(row.statement, Counter())
        assert (row.n_agree, row.n_disagree, row.n_abstain, row.n_cannot_judge) == (
            counts["agree"], counts["disagree"], counts["abstain"], counts["cannot_judge"],
        )  # fmt: skip
        assert row.eligible == 15


def test_the_expected_outcomes_follow_from_the_rule(haip):
    for row in haip.expected:
        if row.route is Route.VOTE:
            reached = row.n_agree * 5 >= 4 * (row.n_agree + row.n_disagree)
            assert row.outcome == ("consensus" if reached else "no_consensus")
        else:
            assert row.outcome == "full_consensus"


def test_what_is_adopted_is_what_the_plan_calls_final(haip):
    final = {statement.id for topic in haip.topics for statement in topic.statements if statement.final}

    assert {row.statement for row in haip.expected if row.adopted} == final
    assert [row.statement for row in haip.expected] == [s.id for topic in haip.topics for s in topic.statements]
    assert all(row.outcome in ("consensus", "full_consensus") for row in haip.expected if row.adopted)


def test_the_case_holds_its_hard_ones(haip):
    rows = {row.statement: row for row in haip.expected}

    near_miss, exact = rows["institution-volume"], rows["adjuvant-tumour-board"]
    assert (near_miss.n_agree, near_miss.n_agree + near_miss.n_disagree, near_miss.adopted) == (11, 14, False)
    assert (exact.n_agree, exact.n_agree + exact.n_disagree, exact.outcome, exact.adopted) == (
        12,
        15,
        "consensus",
        False,
    )
    assert sum(row.adopted and row.route is Route.FULL_CONSENSUS for row in haip.expected) >= 2
    assert sum(row.adopted and row.route is Route.VOTE for row in haip.expected) >= 2


FIGURES = {
    "combination": ("74% of 46", "88% of 36", "89%", "64%", "43% against 18%", "2.26", "0.90", "0.24"),
    "institution": ("20%", "90%", "25 pumps", "34%", "4.6%", "5.5%", "2.0%"),
    "unresectable": ("40% to 50%", "64% to 100%", "62% to 85%", "20% to 35%", "25% to 50%", "57%"),
    "extrahepatic": ("145 patients", "16 months", "9 months"),
    "adjuvant": ("592 patients", "0.89 to 1.33", "twice", "35 patients", "88%", "50%"),
}


def test_the_evidence_has_the_figures_of_the_paper(haip):
    for topic in haip.topics:
        evidence = " ".join(piece.text for piece in topic.evidence)
        assert [figure for figure in FIGURES[topic.id] if figure not in evidence] == []


def test_five_areas_are_left_for_future_study(haip):
    assert len(haip.future_study) == 5
