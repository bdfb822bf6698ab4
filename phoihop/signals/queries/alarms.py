"""Reading alarm settings: the list, one with its false alarms and its record, what one may choose to watch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from phoihop.concerns import queries as concerns
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why
from phoihop.organizations.queries import territories, territories_inside, territory_by_slug, unit_names
from phoihop.plans import queries as plans
from phoihop.signals.models import Alarm, AlarmUnit, Alert
from phoihop.signals.queries.lines import alarm_lines, alert_lines, may_set, measured_of
from phoihop.signals.queries.values import AlarmList, AlarmRights, AlarmValue, Scope
from phoihop.signals.rules.watching import LEVELS

MOST_SHOWN = 50
MOST_TOPICS = 200


def alarms(actor: Actor, *, after: str = "", limit: int = MOST_SHOWN) -> AlarmList:
    """The settings that the reader may see, the newest first. Four queries."""
    rows = Alarm.objects.visible_to(actor).order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=Alarm.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return AlarmList(
        lines=tuple(alarm_lines(shown)),
        next=shown[-1].code if len(found) > limit else "",
        may_set=may_set(actor),
    )


def visible_alarm(actor: Actor, code: str) -> Alarm:
    row = Alarm.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def alarm_value(actor: Actor, code: str) -> AlarmValue:
    """One setting with everything its page shows. A constant number of queries."""
    row = visible_alarm(actor, code)
    told = list(AlarmUnit.rows.filter(alarm=row).order_by("pk").values_list("unit_id", flat=True))
    names = unit_names(told)
    last = list(Alert.objects.visible_to(actor).filter(alarm=row).order_by("-pk")[:MOST_SHOWN])
    place = territory_by_slug(row.place)
    is_on = row.state == "ON"
    can_stop = may(actor, "alarm.stop", row)
    return AlarmValue(
        line=alarm_lines([row])[0],
        unit_id=row.unit_id,
        scope=Scope(row.source, row.topic, row.category, row.place, row.is_each_place),
        place=place.name if place is not None else row.place,
        least=row.least,
        rest_days=row.rest_days,
        is_at_night=row.is_at_night,
        told=tuple((pk, names[pk].name) for pk in told if pk in names),
        measured=measured_of(row),
        measured_at=row.measured_at,
        set_at=row.set_at,
        set_post=row.set_post,
        reason=row.reason,
        alerts=tuple(alert_lines(actor, last)),
        rights=AlarmRights(
            change=is_on and may(actor, "alarm.change", row), stop=is_on and can_stop, start=not is_on and can_stop
        ),
        version=row.version,
        why=why(actor, row),
    )


def topics_to_watch(actor: Actor, today: date) -> list[tuple[str, str]]:
    """Code and title of this year's topics that the reader may see."""
    return [(one.code, one.title) for one in plans.topics(actor, today, limit=MOST_TOPICS).lines]


def categories_to_watch(territory: str) -> list[tuple[str, str]]:
    return list(concerns.services_of(territory.partition(".")[0]))


def places_to_watch(territory: str) -> list[tuple[str, str]]:
    """The unit's own territory and the communes in it; the country watches provinces too."""
    own = territory_by_slug(territory)
    if own is None or own.level not in LEVELS:
        return []
    inside = territories() if own.level == "central" else territories_inside(territory)
    return _unique([(own.slug, own.name), *((one.slug, one.name) for one in inside if one.level in LEVELS)])


def _unique(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict(pairs).items())
