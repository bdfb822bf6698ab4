"""Mail servers of our own, on loopback and free ports: started by a test, stopped by it."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Inbox:
    """A mail server that takes mails, or answers as it is told to: `says` by recipient, `drops` mid-way."""

    says_to: dict[str, str] = field(default_factory=dict)  # recipient -> answer to RCPT
    says_data: list[str] = field(default_factory=list)  # answers to the next mails' DATA
    drops: int = 0  # so many mails are cut off before they are answered
    takes_and_drops: int = 0  # so many are kept, but the answer never comes
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    sessions: int = 0

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

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
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

    def __init__(self, inbox: Inbox) -> None:
        self.inbox, self.port = inbox, free_port()
        self._controller = Controller(inbox, hostname="127.0.0.1", port=self.port, data_size_limit=64 * 2**20)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
