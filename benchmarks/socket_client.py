"""A WebSocket client that costs little: whole text messages, no compression, an all-zero mask."""

import asyncio
import base64
import os
import struct
from collections.abc import Callable, Mapping
from typing import cast

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class SocketClient(asyncio.Protocol):
    """One connection; `on_text` is called with each message as it arrives."""

    def __init__(self, request: bytes, on_text: Callable[[bytes], None]) -> None:
        self._request = request
        self._buffer = b""
        self.on_text = on_text
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("closed during the handshake"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.opened.done() and not self._shake_hands():
            return
        while (message := self._next()) is not None:
            opcode, payload = message
            if opcode == _TEXT:
                self.on_text(payload)
            elif opcode == _PING:
                self._write(_PONG, payload)
            elif opcode == _CLOSE:
                self.close()

    def send(self, text: bytes) -> None:
        """Send a message of at most 64 KiB."""
        self._write(_TEXT, text)

    def close(self) -> None:
        """Go without a word."""
        self._transport.close()

    def _shake_hands(self) -> bool:
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            self.opened.set_exception(ConnectionError(head.split(b"\r\n")[0].decode()))
            self.close()
            return False
        self._buffer = rest
        self.opened.set_result(None)
        return True

    def _next(self) -> tuple[int, bytes] | None:
        """Opcode and payload of the next message in the buffer; servers do not mask."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 127, 2
        if length == 126:
            if len(buffer) < 4:
                return None
            length, start = struct.unpack_from("!H", buffer, 2)[0], 4
        if len(buffer) < start + length:
            return None
        self._buffer = buffer[start + length :]
        return buffer[0] & 15, buffer[start : start + length]

    def _write(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        length = bytes([128 | size]) if size < 126 else struct.pack("!BH", 128 | 126, size)
        self._transport.write(bytes([128 | opcode]) + length + b"\0\0\0\0" + payload)


async def connect(
    port: int, path: str, on_text: Callable[[bytes], None], headers: Mapping[str, str] | None = None
) -> SocketClient:
    """Open a socket on the loopback interface."""
    host = f"127.0.0.1:{port}"
    lines = {
        "Host": host,
        "Origin": f"http://{host}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        **(headers or {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    request = f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(lambda: SocketClient(request, on_text), "127.0.0.1", port)
    await asyncio.wait_for(client.opened, 30)
    return client
