"""Administrators see everybody and open no process by it: search, appointing, one-time links, ending sign-ins."""

from uuid import uuid4

import pytest
from sqlmodel import select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError, SignedOutError
from consensus.domain.roles import Role
from consensus.persistence.tables import Member, Person
from consensus.services import audit
from consensus.services.context import Context
from consensus.services.people import panel, people
from consensus.services.people.panel_search import PanelQuestion
from consensus.services.processes import processes
from consensus.services.sign_in import credentials, identity, passwords, sign_ins
from tests.services.builders import ANN, BEN, FACILITATOR, definition, plan_process
from tests.services.staff_people import EMAIL, HOME, PASSWORD, make_nora

DORA = "dora@example.org"


@pytest.fixture
def root(running):
    return Context(running.db, credentials.command_line_actor(running.db))


def person_of(built, name):
    with built.db.reading() as session:
        return session.get_one(Member, built.members[name]).person_id


def find(root, text):
    return people.search_people(root, text).people


def test_everybody_is_found_with_every_process_and_role(running, root):
    other = plan_process(running.db, "other")
    with running.db.transaction() as session:
        session.add(Member(process_id=other.process_id, person_id=person_of(running, ANN), role=Role.CHAIR))

    found = find(root, "ALDER ann")

    in_processes = [sorted((b.title, b.role) for b in person.belongings) for person in found]
    assert sorted(in_processes) == [
        [("Hand surgery", Role.CHAIR), ("Hand surgery", Role.PANELIST)],
        [("Hand surgery", Role.PANELIST)],
    ]


def test_the_search_is_of_text_as_it_is_typed_and_paged(root):
    for n in range(30):
        people.add_person(root, f"Page Turner {n:02d}", f"turner{n}@example.org")

    first, second = people.search_people(root, "turner"), people.search_people(root, "turner", 1)

    assert (first.n_found, first.n_pages, len(first.people), len(second.people)) == (30, 2, 25, 5)
    assert people.search_people(root, "turner", 99).page == 1
    assert [find(root, text) for text in ("%", "100_%", "'; drop table person")] == [()] * 3


def test_the_last_administrator_stays_and_a_second_one_may_take_over(running, root):
    ann = person_of(running, ANN)
    with pytest.raises(ConflictError, match="at least one administrator"):
        people.set_administrator(root, root.actor.person_id, is_administrator=False)

    people.set_administrator(root, ann, is_administrator=True)
    people.set_administrator(root, root.actor.person_id, is_administrator=False)

    with running.db.reading() as session:
        assert [person.id for person in session.exec(select(Person).where(Person.is_administrator))] == [ann]


def test_a_one_time_link_opens_all_processes_of_staff_and_is_on_their_record(running, root):
    nora = person_of(running, FACILITATOR)

    secret = people.issue_staff_link(root, nora)
    signed_in = identity.exchange_link(running.db, secret, address=HOME)

    assert identity.actor_for_token(running.db, signed_in.token).process_id is None
    sentences = [event.sentence for event in audit.list_events(running.context(FACILITATOR), running.process_id)]
    assert sentences[:2] == [
        f"{FACILITATOR} came in by one-time link.",
        f"An administrator issued a one-time link for {FACILITATOR}.",
    ]


def test_a_panelist_gets_no_one_time_link_and_somebody_in_no_process_does(running, root):
    with pytest.raises(ConflictError, match="runs no process"):
        people.issue_staff_link(root, person_of(running, ANN))
    assert not find(root, "Ann Alder")[0].is_staff

    dora = people.add_person(root, "Dora Dahl", DORA)
    assert find(root, DORA)[0].is_staff
    assert people.issue_staff_link(root, dora)


def test_ending_sign_ins_ends_all_of_them_and_is_on_the_record(running, root):
    signed_in = [running.signed_in(BEN), running.signed_in(BEN)]

    people.end_sign_ins_of(root, person_of(running, BEN))

    for ctx in signed_in:
        with pytest.raises(SignedOutError):
            sign_ins.list_my_sign_ins(ctx)
    newest = audit.list_events(running.context(FACILITATOR), running.process_id)[0]
    assert newest.sentence == f"The sign-ins of {BEN} were ended."


def test_a_lost_phone_is_switched_off_and_the_password_is_asked_for_alone(running, root):
    nora = make_nora(running)
    nora.set_up_app()
    assert find(root, EMAIL)[0].has_factor

    people.reset_factor(root, person_of(running, FACILITATOR))

    row = find(root, EMAIL)[0]
    assert (row.has_password, row.has_factor, row.n_sign_ins) == (True, False, 0)
    newest = audit.list_events(running.context(FACILITATOR), running.process_id)[0]
    assert "switched off by an administrator" in newest.sentence


def test_a_corrected_name_is_found_in_the_panel_and_an_address_belongs_to_one(running, root):
    people.add_person(root, "Dora Dahl", DORA)
    ann = person_of(running, ANN)
    with pytest.raises(InvalidInputError, match="somebody else"):
        people.edit_person(root, ann, ANN, "DORA@example.org")

    people.edit_person(root, ann, "Ann\u202e Alder-\nMoss", "ann@example.org")

    found = panel.get_panel(running.context(FACILITATOR), running.process_id, PanelQuestion(words="moss")).members
    assert [(member.name, member.email) for member in found] == [("Ann Alder- Moss", "ann@example.org")]


def test_a_wrong_id_is_one_sentence(root):
    for call in (people.end_sign_ins_of, people.issue_staff_link, people.reset_factor):
        with pytest.raises(NotFoundError):
            call(root, uuid4())


def test_who_signs_in_by_an_address_is_not_given_another_by_a_facilitator(running):
    make_nora(running)
    draft = panel.MemberDraft(FACILITATOR, "ceo@example.org", role=Role.FACILITATOR, votes=False)

    with pytest.raises(ConflictError, match="cannot be changed here"):
        panel.edit_member(running.context(FACILITATOR), running.members[FACILITATOR], draft)


def test_the_facilitator_of_one_process_does_not_get_into_another_in_somebody_elses_name(running):
    """They may add whom they like and open the link: a password for all processes they cannot set by it."""
    nora = make_nora(running)
    other = plan_process(running.db, "other")
    rogue = other.context(FACILITATOR)
    member_id = panel.add_member(
        rogue, other.process_id, panel.MemberDraft("N. Lindgren", EMAIL, role=Role.CHAIR), is_other=True
    )
    token = identity.exchange_link(running.db, credentials.issue_link(rogue, member_id), address=HOME).token
    as_nora = Context(running.db, identity.actor_for_token(running.db, token))

    assert [summary.slug for summary in processes.list_my_processes(as_nora)] == ["other"]
    with pytest.raises(NotFoundError):
        processes.get_process(as_nora, running.process_id)
    with pytest.raises(Exception, match="one-time link"):
        passwords.set_password(as_nora, "another quiet lake", present=PASSWORD)
    assert {summary.slug for summary in processes.list_my_processes(nora.context())} == {"hand", "other"}


def test_an_administrator_sees_every_process_from_outside(running, root):
    plan_process(running.db, "other")

    census = processes.list_all_processes(root)

    seen = {row.slug: (row.state.value, row.facilitators, row.n_panel) for row in census}
    assert seen == {"other": ("draft", (FACILITATOR,), 5), "hand": ("running", (FACILITATOR,), 5)}
    with pytest.raises(NotFoundError):
        processes.get_process(root, running.process_id)


def test_a_process_is_created_for_somebody_else_who_comes_in_by_one_time_link(root):
    named = panel.MemberDraft("Dora Dahl", DORA, role=Role.FACILITATOR, votes=False)
    draft = processes.ProcessDraft("new", "New", "", "", definition())

    processes.create_process(root, draft, named)

    dora = find(root, DORA)[0]
    token = identity.exchange_link(root.db, people.issue_staff_link(root, dora.id), address=HOME).token
    ctx = Context(root.db, identity.actor_for_token(root.db, token))
    assert [(s.slug, s.role) for s in processes.list_my_processes(ctx)] == [("new", Role.FACILITATOR)]
    assert processes.list_my_processes(root) == ()
