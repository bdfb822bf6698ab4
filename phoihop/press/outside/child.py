"""The reading child: a process that looks at what strangers send and may die of it, and nobody else with it.

It gets one job after the other by its standard input and answers by its standard output: a line of JSON with the
length of what follows, then the bytes. It may write no file, use so much memory, and dies with whoever started it;
when a job takes too long it is ended from outside.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

MEMORY = 1_500 * 2**20
_OPEN_FILES = 64
_NICE = 5  # pages come first
_DEATH_SIGNAL, _DUMPABLE = 1, 4  # of prctl


def main() -> None:
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _confine()
    from phoihop.press.outside.extracting import page
    from phoihop.press.outside.feeds import CannotRead, feed, letter

    work = {"feed": feed, "page": page, "letter": letter}
    while (job := _next(jobs)) is not None:
        asked, content = job
        try:
            found = work[asked.pop("job")](content, **asked)
            _answer(answers, {"found": found})
        except CannotRead as cannot:
            _answer(answers, {"why": cannot.why})
        except MemoryError:
            _answer(answers, {"why": "memory"})
        except Exception as broken:  # noqa: BLE001  (libraries raise anything over hostile bytes; no word of them is told)
            _answer(answers, {"why": "broken", "kind": type(broken).__name__})


def _next(jobs: BinaryIO) -> tuple[dict[str, str], bytes] | None:
    line = jobs.readline(100_000)
    if not line:
        return None
    asked = json.loads(line)
    content = jobs.read(asked.pop("length"))
    return asked, content


def _answer(answers: BinaryIO, told: object) -> None:
    answers.write(json.dumps(told).encode("utf-8", "replace") + b"\n")
    answers.flush()


def _confine() -> None:
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    starter = int(os.environ.get("PHOIHOP_STARTER", "0"))
    prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if starter and os.getppid() != starter:
        os._exit(0)
    prctl(_DUMPABLE, 0, 0, 0, 0)
    sys.dont_write_bytecode = True
    sys.setrecursionlimit(1_000)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    with suppress(OSError):  # a place that forbids it: then it is as urgent as whoever started it
        os.nice(_NICE)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, ceiling = resource.getrlimit(what)
        wanted = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(what, (wanted, wanted))


if __name__ == "__main__":
    main()
