"""The numbers a process counts of itself. Several processes of one node add theirs up through small files.

Each process that stays keeps its numbers in `metrics/` of the data folder; whoever is asked for metrics adds up the
files of all. Files of processes that have ended stay, so that no sum falls, until none of them lives: then the folder
is emptied. Commands that end keep theirs in memory.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from phoihop.site.watching import kinds

FOLDER_NAME = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported
DIVISIONS = (0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds; 60 ms is the budget of a page
LONG_DIVISIONS = (0.01, 0.05, 0.25, 1.0, 5.0, 20.0, 60.0, 300.0)
_FILE = re.compile(r"[a-z]+(?:_[a-z]+)?_(?P<kind>[a-z]+)-(?P<pid>[0-9]+)\.db")

log = logging.getLogger(__name__)


def begin(kind: str, data: Path) -> None:
    """This process stays and counts for its node. To be called before anything is counted; children that are forked
    from it count in files of their own."""
    kinds.begin(kind)
    folder = data / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    if not any(is_alive(pid) for _kind, pid in processes(folder)):
        for path in folder.glob("*.db"):
            path.unlink(missing_ok=True)  # another process of ours may begin in this moment
    os.environ[FOLDER_NAME] = str(folder)
    from prometheus_client import values

    values.ValueClass = values.MultiProcessValue(_file_name)  # type: ignore[no-untyped-call]


def _file_name() -> str:
    """Of this process among those of its node; another one after a fork."""
    return f"{kinds.kind()}-{os.getpid()}"


def folder() -> Path | None:
    """Where the processes of this node keep their numbers; None where this one keeps its own in memory."""
    return Path(os.environ[FOLDER_NAME]) if FOLDER_NAME in os.environ else None


def processes(folder: Path) -> Iterator[tuple[str, int]]:
    """Kind and number of every process that has counted here, living or not."""
    found = {(match["kind"], int(match["pid"])) for path in folder.glob("*.db") if (match := _FILE.match(path.name))}
    yield from sorted(found)


def is_alive(pid: int) -> bool:
    return resident(pid) > 0


def resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):  # gone, or going
        return 0
