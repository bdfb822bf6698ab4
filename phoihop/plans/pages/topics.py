"""The list of topics and the dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from phoihop.ground import sheet
from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import (
    Act,
    ActPage,
    Empty,
    Glyph,
    Lane,
    LaneCell,
    LaneItem,
    Lanes,
    Link,
    Note,
    Pager,
    Row,
    State,
    Tab,
    Term,
    TrackStep,
    words,
)
from phoihop.ground.powers import SIGNED_IN, may
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import units
from phoihop.plans import queries
from phoihop.plans.pages.plans import topic_row
from phoihop.plans.pages.words import (
    KIND_WORDS,
    ROLE_WORDS,
    TOPIC_STATES,
    board_url,
    check_open,
    glyph,
    joined,
    year_asked,
)

OWED = ("late", "block", "soon", "doing", "plan")


@dataclass(frozen=True, slots=True)
class TopicsPage:
    title: str
    years: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    propose: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class GateCheck:
    glyph: Glyph
    words: str


@dataclass(frozen=True, slots=True)
class Gate:
    title: str
    checks: tuple[GateCheck, ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    title: str
    code: str
    tag: str
    crumbs: tuple[Link, ...]
    meta: str
    state: Glyph
    summary: str
    facts: tuple[Term, ...]
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    track: tuple[TrackStep, ...]
    gate: Gate | None
    lanes: Lanes
    lanes_url: str
    happenings: tuple[Term, ...]
    panels: tuple[sheet.Shown, ...]
    why: str


def topics_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> TopicsPage:
    found = queries.topics(actor, local_date(at), year=year_asked(asked), after=asked.get("sau", ""))
    here = reverse("plans:topics")
    return TopicsPage(
        title=_("Vấn đề năm %(year)s") % {"year": found.year},
        years=tuple(
            Tab(str(year), f"{here}?{urlencode({'nam': year})}", is_current=year == found.year) for year in found.years
        ),
        rows=tuple(topic_row(line) for line in found.lines),
        pager=Pager(next_url=f"{here}?{urlencode({'nam': found.year, 'sau': found.next})}" if found.next else ""),
        empty=Empty(
            _("Chưa có vấn đề nào."),
            _("Vấn đề được chọn trong đợt của năm, hoặc thêm vào lúc phát sinh."),
            Link(_("Xem các đợt chọn vấn đề"), reverse("plans:rounds")),
        ),
        propose=Link(_("Thêm vấn đề"), reverse("plans:propose")) if may(actor, "topic.propose") else None,
        why=str(SIGNED_IN),
    )


def topic_page(actor: Actor, code: str, at: datetime) -> TopicPage:
    value = queries.topic_value(actor, code, local_date(at))
    primary, acts = _acts(actor, value)
    crumbs = (Link(value.plan, reverse("plans:plan", args=[value.plan])),) if value.may_see_plan else ()
    return TopicPage(
        title=value.title,
        code=value.code,
        tag=words.illustration(value.is_illustration),
        crumbs=(
            Link(pgettext("menu", "Vấn đề"), f"{reverse('plans:topics')}?{urlencode({'nam': value.year})}"),
            *crumbs,
        ),
        meta=joined(
            [
                str(KIND_WORDS[value.kind]),
                *(f"{ROLE_WORDS[party.role]} {party.name}" for party in value.parties),
                _("phát sinh") if value.is_ad_hoc else "",
            ]
        ),
        state=glyph(TOPIC_STATES, value.state),
        summary=value.summary,
        facts=tuple(_facts(value)),
        notes=tuple(_notes(value)),
        primary=primary,
        acts=acts,
        track=tuple(_track(value)),
        gate=_gate(value),
        lanes=_lanes(value),
        lanes_url=board_url(dossier=value.code),
        happenings=tuple(_happenings(value)),
        panels=sheet.shown_on("topic", actor, value.code, at),
        why=value.why,
    )


def _facts(value: queries.TopicValue) -> list[Term]:
    dated = (
        (_("Chọn"), value.selected, ""),
        (_("Thông báo"), value.notified, reverse("dispatches:letter", args=[value.dispatch]) if value.dispatch else ""),
        (_("Chủ trì xác nhận"), value.acknowledged, ""),
    )
    facts = [Term(name, words.day(on) if on else _("chưa"), url if on else "") for name, on, url in dated]
    if value.carried_from:
        facts.append(Term(_("Chuyển từ"), value.carried_from, reverse("plans:topic", args=[value.carried_from])))
    if value.carried_into:
        facts.append(Term(_("Chuyển sang"), value.carried_into, reverse("plans:topic", args=[value.carried_into])))
    if value.result:
        facts.append(Term(_("Kết quả"), value.result))
    return facts


def _notes(value: queries.TopicValue) -> list[Note]:
    """What costs somebody time: late obligations that others wait for; and why the topic came back or ended."""
    notes = []
    names = {party.unit_id: party.name for party in value.parties}
    for row in value.rows:
        if row.shown in ("late", "block") and row.blocks:
            held = ngettext(
                "Một việc trễ đang giữ %(count)s việc khác.",
                "Một việc trễ đang giữ %(count)s việc khác.",
                len(row.blocks),
            ) % {"count": len(row.blocks)}
            said = _("%(what)s (%(unit)s) phải xong trước: %(blocked)s.") % {
                "what": queries.duty_name(row.duty, row.title),
                "unit": names.get(row.lead_id, ""),
                "blocked": ", ".join(_label_of(value, code) for code in row.blocks),
            }
            notes.append(Note(held, said, Link(row.code, reverse("obligations:item", args=[row.code])), is_late=True))
    if value.reason and value.state in ("SELECTED", "RUNNING") and value.notified is None:
        notes.append(Note(_("Thông báo đã bị trả lại:"), value.reason, is_late=True))
    elif value.reason and value.state in ("DROPPED", "CARRIED"):
        notes.append(Note(_("Lý do:"), value.reason))
    return notes


def _label_of(value: queries.TopicValue, code: str) -> str:
    row = next((row for row in value.rows if row.code == code), None)
    return f"{queries.duty_name(row.duty, row.title)} ({code})" if row else code


def _track(value: queries.TopicValue) -> list[TrackStep]:
    steps = []
    for phase in value.phases:
        left = sum(phase.counts.get(state, 0) for state in OWED)
        late = phase.counts.get("late", 0)
        done = phase.counts.get("done", 0)
        if phase.closed and phase.entered:
            said = ngettext("%(count)s việc xong", "%(count)s việc xong", done) % {"count": done}
            after = ngettext("còn %(count)s việc", "còn %(count)s việc", left) % {"count": left} if left else ""
            text = joined([words.span(phase.entered, phase.closed), said, after])
            steps.append(TrackStep(phase.name, Glyph.of(State.DONE), text))
        elif phase.entered:
            said = ngettext("%(count)s việc mở", "%(count)s việc mở", left) % {"count": left}
            over = ngettext("%(count)s quá hạn", "%(count)s quá hạn", late) % {"count": late} if late else ""
            text = joined([words.span(phase.entered, phase.planned_end), said, over])
            steps.append(TrackStep(phase.name, Glyph.of(State.DOING), text, is_current=True))
        else:
            until = _("dự kiến đến %(day)s") % {"day": words.day_month(phase.planned_end)} if phase.planned_end else ""
            steps.append(TrackStep(phase.name, Glyph.of(State.PLAN), until))
    return steps


def _gate(value: queries.TopicValue) -> Gate | None:
    gate = value.gate
    if gate is None:
        return None
    name = _("Điều kiện vào giai đoạn %(phase)s") if gate.is_entry else _("Điều kiện kết thúc giai đoạn %(phase)s")
    passed, not_yet = Glyph.of(State.DONE, _("Đạt")), Glyph.of(State.PLAN, _("Chưa đạt"))
    checks = tuple(GateCheck(passed if check.is_passed else not_yet, check.words) for check in gate.checks)
    return Gate(name % {"phase": gate.name}, checks)


def _lanes(value: queries.TopicValue) -> Lanes:
    """A lane for each unit that has a share in an obligation of the dossier, parties first, an empty one shown too."""
    columns = [(phase.key, phase.name) for phase in value.phases]
    if any(row.stage not in dict(columns) for row in value.rows):
        columns.insert(0, ("", _("Chung")))
    roles = {party.unit_id: str(ROLE_WORDS[party.role]) for party in value.parties}
    names = {party.unit_id: party.name for party in value.parties}
    names |= {lane.unit_id: lane.unit for row in value.rows for lane in row.lanes if lane.unit_id not in names}
    keys = dict(columns)
    return Lanes(
        caption=_("Việc của từng cơ quan theo giai đoạn"),
        columns=tuple(name for _key, name in columns),
        lanes=tuple(
            Lane(
                unit=name,
                role=roles.get(unit_id, ""),
                cells=tuple(
                    LaneCell(
                        column,
                        tuple(
                            _item(value, row)
                            for row in value.rows
                            if (row.stage if row.stage in keys else "") == key
                            and any(lane.unit_id == unit_id for lane in row.lanes)
                        ),
                    )
                    for key, column in columns
                ),
            )
            for unit_id, name in names.items()
        ),
    )


def _item(value: queries.TopicValue, row: obligations.ObligationRow) -> LaneItem:
    waits = [other for other in value.rows if row.code in other.blocks and other.shown not in ("done", "held")]
    hit = (
        _("chờ %(what)s") % {"what": ", ".join(queries.duty_name(o.duty, o.title).lower() for o in waits)}
        if waits
        else ""
    )
    return LaneItem(
        glyph=Glyph.of(State(row.shown), _("Được miễn") if row.shown == "held" else ""),
        label=queries.duty_name(row.duty, row.title),
        url=reverse("obligations:item", args=[row.code]),
        meta=_("hạn %(day)s") % {"day": words.day_month(row.due_date)} if row.due_date else "",
        hit=hit if row.shown not in ("done", "held") else "",
    )


def _happenings(value: queries.TopicValue) -> list[Term]:
    kinds = {"meeting.start": _("hoạt động"), "claim.opened": _("thông tin sai")}
    return [Term(words.day(one.on), f"{one.title} ({kinds[one.kind]})") for one in value.happenings]


def _acts(actor: Actor, value: queries.TopicValue) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step first, from where the topic stands; the rest beside it."""
    rights, gate = value.rights, value.gate
    code, version = value.code, value.version
    found: list[Act] = []
    if rights.select:
        found.append(Act(_("Chọn và thông báo"), reverse("plans:select-and-notify", args=[code]), version))
    if rights.notify:
        found.append(Act(_("Thông báo cho chủ trì"), reverse("plans:notify-topic", args=[code]), version))
    if rights.acknowledge:
        found.append(Act(_("Mở công văn để xác nhận"), reverse("dispatches:letter", args=[value.dispatch])))
    if gate is not None and rights.enter and gate.is_open:
        label = _("Vào giai đoạn %(phase)s") % {"phase": gate.name}
        found.append(Act(label, reverse("plans:enter", args=[code, gate.phase])))
    if gate is not None and rights.close_phase and gate.is_open:
        label = _("Kết thúc giai đoạn %(phase)s") % {"phase": gate.name}
        found.append(Act(label, reverse("plans:close-phase", args=[code, gate.phase]), version))
    if rights.close:
        found.append(Act(_("Kết thúc vấn đề"), reverse("plans:close-topic", args=[code])))
    primary = found[0] if found else _most_urgent(actor, value)
    rest = found[1:]
    if rights.select:
        rest.append(Act(_("Chỉ chọn, thông báo sau"), reverse("plans:select", args=[code]), version))
    for is_open, label, name in (
        (rights.plan_phase, _("Dự kiến kết thúc giai đoạn"), "plan-phase"),
        (rights.happen, _("Ghi hoạt động"), "happen"),
        (rights.join, _("Thêm cơ quan tham gia"), "join"),
        (rights.carry and bool(value.carry_into), _("Chuyển sang năm sau"), "carry"),
        (rights.drop, _("Bỏ vấn đề"), "drop"),
    ):
        if is_open:
            rest.append(Act(label, reverse(f"plans:{name}", args=[code])))
    return primary, tuple(rest)


def _most_urgent(actor: Actor, value: queries.TopicValue) -> Act | None:
    """Where no phase is to be moved, the reader's own next duty: to accept what waits, else what is due first."""
    if not actor.has_role(DOERS):
        return None
    waiting = [row for row in value.rows if row.shown == "wait" and row.entitled_id == actor.unit_id]
    owed = [row for row in value.rows if row.shown in OWED and row.due_date and row.lead_id == actor.unit_id]
    label, rows = (_("Nghiệm thu: %(duty)s"), waiting) if waiting else (_("Thực hiện: %(duty)s"), owed)
    if not rows:
        return None
    first = min(rows, key=lambda row: row.due_date or date.max)
    named = label % {"duty": queries.duty_name(first.duty, first.title)}
    return Act(named, reverse("obligations:item", args=[first.code]))


# ── acts that need words ────────────────────────────────────────────────────────────────────────────────────


def topic_act(actor: Actor, code: str, act: str, form: Any, at: datetime) -> ActPage:
    value = queries.topic_value(actor, code, local_date(at))
    rights = value.rights
    gate = value.gate.name if value.gate else ""
    is_open, title, said, label = {
        "enter": (rights.enter, _("Vào giai đoạn %(phase)s") % {"phase": gate}, "", _("Vào giai đoạn")),
        "plan_phase": (rights.plan_phase, _("Dự kiến kết thúc giai đoạn"), "", _("Lưu")),
        "happen": (
            rights.happen,
            _("Ghi hoạt động"),
            _("Các nghĩa vụ tính từ hoạt động này được mở ngay, kèm hạn."),
            _("Ghi"),
        ),
        "join": (
            rights.join,
            _("Thêm cơ quan tham gia"),
            _("Cơ quan này xem được hồ sơ và có làn riêng trong các nghĩa vụ của giai đoạn."),
            _("Thêm cơ quan"),
        ),
        "carry": (
            rights.carry,
            _("Chuyển sang năm sau"),
            _("Nghĩa vụ còn mở của năm nay được rút; vấn đề mang mã mới trong kế hoạch năm sau."),
            _("Chuyển"),
        ),
        "drop": (rights.drop, _("Bỏ vấn đề"), _("Nghĩa vụ của vấn đề được rút theo lý do này."), _("Bỏ vấn đề")),
        "close": (rights.close, _("Kết thúc vấn đề"), "", _("Kết thúc vấn đề")),
    }[act]
    check_open(is_open=is_open)
    form.initial.setdefault("version", value.version)
    return ActPage(
        title=title,
        crumb=Link(value.code, reverse("plans:topic", args=[code])),
        said=joined([value.title, said]),
        form=form,
        label=label,
        why=value.why,
    )


def open_phases(actor: Actor, code: str, at: datetime) -> list[tuple[str, str]]:
    value = queries.topic_value(actor, code, local_date(at))
    return [(phase.key, phase.name) for phase in value.phases if phase.closed is None]


def plans_to_carry_into(actor: Actor, code: str, at: datetime) -> list[tuple[str, str]]:
    value = queries.topic_value(actor, code, local_date(at))
    return [(choice.code, f"{choice.year}: {choice.code}") for choice in value.carry_into]


def units_to_join(actor: Actor, code: str, at: datetime) -> list[tuple[int, str]]:
    """The units in force in the territory of the topic that are not in it."""
    value = queries.topic_value(actor, code, local_date(at))
    there = {party.unit_id for party in value.parties}
    return [(line.id, line.name) for line in units(actor, at, territory=value.territory) if line.id not in there]
