"""One signed link, for whoever holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from phoihop.mail.models import SignedLink
from phoihop.mail.rules import tokens


@dataclass(frozen=True, slots=True)
class LinkValue:
    """A link that is not revoked. `done` is what was said when it was used."""

    id: int
    act: str
    code: str
    unit_id: int
    unit_name: str
    address: str
    until: datetime
    used_at: datetime | None
    done: str
    is_approval: bool
    has_code: bool  # one was sent and still holds


def link_value(token: str, at: datetime) -> LinkValue | None:
    """The link with this token; None for one that was never issued, and for one taken back."""
    rows = SignedLink.rows.filter(digest=tokens.digest_of(token), revoked_at__isnull=True).select_related("unit")
    row = rows.first()
    if row is None:
        return None
    return LinkValue(
        id=row.pk,
        act=row.act,
        code=row.code,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        address=row.address,
        until=row.until,
        used_at=row.used_at,
        done=row.done,
        is_approval=row.is_approval,
        has_code=row.code_until is not None and row.code_until > at and row.code_tries < tokens.CODE_TRIES,
    )
