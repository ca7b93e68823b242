"""Sign-ins are seen and ended by their owner, and within a process by who hands out access to it."""

from uuid import uuid4

import pytest
from sqlmodel import select

from consensus.domain.errors import NotFoundError, SignedOutError
from consensus.domain.members import MemberDraft
from consensus.domain.roles import Role
from consensus.domain.way_in import WayIn
from consensus.persistence.tables import Member
from consensus.services import audit
from consensus.services.context import Context
from consensus.services.people import panel
from consensus.services.sign_in import account, credentials, identity, sign_ins
from tests.services.builders import ANN, BEN, FACILITATOR, NOON, VOTERS, begin_meeting, plan_process
from tests.services.staff_people import EMAIL, make_nora

HOME = "192.0.2.7"


def come_in(built, name, agent="Firefox on Android", *, process_id=None, how=WayIn.LINK):
    """A sign-in of this person; to the process unless told otherwise."""
    with built.db.transaction() as session:
        person_id = session.get_one(Member, built.members[name]).person_id
        bound = built.process_id if process_id is None else process_id or None
        token = identity.begin_session(built.db, session, person_id, bound, how=how, agent=agent).token
    return Context(built.db, identity.actor_for_token(built.db, token))


@pytest.fixture
def everywhere(running):
    """Ann is in two processes, and also signed in to none in particular."""
    other = plan_process(running.db, "other")
    with running.db.transaction() as session:
        person_id = session.get_one(Member, running.members[ANN]).person_id
        session.add(Member(process_id=other.process_id, person_id=person_id, role=Role.OBSERVER, votes=False))
    return {
        "hand": come_in(running, ANN, "Firefox on Android"),
        "other": come_in(running, ANN, "Safari on iPhone", process_id=other.process_id),
        "all": come_in(running, ANN, "Chrome on Windows", process_id=False, how=WayIn.PASSWORD),
    }


def agents(views):
    return {view.agent for view in views}


def is_alive(ctx):
    try:
        sign_ins.list_my_sign_ins(ctx)
    except SignedOutError:
        return False
    return True


def test_a_person_sees_their_sign_ins_and_which_of_them_is_this(everywhere):
    views = sign_ins.list_my_sign_ins(everywhere["all"])

    assert agents(views) == {"Firefox on Android", "Safari on iPhone", "Chrome on Windows"}
    assert [(view.agent, view.how, view.process_title) for view in views if view.is_this] == [
        ("Chrome on Windows", WayIn.PASSWORD, "")
    ]


def test_a_sign_in_to_one_process_neither_sees_nor_ends_those_to_another(everywhere):
    assert agents(sign_ins.list_my_sign_ins(everywhere["hand"])) == {"Firefox on Android"}
    for name in ("other", "all"):
        with pytest.raises(NotFoundError):
            sign_ins.end_my_sign_in(everywhere["hand"], everywhere[name].actor.session_id)
    sign_ins.end_my_other_sign_ins(everywhere["hand"])

    assert all(is_alive(ctx) for ctx in everywhere.values())


def test_a_sign_in_that_was_ended_acts_no_more(everywhere):
    sign_ins.end_my_sign_in(everywhere["all"], everywhere["hand"].actor.session_id)

    assert [is_alive(ctx) for ctx in everywhere.values()] == [False, True, True]


def test_everywhere_else_ends_all_but_this(everywhere):
    sign_ins.end_my_other_sign_ins(everywhere["all"])

    assert [is_alive(ctx) for ctx in everywhere.values()] == [False, False, True]


def test_nobody_ends_the_sign_in_of_somebody_else(running):
    ann, ben = come_in(running, ANN), come_in(running, BEN)

    for sign_in_id in (ben.actor.session_id, uuid4()):
        with pytest.raises(NotFoundError):
            sign_ins.end_my_sign_in(ann, sign_in_id)
    assert is_alive(ben)


def test_sign_ins_that_ended_by_themselves_are_not_listed(running, clock):
    come_in(running, ANN, "long unused")
    clock.forward(hours=25)
    ann = come_in(running, ANN, "fresh")

    assert agents(sign_ins.list_my_sign_ins(ann)) == {"fresh"}


def test_a_facilitator_sees_by_which_sign_ins_a_member_acts_and_ends_those_to_the_process(running, everywhere):
    facilitator = running.context(FACILITATOR)

    views = sign_ins.list_member_sign_ins(facilitator, running.members[ANN])
    sign_ins.end_member_sign_ins(facilitator, running.members[ANN])

    assert {(view.agent, view.may_end) for view in views} == {
        ("Firefox on Android", True),
        ("Chrome on Windows", False),
    }
    assert [is_alive(ctx) for ctx in everywhere.values()] == [False, True, True]
    events = audit.list_events(facilitator, running.process_id)
    assert events[0].sentence == f"The sign-ins of {ANN} were ended."
    with running.db.reading() as session:
        assert session.exec(select(Member).where(Member.id == running.members[ANN])).one()


def test_while_votes_are_watched_as_they_come_it_is_not_said_when_somebody_was_seen(vote):
    come_in(vote.built, ANN)
    facilitator = vote.built.context(FACILITATOR)

    (while_open,) = sign_ins.list_member_sign_ins(facilitator, vote.built.members[ANN])
    for name in VOTERS:
        vote.cast(name, "agree")
    vote.reveal()
    (after,) = sign_ins.list_member_sign_ins(facilitator, vote.built.members[ANN])

    assert (while_open.seen_at, after.seen_at) == (None, NOON)


def test_a_sign_in_to_a_process_tells_nothing_of_what_somebody_is_elsewhere(running):
    make_nora(running)
    other = begin_meeting(plan_process(running.db, "other"))
    draft = MemberDraft("N. L.", EMAIL)
    member_id = panel.add_member(other.context(FACILITATOR), other.process_id, draft)
    secret = credentials.issue_link(other.context(FACILITATOR), member_id)

    signed_in = identity.exchange_link(running.db, secret, address="192.0.2.7")
    told = account.get_account(Context(running.db, identity.actor_for_token(running.db, signed_in.token)))

    assert (told.email, told.is_staff, told.has_password, told.has_factor) == (EMAIL, False, False, False)
