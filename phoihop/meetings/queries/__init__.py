"""Reading meetings: lists, one meeting with its roll, what upper and listening rooms ask."""

from phoihop.meetings.queries.calendar import meetings_between
from phoihop.meetings.queries.figures import report_section
from phoihop.meetings.queries.items import (
    AttendanceValue,
    ConclusionValue,
    CounterValue,
    MeetingValue,
    MinutesValue,
    OccurrenceValue,
    PlaceValue,
    attendance_value,
    meeting_value,
    minutes_value,
)
from phoihop.meetings.queries.lines import (
    MeetingLine,
    Meetings,
    conclusion_of,
    found_meetings,
    in_menu,
    meeting_codes,
    meetings,
    meetings_about,
    parties,
    row_of,
    unit_ids,
    visible_meetings,
)
from phoihop.meetings.queries.waiting import starts_of, waits

__all__ = [
    "AttendanceValue",
    "ConclusionValue",
    "CounterValue",
    "MeetingLine",
    "MeetingValue",
    "Meetings",
    "MinutesValue",
    "OccurrenceValue",
    "PlaceValue",
    "attendance_value",
    "conclusion_of",
    "found_meetings",
    "in_menu",
    "meeting_codes",
    "meeting_value",
    "meetings",
    "meetings_about",
    "meetings_between",
    "minutes_value",
    "parties",
    "report_section",
    "row_of",
    "starts_of",
    "unit_ids",
    "visible_meetings",
    "waits",
]
