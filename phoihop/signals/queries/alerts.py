"""Reading alerts: the list, one with its series and its working group, what other pages show of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import QuerySet

from phoihop.documents import queries as documents
from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.events import Event
from phoihop.ground.powers import NotVisible, may, why
from phoihop.ground.prepared import prepared
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import territory_by_slug, unit_names
from phoihop.signals import states
from phoihop.signals.models import Alert, AlertDuty, AlertNote, AlertReading, AlertUnit
from phoihop.signals.queries.lines import alert_lines, may_set, measured_of
from phoihop.signals.queries.quality import judged
from phoihop.signals.queries.series import kinds_between, one_series, pattern_in, whole
from phoihop.signals.queries.values import (
    AlertLine,
    AlertList,
    AlertRights,
    AlertValue,
    DutyValue,
    NoteValue,
    PartValue,
    PointValue,
    SeriesValue,
)
from phoihop.signals.rules import days, ears, quality
from phoihop.signals.rules.limits import DAYS_READ, SHOWN_DAYS, SHOWN_WEEKS

MOST_SHOWN = 50
VIEWS = {"": None, "dang-xu-ly": states.UNDER_WAY, "da-ket-thuc": ("CLOSED",)}


def alerts(actor: Actor, *, view: str = "", after: str = "", limit: int = MOST_SHOWN) -> AlertList:
    """The alerts that the reader may see, the newest first. Four queries."""
    rows = Alert.objects.visible_to(actor).select_related("alarm").order_by("-pk")
    wanted = VIEWS.get(view)
    if wanted is not None:
        rows = rows.filter(state__in=wanted)
    if after:
        rows = rows.filter(pk__lt=Alert.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return AlertList(
        lines=tuple(alert_lines(actor, shown)),
        next=shown[-1].code if len(found) > limit else "",
        may_set=may_set(actor),
    )


def visible_alert(actor: Actor, code: str) -> Alert:
    row = Alert.objects.visible_to(actor).select_related("alarm").filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def alert_value(actor: Actor, code: str, today: date) -> AlertValue:
    """One alert with everything its page shows. Not visible to outsiders; a constant number of queries."""
    row = visible_alert(actor, code)
    parts = list(AlertUnit.rows.filter(alert=row).order_by("pk"))
    duties = list(AlertDuty.rows.filter(alert=row).order_by("number"))
    notes = list(AlertNote.rows.filter(alert=row).order_by("number"))
    names = unit_names([*(one.unit_id for one in parts), *(one.unit_id for one in duties), *(n.unit_id for n in notes)])
    papers = documents.documents_of(actor, [one.document for one in notes if one.document])
    place = territory_by_slug(row.place)
    return AlertValue(
        line=alert_lines(actor, [row])[0],
        owner_id=row.owner_id,
        alarm=row.alarm.code,
        is_alarm_visible=may(actor, "alarm.see", row.alarm),
        place=place.name if place is not None else row.place,
        topic=row.topic,
        peak=row.peak,
        limit=row.limit,
        reason=row.reason,
        known_day=row.known_day,
        closed_at=row.closed_at,
        closed_post=row.closed_post,
        series=series_of(row, today),
        parts=tuple(
            PartValue(one.unit_id, names[one.unit_id].name, one.state, one.invited_at, one.answered_at, one.reason)
            for one in parts
        ),
        duties=tuple(
            DutyValue(one.number, names[one.unit_id].name, one.text, one.due_date, one.obligation) for one in duties
        ),
        notes=tuple(
            NoteValue(
                number=one.number,
                unit=names[one.unit_id].name,
                day=one.day,
                text=one.text,
                document=one.document,
                is_document_visible=one.document in papers,
                noted_at=one.noted_at,
                post=one.noted_post,
            )
            for one in notes
        ),
        measured=measured_of(row.alarm),
        record=quality.quality(judged([row.alarm_id]).get(row.alarm_id, ())),
        rights=rights_of(actor, row, parts),
        version=row.version,
        why=why(actor, row),
    )


def rights_of(actor: Actor, row: Alert, parts: Collection[AlertUnit] | None = None) -> AlertRights:
    """What the reader may do as the alert stands."""
    if row.state == "CLOSED":
        return AlertRights()
    parts = list(AlertUnit.rows.filter(alert=row)) if parts is None else parts
    own = next((one for one in parts if one.unit_id == actor.unit_id), None)
    answers = own is not None and actor.has_role(DOERS)

    def can(power: str) -> bool:
        return may(actor, power, row)

    return AlertRights(
        take=row.state == "OPEN" and can("alert.take"),
        share=can("alert.share"),
        join=answers and own is not None and own.state in ("INVITED", "DECLINED"),
        decline=answers and own is not None and own.state == "INVITED",
        charge=can("alert.charge"),
        note=can("alert.note"),
        close=can("alert.close"),
    )


def why_seen(actor: Actor, row: Alert) -> str:
    return why(actor, row)


def series_of(row: Alert, today: date) -> SeriesValue:
    """The days (weeks) up to a fortnight after the last one above its limit, with the limit of each. Three queries."""
    pattern = pattern_in(row.alarm, row.place)
    until = min(row.last_day + timedelta(days=14), today - timedelta(days=1))
    read = {one.day: one for one in AlertReading.rows.filter(alert=row).order_by("day")}
    if row.is_weekly:
        return _weeks(row, pattern, until, read)
    first = until - timedelta(days=DAYS_READ)
    counts = one_series(pattern, "DAY", first, until)
    kinds = kinds_between(first, until, one_series(whole(pattern), "DAY", first, until))
    points: dict[date, PointValue] = {}
    for stratum in days.COUNTED:
        own = [day for day, kind in kinds.items() if kind == stratum]
        found = ears.readings(row.method, [counts.get(day, 0) for day in own], row.alarm.threshold)
        for day, one in zip(own, found, strict=True):
            points[day] = PointValue(day, counts.get(day, 0), stratum, one.limit if one else None, is_above=False)
    for day, kind in kinds.items():
        if kind not in days.COUNTED:
            points[day] = PointValue(day, counts.get(day, 0), kind, None, is_above=False)
    points |= {day: _above(one, points[day].kind) for day, one in read.items() if day in points}
    shown = [points[day] for day in sorted(points)][-SHOWN_DAYS:]
    return SeriesValue(row.alarm.source, is_weekly=False, points=tuple(shown))


def _weeks(row: Alert, pattern: Any, until: date, read: Mapping[date, AlertReading]) -> SeriesValue:
    last = max(row.last_day, days.monday(until - timedelta(days=6)))
    first = last - timedelta(weeks=SHOWN_WEEKS - 1)
    counts = one_series(pattern, "WEEK", first, last)
    end = last + timedelta(days=6)
    kinds = kinds_between(first, end, one_series(whole(pattern), "DAY", first, end))
    return SeriesValue(
        row.alarm.source,
        is_weekly=True,
        points=tuple(
            _above(read[week], days.WORK)
            if week in read
            else PointValue(week, counts.get(week, 0), days.WORK if is_whole else days.GAP, limit=None, is_above=False)
            for week, is_whole in days.whole_weeks(first, end, kinds).items()
        ),
    )


def _above(one: AlertReading, kind: str) -> PointValue:
    """A day as it was read when it went above, whatever was counted later."""
    return PointValue(one.day, one.number, kind, one.limit, is_above=True)


def alerts_about(actor: Actor, topic: str) -> list[AlertLine]:
    """Alerts about a topic, the newest first."""
    return alert_lines(actor, _about(actor, topic))


@prepared
def _about(actor: Actor, topic: str) -> QuerySet[Alert]:
    return Alert.objects.visible_to(actor).filter(topic=topic).order_by("-pk")[:10]


def alert_of_obligation(actor: Actor, source: str) -> AlertLine | None:
    """The alert in whose working group an obligation was given."""
    found = alert_lines(actor, list(Alert.objects.visible_to(actor).filter(code=source)[:1]))
    return found[0] if found else None


def source_of_duty(code: str) -> str:
    """What an obligation, whose page the reader has found visible, comes from. One query."""
    return str(obligations.row_of(cast("Any", Event(code=code))).source)


def group_to_charge(actor: Actor, code: str) -> list[tuple[int, str]]:
    """The owner and the units that have joined."""
    row = visible_alert(actor, code)
    joined = AlertUnit.rows.filter(alert=row, state="ACCEPTED").order_by("pk").values_list("unit_id", flat=True)
    ids = list(dict.fromkeys([row.owner_id, *joined]))
    names = unit_names(ids)
    return [(pk, names[pk].name) for pk in ids if pk in names]


def in_menu(actor: Actor, today: date) -> QuerySet[Alert]:
    """For the menu: alerts that nobody of the reader's unit has taken up."""
    if actor.unit_id is None or not actor.has_role(DOERS):
        return Alert.rows.none()
    return Alert.rows.filter(owner_id=actor.unit_id, state="OPEN")
