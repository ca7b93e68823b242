"""The least a Python server can do for a durable vote: one row a ballot, those that wait committed together.

No session, no permission, no round: `python -m benchmarks.bare PORT FILE`, ballots on the socket `/ballot`.
"""

import asyncio
import json
import queue
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn
from pysqlite3 import dbapi2 as sqlite
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

_MOST_TOGETHER = 256
_TABLE = "create table ballot (id integer primary key, key text, item text, choice text, comment text)"
_INSERT = "insert into ballot (key, item, choice, comment) values (?, ?, ?, ?)"

Row = tuple[str, str, str, str]


class Writer(threading.Thread):
    """Commits in one transaction what has arrived while the one before was being committed."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self._path = path
        self._rows: queue.SimpleQueue[tuple[Row, asyncio.Future[None]]] = queue.SimpleQueue()

    def put(self, row: Row) -> asyncio.Future[None]:
        """A future that is done when the row is on disk."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._rows.put((row, stored))
        return stored

    def run(self) -> None:
        """Write for ever."""
        connection = sqlite.connect(str(self._path), isolation_level=None)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        connection.execute(_TABLE)
        while True:
            batch = self._gather()
            connection.execute("begin immediate")
            connection.executemany(_INSERT, [row for row, _ in batch])
            connection.execute("commit")
            futures = [stored for _, stored in batch]
            futures[0].get_loop().call_soon_threadsafe(_settle, futures)

    def _gather(self) -> list[tuple[Row, asyncio.Future[None]]]:
        batch = [self._rows.get()]
        while len(batch) < _MOST_TOGETHER:
            try:
                batch.append(self._rows.get_nowait())
            except queue.Empty:
                break
        return batch


def _settle(futures: list[asyncio.Future[None]]) -> None:
    for stored in futures:
        if not stored.done():
            stored.set_result(None)


def build(writer: Writer) -> Starlette:
    """The application: the socket, and an address to ask whether it is up."""

    async def ballot(websocket: WebSocket) -> None:
        await websocket.accept()
        try:
            while True:
                vote: dict[str, Any] = json.loads(await websocket.receive_text())
                await writer.put((vote["key"], vote["item"], vote["choice"], vote["comment"]))
                await websocket.send_text(json.dumps({"type": "ack", "key": vote["key"]}, separators=(",", ":")))
        except WebSocketDisconnect:
            pass

    async def health(_: Request) -> PlainTextResponse:
        return PlainTextResponse("up")

    return Starlette(routes=[Route("/health", health), WebSocketRoute("/ballot", ballot)])


def main(port: int, path: Path) -> None:
    """Serve until ended."""
    writer = Writer(path)
    writer.start()
    uvicorn.run(build(writer), host="127.0.0.1", port=port, ws="websockets-sansio", log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
