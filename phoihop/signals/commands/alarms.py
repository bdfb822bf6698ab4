"""A unit says what it watches. Before that it is told how often the alarm would go off although nothing happens."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, on_record, tell
from phoihop.ground.powers import ask
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import territory_by_slug, unit_names
from phoihop.plans.queries import visible_topics
from phoihop.signals import events, states
from phoihop.signals.commands.basics import alarm_labels, fact_of, load_alarm, post_of, unchanged, units_there
from phoihop.signals.models import Alarm, AlarmUnit
from phoihop.signals.queries.alarms import categories_to_watch, places_to_watch, topics_to_watch
from phoihop.signals.queries.measuring import measure
from phoihop.signals.queries.names import SOURCES
from phoihop.signals.queries.values import Measured, Scope
from phoihop.signals.rules import limits
from phoihop.signals.rules.watching import LEVELS

EACH = gettext_lazy("từng xã, phường của %(place)s")


@command("alarm.set")
def set_alarm(
    *,
    unit_id: int,
    source: str,
    place: str,
    topic: str = "",
    category: str = "",
    is_each_place: bool = False,
    method: str = "C2",
    threshold: float | None = None,
    least: int | None = None,
    rest_days: int = limits.REST_DAYS,
    is_at_night: bool = False,
    told_ids: Collection[int] = (),
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.AlarmSet:
    """Watches a sum of counts in the unit's own territory; its false alarms are measured and kept with it.

    Refused: a place smaller than a commune or outside the territory, a topic the actor does not see, a category the
    territory does not have, a threshold out of bounds, a least number below the small-number threshold, the same twice.
    """
    ask(by, "alarm.set", unit_id=unit_id)
    territory = unit_names([unit_id])[unit_id].territory
    scope = Scope(source, topic.strip(), category.strip(), place.strip(), is_each_place)
    title = _watched(scope, territory, by, at)
    rule = _rule(source, method, threshold, least, rest_days)
    told = [one for one in dict.fromkeys(told_ids) if one != unit_id]
    units_there([unit_id, *told], at)
    if Alarm.rows.filter(unit_id=unit_id, state="ON", method=method, **_columns(scope)).exists():
        raise Refused(_("Cơ quan đã có ngưỡng như vậy đang chạy. Chưa lưu gì; hãy sửa ngưỡng đang có."))
    measured = measure(scope, method=method, threshold=rule["threshold"], least=rule["least"], today=local_date(at))
    year = local_date(at).year
    number = take_numbers(limits.series("NG", territory, year), 1)[0]
    row = Alarm.rows.create(
        code=limits.alarm_code(territory, year, number),
        territory=territory,
        unit_id=unit_id,
        title=title[:300],
        method=method,
        is_at_night=is_at_night,
        set_at=at,
        set_post=post_of(by),
        is_illustration=is_illustration,
        **_columns(scope),
        **rule,
        **_measured(measured, at),
    )
    AlarmUnit.rows.bulk_create(AlarmUnit(alarm=row, unit_id=one) for one in told)
    return tell(
        events.AlarmSet(
            **alarm_labels(row), method=method, threshold=row.threshold, false_a_year=round(row.false_a_year, 2)
        )
    )


@command("alarm.change")
def change_alarm(
    *,
    code: str,
    method: str,
    threshold: float | None = None,
    least: int | None = None,
    rest_days: int = limits.REST_DAYS,
    is_at_night: bool = False,
    told_ids: Collection[int] = (),
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AlarmChanged:
    """Another method, threshold or circle for the same sum; false alarms are measured anew. Refused: while stopped."""
    row = load_alarm(code, "alarm.change", by, version)
    if row.state != "ON":
        raise Refused(_("Ngưỡng đang ngừng. Không có gì thay đổi; hãy mở lại trước khi sửa."))
    rule = _rule(row.source, method, threshold, least, rest_days)
    told = [one for one in dict.fromkeys(told_ids) if one != row.unit_id]
    units_there(told, at)
    scope = Scope(row.source, row.topic, row.category, row.place, row.is_each_place)
    others = Alarm.rows.filter(unit_id=row.unit_id, state="ON", method=method, **_columns(scope)).exclude(pk=row.pk)
    if others.exists():
        raise Refused(_("Cơ quan đã có ngưỡng như vậy đang chạy. Không có gì thay đổi."))
    measured = measure(scope, method=method, threshold=rule["threshold"], least=rule["least"], today=local_date(at))
    change(row, method=method, is_at_night=is_at_night, **rule, **_measured(measured, at))
    AlarmUnit.rows.filter(alarm=row).exclude(unit_id__in=told).delete()
    there = set(AlarmUnit.rows.filter(alarm=row).values_list("unit_id", flat=True))
    AlarmUnit.rows.bulk_create(AlarmUnit(alarm=row, unit_id=one) for one in told if one not in there)
    return tell(
        events.AlarmChanged(
            **alarm_labels(row), method=method, threshold=row.threshold, false_a_year=round(row.false_a_year, 2)
        )
    )


@command("alarm.stop")
def stop_alarm(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> events.AlarmStopped:
    """It watches no longer; its alerts and its record stay. Twice is harmless. Refused without a reason."""
    row = load_alarm(code, "alarm.stop", by, version)
    given = fact_of(reason, limits.LONGEST_REASON)
    event = events.AlarmStopped(**alarm_labels(row), reason=given)
    following = states.after(states.ALARM, row.state, "stop")
    if following is None:
        return unchanged(event)
    change(row, state=following, reason=given)
    return tell(event)


@command("alarm.stop")
def start_alarm(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.AlarmStarted:
    """It watches again. Twice is harmless. Refused: the same is watched by another setting meanwhile."""
    row = load_alarm(code, "alarm.stop", by, version)
    event = events.AlarmStarted(**alarm_labels(row))
    following = states.after(states.ALARM, row.state, "start")
    if following is None:
        return unchanged(event)
    scope = Scope(row.source, row.topic, row.category, row.place, row.is_each_place)
    if Alarm.rows.filter(unit_id=row.unit_id, state="ON", method=row.method, **_columns(scope)).exists():
        raise Refused(_("Cơ quan đã có ngưỡng như vậy đang chạy. Không có gì thay đổi."))
    change(row, state=following, reason="")
    return tell(event)


def _watched(scope: Scope, territory: str, by: Actor, at: datetime) -> str:
    """What it is called. Refused: what may not be watched."""
    if scope.source not in limits.SOURCES:
        raise Refused(_("Cần chọn nguồn: phản ánh hoặc tin báo. Chưa lưu gì."))
    place = territory_by_slug(scope.place)
    if place is None or place.level not in LEVELS:
        raise Refused(
            _(
                "Nơi theo dõi phải là một xã, phường hoặc rộng hơn; không theo dõi một địa chỉ hay một khu nhỏ."
                " Chưa lưu gì."
            )
        )
    if scope.place not in dict(places_to_watch(territory)):
        raise Refused(_("Chỉ theo dõi nơi thuộc địa bàn của cơ quan. Chưa lưu gì; hãy chọn nơi khác."))
    if scope.is_each_place and place.level == "commune":
        raise Refused(_("Nơi này đã là một xã, phường. Chưa lưu gì; hãy bỏ dấu „từng xã, phường“."))
    called = [on_record(SOURCES[scope.source])]
    if scope.topic:
        if scope.topic not in visible_topics(by, [scope.topic]):
            raise Refused(_("Không thấy vấn đề „%(code)s“. Chưa lưu gì.") % {"code": scope.topic[:80]})
        called.append(dict(topics_to_watch(by, local_date(at))).get(scope.topic, scope.topic))
    if scope.category:
        categories = dict(categories_to_watch(territory))
        if scope.source != "CONCERNS" or scope.category not in categories:
            raise Refused(_("Nguồn này không có lĩnh vực „%(key)s“. Chưa lưu gì.") % {"key": scope.category[:40]})
        called.append(categories[scope.category])
    called.append(on_record(EACH, place=place.name) if scope.is_each_place else place.name)
    return " · ".join(called)


def _rule(source: str, method: str, threshold: float | None, least: int | None, rest_days: int) -> dict[str, Any]:
    """Method, threshold and bounds. Refused: out of bounds."""
    if method not in limits.METHODS:
        raise Refused(_("Không có phương pháp này. Chưa lưu gì; hãy chọn lại."))
    low, high = (limits.LOWEST, limits.HIGHEST) if method in limits.DAILY else (limits.RAREST, limits.COMMONEST)
    value = limits.THRESHOLDS[method] if threshold is None else float(threshold)
    if not math.isfinite(value) or not low <= value <= high:
        raise Refused(
            _("Ngưỡng của phương pháp này nằm từ %(low)s đến %(high)s. Chưa lưu gì.") % {"low": low, "high": high}
        )
    few = limits.FEW[source]
    number = few if least is None else least
    if not few <= number <= limits.MOST_LEAST:
        raise Refused(
            _(
                "Số ít nhất để cảnh báo phải từ %(few)s trở lên, để không cảnh báo nào chỉ vào một vài người."
                " Chưa lưu gì."
            )
            % {"few": few}
        )
    if not 0 <= rest_days <= limits.LONGEST_REST:
        raise Refused(_("Số ngày nghỉ nằm từ 0 đến %(most)s. Chưa lưu gì.") % {"most": limits.LONGEST_REST})
    return {"threshold": value, "least": number, "rest_days": rest_days}


def _columns(scope: Scope) -> dict[str, Any]:
    return {
        "source": scope.source,
        "topic": scope.topic,
        "category": scope.category,
        "place": scope.place,
        "is_each_place": scope.is_each_place,
    }


def _measured(measured: Measured, at: datetime) -> dict[str, Any]:
    return {
        "measured_at": at,
        "quiet_mean": measured.mean,
        "quiet_dispersion": measured.dispersion,
        "quiet_counted": measured.counted,
        "drawn": measured.drawn,
        "above": measured.above,
        "false_a_year": measured.yearly,
    }
