"""Our end of the reading child: gives it a job, waits so long and no longer, and starts a new one where it died.

Why a child at all: parsers of feeds and pages are C libraries and old regular expressions, which no bound on bytes
keeps from taking minutes or all memory over a few kilobytes made for it. A thread cannot be ended; a process can.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import phoihop
from phoihop.press.outside.feeds import CannotRead, Entry, Feed

SECONDS = 10.0  # of one job; a feed of 50 articles takes 20 ms
_START = 20.0  # more for the first: libraries are loaded
_MOST_ANSWER = 64 * 2**20
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article's page as read: the address it calls its own, headline, text."""

    url: str
    title: str
    text: str = ""
    published: str = ""
    summary: str = ""


class Reader:
    """Reads in a child of its own, which starts with the first job; use it by `with`, in one thread."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._is_fresh = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, one: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child is not None else None

    def feed(self, content: bytes, *, url: str, media_type: str = "") -> Feed:
        """Raises CannotRead."""
        found = self._job(content, job="feed", url=url, media_type=media_type)
        entries = tuple(Entry(**one) for one in found["entries"])
        return Feed(kind=found["kind"], entries=entries, inner=tuple(found["inner"]), skipped=found["skipped"])

    def letter(self, content: bytes) -> Feed:
        """The articles that a newsletter links to. Raises CannotRead."""
        found = self._job(content, job="letter", url="")
        return Feed(kind=found["kind"], entries=tuple(Entry(**one) for one in found["entries"]))

    def page(self, content: bytes, *, url: str) -> Page:
        """Raises CannotRead."""
        return Page(**self._job(content, job="page", url=url))

    def close(self) -> None:
        if self._child is None:
            return
        child, self._child = self._child, None
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        child.wait()

    def _job(self, content: bytes, **asked: str) -> dict[str, Any]:
        if self._child is None:
            self._start()
        seconds = self._seconds + (_START if self._is_fresh else 0)
        until = time.monotonic() + seconds
        line = json.dumps({**asked, "length": len(content)}).encode() + b"\n"
        try:
            raw = self._exchange(line + content, until)
        except (BrokenPipeError, EOFError):
            self.close()
            raise CannotRead("child") from None
        except TimeoutError:
            self.close()
            raise CannotRead("time") from None
        self._is_fresh = False
        told = json.loads(raw)
        if "why" in told:
            if told["why"] == "memory":
                self.close()  # what it still holds is not known
            raise CannotRead(told["why"])
        found: dict[str, Any] = told["found"]
        return found

    def _exchange(self, job: bytes, until: float) -> bytes:
        """The job out and the answer in, whichever is possible first: neither side can hold up the other."""
        if self._child is None or self._child.stdin is None or self._child.stdout is None:
            raise EOFError
        outward, inward = self._child.stdin.fileno(), self._child.stdout.fileno()
        rest, pieces, size = memoryview(job), [], 0
        with selectors.DefaultSelector() as ready:
            ready.register(outward, selectors.EVENT_WRITE)
            ready.register(inward, selectors.EVENT_READ)
            while True:
                left = until - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                for key, _ in ready.select(left):
                    if key.fd == outward:
                        rest = rest[os.write(outward, rest) :]
                        if not rest:
                            ready.unregister(outward)
                        continue
                    piece = os.read(inward, 1 << 16)
                    size += len(piece)
                    if not piece or size > _MOST_ANSWER:
                        raise EOFError
                    pieces.append(piece)
                    if piece.endswith(b"\n"):
                        return b"".join(pieces)

    def _start(self) -> None:
        environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
        environment |= {"PYTHONPATH": str(Path(phoihop.__file__).resolve().parents[1]), "PYTHONUTF8": "1"}
        environment |= {"PHOIHOP_STARTER": str(os.getpid()), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "phoihop.press.outside.child"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # no line there may quote what strangers sent
            bufsize=0,
            cwd="/",
        )
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        self._is_fresh = True
