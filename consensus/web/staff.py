"""Staff sign in by address and password, then by a code of their app; in between the browser keeps a sealed ticket."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from consensus.domain.errors import ConsensusError
from consensus.services.sign_in import staff_sign_in
from consensus.services.sign_in.staff_sign_in import STEP_MINUTES, SecondStep
from consensus.web.cookies import clear_ticket, read_ticket, set_ticket
from consensus.web.origin import is_same_origin
from consensus.web.sign_in import (
    ELSEWHERE,
    INCOMPLETE,
    LONGEST,
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

TICKET = "step"
FORM, CODE = "/sign-in/staff", "/sign-in/staff/code"


async def show_staff(site: Site, request: Request) -> Response:
    """`GET /sign-in/staff`: the form for address and password."""
    return _form(site)


async def sign_in(site: Site, request: Request) -> Response:
    """`POST /sign-in/staff`: a session, or the way to the second step."""
    if not is_same_origin(request.scope, site.settings):
        return _form(site, ELSEWHERE, 400)
    fields, is_complete = await read_form(request, ("email", "password"))
    email = fields.get("email", "")[: LONGEST["email"]]
    if not is_complete:
        return _form(site, INCOMPLETE, 400, email)
    try:
        outcome = await asyncio.to_thread(
            staff_sign_in.begin,
            site.database(),
            email,
            fields["password"],
            address=address_of(request),
            agent=agent_of(request),
        )
    except ConsensusError as error:
        return _form(site, str(error), status_of(error), email)
    if not isinstance(outcome, SecondStep):
        return let_in(site, outcome)
    response = RedirectResponse(CODE, 303)
    set_ticket(response, TICKET, outcome.ticket, site.settings, minutes=STEP_MINUTES)
    return response


async def show_code(site: Site, request: Request) -> Response:
    """`GET /sign-in/staff/code`: the second step, for who has done the first."""
    if not read_ticket(request.scope, site.settings, TICKET):
        return RedirectResponse(FORM, 303)
    return render("staff_code.html", error="")


async def give_code(site: Site, request: Request) -> Response:
    """`POST /sign-in/staff/code`: a session for who has done both steps in this browser."""
    if not is_same_origin(request.scope, site.settings):
        return render("staff_code.html", status=400, error=ELSEWHERE)
    fields, is_complete = await read_form(request, ("code",))
    if not is_complete:
        return render("staff_code.html", status=400, error=INCOMPLETE)
    try:
        signed_in = await asyncio.to_thread(
            staff_sign_in.finish,
            site.database(),
            read_ticket(request.scope, site.settings, TICKET),
            fields["code"],
            address=address_of(request),
            agent=agent_of(request),
        )
    except ConsensusError as error:
        return render("staff_code.html", status=status_of(error), error=str(error))
    response = let_in(site, signed_in)
    clear_ticket(response, TICKET, site.settings)
    return response


def _form(site: Site, error: str = "", status: int = 200, email: str = "") -> Response:
    provider = site.settings.oidc_name if site.settings.has_provider else ""
    return render("staff.html", status=status, error=error, email=email, provider=provider)
