"""What search, calendar, notices and other rooms learn of alarms and alerts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.clock import local_date
from phoihop.ground.events import Event
from phoihop.ground.parts import State
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import DatedRow, FoundRow, Waiting
from phoihop.organizations.queries import search_names
from phoihop.signals import states
from phoihop.signals.models import Alarm, AlarmUnit, Alert, AlertNote, AlertUnit

MOST = 200


def alert_row(event: Event) -> Alert:
    return Alert.rows.get(code=event.code)


def alarm_row(event: Event) -> Alarm:
    return Alarm.rows.get(code=event.code)


def is_at_night(event: Event) -> bool:
    """Whether whoever set the alarm wants to be told at any hour."""
    return Alert.rows.filter(code=event.code, alarm__is_at_night=True).exists()


def found_alerts(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of alerts. Four queries."""
    rows = list(Alert.rows.filter(code__in=codes).select_related("alarm"))
    tokens = tokens_of("alert.see", rows)
    units = {row.pk: [row.owner_id] for row in rows}
    for alert_id, unit_id in AlertUnit.rows.filter(alert__in=rows).order_by("pk").values_list("alert_id", "unit_id"):
        units[alert_id].append(unit_id)
    texts: dict[int, list[str]] = {row.pk: [] for row in rows}
    for alert_id, text in AlertNote.rows.filter(alert__in=rows).order_by("number").values_list("alert_id", "text"):
        texts[alert_id].append(text)
    return [
        FoundRow(
            code=row.code,
            kind="alert",
            title=row.title,
            url=reverse("signals:alert", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, (row.reason, *texts[row.pk]))),
            numbers=tuple(filter(None, (row.topic, row.alarm.code))),
            unit_ids=tuple(dict.fromkeys(units[row.pk])),
            unit_names=search_names(list(dict.fromkeys(units[row.pk]))),
            date=local_date(row.opened_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def alert_codes(after: str, limit: int) -> list[str]:
    return list(Alert.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_alerts(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Alert.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def found_alarms(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of alarm settings. Three queries."""
    rows = list(Alarm.rows.filter(code__in=codes))
    tokens = tokens_of("alarm.see", rows)
    units = {row.pk: [row.unit_id] for row in rows}
    for alarm_id, unit_id in AlarmUnit.rows.filter(alarm__in=rows).order_by("pk").values_list("alarm_id", "unit_id"):
        units[alarm_id].append(unit_id)
    return [
        FoundRow(
            code=row.code,
            kind="alarm",
            title=row.title,
            url=reverse("signals:alarm", args=[row.code]),
            tokens=tokens[row.pk],
            numbers=(row.topic,) if row.topic else (),
            unit_ids=tuple(dict.fromkeys(units[row.pk])),
            unit_names=search_names(list(dict.fromkeys(units[row.pk]))),
            date=local_date(row.set_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def alarm_codes(after: str, limit: int) -> list[str]:
    return list(Alarm.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_alarms(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Alarm.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def parties(codes: Collection[str]) -> set[int]:
    """Who owns an alert and who is in its group. Two queries however many."""
    wanted = [code for code in codes if code.startswith("BD-")]
    if not wanted:
        return set()
    owners = Alert.rows.filter(code__in=wanted).values_list("owner_id", flat=True)
    return {*owners, *AlertUnit.rows.filter(alert__code__in=wanted).values_list("unit_id", flat=True)}


def waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """Alerts nobody has taken up, and invitations to be answered. What is owed waits as an obligation. Two queries."""
    asked = sorted(unit_ids)
    opened = Alert.rows.filter(owner_id__in=asked, state="OPEN").order_by("opened_at", "pk")
    invited = AlertUnit.rows.filter(unit_id__in=asked, state="INVITED", alert__state__in=states.UNDER_WAY)
    columns = ("unit_id", "alert__code", "alert__title", "invited_at")
    return [
        Waiting(unit, DOERS, "answer", code, title[:200], reverse("signals:alert", args=[code]), None, since)
        for unit, code, title, since in [
            *opened.values_list("owner_id", "code", "title", "opened_at")[:MOST],
            *invited.order_by("invited_at", "pk").values_list(*columns)[:MOST],
        ]
    ]


def dated_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """Days and weeks on which counts were beyond what is usual. Two queries."""
    rows = Alert.objects.visible_to(actor).filter(first_day__lte=last, last_day__gte=first)
    found = list(rows.order_by("first_day", "pk")[:most])
    others: dict[int, list[int]] = {row.pk: [] for row in found}
    for alert_id, unit_id in AlertUnit.rows.filter(alert__in=found).order_by("pk").values_list("alert_id", "unit_id"):
        others[alert_id].append(unit_id)
    return [
        DatedRow(
            kind="alert",
            code=row.code,
            title=_("Cảnh báo: %(title)s") % {"title": row.title},
            url=reverse("signals:alert", args=[row.code]),
            first=row.first_day,
            last=row.last_day,
            state=(State.DONE if row.state == "CLOSED" else State.SOON if row.state == "OPEN" else State.DOING).value,
            stamp=row.closed_at or row.opened_at,
            word=_("Đã kết luận") if row.state == "CLOSED" else _("Đang xử lý"),
            doer_ids=(row.owner_id,),
            other_ids=tuple(dict.fromkeys(pk for pk in others[row.pk] if pk != row.owner_id)),
            dossier=row.topic,
            sequence=row.version,
            is_open=row.state != "CLOSED",
            is_illustration=row.is_illustration,
        )
        for row in found
    ]
