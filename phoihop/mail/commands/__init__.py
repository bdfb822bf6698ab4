"""Acts of the room of mail."""

from phoihop.mail.commands.addresses import (
    add_address,
    ask_for_links,
    confirm_address,
    hand_over_address,
    keep_owner,
    make_main_address,
    retire_address,
    run_confirm,
)
from phoihop.mail.commands.collecting import Collector, lmtp_door
from phoihop.mail.commands.letters import Acknowledgement, Letter, Letterbox
from phoihop.mail.commands.links import Issued, Wanted, issue_link, issue_links, revoke_links, send_links, withdraw_link
from phoihop.mail.commands.opening import Outcome, admit, note_opening, open_paper, send_code, use_link
from phoihop.mail.commands.queueing import Outgoing, queue_mail, queue_mails
from phoihop.mail.commands.receiving import Received, receive
from phoihop.mail.commands.releasing import release_mails
from phoihop.mail.commands.sending import Sender, try_out
from phoihop.mail.outside.composing import Attachment
from phoihop.mail.rules.addresses import WrongAddress

__all__ = [
    "Acknowledgement",
    "Attachment",
    "Collector",
    "Issued",
    "Letter",
    "Letterbox",
    "Outcome",
    "Outgoing",
    "Received",
    "Sender",
    "Wanted",
    "WrongAddress",
    "add_address",
    "admit",
    "ask_for_links",
    "confirm_address",
    "hand_over_address",
    "issue_link",
    "issue_links",
    "keep_owner",
    "lmtp_door",
    "make_main_address",
    "note_opening",
    "open_paper",
    "queue_mail",
    "queue_mails",
    "receive",
    "release_mails",
    "retire_address",
    "revoke_links",
    "run_confirm",
    "send_code",
    "send_links",
    "try_out",
    "use_link",
    "withdraw_link",
]
