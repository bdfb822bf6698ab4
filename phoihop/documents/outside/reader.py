"""The parent's side of reading: any file in, a Reading out, at the price of one child process.

The file goes to the child in memory that has no name; nothing of it is written to a disk on this side either.
Refused: reading while the reading server cannot be started or has no place free (ReaderUnavailable). A file is never
refused here: whatever is wrong with it is a Trouble of its Reading. `outside.bench` has other jobs done the same way.
"""

from __future__ import annotations

import atexit
import fcntl
import logging
import os
import re
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import phoihop
from phoihop.documents.outside.reading import jobs, wire
from phoihop.documents.outside.reading.limits import Limits
from phoihop.documents.outside.refusals import JobFailed
from phoihop.documents.rules.reading import Place, PlaceKind, Reading, Trouble, TroubleKind
from phoihop.ground.text import nfc

__all__ = ["Limits", "ReaderUnavailable", "read", "run", "stop"]

_log = logging.getLogger(__name__)

_PIECE = 1 << 20
_GRACE = 15.0  # seconds beyond the child's time after which the server itself is taken for dead
_WAIT = 900.0  # seconds that a file may wait for a free place
_PATIENCE = 60.0  # seconds that a person waits for a page
_LOOK = 0.02  # seconds between looks for a free place
_LONGEST_VERDICT = 4096
_WHERE = re.compile(r"\w{1,80} in [\w.-]{1,80}, line \d{1,7}", re.ASCII)
_KEPT = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")  # no password reaches the child


class ReaderUnavailable(RuntimeError):
    """No child could be had; the file is untouched, nothing of it was kept, and it can be read again later."""


class _ServerGone(Exception):
    """The server ended before it could say how its child ended."""


class _AnswerTooLong(Exception):
    """More came back than any honest child sends."""


def read(
    content: bytes | bytearray | memoryview | BinaryIO,
    *,
    name: str,
    limits: Limits | None = None,
    slots: Path | None = None,
) -> Reading:
    """What the file says, and what is wrong with it; `slots` is the folder whose locks count the machine's children.

    Refused: ReaderUnavailable.
    """
    limits = limits or Limits()
    arguments = {"name": name[: wire.LONGEST_NAME]}
    try:
        with _places.one(slots):
            return wire.unpack(_run("read", content, arguments, limits, wire.longest_answer(limits)))
    except JobFailed as failed:
        return _only(name, failed.kind)
    except ValueError:  # no child of ours answers so
        return _only(name, TroubleKind.DAMAGED)


def run(job: str, content: bytes | BinaryIO, arguments: Mapping[str, Any], *, limits: Limits, most: int) -> bytes:
    """What a job of `reading.jobs` makes of an accepted file, at most so many bytes; readings do not keep it waiting.

    Refused: ReaderUnavailable; JobFailed and what else the job refuses.
    """
    with _seats.one(None, _PATIENCE):
        return _run(job, content, arguments, limits, most)


def stop() -> None:
    """End the reading server of this process; the next reading starts another."""
    _server.stop()


def _run(
    job: str,
    content: bytes | bytearray | memoryview | BinaryIO,
    arguments: Mapping[str, Any],
    limits: Limits,
    most: int,
) -> bytes:
    """One job in one child; a server that ended is replaced once. Refused: ReaderUnavailable, what the job refuses."""
    with _memory() as copy, _memory() as beside:
        size = _copy(content, copy, limits.bytes)
        plain = wire.pack_plain(arguments)
        if size > limits.bytes or len(plain) > wire.LONGEST_ARGUMENTS:
            raise JobFailed(TroubleKind.TOO_LARGE)
        if size == 0:
            raise JobFailed(TroubleKind.EMPTY)
        _write(beside, memoryview(plain))
        used = _server.way()
        try:
            raw = _server.ask(used, job, (copy, beside), limits, most)
        except _ServerGone:
            _server.stop(used)  # and no other: the next thread has one already, and its file there
            try:
                raw = _server.ask(_server.way(), job, (copy, beside), limits, most)
            except _ServerGone as gone:
                raise ReaderUnavailable("the reading server ended twice under one file") from gone
    if raw[:1] == wire.REFUSED:
        jobs.raise_refused(raw[1:])
    if raw[:1] == wire.BROKEN:
        where = raw[1:].decode("ascii", "replace")
        is_ours = _WHERE.fullmatch(where)  # a child led astray may say anything, a file's words too
        _log.warning("A child of the reading server broke off its job %s: %s", job, where if is_ours else "unknown")
    if raw[:1] != wire.DONE:
        raise JobFailed(TroubleKind.DAMAGED)
    return raw[1:]


class _Server:
    """The one reading server of this process, started when the first file comes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.socket: socket.socket | None = None
        self.pid = 0

    def way(self) -> socket.socket:
        """The way to the running server, which is started if there is none. Refused: ReaderUnavailable."""
        with self.lock:
            return self.socket or self._start()

    def ask(self, way: socket.socket, job: str, files: tuple[int, int], limits: Limits, most: int) -> bytes:
        """The answer of a child of the server that this way leads to. Refused: JobFailed, _ServerGone."""
        answer_out, answer_in = os.pipe()
        verdict_out, verdict_in = os.pipe()
        try:
            try:
                socket.send_fds(way, [wire.pack_request(job, limits)], [*files, answer_in, verdict_in])
            except OSError as broken:
                raise _ServerGone from broken
            finally:
                os.close(answer_in)
                os.close(verdict_in)
            until = time.monotonic() + limits.seconds + _GRACE
            try:
                raw = _read_to_end(answer_out, most + 1, until)
            except _AnswerTooLong:
                raise JobFailed(TroubleKind.BOMB) from None
            ended = wire.unpack_plain(_read_to_end(verdict_out, _LONGEST_VERDICT, until) or b"null")
        finally:
            os.close(answer_out)  # a child that still writes ends by it
            os.close(verdict_out)
        if ended is None:
            raise _ServerGone
        if ended["code"] != 0:
            raise JobFailed(_why(ended, limits))
        return raw

    def stop(self, only: socket.socket | None = None) -> None:
        """With `only`: nothing happens once another server has taken the place of the one that this way led to."""
        with self.lock:
            if only is None or only is self.socket:
                self._stop()

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
        environment |= {"PYTHONPATH": str(Path(phoihop.__file__).resolve().parents[1]), "PYTHONUTF8": "1"}
        environment |= {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}  # a process that forks has one thread
        with theirs:
            try:
                self.pid = os.posix_spawn(
                    sys.executable,
                    [sys.executable, "-P", "-m", "phoihop.documents.outside.reading"],
                    environment,
                    file_actions=[
                        (os.POSIX_SPAWN_DUP2, theirs.fileno(), 0),
                        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),  # no line there may quote a file
                    ],
                    setsid=True,  # Ctrl+C is for us: we end the server ourselves, after the readings under way
                )
            except OSError as refused:
                ours.close()
                raise ReaderUnavailable(f"the reading server cannot be started: {refused.strerror}") from refused
        self.socket = ours
        return ours

    def _stop(self) -> None:
        if self.socket is None:
            return
        self.socket.close()
        self.socket = None
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        with suppress(ChildProcessError):  # somebody reaps all children of this process
            os.waitpid(self.pid, 0)


class _Places:
    """So many children at once: in this process by counting, on the machine by locks in a folder."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.free = threading.BoundedSemaphore(number)

    @contextmanager
    def one(self, folder: Path | None, wait: float = _WAIT) -> Iterator[None]:
        """Refused: no place free for so many seconds (ReaderUnavailable)."""
        if not self.free.acquire(timeout=wait):
            raise ReaderUnavailable("other files kept the reading children busy too long")
        try:
            if folder is None:
                yield
            else:
                with self._locked(folder):
                    yield
        finally:
            self.free.release()

    @contextmanager
    def _locked(self, folder: Path) -> Iterator[None]:
        until = time.monotonic() + _WAIT
        while True:
            for number in range(self.number):
                place = os.open(folder / f"reading-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                try:
                    fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    os.close(place)
                    continue
                try:
                    yield
                finally:
                    os.close(place)  # and with it the lock
                return
            if time.monotonic() > until:
                raise ReaderUnavailable("other programs kept the reading children busy too long")
            time.sleep(_LOOK)


@contextmanager
def _memory() -> Iterator[int]:
    """A file without a name, in memory."""
    copy = os.memfd_create("", os.MFD_CLOEXEC)
    try:
        yield copy
    finally:
        os.close(copy)


def _copy(content: bytes | bytearray | memoryview | BinaryIO, copy: int, most: int) -> int:
    """The size copied; more than `most` when the rest was left alone."""
    if isinstance(content, bytes | bytearray | memoryview):
        whole = memoryview(content).cast("B")
        if len(whole) <= most:
            _write(copy, whole)
        return len(whole)
    if content.seekable():
        content.seek(0)  # wherever the caller left it: the whole file is judged
    size = 0
    while piece := content.read(_PIECE):
        size += len(piece)
        if size > most:
            break
        _write(copy, memoryview(piece))
    return size


def _write(copy: int, rest: memoryview) -> None:
    while rest:
        rest = rest[os.write(copy, rest) :]


def _read_to_end(pipe: int, most: int, until: float) -> bytes:
    """All that comes. Refused: more than `most` (_AnswerTooLong), nothing more in time (_ServerGone)."""
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    whole = bytearray()
    while True:
        left = until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise _ServerGone
        piece = os.read(pipe, 1 << 18)
        if not piece:
            return bytes(whole)
        whole += piece
        if len(whole) > most:
            raise _AnswerTooLong


def _why(ended: dict[str, int], limits: Limits) -> TroubleKind:
    """What ended a child that did not end by itself."""
    from phoihop.documents.outside.reading.child import TOO_HEAVY

    if ended["is_late"] or ended["code"] == -signal.SIGXCPU:
        return TroubleKind.TOO_LONG
    # A library that gets no memory mostly aborts; the kernel, short of memory itself, kills.
    if ended["code"] in (TOO_HEAVY, -signal.SIGKILL) or ended["peak"] > limits.memory // 2:
        return TroubleKind.TOO_HEAVY
    return TroubleKind.DAMAGED


def _only(name: str, kind: TroubleKind) -> Reading:
    """The reading of a file that no child has read: its name and why."""
    own_name = nfc(name[: wire.LONGEST_NAME])
    places = (Place(PlaceKind.NAME, own_name),) if own_name else ()
    return Reading(places=places, troubles=(Trouble(kind),))


_server = _Server()
atexit.register(_server.stop)
_places = _Places(os.cpu_count() or 1)
_seats = _Places(os.cpu_count() or 1)  # for jobs a person waits for: the scans of a large batch must not hold them up


def _after_fork() -> None:
    """The server is the other process's, and locks may have been held by threads that are not here."""
    global _server, _places, _seats  # noqa: PLW0603
    if _server.socket is not None:
        _server.socket.close()
    _server = _Server()
    _places, _seats = _Places(os.cpu_count() or 1), _Places(os.cpu_count() or 1)


os.register_at_fork(after_in_child=_after_fork)
