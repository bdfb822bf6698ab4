"""Bodies that drip: whoever is not signed in may keep a few threads of a process waiting, never all of them.

The server hands a request over when its head has come, and reading its body waits for the sender, in the thread that
answers. So whoever reads needs a lane, of which there are fewer than threads, and of which one address never has them
all; a body that is there at once leaves its lane at once. Without a lane nothing is read, and reading stops with an
OSError, which Django turns into UnreadablePostError. A read that has begun cannot be left before its sender goes:
against many patient senders a proxy that takes the whole body first stands before the house (docs/operations.md).
"""

from __future__ import annotations

import threading
from collections import Counter
from io import IOBase
from typing import Any

WAIT = 0.3  # seconds to wait for a lane: others mostly leave theirs within a few thousandths


class NoLane(OSError):
    """Too many slow bodies are being read already. Nothing of this one was read."""


class Lanes:
    """How many bodies are read at once in this process, and by whom."""

    def __init__(self, count: int) -> None:
        self._most, self._each = max(1, count), max(1, count - 1)
        self._taken: Counter[str] = Counter()
        self._change = threading.Condition()

    def enter(self, address: str) -> bool:
        with self._change:
            if not self._change.wait_for(lambda: self._has_room(address), WAIT):
                return False
            self._taken[address] += 1
            return True

    def leave(self, address: str) -> None:
        with self._change:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]
            self._change.notify_all()

    def _has_room(self, address: str) -> bool:
        return self._taken.total() < self._most and self._taken[address] < self._each


class PatientBody(IOBase):
    """The body of one request. It takes its lane with the first read and leaves it with the last, or when closed."""

    def __init__(self, body: Any, length: int, lanes: Lanes, address: str) -> None:
        self._body, self._left, self._lanes, self._address = body, length, lanes, address
        self._has_lane = self._is_refused = False

    def read(self, size: int = -1, /) -> bytes:
        self._enter()
        return self._count(self._body.read(size))

    def readline(self, size: int | None = -1, /) -> bytes:
        self._enter()
        return self._count(self._body.readline(-1 if size is None else size))

    def close(self) -> None:
        self._leave()
        super().close()

    def _enter(self) -> None:
        if self._has_lane or self._left <= 0:
            return
        if self._is_refused or not self._lanes.enter(self._address):
            self._is_refused = True  # asked again, it answers at once
            raise NoLane("busy")
        self._has_lane = True

    def _count(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        if self._left <= 0 or not piece:
            self._leave()
        return piece

    def _leave(self) -> None:
        if self._has_lane:
            self._has_lane = False
            self._lanes.leave(self._address)
