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

    `Sec-Fetch-Site` decides where it is sent, else `Origin`, which must name the host asked for or the public
    address. A request with neither does not come from a current browser and is refused.
    """
    headers = HTTPConnection(scope).headers
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin")
    if origin is None:
        return site == "same-origin"
    sender = urlsplit(origin)
    public = urlsplit(settings.public_url)
    if (sender.scheme, sender.netloc) == (public.scheme, public.netloc):
        return True
    return not settings.is_secure and sender.scheme == "http" and sender.netloc == headers.get("host")
