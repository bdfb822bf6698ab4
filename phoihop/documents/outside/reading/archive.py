"""ZIP archives, and documents that are archives: opened within bounds, names taken as text, never as paths."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from functools import partial
from io import BytesIO

from phoihop.documents.outside.reading.found import Found, Stop
from phoihop.documents.rules.reading import PlaceKind, TroubleKind

_LARGE = 16 << 20  # from here on the ratio counts: a page of blanks is small, however well it packs
_RATIO = 250  # a clean scan without compression packs a hundredfold; what packs more holds nothing
_DESCRIPTOR = 24  # bytes that may follow a member
_END = b"PK\x05\x06"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, struct.error)


class Archive:
    """An open archive; `read` gives a member's bytes or none, with a trouble. Refused: no archive (BadZipFile)."""

    def __init__(self, found: Found, raw: bytes) -> None:
        self.found, self.raw = found, raw
        self.zip = zipfile.ZipFile(BytesIO(raw))
        self.members = [member for member in self.zip.infolist() if not member.is_dir()]
        self.by_name = {member.filename: member for member in self.members}

    @property
    def names(self) -> list[str]:
        return [member.filename for member in self.members]

    def read(self, member: zipfile.ZipInfo | str) -> bytes | None:
        """Refused: more than may be unpacked in all, a member that grows without measure (Stop)."""
        part = self.by_name.get(member) if isinstance(member, str) else member
        if part is None:
            return None
        if part.flag_bits & 0x1:
            self.found.trouble(TroubleKind.ENCRYPTED)
            return None
        is_bomb = part.file_size > _LARGE and part.file_size > _RATIO * max(1, part.compress_size)
        if is_bomb or part.file_size > self.found.unpacked_left:
            raise Stop(TroubleKind.BOMB)
        try:
            with self.zip.open(part) as stream:
                raw = stream.read(self.found.unpacked_left + 1)
        except RuntimeError:  # asks for a password in a way of its own
            self.found.trouble(TroubleKind.ENCRYPTED)
            return None
        except _BROKEN:
            self.found.trouble(TroubleKind.DAMAGED)
            return None
        self.found.use_unpacked(len(raw))
        return raw

    def holds_more(self) -> bool:
        """Whether bytes lie before, between or behind the members, where no reader of archives looks."""
        at = 0
        for member in sorted(self.zip.infolist(), key=lambda one: one.header_offset):
            head = self.raw[member.header_offset : member.header_offset + 30]
            if len(head) < 30 or member.header_offset > at + _DESCRIPTOR:
                return True
            if at == 0 and member.header_offset > 0:
                return True
            name, extra = struct.unpack_from("<HH", head, 26)
            at = max(at, member.header_offset + 30 + name + extra + member.compress_size)
        if self.zip.start_dir > at + _DESCRIPTOR:
            return True
        end = self.raw.rfind(_END)
        (comment,) = struct.unpack_from("<H", self.raw, end + 20)
        return bool(self.raw[end + 22 + comment :].strip(b"\0\r\n\x1a "))


def read(found: Found, raw: bytes) -> None:
    """Each member by its own format. A member's name is text: `../`, absolute and over-long ones do no harm."""
    try:
        archive = Archive(found, raw)
    except _BROKEN:
        found.trouble(TroubleKind.DAMAGED)
        return
    found.add(PlaceKind.PROPERTY, _decoded(archive.zip.comment))
    with found.guarded():
        if archive.holds_more():
            found.trouble(TroubleKind.POLYGLOT)
    for folder in {member.filename for member in archive.zip.infolist() if member.is_dir()}:
        found.add(PlaceKind.NAME, folder)
    for member in archive.members:
        found.add(PlaceKind.PROPERTY, _decoded(member.comment))
        found.member(partial(archive.read, member), _name(member))


def _name(member: zipfile.ZipInfo) -> str:
    """The whole name as its writer meant it: with what follows a NUL, and in Vietnamese where no code page is told."""
    name = member.orig_filename
    if member.flag_bits & 0x800:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    return name if raw.isascii() else _decoded(raw)


def _decoded(raw: bytes) -> str:
    if re.fullmatch(rb"[\x00-\x7f]*", raw):
        return raw.decode("ascii")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1258", "replace")
