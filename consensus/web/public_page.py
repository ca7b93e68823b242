"""The public page of a process: what was published, to anybody who has its address, and nothing else."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, Response

from consensus.domain.errors import NotFoundError
from consensus.services.reports import publishing
from consensus.web.downloads import disposition

if TYPE_CHECKING:
    from starlette.requests import Request

    from consensus.web.site import Site

# A page that was switched off is gone from every cache after this long.
SHARED = "public, max-age=300"
# The page is one file: it loads nothing, runs nothing, sends nothing, and is shown in no other page.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_NOT_HERE = "There is no such page."


async def show_public_page(site: Site, request: Request) -> Response:
    """`GET /p/{word}`, `/p/{word}/{number}` and `/p/{word}/{number}/{name}`."""
    asked = request.path_params
    name = asked.get("name", publishing.PAGE)
    try:
        found = await asyncio.to_thread(
            publishing.read_published, site.database(), asked["word"], asked.get("number"), name
        )
    except NotFoundError:
        return PlainTextResponse(_NOT_HERE, 404)
    headers = {
        "Cache-Control": SHARED,
        "Content-Security-Policy": POLICY,
        "ETag": f'"{sha256(found.content).hexdigest()[:24]}"',
    }
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if headers["ETag"] in known:
        return Response(status_code=304, headers=headers)
    if name != publishing.PAGE:
        headers["Content-Disposition"] = disposition(found.filename)
    return Response(found.content, media_type=found.media_type, headers=headers)
