"""Files that never change while the server runs: compressed once, kept in memory, sent off the event loop's back."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
COMPRESSIBLE = frozenset({".js", ".css", ".svg", ".json", ".html", ".txt"})
MINIMUM_SIZE = 500


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder served below `prefix`; `cache_control` fits how its file names are chosen."""

    prefix: str
    path: Path
    cache_control: str

    def list_files(self) -> Iterator[tuple[str, Path]]:
        """Each file with the URL path it is served at; sources of Python are nobody's business."""
        for file in sorted(self.path.rglob("*")):
            if file.is_file() and file.suffix not in {".py", ".pyc", ".toml"}:
                yield self.prefix + file.relative_to(self.path).as_posix(), file


@dataclass(frozen=True, slots=True)
class Asset:
    """A file ready to send; `is_compressed` says that `body` is gzip."""

    body: bytes
    is_compressed: bool
    etag: str
    media_type: str


def read_asset(file: Path) -> Asset:
    """Read and, where it helps, compress a file. Blocks for some milliseconds; call it in a thread."""
    body = file.read_bytes()
    media_type = "text/javascript" if file.suffix == ".js" else mimetypes.guess_type(file.name)[0]
    etag = hashlib.sha256(body).hexdigest()[:24]
    packed = gzip.compress(body, 9, mtime=0) if file.suffix in COMPRESSIBLE and len(body) >= MINIMUM_SIZE else body
    is_smaller = len(packed) < len(body)
    return Asset(packed if is_smaller else body, is_smaller, etag, media_type or "application/octet-stream")


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header allows gzip; `gzip;q=0` forbids it."""
    qualities: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameter = part.partition(";")
        quality = parameter.strip().removeprefix("q=")
        try:
            qualities[name.strip()] = float(quality) if quality else 1.0
        except ValueError:
            qualities[name.strip()] = 0.0
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0


class StaticAssets:
    """ASGI middleware that answers for the files of its folders and passes everything else on."""

    def __init__(self, app: ASGIApp, *, folders: Sequence[Folder], first: Sequence[str] = ()) -> None:
        """`first` are the paths every visitor needs: read and compressed together with the first of them."""
        self.app = app
        self.first = list(first)
        self.files = {url: (folder, file) for folder in folders for url, file in folder.list_files()}
        self._reading: dict[str, asyncio.Task[Asset]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, a 304 for one the browser has, or let the application answer."""
        if scope["type"] != "http" or scope["path"] not in self.files or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        folder, _ = self.files[scope["path"]]
        asset = await self.get(scope["path"])
        while self.first:
            self._start(self.first.pop())
        response = await _answer(Request(scope), asset, folder.cache_control)
        await response(scope, receive, send)

    async def get(self, url: str) -> Asset:
        """The asset at a URL path; read and compressed by the first who asks, in a thread."""
        self._start(url)
        try:
            return await asyncio.shield(self._reading[url])
        except OSError:
            self._reading.pop(url, None)
            raise

    def _start(self, url: str) -> None:
        if url in self.files and url not in self._reading:
            _, file = self.files[url]
            self._reading[url] = asyncio.create_task(asyncio.to_thread(read_asset, file))


async def _answer(request: Request, asset: Asset, cache_control: str) -> Response:
    send_packed = asset.is_compressed and accepts_gzip(request.headers.get("accept-encoding", ""))
    etag = f'"{asset.etag}{"-gzip" if send_packed else ""}"'
    headers = {"ETag": etag, "Cache-Control": cache_control, "Vary": "Accept-Encoding"}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    body = asset.body
    if send_packed:
        headers["Content-Encoding"] = "gzip"
    elif asset.is_compressed:
        body = await asyncio.to_thread(gzip.decompress, asset.body)
    return Response(body, headers=headers, media_type=asset.media_type)
