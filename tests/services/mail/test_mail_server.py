"""A real mail server, on each way to it, and what is made of each of its answers."""

import socket

import pytest

from consensus.services.mail.mail_server import Answer, Fate, MailServerError, connect
from consensus.settings import get_settings
from tests.services.mail_trap import PASSWORD, USER, make_certificates, trapping

TEXT = b"Message-ID: <1@assent.example>\r\nTo: ann@hospital.example\r\nSubject: Hello\r\n\r\nHello\r\n.\r\n.two\r\n"
ANN = "ann@hospital.example"


def deliver(settings, address=ANN, text=TEXT) -> Answer:
    with connect(settings) as server:
        return server.offer(address) or server.hand_over(text)


def test_a_mail_is_taken_with_the_lines_that_begin_with_a_dot():
    with trapping() as trap:
        answer = deliver(trap.settings())

    assert answer == Answer(Fate.TAKEN, "250 taken")
    assert trap.taken[0].get_content() == "Hello\n.\n.two\n"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_protected_way_with_a_login(tmp_path, security):
    authority, context = make_certificates(tmp_path)
    with trapping(**{security: context}, login=True) as trap:
        settings = trap.settings(smtp_security=security, smtp_ca_file=authority, smtp_user=USER, smtp_password=PASSWORD)

        assert deliver(settings).fate is Fate.TAKEN


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_said(tmp_path, security):
    _, context = make_certificates(tmp_path)
    with trapping(**{security: context}, login=True) as trap:
        settings = trap.settings(smtp_security=security, smtp_user=USER, smtp_password=PASSWORD)

        with pytest.raises(MailServerError, match=r"certificate of 127.0.0.1:\d+ does not hold"):
            deliver(settings)

    assert trap.taken == []


def test_a_server_without_starttls_gets_no_mail():
    with trapping() as trap, pytest.raises(MailServerError, match="does not offer STARTTLS"):
        deliver(trap.settings(smtp_security="starttls"))


def test_a_wrong_password_is_named_and_not_repeated(tmp_path):
    authority, context = make_certificates(tmp_path)
    with trapping(starttls=context, login=True) as trap:
        settings = trap.settings(
            smtp_security="starttls", smtp_ca_file=authority, smtp_user=USER, smtp_password="not this one"
        )

        with pytest.raises(MailServerError, match="refused name or password") as refusal:
            deliver(settings)

    assert "not this one" not in str(refusal.value)
    assert refusal.value.__suppress_context__


@pytest.mark.parametrize(
    ("said", "fate", "is_gone"),
    [
        ("550 5.1.1 no such user", Fate.NO_SUCH_ADDRESS, False),
        ("451 4.7.1 greylisted", Fate.LATER, False),
        ("421 4.3.2 going down", Fate.LATER, True),
        ("drop", Fate.LATER, True),
    ],
)
def test_what_is_said_of_an_address_decides(said, fate, is_gone):
    with trapping() as trap:
        trap.at_recipient[ANN] = said
        answer = deliver(trap.settings())

    assert (answer.fate, answer.is_gone) == (fate, is_gone)
    assert trap.taken == []


@pytest.mark.parametrize(
    ("said", "fate", "is_gone"),
    [
        ("554 5.7.1 spam", Fate.REFUSED, False),
        ("451 4.3.0 full", Fate.LATER, False),
        ("drop", Fate.UNKNOWN, True),
        ("take and drop", Fate.UNKNOWN, True),
    ],
)
def test_what_is_said_of_the_text_decides_and_silence_is_unknown(said, fate, is_gone):
    with trapping() as trap:
        trap.at_text = [said]
        answer = deliver(trap.settings())

    assert (answer.fate, answer.is_gone) == (fate, is_gone)


def test_after_a_refusal_the_connection_takes_the_next_mail():
    with trapping() as trap:
        trap.at_recipient["nobody@hospital.example"] = "550 no such user"
        with connect(trap.settings()) as server:
            refused = server.offer("nobody@hospital.example")
            taken = server.offer(ANN) or server.hand_over(TEXT)

    assert refused is not None
    assert taken.fate is Fate.TAKEN
    assert trap.n_connections == 1


def test_an_address_beyond_ascii_reaches_a_server_that_takes_it():
    with trapping() as trap:
        assert deliver(trap.settings(), "åse@hospital.example").fate is Fate.TAKEN


def test_a_dead_server_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with trapping() as trap, pytest.raises(MailServerError, match=f"127.0.0.1:{port} does not answer"):
        deliver(trap.settings(smtp_port=port))


def test_a_server_that_never_greets_is_left_after_the_time_that_is_set():
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        trapping() as trap,
        pytest.raises(MailServerError, match="timed out"),
    ):
        deliver(trap.settings(smtp_port=silent.getsockname()[1], smtp_timeout=0.2))


def test_the_password_is_in_no_text_of_the_settings(monkeypatch):
    for name, value in {"HOST": "smtp.example.org", "SENDER": "a@example.org", "PASSWORD": PASSWORD}.items():
        monkeypatch.setenv(f"ASSENT_SMTP_{name}", value)
    get_settings.cache_clear()
    settings = get_settings()

    assert PASSWORD not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert settings.smtp_password.get_secret_value() == PASSWORD
    assert settings.effective_smtp_port == 587


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SENDER": ""}, "ASSENT_SMTP_SENDER must say"),
        ({"SENDER": "Assent"}, "ASSENT_SMTP_SENDER must hold an address"),
        ({"REPLY_TO": "nobody"}, "ASSENT_SMTP_REPLY_TO must hold an address"),
        ({"SECURITY": "none", "USER": "assent"}, "never travels in the clear"),
    ],
    ids=["no sender", "no address", "no address to answer", "password in the clear"],
)
def test_settings_that_cannot_work_are_refused_without_the_password(monkeypatch, changes, sentence):
    base = {"HOST": "smtp.example.org", "SENDER": "a@example.org", "PASSWORD": PASSWORD}
    for name, value in {**base, **changes}.items():
        monkeypatch.setenv(f"ASSENT_SMTP_{name}", value)
    get_settings.cache_clear()

    with pytest.raises(ValueError, match=sentence) as refusal:
        get_settings()

    assert PASSWORD not in str(refusal.value)
