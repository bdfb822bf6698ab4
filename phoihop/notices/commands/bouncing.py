"""A mail of this room came back: its reader is told in the inbox only until an address is confirmed."""

from __future__ import annotations

import re
from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.mail.queries import states_of
from phoihop.notices.events import NO_ONE_THING, NoticeAddressBounced
from phoihop.notices.models import Notice, OfficeNotice, Reader

_KEY = re.compile(r"(notice|digest)/(unit-)?(\d{1,18})/(.{1,40})")


@command("notice.bounce")
def note_bounce(*, key: str, reason: str, by: Actor, at: datetime) -> NoticeAddressBounced | None:
    """Nothing is mailed to the address any more. A notice that went out alone is for the inbox; what a digest named is
    there already. Mails of other rooms are none of this one's business, and twice is harmless."""
    ask(by, "notice.bounce")
    match = _KEY.fullmatch(key)
    mail = states_of([key]).get(key) if match else None
    if match is None or mail is None:
        nothing_changed()
        return None
    number = int(match[3])
    if match[1] == "notice" and match[4].isdecimal():
        mine = OfficeNotice.rows.filter(unit_id=number) if match[2] else Notice.rows.filter(account_id=number)
        mine.filter(entry_id=int(match[4])).update(way="inbox", mailed_at=None)
    found = Reader.rows.get_or_create(unit_id=number) if match[2] else Reader.rows.get_or_create(account_id=number)
    reader = found[0]
    if reader.bounced_address == mail.to_address:
        nothing_changed()
        return None
    Reader.rows.filter(pk=reader.pk).update(bounced_address=mail.to_address, bounced_at=at)
    return tell(NoticeAddressBounced(code=NO_ONE_THING, address=mail.to_address, reason=reason[:300]))
