"""Lengths and numbers of this room, and its codes."""

from __future__ import annotations

LONGEST_TEXT = 500
LONGEST_RULE = 1500
LONGEST_SOURCE = 300
LONGEST_CLASS = 500
LONGEST_OUTCOME = 120
LONGEST_REASON = 600
LONGEST_NOTE = 1000
LONGEST_LINK = 500
FEWEST_WORDS = 6  # of a question
FEWEST_RULE_WORDS = 8
MOST_OUTCOMES = 8
MOST_TIMES_BEFORE = 100_000  # n of a base rate
WHOLE = 1000  # shares are tenths of a percent
FEWEST_SEATS = 2  # of whose estimates an aggregate is made: fewer would be the score of one seat
FEWEST_QUESTIONS = 10  # below, a desk's figures say nothing yet
SOON_DAYS = 3  # before the last day for estimates, those who may give one are told
DISPUTE_DAYS = 30  # after a result was confirmed
MOST_DISPUTES = 1


def series(territory: str, year: int) -> str:
    return f"DO-{territory}-{year}"


def code(territory: str, year: int, number: int) -> str:
    """DO-kg-2021-0001"""
    return f"{series(territory, year)}-{number:04}"
