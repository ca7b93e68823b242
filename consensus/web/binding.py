"""Binds a Streamlit session to the sign-in of its connection, at its start and at every message.

Streamlit resumes a session for whoever presents its id, and runs callbacks before the first line of the page. So:
what a client sends as the binding header is dropped, the header is derived here from the connection's own cookie
(Streamlit compares it before it resumes: `server.trustedUserHeaders`), and a message that comes in after the sign-in
has ended closes the connection instead of reaching a callback. A page of another site, or of another port of this
host, does not get as far as Streamlit, which would look up its own address on the internet to judge the origin.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from typing import TYPE_CHECKING

from consensus.services.sign_in import identity
from consensus.web.cookies import read_token
from consensus.web.origin import is_same_origin

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from consensus.web.site import Site

HEADER = b"x-assent-session"
STREAM = "/_stcore/stream"
SIGNED_OUT, ELSEWHERE = 4401, 4403


def binding_of(token: str | None) -> str:
    """What a Streamlit session is bound to: the sign-in, or for nobody a value that never comes twice."""
    if token is None:
        return f"nobody-{secrets.token_hex(16)}"
    return hashlib.sha256(b"streamlit session of " + token.encode()).hexdigest()


class SessionBinding:
    """ASGI middleware around Streamlit, for its HTTP requests and its socket."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Replace the header; on Streamlit's socket also watch that the sign-in still stands."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        token = read_token(scope, self.site.settings)
        is_stream = scope["type"] == "websocket" and scope["path"].endswith(STREAM)
        if is_stream and not is_same_origin(scope, self.site.settings):
            await send({"type": "websocket.close", "code": ELSEWHERE, "reason": "another site"})
            return
        if is_stream and not await self._is_live(token):
            token = None
        others = [(name, value) for name, value in scope["headers"] if name.lower() != HEADER]
        bound = {**scope, "headers": [*others, (HEADER, binding_of(token).encode())]}
        if is_stream and token is not None:
            await self.app(bound, self._watch(receive, send, token), send)
        else:
            await self.app(bound, receive, send)

    async def _is_live(self, token: str | None) -> bool:
        if token is None:
            return False
        return await asyncio.to_thread(identity.actor_for_token, self.site.database(), token) is not None

    def _watch(self, receive: Receive, send: Send, token: str) -> Receive:
        async def receive_while_signed_in() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and not await self._is_live(token):
                await send({"type": "websocket.close", "code": SIGNED_OUT, "reason": "signed out"})
                return {"type": "websocket.disconnect", "code": SIGNED_OUT, "reason": "signed out"}
            return message

        return receive_while_signed_in
