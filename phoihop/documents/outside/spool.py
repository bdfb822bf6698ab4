"""Where a file waits while it is judged: in memory, and beyond that in an encrypted file without a name.

The key lives in this process alone and the file has no entry in any folder, so that both are gone with the process,
however it ends. Refused: writing anywhere but at the end, and going on when the disk is full (NoRoom).
"""

from __future__ import annotations

import errno
import hashlib
import io
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes
from django.conf import settings
from django.utils.translation import gettext as _

from phoihop.ground.command import Refused

if TYPE_CHECKING:
    from typing_extensions import Buffer

IN_MEMORY = 4 * 2**20  # bytes kept in memory before the disk is used
PIECE = 2**18  # bytes moved at a time
_BLOCK = 16  # bytes of one AES block, one step of the counter
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_NAMELESS = {errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT}

log = logging.getLogger(__name__)


class NoRoom(Refused):
    """The disk is full. What was begun is gone again, what stood before stands."""


class Unreachable(Refused):
    """The object store does not answer, or does not let us in. Nothing was kept, nothing is lost."""


class Spool(io.BufferedIOBase, BinaryIO):
    """A binary file: written once from front to end, read anywhere, gone when closed. `name` is the sender's word.

    Refused: writing before the end (the counter of the cipher would repeat), and a full disk (NoRoom; it is closed).
    """

    def __init__(self, name: str = "", *, in_memory: int = IN_MEMORY, folder: Path | None = None) -> None:
        self._file = -1
        self._memory = bytearray()
        self._key = bytearray()
        self._name = name
        self._folder = folder
        self._in_memory = in_memory
        self._size = self._position = 0
        self._writing: CipherContext | None = None
        self._reading: tuple[int, CipherContext] | None = None  # from which byte on it may go on
        self._digest: tuple[int, str] = (-1, "")  # of so many bytes

    @classmethod
    def holding(cls, content: bytes | BinaryIO, name: str = "", *, in_memory: int = IN_MEMORY) -> Spool:
        """A spool with this content, at its beginning. Refused: NoRoom."""
        spool = cls(name, in_memory=in_memory)
        source: BinaryIO = io.BytesIO(content) if isinstance(content, bytes) else content
        try:
            while piece := source.read(PIECE):
                spool.write(piece)
        except BaseException:
            spool.close()
            raise
        spool.seek(0)
        return spool

    def __repr__(self) -> str:
        return f"<Spool {self._size} bytes>"  # without the name: this may reach a log

    @property
    def name(self) -> str:
        return self._name

    @property
    def mode(self) -> str:
        return "rb+"

    @property
    def size(self) -> int:
        return self._size

    @property
    def is_on_disk(self) -> bool:
        return self._file >= 0

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        self._check_open()
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._check_open()
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("a place before the beginning")
        self._position = base + offset
        return self._position

    def read(self, size: int | None = -1) -> bytes:
        self._check_open()
        left = max(self._size - self._position, 0)
        wanted = left if size is None or size < 0 else min(size, left)
        found = self._at(self._position, wanted)
        self._position += len(found)
        return found

    def read1(self, size: int = -1) -> bytes:
        return self.read(size if size >= 0 else PIECE)

    def write(self, content: Buffer) -> int:
        self._check_open()
        if self._position != self._size:
            raise io.UnsupportedOperation("a spool is written at its end only")
        view = memoryview(content).cast("B")
        if self._file < 0 and self._size + len(view) <= self._in_memory:
            self._memory += view
        else:
            try:
                with room_or_refusal():
                    if self._file < 0:
                        self._move_to_disk()
                    self._append(view, self._size)
            except BaseException:
                self.close()
                raise
        self._size += len(view)
        self._position = self._size
        return len(view)

    def pieces(self) -> Iterator[bytes]:
        """The whole content from the beginning, a piece at a time; the place of reading stays where it is."""
        self._check_open()
        for start in range(0, self._size, PIECE):
            yield self._at(start, min(PIECE, self._size - start))

    def sha256(self) -> str:
        """The hexadecimal digest of the whole content."""
        if self._digest[0] != self._size:
            digest = hashlib.sha256()
            for piece in self.pieces():
                digest.update(piece)
            self._digest = (self._size, digest.hexdigest())
        return self._digest[1]

    def copy_to(self, target: int | BinaryIO) -> int:
        """Writes the whole content to a descriptor or a file; returns its size."""
        for piece in self.pieces():
            if isinstance(target, int):
                write_all(target, piece)
            else:
                target.write(piece)
        return self._size

    def close(self) -> None:
        """Gives everything back. Key and memory are overwritten first, as far as Python's own copies allow."""
        if self.closed:
            return
        for secret in (self._key, self._memory):
            secret[:] = bytes(len(secret))
        self._key, self._memory = bytearray(), bytearray()
        self._writing = self._reading = None
        self._name, self._digest = "", (-1, "")
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        super().close()

    def _check_open(self) -> None:
        if self.closed:
            raise ValueError("the spool is closed")

    def _move_to_disk(self) -> None:
        self._file = _nameless(self._folder or Path(settings.PHOIHOP_DATA) / "spool")
        self._key[:] = secrets.token_bytes(32)
        self._writing = self._counter_from(0)
        self._append(memoryview(self._memory).toreadonly(), 0)
        self._memory[:] = bytes(len(self._memory))
        self._memory = bytearray()

    def _append(self, view: memoryview, offset: int) -> None:
        if self._writing is None:
            raise RuntimeError("a spool on disk has its cipher")
        for start in range(0, len(view), PIECE):
            write_all(self._file, self._writing.update(view[start : start + PIECE]), offset + start)

    def _at(self, start: int, size: int) -> bytes:
        if self._file < 0:
            return bytes(memoryview(self._memory)[start : start + size])
        if self._reading is not None and self._reading[0] == start:
            context = self._reading[1]
        else:
            context = self._counter_from(start // _BLOCK)
            context.update(bytes(start % _BLOCK))  # the key stream of the block's part before `start`
        found = bytearray()
        while len(found) < size:
            piece = os.pread(self._file, min(PIECE, size - len(found)), start + len(found))
            if not piece:
                raise OSError(errno.EIO, "the spool's file is shorter than what was written")
            found += context.update(piece)
        self._reading = (start + size, context)
        return bytes(found)

    def _counter_from(self, block: int) -> CipherContext:
        # The counter may begin at nought: the key is used for this one file, and each block is written once.
        return Cipher(algorithms.AES(self._key), modes.CTR(block.to_bytes(_BLOCK, "big"))).encryptor()


@contextmanager
def room_or_refusal() -> Iterator[None]:
    """Turns a full disk into a sentence; other errors of the disk stay what they are."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        log.exception("the disk of the data folder is full")
        raise NoRoom(
            _("Máy chủ hết chỗ lưu, tệp chưa được nhận và không phần nào được giữ lại. Báo quản trị viên, gửi lại sau.")
        ) from None


def private_folder(folder: Path) -> Path:
    """The folder, made if need be for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_all(file: int, content: Buffer, offset: int | None = None) -> None:
    """Writes every byte: at the descriptor's place, or at `offset`."""
    view = memoryview(content)
    done = 0
    while done < len(view):
        if offset is None:
            done += os.write(file, view[done:])
        else:
            done += os.pwrite(file, view[done:], offset + done)


def _nameless(folder: Path) -> int:
    """A file that no folder lists."""
    private_folder(folder)
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno not in _NO_NAMELESS:
            raise
    path = folder / secrets.token_hex(8)  # a file system without nameless files: it loses its name at once
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    path.unlink()
    return file
