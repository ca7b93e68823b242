"""What Streamlit is told of a connection's sign-in comes from the cookie, never from the client's own header."""

import asyncio

import pytest

from consensus.services.sign_in import identity
from consensus.web.binding import ELSEWHERE, SIGNED_OUT, SessionBinding, binding_of
from tests.web.conftest import HERE


@pytest.fixture
def run(web, settings):
    """Run the middleware around an application that notes its scope and reads one message."""

    def run_(
        kind: str,
        token: str | None,
        *,
        path: str = "/_stcore/stream",
        before_message=lambda: None,
        origin: str | None = HERE,
    ):
        seen: dict = {}
        sent: list = []

        async def app(scope, receive, send):
            seen["scope"] = scope
            before_message()
            seen["message"] = await receive()

        async def receive():
            return {"type": "websocket.receive", "bytes": b"act"}

        async def send(message):
            sent.append(message)

        cookie = [(b"cookie", f"{settings.session_cookie}={token}".encode())] if token else []
        forged = [(b"X-Assent-Session", b"forged"), (b"x-assent-session", b"forged too")]
        come_from = [(b"origin", origin.encode())] if origin else []
        scope = {"type": kind, "path": path, "headers": [*forged, *cookie, *come_from], "method": "GET"}
        asyncio.run(SessionBinding(app, site=web.site)(scope, receive, send))
        if "scope" not in seen:
            return None, None, sent
        headers = seen["scope"]["headers"]
        return [value.decode() for name, value in headers if name.lower() == b"x-assent-session"], seen["message"], sent

    return run_


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_the_header_of_the_client_is_replaced(run, stage, kind):
    token = stage.token("Ann")

    values, message, _ = run(kind, token)

    assert values == [binding_of(token)]
    assert token not in values[0]
    assert message["type"] == "websocket.receive"


def test_nobody_is_bound_to_a_value_that_never_comes_twice(run, stage):
    [first], *_ = run("websocket", None)
    [second], *_ = run("websocket", None)

    assert first != second


def test_a_session_that_has_ended_is_nobody(run, stage):
    token = stage.token("Ann")
    identity.sign_out(stage.db, token)

    [value], *_ = run("websocket", token)

    assert value.startswith("nobody-")


def test_a_message_after_the_end_of_the_session_never_arrives(run, stage):
    token = stage.token("Ann")

    _, message, sent = run("websocket", token, before_message=lambda: identity.sign_out(stage.db, token))

    assert message["type"] == "websocket.disconnect"
    assert [(each["type"], each["code"]) for each in sent] == [("websocket.close", SIGNED_OUT)]


@pytest.mark.parametrize("origin", ["http://testserver:9999", "http://evil.example", "null", None])
def test_a_page_of_another_site_or_port_never_reaches_streamlit(run, stage, origin):
    values, _, sent = run("websocket", stage.token("Ann"), origin=origin)

    assert values is None
    assert [(each["type"], each["code"]) for each in sent] == [("websocket.close", ELSEWHERE)]
