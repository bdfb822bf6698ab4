"""Which links went to whom, and what became of them: on the page of the thing, and of a unit on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.parts import Glyph, Link, Pager, State, words
from phoihop.ground.powers import may
from phoihop.ground.sheet import act_of
from phoihop.mail import queries
from phoihop.organizations import queries as organizations

A_PAGE = 50
A_PANEL = 20


@dataclass(frozen=True, slots=True)
class SentLink:
    what: str
    code: str
    to: str
    until: str
    glyph: Glyph
    said: str  # when it was opened, used or taken back, and why
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class LinksPanel:
    rows: tuple[SentLink, ...]


@dataclass(frozen=True, slots=True)
class LinksPage:
    title: str
    crumb: Link
    lede: str
    rows: tuple[SentLink, ...]
    empty: str
    pager: Pager


def links_panel(actor: Actor, code: str, at: datetime) -> LinksPanel | None:
    """On the page of a thing: for those who sent or got links about it."""
    if not may(actor, "link.see"):
        return None
    rows = _rows(queries.links_about(actor, code, at, limit=A_PANEL), at)
    return LinksPanel(rows) if rows else None


def links_page(actor: Actor, code: str, at: datetime, asked: str) -> LinksPage:
    """`asked` is where the page begins. Not visible when there is no such unit."""
    unit = organizations.unit(actor, code, at)
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    lines = queries.links_of_unit(actor, unit.line.id, at, before=before, limit=A_PAGE + 1)
    url = reverse("mail:links", args=[code])
    more = f"{url}?truoc={lines[A_PAGE - 1].id}" if len(lines) > A_PAGE else ""
    return LinksPage(
        title=_("Liên kết đã gửi"),
        crumb=Link(unit.line.name, reverse("organizations:unit", args=[code])),
        lede=_("Mỗi liên kết cho cơ quan làm một việc, một lần, không cần tài khoản. Gửi nhầm thì thu hồi."),
        rows=_rows(lines[:A_PAGE], at),
        empty=_("Chưa có liên kết nào mà bạn được biết."),
        pager=Pager(previous_url=url if before else "", next_url=more),
    )


def after_withdrawing(actor: Actor, link_id: int) -> str:
    """Where the reader goes on: the list of the unit the link went to."""
    unit = queries.link_code(actor, link_id)[1]
    return reverse("mail:links", args=[unit])


def _rows(lines: list[queries.LinkLine], at: datetime) -> tuple[SentLink, ...]:
    return tuple(_row(line, at) for line in lines)


def _row(line: queries.LinkLine, at: datetime) -> SentLink:
    act = act_of(line.act)
    what = str(act.words) if act else line.act
    glyph, said = _state(line, at)
    return SentLink(
        what=what[:1].upper() + what[1:],
        code=line.code,
        to=f"{line.unit_name}, {line.address}" if line.address else line.unit_name,
        until=words.day(timezone.localtime(line.until).date()),
        glyph=glyph,
        said=said,
        withdraw_url=reverse("mail:withdraw-link", args=[line.id]) if line.may_withdraw else "",
    )


def _state(line: queries.LinkLine, at: datetime) -> tuple[Glyph, str]:
    if line.used_at is not None:
        return Glyph.of(State.DONE, _("Đã dùng")), _moment(line.used_at)
    if line.revoked_at is not None:
        return Glyph.of(State.BLOCK, _("Đã thu hồi")), f"{_moment(line.revoked_at)}. {line.reason}"
    if line.until <= at:
        return Glyph.of(State.HELD, _("Đã hết hạn")), ""
    if line.opened_at is not None:
        return Glyph.of(State.DOING, _("Đã mở, chưa dùng")), _("mở lần cuối %(at)s") % {"at": _moment(line.opened_at)}
    return Glyph.of(State.WAIT, _("Chưa mở")), ""


def _moment(at: datetime) -> str:
    return words.moment(timezone.localtime(at))
