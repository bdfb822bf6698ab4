"""Where accepted files are kept: each under the SHA-256 of its content, once, whoever attaches it.

A folder of this machine, or a bucket that several machines share (`docs/decisions/0030-objects-elsewhere.md`).
Refused: a file that is no longer what it was (Damaged), one that is not there (Missing), a full disk (NoRoom), a bucket
that does not answer (Unreachable). Nothing comes here before the guard has accepted it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from phoihop.documents.outside.shelves import site_bucket
from phoihop.documents.outside.spool import PIECE, Spool, private_folder, room_or_refusal, write_all
from phoihop.ground.command import Refused
from phoihop.ground.durable import sync_folder

if TYPE_CHECKING:
    from phoihop.documents.outside.bucket import Bucket

_NAME = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = "unfinished"
SHELVES = tuple(f"{number:02x}" for number in range(256))  # the first two digits of a name: what is walked at once
_GIVEN_UP = 3600  # seconds after which an unfinished file belongs to a process that is gone

log = logging.getLogger(__name__)


class Damaged(Refused):
    """A kept file no longer has the content it was kept for. It is not given out."""


class Missing(Refused):
    """A kept file is not there."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A kept file: its name in the store, and its size in bytes."""

    sha256: str
    size: int


class Store(Protocol):
    """The five verbs. What stands behind them may change with the installation."""

    def put(self, source: Spool | bytes) -> Blob: ...
    def open(self, sha256: str) -> BinaryIO: ...
    def exists(self, sha256: str) -> bool: ...
    def delete(self, sha256: str) -> None: ...
    def walk(self, shelf: str = "", *, older_than: timedelta = timedelta(0)) -> Iterator[str]: ...


class FolderStore:
    """The store as a folder: `ab/cdef…` by content, readable by its owner alone, on the disk before `put` returns."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, source: Spool | bytes) -> Blob:
        """Keeps the content. Twice is harmless; a damaged copy is replaced. Refused: NoRoom, with nothing left."""
        content = Spool.holding(source) if isinstance(source, bytes) else source
        try:
            blob = Blob(content.sha256(), content.size)
            path = self._path(blob.sha256)
            if self._is_whole(path, blob):
                # A file that an act has just named anew must not look like one that nobody names any more.
                os.utime(path)
                return blob
            with room_or_refusal():
                self._write(content, path)
            return blob
        finally:
            if content is not source:
                content.close()

    def open(self, sha256: str) -> BinaryIO:
        """The content from its beginning, checked as a whole before the first byte is given out.

        Refused: Damaged, Missing.
        """
        file = self._file(sha256)
        try:
            _check(file, sha256)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def exists(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def delete(self, sha256: str) -> None:
        """Takes the content away; one that is not there is gone already."""
        path = self._path(sha256)
        with suppress(FileNotFoundError):
            path.unlink()
            sync_folder(path.parent)

    def walk(self, shelf: str = "", *, older_than: timedelta = timedelta(0)) -> Iterator[str]:
        """The names of what was last put longer ago than that, of one shelf or of all."""
        before = time.time() - older_than.total_seconds()
        for folder in sorted(self.root.glob(_checked_shelf(shelf) or "[0-9a-f][0-9a-f]")):
            for path in sorted(folder.iterdir()):
                name = folder.name + path.name
                with suppress(FileNotFoundError):  # deleted while we look
                    if _NAME.fullmatch(name) and path.stat().st_mtime <= before:
                        yield name

    def _path(self, sha256: str) -> Path:
        return self.root / _place(sha256)

    def _file(self, sha256: str) -> BinaryIO:
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise _missing(sha256) from None

    def _is_whole(self, path: Path, blob: Blob) -> bool:
        try:
            if path.stat().st_size != blob.size:
                return False
            with path.open("rb") as file:
                return _digest(file) == blob.sha256
        except FileNotFoundError:
            return False

    def _write(self, content: Spool, path: Path) -> None:
        private_folder(self.root)
        unfinished = private_folder(self.root / _UNFINISHED)
        self._clear(unfinished)
        fresh = unfinished / secrets.token_hex(16)
        try:
            file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                for piece in content.pieces():
                    write_all(file, piece)
                os.fsync(file)
            finally:
                os.close(file)
            if not path.parent.exists():
                private_folder(path.parent)
                sync_folder(self.root)
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)

    def _clear(self, unfinished: Path) -> None:
        """What a process left half-written when it was killed."""
        for path in unfinished.iterdir():
            with suppress(FileNotFoundError):  # another process clears too
                if path.stat().st_mtime < time.time() - _GIVEN_UP:
                    path.unlink()


class BucketStore:
    """The store as objects `documents/ab/cdef…` of a bucket: any tool that copies folders to buckets copies it."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def put(self, source: Spool | bytes) -> Blob:
        """Keeps the content. Twice is harmless: the same once more, so that a damaged copy is replaced and a file that
        an act has just named looks new to who sweeps. Refused: Unreachable, NoRoom."""
        content = Spool.holding(source) if isinstance(source, bytes) else source
        try:
            blob = Blob(content.sha256(), content.size)
            self._bucket.put(self._key(blob.sha256), content)
            return blob
        finally:
            if content is not source:
                content.close()

    def open(self, sha256: str) -> BinaryIO:
        """The content from its beginning: fetched into a spool and checked as a whole before the first byte is given
        out. Refused: Damaged, Missing, Unreachable, NoRoom."""
        key = self._key(sha256)
        try:
            file = self._bucket.get(key)
        except FileNotFoundError:
            raise _missing(sha256) from None
        try:
            _check(file, sha256)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def exists(self, sha256: str) -> bool:
        return self._bucket.size(self._key(sha256)) is not None

    def delete(self, sha256: str) -> None:
        """Takes the content away; one that is not there is gone already."""
        self._bucket.delete(self._key(sha256))

    def walk(self, shelf: str = "", *, older_than: timedelta = timedelta(0)) -> Iterator[str]:
        """The names of what was last put longer ago than that, of one shelf or of all."""
        shelf = _checked_shelf(shelf)
        for key in self._bucket.keys(f"documents/{shelf}/" if shelf else "documents/", older_than=older_than):
            name = key.removeprefix("documents/").replace("/", "", 1)
            if _NAME.fullmatch(name):
                yield name

    def _key(self, sha256: str) -> str:
        return f"documents/{_place(sha256)}"


def put(source: Spool | bytes) -> Blob:
    """Keeps an accepted file in this site's store. Refused: NoRoom, Unreachable."""
    return site_store().put(source)


def open(sha256: str) -> BinaryIO:  # noqa: A001  # the second of the five verbs; nothing else is opened in this module
    """A kept file, checked. Refused: Damaged, Missing, Unreachable."""
    return site_store().open(sha256)


def read(sha256: str) -> bytes:
    """A kept file as a whole, checked. Refused: Damaged, Missing, Unreachable."""
    with site_store().open(sha256) as file:
        return file.read()


def exists(sha256: str) -> bool:
    return site_store().exists(sha256)


def delete(sha256: str) -> None:
    site_store().delete(sha256)


def walk(shelf: str = "", *, older_than: timedelta = timedelta(0)) -> Iterator[str]:
    return site_store().walk(shelf, older_than=older_than)


def site_store() -> Store:
    """The bucket of PHOIHOP_OBJECTS_URL, or the folder."""
    bucket = site_bucket()
    return BucketStore(bucket) if bucket else folder_store()


def folder_store() -> FolderStore:
    """The folder `documents/` of the data folder, whether it is the site's store or was before."""
    return FolderStore(Path(settings.PHOIHOP_DATA) / "documents")


def _place(sha256: str) -> str:
    if not _NAME.fullmatch(sha256):
        raise ValueError("a file in the store is named by 64 hexadecimal digits")
    return f"{sha256[:2]}/{sha256[2:]}"


def _checked_shelf(shelf: str) -> str:
    if shelf and shelf not in SHELVES:
        raise ValueError("a shelf is named by the first two digits of what stands there")
    return shelf


def _missing(sha256: str) -> Missing:
    log.error("store: %s is not there", sha256)
    return Missing(
        _("Không tìm thấy tệp trong kho; bản ghi vẫn còn nguyên. Báo quản trị viên khôi phục từ bản sao lưu.")
    )


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _check(file: BinaryIO, sha256: str) -> None:
    if _digest(file) == sha256:
        return
    log.error("store: %s is damaged", sha256)
    raise Damaged(
        _("Tệp trong kho đã hỏng nên không được đưa ra; bản ghi vẫn còn nguyên. Báo quản trị viên khôi phục tệp.")
    )
