"""Alarm settings: the list, one, a new one with its false alarms shown before it is saved; the yearly quality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Note, Pager, Row, Tab, Term, words
from phoihop.ground.powers import SIGNED_IN, NotAllowed
from phoihop.organizations.queries import unit_names, units_to_choose
from phoihop.signals import queries
from phoihop.signals.pages import words as say
from phoihop.signals.pages.items import row_of
from phoihop.signals.rules import limits


@dataclass(frozen=True, slots=True)
class AlarmsPage:
    title: str
    back: Link
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    set: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class AlarmPage:
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
    measured: str
    measured_on: str
    record: str
    alerts: tuple[Row, ...]
    why: str


@dataclass(frozen=True, slots=True)
class SetPage:
    """A setting's form. Once its values are whole, how often it would go off for nothing, and then it may be saved."""

    title: str
    crumb: Link
    said: str
    form: Any
    measured: str
    record: str
    seen: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class QualityRow:
    what: str
    url: str
    method: str
    opened: str
    true: str
    false: str
    late: str
    right: str
    lead: str
    expected: str


@dataclass(frozen=True, slots=True)
class QualityPage:
    title: str
    back: Link
    tabs: tuple[Tab, ...]
    finding: str
    methods: tuple[QualityRow, ...]
    alarms: tuple[QualityRow, ...]
    empty: Empty
    why: str


def alarms_page(actor: Actor, after: str) -> AlarmsPage:
    found = queries.alarms(actor, after=after)
    return AlarmsPage(
        title=_("Ngưỡng cảnh báo"),
        back=Link(_("Cảnh báo sớm"), reverse("signals:list")),
        rows=tuple(_row(line) for line in found.lines),
        pager=Pager(next_url=f"?sau={found.next}" if found.next else ""),
        empty=Empty(
            _("Chưa có ngưỡng nào."),
            _("Một ngưỡng theo dõi con số chung của một nơi, một vấn đề hoặc lĩnh vực; không theo dõi ai."),
        ),
        set=Link(_("Đặt ngưỡng"), reverse("signals:set-alarm")) if found.may_set else None,
        why=str(SIGNED_IN),
    )


def _row(line: queries.AlarmLine) -> Row:
    return Row(
        glyph=say.glyph(say.ALARM_STATES, line.state),
        what=line.title,
        url=reverse("signals:alarm", args=[line.code]),
        meta=say.joined(
            [
                queries.SHORT[line.method],
                _("mô phỏng: báo nhầm %(count)s lần một năm") % {"count": say.number(line.false_a_year)},
                _("thực tế: báo nhầm %(false)s trong %(judged)s")
                % {"false": line.quality.false, "judged": line.quality.judged},
                line.unit,
            ]
        ),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def alarm_page(actor: Actor, code: str) -> AlarmPage:
    value = queries.alarm_value(actor, code)
    line, rights = value.line, value.rights
    acts = [
        act
        for has, act in (
            (rights.start, Act(_("Mở lại"), reverse("signals:start-alarm", args=[code]), value.version)),
            (rights.change, Act(_("Sửa…"), reverse("signals:change-alarm", args=[code]))),
            (rights.stop, Act(_("Ngừng…"), reverse("signals:stop-alarm", args=[code]))),
        )
        if has
    ]
    return AlarmPage(
        title=line.title,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=say.glyph(say.ALARM_STATES, line.state),
        meta=line.unit,
        back=Link(_("Các ngưỡng"), reverse("signals:alarms")),
        notes=(Note(_("Đang ngừng theo dõi."), value.reason),) if line.state == "OFF" else (),
        primary=acts[0] if acts else None,
        acts=tuple(acts[1:]),
        facts=tuple(_facts(value)),
        measured=say.measured(value.measured),
        measured_on=_("Đo ngày %(day)s, khi lưu ngưỡng.") % {"day": say.day_of(value.measured_at)},
        record=say.record(line.quality),
        alerts=tuple(row_of(one) for one in value.alerts),
        why=value.why,
    )


def _facts(value: queries.AlarmValue) -> list[Term]:
    line, scope = value.line, value.scope
    place = _("từng xã, phường của %(place)s") % {"place": value.place} if scope.is_each_place else value.place
    facts = [
        Term(_("Cơ quan được báo"), line.unit),
        Term(_("Nguồn"), str(queries.SOURCES[line.source])),
        Term(_("Nơi"), place),
        Term(_("Phương pháp"), str(queries.METHODS[line.method])),
        Term(_("Ngưỡng"), say.threshold(line.method, line.threshold)),
        Term(_("Ít nhất"), str(value.least)),
        Term(_("Nghỉ sau khi kết thúc"), _("%(count)s ngày") % {"count": value.rest_days}),
        Term(_("Báo trong giờ nghỉ"), _("có") if value.is_at_night else _("không")),
        Term(_("Đặt ngày"), say.joined([say.day_of(value.set_at), value.set_post])),
    ]
    if scope.topic:
        facts.insert(2, Term(_("Vấn đề"), scope.topic))
    if value.told:
        facts.append(Term(_("Được mời khi có cảnh báo"), "; ".join(name for _pk, name in value.told)))
    return facts


# ── setting and changing ────────────────────────────────────────────────────────────────────────────────────


def units(actor: Actor, at: datetime, sent: QueryDict | None = None) -> list[tuple[int, str]]:
    """Units that may be chosen: those found by what was typed, those chosen already, those of the territory."""
    given = [*sent.getlist("told_ids"), *sent.getlist("unit_id")] if sent else []
    chosen = [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 10]
    found = units_to_choose(actor, at, text=sent.get("find", "") if sent else "", chosen=chosen)
    return [(one.id, one.name) for one in found]


def offers(actor: Actor, at: datetime, sent: QueryDict) -> dict[str, Any]:
    """What a new setting may choose from."""
    names = unit_names([actor.unit_id])
    territory = next((one.territory for one in names.values()), "")
    return {
        "units": units(actor, at, sent),
        "topics": queries.topics_to_watch(actor, local_date(at)),
        "categories": queries.categories_to_watch(territory),
        "places": queries.places_to_watch(territory),
        "initial": {"source": "CONCERNS", "method": "C2", "rest_days": limits.REST_DAYS},
    }


def offers_of(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    """What a setting that is there may be changed to, as it stands."""
    value = queries.alarm_value(actor, code)
    told = [pk for pk, _name in value.told]
    found = {one.id: one.name for one in units_to_choose(actor, at, chosen=told)}
    return {
        "units": list(found.items()),
        "initial": {
            "version": value.version,
            "method": value.line.method,
            "threshold": value.line.threshold,
            "least": value.least,
            "rest_days": value.rest_days,
            "told_ids": told,
            "is_at_night": value.is_at_night,
        },
    }


def set_page(actor: Actor, form: Any, at: datetime) -> SetPage:
    measured = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        scope = queries.Scope(
            given["source"], given["topic"], given["category"], given["place"], given["is_each_place"]
        )
        measured = _measure(scope, given, at)
    return SetPage(
        title=_("Đặt ngưỡng cảnh báo"),
        crumb=Link(_("Các ngưỡng"), reverse("signals:alarms")),
        said=_("Chỉ theo dõi con số chung. Trước khi lưu, trang cho biết ngưỡng báo nhầm bao nhiêu lần một năm."),
        form=form,
        measured=say.measured(measured) if measured is not None else "",
        record="",
        seen=form.key() if measured is not None else "",
        label=_("Lưu ngưỡng này") if measured is not None else _("Xem tỷ lệ báo nhầm"),
        why=_("Bạn xem được vì %(unit)s đặt ngưỡng cho mình.") % {"unit": actor.unit_name},
    )


def change_page(actor: Actor, code: str, form: Any, at: datetime) -> SetPage:
    value = queries.alarm_value(actor, code)
    if not value.rights.change:
        raise NotAllowed(_("Lúc này bạn không sửa được ngưỡng %(code)s; nó giữ nguyên.") % {"code": code})
    measured = _measure(value.scope, form.cleaned_data, at) if form.is_bound and form.is_valid() else None
    return SetPage(
        title=_("Sửa ngưỡng cảnh báo"),
        crumb=Link(value.line.title, reverse("signals:alarm", args=[code])),
        said=_("Nơi và nội dung theo dõi giữ nguyên. Trước khi lưu, trang cho biết ngưỡng mới báo nhầm bao nhiêu."),
        form=form,
        measured=say.measured(measured) if measured is not None else "",
        record=say.record(value.line.quality),
        seen=form.key() if measured is not None else "",
        label=_("Lưu ngưỡng này") if measured is not None else _("Xem tỷ lệ báo nhầm"),
        why=value.why,
    )


def _measure(scope: queries.Scope, given: dict[str, Any], at: datetime) -> queries.Measured:
    threshold = given["threshold"]
    return queries.measure(
        scope,
        method=given["method"],
        threshold=limits.THRESHOLDS[given["method"]] if threshold is None else threshold,
        least=given["least"] or limits.FEW[scope.source],
        today=local_date(at),
    )


def start_of_alarm(actor: Actor, code: str) -> dict[str, Any]:
    return {"version": queries.alarm_value(actor, code).version}


def stop_page(actor: Actor, code: str, form: Any) -> ActPage:
    value = queries.alarm_value(actor, code)
    if not value.rights.stop:
        raise NotAllowed(_("Lúc này bạn không ngừng được ngưỡng %(code)s; nó giữ nguyên.") % {"code": code})
    return ActPage(
        title=_("Ngừng theo dõi"),
        crumb=Link(value.line.title, reverse("signals:alarm", args=[code])),
        said=_("Cảnh báo đang mở vẫn được xử lý; hồ sơ báo đúng, báo nhầm được giữ."),
        form=form,
        label=_("Ngừng theo dõi"),
        why=value.why,
    )


# ── quality ─────────────────────────────────────────────────────────────────────────────────────────────────


def quality_page(actor: Actor, asked: str, at: datetime) -> QualityPage:
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    value = queries.year_quality(actor, local_date(at), year=year)
    here, total = reverse("signals:quality"), value.total
    return QualityPage(
        title=_("Chất lượng cảnh báo năm %(year)s") % {"year": value.year},
        back=Link(_("Cảnh báo sớm"), reverse("signals:list")),
        tabs=tuple(Tab(str(one), f"{here}?nam={one}", is_current=one == value.year) for one in value.years),
        finding=_(
            "%(opened)s cảnh báo mở, %(judged)s đã kết luận: %(right)s có thật, %(late)s trong đó báo muộn; trung vị"
            " %(lead)s."
        )
        % {
            "opened": total.opened,
            "judged": total.judged,
            "right": say.percent(total.right),
            "late": total.late,
            "lead": say.lead(total.lead_days),
        }
        if total.opened
        else "",
        methods=tuple(_quality(str(queries.METHODS[one.method]), "", one.method, one.quality) for one in value.methods),
        alarms=tuple(
            _quality(one.title, reverse("signals:alarm", args=[one.code]), one.method, one.quality, one.false_a_year)
            for one in value.alarms
        ),
        empty=Empty(_("Năm này chưa có cảnh báo nào."), _("Khi cảnh báo được kết luận, chất lượng hiện ở đây.")),
        why=str(SIGNED_IN),
    )


def _quality(what: str, url: str, method: str, of: Any, expected: float | None = None) -> QualityRow:
    return QualityRow(
        what=what,
        url=url,
        method=queries.SHORT[method],
        opened=str(of.opened),
        true=str(of.true),
        false=str(of.false),
        late=str(of.late),
        right=say.percent(of.right),
        lead=say.lead(of.lead_days),
        expected=say.number(expected) if expected is not None else "–",
    )
