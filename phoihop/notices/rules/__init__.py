"""Quiet hours, ways, and what a digest holds. No framework."""

from phoihop.notices.rules.hours import (
    DIGEST_TIME,
    QUIET_FROM,
    QUIET_TO,
    is_quiet,
    quiet_until,
)
from phoihop.notices.rules.letters import GROUPS, MOST_LINES, Group, Letter, Line, grouped
from phoihop.notices.rules.owners import Owner, owner_among
from phoihop.notices.rules.ways import DIGEST, INBOX, MAIL, NEVER, WAYS, read_ways, way_of, write_ways

__all__ = [
    "DIGEST",
    "DIGEST_TIME",
    "GROUPS",
    "INBOX",
    "MAIL",
    "MOST_LINES",
    "NEVER",
    "QUIET_FROM",
    "QUIET_TO",
    "WAYS",
    "Group",
    "Letter",
    "Line",
    "Owner",
    "grouped",
    "is_quiet",
    "owner_among",
    "quiet_until",
    "read_ways",
    "way_of",
    "write_ways",
]
