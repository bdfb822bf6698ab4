"""Whether mails are held back: from a restore on until the operator releases them. The ledger tells every machine."""

from __future__ import annotations

from datetime import datetime


def held_since() -> datetime | None:
    """When the record was restored, unless mails were released since; None: mails leave."""
    from phoihop.ledger.events import RecordRestored
    from phoihop.ledger.queries import newest_of
    from phoihop.mail.events import MailsReleased

    found = newest_of({RecordRestored.kind(), MailsReleased.kind()})
    return found[1] if found is not None and found[0] == RecordRestored.kind() else None
