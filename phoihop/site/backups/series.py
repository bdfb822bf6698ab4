"""The backups of one place: their names, which are kept, and the pool that they share. Knows nothing of Django."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from phoihop.site.backups import manifest
from phoihop.site.backups.files import Changed, sync_folders
from phoihop.site.backups.manifest import Kept, Manifest, WrongManifest

log = logging.getLogger(__name__)

LOCK = "backup.lock"
OBJECTS = "objects.list"
UNFINISHED = ".unfinished"
_DATED = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_NAMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")
_POOL = re.compile(r"objects(-[0-9a-f]{16})?")
_OBJECT = re.compile(r"[0-9a-f]{64}")
_LINE = re.compile(rb"([0-9a-f]{64}) ([0-9]{1,18}) ([0-9a-f]{64})\n")


class WrongPlace(Exception):
    """A place or name cannot be used. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Keep:
    """The newest of so many days, weeks and months that have a backup are kept; nothing set: all of them."""

    days: int = 0
    weeks: int = 0
    months: int = 0

    @classmethod
    def read(cls, text: str) -> Keep:
        """`7`, `7,4` or `7,4,12`. Refused: ValueError."""
        if not re.fullmatch(r"\d{1,4}(,\d{1,4}){0,2}", text):
            raise ValueError(f"expected DAYS, DAYS,WEEKS or DAYS,WEEKS,MONTHS, such as 7,4,12; got {text!r}")
        keep = cls(*map(int, text.split(",")))
        if not any((keep.days, keep.weeks, keep.months)):
            raise ValueError("at least one backup must be kept")
        return keep

    def kept(self, times: Iterable[datetime]) -> set[datetime]:
        """Of these moments those that stay. The newest always stays."""
        newest_first = sorted(times, reverse=True)
        if self == Keep():
            return set(newest_first)
        stay = set(newest_first[:1])
        parts: list[tuple[int, Callable[[date], tuple[int, int]]]] = [
            (self.days, lambda day: (day.year, day.timetuple().tm_yday)),
            (self.weeks, lambda day: day.isocalendar()[:2]),
            (self.months, lambda day: (day.year, day.month)),
        ]
        for count, span in parts:
            newest: dict[tuple[int, int], datetime] = {}
            for time in newest_first:
                newest.setdefault(span(time.date()), time)
            stay.update(list(newest.values())[:count])
        return stay


def dated(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"


def name_of(text: str) -> str:
    """A name chosen for a backup, which pruning then leaves alone. Refused: WrongPlace."""
    if not _NAMED.fullmatch(text) or _DATED.fullmatch(text) or _POOL.fullmatch(text):
        raise WrongPlace(f"--name: expected letters, digits, - and _, and nothing that looks like a date; got {text!r}")
    return text


def backups(place: Path) -> list[Path]:
    """Finished backups of this place, oldest first by the time in their manifests; without those that are `damaged`."""
    times = {}
    for path in _finished(place):
        with suppress(WrongManifest):
            times[path] = manifest.read(path).made_at
    return sorted(times, key=lambda path: (times[path], path.name))


def damaged(place: Path) -> dict[Path, str]:
    """Backups of this place whose manifest can no longer be read, each with what is wrong."""
    found = {}
    for path in _finished(place):
        try:
            manifest.read(path)
        except WrongManifest as wrong:
            found[path] = str(wrong)
    return found


def _finished(place: Path) -> list[Path]:
    return sorted(path for path in place.iterdir() if (path / manifest.NAME).is_file() and path.suffix != UNFINISHED)


def clear_unfinished(*places: Path) -> None:
    """What a backup left that was killed. Only under the lock of the place."""
    for place in places:
        for path in place.glob(f"*{UNFINISHED}"):
            shutil.rmtree(path)


def pool_of(folder: Path, made: Manifest) -> Path:
    return folder.parent / made.pool


def objects(folder: Path) -> Iterator[Kept]:
    """The objects that a backup needs, as they lie in its pool. Refused: Changed, also after some were given."""
    path = folder / OBJECTS
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not (told := _LINE.fullmatch(line)):
                    raise Changed(f"{path} is not as it was written: line {number}")
                name, size, sha256 = told.groups()
                yield Kept(name.decode(), int(size), sha256.decode())
    except FileNotFoundError:
        raise Changed(f"{path} is missing") from None
    except OSError as wrong:
        raise Changed(f"{path} cannot be read: {wrong.strerror}") from wrong


def line_of(kept: Kept) -> bytes:
    return f"{kept.path} {kept.size} {kept.sha256}\n".encode("ascii")


def in_pool(pool: Path, name: str) -> Path:
    if not _OBJECT.fullmatch(name):
        raise WrongPlace(f"an object is named by 64 hexadecimal digits, not {name!r}")
    return pool / name[:2] / name[2:]


def prune(place: Path, keys: Path | None, keep: Keep) -> list[str]:
    """Removes dated backups that are not to be kept, with their keys, then objects of the pools that none needs.
    Only under the lock of the place; gives the names removed."""
    times = {}
    for folder in backups(place):
        if _DATED.fullmatch(folder.name):
            times[datetime.fromisoformat(manifest.read(folder).made_at)] = folder
    stay = keep.kept(times)
    gone = [folder for time, folder in sorted(times.items()) if time not in stay]
    for folder in gone:
        # Its manifest goes first: cut short here, what is left is no backup, and is cleared next time.
        doomed = folder.rename(folder.with_name(f"{folder.name}{UNFINISHED}"))
        shutil.rmtree(doomed)
        if keys is not None and (keys / folder.name).is_dir():
            shutil.rmtree(keys / folder.name)
    sync_folders([place])
    if gone:
        _sweep(place)
    return [folder.name for folder in gone]


def _sweep(place: Path) -> None:
    """While one backup cannot be read nobody knows what it needs, and nothing goes."""
    needed: dict[str, set[str]] = {}
    try:
        for folder in _finished(place):
            needed.setdefault(manifest.read(folder).pool, set()).update(kept.path for kept in objects(folder))
    except (WrongManifest, Changed) as wrong:
        log.warning("backup: no object is removed from the pool while a damaged backup is there: %s", wrong)
        return
    for pool in [path for path in place.iterdir() if path.is_dir() and _POOL.fullmatch(path.name)]:
        for path in pool.glob("[0-9a-f][0-9a-f]/*"):
            if path.parent.name + path.name not in needed.get(pool.name, set()):
                path.unlink()
