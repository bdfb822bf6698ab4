"""Mail servers of our own, on loopback and free ports: started by a test, stopped by it."""

from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Identity:
    """A server's certificate for localhost, which nobody but itself vouches for, and its key."""

    certificate: Path
    key: Path

    @classmethod
    def made(cls, folder: Path, name: str = "localhost") -> Self:
        certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
        secret = ec.generate_private_key(ec.SECP256R1())
        who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        paper = (
            x509.CertificateBuilder()
            .subject_name(who)
            .issuer_name(who)
            .public_key(secret.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(secret, hashes.SHA256())
        )
        certificate.write_bytes(paper.public_bytes(Encoding.PEM))
        key.write_bytes(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return cls(certificate, key)

    def context(self) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.certificate, self.key)
        return made


@dataclass
class Inbox:
    """A mail server that takes mails, or answers as it is told to: `says` by recipient, `drops` mid-way."""

    says_to: dict[str, str] = field(default_factory=dict)  # recipient -> answer to RCPT
    says_data: list[str] = field(default_factory=list)  # answers to the next mails' DATA
    drops: int = 0  # so many mails are cut off before they are answered
    takes_and_drops: int = 0  # so many are kept, but the answer never comes
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    sessions: int = 0
    asked: int = 0  # so many times whether it is still there
    open: set[Any] = field(default_factory=set)  # the connections that mails came by

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.says_to:
            return self.says_to[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_NOOP(self, server: SMTP, session: Session, envelope: Envelope, arg: str) -> str:
        self.asked += 1
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        self.open.add(server.transport)
        if self.drops:
            self.drops -= 1
            server.transport.abort()
            return "451 gone"
        if self.says_data:
            return self.says_data.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append((envelope.mail_from or "", envelope.rcpt_tos[0], content))
        if self.takes_and_drops:
            self.takes_and_drops -= 1
            server.transport.abort()
        return "250 OK"


class Running:
    """The server while it runs: `with Running(Inbox()) as server: … server.url`"""

    def __init__(self, inbox: Inbox, **how: Any) -> None:
        self.inbox, self.port = inbox, free_port()
        given = {"hostname": "127.0.0.1", "port": self.port, "data_size_limit": 64 * 2**20, **how}
        self._controller = Controller(inbox, **given)

    @classmethod
    def with_starttls(cls, inbox: Inbox, identity: Identity, *, user: str, password: str) -> Self:
        """Takes mails only over TLS, and only from who knows the password."""

        def knows(_server: Any, _session: Any, _envelope: Any, _way: str, told: Any) -> AuthResult:
            is_known = (told.login, told.password) == (user.encode(), password.encode())
            return AuthResult(success=is_known, handled=False)

        return cls(
            inbox,
            tls_context=identity.context(),
            require_starttls=True,
            authenticator=knows,
            auth_required=True,
            auth_require_tls=True,
        )

    @classmethod
    def over_tls(cls, inbox: Inbox, identity: Identity) -> Self:
        return cls(inbox, ssl_context=identity.context())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def close_idle(self, said: str = "") -> None:
        """Ends the connections that mails came by, as a server does after some minutes; Postfix says 421 before."""

        async def close() -> None:
            for transport in self.inbox.open:
                transport.write(said.encode())
                transport.close()
            self.inbox.open.clear()

        asyncio.run_coroutine_threadsafe(close(), self._controller.loop).result(10)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
