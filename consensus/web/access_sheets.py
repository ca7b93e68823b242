"""The sheet of links and codes: made by a form of ours, sent once, kept nowhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from consensus.domain.errors import ConsensusError, NotFoundError, SignedOutError
from consensus.exports.access_sheet import Layout
from consensus.services.context import Context
from consensus.services.people import access_sheets
from consensus.services.people.access_sheets import Scope, SheetRequest
from consensus.services.sign_in import identity
from consensus.web.cookies import read_token
from consensus.web.downloads import disposition
from consensus.web.origin import is_same_origin
from consensus.web.sign_in import ELSEWHERE, INCOMPLETE, render

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request

    from consensus.services.processes.results import Export
    from consensus.web.site import Site

_LONGEST_GROUP = 120


async def issue(site: Site, request: Request) -> Response:
    """`POST /access-sheet/{process_id}`: issue links and codes, and answer with the PDF that holds them."""
    if not is_same_origin(request.scope, site.settings):
        return _refuse(ELSEWHERE, 400)
    async with request.form(max_files=0, max_fields=8, max_part_size=4_096) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    asked = _read(fields)
    if asked is None:
        return _refuse(INCOMPLETE, 400)
    token = read_token(request.scope, site.settings)
    try:
        # Hashing the codes takes seconds: other requests go on meanwhile.
        sheet = await asyncio.to_thread(_issue, site, token, request.path_params["process_id"], *asked)
    except SignedOutError:
        return RedirectResponse("/sign-in", 303)
    except ConsensusError as error:
        return _refuse(str(error), 404 if isinstance(error, NotFoundError) else 403)
    headers = {"Content-Disposition": disposition(sheet.filename), "Cache-Control": "no-store"}
    return Response(sheet.content, media_type=sheet.media_type, headers=headers)


def _read(fields: dict[str, str]) -> tuple[SheetRequest, Layout] | None:
    part = fields.get("part", "1")
    if not (part.isdecimal() and len(part) < 5) or "\0" in fields.get("group", ""):
        return None
    try:
        scope, layout = Scope(fields.get("scope", "")), Layout(fields.get("layout", ""))
    except ValueError:
        return None
    return SheetRequest(scope, fields.get("group", "")[:_LONGEST_GROUP], int(part)), layout


def _issue(site: Site, token: str | None, process_id: UUID, asked: SheetRequest, layout: Layout) -> Export:
    database = site.database()
    ctx = Context(database, identity.actor_for_token(database, token))
    return access_sheets.issue_sheet(ctx, process_id, asked, layout)


def _refuse(error: str, status: int) -> Response:
    return render("refusal.html", status=status, error=error)
