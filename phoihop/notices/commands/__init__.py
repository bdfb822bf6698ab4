"""Acts of this room: hearing the ledger, putting notices away, choosing how to be told, the morning's digest."""

from phoihop.notices.commands.arranging import (
    arrange_inbox,
    arrange_notices,
    ask_address,
    confirm_address,
    drop_address,
    hand_over_inbox,
)
from phoihop.notices.commands.bouncing import note_bounce
from phoihop.notices.commands.hearing import hear, is_told
from phoihop.notices.commands.morning import compile_digests, tick
from phoihop.notices.commands.reading import mark_all_read, mark_inbox_notice_read, mark_inbox_read, mark_read

__all__ = [
    "arrange_inbox",
    "arrange_notices",
    "ask_address",
    "compile_digests",
    "confirm_address",
    "drop_address",
    "hand_over_inbox",
    "hear",
    "is_told",
    "mark_all_read",
    "mark_inbox_notice_read",
    "mark_inbox_read",
    "mark_read",
    "note_bounce",
    "tick",
]
