"""What can be decided without a database: codes, series, calendar messages out and in, quorum. No framework."""

from phoihop.meetings.rules.numbers import (
    LONGEST_LINE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_UNITS,
    QR_BEFORE,
    code,
    conclusion_code,
    is_late,
    is_quorate,
    needed,
    series,
)

__all__ = [
    "LONGEST_LINE",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "MOST_UNITS",
    "QR_BEFORE",
    "code",
    "conclusion_code",
    "is_late",
    "is_quorate",
    "needed",
    "series",
]
