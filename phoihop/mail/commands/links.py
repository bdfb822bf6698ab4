"""Signed links are made and taken back: one act on one thing for one office, until a moment. Only digests are kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, command, nothing_changed, on_record, tell, tell_all
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.sheet import act_of
from phoihop.ground.text import nfc
from phoihop.mail.commands.queueing import queue_mail
from phoihop.mail.events import LinkIssued, LinkRevoked
from phoihop.mail.models import SignedLink
from phoihop.mail.queries import addresses_of
from phoihop.mail.rules.tokens import digest_of
from phoihop.organizations.queries import unit_names

_WITHDRAWN = gettext_lazy("%(unit)s thu hồi liên kết.")
_FOOT = gettext_lazy(
    "Mở liên kết thì chưa ghi nhận gì; chỉ khi bấm nút trên trang mới ghi nhận, và mỗi liên kết chỉ dùng một lần, đến "
    "hết ngày %(day)s. Ai có liên kết là làm việc nhân danh %(unit)s: xin không chuyển tiếp thư này ra ngoài cơ quan.\n"
    "Thư này do máy gửi; trả lời thư thì không ghi nhận được việc."
)


@dataclass(frozen=True, slots=True)
class Issued:
    """The link as it is sent; it cannot be had a second time."""

    url_path: str
    link_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A link to be made; the address may be empty when it is not mailed."""

    act: str
    code: str
    unit_id: int
    address: str


@command("link.issue")
def issue_links(*, links: Sequence[Wanted], until: datetime, by: Actor, at: datetime) -> list[Issued]:
    """Many links at once, in few queries; gives each in the order wanted. Refused as `issue_link`."""
    ask(by, "link.issue")
    names = {link.act for link in links}
    acts = {name: act for name in names if (act := act_of(name)) is not None}
    if len(acts) < len(names) or until <= at:
        raise ValueError(f"no links for {sorted(names)} until {until}")
    tokens = [secrets.token_urlsafe(32) for _link in links]
    rows = SignedLink.rows.bulk_create(
        SignedLink(
            digest=digest_of(token),
            act=link.act,
            code=link.code,
            unit_id=link.unit_id,
            address=link.address,
            issuer_id=by.unit_id if by.is_person else None,
            issued_at=at,
            until=until,
            is_approval=acts[link.act].is_approval,
        )
        for link, token in zip(links, tokens, strict=True)
    )
    if rows:
        tell_all(
            [
                LinkIssued(
                    code=row.code,
                    link_id=row.pk,
                    about=row.code,
                    act=row.act,
                    unit_id=row.unit_id,
                    until=until.isoformat(),
                )
                for row in rows
            ]
        )
    else:
        nothing_changed()
    return [Issued(f"/l/{token}/", row.pk) for row, token in zip(rows, tokens, strict=True)]


@command("link.issue")
def issue_link(
    *,
    act: str,
    code: str,
    unit_id: int,
    address: str,
    until: datetime,
    issuer_id: int | None = None,
    key: str = "",
    by: Actor,
    at: datetime,
) -> Issued:
    """A link for the act `act` of a room's sheet. `issuer_id` is the unit at whose wish it goes out: it sees the link
    and may take it back. Refused (ValueError): an act no sheet declares, a time gone by.
    """
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
        issuer_id=by.unit_id if issuer_id is None and by.is_person else issuer_id,
        key=key,
        issued_at=at,
        until=until,
        is_approval=declared.is_approval,
    )
    tell(LinkIssued(code=code, link_id=row.pk, about=code, act=act, unit_id=unit_id, until=until.isoformat()))
    return Issued(f"/l/{token}/", row.pk)


@command("link.issue")
def send_links(
    *,
    key: str,
    acts: Sequence[str],
    code: str,
    unit_id: int,
    until: datetime,
    subject: str,
    text: str,
    issuer_id: int | None = None,
    is_urgent: bool = False,
    by: Actor,
    at: datetime,
) -> list[Issued]:
    """A mail to the unit's main address with a link for each of these acts on one thing; `key` is the intention: the
    same key again sends nothing. `text` comes before the links. Refused: a unit without a confirmed address.
    """
    ask(by, "link.issue")
    name, address = unit_names([unit_id])[unit_id].name, addresses_of([unit_id]).get(unit_id)
    if address is None:
        raise Refused(
            _("%(unit)s chưa có địa chỉ thư đã xác nhận, nên chưa gửi được liên kết. Chưa gửi gì đi.") % {"unit": name}
        )
    if SignedLink.rows.filter(key=f"{key}/{acts[0]}").exists():
        nothing_changed()
        return []
    issued = [
        issue_link(
            act=act,
            code=code,
            unit_id=unit_id,
            address=address,
            until=until,
            issuer_id=issuer_id,
            key=f"{key}/{act}",
            by=by,
            at=at,
        )
        for act in acts
    ]
    lines = [
        f"{_first_upper(on_record(_words(act)))}:\n{settings.PHOIHOP_SITE_URL}{link.url_path}"
        for act, link in zip(acts, issued, strict=True)
    ]
    foot = on_record(_FOOT, day=words.day(local_date(until)), unit=name)
    queue_mail(
        key=key,
        to_address=address,
        subject=subject,
        text="\n\n".join([text, *lines, foot]),
        about=code,
        unit_id=unit_id,
        is_urgent=is_urgent,
        by=by,
        at=at,
    )
    nothing_changed()  # what happened was told by the link and the mail
    return issued


@command("link.withdraw")
def withdraw_link(*, link_id: int, by: Actor, at: datetime) -> LinkRevoked:
    """Whoever sent the link, or got it, takes it back. Twice is harmless. Refused once it was used or has expired."""
    row = SignedLink.rows.filter(pk=link_id).first()
    if row is None:
        raise NotVisible
    ask(by, "link.withdraw", row)
    reason = row.revoked_reason or on_record(_WITHDRAWN, unit=by.unit_name)
    event = LinkRevoked(code=row.code, link_id=row.pk, about=row.code, act=row.act, unit_id=row.unit_id, reason=reason)
    if row.revoked_at is not None:
        nothing_changed()
        return event
    open_rows = SignedLink.rows.filter(pk=link_id, used_at__isnull=True, revoked_at__isnull=True, until__gt=at)
    if open_rows.update(revoked_at=at, revoked_reason=reason[:300]) != 1:
        raise Refused(_("Liên kết này đã được dùng hoặc đã hết hạn; không có gì để thu hồi."))
    return tell(event)


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


def _words(act: str) -> Any:
    declared = act_of(act)
    return declared.words if declared else act


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
