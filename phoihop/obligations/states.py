"""The life of an obligation and of its lanes, and how it is shown on a day. No framework."""

from __future__ import annotations

from datetime import date

OBLIGATION = {
    "OPEN": {"start": "IN_PROGRESS", "hand_in": "HANDED_IN", "block": "BLOCKED", "waive": "WAIVED"},
    "IN_PROGRESS": {"hand_in": "HANDED_IN", "block": "BLOCKED", "waive": "WAIVED"},
    "RETURNED": {"start": "IN_PROGRESS", "hand_in": "HANDED_IN", "block": "BLOCKED", "waive": "WAIVED"},
    "BLOCKED": {"unblock": "IN_PROGRESS", "waive": "WAIVED"},
    "HANDED_IN": {"accept": "ACCEPTED", "return": "RETURNED", "waive": "WAIVED"},
    "ACCEPTED": {},
    "WAIVED": {},
}
LANE = {
    "OPEN": {"start": "IN_PROGRESS", "hand_in": "HANDED_IN", "waive": "WAIVED"},
    "IN_PROGRESS": {"hand_in": "HANDED_IN", "waive": "WAIVED"},
    "RETURNED": {"start": "IN_PROGRESS", "hand_in": "HANDED_IN", "waive": "WAIVED"},
    "HANDED_IN": {"accept": "ACCEPTED", "return": "RETURNED", "waive": "WAIVED"},
    "ACCEPTED": {},
    "WAIVED": {"rejoin": "OPEN"},  # a unit that had left takes part again
}
EXTENSION = {"REQUESTED": {"grant": "GRANTED", "refuse": "REFUSED"}, "GRANTED": {}, "REFUSED": {}}

CLOSED = frozenset({"ACCEPTED", "WAIVED"})
OWED = ("OPEN", "IN_PROGRESS", "RETURNED", "BLOCKED")  # the clock runs; once handed in, the other side is to act
WORKED_ON = ("IN_PROGRESS", "RETURNED")
LANE_OPEN = ("OPEN", "IN_PROGRESS", "RETURNED")  # the unit still has to hand in its share
ROLES = ("LEAD", "SUPPORTING")

NO_DATE = date(9999, 12, 31)  # the board's date of an obligation that has none yet: it sorts last
SOON_DAYS = 3  # working days before the due date

SHOWN = ("late", "block", "soon", "wait", "doing", "plan", "done", "held")  # in the order of urgency


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to; None when it is not possible in this one."""
    return table[state].get(act)


def shown_state(state: str, due: date | None, today: date, soon_until: date) -> str:
    """late, block, soon, wait, doing, plan, done or held. `soon_until` is the third working day after today."""
    if state == "ACCEPTED":
        return "done"
    if state == "WAIVED":
        return "held"
    if state == "HANDED_IN":
        return "wait"
    if due is not None and due < today:
        return "late"
    if state == "BLOCKED":
        return "block"
    if due is not None and due <= soon_until:
        return "soon"
    return "plan" if state == "OPEN" else "doing"
