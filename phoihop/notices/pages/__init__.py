"""Pages of this room."""

from phoihop.notices.pages.arranging import (
    arrange_page,
    ask_address_page,
    confirm_page,
    hand_over_page,
    inbox_arrange_page,
    keeper_panel,
    posts_to_own,
    rooms_to_arrange,
    start_of_arrange,
    start_of_hand_over,
    start_of_inbox_arrange,
    unit_of,
)
from phoihop.notices.pages.inbox import back_url, inbox_page, office_back_url, office_page

__all__ = [
    "arrange_page",
    "ask_address_page",
    "back_url",
    "confirm_page",
    "hand_over_page",
    "inbox_arrange_page",
    "inbox_page",
    "keeper_panel",
    "office_back_url",
    "office_page",
    "posts_to_own",
    "rooms_to_arrange",
    "start_of_arrange",
    "start_of_hand_over",
    "start_of_inbox_arrange",
    "unit_of",
]
