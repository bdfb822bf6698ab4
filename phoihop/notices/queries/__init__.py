"""Reading inboxes: one's own, that of one's office, and how both want to be told."""

from phoihop.notices.queries.box import (
    Inbox,
    NoticeLine,
    SeatCount,
    inbox,
    office_box,
    office_unread,
    unread_by_seat,
    unread_count,
    waiting_groups,
)
from phoihop.notices.queries.readers import (
    Address,
    Choices,
    address_of,
    check_hands_over,
    check_keeper,
    choices,
    office_address,
    office_choices,
    owner_of,
    owners_of,
    posts_to_own,
)

__all__ = [
    "Address",
    "Choices",
    "Inbox",
    "NoticeLine",
    "SeatCount",
    "address_of",
    "check_hands_over",
    "check_keeper",
    "choices",
    "inbox",
    "office_address",
    "office_box",
    "office_choices",
    "office_unread",
    "owner_of",
    "owners_of",
    "posts_to_own",
    "unread_by_seat",
    "unread_count",
    "waiting_groups",
]
