"""One signed link, for whoever holds it; and which links went where, for those who sent or got them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from phoihop.ground.actor import Actor
from phoihop.ground.powers import may
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


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link in a list. `may_withdraw`: it is still open, and the reader may take it back."""

    id: int
    act: str
    code: str
    unit_name: str
    address: str
    issued_at: datetime
    until: datetime
    opened_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None
    reason: str
    may_withdraw: bool


def links_of_unit(actor: Actor, unit_id: int, at: datetime, *, before: int | None = None, limit: int) -> list[LinkLine]:
    """Links that the unit got, as far as this reader may know of them, the newest first."""
    rows = SignedLink.objects.visible_to(actor).filter(unit=unit_id)
    return _lines(actor, rows.filter(pk__lt=before) if before else rows, at, limit)


def links_about(actor: Actor, code: str, at: datetime, *, limit: int) -> list[LinkLine]:
    """Links about one thing, as far as this reader may know of them, the newest first."""
    return _lines(actor, SignedLink.objects.visible_to(actor).filter(code=code), at, limit)


def link_code(actor: Actor, link_id: int) -> tuple[str, str]:
    """The thing a link is about, and the code of the unit it went to; empty for whoever may not know of it."""
    rows = SignedLink.objects.visible_to(actor).filter(pk=link_id)
    return rows.values_list("code", "unit__code").first() or ("", "")


def _lines(actor: Actor, rows: QuerySet[SignedLink], at: datetime, limit: int) -> list[LinkLine]:
    found = []
    names = F("unit__name")
    for row in rows.annotate(unit_name=names).order_by("-pk")[:limit]:
        is_open = row.used_at is None and row.revoked_at is None and row.until > at
        found.append(
            LinkLine(
                id=row.pk,
                act=row.act,
                code=row.code,
                unit_name=row.unit_name,
                address=row.address,
                issued_at=row.issued_at,
                until=row.until,
                opened_at=row.opened_at,
                used_at=row.used_at,
                revoked_at=row.revoked_at,
                reason=row.revoked_reason,
                may_withdraw=is_open and may(actor, "link.withdraw", row),
            )
        )
    return found
