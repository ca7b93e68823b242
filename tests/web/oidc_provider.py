"""A small real OpenID Connect provider on the loopback address, which signs what a test tells it to."""

import base64
import json
import time
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "assent-test", "a secret that only the provider knows"


@cache
def own_key() -> RSAKey:
    """The key the provider signs with; making one takes a while."""
    return RSAKey.generate_key(2048, {"kid": "of-the-provider"})


@dataclass
class Grant:
    """A code that was given out, for whom, and for which handshake."""

    account: dict[str, Any]
    nonce: str
    challenge: str
    redirect_uri: str


@dataclass
class Provider:
    """The provider: `claims` go over those of an ordinary token; `None` takes one away."""

    claims: dict[str, Any] = field(default_factory=dict)
    user_info: dict[str, Any] = field(default_factory=dict)
    signing_key: RSAKey = field(default_factory=own_key)
    published: dict[str, Any] | None = None
    algorithm: str = "RS256"
    grants: dict[str, Grant] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def authorize(self, address: str, **account: Any) -> str:
        """What the person does at the provider: sign in; the query the browser comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = uuid4().hex
        self.grants[code] = Grant(account, asked["nonce"], asked["code_challenge"], asked["redirect_uri"])
        return f"code={code}&state={asked['state']}"

    def redeem(self, form: dict[str, str]) -> dict[str, Any] | None:
        """A token for a code: once, for the client, the address and the verifier it was given for."""
        grant = self.grants.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if grant is None or challenge.decode() != grant.challenge or form.get("redirect_uri") != grant.redirect_uri:
            return None
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": grant.nonce}
        claims = {**usual, **grant.account, **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "of-the-provider"}
        key: Any = SECRET if self.algorithm == "HS256" else self.signing_key
        id_token = jwt.encode(header, claims, key, algorithms=[self.algorithm])
        return {"access_token": uuid4().hex, "token_type": "Bearer", "id_token": id_token}

    def answer(self, path: str) -> dict[str, Any] | None:
        """What is read without a code."""
        if path == "/.well-known/openid-configuration":
            ends = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo")}
            return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks", **ends}
        if path == "/jwks":
            return {"keys": [self.published or self.signing_key.as_dict(private=False)]}
        return (self.user_info or {"sub": "x"}) if path == "/userinfo" else None


def serve(provider: Provider) -> ThreadingHTTPServer:
    """Start the provider on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            self._send(provider.answer(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            known = self.headers.get("authorization") == f"Basic {basic}"
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._send(provider.redeem(form) if known and self.path == "/token" else None)

        def _send(self, body: dict[str, Any] | None) -> None:
            content = json.dumps(body or {"error": "invalid_grant"}).encode()
            self.send_response(200 if body else 400)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *given: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.port = server.server_port
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server
