"""The sign-in cookie: its name, reading it from a connection, setting and clearing it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

    from consensus.settings import Settings


def read_token(scope: Scope, settings: Settings) -> str | None:
    """The session token a connection presents, or None."""
    return HTTPConnection(scope).cookies.get(settings.session_cookie) or None


def set_token(response: Response, token: str, settings: Settings, *, expires_at: datetime) -> None:
    """Give the browser its session token, unreadable for scripts and sent to this site alone."""
    seconds = max(0, int((expires_at - datetime.now(UTC)).total_seconds()))
    response.set_cookie(
        settings.session_cookie,
        token,
        max_age=seconds,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="lax",
    )


def read_ticket(scope: Scope, settings: Settings, name: str) -> str:
    """What a browser keeps between two steps of a sign-in, or ""."""
    return HTTPConnection(scope).cookies.get(f"{settings.session_cookie}-{name}", "")


def set_ticket(response: Response, name: str, ticket: str, settings: Settings, *, minutes: int) -> None:
    """Let the browser keep something sealed until the next step: in no address, and out of reach of scripts."""
    response.set_cookie(
        f"{settings.session_cookie}-{name}",
        ticket,
        max_age=minutes * 60,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="lax",
    )


def clear_ticket(response: Response, name: str, settings: Settings) -> None:
    """Take it back."""
    response.delete_cookie(
        f"{settings.session_cookie}-{name}", path="/", secure=settings.is_secure, httponly=True, samesite="lax"
    )


def clear_token(response: Response, settings: Settings) -> None:
    """Take the session token back from the browser."""
    response.delete_cookie(settings.session_cookie, path="/", secure=settings.is_secure, httponly=True, samesite="lax")
