"""What closes a sign-in: addresses by household, codes one by one, a process only to those who guess."""

import pytest

from consensus.domain.errors import TooManyAttemptsError
from consensus.services.sign_in import attempts


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.7", "address:192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "address:2001:db8:1:2::/64"),
        ("fe80::1%eth0", "address:fe80::/64"),
        ("::ffff:192.0.2.7", "address:192.0.2.7"),
        ("testclient", "address:testclient"),
        ("", "address:"),
    ],
)
def test_an_address_counts_as_its_household(host, key):
    assert attempts.address_key(host) == key


@pytest.mark.parametrize(
    ("n_failed", "closed"),
    [
        ({"code:a:b": 4}, False),
        ({"code:a:b": 5}, True),
        ({"address:x": 39, "process:a": 299}, False),
        ({"address:x": 40}, True),
        ({"address:x": 0, "process:a": 300}, False),
        ({"address:x": 1, "process:a": 300}, True),
        ({"address:x": 0, "process:a": 2_999}, False),
        ({"address:x": 0, "process:a": 3_000}, True),
    ],
    ids=[
        "a code below its limit",
        "a code at its limit",
        "both below",
        "an address at its limit",
        "a process under attack, an address that never failed",
        "a process under attack, an address that failed before",
        "a flooded process just before the end",
        "a flooded process",
    ],
)
def test_what_is_closed(n_failed, closed):
    assert attempts.is_closed(n_failed) is closed


def test_an_attempt_that_succeeded_does_not_count(db):
    for _ in range(20):
        claimed = attempts.claim(db, "code:hand:AAAA")
        with db.transaction() as session:
            attempts.forgive(session, claimed)

    attempts.check(db, "code:hand:AAAA")


def test_an_attempt_counts_while_it_is_being_judged(db):
    for _ in range(5):
        attempts.claim(db, "code:hand:AAAA")

    with pytest.raises(TooManyAttemptsError):
        attempts.claim(db, "code:hand:AAAA")


def test_what_somebody_typed_as_address_is_not_kept():
    assert "ann" not in attempts.account_key("ann@example.org")
    assert attempts.account_key(" Ann@Example.org ") == attempts.account_key("ann@example.org")
