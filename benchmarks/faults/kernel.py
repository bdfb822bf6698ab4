"""What the kernel is asked for: families of processes, free ports, small disks."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(pid: int) -> list[int]:
    """Those that this process started and that still run, and theirs, from the top."""
    by_parent: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):  # it has ended while we looked
                words = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
                if words[0] != "Z":
                    by_parent.setdefault(int(words[1]), []).append(int(entry.name))
    found, left = [], [pid]
    while left:
        own = sorted(by_parent.get(left.pop(0), []))
        found += own
        left += own
    return found


def words_of(pid: int) -> str:
    """Its command line; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def tell(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def are_gone(pids: Iterable[int], *, within: float) -> bool:
    until = time.monotonic() + within
    while any(words_of(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def limit_files(pids: Iterable[int], most: int) -> None:
    """From now on none of these may write a file beyond `most` bytes; -1: as before."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most if most >= 0 else hard, hard))


@contextlib.contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[bool]:
    """A file system of that size at `folder`, if this user may mount one; says whether it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    size = f"size={megabytes}m,mode=711"
    program = shutil.which("mount")
    is_there = program is not None and subprocess.run(
        [program, "-t", "tmpfs", "-o", size, "phoihop-faults", str(folder)], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    try:
        yield is_there
    finally:
        if is_there:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """A file that takes what is left of the disk."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        piece = 2**20
        while piece >= 512:
            try:
                file.write(b"\1" * piece)
            except OSError:
                piece //= 2
    return filler
