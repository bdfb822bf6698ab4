"""Files of a backup: written whole, on the disk and with their digest, or not at all. Knows nothing of Django."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from nacl.public import PrivateKey, PublicKey

from phoihop.ground.durable import sync_folder
from phoihop.site.backups import sealing
from phoihop.site.backups.manifest import Kept

PIECE = 2**20
WORK = "backup"  # in the data folder: what lies there for a time, for its owner alone
SPARE = 64 * 2**20  # bytes that are to stay free
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(Exception):
    """The place of backups is full. Nothing half made is left there."""


class Busy(Exception):
    """Another backup is being made in the same place."""


class Changed(Exception):
    """A file is not what its backup says. The message names it."""


def write(path: Path, pieces: Iterable[bytes], *, name: str, recipient: PublicKey | None = None) -> Kept:
    """Writes a file for its owner alone, sealed where there is a recipient; it is on the disk when this returns.

    `name` is what the manifest calls it, and what it is bound to when sealed. Refused: NoRoom.
    """
    digest, size = hashlib.sha256(), 0
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    stream = sealing.sealed(pieces, to=recipient, name=name) if recipient else pieces
    try:
        with room_or_refusal(path), os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in stream:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Kept(name, size, digest.hexdigest())


def read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from pieces_of(file)


def pieces_of(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def opened(path: Path, kept: Kept, *, key: PrivateKey | None) -> Iterator[bytes]:
    """What was written under this name, unsealed. That it is whole is known at the end: Changed, sealing.CannotOpen."""
    pieces = checked(path, kept)
    yield from sealing.unsealed(pieces, key=key, name=kept.path) if key else pieces


def checked(path: Path, kept: Kept) -> Iterator[bytes]:
    """The file as it lies there. Refused: Changed, at the latest at its end."""
    digest = hashlib.sha256()
    try:
        size = path.stat().st_size
        if size != kept.size:
            raise Changed(f"{path} has {size} bytes, {kept.size} were written")
        for piece in read(path):
            digest.update(piece)
            yield piece
    except FileNotFoundError:
        raise Changed(f"{path} is missing") from None
    except OSError as wrong:
        raise Changed(f"{path} cannot be read: {wrong.strerror}") from wrong
    if digest.hexdigest() != kept.sha256:
        raise Changed(f"{path} is not what was written: its SHA-256 differs")


def check(path: Path, kept: Kept) -> None:
    """Refused: Changed."""
    for _piece in checked(path, kept):
        continue


@contextmanager
def room_or_refusal(place: Path) -> Iterator[None]:
    """A full disk as a sentence; other errors stay what they are."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise NoRoom(
            f"{place.parent} is full. What was begun there is removed, older backups and the house are untouched. Make "
            "room, or keep fewer with --keep, then begin again."
        ) from error


def refuse_without_room(folder: Path, needed: int) -> None:
    """Before anything is written. Refused: NoRoom."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoRoom(
            f"{folder} has {free // 2**20} MB free, about {needed // 2**20} MB are needed. Nothing was written. Make "
            "room, or keep fewer backups with --keep, then begin again."
        )


def while_room(folder: Path, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, as long as room stays free where they are written. Refused: NoRoom."""
    for piece in pieces:
        if shutil.disk_usage(folder).free < len(piece) + SPARE:
            raise NoRoom(f"{folder.parent} is full, and what was begun there is removed. Make room, then begin again.")
        yield piece


@contextmanager
def private_folder(place: Path, prefix: str) -> Iterator[Path]:
    """For its owner alone, empty at the beginning and gone at the end; what killed ones left there goes too."""
    for left in place.glob(f"{prefix}*"):
        with suppress(OSError), _mine(left):
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=place) as path, _mine(Path(path)):
        yield Path(path)


@contextmanager
def _mine(folder: Path) -> Iterator[None]:
    """Whoever works in it holds it until its process ends. Refused: BlockingIOError."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(file)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else holds this lock file meanwhile. Refused: Busy."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"another backup is being made in {path.parent}; wait until it has ended") from None
        yield


def sync_folders(folders: Iterable[Path]) -> None:
    """Makes the names in these folders survive a power cut."""
    for folder in folders:
        sync_folder(folder)


def sync_tree(folder: Path) -> None:
    """The same for a folder and all in it, and for its own name."""
    sync_folders([folder.parent, folder, *(path for path in folder.rglob("*") if path.is_dir())])
