"""Writes of the room."""

from phoihop.meetings.commands.answering import Mandate, answer_invitation, counter_invitation, decide_counter
from phoihop.meetings.commands.attending import (
    Code,
    check_in,
    hold_occurrence,
    open_attendance,
    take_attendance,
)
from phoihop.meetings.commands.calling import (
    add_unit,
    attach_paper,
    call_meeting,
    cancel_meeting,
    draft_meeting,
    remove_unit,
)
from phoihop.meetings.commands.changing import (
    add_occurrence,
    cancel_occurrence,
    change_meeting,
    change_occurrence,
)
from phoihop.meetings.commands.hearing import hear_calendar
from phoihop.meetings.commands.minutes import ConclusionText, approve_minutes, write_minutes

__all__ = [
    "Code",
    "ConclusionText",
    "Mandate",
    "add_occurrence",
    "add_unit",
    "answer_invitation",
    "approve_minutes",
    "attach_paper",
    "call_meeting",
    "cancel_meeting",
    "cancel_occurrence",
    "change_meeting",
    "change_occurrence",
    "check_in",
    "counter_invitation",
    "decide_counter",
    "draft_meeting",
    "hear_calendar",
    "hold_occurrence",
    "open_attendance",
    "remove_unit",
    "take_attendance",
    "write_minutes",
]
