"""The LMTP door: our own mail server hands answers in. It says OK when a mail is dealt with, else "later"."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from phoihop.mail.outside.parsing import LARGEST
from phoihop.mail.rules import addresses

log = logging.getLogger(__name__)

MOST_RECIPIENTS = 20
IDLE_SECONDS = 60.0
Take = Callable[[bytes, str, tuple[str, ...]], bool]  # whether the mail is dealt with


class _Handler:
    def __init__(self, take: Take, reply_address: str, open_address: str) -> None:
        self._take, self._reply_address, self._open_address = take, reply_address, addresses.fold(open_address)
        self._one = ThreadPoolExecutor(1, "lmtp-take")  # one mail at a time: the database writes one at a time anyway

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        is_open = bool(self._open_address) and addresses.fold(address) == self._open_address
        if not is_open and addresses.token_in(address, self._reply_address) is None:
            return "550 5.1.1 no such mailbox here"
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        loop = asyncio.get_running_loop()
        try:
            is_taken = await loop.run_in_executor(
                self._one, self._take, raw, (envelope.mail_from or "").strip("<>"), tuple(envelope.rcpt_tos)
            )
        except Exception:  # whatever it is, the mail server keeps the mail and brings it again
            log.exception("a mail handed in could not be dealt with now")
            is_taken = False
        answer = "250 2.0.0 OK" if is_taken else "451 4.3.0 try again later"
        return "\r\n".join([answer] * len(envelope.rcpt_tos))  # LMTP answers once for each recipient

    def close(self) -> None:
        self._one.shutdown()


class _Controller(Controller):
    def factory(self) -> SMTP:
        return LMTP(self.handler, data_size_limit=LARGEST, enable_SMTPUTF8=True, timeout=IDLE_SECONDS, ident="Phoi Hop")


class Door:
    """Listens from `start` to `stop` in threads of its own; `take` gets the bytes, the sender and the recipients."""

    def __init__(self, take: Take, *, address: str, port: int, reply_address: str, open_address: str = "") -> None:
        self._handler: Any = _Handler(take, reply_address, open_address)
        self._controller = _Controller(self._handler, hostname=address, port=port)

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()
        self._handler.close()
