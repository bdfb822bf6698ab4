"""The list of alerts, one alert, and what other pages show of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, Empty, Glyph, Link, Note, Pager, Row, Tab, Term, words
from phoihop.ground.powers import SIGNED_IN
from phoihop.signals import queries
from phoihop.signals.pages import words as say
from phoihop.signals.pages.chart import Chart, chart

TABS = (
    ("", gettext_lazy("Tất cả")),
    ("dang-xu-ly", gettext_lazy("Chưa kết thúc")),
    ("da-ket-thuc", gettext_lazy("Đã kết thúc")),
)


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    set: Link | None
    alarms: Link
    quality: Link
    why: str


@dataclass(frozen=True, slots=True)
class PartRow:
    unit: str
    state: Glyph
    text: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    unit: str
    text: str
    due: str
    code: str
    url: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    text: str
    meta: str
    document: str
    url: str


@dataclass(frozen=True, slots=True)
class AlertPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    facts: tuple[Term, ...]
    chart: Chart | None
    parts: tuple[PartRow, ...]
    duties: tuple[DutyRow, ...]
    found: tuple[NoteRow, ...]
    measured: str
    record: str
    why: str


@dataclass(frozen=True, slots=True)
class AlertsPanel:
    rows: tuple[Row, ...]


def list_page(actor: Actor, asked: Mapping[str, str]) -> ListPage:
    view = asked.get("xem", "")
    view = view if view in queries.VIEWS else ""
    found = queries.alerts(actor, view=view, after=asked.get("sau", ""))
    here = reverse("signals:list")
    following = {"sau": found.next, **({"xem": view} if view else {})}
    return ListPage(
        title=_("Cảnh báo sớm"),
        tabs=tuple(
            Tab(str(label), f"{here}?{urlencode({'xem': key})}" if key else here, is_current=key == view)
            for key, label in TABS
        ),
        rows=tuple(row_of(line) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có cảnh báo nào."),
            _("Mỗi sáng số phản ánh và tin báo của hôm trước được so với mức thường. Đặt ngưỡng để cơ quan được báo."),
        ),
        set=Link(_("Đặt ngưỡng"), reverse("signals:set-alarm")) if found.may_set else None,
        alarms=Link(_("Các ngưỡng"), reverse("signals:alarms")),
        quality=Link(_("Chất lượng theo năm"), reverse("signals:quality")),
        why=str(SIGNED_IN),
    )


def row_of(line: queries.AlertLine) -> Row:
    beyond = _("%(number)s, thường %(expected)s") % {
        "number": queries.counted(line.number, line.source),
        "expected": say.number(line.expected),
    }
    return Row(
        glyph=say.alert_glyph(line.state, line.outcome),
        what=line.title,
        url=reverse("signals:alert", args=[line.code]),
        meta=say.joined([say.span_of(line.last_day, is_weekly=line.is_weekly), beyond, line.owner]),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        hit=_("Chờ cơ quan bạn nhận xử lý")
        if line.is_mine
        else _("Mời cơ quan bạn vào tổ công tác")
        if line.is_invited
        else "",
    )


def alert_page(actor: Actor, code: str, at: datetime) -> AlertPage:
    value = queries.alert_value(actor, code, local_date(at))
    line = value.line
    primary, acts = _acts(value)
    return AlertPage(
        title=line.title,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=say.alert_glyph(line.state, line.outcome),
        meta=say.joined([line.owner, queries.SHORT[line.method]]),
        back=Link(_("Cảnh báo sớm"), reverse("signals:list")),
        notes=tuple(_notes(value)),
        primary=primary,
        acts=acts,
        facts=tuple(_facts(value)),
        chart=chart(value.series, _finding(value)),
        parts=tuple(
            PartRow(
                one.unit, say.glyph(say.PART_STATES, one.state), say.joined([say.day_of(one.answered_at), one.reason])
            )
            for one in value.parts
        ),
        duties=tuple(
            DutyRow(
                one.unit,
                one.text,
                words.day(one.due_date),
                one.obligation,
                reverse("obligations:item", args=[one.obligation]) if one.obligation else "",
            )
            for one in value.duties
        ),
        found=tuple(
            NoteRow(
                one.text,
                say.joined([words.day(one.day), one.unit, one.post]),
                one.document,
                reverse("documents:document", args=[one.document]) if one.is_document_visible else "",
            )
            for one in value.notes
        ),
        measured=say.measured(value.measured),
        record=say.record(value.record),
        why=value.why,
    )


def _finding(value: queries.AlertValue) -> str:
    line = value.line
    told = {
        "day": say.span_of(line.last_day, is_weekly=line.is_weekly),
        "number": queries.counted(line.number, line.source),
        "expected": say.number(line.expected),
        "limit": say.number(value.limit),
    }
    if line.is_weekly:
        return _("Tuần %(day)s có %(number)s, thường %(expected)s, ngưỡng %(limit)s.") % told
    return _("Ngày %(day)s có %(number)s, thường %(expected)s, ngưỡng %(limit)s.") % told


def _acts(value: queries.AlertValue) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step first."""
    code, rights, version = value.line.code, value.rights, value.version

    def at(name: str) -> str:
        return reverse(f"signals:{name}", args=[code])

    found: list[Act] = []
    for has, act in (
        (rights.take, Act(_("Nhận xử lý"), at("take"), version)),
        (rights.join, Act(_("Tham gia tổ công tác"), at("join"), version)),
        (rights.note, Act(_("Ghi sự việc"), at("note"))),
        (rights.share, Act(_("Mời cơ quan…"), at("share"))),
        (rights.charge, Act(_("Giao việc…"), at("charge"))),
        (rights.close, Act(_("Kết thúc…"), at("close"))),
        (rights.decline, Act(_("Không tham gia…"), at("decline"))),
    ):
        if has:
            found.append(act)
    return (found[0], tuple(found[1:])) if found else (None, ())


def _notes(value: queries.AlertValue) -> list[Note]:
    line, notes = value.line, []
    if line.state == "OPEN":
        notes.append(
            Note(
                _("Chưa có người nhận."),
                _("Vượt ngưỡng chưa nói là có việc; cần có người xem, ghi sự việc và kết luận."),
            )
        )
    if value.reason:
        notes.append(Note(_("Kết luận"), value.reason))
    return notes


def _facts(value: queries.AlertValue) -> list[Term]:
    line = value.line
    facts = [
        Term(_("Phụ trách"), line.owner),
        Term(_("Nguồn"), str(queries.SOURCES[line.source])),
        Term(_("Nơi"), value.place),
        Term(_("Vượt ngưỡng lần đầu"), say.span_of(line.first_day, is_weekly=line.is_weekly)),
        Term(_("Gần nhất"), say.span_of(line.last_day, is_weekly=line.is_weekly)),
        Term(_("Cao nhất"), queries.counted(value.peak, line.source)),
        Term(_("Phương pháp"), str(queries.METHODS[line.method])),
        Term(
            _("Ngưỡng"),
            value.alarm,
            reverse("signals:alarm", args=[value.alarm]) if value.is_alarm_visible else "",
        ),
    ]
    if value.topic:
        facts.append(Term(_("Vấn đề"), value.topic))
    if value.closed_at is not None:
        facts.append(Term(_("Kết thúc"), say.joined([say.day_of(value.closed_at), value.closed_post])))
    if value.known_day is not None:
        facts.append(Term(_("Biết bằng đường khác"), words.day(value.known_day)))
    return facts


# ── panels ──────────────────────────────────────────────────────────────────────────────────────────────────


def alerts_on(actor: Actor, code: str, at: datetime) -> AlertsPanel | None:
    """What a topic shows of alerts about it."""
    found = queries.alerts_about(actor, code)
    return AlertsPanel(tuple(row_of(line) for line in found)) if found else None


def alert_on_obligation(actor: Actor, code: str, at: datetime) -> Row | None:
    """The alert in whose working group this obligation was given."""
    source = queries.source_of_duty(code)
    line = queries.alert_of_obligation(actor, source) if source.startswith("BD-") else None
    return row_of(line) if line is not None else None
