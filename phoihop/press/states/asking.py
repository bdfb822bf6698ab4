"""The life of a question of the press, and of a correction that is asked of the press."""

from __future__ import annotations

QUERY = {
    "OPEN": {
        "assign": "OPEN",
        "present": "WAITING",
        "refuse": "REFUSED",
        "extend": "OPEN",
        "withdraw": "WITHDRAWN",
    },
    "WAITING": {
        "assign": "OPEN",
        "return": "OPEN",
        "approve": "ANSWERED",
        "refuse": "REFUSED",
        "extend": "WAITING",
        "withdraw": "WITHDRAWN",
    },
    "ANSWERED": {},
    "REFUSED": {},
    "WITHDRAWN": {},
}
QUERY_WAITING = ("OPEN", "WAITING")
QUERY_WAYS = ("MAIL", "LETTER", "PHONE", "MEETING", "CONFERENCE")  # how the question came

# There is no state for something taken down, and none will be: a correction is asked, nothing else.
ASKED = {
    "DRAFT": {"present": "WAITING", "drop": "DROPPED"},
    "WAITING": {"return": "DRAFT", "approve": "APPROVED", "drop": "DROPPED"},
    "APPROVED": {"return": "DRAFT", "send": "SENT", "drop": "DROPPED"},
    "SENT": {"correct": "CORRECTED", "refuse": "REFUSED", "lapse": "UNANSWERED"},
    "UNANSWERED": {"correct": "CORRECTED", "refuse": "REFUSED"},  # it came after all
    "CORRECTED": {},
    "REFUSED": {},
    "DROPPED": {},
}
ASKED_IN_WORK = ("DRAFT", "WAITING", "APPROVED", "SENT")
ASKED_WAYS = ("MAIL", "DISPATCH", "HAND")  # how the publisher is asked
OUTCOMES = {"CORRECTED": "correct", "REFUSED": "refuse", "UNANSWERED": "lapse"}


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where the table refuses it."""
    return table[state].get(act)
