"""A real mail server that keeps what it takes, counts it by Message-ID, and misbehaves as it is told."""

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from consensus.settings import Settings

SENDER = "Assent <consensus@assent.example>"
USER, PASSWORD = "assent", "correct horse battery"


@dataclass
class Trap:
    """What a mail server was told to say, and what it took."""

    host: str = "127.0.0.1"
    port: int = 0
    at_recipient: dict[str, str] = field(default_factory=dict)
    at_text: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    n_connections: int = 0
    slow: float = 0.0

    def settings(self, **changes: Any) -> Settings:
        """Settings that name this server."""
        named = {
            "smtp_host": self.host,
            "smtp_port": self.port,
            "smtp_security": "none",
            "smtp_sender": SENDER,
            "smtp_timeout": 5.0,
            "public_url": "https://assent.example",
        }
        return Settings(**{**named, **changes})

    @property
    def times_taken(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(mail["Message-ID"] for mail in self.taken)

    def addressed_to(self, address: str) -> list[EmailMessage]:
        """What was taken for one address."""
        return [mail for mail in self.taken if mail["To"].addresses[0].addr_spec == address]

    async def handle_RCPT(self, server: SMTP, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        said = self.at_recipient.get(address, "250 OK")
        if said == "drop":
            server.transport.abort()
        elif said.startswith("250"):
            envelope.rcpt_tos.append(address)
        elif said.startswith("421"):
            asyncio.get_running_loop().call_later(0.05, server.transport.close)
        return said

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.slow:
            await asyncio.sleep(self.slow)
        said = self.at_text.pop(0) if self.at_text else "250 taken"
        if said.startswith("250") or said == "take and drop":
            self.taken.append(message_from_bytes(envelope.content.replace(b"\r\n", b"\n"), policy=policy.default))  # type: ignore[arg-type]
        if said.endswith("drop"):
            server.transport.abort()
        return said


class _Counting(SMTP):
    def connection_made(self, transport: Any) -> None:
        # STARTTLS makes the connection a second time.
        self.event_handler.n_connections += self.transport is None  # type: ignore[union-attr]
        super().connection_made(transport)


def _authenticate(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=is_right)


@contextmanager
def trapping(
    *, port: int = 0, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, login: bool = False
) -> Iterator[Trap]:
    """A running mail server, protected from the start, by STARTTLS, or not at all."""
    trap, loop = Trap(), asyncio.new_event_loop()

    def protocol() -> SMTP:
        return _Counting(
            trap,
            hostname="trap.example",
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=_authenticate if login else None,
            auth_require_tls=starttls is not None,
            auth_required=login,
            enable_SMTPUTF8=True,
            loop=loop,
        )

    server = loop.run_until_complete(loop.create_server(protocol, trap.host, port, ssl=tls))
    trap.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, name="mail trap")
    thread.start()
    try:
        yield trap
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def make_certificates(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate authority's file, and the context of a server on 127.0.0.1 that it has signed for."""
    now = datetime.now(UTC)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    valid = {"before": now - timedelta(days=1), "after": now + timedelta(days=1)}

    def certificate(subject: x509.Name, public_key: Any, *, is_ca: bool) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(ca_name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(valid["before"])
            .not_valid_after(valid["after"])
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        )

    authority = certificate(ca_name, ca_key.public_key(), is_ca=True).sign(ca_key, hashes.SHA256())
    host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = certificate(name, key.public_key(), is_ca=False).add_extension(host, critical=False)
    pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(authority.public_bytes(pem))
    (folder / "server.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.sign(ca_key, hashes.SHA256()).public_bytes(pem)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return folder / "authority.pem", context
