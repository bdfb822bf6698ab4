"""Acts of the room of corrections."""

from phoihop.corrections.commands.archiving import Snapshot, judge_snapshot
from phoihop.corrections.commands.checks import (
    clear_checks,
    decline_check,
    join_check,
    set_desk,
    take_check,
    take_in,
    take_waiting,
)
from phoihop.corrections.commands.clock import tick
from phoihop.corrections.commands.opening import add_appearance, drop_claim, open_claim, recheck_claim
from phoihop.corrections.commands.pinging import ping_hub
from phoihop.corrections.commands.previewing import preview_claim
from phoihop.corrections.commands.publishing import publish_correction, withdraw_correction
from phoihop.corrections.commands.replies import ask_reply, pass_over_reply, record_reply, show_reply, take_reply
from phoihop.corrections.commands.working import (
    approve_claim,
    attach_evidence,
    drop_evidence,
    present_claim,
    return_claim,
    write_finding,
)

__all__ = [
    "Snapshot",
    "add_appearance",
    "approve_claim",
    "ask_reply",
    "attach_evidence",
    "clear_checks",
    "decline_check",
    "drop_claim",
    "drop_evidence",
    "join_check",
    "judge_snapshot",
    "open_claim",
    "pass_over_reply",
    "ping_hub",
    "present_claim",
    "preview_claim",
    "publish_correction",
    "recheck_claim",
    "record_reply",
    "return_claim",
    "set_desk",
    "show_reply",
    "take_check",
    "take_in",
    "take_reply",
    "take_waiting",
    "tick",
    "withdraw_correction",
    "write_finding",
]
