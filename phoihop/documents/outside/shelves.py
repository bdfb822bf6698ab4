"""Where sealed items lie: files of a folder, or objects of a bucket that every web machine reads.

A shelf knows names and bytes; what is in them, and how it is sealed, is `quarantine`'s affair.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from django.conf import settings

from phoihop.documents.outside.spool import Spool, private_folder, room_or_refusal, write_all
from phoihop.ground.durable import sync_folder

if TYPE_CHECKING:
    from phoihop.documents.outside.bucket import Bucket

HALF = 32  # bytes at an item's beginning without which nobody opens it


class Shelf(Protocol):
    """What a place for sealed items can do. `open` says FileNotFoundError of one that is not there."""

    def add(self, item: str, pieces: Iterable[bytes]) -> None: ...
    def open(self, item: str, *, most: int = 0) -> BinaryIO: ...
    def drop(self, item: str) -> None: ...
    def items(self, *, older_than: timedelta = timedelta(0)) -> Iterator[str]: ...


class FolderShelf:
    """Files for their owner alone, on the disk before `add` returns."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def add(self, item: str, pieces: Iterable[bytes]) -> None:
        """Refused: NoRoom, with nothing left."""
        path = private_folder(self.root) / item
        try:
            with room_or_refusal():
                file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
                try:
                    for piece in pieces:
                        write_all(file, piece)
                    os.fsync(file)
                finally:
                    os.close(file)
                sync_folder(self.root)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def open(self, item: str, *, most: int = 0) -> BinaryIO:
        """The item, or at least its first `most` bytes."""
        return (self.root / item).open("rb")

    def drop(self, item: str) -> None:
        """The item's half of the key is overwritten, then the file goes."""
        path = self.root / item
        try:
            file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        try:
            write_all(file, secrets.token_bytes(HALF), 0)
            os.fsync(file)
        finally:
            os.close(file)
        path.unlink(missing_ok=True)
        sync_folder(self.root)

    def items(self, *, older_than: timedelta = timedelta(0)) -> Iterator[str]:
        """What was added longer ago than that, in order."""
        before = time.time() - older_than.total_seconds()
        for path in sorted(self.root.glob("*")):
            with suppress(FileNotFoundError):  # dropped while we look
                if path.stat().st_mtime <= before:
                    yield path.name


class BucketShelf:
    """Objects `quarantine/…` of a bucket. With versions it keeps what is dropped, without the row's half of its key."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def add(self, item: str, pieces: Iterable[bytes]) -> None:
        """Refused: Unreachable, NoRoom, with nothing left."""
        with Spool() as whole:
            for piece in pieces:
                whole.write(piece)
            self._bucket.put(f"quarantine/{item}", whole)

    def open(self, item: str, *, most: int = 0) -> BinaryIO:
        """The item, or its first `most` bytes."""
        return self._bucket.get(f"quarantine/{item}", most=most)

    def drop(self, item: str) -> None:
        self._bucket.delete(f"quarantine/{item}")

    def items(self, *, older_than: timedelta = timedelta(0)) -> Iterator[str]:
        """What was added longer ago than that, in order."""
        for key in self._bucket.keys("quarantine/", older_than=older_than):
            yield key.removeprefix("quarantine/")


def site_bucket() -> Bucket | None:
    """The bucket of PHOIHOP_OBJECTS_URL; None: files are kept in the data folder."""
    where: dict[str, Any] | None = settings.PHOIHOP_OBJECTS
    if not where:
        return None
    from phoihop.documents.outside.bucket import bucket_at  # 30 MB of libraries, for those who have a bucket

    return bucket_at(tuple(sorted(where.items())))


def site_shelf() -> Shelf:
    """The bucket of PHOIHOP_OBJECTS_URL, or the folder."""
    bucket = site_bucket()
    return BucketShelf(bucket) if bucket else folder_shelf()


def folder_shelf() -> FolderShelf:
    """The folder `quarantine/` of the data folder, whether it is the site's shelf or was before."""
    return FolderShelf(Path(settings.PHOIHOP_DATA) / "quarantine")
