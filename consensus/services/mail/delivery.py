"""Sending what is due: one connection for as many mails as there are, and no transaction held while talking."""

import logging
from collections.abc import Callable

from consensus.exports.letter import to_ascii_domain, to_message
from consensus.persistence.database import Database
from consensus.services.mail import mail_server, outbox
from consensus.services.mail.mail_server import Answer, Fate, MailServer, MailServerError
from consensus.services.mail.outbox import Claim
from consensus.settings import Settings

_LOG = logging.getLogger(__name__)


def deliver_due(db: Database, settings: Settings, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Send what is due now; how many mails the mail server took."""
    outbox.recover(db, outbox.lease(settings))
    if not outbox.is_due(db):
        return 0
    try:
        with mail_server.connect(settings) as server:
            return _deliver_all(db, server, settings, is_stopping)
    except MailServerError as error:
        _LOG.warning("No mail can be sent: %s", error)
        outbox.postpone_due(db, str(error))
        return 0


def _deliver_all(db: Database, server: MailServer, settings: Settings, is_stopping: Callable[[], bool]) -> int:
    n_taken = 0
    while not is_stopping() and (claimed := outbox.claim(db)) is not None:
        answer = _deliver(db, server, claimed, settings)
        if answer is None:
            continue
        outbox.settle(db, claimed, answer)
        n_taken += answer.fate is Fate.TAKEN
        if answer.is_gone:
            # A server that ends a connection wants a pause; it counts as a try only if it took nothing before.
            outbox.postpone_due(db, answer.words, counts=n_taken == 0)
            break
    return n_taken


def _deliver(db: Database, server: MailServer, claimed: Claim, settings: Settings) -> Answer | None:
    """What became of one mail; None if it was not wanted any more."""
    refused = server.offer(to_ascii_domain(claimed.to_address))
    if refused is not None:
        return refused
    letter = outbox.hand_over(db, claimed, settings)
    if letter is None:
        server.withdraw()
        return None
    try:
        content = to_message(letter).as_bytes()
    except Exception:
        # Nothing of the mail is logged: it carries a link.
        _LOG.error("The mail %s could not be put together.", claimed.id)
        server.withdraw()
        return Answer(Fate.REFUSED, "The mail could not be put together; check name and address.")
    return server.hand_over(content)
