"""The panel: who is in it, how far each has come, and the counts of every stage."""

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError, SignInError
from consensus.domain.lifecycle import InvitationState
from consensus.domain.roles import Role
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.people.participation import PanelCounts
from consensus.services.sign_in import credentials, identity
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, OBSERVER, PANELISTS, PATIENT, plan_process


def rows(built):
    return {row.name: row for row in panel.get_panel(built.context(FACILITATOR), built.process_id).members}


def counts(built):
    return panel.get_panel(built.context(FACILITATOR), built.process_id).counts


def test_those_entitled_are_counted_and_patients_apart(running):
    assert counts(running) == PanelCounts(
        waiting=0,
        invited=4,
        accepted=0,
        declined=0,
        responded=0,
        attended=4,
        institutions=4,
        institutions_attended=4,
        patient_representatives=1,
        patient_representatives_attended=1,
        voting=4,
    )


@pytest.mark.parametrize("group", ["Patient", "patients", "Patient Representatives", "patient partner"])
def test_a_group_of_patients_is_counted_apart_by_any_of_its_names(running, group):
    draft = panel.MemberDraft("Pat Palm", votes=False, stakeholder_group=group)

    panel.add_member(running.context(FACILITATOR), running.process_id, draft)

    assert counts(running).patient_representatives == 2


def test_institutions_are_counted_once_however_they_are_written(running):
    ctx = running.context(FACILITATOR)
    for name, institution in ((ANN, "North Hospital"), (BEN, " NORTH hospital "), (CLEO, "")):
        panel.edit_member(ctx, running.members[name], panel.MemberDraft(name, institution=institution))

    assert counts(running).institutions == 2


def test_members_stand_in_the_order_of_their_names(running):
    names = [row.name for row in panel.get_panel(running.context(FACILITATOR), running.process_id).members]

    assert names == sorted(names, key=str.lower)


@pytest.mark.parametrize("name", ["", "  ", "\x00\n"], ids=["empty", "blank", "control characters"])
def test_a_member_needs_a_name(running, name):
    with pytest.raises(InvalidInputError, match="needs a name"):
        panel.add_member(running.context(FACILITATOR), running.process_id, panel.MemberDraft(name))


def test_one_address_is_one_person_and_in_a_process_only_once(running):
    other = plan_process(running.db, "other")
    draft = panel.MemberDraft("Dora Dahl", email="dora@example.org")
    here = panel.add_member(running.context(FACILITATOR), running.process_id, draft)
    there = panel.add_member(
        other.context(FACILITATOR), other.process_id, panel.MemberDraft("D. Dahl", email=" DORA@example.org ")
    )

    with pytest.raises(ConflictError, match="is in this process already"):
        panel.add_member(running.context(FACILITATOR), running.process_id, draft)

    with running.db.reading() as session:
        people = {session.get_one(panel.Member, member_id).person_id for member_id in (here, there)}
    assert len(people) == 1


def test_a_member_who_took_part_stays_in_the_record(running):
    ctx = running.context(FACILITATOR)

    with pytest.raises(ConflictError, match=f"{ANN} has taken part already"):
        panel.remove_member(ctx, running.members[ANN])

    late = panel.add_member(ctx, running.process_id, panel.MemberDraft("Dora Dahl"))
    panel.remove_member(ctx, late)
    assert "Dora Dahl" not in rows(running)


def test_a_process_keeps_a_facilitator(planned):
    ctx, member_id = planned.context(FACILITATOR), planned.members[FACILITATOR]

    with pytest.raises(ConflictError, match="at least one facilitator"):
        panel.edit_member(ctx, member_id, panel.MemberDraft(FACILITATOR, role=Role.PANELIST))
    with pytest.raises(ConflictError, match="at least one facilitator"):
        panel.remove_member(ctx, member_id)

    panel.add_member(ctx, planned.process_id, panel.MemberDraft("Finn Falk", role=Role.FACILITATOR, votes=False))
    panel.edit_member(ctx, member_id, panel.MemberDraft(FACILITATOR, role=Role.CHAIR))
    assert rows(planned)[FACILITATOR].role is Role.CHAIR


def test_an_invitation_goes_one_step_at_a_time(planned):
    ctx, member_id = planned.context(FACILITATOR), planned.members[ANN]

    with pytest.raises(ConflictError, match="An invitation that is sent cannot become drafted"):
        panel.record_invitation(ctx, member_id, InvitationState.DRAFTED)

    panel.record_invitation(ctx, member_id, InvitationState.DECLINED, "No time")
    assert (counts(planned).invited, counts(planned).declined) == (4, 1)


def test_whoever_came_and_left_has_attended(running):
    meeting.check_out(running.context(ANN), running.meeting_id)

    assert rows(running)[ANN].has_attended
    assert counts(running).attended == 4


def test_roles_and_votes_are_as_they_were_entered(running):
    found = rows(running)

    assert {name: (found[name].role, found[name].votes) for name in found} == {
        FACILITATOR: (Role.FACILITATOR, False),
        CHAIR: (Role.CHAIR, True),
        **dict.fromkeys(PANELISTS, (Role.PANELIST, True)),
        PATIENT: (Role.PANELIST, False),
        OBSERVER: (Role.OBSERVER, False),
    }


def test_a_person_of_two_processes_cannot_be_renamed_in_one_of_them(running, db):
    other = plan_process(db, slug="other")
    draft = panel.MemberDraft("Dora Elm", email="dora@example.org")
    panel.add_member(other.context(FACILITATOR), other.process_id, draft)
    here = panel.add_member(running.context(FACILITATOR), running.process_id, draft)

    with pytest.raises(ConflictError, match="known beyond this process"):
        panel.edit_member(running.context(FACILITATOR), here, panel.MemberDraft("Dorian", email="dora@example.org"))

    panel.edit_member(
        running.context(FACILITATOR), here, panel.MemberDraft("Dora Elm", "dora@example.org", institution="Elm Clinic")
    )
    assert rows(other)["Dora Elm"].institution == ""
    assert rows(running)["Dora Elm"].institution == "Elm Clinic"


def test_two_people_cannot_share_an_address(planned):
    ctx = planned.context(FACILITATOR)
    panel.edit_member(ctx, planned.members[ANN], panel.MemberDraft(ANN, email="ann@example.org"))

    with pytest.raises(ConflictError, match="belongs to somebody else"):
        panel.edit_member(ctx, planned.members[BEN], panel.MemberDraft(BEN, email="ANN@example.org"))


def test_who_is_removed_does_not_come_in_by_the_old_link_when_added_again(planned):
    ctx = planned.context(FACILITATOR)
    draft = panel.MemberDraft("Dora Elm", email="dora@example.org")
    secret = credentials.issue_link(ctx, panel.add_member(ctx, planned.process_id, draft))
    panel.remove_member(ctx, rows(planned)["Dora Elm"].id)
    panel.add_member(ctx, planned.process_id, draft)

    with pytest.raises(SignInError, match="replaced"):
        identity.exchange_link(planned.db, secret, address="192.0.2.1")
