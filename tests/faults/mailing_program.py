"""Sends what is due and kills itself at one step: `database-url key step`; with the step "never" it sends all."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from consensus.persistence.database import Database
from consensus.services.mail import mail_server, outbox
from consensus.services.mail.delivery import deliver_due
from consensus.settings import get_settings


def die(*_: object) -> None:
    """Stop without a warning, as the power does."""
    os.kill(os.getpid(), signal.SIGKILL)


def after(call: Callable[..., Any]) -> Callable[..., Any]:
    """The call, and then the end."""

    def dying(*args: Any, **kwargs: Any) -> Any:
        call(*args, **kwargs)
        die()

    return dying


def half_the_text(self: mail_server.MailServer, content: bytes) -> None:
    """Give the server one half of the text, and the end."""
    self._smtp.docmd("DATA")
    self._smtp.send(content[: len(content) // 2])
    die()


def whole_text_unanswered(self: mail_server.MailServer, content: bytes) -> None:
    """Give the server the whole text, and end before it answers."""
    self._smtp.docmd("DATA")
    self._smtp.send(content + b"\r\n.\r\n")
    die()


def main(url: str, key: str, step: str) -> None:
    """Send what is due, up to the step."""
    server = mail_server.MailServer
    match step:
        case "connected":
            outbox.claim = die  # type: ignore[assignment]
        case "claimed":
            outbox.claim = after(outbox.claim)
        case "offered":
            server.offer = after(server.offer)  # type: ignore[method-assign]
        case "about to hand over":
            outbox.hand_over = die  # type: ignore[assignment]
        case "marked as handed over":
            outbox.hand_over = after(outbox.hand_over)
        case "half of the text given":
            server.hand_over = half_the_text  # type: ignore[method-assign, assignment]
        case "whole text given":
            server.hand_over = whole_text_unanswered  # type: ignore[method-assign, assignment]
        case "answer read":
            server.hand_over = after(server.hand_over)  # type: ignore[method-assign]
        case "noted as sent":
            outbox.settle = after(outbox.settle)
    deliver_due(Database(url, key=bytes.fromhex(key)), get_settings())


if __name__ == "__main__":
    main(*sys.argv[1:])
