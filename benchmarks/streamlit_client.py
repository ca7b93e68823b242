"""A browser tab of a Streamlit page without the browser: protocol buffers over the page's own socket."""

import asyncio
import html
from collections.abc import Mapping
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_EARLY = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
_PATIENCE = 90.0


class Tab:
    """One session. It keeps what widgets hold, as the browser does, and the elements as they were last drawn."""

    def __init__(self, socket: websockets.ClientConnection, page: str) -> None:
        self._socket = socket
        self._page = page
        self._page_hash = ""
        self._state: dict[str, str] = {}
        self._cache: dict[str, ForwardMsg] = {}
        self._finished: asyncio.Future[None] | None = None
        self._reader = asyncio.create_task(self._read())
        self.elements: dict[tuple[int, ...], tuple[Element, str]] = {}

    @classmethod
    async def open(cls, port: int, cookie: str, page: str = "") -> "Tab":
        """Open a page and wait until it is drawn."""
        socket = await websockets.connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            additional_headers={"Cookie": cookie},
            origin=websockets.Origin(f"http://127.0.0.1:{port}"),
            compression=None,
            max_size=None,
            open_timeout=_PATIENCE,
        )
        tab = cls(socket, page)
        await tab.rerun()
        return tab

    async def close(self) -> None:
        """Close the tab."""
        self._reader.cancel()
        await self._socket.close()

    def find(self, kind: str) -> tuple[Any, str]:
        """The first element of a kind and the fragment it was drawn in (empty for none)."""
        for element, fragment in self.elements.values():
            if element.WhichOneof("type") == kind:
                return getattr(element, kind), fragment
        raise LookupError(f"no {kind} on the page; it says: {self.text()[:300]}")

    def find_button(self, label: str) -> Any:
        """The button that says this."""
        for element, _ in self.elements.values():
            if element.WhichOneof("type") == "button" and label in element.button.label:
                return element.button
        raise LookupError(f"no button {label}; the page says: {self.text()[:300]}")

    def text(self) -> str:
        """What the page says, as far as it is text."""
        return "\n".join(_words_of(element) for element, _ in self.elements.values())

    def choose(self, widget_id: str, value: str) -> None:
        """Let a radio group hold a value."""
        self._state[widget_id] = value

    async def rerun(self, *, click: str = "", trigger: Mapping[str, str] | None = None, fragment: str = "") -> None:
        """Run the script, or one fragment of it, and wait for its end.

        `click` is the id of a button; `trigger` holds JSON by the id of an element's trigger.
        """
        message = BackMsg()
        run = message.rerun_script
        run.page_script_hash, run.page_name, run.fragment_id = self._page_hash, self._page, fragment
        for widget_id, value in self._state.items():
            run.widget_states.widgets.add(id=widget_id, string_value=value)
        for widget_id, payload in (trigger or {}).items():
            run.widget_states.widgets.add(id=widget_id, json_trigger_value=payload)
        if click:
            run.widget_states.widgets.add(id=click, trigger_value=True)
        self._finished = asyncio.get_running_loop().create_future()
        try:
            await self._socket.send(message.SerializeToString())
            await asyncio.wait_for(self._finished, _PATIENCE)
        except (websockets.ConnectionClosed, TimeoutError) as error:
            raise ConnectionError("the page was closed by the server") from error

    async def _read(self) -> None:
        try:
            async for raw in self._socket:
                message = ForwardMsg()
                message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
                self._take(message)
        except websockets.ConnectionClosed:
            pass
        if self._finished and not self._finished.done():
            self._finished.set_exception(ConnectionError("the page was closed by the server"))

    def _take(self, message: ForwardMsg) -> None:
        path = tuple(message.metadata.delta_path)
        if message.WhichOneof("type") == "ref_hash":
            message = self._cache[message.ref_hash]
        elif message.hash:
            self._cache[message.hash] = message
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            self.elements[path] = element, message.delta.fragment_id
        elif kind == "script_finished" and message.script_finished != _EARLY:
            self._end_run()

    def _end_run(self) -> None:
        if self._finished and not self._finished.done():
            self._finished.set_result(None)


def _words_of(element: Element) -> str:
    """The words of an element, markup included."""
    kind = element.WhichOneof("type")
    drawn = getattr(element, kind) if kind else None
    return html.unescape(" ".join(str(getattr(drawn, name, "")) for name in ("body", "label", "message")).strip())
