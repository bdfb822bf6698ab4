"""The old compound files of Microsoft: which kind one is, and the packages that lie in one. Not their text.

Refused: a compound file whose chains do not hold (ValueError).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are signs
_KINDS = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)
_PROGRAMS = ("_VBA_PROJECT", "VBA", "Macros", "_VBA_PROJECT_CUR")
_MOST_STREAMS = 4096


def kind(raw: bytes) -> str:
    """doc, xls, ppt, msg, locked (an encrypted office document) or ole."""
    try:
        names = {name for name, _, _, _ in Compound(raw).entries}
    except (ValueError, struct.error, IndexError):
        return "ole"
    return next((found for name, found in _KINDS if name in names), "ole")


def has_program(raw: bytes) -> bool:
    try:
        return any(name in _PROGRAMS for name, _, _, _ in Compound(raw).entries)
    except (ValueError, struct.error, IndexError):
        return False


def packages(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The files that an embedded object carries: name and bytes."""
    compound = Compound(raw)
    for name, what, start, size in compound.entries:
        if what != 2:
            continue
        if name in ("Package", "CONTENTS"):
            yield name, compound.stream(start, size)
        elif name == "\x01Ole10Native":
            yield from _native(compound.stream(start, size))


def _native(stream: bytes) -> Iterator[tuple[str, bytes]]:
    """A file as the packager of Windows wraps it: its name, two paths, its bytes."""
    at = 6
    label, at = _ended(stream, at)
    _, at = _ended(stream, at)
    at += 4
    (length,) = struct.unpack_from("<I", stream, at)
    at += 4 + length
    (size,) = struct.unpack_from("<I", stream, at)
    yield label.decode("utf-8", "replace"), stream[at + 4 : at + 4 + size]


def _ended(stream: bytes, at: int) -> tuple[bytes, int]:
    end = stream.index(b"\0", at)
    return stream[at:end], end + 1


class Compound:
    """A file system in a file: sectors, chains of them, a directory. Refused: broken chains (ValueError)."""

    def __init__(self, raw: bytes) -> None:
        if not raw.startswith(MAGIC) or len(raw) < 512:
            raise ValueError("no compound file")
        self.raw = raw
        shift, small_shift = struct.unpack_from("<HH", raw, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError("no sector size")
        self.size, self.small_size = 1 << shift, 1 << small_shift
        first, _, self.cutoff, small_table, _, more, count = struct.unpack_from("<IIIIIII", raw, 48)
        tables = list(struct.unpack_from("<109I", raw, 76))
        while more < _END and count > 0:
            block = struct.unpack(f"<{self.size // 4}I", self._sector(more))
            tables += block[:-1]
            more, count = block[-1], count - 1
        self.next: list[int] = []
        for table in tables:
            if table < _END:
                self.next += struct.unpack(f"<{self.size // 4}I", self._sector(table))
        self.entries = list(self._directory(self._chain(first)))
        small = self._chain(small_table) if small_table < _END else b""
        self.small_next = struct.unpack(f"<{len(small) // 4}I", small)
        root = next((entry for entry in self.entries if entry[1] == 5), None)
        self.small = self._chain(root[2]) if root and root[2] < _END else b""

    def stream(self, start: int, size: int) -> bytes:
        if size >= self.cutoff:
            return self._chain(start)[:size]
        pieces: list[bytes] = []
        while start < _END and len(pieces) * self.small_size < size:
            pieces.append(self.small[start * self.small_size : (start + 1) * self.small_size])
            start = self.small_next[start]
        return b"".join(pieces)[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self.size
        sector = self.raw[at : at + self.size]
        if not sector:
            raise ValueError("a sector beyond the end")
        return sector.ljust(self.size, b"\0")

    def _chain(self, number: int) -> bytes:
        pieces: list[bytes] = []
        most = len(self.raw) // self.size + 1
        while number < _END:
            if len(pieces) > most or number >= len(self.next):
                raise ValueError("a chain without end")
            pieces.append(self._sector(number))
            number = self.next[number]
        return b"".join(pieces)

    @staticmethod
    def _directory(table: bytes) -> Iterator[tuple[str, int, int, int]]:
        """Name, kind (1 storage, 2 stream, 5 root), first sector, size."""
        for at in range(0, min(len(table), _MOST_STREAMS * 128), 128):
            length, what = struct.unpack_from("<HB", table, at + 64)
            start, size = struct.unpack_from("<II", table, at + 116)
            if what in (1, 2, 5):
                yield table[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"), what, start, size
