"""Where a name leads, and whether we may go there: public addresses, and those networks that the operator allows."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4 behind a translator
_NEVER = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32"), ipaddress.IPv6Network("::/96"))


class NoWay(Exception):
    """The name is not known, or leads where we do not go. `is_refused`: the latter."""

    def __init__(self, why: str, *, is_refused: bool) -> None:
        super().__init__(why)
        self.is_refused = is_refused


def resolve(host: str, port: int, *, allowed: Sequence[Network], seconds: float) -> list[str]:
    """The addresses behind a name, all of them fit to be asked. Refused: an unknown name, no answer in time, one
    address among them that is not public: a name that leads to both is no accident."""
    found = _looked_up(host, port, seconds)
    for address in found:
        if not is_open(address, allowed):
            raise NoWay("address", is_refused=True)
    return found


def is_open(address: str, allowed: Sequence[Network]) -> bool:
    """Whether this address is public, or in a network that the operator allows."""
    try:
        one: _Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        if one.ipv4_mapped is not None:
            one = one.ipv4_mapped
        elif one in _TRANSLATED:
            one = ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)
    if any(one in network for network in allowed if network.version == one.version):
        return True
    if isinstance(one, ipaddress.IPv6Address) and any(one in network for network in _NEVER):
        return False
    return one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified or one.is_loopback)


def _looked_up(host: str, port: int, seconds: float) -> list[str]:
    """In a thread of its own: a resolver that hangs has no bound that we could set."""
    answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def look() -> None:
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put(list(dict.fromkeys(str(info[4][0]) for info in infos)))
        except (OSError, UnicodeError) as trouble:
            answer.put(trouble)

    threading.Thread(target=look, name="press-name", daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0.01))
    except queue.Empty:
        raise NoWay("name", is_refused=False) from None
    if isinstance(found, list) and found:
        return found
    raise NoWay("name", is_refused=False)
