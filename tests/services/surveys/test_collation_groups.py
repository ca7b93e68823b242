"""Groups in the collation: frozen when a survey is sent in, and hidden where they would point at people."""

import pytest

from consensus.domain.disclosure import Anonymity
from consensus.services.people import panel
from consensus.services.processes import small_groups
from consensus.services.snapshots import Snapshots
from consensus.services.surveys import collated_answers, collation, survey
from tests.services.builders import ANN, FACILITATOR, begin_meeting, plan_process

PEOPLE = {f"{group} {number}": group for group in ("Nurse", "Surgeon") for number in range(3)}


def answered(built):
    """Three nurses choose the local, three surgeons the general anaesthesia."""
    ctx = built.context(FACILITATOR)
    survey.open_survey(ctx, built.survey_id)
    for name, group in PEOPLE.items():
        draft = panel.MemberDraft(name, stakeholder_group=group)
        built.members[name] = panel.add_member(ctx, built.process_id, draft)
        survey.save_answer(built.context(name), built.survey_id, "method", "local" if group == "Nurse" else "general")
        survey.finish_survey(built.context(name), built.survey_id)
    survey.close_survey(ctx, built.survey_id)
    return built


def detail(built):
    return collation.list_details(built.context(FACILITATOR), built.process_id, ["method"])["method"]


def groups(built):
    return [
        (tally.groups, [n for _, _, n in tally.counts])
        for comparison in detail(built).comparisons
        for tally in comparison.tallies
    ]


def test_groups_large_enough_stand_side_by_side(running):
    small_groups.set_smallest_group(running.context(FACILITATOR), running.process_id, 3)

    assert groups(answered(running)) == [(("Nurse",), [3, 0]), (("Surgeon",), [0, 3])]


def test_groups_too_small_are_not_shown_in_a_confidential_survey(running):
    found = detail(answered(running))

    assert (found.comparisons, found.n_groups, found.smallest) == ((), 2, 5)


def test_in_an_open_process_every_group_is_shown(db):
    built = answered(begin_meeting(plan_process(db, anonymity=Anonymity.OPEN)))

    assert groups(built) == [(("Nurse",), [3, 0]), (("Surgeon",), [0, 3])]


def test_moving_somebody_to_another_group_afterwards_moves_no_answer(running):
    small_groups.set_smallest_group(running.context(FACILITATOR), running.process_id, 3)
    built = answered(running)
    before = groups(built)

    moved = panel.MemberDraft("Nurse 0", stakeholder_group="Surgeon")
    panel.edit_member(built.context(FACILITATOR), built.members["Nurse 0"], moved)

    assert groups(built) == before


def test_a_snapshot_is_made_once_for_a_revision_and_the_oldest_is_let_go():
    kept, made = Snapshots(most=2), []

    def make(name):
        made.append(name)
        return name

    kept.get("a", 1, lambda: make("a1"))
    assert kept.get("a", 1, lambda: make("a1 again")) == "a1"
    assert kept.get("a", 2, lambda: make("a2")) == "a2"
    kept.get("b", 1, lambda: make("b1"))
    kept.get("c", 1, lambda: make("c1"))
    kept.get("a", 2, lambda: make("a2 again"))

    assert made == ["a1", "a2", "b1", "c1", "a2 again"]


@pytest.fixture
def read(monkeypatch):
    """How often the answers were read."""
    times, real = [], collated_answers._read
    monkeypatch.setattr(collated_answers, "_read", lambda *args: (times.append(1), real(*args))[1])
    return times


def test_the_answers_of_a_closed_survey_are_read_once_whatever_else_happens(running, read):
    built = answered(running)
    ctx = built.context(FACILITATOR)

    first = collation.get_collation(ctx, built.process_id)
    panel.add_member(ctx, built.process_id, panel.MemberDraft("Late Larsen"))
    second = collation.get_collation(ctx, built.process_id)

    assert first.questions is second.questions
    assert len(read) == 1


def test_a_new_answer_to_an_open_survey_is_seen_at_the_next_look(db, read):
    built = begin_meeting(plan_process(db, anonymity=Anonymity.OPEN))
    ctx = built.context(FACILITATOR)
    survey.open_survey(ctx, built.survey_id)

    before = collation.get_collation(ctx, built.process_id)
    survey.save_answer(built.context(ANN), built.survey_id, "method", "local")
    survey.finish_survey(built.context(ANN), built.survey_id)
    after = collation.get_collation(ctx, built.process_id)

    assert (before.n_respondents, after.n_respondents, len(read)) == (0, 1, 2)
