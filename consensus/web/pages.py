"""The empty page that Streamlit fills: served to who is signed in, and the way to sign in for everybody else."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from consensus.services.sign_in import identity
from consensus.web.cookies import clear_token, read_token

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from consensus.web.site import Site

# Streamlit's own addresses and ours; every other one without a file ending is a page.
NOT_PAGES = (
    "/_stcore/",
    "/static/",
    "/media/",
    "/component/",
    "/assets/",
    "/live/",
    "/projector/",
    "/download/",
    "/export/",
    "/preview/",
    "/p/",
    "/access-sheet/",
    "/room/",
    "/answers/",
    "/ratings/",
    "/oauth2callback",
)
OUR_ROUTES = frozenset(
    {
        "/join",
        "/projector",
        "/sign-in",
        "/sign-in/link",
        "/sign-in/staff",
        "/sign-in/staff/code",
        "/sign-in/provider",
        "/sign-in/provider/back",
        "/try",
        "/sign-out",
        "/health",
    }
)

_HEAD = """
    <meta charset="UTF-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Assent</title>
    <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg" />
    <script src="/assets/start.js"></script>
"""


def clean_index(streamlit_index: str) -> str:
    """Streamlit's index page with our name and icon, no inline script, and addresses that hold at any depth."""
    entry = re.findall(
        r'<(?:script type="module"|link rel="(?:modulepreload|stylesheet)")[^>]*(?:></script>|>)', streamlit_index
    )
    loads = "\n    ".join(tag.replace('"./', '"/') for tag in entry)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n  <head>{_HEAD}    {loads}\n  </head>\n  <body>\n'
        "    <noscript><p>Assent needs JavaScript to show its pages.</p></noscript>\n"
        '    <div id="root"></div>\n  </body>\n</html>\n'
    )


def list_loaded(index: str) -> list[str]:
    """The files a browser loads for the index page, in its order."""
    return re.findall(r'(?:src|href)="(/[^"]+)"', index)


def is_page(path: str) -> bool:
    """Whether a path is one of the pages that Streamlit draws.

    Opened below the root, its browser part asks for `/survey/_stcore/health` first and falls back to the root
    only if that is not there.
    """
    last = path.rpartition("/")[2]
    return not path.startswith(NOT_PAGES) and path not in OUR_ROUTES and "." not in last and "/_stcore/" not in path


# What Streamlit counts about its sessions is for whoever runs the server, who has the machine.
CLOSED = frozenset({"/_stcore/metrics", "/_stcore/script-health-check"})


class Pages:
    """ASGI middleware that answers for every page; without a live session it leads to the sign-in."""

    def __init__(self, app: ASGIApp, *, site: Site, index: str) -> None:
        self.app = app
        self.site = site
        self.index = index

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the page, or the way to it."""
        if scope["type"] == "http" and scope["path"] in CLOSED:
            await PlainTextResponse("There is no such file.", 404)(scope, receive, send)
            return
        if scope["type"] != "http" or scope["path"].startswith(NOT_PAGES) or scope["path"] in OUR_ROUTES:
            await self.app(scope, receive, send)
            return
        response = await self._answer(Request(scope))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return PlainTextResponse("This address only shows a page.", 405, headers={"Allow": "GET, HEAD"})
        if not is_page(request.url.path):
            return PlainTextResponse("There is no such file.", 404)
        token = read_token(request.scope, self.site.settings)
        actor = await asyncio.to_thread(identity.actor_for_token, self.site.database(), token) if token else None
        if actor is not None:
            return HTMLResponse(self.index)
        process = parse_qs(request.url.query).get("process", [""])[0]
        response = RedirectResponse("/sign-in" + ("?" + urlencode({"process": process}) if process else ""), 303)
        if token:
            clear_token(response, self.site.settings)
        return response
