"""Whether a backup is what was written, without restoring it. Knows nothing of Django."""

from __future__ import annotations

import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey

from phoihop.site.backups import databases, files, keys, manifest, sealing, series
from phoihop.site.backups.manifest import Kept, Manifest
from phoihop.site.options import options


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, and everything wrong with it."""

    folder: Path
    files: int
    size: int
    is_opened: bool  # whether sealed files were opened too, which only the private key can
    findings: tuple[str, ...]
    lost: tuple[str, ...]  # what the store had lost when the backup was made: it is whole as far as it could be

    @property
    def is_whole(self) -> bool:
        return not self.findings


def verify(folder: Path, *, keys_folder: Path | None = None, key: PrivateKey | None = None) -> Verdict:
    """Reads every byte: sizes and SHA-256 of all files and objects; with the private key, or where nothing is sealed,
    also that they open and that the database is readable as one. Nothing is written where the backup is: it may be
    read-only, or nobody's who may read what is sealed. Refused: manifest.WrongManifest, databases.CannotDump,
    files.NoRoom."""
    made = manifest.read(folder)
    own_key = key if made.recipient else None
    is_opened = not made.recipient or key is not None
    findings: list[str] = []
    count = size = 0
    for place, kept in _everything(folder, made, findings):
        count, size = count + 1, size + kept.size
        is_plain = not made.recipient or kept.path == series.OBJECTS
        try:
            if is_opened:
                for _piece in files.opened(place, kept, key=None if is_plain else own_key):
                    continue
            else:
                files.check(place, kept)
        except (files.Changed, sealing.CannotOpen) as wrong:
            findings.append(str(wrong))
    if is_opened and not findings:
        findings += _database(folder, made, own_key)
    if keys_folder is not None:
        findings += keys.findings(keys_folder, made, key=own_key)
    return Verdict(folder, count, size, is_opened, tuple(findings), tuple(made.lost))


def _everything(folder: Path, made: Manifest, findings: list[str]) -> Iterator[tuple[Path, Kept]]:
    """Where the list of objects cannot be read, that is a finding, and the objects after it are not looked at."""
    for kept in made.files:
        yield folder / kept.path, kept
    pool = series.pool_of(folder, made)
    try:
        for kept in series.objects(folder):
            yield series.in_pool(pool, kept.path), kept
    except files.Changed as wrong:
        if str(wrong) not in findings:  # one that is missing was found so among the files
            findings.append(str(wrong))


def _database(folder: Path, made: Manifest, key: PrivateKey | None) -> Iterator[str]:
    """The database itself looks at what would be loaded."""
    if made.engine not in databases.FILE:
        yield f"{folder / manifest.NAME}: nobody knows the engine {made.engine!r}"
        return
    kept = made.file(databases.FILE[made.engine])
    with _work_folder() as work:
        try:
            pieces = files.opened(folder / kept.path, kept, key=key)
            if made.engine == databases.SQLITE:
                path = work / "database.sqlite3"
                files.write(path, files.while_room(work, databases.unpacked(pieces)), name=kept.path)
                databases.check_sqlite(path)
            else:
                path = work / "database.dump"
                files.write(path, files.while_room(work, pieces), name=kept.path)
                program = databases.program_for("pg_restore", int(made.server))
                subprocess.run([program, "--list", str(path)], capture_output=True, timeout=600, check=True)  # noqa: S603
        except (databases.CannotDump, files.Changed, sealing.CannotOpen, sqlite3.Error) as wrong:
            yield f"{kept.path}: {wrong}"
        except subprocess.CalledProcessError as wrong:
            yield f"{kept.path}: pg_restore cannot read it: {wrong.stderr.decode(errors='replace').strip()}"


@contextmanager
def _work_folder() -> Iterator[Path]:
    """On this machine: in the data folder, or where there is none yet in the system's own. Refused:
    databases.CannotDump."""
    data = options().data
    place, prefix = (data / files.WORK, "work-") if data.is_dir() else (Path(tempfile.gettempdir()), "phoihop-work-")
    try:
        place.mkdir(exist_ok=True, mode=0o700)
        with files.private_folder(place, prefix) as work:
            yield work
    except OSError as wrong:
        raise databases.CannotDump(f"there is no way to look into the database in {place}: {wrong}") from wrong
