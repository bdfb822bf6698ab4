from datetime import datetime, timedelta

LONGEST_TITLE = 300
LONGEST_TEXT = 20_000
LONGEST_LINE = 500
MOST_UNITS = 300
QR_BEFORE = timedelta(hours=2)  # checking in begins this long before the start
GRACE = timedelta(minutes=10)  # who comes later is late


def series(territory: str, year: int) -> str:
    """HN-kg-2021"""
    return f"HN-{territory}-{year}"


def code(series: str, number: int) -> str:
    """HN-kg-2021-0001; digits grow when they must."""
    return f"{series}-{number:04d}"


def conclusion_code(meeting: str, number: int) -> str:
    """HN-kg-2021-0001/kl/1"""
    return f"{meeting}/kl/{number}"


def needed(invited: int, percent: int) -> int:
    """How many of the units that count must be there: a part of a unit is a whole one."""
    return -(-invited * percent // 100)


def is_quorate(present: int, invited: int, percent: int) -> bool:
    return present >= needed(invited, percent)


def is_late(starts: datetime, at: datetime) -> bool:
    return at > starts + GRACE
