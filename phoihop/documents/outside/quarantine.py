"""Where files wait that nobody could read: encrypted with their names, each under a key of its own.

The file holds one half of its key, the caller's row the other: an item is gone for good as soon as either is.
Refused: an item that is not there, was changed, or whose key does not fit (Lost), a full disk (NoRoom), and a bucket
that does not answer (Unreachable).
"""

from __future__ import annotations

import base64
import itertools
import logging
import re
import secrets
import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.utils.translation import gettext as _

from phoihop.documents.outside.shelves import HALF, site_shelf
from phoihop.documents.outside.spool import PIECE, Spool
from phoihop.ground.command import Refused

ITEM = re.compile(r"[0-9a-f]{32}")  # how an item is named
_NAME_MOST = 2**16  # bytes from the beginning that hold every name
_LENGTH = struct.Struct(">I")
_TAG = 16
_SETTLED = timedelta(hours=1)  # younger items may belong to an act that has not ended yet

log = logging.getLogger(__name__)


class Lost(Refused):
    """An item cannot be opened: it is not there, was changed, or the key does not fit."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What opens an item. The key belongs into the caller's row, wrapped (`wrap_key`), and nowhere else."""

    id: str
    key: bytes

    def __repr__(self) -> str:
        return f"<Ticket {self.id}>"


def put(spool: Spool, name: str) -> Ticket:
    """Keeps the file and its name. Refused: NoRoom, with nothing left."""
    ticket = Ticket(secrets.token_hex(16), secrets.token_bytes(32))
    half = secrets.token_bytes(HALF)
    sealed = (_LENGTH.pack(len(part)) + part for part in _sealed(_parts(spool, name), ticket, half))
    site_shelf().add(ticket.id, itertools.chain([half], sealed))
    return ticket


def take(item: str, key: bytes) -> tuple[Spool, str]:
    """The file and its name; the item stays until it is dropped. Refused: Lost, NoRoom."""
    with _open(item) as file:
        parts = _opened(file, Ticket(item, key))
        name = next(parts).decode()
        spool = Spool(name)
        try:
            for part in parts:
                spool.write(part)
        except BaseException:
            spool.close()
            raise
    spool.seek(0)
    return spool, name


def name_of(item: str, key: bytes) -> str:
    """The name alone. Refused: Lost."""
    with _open(item, most=_NAME_MOST) as file:
        return next(_opened(file, Ticket(item, key))).decode()


def drop(item: str) -> None:
    """Ends an item. Twice is harmless."""
    site_shelf().drop(_checked(item))


def sweep(kept: Collection[str], *, older_than: timedelta = _SETTLED) -> int:
    """Drops what no row names and what is older than that; returns how many."""
    shelf = site_shelf()
    strays = [item for item in shelf.items(older_than=older_than) if item not in kept and ITEM.fullmatch(item)]
    for item in strays:
        shelf.drop(item)
    return len(strays)


def wrap_key(key: bytes) -> str:
    """The key, fit for a row: only who has the site's secret key can use it."""
    return base64.b64encode(aes_key_wrap(_wrapping(), key)).decode()


def unwrap_key(wrapped: str) -> bytes:
    """Refused: Lost, when it was wrapped under another secret key, or emptied."""
    try:
        return aes_key_unwrap(_wrapping(), base64.b64decode(wrapped, validate=True))
    except (InvalidUnwrap, ValueError):
        log.warning("quarantine: a key does not fit the site's secret key")
        raise _lost() from None


def _wrapping() -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"phoihop quarantine: wrapping").derive(settings.SECRET_KEY.encode())


def _checked(item: str) -> str:
    if not ITEM.fullmatch(item):
        raise ValueError("an item is named by 32 hexadecimal digits")
    return item


def _open(item: str, *, most: int = 0) -> BinaryIO:
    try:
        return site_shelf().open(_checked(item), most=most)
    except FileNotFoundError:
        raise _lost() from None


def _lost() -> Lost:
    return Lost(
        _("Không mở được tệp đang giữ: tệp đã hết hạn, đã bị xóa hoặc bị hỏng. Hãy bỏ mục này và xin gửi lại tệp.")
    )


def _parts(spool: Spool, name: str) -> Iterator[bytes]:
    """The name, then the content."""
    yield name.encode("utf-8", "replace")
    yield from spool.pieces()


def _cipher(ticket: Ticket, half: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=half, info=b"phoihop quarantine: item").derive(ticket.key))


def _nonce(number: int, *, is_last: bool) -> bytes:
    # The number of the part keeps their order, the last byte their end: a file cut short or turned round does not open.
    return number.to_bytes(11, "big") + bytes([is_last])


def _sealed(parts: Iterator[bytes], ticket: Ticket, half: bytes) -> Iterator[bytes]:
    cipher, bound_to = _cipher(ticket, half), ticket.id.encode()
    number, part = 0, next(parts)
    for following in parts:
        yield cipher.encrypt(_nonce(number, is_last=False), part, bound_to)
        number, part = number + 1, following
    yield cipher.encrypt(_nonce(number, is_last=True), part, bound_to)


def _opened(file: BinaryIO, ticket: Ticket) -> Iterator[bytes]:
    cipher, bound_to = _cipher(ticket, file.read(HALF)), ticket.id.encode()
    number, sealed = 0, _part(file)
    while sealed is not None:
        following = _part(file)
        try:
            part = cipher.decrypt(_nonce(number, is_last=following is None), sealed, bound_to)
        except InvalidTag:
            log.warning("quarantine: %s does not open", ticket.id)
            raise _lost() from None
        yield part
        number, sealed = number + 1, following
    if number == 0:
        raise _lost()


def _part(file: BinaryIO) -> bytes | None:
    head = file.read(_LENGTH.size)
    if not head:
        return None
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    if not _TAG <= size <= PIECE + _TAG:
        raise _lost()
    return file.read(size)
