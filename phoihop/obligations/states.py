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
# A document that a unit is expected to provide. A renewed withholding waits for its approver anew.
EXPECTED = {
    "EXPECTED": {"provide": "PROVIDED", "withhold": "WITHHELD"},
    "WITHHELD": {"withhold": "WITHHELD", "agree": "WITHHELD", "refuse": "EXPECTED", "lift": "EXPECTED"},
    "PROVIDED": {},
}
# Why a document may be kept back. A state secret goes another way altogether, and is never named here.
GROUNDS = ("STATE_SECRET", "PERSONAL", "BUSINESS", "PENDING_CASE", "NOT_FINAL", "OTHER")
NEVER_NAMED = frozenset({"STATE_SECRET"})
PROVIDING = "provide-documents"  # the key of the duty, whichever side owes it: partner.provide-documents

CLOSED = frozenset({"ACCEPTED", "WAIVED"})
OWED = ("OPEN", "IN_PROGRESS", "RETURNED", "BLOCKED")  # the clock runs; once handed in, the other side is to act
WORKED_ON = ("IN_PROGRESS", "RETURNED")
CLIMBS = ("OPEN", "IN_PROGRESS", "RETURNED")  # what is blocked climbs no ladder: somebody said why it cannot go on
RUNG = ("TOLD", "SKIPPED")
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


def is_providing(duty: str) -> bool:
    """Whether this duty is to hand over documents."""
    return duty.rpartition(".")[2] == PROVIDING


def shown_expected(state: str, is_reviewed: bool, is_closed: bool, due: date | None, today: date) -> str:
    """provided, withheld, closed, overdue or open: an expected document stands in exactly one of them on a day.

    A withholding counts only once its approver has agreed. What was neither provided nor withheld when its obligation
    was closed is "closed". Overdue follows from the obligation's date and is stored nowhere.
    """
    if state == "PROVIDED":
        return "provided"
    if state == "WITHHELD" and is_reviewed:
        return "withheld"
    if is_closed:
        return "closed"
    return "overdue" if due is not None and due < today else "open"


def year_after(day: date) -> date:
    """The same day of the next year; of a leap day the one before."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
