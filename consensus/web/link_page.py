"""“Send me my link”: a form without scripts that answers known and unknown addresses alike."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from consensus.domain.errors import ConsensusError, TooManyAttemptsError
from consensus.services.sign_in import link_requests
from consensus.web.origin import is_same_origin
from consensus.web.sign_in import ELSEWHERE, INCOMPLETE, render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from consensus.web.site import Site

_LONGEST = 254


async def show_link_form(site: Site, request: Request) -> Response:
    """`GET /sign-in/link`: the form, or whom to ask where no mail is sent."""
    return _form(site)


async def ask_for_link(site: Site, request: Request) -> Response:
    """`POST /sign-in/link`: leave the wish; who it belongs to is looked up later, by whoever sends the mail."""
    if not is_same_origin(request.scope, site.settings):
        return _form(site, error=ELSEWHERE, status=400)
    if not site.settings.sends_mail:
        return _form(site)
    async with request.form(max_files=0, max_fields=8, max_part_size=4_096) as form:
        typed = form.get("email")
    address = typed.strip() if isinstance(typed, str) else ""
    if not 0 < len(address) <= _LONGEST or "\0" in address:
        return _form(site, error=INCOMPLETE, status=400)
    client = request.client.host if request.client else ""
    try:
        await asyncio.to_thread(link_requests.request_link, site.database(), address, client=client)
    except ConsensusError as error:
        status = 429 if isinstance(error, TooManyAttemptsError) else 400
        return _form(site, error=str(error), status=status)
    return render("link_asked.html")


def _form(site: Site, *, error: str = "", status: int = 200) -> Response:
    return render("ask_link.html", status=status, error=error, sends_mail=site.settings.sends_mail)
