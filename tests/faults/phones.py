"""Phones without a browser: they say on the live channel what `channel.js` says, and keep what is not answered."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect

WAIT = 30.0


def open_channel(url: str, process_id: UUID, token: str) -> ClientConnection:
    """The live channel of a process, for whoever holds this cookie."""
    return connect(
        f"{url.replace('http', 'ws', 1)}/live/{process_id}",
        additional_headers={"Cookie": f"assent={token}"},
        origin=url,  # type: ignore[arg-type]
        compression=None,
        open_timeout=WAIT,
        legacy=True,
    )


@contextmanager
def listening(url: str, process_id: UUID, token: str) -> Iterator[ClientConnection]:
    """A channel that has been greeted: what happens from now on is heard on it."""
    with open_channel(url, process_id, token) as channel:
        hear(channel, "signal")
        yield channel


def hear(channel: ClientConnection, kind: str) -> dict[str, object]:
    """The next message of this kind."""
    while True:
        message: dict[str, object] = json.loads(channel.recv(WAIT))
        if message["type"] == kind:
            return message


@dataclass
class Phone:
    """A voter who sends the same ballot until it is answered; `sent` and `answers` are by the keys of the ballots."""

    url: str
    process_id: UUID
    token: str
    item_id: UUID
    version: str
    sent: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    n_connections: int = 0

    def vote(self, choice: str) -> None:
        """Cast a ballot, and come back as often as the connection is lost before it is answered."""
        key = uuid4().hex
        self.sent[key] = choice
        while key not in self.answers:
            try:
                self._send(key, choice)
            except (ConnectionClosed, InvalidHandshake, OSError, TimeoutError):
                self._channel = None
                time.sleep(0.1)

    def close(self) -> None:
        """Put the phone away."""
        if self._channel is not None:
            self._channel.close()

    _channel: ClientConnection | None = field(default=None, repr=False)

    def _send(self, key: str, choice: str) -> None:
        if self._channel is None:
            self._channel = open_channel(self.url, self.process_id, self.token)
            self.n_connections += 1
        ballot = {"type": "ballot", "key": key, "item": str(self.item_id), "version": self.version, "choice": choice}
        self._channel.send(json.dumps({**ballot, "comment": ""}))
        while key not in self.answers:
            answer = json.loads(self._channel.recv(WAIT))
            if answer["type"] == "ack" or (answer["type"] == "refused" and not answer["again"]):
                self.answers[answer["key"]] = answer
