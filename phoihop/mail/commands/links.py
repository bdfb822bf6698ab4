"""Signed links are made and taken back: one act on one thing for one office, until a moment. Only digests are kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.ground.sheet import act_of
from phoihop.ground.text import nfc
from phoihop.mail.events import LinkIssued, LinkRevoked
from phoihop.mail.models import SignedLink
from phoihop.mail.rules.tokens import digest_of


@dataclass(frozen=True, slots=True)
class Issued:
    """The link as it is sent; it cannot be had a second time."""

    url_path: str
    link_id: int


@command("link.issue")
def issue_link(*, act: str, code: str, unit_id: int, address: str, until: datetime, by: Actor, at: datetime) -> Issued:
    """A link for the act `act` of a room's sheet. Refused (ValueError): an act no sheet declares, a time gone by."""
    ask(by, "link.issue")
    declared = act_of(act)
    if declared is None or until <= at:
        raise ValueError(f"no link for {act!r} until {until}")
    token = secrets.token_urlsafe(32)
    row = SignedLink.rows.create(
        digest=digest_of(token),
        act=act,
        code=code,
        unit_id=unit_id,
        address=address,
        issued_at=at,
        until=until,
        is_approval=declared.is_approval,
    )
    tell(LinkIssued(code=code, link_id=row.pk, about=code, act=act, unit_id=unit_id, until=until.isoformat()))
    return Issued(f"/l/{token}/", row.pk)


@command("link.revoke")
def revoke_links(
    *, code: str, act: str = "", unit_id: int | None = None, reason: str, by: Actor, at: datetime
) -> list[LinkRevoked]:
    """Takes back the open links about a thing: all of them, or those of an act or an office. Twice is harmless."""
    ask(by, "link.revoke")
    rows = SignedLink.rows.filter(code=code, used_at__isnull=True, revoked_at__isnull=True, until__gt=at)
    if act:
        rows = rows.filter(act=act)
    if unit_id is not None:
        rows = rows.filter(unit=unit_id)
    reason, told = nfc(reason).strip()[:300], []
    for pk, of_act, of_unit in list(rows.order_by("pk").values_list("pk", "act", "unit_id")):
        if rows.filter(pk=pk).update(revoked_at=at, revoked_reason=reason) == 1:
            event = LinkRevoked(code=code, link_id=pk, about=code, act=of_act, unit_id=of_unit, reason=reason)
            told.append(tell(event))
    if not told:
        nothing_changed()
    return told
