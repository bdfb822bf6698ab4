"""Acts of the room of mail."""

from phoihop.mail.commands.addresses import (
    add_address,
    confirm_address,
    hand_over_address,
    keep_owner,
    retire_address,
    run_confirm,
)
from phoihop.mail.commands.collecting import Collector, lmtp_door
from phoihop.mail.commands.links import Issued, issue_link, revoke_links
from phoihop.mail.commands.opening import Outcome, note_opening, send_code, use_link
from phoihop.mail.commands.queueing import Outgoing, queue_mail, queue_mails
from phoihop.mail.commands.receiving import Received, receive
from phoihop.mail.commands.sending import Sender, try_out
from phoihop.mail.outside.composing import Attachment
from phoihop.mail.rules.addresses import WrongAddress

__all__ = [
    "Attachment",
    "Collector",
    "Issued",
    "Outcome",
    "Outgoing",
    "Received",
    "Sender",
    "WrongAddress",
    "add_address",
    "confirm_address",
    "hand_over_address",
    "issue_link",
    "keep_owner",
    "lmtp_door",
    "note_opening",
    "queue_mail",
    "queue_mails",
    "receive",
    "retire_address",
    "revoke_links",
    "run_confirm",
    "send_code",
    "try_out",
    "use_link",
]
