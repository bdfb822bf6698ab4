"""Lengths and numbers of this room, its codes, and what obligations are made from."""

from __future__ import annotations

LONGEST_TITLE = 300
LONGEST_LINE = 500
LONGEST_NOTE = 2000
LONGEST_TEXT = 8000
MOST_LINES = 100  # of one kind, in one assessment
SMALLEST_GROUP = 20  # persons, unless the office sets another number
LEAST_GROUP = 5  # nobody may set less: below it persons shine through
LARGEST_GROUP = 100_000_000
LARGEST_COST = 1_000_000_000  # in million đồng
APPRAISE, RESCORE, CONDITION = "assessment.appraise", "assessment.rescore", "assessment.condition"


def series(territory: str, year: int) -> str:
    return f"TD-{territory}-{year}"


def code(territory: str, year: int, number: int) -> str:
    """TD-kg-2021-0001"""
    return f"{series(territory, year)}-{number:04}"


def appraise_origin(code: str, times: int) -> str:
    """What the obligation to assess is made from: each time it is asked for is one more."""
    return f"{code}/appraise/{times}"


def rescore_origin(code: str, number: int) -> str:
    return f"{code}/rescore/{number}"


def condition_origin(code: str, number: int, frozen: int) -> str:
    """Of a condition that is owed since this version."""
    return f"{code}/condition/{number}/{frozen}"
