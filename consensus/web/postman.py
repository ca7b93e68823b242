"""Sends the mails that are due, in a thread of its own: talking to a mail server never holds up a page."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

from consensus.services.mail.delivery import deliver_due

if TYPE_CHECKING:
    from collections.abc import Callable

    from consensus.services.opening import Database
    from consensus.settings import Settings

logger = logging.getLogger(__name__)

# Seconds between two looks into the outbox, and until a server that stops leaves a mail server to itself.
EVERY, PATIENCE = 2.0, 5.0


class Postman:
    """One per server; of several servers on one database each takes what no other has taken up."""

    def __init__(self, settings: Settings, database: Callable[[], Database], *, every: float = EVERY) -> None:
        self._settings = settings
        self._database = database
        self._every = every
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look for mails; nothing where no mail server is set up."""
        if self._settings.sends_mail:
            self._thread = threading.Thread(target=self._run, name="postman", daemon=True)
            self._thread.start()

    async def stop(self) -> None:
        """Finish the mail that is being sent, and end; a mail server that does not answer is not waited for long."""
        self._stopping.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, PATIENCE)

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            try:
                deliver_due(self._database(), self._settings, self._stopping.is_set)
            except Exception:
                logger.exception("the outbox could not be worked through")
