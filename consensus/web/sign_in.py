"""Signing in: a personal link or a personal code becomes a session, by POST alone; mail scanners open every link."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from consensus.domain.devices import device_words
from consensus.domain.errors import ConsensusError, SignInError, TooManyAttemptsError
from consensus.services.meetings import rooms
from consensus.services.sign_in import identity
from consensus.web.cookies import clear_token, read_token, set_token
from consensus.web.origin import is_same_origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from consensus.services.sign_in.identity import SignedIn
    from consensus.web.site import Site

ELSEWHERE = "This form was sent from another site. Open it here and try again."
INCOMPLETE = "The form is not complete. Fill in every field and try again."
LONGEST = {"secret": 200, "process": 80, "code": 40, "member": 40, "email": 254, "password": 200}
VERBATIM = frozenset({"password"})

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of ours; its forms tell the server, and nobody else, where they were sent from."""
    body = _templates.get_template(name).render(**values)
    return HTMLResponse(body, status, headers={"Referrer-Policy": "same-origin"})


async def show_join(site: Site, request: Request) -> Response:
    """`GET /join#secret`: the secret stays in the browser until the person continues."""
    return render("join.html", error="")


async def join(site: Site, request: Request) -> Response:
    """`POST /join`: exchange the secret of a personal link."""

    def exchange(fields: dict[str, str], address: str) -> SignedIn:
        current = read_token(request.scope, site.settings)
        return identity.exchange_link(
            site.database(), fields["secret"], address=address, agent=agent_of(request), current_token=current
        )

    async def refuse(error: str, status: int, fields: dict[str, str]) -> Response:
        return render("join.html", status=status, error=error)

    return await _sign_in(site, request, ("secret",), exchange, refuse)


async def show_sign_in(site: Site, request: Request) -> Response:
    """`GET /sign-in`: the form for a personal code, and in example mode the people to try."""
    return await _show_form(site, process=request.query_params.get("process", "")[: LONGEST["process"]])


async def sign_in(site: Site, request: Request) -> Response:
    """`POST /sign-in`: exchange a personal code of one process, or of the one whose room code was typed."""

    def exchange(fields: dict[str, str], address: str) -> SignedIn:
        return rooms.exchange_code_or_enter(
            site.database(), fields["process"], fields["code"], address=address, agent=agent_of(request)
        )

    async def refuse(error: str, status: int, fields: dict[str, str]) -> Response:
        return await _show_form(site, process=fields.get("process", ""), error=error, status=status)

    return await _sign_in(site, request, ("process", "code"), exchange, refuse)


async def try_example(site: Site, request: Request) -> Response:
    """`POST /try`: become one of the example people, only while the example mode is on."""

    def exchange(fields: dict[str, str], address: str) -> SignedIn:
        try:
            member_id = UUID(fields["member"])
        except ValueError as error:
            raise SignInError(INCOMPLETE) from error
        return identity.try_example(site.database(), member_id, address=address, agent=agent_of(request))

    async def refuse(error: str, status: int, fields: dict[str, str]) -> Response:
        return await _show_form(site, error=error, status=status)

    return await _sign_in(site, request, ("member",), exchange, refuse)


async def sign_out(site: Site, request: Request) -> Response:
    """`POST /sign-out`: end the session and take the cookie back."""
    if not is_same_origin(request.scope, site.settings):
        return await _show_form(site, error=ELSEWHERE, status=400)
    token = read_token(request.scope, site.settings)
    if token is not None:
        await asyncio.to_thread(identity.sign_out, site.database(), token)
    response = RedirectResponse("/sign-in", 303)
    clear_token(response, site.settings)
    return response


def agent_of(request: Request) -> str:
    """The device of a visitor, in words."""
    return device_words(request.headers.get("user-agent", ""))


async def read_form(request: Request, names: tuple[str, ...]) -> tuple[dict[str, str], bool]:
    """The fields of a form, and whether each of these names has a value that can be one."""
    async with request.form(max_files=0, max_fields=8, max_part_size=4_096) as form:
        given = {name: value for name, value in form.items() if isinstance(value, str)}
    fields = {name: value if name in VERBATIM else value.strip() for name, value in given.items()}
    # No name or secret holds a zero character, and not every database takes one.
    values = [(name, fields.get(name, "")) for name in names]
    return fields, all(0 < len(value) <= LONGEST[name] and "\0" not in value for name, value in values)


def let_in(site: Site, signed_in: SignedIn) -> Response:
    """Give the browser its session and lead it to where it goes."""
    where = f"/{signed_in.page}?{urlencode({'process': signed_in.process_slug})}" if signed_in.process_slug else "/"
    response = RedirectResponse(where, 303)
    set_token(response, signed_in.token, site.settings, expires_at=signed_in.expires_at)
    return response


def address_of(request: Request) -> str:
    """The address a request comes from; "" where the server was not told."""
    return request.client.host if request.client else ""


async def _sign_in(
    site: Site,
    request: Request,
    names: tuple[str, ...],
    exchange: Callable[[dict[str, str], str], SignedIn],
    refuse: Callable[[str, int, dict[str, str]], Any],
) -> Response:
    if not is_same_origin(request.scope, site.settings):
        refused: Response = await refuse(ELSEWHERE, 400, {})
        return refused
    fields, is_complete = await read_form(request, names)
    if not is_complete:
        refused = await refuse(INCOMPLETE, 400, {"process": fields.get("process", "")[: LONGEST["process"]]})
        return refused
    try:
        signed_in = await asyncio.to_thread(exchange, fields, address_of(request))
    except ConsensusError as error:
        refused = await refuse(str(error), status_of(error), fields)
        return refused
    return let_in(site, signed_in)


def status_of(error: ConsensusError) -> int:
    """The HTTP status of a refusal."""
    if isinstance(error, TooManyAttemptsError):
        return 429
    return 401 if isinstance(error, SignInError) else 400


async def _show_form(site: Site, *, process: str = "", error: str = "", status: int = 200) -> Response:
    people: tuple[identity.ExamplePerson, ...] = ()
    if site.settings.example:
        people = await asyncio.to_thread(identity.list_example_people, site.database())
    return render("sign_in.html", status=status, process=process, error=error, people=people)
