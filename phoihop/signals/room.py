"""The sheet of the room of early warning."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS
from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Dated, Entry, Finder, How, Keep, Notice, Panel, Sheet
from phoihop.signals import events, pages, policy, queries, states


def _alert(event: Event) -> str:
    return reverse("signals:alert", args=[event.code])


def _alarm(event: Event) -> str:
    return reverse("signals:alarm", args=[event.code])


def _to_owner(event: events._OfAlert) -> list[Circle]:
    return [Circle(policy.WATCHERS, unit_id=event.owner_id)]


def _to_unit(event: events.AlertShared) -> list[Circle]:
    return [Circle(DOERS, unit_id=event.unit_id)]


def _to_group(event: events.AlertClosed) -> list[Circle]:
    units = sorted({event.owner_id, *queries.parties([event.code])})
    return [Circle(policy.WATCHERS, unit_id=unit_id) for unit_id in units]


def _at_once(event: Any, thing: Any, changes: dict[str, Any], at: datetime) -> How:
    """At once; through quiet hours only where whoever set the alarm said so."""
    return How.URGENT if queries.is_at_night(event) else How.NORMAL


sheet = Sheet(
    room="signals",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={
        events.CountsTaken: _("Đếm phản ánh và tin báo từ %(first)s đến %(last)s: %(cells)s con số"),
        events.AlarmSet: _("Đặt ngưỡng %(code)s: %(title)s (%(method)s, báo nhầm %(false_a_year)s lần một năm)"),
        events.AlarmChanged: _("Sửa ngưỡng %(code)s: %(title)s (%(method)s, báo nhầm %(false_a_year)s lần một năm)"),
        events.AlarmStopped: _("Ngừng ngưỡng %(code)s: %(reason)s"),
        events.AlarmStarted: _("Mở lại ngưỡng %(code)s"),
        events.AlertOpened: _("Mở cảnh báo %(code)s: %(title)s, %(number)s, thường %(expected)s"),
        events.AlertRose: _("Cảnh báo %(code)s tiếp tục vượt ngưỡng: %(number)s"),
        events.AlertTaken: _("Nhận xử lý cảnh báo %(code)s"),
        events.AlertShared: _("Mời %(unit_name)s vào tổ công tác của %(code)s"),
        events.AlertJoined: _("%(unit_name)s tham gia tổ công tác của %(code)s"),
        events.AlertDeclined: _("%(unit_name)s không tham gia tổ công tác của %(code)s: %(reason)s"),
        events.AlertCharged: _("Giao %(unit_name)s một việc của %(code)s, hạn %(due)s"),
        events.AlertNoted: _("Ghi sự việc %(number)s vào cảnh báo %(code)s"),
        events.AlertClosed: _("Kết thúc cảnh báo %(code)s: %(reason)s"),
    },
    tells=[
        Notice(on=events.AlertOpened, to=_to_owner, thing=queries.alert_row, url=_alert, how=_at_once),
        Notice(on=events.AlertRose, to=_to_owner, thing=queries.alert_row, url=_alert, how=How.DIGEST),
        Notice(on=events.AlertShared, to=_to_unit, thing=queries.alert_row, url=_alert, how=_at_once),
        *(
            Notice(on=event, to=_to_owner, thing=queries.alert_row, url=_alert)
            for event in (events.AlertJoined, events.AlertDeclined, events.AlertNoted)
        ),
        Notice(on=events.AlertClosed, to=_to_group, thing=queries.alert_row, url=_alert),
    ],
    panels=[
        Panel(on="topic", build=pages.alerts_on, template="signals/_on_topic.html", order=58),
        Panel(on="obligation", build=pages.alert_on_obligation, template="signals/_on_obligation.html", order=47),
    ],
    finds=[
        Finder(
            "alert",
            _("Cảnh báo"),
            prefixes=("BD-",),
            build=queries.found_alerts,
            codes=queries.alert_codes,
            visible=queries.visible_alerts,
        ),
        Finder(
            "alarm",
            _("Ngưỡng cảnh báo"),
            prefixes=("NG-",),
            build=queries.found_alarms,
            codes=queries.alarm_codes,
            visible=queries.visible_alarms,
        ),
    ],
    dates=[Dated("alert", _("Cảnh báo sớm"), queries.dated_between, order=80)],
    reports=[Section("signals", _("Cảnh báo sớm"), queries.report_section, order=72)],
    parties=queries.parties,
    waits=queries.waits,
    rehomes=[
        Rehome(
            "alarm",
            _("ngưỡng cảnh báo"),
            model="signals.Alarm",
            column="unit_id",
            dossier="topic",
            group="topic",
            is_open=lambda day: Q(state="ON"),
            alike=("source", "topic", "category", "place", "is_each_place", "method"),
            is_alike_open=True,
        ),
        Rehome(
            "alarm-told",
            _("cơ quan được mời khi có cảnh báo"),
            model="signals.AlarmUnit",
            column="unit_id",
            code="alarm__code",
            alike=("alarm_id",),
            is_told=False,
        ),
        Rehome(
            "alert",
            _("cảnh báo chưa kết thúc"),
            model="signals.Alert",
            column="owner_id",
            dossier="topic",
            group="topic",
            is_open=lambda day: Q(state__in=states.UNDER_WAY),
        ),
        Rehome(
            "alert-group",
            _("cơ quan trong tổ công tác của cảnh báo"),
            model="signals.AlertUnit",
            column="unit_id",
            code="alert__code",
            dossier="alert__topic",
            group="alert__topic",
            is_open=lambda day: Q(alert__state__in=states.UNDER_WAY),
            alike=("alert_id",),
        ),
        Stays(
            "signals.AlertDuty", "unit_id", "what was asked of the unit of that day; the obligation itself goes over"
        ),
        Stays("signals.AlertNote", "unit_id", "the unit that wrote the fact down"),
    ],
    menu=[
        Entry(
            "signals:list",
            _("Cảnh báo sớm"),
            icon="soon",
            needs="alert.list",
            order=610,
            waiting=queries.in_menu,
        )
    ],
)
