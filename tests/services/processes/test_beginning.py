"""A process is begun from a method in one call: everything the method sets is there, or there is no process."""

from dataclasses import replace
from fractions import Fraction

import pytest
from sqlmodel import select

from consensus.domain.delphi.method_packs import load_method, load_method_packs
from consensus.domain.delphi.tailoring import usual
from consensus.domain.delphi.terms import GroupsShown
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.members import MemberDraft
from consensus.domain.roles import Role
from consensus.persistence.tables import Member, Process
from consensus.services.context import Context
from consensus.services.delphi import protocols
from consensus.services.examples.replay import act_as
from consensus.services.processes import definitions, journey, processes
from consensus.services.processes.beginning import Beginning, begin_process
from consensus.services.sign_in.credentials import command_line_actor
from consensus.services.surveys import instruments
from tests.services.builders import FACILITATOR, definition

NORA = MemberDraft(FACILITATOR, role=Role.FACILITATOR, votes=False)


@pytest.fixture
def administrator(db):
    return Context(db, command_line_actor(db))


def begin(administrator, method, **changes):
    tailoring = replace(usual(load_method(method).protocol), **changes)
    begun = Beginning(method, tailoring, "pain", "Pain after surgery", "Which drug first?", "Europe/Oslo")
    process_id = begin_process(administrator, begun, NORA)
    with administrator.db.reading() as session:
        member_id = session.exec(select(Member.id).where(Member.process_id == process_id)).one()
    return process_id, act_as(administrator.db, member_id)


@pytest.mark.parametrize("method", load_method_packs())
def test_a_process_has_what_its_method_sets(administrator, method):
    pack = load_method(method)

    process_id, nora = begin(administrator, method)

    process = processes.get_process(nora, process_id)
    view = protocols.get_protocol(nora, process_id)
    assert (process.role, process.question, process.time_zone) == (
        Role.FACILITATOR,
        "Which drug first?",
        "Europe/Oslo",
    )
    assert (process.definition, process.anonymity) == (pack.definition, pack.protocol.anonymity)
    assert (view.method, view.protocol, view.protocol.checklist) == (method, pack.protocol, pack.protocol.checklist)
    assert process.asks_interests
    assert {step.key for step in journey.get_overview(nora, process_id).steps} >= {"panel", "topics", "results"}


def test_a_method_that_names_a_survey_brings_it_along(administrator):
    process_id, nora = begin(administrator, "nominal_group")

    assert instruments.get_editor(nora, process_id).instrument.title == "Round 0: your ideas"


def test_the_journey_of_a_delphi_has_rounds_and_neither_survey_nor_meeting(administrator):
    process_id, nora = begin(administrator, "modified_delphi")

    steps = {step.key: step for step in journey.get_overview(nora, process_id).steps}
    assert not steps.keys() & {"survey", "collation", "meeting"}
    assert steps["rounds"].missing[0].sentence == "Plan round 1."
    assert steps["topics"].missing[0].sentence == "Add the topics with the statements to be rated."


@pytest.mark.parametrize("method", ["consensus_conference", "nominal_group"])
def test_the_journey_of_a_method_held_in_a_meeting_has_that_and_no_rounds(administrator, method):
    process_id, nora = begin(administrator, method)

    steps = {step.key for step in journey.get_overview(nora, process_id).steps}
    assert "meeting" in steps
    assert "rounds" not in steps


def test_rounds_days_share_groups_and_promise_are_those_chosen(administrator):
    process_id, nora = begin(
        administrator,
        "core_outcome_set",
        days=(10, 7, 5),
        threshold=Fraction(3, 4),
        groups=GroupsShown.OWN,
        anonymity=Anonymity.OPEN,
    )

    protocol = protocols.get_protocol(nora, process_id).protocol
    assert (protocol.stop.maximum_rounds, protocol.days) == (3, (10, 7, 5))
    assert protocol.deciding.rule.supported_at_least == Fraction(3, 4)
    assert {arm.groups for arm in protocol.arms} == {GroupsShown.OWN}
    assert processes.get_process(nora, process_id).anonymity is protocol.anonymity is Anonymity.OPEN


def test_the_share_of_a_conference_is_the_definition_of_its_process(administrator):
    process_id, nora = begin(administrator, "consensus_conference", threshold=Fraction(3, 4))

    assert processes.get_process(nora, process_id).definition.threshold == Fraction(3, 4)
    assert protocols.get_protocol(nora, process_id).protocol.deciding.rule.threshold == Fraction(3, 4)


@pytest.mark.parametrize(
    ("method", "changes", "why"),
    [
        ("rand_ucla", {"days": (28,)}, "holds 2 to 3 rounds, not 1"),
        ("nominal_group", {"days": (1, 1)}, "holds 1 round, not"),
        ("rand_ucla", {"threshold": Fraction(4, 5)}, "leaves the share"),
        ("grade_panel", {"groups": GroupsShown.ALL}, "leaves what is fed back"),
        ("modified_delphi", {"anonymity": Anonymity.SECRET}, "cannot be secret"),
        ("modified_delphi", {"days": (0, 14)}, "1 to 365 days"),
    ],
    ids=["too few rounds", "too many rounds", "share", "groups", "secret rounds", "no day"],
)
def test_what_leaves_the_method_is_refused_and_leaves_no_process(administrator, method, changes, why):
    with pytest.raises(InvalidInputError, match=why):
        begin(administrator, method, **changes)

    with administrator.db.reading() as session:
        assert session.exec(select(Process)).first() is None


def test_a_survey_or_protocol_is_not_left_behind_where_the_short_name_is_taken(administrator):
    begin(administrator, "nominal_group")

    with pytest.raises(ConflictError, match="already a process"):
        begin(administrator, "rand_ucla")

    assert len(processes.list_all_processes(administrator)) == 1


def test_a_time_zone_there_is_none_of_is_refused(administrator):
    begun = Beginning("rand_ucla", usual(load_method("rand_ucla").protocol), "pain", "Pain", "", "Europe/Atlantis")

    with pytest.raises(InvalidInputError, match="no time zone"):
        begin_process(administrator, begun, NORA)


def test_a_method_chosen_later_sets_the_definition_until_that_is_locked(administrator):
    process_id, nora = begin(administrator, "modified_delphi")

    protocols.choose_method(nora, process_id, "rand_ucla")
    assert processes.get_process(nora, process_id).definition == definition()
    definitions.lock_definition(nora, process_id)
    protocols.choose_method(nora, process_id, "modified_delphi")

    assert processes.get_process(nora, process_id).definition == definition()
    assert protocols.get_protocol(nora, process_id).method == "modified_delphi"
