"""A browser tab that speaks Streamlit's protocol, as an attacker would: any cookie, any session id, any click."""

from __future__ import annotations

from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from consensus.web.binding import binding_of

FINISHED_EARLY = 2


class Tab:
    """One connection; it remembers the session's id and what the page showed."""

    def __init__(
        self, port: int, *, token: str | None, session_id: str | None = None, query: str = "", forged: str = ""
    ) -> None:
        protocols = ["streamlit", "PLACEHOLDER", *([session_id] if session_id else [])]
        headers = {"Cookie": f"assent={token}"} if token else {}
        if forged:
            headers["X-Assent-Session"] = binding_of(forged)
        headers["Origin"] = f"http://localhost:{port}"
        self.query = query
        self.session_id = ""
        self.texts: list[str] = []
        self.buttons: dict[str, str] = {}
        self.closed_with: int | None = None
        url = f"ws://localhost:{port}/_stcore/stream"
        self._connection = connect(url, subprotocols=protocols, additional_headers=headers, max_size=None)
        self._socket: ClientConnection = self._connection.__enter__()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._connection.__exit__(*problem)

    def run(self, *, click: str | None = None) -> Self:
        """Run the page, with a click on the widget of this id; read until it is done or the connection ends."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        if click:
            message.rerun_script.widget_states.widgets.add(id=click).trigger_value = True
        self.texts = []
        try:
            self._socket.send(message.SerializeToString())
            while not self._read(self._socket.recv(timeout=20)):
                pass
        except ConnectionClosed as closed:
            self.closed_with = closed.rcvd.code if closed.rcvd else 1006
        return self

    def _read(self, raw: str | bytes) -> bool:
        message = ForwardMsg()
        message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session_id = message.new_session.initialize.session_id
        elif kind == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "text":
                self.texts.append(element.text.body)
            elif element.WhichOneof("type") == "button":
                self.buttons[element.button.label] = element.button.id
        return kind == "script_finished" and message.script_finished != FINISHED_EARLY
