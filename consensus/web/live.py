"""The live channel: one WebSocket per open page, signals down, ballots up, each answered when it is stored."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from consensus.domain.errors import ConsensusError, SignedOutError
from consensus.services import live
from consensus.services.rounds.ballots import Refused
from consensus.services.sign_in import identity
from consensus.web.broadcast import Listener, Signal
from consensus.web.cookies import read_token
from consensus.web.messages import (
    NOT_STORED,
    TOO_FAST,
    MalformedError,
    read_ballot,
    write_asking,
    write_outcome,
    write_refusal,
    write_signal,
)
from consensus.web.origin import is_same_origin

if TYPE_CHECKING:
    from consensus.services.rounds.casting import Outcome
    from consensus.web.allowance import Allowance
    from consensus.web.site import Site

# Close codes: the browser stops trying on these.
SIGNED_OUT, ELSEWHERE, NOT_FOUND = 4401, 4403, 4404
MOST_WAITING = 200
# Seconds that a connection which sends too fast is not read from.
BREATH = 0.05


class Connection:
    """One open page from its handshake to its end."""

    def __init__(self, websocket: WebSocket, site: Site, token: str, allowance: Allowance) -> None:
        self.websocket = websocket
        self.site = site
        self.token = token
        self.allowance = allowance
        self._outgoing: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._refusing: set[asyncio.Task[None]] = set()

    async def run(self, process_id: UUID, watch: live.Watch) -> None:
        """Serve until the page goes, the session ends or the server stops.

        The revision comes first: the page may have been drawn before, or the connection been lost for a while.
        """
        listener = Listener(process_id, watch.audiences, self._signal, self.token, revision=watch.revision)
        self.site.broadcast.add(listener)
        self.site.ended_sign_ins.add(self)
        sender = asyncio.create_task(self._send())
        try:
            while True:
                if not self._receive(await self.websocket.receive_text()):
                    # Nothing more is read for a moment, so that a flood waits at its sender's end.
                    await asyncio.sleep(BREATH)
        except (WebSocketDisconnect, KeyError, RuntimeError):
            # KeyError: a binary message; RuntimeError: closed from our side.
            pass
        finally:
            self.site.broadcast.remove(listener)
            self.site.ended_sign_ins.remove(self)
            sender.cancel()
            with suppress(RuntimeError):
                await self.websocket.close()

    async def end(self) -> None:
        """Close the channel of a sign-in that has ended."""
        with suppress(RuntimeError):
            await self.websocket.close(SIGNED_OUT, "signed out")

    def put(self, message: str) -> None:
        """Queue a message for the browser; one that does not read any more is let go and asks again later."""
        with suppress(asyncio.QueueFull):
            self._outgoing.put_nowait(message)

    def _signal(self, signal: Signal) -> None:
        if signal.asked is None:
            self.put(write_signal(signal.revision, within=signal.within))
        elif self.token in signal.asked.by_token:
            asked = signal.asked.by_token[self.token]
            self.put(write_asking(signal.revision, asked, within=signal.within))
        # Else the sign-in has ended, and so will this channel.

    async def _send(self) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await self.websocket.send_text(await self._outgoing.get())

    def _receive(self, text: str) -> bool:
        """Take a message in; False where the person sends too fast, nonsense included."""
        is_allowed = self.allowance.take()
        try:
            request = read_ballot(text, self.token)
        except MalformedError as error:
            self.put(write_refusal(error.key, str(error), again=False))
            return is_allowed
        if not is_allowed:
            self.put(write_refusal(request.key, TOO_FAST, again=True))
            return False
        # A callback rather than a task each: this is the path of every ballot.
        self.site.ballot_box.put(request).add_done_callback(partial(self._answer, request.key))
        return True

    def _answer(self, key: str, answer: asyncio.Future[Outcome | None]) -> None:
        if answer.cancelled():
            return
        outcome = answer.result()
        if outcome is None:
            self.put(write_refusal(key, NOT_STORED, again=True))
        elif isinstance(outcome, Refused):
            task = asyncio.create_task(self._refuse(outcome))
            self._refusing.add(task)
            task.add_done_callback(self._refusing.discard)
        else:
            self.put(write_outcome(outcome))

    async def _refuse(self, refused: Refused) -> None:
        if await self._is_signed_in():
            self.put(write_outcome(refused))
            return
        # Kept by the browser: the same person may come back with a new link.
        self.put(write_refusal(refused.key, refused.message, again=True))
        await asyncio.sleep(0)
        await self.end()

    async def _is_signed_in(self) -> bool:
        return await asyncio.to_thread(identity.actor_for_token, self.site.database(), self.token) is not None


async def serve_live(site: Site, websocket: WebSocket) -> None:
    """`/live/{process_id}`: who connects is read from the cookie of this very connection."""
    if not is_same_origin(websocket.scope, site.settings):
        await websocket.close(ELSEWHERE)
        return
    await websocket.accept()
    token = read_token(websocket.scope, site.settings)
    process_id = websocket.path_params["process_id"]
    try:
        if token is None:
            raise SignedOutError
        watch = await asyncio.to_thread(live.watch, site.database(), token, process_id)
    except ConsensusError as error:
        await websocket.close(SIGNED_OUT if isinstance(error, SignedOutError) else NOT_FOUND, str(error)[:120])
        return
    allowance = site.allowances.of(watch.person_id)
    await Connection(websocket, site, token, allowance).run(process_id, watch)
