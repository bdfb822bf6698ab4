"""Numbers of this room and its codes. All of them are choices of the house, not of a law."""

from __future__ import annotations

from datetime import time

SOURCES = ("CONCERNS", "PRESS")  # kept apart, never added up
METHODS = ("C1", "C2", "C3", "FARRINGTON")
DAILY = ("C1", "C2", "C3")
FEW = {"CONCERNS": 5, "PRESS": 3}  # fewer in one cell raise no alert and are not shown as a number
# Of the daily methods how many standard deviations (C3: their sum), of Farrington the share of quiet weeks that may
# lie above the limit.
THRESHOLDS = {"C1": 3.0, "C2": 3.0, "C3": 2.0, "FARRINGTON": 0.005}
LOWEST, HIGHEST = 0.5, 10.0  # of a daily threshold
RAREST, COMMONEST = 0.0001, 0.1  # of Farrington's
MIN_DEVIATION = 0.5  # where a baseline of tiny counts has none of its own
REST_DAYS = 7  # after an alert was closed, unless the number rises above its peak
LONGEST_REST = 90
MOST_LEAST = 1000
MORNING = time(6, 0)  # counting begins; nobody is woken before
RECOUNTED_DAYS = 14  # what came in late, was merged or turned out to be a complaint is counted anew
DAYS_READ = 150  # of daily counts for one morning's run
YEARS_READ = 6  # of weekly counts for Farrington, and of days when nothing has been counted yet
CATCH_UP_DAYS = 7  # mornings that were missed and are looked at later
SHOWN_DAYS = 56
SHOWN_WEEKS = 104
MEASURED_DAYS = 365  # an alarm's own past, for its false-alarm rate
LONGEST_NOTE = 2000
LONGEST_REASON = 1000
MOST_NOTES = 200
MOST_UNITS = 30
MOST_DUTIES = 50


def series(prefix: str, territory: str, year: int) -> str:
    return f"{prefix}-{territory}-{year}"


def alarm_code(territory: str, year: int, number: int) -> str:
    """NG-kg-2021-0001"""
    return f"{series('NG', territory, year)}-{number:04}"


def alert_code(territory: str, year: int, number: int) -> str:
    """BD-kg-2021-0001"""
    return f"{series('BD', territory, year)}-{number:04}"


def origin(alert: str, number: int) -> str:
    """What an obligation given in an alert's working group is made from."""
    return f"{alert}/duty/{number}"
