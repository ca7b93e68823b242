"""The room: with its code and a personal code people come in and are checked in; who is in already only presses."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from consensus.domain.errors import ConsensusError, NotFoundError
from consensus.domain.rooms import clean_room_code
from consensus.domain.taking_part import ConsentNeededError
from consensus.services.context import Actor, Context
from consensus.services.meetings import rooms
from consensus.services.sign_in import identity
from consensus.web.cookies import read_token
from consensus.web.origin import is_same_origin
from consensus.web.sign_in import (
    ELSEWHERE,
    INCOMPLETE,
    address_of,
    agent_of,
    let_in,
    read_form,
    render,
    status_of,
)

if TYPE_CHECKING:
    from starlette.requests import Request

    from consensus.web.site import Site


async def show_room(site: Site, request: Request) -> Response:
    """`GET /room/{code}`: the form; it looks the same whether there is such a room or not."""
    return await _show(site, request)


async def enter_room(site: Site, request: Request) -> Response:
    """`POST /room/{code}`: come in by personal code, or say that one is here."""
    if not is_same_origin(request.scope, site.settings):
        return await _show(site, request, ELSEWHERE, 400)
    fields, is_complete = await read_form(request, ("code",))
    if "here" in fields:
        return await _check_in(site, request)
    if not is_complete:
        return await _show(site, request, INCOMPLETE, 400)
    try:
        signed_in = await asyncio.to_thread(
            rooms.enter,
            site.database(),
            _code(request),
            fields["code"],
            address=address_of(request),
            agent=agent_of(request),
        )
    except ConsensusError as error:
        return await _show(site, request, str(error), status_of(error))
    return let_in(site, signed_in)


async def _check_in(site: Site, request: Request) -> Response:
    actor = await asyncio.to_thread(_actor, site, request)
    try:
        await asyncio.to_thread(rooms.check_in_by_room, Context(site.database(), actor), _code(request))
    except NotFoundError:
        return await _show(site, request, rooms.NOT_YOURS, 404)
    except ConsentNeededError:
        return await _lead_to("consent", site, request)
    except ConsensusError as error:
        return await _show(site, request, str(error), 403)
    return await _lead_to("meeting", site, request)


async def _lead_to(page: str, site: Site, request: Request) -> Response:
    slug = await asyncio.to_thread(rooms.find_slug, site.database(), _code(request))
    return RedirectResponse(f"/{page}?{urlencode({'process': slug or ''})}", 303)


async def _show(site: Site, request: Request, error: str = "", status: int = 200) -> Response:
    actor = await asyncio.to_thread(_actor, site, request)
    name = actor.name if actor else ""
    return render("room.html", status=status, room=_code(request), person=name, error=error)


def _actor(site: Site, request: Request) -> Actor | None:
    database = site.database()
    return identity.actor_for_token(database, read_token(request.scope, site.settings))


def _code(request: Request) -> str:
    """The code as people read it; what cannot be one is shown as nothing."""
    return clean_room_code(request.path_params["code"])
