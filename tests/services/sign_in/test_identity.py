"""How a person comes in: links and codes, once, for one process, and for no longer than they hold."""

import pytest
from sqlmodel import select

from consensus.domain.errors import NotFoundError, SignedOutError, SignInError, TooManyAttemptsError
from consensus.domain.lifecycle import InvitationState
from consensus.domain.way_in import WayIn
from consensus.persistence.tables import Member, Person, Process, WebSession
from consensus.services import audit
from consensus.services.context import Context
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.sign_in import arrivals, credentials, identity, secrets
from consensus.services.statements import topics
from consensus.settings import get_settings
from tests.services.builders import ANN, BEN, FACILITATOR, plan_process

HOME = "192.0.2.7"


def enter(built, secret, *, address=HOME, token=None):
    return identity.exchange_link(built.db, secret, address=address, current_token=token)


def enter_code(built, code, *, slug="hand", address=HOME):
    return identity.exchange_code(built.db, slug, code, address=address)


def issue_code(built, name):
    return credentials.issue_code(built.context(FACILITATOR), built.members[name])


def test_a_link_lets_its_person_into_its_process_and_notes_the_arrival(running):
    signed_in = enter(running, running.link(BEN))

    actor = identity.actor_for_token(running.db, signed_in.token)
    assert signed_in.process_slug == "hand"
    assert (actor.name, actor.process_id, actor.is_administrator) == (BEN, running.process_id, False)
    members = {row.name: row for row in panel.get_panel(running.context(FACILITATOR), running.process_id).members}
    assert members[BEN].invitation is InvitationState.OPENED


def test_a_link_that_was_used_is_refused_in_a_second_browser(running):
    secret = running.link(ANN)
    enter(running, secret)

    with pytest.raises(SignInError, match="already used in another browser"):
        enter(running, secret)


def test_the_browser_that_used_a_link_goes_on_with_it(running):
    secret = running.link(ANN)
    first = enter(running, secret)

    again = enter(running, secret, token=first.token)

    assert again == first


def test_the_cookie_of_somebody_else_does_not_open_a_used_link(running):
    secret = running.link(ANN)
    enter(running, secret)
    of_ben = enter(running, running.link(BEN))

    with pytest.raises(SignInError, match="already used"):
        enter(running, secret, token=of_ben.token)


def test_a_session_that_was_signed_out_does_not_go_on_with_its_link(running):
    secret = running.link(ANN)
    first = enter(running, secret)
    identity.sign_out(running.db, first.token)

    with pytest.raises(SignInError, match="already used"):
        enter(running, secret, token=first.token)


def test_a_new_link_ends_the_older_one_and_the_sessions_begun_by_it(running):
    older = running.link(ANN)
    begun = enter(running, older)

    newer = running.link(ANN)

    assert identity.actor_for_token(running.db, begun.token) is None
    with pytest.raises(SignInError, match="replaced by a newer one"):
        enter(running, older, token=begun.token)
    assert identity.actor_for_token(running.db, enter(running, newer).token).name == ANN


def test_a_new_link_leaves_the_sessions_of_others_alone(running):
    of_ben = enter(running, running.link(BEN))

    running.link(ANN)

    assert identity.actor_for_token(running.db, of_ben.token).name == BEN


def test_a_reusable_link_opens_a_session_of_its_own_in_every_browser(running):
    secret = credentials.issue_link(running.context(FACILITATOR), running.members[ANN], reusable=True)

    first, second = enter(running, secret), enter(running, secret)

    assert first.token != second.token
    assert {identity.actor_for_token(running.db, s.token).name for s in (first, second)} == {ANN}


def test_a_link_opens_no_other_process(running):
    other = plan_process(running.db, "other")
    token = enter(running, running.link(FACILITATOR)).token
    ctx = Context(running.db, identity.actor_for_token(running.db, token))

    with pytest.raises(NotFoundError):
        processes.get_process(ctx, other.process_id)

    assert [summary.slug for summary in processes.list_my_processes(ctx)] == ["hand"]


@pytest.mark.parametrize("secret", ["", "x", "a" * 22, "../../etc", "\u00e4\u20ac"], ids=repr)
def test_a_link_that_was_never_issued_is_refused(running, secret):
    with pytest.raises(SignInError, match="not valid"):
        enter(running, secret)


@pytest.mark.parametrize(
    "typing",
    [
        lambda code: code,
        lambda code: code.lower(),
        lambda code: f"  {code.replace('-', ' ')}  ",
        lambda code: code.replace("-", ""),
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.replace("1", "i").replace("V", "u"),
    ],
    ids=["as printed", "small letters", "with spaces", "without dashes", "O for 0 and l for 1", "i for 1 and u for V"],
)
def test_a_code_is_accepted_however_it_is_typed(running, typing):
    # Codes are drawn at random: several, so that the letters that look alike do occur.
    codes = [issue_code(running, name) for name in (ANN, BEN, FACILITATOR)]

    names = [identity.actor_for_token(running.db, enter_code(running, typing(code)).token).name for code in codes]

    assert names == [ANN, BEN, FACILITATOR]


def test_every_sign_in_by_link_or_code_is_on_the_record(running):
    code = issue_code(running, ANN)
    for _ in range(2):
        enter_code(running, code)
    reusable = credentials.issue_link(running.context(FACILITATOR), running.members[BEN], reusable=True)
    for _ in range(2):
        enter(running, reusable)

    events = audit.list_events(running.context(FACILITATOR), running.process_id)

    arrivals = [event.sentence for event in events if event.verb.endswith(".used")]
    assert arrivals == [f"{BEN} came in by personal link."] * 2 + [f"{ANN} came in by personal code."] * 2
    assert audit.verify_chain(running.context(FACILITATOR), running.process_id).is_intact


def test_letters_that_look_like_digits_are_read_as_digits():
    assert secrets.split_code("oIlu 2345-6789") == ("011V", "23456789")


def test_a_code_is_wrong_by_one_letter_for_another_process_or_after_a_new_one(running):
    plan_process(running.db, "other")
    code = issue_code(running, ANN)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")

    for slug, typed in (("hand", wrong), ("other", code), ("no-such", code), ("hand", ""), ("hand", code[:4])):
        with pytest.raises(SignInError, match="do not match"):
            enter_code(running, typed, slug=slug)
    issue_code(running, ANN)
    with pytest.raises(SignInError, match="do not match"):
        enter_code(running, code)


def test_a_code_closes_after_five_failures_even_to_who_knows_it_and_opens_again_later(running, clock):
    code = issue_code(running, ANN)
    wrong = code[:4] + "-0000-0000"
    for attempt in range(5):
        with pytest.raises(SignInError, match="do not match"):
            enter_code(running, wrong, address=f"192.0.2.{attempt}")

    with pytest.raises(TooManyAttemptsError):
        enter_code(running, code, address="192.0.2.99")
    clock.forward(minutes=15, seconds=1)
    assert enter_code(running, code, address="192.0.2.99").process_slug == "hand"


def test_padding_the_name_of_the_process_gives_no_further_attempts(running):
    code = issue_code(running, ANN)
    for spaces in range(5):
        with pytest.raises(SignInError, match="do not match"):
            enter_code(running, code[:4] + "-0000-0000", slug="hand" + " " * spaces)

    with pytest.raises(TooManyAttemptsError):
        enter_code(running, code, slug=" hand")


def test_one_code_under_attack_does_not_close_another(running):
    code, attacked = issue_code(running, ANN), issue_code(running, BEN)
    for _ in range(5):
        with pytest.raises(SignInError):
            enter_code(running, attacked[:4] + "-0000-0000", address="198.51.100.1")

    assert enter_code(running, code).process_slug == "hand"


def test_an_address_is_closed_after_forty_failures_and_the_window_moves_on(running, clock):
    secret = running.link(ANN)
    for _ in range(40):
        with pytest.raises(SignInError, match="not valid"):
            enter(running, "never issued")
        clock.forward(seconds=1)

    with pytest.raises(TooManyAttemptsError, match="quarter of an hour"):
        enter(running, secret)
    assert enter(running, running.link(BEN), address="198.51.100.1").process_slug == "hand"
    # A quarter of an hour after the first failure, only that one no longer counts.
    clock.forward(minutes=15, seconds=-39.5)
    assert enter(running, secret).process_slug == "hand"


def test_refused_links_of_the_panel_itself_do_not_close_its_address(running):
    used, revoked = running.link(ANN), running.link(BEN)
    enter(running, used)
    running.link(BEN)

    for _ in range(30):
        for secret in (used, revoked):
            with pytest.raises(SignInError):
                enter(running, secret)

    assert enter(running, running.link(ANN)).process_slug == "hand"


def test_a_session_ends_when_it_was_idle_for_too_long(running, clock):
    token = running.token(ANN)
    clock.forward(hours=24)
    assert identity.actor_for_token(running.db, token).name == ANN

    clock.forward(hours=24, seconds=1)

    assert identity.actor_for_token(running.db, token) is None


def test_a_session_that_is_used_lives_on_until_its_absolute_end(running, clock):
    token = running.token(ANN)
    for _ in range(59):
        clock.forward(hours=12)
        assert identity.actor_for_token(running.db, token) is not None

    clock.forward(hours=12)

    assert identity.actor_for_token(running.db, token) is None


def test_a_session_that_ended_while_a_page_was_open_acts_no_more(running):
    ctx = running.signed_in(FACILITATOR)
    topics.add_topic(ctx, running.process_id, "Before", "", 5)
    still_there = running.signed_in(FACILITATOR)
    with running.db.transaction() as session:
        session.get_one(WebSession, ctx.actor.session_id).revoked_at = running.db.now(session)

    with pytest.raises(SignedOutError):
        topics.add_topic(ctx, running.process_id, "After", "", 5)

    titles = [topic.title for topic in topics.list_topics(still_there, running.process_id)]
    assert titles == ["Choice", "Fasting", "Before"]


@pytest.mark.parametrize("token", [None, "", "unknown"], ids=["none", "empty", "unknown"])
def test_no_cookie_or_an_unknown_one_is_nobody(running, token):
    assert identity.actor_for_token(running.db, token) is None
    identity.sign_out(running.db, token)


def test_an_administrator_is_none_through_a_link_of_a_process(running):
    administrator = credentials.command_line_actor(running.db)
    email = "root@example.org"
    with running.db.transaction() as session:
        session.get_one(Person, administrator.person_id).email = email
    draft = panel.MemberDraft("Somebody else's name", email=email)
    member_id = panel.add_member(running.context(FACILITATOR), running.process_id, draft)

    by_process = enter(running, credentials.issue_link(running.context(FACILITATOR), member_id))
    by_console = enter(running, credentials.issue_administrator_link(running.db, "Root"))

    actors = [identity.actor_for_token(running.db, s.token) for s in (by_process, by_console)]
    assert actors[0].person_id == actors[1].person_id == administrator.person_id
    assert [actor.is_administrator for actor in actors] == [False, True]


def test_the_link_of_a_process_does_not_end_that_of_the_administrator(running):
    administrator = credentials.command_line_actor(running.db)
    with running.db.transaction() as session:
        session.get_one(Person, administrator.person_id).email = "root@example.org"
    token = enter(running, credentials.issue_administrator_link(running.db, "Root")).token
    draft = panel.MemberDraft("Root", email="ROOT@example.org")
    member_id = panel.add_member(running.context(FACILITATOR), running.process_id, draft)

    credentials.issue_link(running.context(FACILITATOR), member_id)

    assert identity.actor_for_token(running.db, token).is_administrator


def test_no_secret_stands_in_the_database_file(running, tmp_path):
    link, code = running.link(ANN), issue_code(running, BEN)
    token = enter(running, link).token
    enter_code(running, code)

    running.db.close()

    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert ANN.encode() in stored, "the file that was searched is not the database"
    plain = code.replace("-", "")
    for secret in (link, token, code, plain, plain[4:]):
        assert secret.encode() not in stored


@pytest.fixture
def example(running, monkeypatch):
    """The running process as an example that offers Ann."""
    with running.db.transaction() as session:
        session.get_one(Process, running.process_id).is_example = True
        session.get_one(Member, running.members[ANN]).is_tryable = True
    monkeypatch.setenv("ASSENT_EXAMPLE", "true")
    get_settings.cache_clear()
    return running


def test_the_example_is_tried_as_the_people_it_offers(example):
    assert [person.name for person in identity.list_example_people(example.db)] == [ANN]

    signed_in = identity.try_example(example.db, example.members[ANN], address=HOME)

    assert identity.actor_for_token(example.db, signed_in.token).process_id == example.process_id


def test_nobody_else_of_the_example_can_be_tried(example):
    with pytest.raises(NotFoundError):
        identity.try_example(example.db, example.members[FACILITATOR], address=HOME)


def test_a_member_of_a_real_process_cannot_be_tried(example):
    with example.db.transaction() as session:
        session.get_one(Process, example.process_id).is_example = False

    with pytest.raises(NotFoundError):
        identity.try_example(example.db, example.members[ANN], address=HOME)


def test_outside_the_example_mode_nobody_can_be_tried(example, monkeypatch):
    monkeypatch.delenv("ASSENT_EXAMPLE")
    get_settings.cache_clear()

    with pytest.raises(NotFoundError):
        identity.try_example(example.db, example.members[ANN], address=HOME)

    assert identity.list_example_people(example.db) == ()


def refused(running):
    return arrivals.list_refused_links(running.context(FACILITATOR), running.process_id)


def test_a_link_tried_in_a_second_browser_is_seen_by_the_facilitator_until_a_new_one_is_issued(running, clock):
    secret = running.link(ANN)
    enter(running, secret)
    clock.forward(minutes=2)
    for _ in range(3):
        with pytest.raises(SignInError, match="already used"):
            identity.exchange_link(running.db, secret, address=HOME, agent="Firefox on Android")

    assert [(link.name, link.at, link.agent) for link in refused(running)] == [(ANN, clock.now, "Firefox on Android")]
    verbs = [event.verb for event in audit.list_events(running.context(FACILITATOR), running.process_id)]
    assert verbs.count("link.refused") == 1, "who presses again and again is one entry"

    running.link(ANN)

    assert refused(running) == ()


def test_a_newer_link_by_mail_takes_the_mark_away_too(running, clock):
    secret = running.link(ANN)
    enter(running, secret)
    with pytest.raises(SignInError, match="already used"):
        enter(running, secret)
    clock.forward(seconds=1)

    with running.db.transaction() as session:
        member = session.get_one(Member, running.members[ANN])
        credentials.mail_link(running.db, session, member.person_id, running.process_id)

    assert refused(running) == ()


def test_going_on_in_the_first_browser_and_opening_a_replaced_link_are_no_second_browser(running):
    older = running.link(ANN)
    first = enter(running, older)
    enter(running, older, token=first.token)
    running.link(ANN)
    with pytest.raises(SignInError, match="replaced"):
        enter(running, older)

    assert refused(running) == ()


def test_a_session_remembers_how_and_on_which_device_it_began(running):
    identity.exchange_link(running.db, running.link(ANN), address=HOME, agent="Safari on iPhone")
    identity.exchange_code(running.db, "hand", issue_code(running, BEN), address=HOME, agent="x" * 200)

    with running.db.reading() as session:
        rows = session.exec(select(WebSession.how, WebSession.agent).order_by(WebSession.how.desc())).all()
    assert rows == [(WayIn.LINK, "Safari on iPhone"), (WayIn.CODE, "x" * 80)]
