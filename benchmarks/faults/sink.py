"""The next mail server, on loopback: takes mails and counts them, or behaves as badly as it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller

from benchmarks.faults import kernel

WAYS = ("take", "refuse", "hang", "drop")
_LINK = re.compile(r"/l/([A-Za-z0-9_-]{20,})/")


@dataclass(frozen=True)
class Taken:
    """One DATA that was taken. `is_told`: the "250" for it was sent."""

    message_id: str
    to: str
    digest: str
    at: float
    is_told: bool
    links: tuple[str, ...]
    about: str


@dataclass
class Sink:
    """Listens from `open` to `close`. `way` is how it behaves: take; refuse (451); hang (no answer while it lasts);
    drop (takes DATA, then hangs up without a word)."""

    way: str = "take"
    port: int = field(default_factory=kernel.free_port)
    taken: list[Taken] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _controller: Any = None
    talking: set[Any] = field(default_factory=set)

    def open(self) -> None:
        self._controller = Controller(_Handler(self), hostname="127.0.0.1", port=self.port, timeout=60)
        self._controller.start()

    def close(self) -> None:
        """Hangs up on everybody and listens no more: a mail server that was stopped."""
        if self._controller is None:
            return
        loop = self._controller.loop
        for transport in list(self.talking):
            loop.call_soon_threadsafe(transport.abort)
        self.talking.clear()
        self._controller.stop()
        self._controller = None

    def links(self) -> list[tuple[str, str]]:
        """Every link that came in a mail, with the code that its subject names."""
        with self._lock:
            return [(link, one.about) for one in self.taken for link in one.links]

    def note(self, taken: Taken) -> None:
        with self._lock:
            self.taken.append(taken)


class _Handler:
    """aiosmtpd calls these by name."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:  # noqa: N802
        session.host_name = hostname
        self._sink.talking.add(server.transport)
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        while self._sink.way == "hang":  # noqa: ASYNC110  # the way is set by another thread
            await asyncio.sleep(0.05)
        if self._sink.way == "refuse":
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        body = message.get_body(("plain",))  # type: ignore[attr-defined]
        text = body.get_content() if body is not None else ""
        is_told = self._sink.way != "drop"
        self._sink.note(
            Taken(
                message_id=str(message["Message-ID"]).strip(),
                to=envelope.rcpt_tos[0],
                digest=hashlib.sha256(envelope.content).hexdigest(),
                at=time.monotonic(),
                is_told=is_told,
                links=tuple(dict.fromkeys(_LINK.findall(text))),
                about=str(message["Subject"]),
            )
        )
        if not is_told:
            with contextlib.suppress(AttributeError):
                server.transport.abort()
        return "250 2.0.0 taken"
