"""Sign-in through an identity provider: OpenID Connect, code flow with PKCE, each claim of the token checked."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from authlib.common.errors import AuthlibBaseError
from httpx import HTTPError
from joserfc.errors import JoseError
from starlette.responses import RedirectResponse, Response

from consensus.domain.errors import ConsensusError, SignInError
from consensus.services.sign_in import federation
from consensus.services.sign_in.federation import HANDSHAKE_MINUTES
from consensus.web.cookies import clear_ticket, read_ticket, set_ticket
from consensus.web.oidc import OpenIdProvider
from consensus.web.sign_in import agent_of, let_in, render, status_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from consensus.services.sign_in.identity import SignedIn
    from consensus.web.site import Site

TICKET = "provider"
BACK = "/sign-in/provider/back"
_LOG = logging.getLogger(__name__)
_NOT_SET_UP = "This server has no identity provider."
_NO_ANSWER = "The identity provider does not answer as it should. Try again, or sign in with your password."
_REFUSED = "The identity provider did not sign you in. Try again, or sign in with your password."


async def leave(site: Site, request: Request) -> Response:
    """`GET /sign-in/provider`: go to the provider, with a handshake that only this browser can finish.

    A link rather than a form: `form-action 'self'` lets no form end elsewhere. Beginning a sign-in changes nothing.
    """
    if not site.settings.has_provider:
        return _refuse(site, _NOT_SET_UP, 404)
    handshake, sealed = await asyncio.to_thread(federation.begin_handshake, site.database())
    try:
        where = await _provider(site).begin(handshake)
    except (HTTPError, AuthlibBaseError, JoseError, ValueError, KeyError) as error:
        _LOG.warning("The identity provider could not be asked: %s", type(error).__name__)
        return _refuse(site, _NO_ANSWER, 502)
    response = RedirectResponse(where, 303)
    set_ticket(response, TICKET, sealed, site.settings, minutes=HANDSHAKE_MINUTES)
    return response


async def come_back(site: Site, request: Request) -> Response:
    """`GET /sign-in/provider/back`: the provider's answer becomes a session, and its code leaves the address."""
    if not site.settings.has_provider:
        return _refuse(site, _NOT_SET_UP, 404)
    try:
        response = let_in(site, await _exchange(site, request))
    except ConsensusError as error:
        return _refuse(site, str(error), status_of(error))
    except (HTTPError, AuthlibBaseError, JoseError, ValueError, KeyError) as error:
        # The kind alone: what a library says of a token may quote it.
        _LOG.warning("A sign-in through the identity provider failed: %s", type(error).__name__)
        return _refuse(site, _NO_ANSWER, 401)
    clear_ticket(response, TICKET, site.settings)
    return response


async def _exchange(site: Site, request: Request) -> SignedIn:
    sealed = read_ticket(request.scope, site.settings, TICKET)
    state, code = (request.query_params.get(name, "")[:2_000] for name in ("state", "code"))
    handshake = await asyncio.to_thread(federation.take_handshake, site.database(), sealed, state)
    if not code or "error" in request.query_params:
        raise SignInError(_REFUSED)
    account = await _provider(site).finish(handshake, code)
    return await asyncio.to_thread(federation.sign_in, site.database(), account, agent=agent_of(request))


def _provider(site: Site) -> OpenIdProvider:
    return OpenIdProvider.of(site.settings, f"{site.settings.public_url}{BACK}")


def _refuse(site: Site, error: str, status: int) -> Response:
    provider = site.settings.oidc_name if site.settings.has_provider else ""
    response = render("staff.html", status=status, error=error, email="", provider=provider)
    clear_ticket(response, TICKET, site.settings)
    return response
