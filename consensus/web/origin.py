"""Where a request comes from: another site may neither post a form nor open a socket in a visitor's name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    from starlette.types import Scope

    from consensus.settings import Settings


def is_same_origin(scope: Scope, settings: Settings) -> bool:
    """Whether a browser made this request from a page of ours.

    Browsers say so in `Sec-Fetch-Site`, which no script can set; it decides where it is sent, since `Origin` is "null"
    on pages that send no referrer. Older browsers, and sockets in some, send `Origin` alone: it must name the public
    address or, without https, the host asked for. A request with neither is refused.
    """
    headers = HTTPConnection(scope).headers
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    sender = urlsplit(headers.get("origin", ""))
    public = urlsplit(settings.public_url)
    if (sender.scheme, sender.netloc) == (public.scheme, public.netloc):
        return True
    return not settings.is_secure and sender.scheme == "http" and sender.netloc == headers.get("host")
