"""How often one address may ask at which door. Data: whole offices and mobile networks share one address."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    most: int
    per: timedelta


HOUR, DAY = timedelta(hours=1), timedelta(days=1)

LIMITS: dict[str, Limit] = {
    "concern": Limit(30, HOUR),  # new concerns
    "follow": Limit(60, HOUR),  # whatever a raiser sends about a concern of his
    "feedback": Limit(30, HOUR),  # readers' words on a publication
    "reply": Limit(20, HOUR),  # right of reply, requests for a check
    "key": Limit(40, HOUR),  # wrong keys
    "same-text": Limit(3, DAY),  # the very same words, from wherever
}


def network_of(address: str) -> str:
    """Whom an address belongs to: itself, or the /64 of an IPv6 address, of which one household has them all."""
    try:
        known = ipaddress.ip_address(address.strip().split("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, 64), strict=False).network_address)
    return str(known)
