"""One long-lived process that has the libraries loaded and forks a short-lived child for each job on a file.

It never touches a file itself. It is single-threaded, so that forking is safe; it dies with the process that started
it; and it ends a child, with whatever that child started, when the child's time is up.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import shutil
import signal
import socket
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from phoihop.documents.outside.reading import child, jobs, wire
from phoihop.documents.outside.reading.limits import Limits

CONTROL = 0  # the file descriptor on which requests come
_MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of files in memory; ours below it are for our user alone)
_FOLDER = "phoihop-job-"
_STILL_THERE = 5.0  # seconds between looks whether the starter lives, should another process hold our socket open


@dataclass(slots=True)
class _Child:
    pid: int
    watch: int  # a pidfd: readable when the child has ended
    verdict: int
    until: float
    folder: str
    is_late: bool = False


def main() -> None:
    """Serve until the starter is gone."""
    starter = os.getppid()
    os.chdir("/")
    child.adopt_orphans()
    child.preload()
    _share()
    _sweep()
    with socket.socket(fileno=CONTROL) as control:
        _Server(control, starter).serve()


class _Server:
    def __init__(self, control: socket.socket, starter: int) -> None:
        self.control, self.starter = control, starter
        self.children: dict[int, _Child] = {}
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)

    def serve(self) -> None:
        try:
            while os.getppid() == self.starter:
                for ready, _ in self.poll.poll(self._patience() * 1000):
                    if ready != CONTROL:
                        self._bury(self.children.pop(ready))
                    elif not self._take():
                        return
                self._end_late()
        finally:
            for one in list(self.children.values()):
                _kill(one.pid)
                _remove(one.folder)

    def _patience(self) -> float:
        now = time.monotonic()
        ends = [one.until - now for one in self.children.values() if not one.is_late]
        return max(0.0, min([*ends, _STILL_THERE])) + 0.001

    def _take(self) -> bool:
        """One request: four descriptors (file, arguments, answer, verdict) and a line of JSON; false at the end."""
        request, descriptors, _, _ = socket.recv_fds(self.control, wire.LONGEST_REQUEST, 4)
        if not request:
            return False
        content, arguments, answer, verdict = descriptors
        job, limits = wire.unpack_request(request)
        if jobs.load(job):
            _share()
        folder = _own_folder() if limits.written else ""
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_child(server, (content, arguments, answer), job, limits, folder)
        for mine in (content, arguments, answer):
            os.close(mine)
        with suppress(ProcessLookupError, PermissionError):
            os.setpgid(pid, pid)  # the child does the same: whoever comes first
        watch = os.pidfd_open(pid)
        self.children[watch] = _Child(pid, watch, verdict, time.monotonic() + limits.seconds, folder)
        self.poll.register(watch, select.POLLIN)
        return True

    @staticmethod
    def _become_child(server: int, descriptors: tuple[int, int, int], job: str, limits: Limits, folder: str) -> None:
        try:
            child.run(server, descriptors, job, limits, folder)
        finally:
            os._exit(child.BROKEN)

    def _end_late(self) -> None:
        now = time.monotonic()
        for one in self.children.values():
            if not one.is_late and one.until <= now:
                one.is_late = True
                _kill(one.pid)

    def _bury(self, one: _Child) -> None:
        """End what the child has left behind, and say how it ended."""
        self.poll.unregister(one.watch)
        os.close(one.watch)
        _kill(one.pid)  # before its number is free: a grandchild may still be there
        _, status, usage = os.wait4(one.pid, 0)
        with suppress(ChildProcessError):
            while True:
                os.waitpid(-one.pid, 0)  # orphans come to us
        _remove(one.folder)
        with suppress(OSError):  # nobody waits for the verdict any more
            os.write(one.verdict, _verdict(status, usage, is_late=one.is_late))
        os.close(one.verdict)


def _kill(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _verdict(status: int, usage: resource.struct_rusage, *, is_late: bool) -> bytes:
    code = os.waitstatus_to_exitcode(status)
    return json.dumps({"code": code, "is_late": is_late, "peak": usage.ru_maxrss * 1024}).encode()


def _share() -> None:
    """The children share the pages of what is loaded as long as nobody counts in them."""
    gc.collect()
    gc.freeze()


def _own_folder() -> str:
    """A folder for one child, in memory where the machine has such a place; named after us, who remove it."""
    base = _MEMORY if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK | os.X_OK) else None
    return tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-", dir=base)


def _remove(folder: str) -> None:
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Remove what a server that was killed could not."""
    for base in {_MEMORY, Path(tempfile.gettempdir())}:
        for folder in base.glob(f"{_FOLDER}*"):
            owner = folder.name.removeprefix(_FOLDER).partition("-")[0]
            if owner.isdigit() and not Path("/proc", owner).exists():
                _remove(str(folder))
