"""The roll on the day, the codes for checking in, minutes for print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.parts import Act, Glyph, Link
from phoihop.ground.parts.codes import camera_code
from phoihop.meetings import queries
from phoihop.meetings.commands import Code
from phoihop.meetings.pages import words as say
from phoihop.meetings.pages.items import ConclusionLine, RollLine, conclusion_line, counted_in_words, roll_line


@dataclass(frozen=True, slots=True)
class AttendPage:
    title: str
    crumb: Link
    when: str
    counted: str
    state: Glyph
    mark_url: str
    codes_url: str
    hold_url: str
    version: int
    roll: tuple[RollLine, ...]
    why: str


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A QR code as the path of a drawing, with its address beside it for who cannot scan."""

    unit: str
    url: str
    box: str
    path: str


@dataclass(frozen=True, slots=True)
class CodesPage:
    title: str
    crumb: Link
    codes: tuple[CodeLine, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class PrintPage:
    title: str
    crumb: Link
    organiser: str
    when: str
    place: str
    agenda: tuple[str, ...]
    counted: str
    roll: tuple[RollLine, ...]
    text: str
    conclusions: tuple[ConclusionLine, ...]
    signed: str
    approve: Act | None
    is_draft: bool
    why: str


def attend_page(actor: Actor, code: str, number: int, at: datetime) -> AttendPage:
    found = queries.attendance_value(actor, code, number, at)
    value = found.meeting
    is_open = value.rights.roll
    counted = _("Có mặt %(present)s/%(counted)s; cần %(needed)s.") % {
        "present": found.present,
        "counted": found.counted,
        "needed": found.needed,
    }
    place = [code, number]
    return AttendPage(
        title=_("Điểm danh: %(title)s") % {"title": value.title},
        crumb=Link(code, reverse("meetings:meeting", args=[code])),
        when=say.span(value.shown.starts_at, value.shown.ends_at),
        counted=counted + " " + (_("Đủ thành phần để họp.") if found.is_quorate else _("Chưa đủ thành phần để họp.")),
        state=say.glyph(say.OCCURRENCE, value.shown.state),
        mark_url=reverse("meetings:mark", args=place) if is_open else "",
        codes_url=reverse("meetings:codes", args=place) if is_open else "",
        hold_url=reverse("meetings:hold", args=place) if is_open and value.shown.starts_at <= at else "",
        version=value.shown.version,
        roll=tuple(roll_line(one, is_open=is_open) for one in value.roll),
        why=value.why,
    )


def codes_page(code: str, number: int, codes: Sequence[Code], base: str) -> CodesPage:
    """`base` is what addresses of this house begin with, as the reader reached it."""
    return CodesPage(
        title=_("Mã điểm danh"),
        crumb=Link(code, reverse("meetings:attend", args=[code, number])),
        codes=tuple(_code(one.unit_name, base.rstrip("/") + one.url_path) for one in codes),
    )


def print_page(actor: Actor, code: str, number: int, at: datetime) -> PrintPage:
    found = queries.minutes_value(actor, code, number, at)
    value = found.meeting
    signed = _("%(post)s duyệt lúc %(when)s") % {"post": found.approved_by, "when": say.moment(found.approved_at)}
    approve = Act(_("Duyệt biên bản"), reverse("meetings:approve", args=[code, number]), value.shown.version)
    return PrintPage(
        title=_("Biên bản họp: %(title)s") % {"title": value.title},
        crumb=Link(code, reverse("meetings:meeting", args=[code])),
        organiser=value.organiser_name,
        when=say.span(value.shown.starts_at, value.shown.ends_at),
        place=value.shown.place or value.place or value.video_url,
        agenda=value.agenda,
        counted=counted_in_words(value),
        roll=tuple(roll_line(one) for one in value.roll),
        text=found.text,
        conclusions=tuple(conclusion_line(one) for one in value.conclusions),
        signed=signed if found.state == "APPROVED" else "",
        approve=approve if value.rights.approve else None,
        is_draft=found.state != "APPROVED",
        why=value.why,
    )


def _code(unit: str, url: str) -> CodeLine:
    return CodeLine(unit, url, *camera_code(url))
