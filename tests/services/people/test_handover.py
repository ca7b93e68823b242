"""A facilitator hands over in one step: the process is never without one, and the record says who and to whom."""

from uuid import uuid4

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError, SignedOutError
from consensus.domain.roles import Role
from consensus.persistence.tables import Member
from consensus.services import audit
from consensus.services.context import Context
from consensus.services.people import handover, panel
from consensus.services.processes import processes
from consensus.services.sign_in import identity
from tests.services.builders import ANN, FACILITATOR, OBSERVER, PATIENT, open_vote, plan_process


def hand_over(built, successor=ANN, become=Role.OBSERVER, by=None):
    handover.hand_over(by or built.context(FACILITATOR), built.members[successor], become=become)


def role_of(built, name):
    with built.db.reading() as session:
        member = session.get(Member, built.members[name])
        return member and (member.role, member.votes)


@pytest.mark.parametrize("become", [Role.OBSERVER, Role.PANELIST])
def test_one_comes_and_one_steps_down(running, become):
    hand_over(running, become=become)

    assert role_of(running, ANN) == (Role.FACILITATOR, True)
    assert role_of(running, FACILITATOR) == (become, False)
    with pytest.raises(NotAllowedError):
        processes.update_process(running.context(FACILITATOR), running.process_id, title="Mine", question="", scope="")
    newest = audit.list_events(running.context(ANN), running.process_id)[0]
    role = "an observer" if become is Role.OBSERVER else "a panelist"
    assert newest.sentence == f"{FACILITATOR} handed the process over to {ANN} and is now {role}."
    assert newest.actor == FACILITATOR
    assert audit.verify_chain(running.context(ANN), running.process_id).is_intact


def test_who_leaves_is_gone_with_every_way_in(planned):
    ctx = planned.signed_in(FACILITATOR)

    hand_over(planned, become=None, by=ctx)

    assert role_of(planned, FACILITATOR) is None
    with pytest.raises(SignedOutError):
        processes.get_process(ctx, planned.process_id)
    newest = audit.list_events(planned.context(ANN), planned.process_id)[0]
    assert newest.sentence == f"{FACILITATOR} handed the process over to {ANN} and left."


def test_who_has_taken_part_stays_in_the_record_and_nothing_of_it_happens(running):
    with pytest.raises(ConflictError, match="become an observer instead"):
        hand_over(running, become=None)

    assert role_of(running, ANN) == (Role.PANELIST, True)
    assert role_of(running, FACILITATOR) == (Role.FACILITATOR, False)


def test_an_observer_may_take_over_and_has_no_vote_by_it(running):
    hand_over(running, OBSERVER)

    assert role_of(running, OBSERVER) == (Role.FACILITATOR, False)


def test_who_is_voting_stays_among_those_who_may(running):
    with running.db.transaction() as session:
        session.get_one(Member, running.members[FACILITATOR]).votes = True
    open_vote(running)

    with pytest.raises(ConflictError, match="voting now"):
        hand_over(running)
    hand_over(running, become=Role.PANELIST)
    assert role_of(running, FACILITATOR) == (Role.PANELIST, True)


@pytest.mark.parametrize("become", [Role.FACILITATOR, Role.CHAIR])
def test_who_hands_over_becomes_nothing_more_than_a_panelist(running, become):
    with pytest.raises(InvalidInputError, match="observer or a panelist"):
        hand_over(running, become=become)


def test_nobody_hands_over_to_themselves_a_stranger_or_twice(running):
    other = plan_process(running.db, "other")
    with pytest.raises(InvalidInputError, match="somebody else"):
        hand_over(running, FACILITATOR)
    for stranger in (other.members[ANN], uuid4()):
        with pytest.raises(NotFoundError):
            handover.hand_over(running.context(FACILITATOR), stranger, become=Role.OBSERVER)
    hand_over(running)
    with pytest.raises(NotAllowedError):
        hand_over(running, PATIENT)


def test_the_sign_in_of_the_successor_becomes_that_of_a_facilitator(running):
    token = running.token(ANN)

    hand_over(running)

    ctx = Context(running.db, identity.actor_for_token(running.db, token))
    assert panel.get_panel(ctx, running.process_id).may_manage
    assert running.members[FACILITATOR] in handover.list_successors(ctx, running.process_id)
