"""The life of a concern, of a part of its answer, of a disagreement. Acts not listed under a state are refused."""

from __future__ import annotations

CONCERN = {
    # Waits for a person first: complaint or denunciation wording, or marks of dishonest use.
    "HELD": {"admit": "RECEIVED", "refuse": "REFUSED", "merge": "MERGED", "erase": "CLOSED"},
    "RECEIVED": {
        "assign": "FORWARDED",
        "ask": "NEEDS_INFO",
        "refuse": "REFUSED",
        "merge": "MERGED",
        "hold": "HELD",
        "erase": "CLOSED",
    },
    "FORWARDED": {
        "start": "IN_PROGRESS",
        "assign": "FORWARDED",
        "pass_on": "FORWARDED",
        "ask": "NEEDS_INFO",
        "extend": "EXTENDED",
        "dispute": "DISPUTED",
        "answer": "ANSWERED",
        "refuse": "REFUSED",
        "merge": "MERGED",
        "erase": "CLOSED",
    },
    "IN_PROGRESS": {
        "assign": "FORWARDED",
        "pass_on": "FORWARDED",
        "ask": "NEEDS_INFO",
        "extend": "EXTENDED",
        "dispute": "DISPUTED",
        "answer": "ANSWERED",
        "refuse": "REFUSED",
        "merge": "MERGED",
        "erase": "CLOSED",
    },
    "EXTENDED": {
        "assign": "FORWARDED",
        "pass_on": "FORWARDED",
        "ask": "NEEDS_INFO",
        "extend": "EXTENDED",
        "dispute": "DISPUTED",
        "answer": "ANSWERED",
        "refuse": "REFUSED",
        "merge": "MERGED",
        "erase": "CLOSED",
    },
    "NEEDS_INFO": {"resume": "", "refuse": "REFUSED", "merge": "MERGED", "erase": "CLOSED"},  # back to where it was
    "DISPUTED": {"decide": "FORWARDED", "erase": "CLOSED"},
    "REOPENED": {
        "start": "IN_PROGRESS",
        "assign": "FORWARDED",
        "ask": "NEEDS_INFO",
        "extend": "EXTENDED",
        "dispute": "DISPUTED",
        "answer": "ANSWERED",
        "erase": "CLOSED",
    },
    "ANSWERED": {"reopen": "REOPENED", "rate": "ANSWERED", "publish": "ANSWERED", "close": "CLOSED"},
    "REFUSED": {"reconsider": "RECEIVED"},
    "MERGED": {"unmerge": "RECEIVED"},
    "CLOSED": {},  # answered and past the term in which it may be reopened
}
PART = {
    "OPEN": {"write": "WRITTEN", "leave": "LEFT"},
    "WRITTEN": {"write": "WRITTEN", "leave": "LEFT"},
    "LEFT": {"rejoin": "OPEN"},
}
ANSWER = {
    "DRAFT": {"write": "DRAFT", "submit": "SUBMITTED"},
    "SUBMITTED": {"write": "DRAFT", "return": "RETURNED", "approve": "APPROVED"},
    "RETURNED": {"write": "DRAFT", "submit": "SUBMITTED"},
    "APPROVED": {},
}
DISPUTE = {"OPEN": {"decide": "DECIDED"}, "DECIDED": {}}
REQUEST = {"OPEN": {"settle": "SETTLED"}, "SETTLED": {}}  # of a data subject

UNASSIGNED = ("HELD", "RECEIVED")
WORKED_ON = ("FORWARDED", "IN_PROGRESS", "EXTENDED", "REOPENED")  # an agency owes the answer
OPEN = (*UNASSIGNED, *WORKED_ON, "NEEDS_INFO", "DISPUTED")
DONE = ("ANSWERED", "CLOSED")
FINAL = ("CLOSED",)
ROLES = ("LEAD", "SUPPORTING")
REASONS = ("NOT_COMPETENT", "COMPLAINT", "DENUNCIATION", "SECRET", "NOT_CLEAR", "DISHONEST")  # of a refusal
DROPS_TEXT = ("COMPLAINT", "DENUNCIATION", "SECRET")  # of these only the pointer stays
REOPENS = ("INCOMPLETE", "NOT_SO", "NOT_DONE")  # why a raiser reopens
WISHES = ("SEE", "CORRECT", "ERASE")  # of a data subject
STARS = (1, 2, 3, 4, 5)


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where the table refuses it."""
    return table[state].get(act)


def shown(state: str, *, is_published: bool, is_rated: bool) -> str:
    """As the public is told: an answer that is out, or that its raiser has rated, is named so."""
    if state not in DONE:
        return state
    if is_published:
        return "PUBLISHED"
    return "RATED" if is_rated and state == "ANSWERED" else state
