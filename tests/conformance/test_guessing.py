"""Guessing codes on two servers at once: the limit holds, refusing is cheap, and the person gets in afterwards."""

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import pytest
from sqlmodel import func, select

from consensus.domain.errors import SignInError, TooManyAttemptsError
from consensus.persistence.tables import Attempt
from consensus.services.sign_in import attempts, credentials, identity, secrets
from tests.services.builders import ANN, BEN, FACILITATOR

HOME = "203.0.113.9"
ONE_ADDRESS = "198.51.100.1"


@pytest.fixture
def verified(monkeypatch) -> list[str]:
    """What was compared with a stored hash: the expensive part of a guess."""
    seen: list[str] = []
    real = secrets.code_matches
    monkeypatch.setattr(secrets, "code_matches", lambda stored, secret: (seen.append(secret), real(stored, secret))[1])
    return seen


def code_of(running, name: str) -> str:
    return credentials.issue_code(running.context(FACILITATOR), running.members[name])


def guess(db, code: str, address: str) -> type[Exception] | None:
    try:
        identity.exchange_code(db, "hand", code, address=address)
    except SignInError as refusal:
        return type(refusal)
    return None


def many_addresses(n: int) -> str:
    return f"2001:db8:{n // 65_536:x}:{n % 65_536:x}::1"


def test_of_ten_thousand_guesses_at_a_code_from_one_and_from_many_addresses_five_are_judged(running, verified):
    code = code_of(running, ANN)
    addresses = [ONE_ADDRESS if n % 2 else many_addresses(n) for n in range(10_000)]

    answers = [guess(running.db, f"{code[:4]}-{n:08d}", address) for n, address in enumerate(addresses)]

    assert answers[:5] == [SignInError] * 5
    assert set(answers[5:]) == {TooManyAttemptsError}
    assert len(verified) == 5
    with running.db.reading() as session:
        assert session.exec(select(func.count()).select_from(Attempt)).one() == 15


def test_while_a_code_is_guessed_its_person_waits_and_everybody_else_comes_in(running):
    ann, ben = code_of(running, ANN), code_of(running, BEN)
    link = running.link(ANN)
    for n in range(20):
        guess(running.db, f"{ann[:4]}-{n:08d}", many_addresses(n))

    assert guess(running.db, ann, HOME) is TooManyAttemptsError
    assert guess(running.db, ben, HOME) is None
    assert identity.exchange_link(running.db, link, address=HOME).process_slug == "hand"


def test_guessing_everywhere_closes_the_process_to_who_guesses_and_not_to_its_people(running, verified):
    code = code_of(running, ANN)
    with running.db.transaction() as session:
        now = running.db.now(session)
        session.add_all(Attempt(key="process:hand", at=now) for _ in range(attempts.SPRAYED))
        session.add_all(Attempt(key=attempts.address_key(f"198.51.100.{n}"), at=now) for n in range(250))

    answers = {guess(running.db, "ZZZZ-0000-0000", f"198.51.100.{n}") for n in range(250)}

    assert answers == {TooManyAttemptsError}
    assert verified == []
    assert guess(running.db, code, HOME) is None


def test_guesses_that_come_at_once_on_two_servers_are_not_more_than_the_limit(running, replicas, verified):
    code = code_of(running, ANN)
    servers = cycle(replicas)
    tries = [(next(servers), f"{code[:4]}-{n:08d}", many_addresses(n)) for n in range(40)]

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda one: guess(*one), tries))

    assert answers.count(SignInError) == 5
    assert len(verified) == 5
