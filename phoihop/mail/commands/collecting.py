"""The two doors mails come in by: a mailbox that is looked at, and our own mail server handing them in."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections

from phoihop.mail.commands.letters import Letterbox
from phoihop.mail.commands.receiving import receive
from phoihop.mail.outside.imap import Mailbox, MailboxClosed
from phoihop.mail.outside.lmtp import Door

log = logging.getLogger(__name__)

MOST_TRIES = 5  # of one mail that cannot be dealt with, until this process is started anew


class Collector:
    """Looks into the mailbox. A mail that could not be dealt with stays unseen and is tried again some times; one that
    is under way stays unseen too and is offered until its doer has finished, or died and is followed by this one.
    """

    def __init__(self, url: str | None = None, *, letterbox: Letterbox | None = None) -> None:
        self._url = settings.PHOIHOP_IMAP_URL if url is None else url
        self._letterbox = letterbox
        self._failed: Counter[str] = Counter()

    def collect(self, *, at: Callable[[], datetime], is_stopped: Callable[[], bool] = lambda: False) -> int:
        """How many mails were taken in. A mailbox that cannot be read is logged; the next look may do better.
        No mail is begun once the process is asked to stop.
        """
        count = 0
        given_up = {uid for uid, tries in self._failed.items() if tries >= MOST_TRIES}
        try:
            with Mailbox(self._url, authorities=settings.PHOIHOP_MAIL_CA) as box:
                for mail in box.unseen(given_up):
                    if is_stopped():
                        break
                    if self._is_taken(mail.uid, mail.raw, mail.size, at()):
                        box.mark_seen(mail.uid)
                        count += 1
        except MailboxClosed as closed:
            log.warning("the mailbox could not be read: %s", closed)
        return count

    def _is_taken(self, uid: str, raw: bytes, size: int, at: datetime) -> bool:
        try:
            said = receive(raw, way="imap", at=at, size=size, letterbox=self._letterbox)
        except Exception:  # one mail must not keep the others waiting; it stays unseen
            self._failed[uid] += 1
            log.exception("mail %s of the mailbox could not be dealt with (try %s)", uid, self._failed[uid])
            return False
        return said.state != "HANDLING"  # under way is no failure: the tries would end before its doer is given up


def lmtp_door(
    *,
    at: Callable[[], datetime],
    address: str | None = None,
    port: int | None = None,
    letterbox: Letterbox | None = None,
) -> Door:
    """The door as the settings say, not yet started."""

    def take(raw: bytes, sender: str, recipients: tuple[str, ...]) -> bool:
        close_old_connections()
        try:
            said = receive(raw, way="lmtp", at=at(), envelope_from=sender, recipients=recipients, letterbox=letterbox)
        finally:
            close_old_connections()
        return said.state != "HANDLING"

    return Door(
        take,
        address=settings.PHOIHOP_LMTP_ADDRESS if address is None else address,
        port=settings.PHOIHOP_LMTP_PORT if port is None else port,
        reply_address=settings.PHOIHOP_MAIL_REPLY,
        open_address=letterbox.address if letterbox is not None else "",
    )
