"""Whether a backup is what was written, without restoring it. Knows nothing of Django."""

from __future__ import annotations

import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey

from phoihop.site.backups import databases, files, keys, manifest, sealing, series
from phoihop.site.backups.manifest import Kept, Manifest


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
    also that they open and that the database is readable as one. Refused: manifest.WrongManifest."""
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
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="verify-") as work:
        try:
            if made.engine == databases.SQLITE:
                path = Path(work) / "database.sqlite3"
                files.write(path, databases.unpacked(files.opened(folder / kept.path, kept, key=key)), name=kept.path)
                databases.check_sqlite(path)
            else:
                path = Path(work) / "database.dump"
                files.write(path, files.opened(folder / kept.path, kept, key=key), name=kept.path)
                program = databases.program_for("pg_restore", int(made.server))
                subprocess.run([program, "--list", str(path)], capture_output=True, timeout=600, check=True)  # noqa: S603
        except (databases.CannotDump, sqlite3.Error) as wrong:
            yield f"{kept.path}: {wrong}"
        except subprocess.CalledProcessError as wrong:
            yield f"{kept.path}: pg_restore cannot read it: {wrong.stderr.decode(errors='replace').strip()}"
