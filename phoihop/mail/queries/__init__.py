"""Reading the room of mail."""

from phoihop.mail.queries.addresses import (
    AddressLine,
    AddressView,
    address,
    address_lines,
    addresses_of,
    is_of_unit,
    state_of,
)
from phoihop.mail.queries.links import LinkValue, link_value
from phoihop.mail.queries.mails import MailState, counts, message_id_of, reply_address_of, states_of

__all__ = [
    "AddressLine",
    "AddressView",
    "LinkValue",
    "MailState",
    "address",
    "address_lines",
    "addresses_of",
    "counts",
    "is_of_unit",
    "link_value",
    "message_id_of",
    "reply_address_of",
    "state_of",
    "states_of",
]
