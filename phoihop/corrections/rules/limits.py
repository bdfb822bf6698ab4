"""Lengths and numbers of this room, and its codes."""

from __future__ import annotations

LONGEST_CLAIM = 500
LONGEST_FACT = 500
LONGEST_EXPLANATION = 8000
LONGEST_REPLY = 3000
LONGEST_ADDRESS = 500
LONGEST_NAME = 200
LONGEST_NOTE = 1000
MOST_APPEARANCES = 20
MOST_EVIDENCE = 30
LARGEST_PUBLIC_FILE = 20_000_000  # bytes of a paper that goes out with a correction
CHECK_KEPT_DAYS = 365  # what somebody asked to be checked, after it was answered


def series(territory: str, year: int) -> str:
    return f"KC-{territory}-{year}"


def code(territory: str, year: int, number: int) -> str:
    """KC-kg-2021-0001"""
    return f"{series(territory, year)}-{number:04}"


def origin(claim: str, times: int) -> str:
    """What the obligation to check is made from: each time a claim is looked at again is one more."""
    return f"{claim}/check/{times}"
