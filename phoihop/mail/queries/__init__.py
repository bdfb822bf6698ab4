"""Reading the room of mail."""

from phoihop.mail.queries.addresses import (
    AddressLine,
    AddressView,
    address,
    address_lines,
    addresses_of,
    asking_for_links,
    is_of_unit,
    reached_by_mail_alone,
    state_of,
)
from phoihop.mail.queries.links import LinkLine, LinkValue, link_code, link_value, links_about, links_of_unit
from phoihop.mail.queries.mails import MailState, counts, message_id_of, reply_address_of, states_of, waiting
from phoihop.mail.queries.watched import MailWatch, watched

__all__ = [
    "AddressLine",
    "AddressView",
    "LinkLine",
    "LinkValue",
    "MailState",
    "MailWatch",
    "address",
    "address_lines",
    "addresses_of",
    "asking_for_links",
    "counts",
    "is_of_unit",
    "link_code",
    "link_value",
    "links_about",
    "links_of_unit",
    "message_id_of",
    "reached_by_mail_alone",
    "reply_address_of",
    "state_of",
    "states_of",
    "waiting",
    "watched",
]
