"""The table of swap days: declaring one moves the dates that count over it, and says so on each."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.dates import FIRST_YEAR, LAST_YEAR, WorkCalendar
from phoihop.ground.powers import ask
from phoihop.ground.text import nfc
from phoihop.obligations import events, rules, states
from phoihop.obligations.commands.checking import labels
from phoihop.obligations.commands.opening import Reckoned, extended, read_anchors, reckon
from phoihop.obligations.models import Day, Extension, Obligation
from phoihop.obligations.queries import calendar


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
    amended = _count_again(at)
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
    return tell(events.DayRevoked(code=f"NL-{day.isoformat()}", day=day.isoformat(), amended=_count_again(at)))


def _count_again(at: datetime) -> int:
    """Reckons every open date anew from its rule and anchors; tells each that moved."""
    days = calendar()
    amended = 0
    for row in Obligation.rows.filter(state__in=states.OWED, due_date__isnull=False).iterator(chunk_size=500):
        rule = json.loads(row.rule)
        anchors = read_anchors(row)
        if not anchors and not (isinstance(rule, dict) and "each" in rule):
            continue
        base = _recurring(row, rule, days) if "each" in rule else reckon(rule, anchors, days)
        if base.due is None or base.due == row.base_due_date:
            continue
        granted = Extension.rows.filter(obligation=row, state="GRANTED").order_by("decided_at", "pk")
        reckoned = extended(base, granted)
        before = row.due_date
        change(row, base_due_date=base.due, **reckoned.columns())
        tell(events.ObligationAmended(**labels(row)), changes={"due": (before, reckoned.due)})
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
