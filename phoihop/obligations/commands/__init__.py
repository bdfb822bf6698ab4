"""Writes of the room."""

from phoihop.obligations.commands.climbing import climb_ladders
from phoihop.obligations.commands.clock import strike_deadlines, tick
from phoihop.obligations.commands.days import declare_day, revoke_day
from phoihop.obligations.commands.extensions import decide_extension, grant_extension, request_extension
from phoihop.obligations.commands.filters import drop_filter, save_filter
from phoihop.obligations.commands.inviting import (
    send_duty_link,
    write_of_duty,
    write_of_hand_in,
    write_of_return,
    write_of_rung,
)
from phoihop.obligations.commands.ladder import drop_rung, reset_ladder, set_ladder_hours, set_rung
from phoihop.obligations.commands.opening import (
    Compiled,
    Opening,
    open_obligations,
    reopen_obligation,
    settle_obligation,
    withdraw_obligations,
)
from phoihop.obligations.commands.papers import Paper, judge_papers
from phoihop.obligations.commands.providing import drop_expected, expect_documents, provide_document
from phoihop.obligations.commands.withholding import lift_withholding, review_withholding, withhold_document
from phoihop.obligations.commands.working import (
    accept_obligation,
    block_obligation,
    hand_in_obligation,
    return_obligation,
    start_obligation,
    support_obligation,
    unblock_obligation,
    waive_obligation,
)

__all__ = [
    "Compiled",
    "Opening",
    "Paper",
    "accept_obligation",
    "block_obligation",
    "climb_ladders",
    "decide_extension",
    "declare_day",
    "drop_expected",
    "drop_filter",
    "drop_rung",
    "expect_documents",
    "grant_extension",
    "hand_in_obligation",
    "judge_papers",
    "lift_withholding",
    "open_obligations",
    "provide_document",
    "reopen_obligation",
    "request_extension",
    "reset_ladder",
    "return_obligation",
    "review_withholding",
    "revoke_day",
    "save_filter",
    "send_duty_link",
    "set_ladder_hours",
    "set_rung",
    "settle_obligation",
    "start_obligation",
    "strike_deadlines",
    "support_obligation",
    "tick",
    "unblock_obligation",
    "waive_obligation",
    "withdraw_obligations",
    "withhold_document",
    "write_of_duty",
    "write_of_hand_in",
    "write_of_return",
    "write_of_rung",
]
