"""Tells a WebSub hub that feeds have something new. One request, in bounded time; nothing is followed.

The hub is the operator's own setting. A name that leads to a private address is refused all the same, unless the
setting names the address itself: then it is meant.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

SECONDS = 10.0  # for the whole of it
MOST_READ = 4096


class HubRefused(Exception):
    """The hub was not told. `is_final`: asking again will not help."""

    def __init__(self, why: str, *, is_final: bool) -> None:
        super().__init__(why)
        self.is_final = is_final


def ping(hub: str, topics: Sequence[str], *, seconds: float = SECONDS) -> int:
    """The hub's answer (2xx). Raises HubRefused: a wrong address, a private one behind a name, no answer in time, any
    other answer; a redirect is one."""
    deadline = time.monotonic() + seconds
    where = urlsplit(hub)
    host, secure = where.hostname or "", where.scheme == "https"
    if where.scheme not in ("http", "https") or not host:
        raise HubRefused("the hub is no web address", is_final=True)
    port = where.port or (443 if secure else 80)
    address = _address(host, port)
    body = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)])
    path = (where.path or "/") + (f"?{where.query}" if where.query else "")
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        sock = socket.create_connection((address, port), timeout=_left(deadline))
        if secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection.sock = sock
        sock.settimeout(_left(deadline))
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
        connection.request("POST", path, body=body, headers=headers)
        sock.settimeout(_left(deadline))
        answer = connection.getresponse()
        answer.read(MOST_READ)
    except (OSError, http.client.HTTPException) as trouble:
        raise HubRefused(f"the hub did not answer: {type(trouble).__name__}", is_final=False) from trouble
    finally:
        connection.close()
    if 200 <= answer.status < 300:
        return answer.status
    raise HubRefused(f"the hub answered {answer.status}", is_final=300 <= answer.status < 500 and answer.status != 429)


def _address(host: str, port: int) -> str:
    """Where the name leads; the connection goes to exactly this address, so that it cannot lead elsewhere meanwhile."""
    try:
        return str(ipaddress.ip_address(host))  # the operator's own choice, private or not
    except ValueError:
        pass
    if host == "localhost":
        return "127.0.0.1"
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as trouble:
        raise HubRefused("the hub's name is not known", is_final=False) from trouble
    address = str(found[0][4][0])
    if not ipaddress.ip_address(address).is_global:
        raise HubRefused("the hub's name leads to a private address", is_final=True)
    return address


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
