"""What the templates of this room may know."""

from phoihop.meetings.pages.acts import (
    act_page,
    answer_view,
    attend_view,
    call_page,
    counter_start,
    minutes_units,
    offices,
    start_of,
)
from phoihop.meetings.pages.day import attend_page, codes_page, print_page
from phoihop.meetings.pages.items import conclusion_panel, list_page, meeting_page, meetings_panel

__all__ = [
    "act_page",
    "answer_view",
    "attend_page",
    "attend_view",
    "call_page",
    "codes_page",
    "conclusion_panel",
    "counter_start",
    "list_page",
    "meeting_page",
    "meetings_panel",
    "minutes_units",
    "offices",
    "print_page",
    "start_of",
]
