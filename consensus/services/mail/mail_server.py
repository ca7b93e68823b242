"""Talking to a mail server: connect once, offer an address, hand the text over, and say what came of it."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parseaddr
from enum import Enum

from consensus.settings import MailSecurity, Settings

_GOOD, _GO_AHEAD, _CLOSING = range(200, 300), 354, 421
_LONGEST = 300


class MailServerError(Exception):
    """There is no mail server to hand a mail to; the message says why, for the facilitator."""


class Fate(Enum):
    """What became of a mail. UNKNOWN: its text was handed over and no answer came."""

    TAKEN = "taken"
    LATER = "later"
    NO_SUCH_ADDRESS = "no such address"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the mail server said, in its own words, and whether the connection ended with that."""

    fate: Fate
    words: str
    is_gone: bool = False


class MailServer:
    """A connection that is greeted, protected and logged in; one mail at a time."""

    def __init__(self, smtp: smtplib.SMTP, sender: str) -> None:
        self._smtp = smtp
        self._sender = parseaddr(sender)[1]

    def offer(self, address: str) -> Answer | None:
        """Name sender and recipient; None if the server takes mail for the address."""
        options: tuple[str, ...] = ()
        if not address.isascii():
            if not self._smtp.has_extn("smtputf8"):
                return Answer(Fate.REFUSED, "The mail server takes no addresses with letters beyond a to z.")
            options = ("SMTPUTF8",)
        try:
            code, words = self._smtp.mail(self._sender, options)
            if code in _GOOD:
                code, words = self._smtp.rcpt(address)
                refused = Fate.NO_SUCH_ADDRESS
            else:
                refused = Fate.REFUSED
        except (smtplib.SMTPException, OSError) as error:
            return _lost(error)
        if code in _GOOD:
            return None
        answer = _judge(code, words, refused)
        return answer if answer.is_gone else self._begin_again(answer)

    def hand_over(self, content: bytes) -> Answer:
        """Give the text to the server; from the last line on only its answer tells whether it has the mail."""
        try:
            code, words = self._smtp.docmd("DATA")
        except (smtplib.SMTPException, OSError) as error:
            return _lost(error)
        if code != _GO_AHEAD:
            answer = _judge(code, words, Fate.REFUSED)
            return answer if answer.is_gone else self._begin_again(answer)
        try:
            self._smtp.send(re.sub(rb"(?m)^\.", b"..", content.rstrip(b"\r\n")) + b"\r\n.\r\n")
        except (smtplib.SMTPException, OSError) as error:
            # The last line did not go out whole: a server must not take a mail without it (RFC 5321, 4.1.1.4).
            return _lost(error)
        try:
            code, words = self._smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._smtp.close()
            return Answer(Fate.UNKNOWN, f"The mail server took the text and gave no answer ({_words(error)}).", True)
        return Answer(Fate.TAKEN, _said(code, words)) if code in _GOOD else _judge(code, words, Fate.REFUSED)

    def withdraw(self) -> None:
        """Take back an address that was offered."""
        with suppress(smtplib.SMTPException, OSError):
            self._smtp.rset()

    def _begin_again(self, answer: Answer) -> Answer:
        try:
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            return Answer(answer.fate, answer.words, True)
        return answer


@contextmanager
def connect(settings: Settings) -> Iterator[MailServer]:
    """A connection to the mail server of the settings.

    Raises:
        MailServerError: it cannot be reached, protected or logged in to.
    """
    smtp = _open(settings)
    try:
        yield MailServer(smtp, settings.smtp_sender)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


def _open(settings: Settings) -> smtplib.SMTP:
    where = f"{settings.smtp_host}:{settings.effective_smtp_port}"
    try:
        smtp = _greet(settings)
    except ssl.SSLCertVerificationError as error:
        raise MailServerError(f"The certificate of {where} does not hold: {error.verify_message}.") from None
    except smtplib.SMTPNotSupportedError:
        raise MailServerError(f"{where} does not offer STARTTLS, or no login; see ASSENT_SMTP_SECURITY.") from None
    except smtplib.SMTPAuthenticationError as error:
        raise MailServerError(f"{where} refused name or password: {_said(error.smtp_code, error.smtp_error)}") from None
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise MailServerError(f"{where} does not answer as a mail server: {_words(error)}.") from None
    return smtp


def _greet(settings: Settings) -> smtplib.SMTP:
    host, port, seconds = settings.smtp_host, settings.effective_smtp_port, settings.smtp_timeout
    certificates = str(settings.smtp_ca_file) if settings.smtp_ca_file else None
    if settings.smtp_security is MailSecurity.TLS:
        context = ssl.create_default_context(cafile=certificates)
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=seconds, context=context)
    else:
        smtp = smtplib.SMTP(host, port, timeout=seconds)
    try:
        if settings.smtp_security is MailSecurity.STARTTLS:
            smtp.starttls(context=ssl.create_default_context(cafile=certificates))
        smtp.ehlo_or_helo_if_needed()
        if settings.smtp_user:
            smtp.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    except BaseException:
        smtp.close()
        raise
    return smtp


def _judge(code: int, words: bytes, refused: Fate) -> Answer:
    fate = refused if 500 <= code < 600 else Fate.LATER
    return Answer(fate, _said(code, words), is_gone=code == _CLOSING or code < 0)


def _lost(error: Exception) -> Answer:
    return Answer(Fate.LATER, f"The mail server broke the connection off ({_words(error)}).", is_gone=True)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())[:_LONGEST]


def _words(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:_LONGEST]
