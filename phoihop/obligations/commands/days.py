"""The table of swap days: declaring one moves the dates that count over it, and says so on each."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, command, nothing_changed, tell
from phoihop.ground.dates import FIRST_YEAR, LAST_YEAR, WorkCalendar
from phoihop.ground.powers import ask
from phoihop.ground.text import nfc
from phoihop.obligations import events, rules, states
from phoihop.obligations.commands.checking import labels
from phoihop.obligations.commands.opening import Reckoned, amend_columns, extended, granted_of, read_anchors, reckon
from phoihop.obligations.models import Day, Obligation
from phoihop.obligations.queries import calendar

FAR = timedelta(days=40)  # longer than any run of days off: a day moves only dates counted over it


@command("calendar.manage")
def declare_day(*, day: date, is_working: bool, note: str = "", by: Actor, at: datetime) -> events.DayDeclared | None:
    """Declares a day off or a make-up working day. Declaring the same twice changes nothing."""
    ask(by, "calendar.manage")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(_("Lịch chỉ có từ năm %(first)s đến năm %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    note = nfc(note).strip()[:300]
    row = Day.rows.filter(date=day).first()
    if row is not None and (row.is_working, row.note) == (is_working, note):
        nothing_changed()
        return None
    Day.rows.update_or_create(date=day, defaults={"is_working": is_working, "note": note})
    amended = _count_again(day)
    return tell(
        events.DayDeclared(
            code=f"NL-{day.isoformat()}", day=day.isoformat(), is_working=is_working, note=note, amended=amended
        )
    )


@command("calendar.manage")
def revoke_day(*, day: date, by: Actor, at: datetime) -> events.DayRevoked:
    """Takes a day off the table. Refused when it is not there."""
    ask(by, "calendar.manage")
    if Day.rows.filter(date=day).delete()[0] == 0:
        raise Refused(_("Ngày này không có trong bảng."))
    return tell(events.DayRevoked(code=f"NL-{day.isoformat()}", day=day.isoformat(), amended=_count_again(day)))


def _count_again(day: date) -> int:
    """Reckons anew every open date that this day may touch, from its rule and anchors; tells each that moved."""
    days = calendar()
    amended = 0
    near = day - FAR
    # Counting back ends before its anchor, so such a date may lie long before the day; all others lie after it.
    touched = Q(base_due_date__gte=near) | Q(rule__contains='"before"')
    rows = list(Obligation.rows.filter(touched, state__in=states.OWED, base_due_date__isnull=False).order_by("pk"))
    granted = granted_of([row.pk for row in rows])
    for row in rows:
        anchors = read_anchors(row)
        if row.rule == "null" or (anchors and min(*anchors.values(), row.base_due_date or day) > day + FAR):
            continue
        rule = json.loads(row.rule)
        base = _recurring(row, rule, days) if "each" in rule else reckon(rule, anchors, days)
        if base.due is None:
            continue
        values = extended(base, granted.get(row.pk, [])).columns() | {"base_due_date": base.due}
        if changes := amend_columns(row, values):
            tell(events.ObligationAmended(**labels(row)), changes=changes)
            amended += 1
    return amended


def _recurring(row: Obligation, rule: dict[str, object], days: WorkCalendar) -> Reckoned:
    """One occurrence of a recurring rule, found again by the period in its origin."""
    parsed = rules.parse_rule(rule)
    if isinstance(parsed, rules.Recurring):
        period = row.origin.rpartition("/")[2]
        for one in rules.occurrences(parsed, row.year, None, None, days):
            if one.key == period:
                return Reckoned(one.due, one.explanation, "")
    return Reckoned(None, None, "")
