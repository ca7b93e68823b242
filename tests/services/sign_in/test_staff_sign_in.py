"""Staff come in by password and app: nobody learns who has an account, and no code works twice."""

import pytest
from sqlmodel import func, select

from consensus.domain.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    SignInError,
    TooManyAttemptsError,
)
from consensus.domain.roles import Role
from consensus.persistence.tables import Attempt, Member, Person, RecoveryCode, TotpSecret
from consensus.services.context import Context
from consensus.services.processes import processes
from consensus.services.sign_in import attempts, identity, passwords, second_factor, secrets, staff_sign_in
from consensus.services.sign_in.staff_sign_in import SecondStep
from tests.services.builders import ANN, BEN, FACILITATOR, plan_process
from tests.services.staff_people import EMAIL, HOME, PASSWORD, make_nora

NEW = "an old boat on the shore"


@pytest.fixture
def nora(running):
    return make_nora(running)


def begin(nora, email=EMAIL, password=PASSWORD, address=HOME):
    return staff_sign_in.begin(nora.built.db, email, password, address=address, agent="Firefox on Linux")


def finish(nora, step, code, address=HOME):
    return staff_sign_in.finish(nora.built.db, step.ticket, code, address=address)


def test_a_password_opens_all_processes_of_its_person(nora):
    other = plan_process(nora.built.db, "other")
    with nora.built.db.transaction() as session:
        person_id = session.get_one(Member, nora.built.members[FACILITATOR]).person_id
        session.add(Member(process_id=other.process_id, person_id=person_id, role=Role.CHAIR))

    actor = identity.actor_for_token(nora.built.db, begin(nora, email="  NORA@example.org ").token)

    assert (actor.name, actor.process_id) == (FACILITATOR, None)
    mine = {summary.slug: summary.role for summary in processes.list_my_processes(Context(nora.built.db, actor))}
    assert mine == {"hand": Role.FACILITATOR, "other": Role.CHAIR}


def test_an_unknown_address_costs_the_same_and_is_answered_the_same(nora, monkeypatch):
    work = []
    real = secrets._hasher.verify
    monkeypatch.setattr(
        secrets, "_hasher", type("Counting", (), {"verify": lambda self, *given: (work.append(1), real(*given))[1]})()
    )

    answers = set()
    for email, password in ((EMAIL, "not this one, no"), ("nobody@example.org", PASSWORD), ("", PASSWORD)):
        with pytest.raises(SignInError) as refusal:
            begin(nora, email, password)
        answers.add(str(refusal.value))

    assert answers == {"Address and password do not match."}
    assert len(work) == 3


def test_who_runs_nothing_any_more_does_not_come_in_by_password(nora):
    with nora.built.db.transaction() as session:
        session.get_one(Member, nora.built.members[FACILITATOR]).role = Role.PANELIST

    with pytest.raises(SignInError, match="do not match"):
        begin(nora)


def test_two_people_with_one_address_do_not_come_in_by_it(nora):
    with nora.built.db.transaction() as session:
        session.get_one(Person, session.get_one(Member, nora.built.members[BEN]).person_id).email = EMAIL
    assert begin(nora).token, "the other one has no password"
    with nora.built.db.transaction() as session:
        ben = session.get_one(Member, nora.built.members[BEN])
        ben.role = Role.CHAIR
        token = identity.begin_session(nora.built.db, session, ben.person_id, None).token
    ben_ctx = Context(nora.built.db, identity.actor_for_token(nora.built.db, token))

    passwords.set_password(ben_ctx, NEW)

    with pytest.raises(SignInError, match="do not match"):
        begin(nora)


def test_ten_wrong_passwords_close_the_account_from_every_address_and_not_the_account_of_others(nora, clock):
    for n in range(10):
        with pytest.raises(SignInError, match="do not match"):
            begin(nora, password=f"wrong number {n}", address=f"198.51.100.{n}")

    with pytest.raises(TooManyAttemptsError):
        begin(nora, address="203.0.113.1")
    with pytest.raises(SignInError, match="do not match"):
        begin(nora, email="another@example.org", address="203.0.113.1")
    clock.forward(minutes=15, seconds=1)
    assert begin(nora).token


def test_with_an_app_there_is_no_session_before_its_code(nora, clock):
    nora.set_up_app()
    clock.forward(seconds=30)

    step = begin(nora)

    assert isinstance(step, SecondStep)
    assert identity.actor_for_token(nora.built.db, step.ticket) is None
    actor = identity.actor_for_token(nora.built.db, finish(nora, step, nora.code()).token)
    assert actor.name == FACILITATOR


def test_a_code_of_the_app_works_once_for_every_ticket(nora, clock):
    nora.set_up_app()
    clock.forward(seconds=30)
    first, second = begin(nora), begin(nora)
    code = nora.code()
    finish(nora, first, code)

    with pytest.raises(SignInError, match="used already"):
        finish(nora, second, code)
    clock.forward(seconds=30)
    assert finish(nora, second, nora.code()).token


def test_the_code_that_switched_the_app_on_does_not_sign_in(nora):
    nora.set_up_app()

    with pytest.raises(SignInError, match="used already"):
        finish(nora, begin(nora), nora.code())


@pytest.mark.parametrize("seconds", [-30, 30], ids=["a phone that is slow", "a phone that is fast"])
def test_a_clock_that_is_off_by_one_step_is_borne(nora, clock, seconds):
    nora.set_up_app()
    clock.forward(minutes=2)
    step = begin(nora)
    clock.forward(seconds=seconds)
    code = nora.code()
    clock.forward(seconds=-seconds)

    assert finish(nora, step, code).token


@pytest.mark.parametrize("typed", ["000000", "12345", "", "1234567", "٠٠٠٠٠٠", "' or 1=1"])
def test_a_wrong_code_is_refused(nora, clock, typed):
    nora.set_up_app()
    clock.forward(seconds=30)
    if typed == nora.code():
        clock.forward(seconds=30)

    with pytest.raises(SignInError, match="not right"):
        finish(nora, begin(nora), typed)


def test_codes_are_guessed_five_times_and_no_more(nora, clock):
    nora.set_up_app()
    clock.forward(seconds=30)
    step = begin(nora)
    for n in range(5):
        with pytest.raises(SignInError, match="not right"):
            finish(nora, step, f"00000{n}", address=f"198.51.100.{n}")

    with pytest.raises(TooManyAttemptsError):
        finish(nora, step, nora.code())


def test_a_recovery_code_works_once_however_it_is_typed(nora, clock):
    nora.set_up_app()
    code = nora.recovery[3]
    assert finish(nora, begin(nora), f" {code.lower().replace('-', ' ')} ").token

    with pytest.raises(SignInError, match="used already"):
        finish(nora, begin(nora), code)


def test_a_ticket_holds_for_five_minutes_and_for_the_password_it_was_given_for(nora, clock):
    nora.set_up_app()
    clock.forward(seconds=30)
    late, outdated = begin(nora), begin(nora)

    passwords.set_password(nora.context(), NEW, present=PASSWORD)
    with pytest.raises(SignInError, match="took too long"):
        finish(nora, outdated, nora.code())
    clock.forward(minutes=5, seconds=1)
    with pytest.raises(SignInError, match="took too long"):
        finish(nora, late, nora.code())
    for forged in ("", "forged", late.ticket[:-4]):
        with pytest.raises(SignInError, match="took too long"):
            staff_sign_in.finish(nora.built.db, forged, nora.code(), address=HOME)


def test_changing_the_password_takes_the_present_one_and_ends_the_other_sign_ins(nora):
    elsewhere, here = begin(nora).token, begin(nora).token
    by_link = nora.built.token(FACILITATOR)
    ctx = Context(nora.built.db, identity.actor_for_token(nora.built.db, here))
    with pytest.raises(SignInError, match="not right"):
        passwords.set_password(ctx, NEW, present="not this one, no")

    passwords.set_password(ctx, NEW, present=PASSWORD)

    alive = [identity.actor_for_token(nora.built.db, token) is not None for token in (here, elsewhere, by_link)]
    assert alive == [True, False, False]
    assert begin(nora, password=NEW).token
    with pytest.raises(SignInError):
        begin(nora)


def test_accents_come_from_every_keyboard(nora):
    passwords.set_password(nora.context(), "caf\u00e9 au lait, s'il", present=PASSWORD)

    assert begin(nora, password="cafe\u0301 au lait, s'il").token


def test_a_sign_in_to_one_process_cannot_set_a_password_that_opens_the_others(nora):
    bound = nora.built.signed_in(FACILITATOR)

    with pytest.raises(NotAllowedError, match="one-time link"):
        passwords.set_password(bound, NEW, present=PASSWORD)
    with pytest.raises(NotAllowedError, match="one-time link"):
        second_factor.begin_factor(bound)


def test_a_panelist_has_no_password(running):
    with running.db.transaction() as session:
        person_id = session.get_one(Member, running.members[ANN]).person_id
        token = identity.begin_session(running.db, session, person_id, None).token
    ctx = Context(running.db, identity.actor_for_token(running.db, token))

    with pytest.raises(NotAllowedError, match="personal link or code"):
        passwords.set_password(ctx, NEW)


def test_without_an_address_there_is_no_password(running):
    nora = make_nora(running)
    with running.db.transaction() as session:
        session.exec(select(Person).where(Person.email == EMAIL)).one().email = ""

    with pytest.raises(NotAllowedError, match="no e-mail address"):
        passwords.set_password(nora.context(), NEW, present=PASSWORD)


def test_the_app_takes_a_password_first_and_a_right_code_and_is_not_replaced_unseen(nora, clock):
    ctx = nora.context()
    second_factor.begin_factor(ctx)
    with pytest.raises(InvalidInputError, match="six digits"):
        second_factor.confirm_factor(ctx, "000000")
    assert begin(nora).token, "an app that was not confirmed is not asked for"

    nora.set_up_app()
    with pytest.raises(ConflictError, match="already"):
        second_factor.begin_factor(ctx)
    with pytest.raises(SignInError, match="not right"):
        second_factor.end_factor(ctx, "not this one, no")
    second_factor.end_factor(ctx, PASSWORD)

    assert begin(nora).token
    with nora.built.db.reading() as session:
        left = [session.exec(select(func.count()).select_from(table)).one() for table in (TotpSecret, RecoveryCode)]
    assert left == [0, 0]


def test_a_newer_password_shows_no_older_vote(nora):
    actor = identity.actor_for_token(nora.built.db, begin(nora).token)

    assert actor.credential_at is not None


def test_the_database_keeps_no_password_secret_code_or_typed_address(nora, clock, tmp_path):
    nora.set_up_app()
    with pytest.raises(SignInError):
        begin(nora, email="typed@example.org")

    nora.built.db.close()

    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert EMAIL.encode() in stored
    for secret in (PASSWORD, nora.secret, *nora.recovery, "typed@example.org"):
        assert secret.encode() not in stored


def test_sign_ins_that_succeed_leave_no_attempt_behind(nora):
    begin(nora)

    with nora.built.db.reading() as session:
        assert session.exec(select(Attempt).where(Attempt.key == attempts.account_key(EMAIL))).all() == []
