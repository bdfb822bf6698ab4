"""What a backup says of itself. Written last: a folder without a manifest is no backup. Knows nothing of Django."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar, get_origin, get_type_hints

NAME = "manifest.json"
KEYS_NAME = "keys.json"
FORMAT = 1
Made = TypeVar("Made")


class WrongManifest(Exception):
    """A manifest is not there or cannot be understood. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup as it lies there: its path in the folder, size in bytes and SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """How far the record was: its entries, seals, and the digest of the last seal."""

    entries: int
    seals: int
    head: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Of the backup of one moment. `files` are all but the manifest itself; `objects` those of the pool it needs."""

    name: str
    made_at: str  # real time, whatever clock the house lived by
    version: str
    engine: str  # sqlite, postgresql
    server: str  # the version of the database
    migrations: dict[str, list[str]]  # all that were applied, by app
    ledger: Ledger
    seed: str  # what `prepare` had done: none, wanted, done
    objects: int
    objects_size: int
    pool: str  # the folder of the pool beside this one
    recipient: str  # the public key that it is sealed for; empty: nothing is sealed
    keys: str  # where the keys went: apart, beside, elsewhere
    lost: list[str] = field(default_factory=list)  # files the database names and the store no longer had whole
    files: list[Kept] = field(default_factory=list)
    format: int = FORMAT

    def file(self, path: str) -> Kept:
        """Refused: WrongManifest."""
        for one in self.files:
            if one.path == path:
                return one
        raise WrongManifest(f"{NAME} of {self.name} names no {path}. Take another backup.")


def write(manifest: Manifest) -> bytes:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()


def read(folder: Path) -> Manifest:
    """Refused: WrongManifest."""
    path = folder / NAME
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WrongManifest(
            f"{folder} is no finished backup: it has no {NAME}, which is written last. Take another one."
        ) from None
    except (OSError, ValueError, RecursionError) as wrong:
        raise WrongManifest(f"{path} cannot be read: {wrong}. Take another backup.") from wrong
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        told = value.get("format") if isinstance(value, dict) else None
        raise WrongManifest(f"{path} has format {told!r}; this version reads format {FORMAT} only")
    try:
        files = kept_from(value.pop("files"))
        made = _made(Manifest, value | {"files": files, "ledger": _made(Ledger, value.pop("ledger"))})
    except (KeyError, TypeError) as wrong:
        raise WrongManifest(f"{path} is not as it was written: {wrong}. Take another backup.") from wrong
    if not _is_moment(made.made_at):
        raise WrongManifest(f"{path} is not as it was written: made_at is {made.made_at!r:.60}. Take another backup.")
    refuse_outside(path, (made.pool, *(kept.path for kept in files)))
    return made


def kept_from(values: Any) -> list[Kept]:
    """A list of files as it is written down in a backup. Refused: TypeError."""
    if not isinstance(values, list):
        raise TypeError(f"files is {values!r:.60}")
    return [_made(Kept, one) for one in values]


def refuse_outside(path: Path, names: Iterable[str]) -> None:
    """A file leads nowhere but into its own folder: what is restored is written under these names. Refused:
    WrongManifest."""
    if outside := [name for name in names if not _stays_inside(name)]:
        raise WrongManifest(f"{path} names {outside[0]!r}, which lies outside the backup. Take another backup.")


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    is_a_name = bool(name) and "\0" not in name and name.encode(errors="ignore").decode() == name  # no half surrogate
    return is_a_name and not path.is_absolute() and ".." not in path.parts


def _made(kind: type[Made], value: Any) -> Made:
    """A value of this kind, each of its fields of the type it is declared with. Refused: TypeError."""
    made = kind(**value)
    for name, declared in get_type_hints(kind).items():
        given = getattr(made, name)
        if type(given) is not (get_origin(declared) or declared):
            raise TypeError(f"{name} is {given!r:.60}")
    return made
