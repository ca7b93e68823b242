"""Whether the server is up, for the one who watches it."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from consensus.services.sign_in import identity

if TYPE_CHECKING:
    from starlette.requests import Request

    from consensus.web.site import Site


async def show_health(site: Site, request: Request) -> Response:
    """`GET /health`: 200 while the database answers, 503 when it does not; nothing about people or processes."""
    try:
        await asyncio.wait_for(asyncio.to_thread(identity.actor_for_token, site.database(), "health"), 5)
    except Exception:
        return JSONResponse({"status": "database does not answer"}, 503)
    return JSONResponse({"status": "ok", "version": version("assent"), "pages": site.broadcast.n_listeners})
