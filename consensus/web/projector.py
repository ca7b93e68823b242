"""The projector: a link opens a screen, and down its own socket comes what is going on, each time that changes."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import segno
from starlette.responses import RedirectResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from consensus.domain.errors import ConsensusError, SignedOutError
from consensus.services.meetings import projector, projector_links
from consensus.web.broadcast import Listener
from consensus.web.cookies import read_ticket, set_ticket
from consensus.web.origin import is_same_origin
from consensus.web.sign_in import ELSEWHERE, INCOMPLETE, address_of, agent_of, read_form, render, status_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from consensus.services.meetings.projector import ProjectorView
    from consensus.web.site import Site

NOT_A_SCREEN, FROM_ELSEWHERE = 4401, 4403
# Seconds between two signs of life: a screen that hears nothing for much longer connects anew.
STILL_HERE = 15.0
COOKIE = "projector"


async def show_screen(site: Site, request: Request) -> Response:
    """`GET /projector#secret`: the screen where this browser is one, and the way to become one."""
    token = read_ticket(request.scope, site.settings, COOKIE)
    is_screen = await asyncio.to_thread(projector_links.is_screen, site.database(), token)
    return render("projector.html", error="", is_screen=is_screen)


async def open_screen(site: Site, request: Request) -> Response:
    """`POST /projector`: exchange the secret of a projector link; whoever is signed in here stays signed in."""
    if not is_same_origin(request.scope, site.settings):
        return render("projector.html", status=400, error=ELSEWHERE, is_screen=False)
    fields, is_complete = await read_form(request, ("secret",))
    if not is_complete:
        return render("projector.html", status=400, error=INCOMPLETE, is_screen=False)
    try:
        screen = await asyncio.to_thread(
            projector_links.open_screen,
            site.database(),
            fields["secret"],
            address=address_of(request),
            agent=agent_of(request),
        )
    except ConsensusError as error:
        return render("projector.html", status=status_of(error), error=str(error), is_screen=False)
    response = RedirectResponse("/projector", 303)
    minutes = int((screen.expires_at - datetime.now(UTC)).total_seconds() // 60)
    set_ticket(response, COOKIE, screen.token, site.settings, minutes=minutes)
    return response


async def serve_screen(site: Site, websocket: WebSocket) -> None:
    """`/projector/live`: which meeting is shown is read from the cookie of this very connection."""
    if not is_same_origin(websocket.scope, site.settings):
        await websocket.close(FROM_ELSEWHERE)
        return
    await websocket.accept()
    token = read_ticket(websocket.scope, site.settings, COOKIE)
    try:
        listening = await asyncio.to_thread(projector.listen, site.database(), token)
    except SignedOutError:
        await websocket.close(NOT_A_SCREEN, "not a screen")
        return
    moved = asyncio.Event()
    listener = Listener(listening.process_id, listening.audiences, lambda _: moved.set())
    site.broadcast.add(listener)
    sending = asyncio.create_task(_send(site, websocket, token, moved))
    try:
        # A screen has nothing to say; what it sends is read and forgotten, and its end is noticed.
        while (await websocket.receive())["type"] != "websocket.disconnect":
            await asyncio.sleep(STILL_HERE)
    except (WebSocketDisconnect, RuntimeError):
        pass
    finally:
        site.broadcast.remove(listener)
        sending.cancel()


async def _send(site: Site, websocket: WebSocket, token: str, moved: asyncio.Event) -> None:
    """Send what is shown where it differs from what was sent last, and signs of life in between."""
    last = ""
    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            moved.clear()
            try:
                shown = write_view(await asyncio.to_thread(projector.look, site.database(), token))
            except SignedOutError:
                await websocket.close(NOT_A_SCREEN, "not a screen")
                return
            if shown != last:
                await websocket.send_text(write_message(shown))
                last = shown
            try:
                await asyncio.wait_for(moved.wait(), STILL_HERE)
            except TimeoutError:
                # The cookie is looked at again as well: another server may have ended the link.
                await websocket.send_text(write_message())


def write_message(shown: str = "") -> str:
    """What goes down the socket: the time, by which timers run, and what is shown where that is new."""
    head = f'"now":"{_text(datetime.now(UTC))}"'
    return f'{{"type":"view",{head},"view":{shown}}}' if shown else f'{{"type":"still",{head}}}'


def write_view(view: ProjectorView) -> str:
    """The view as a screen reads it, with the QR code of the room as a picture."""
    shown = asdict(view)
    if view.room.address:
        code = segno.make(view.room.address, error="m", micro=False)
        # Black on white in the dark too: phones read it better.
        shown["room"]["qr"] = code.svg_data_uri(border=2, dark="#000000", light="#ffffff")
    return _encode(shown)


def _encode(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_text)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{value!r} is nothing a screen reads")
