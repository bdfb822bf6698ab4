"""Keys of units: wrapped with the master key in the database, unwrapped only in memory, a bounded number of them.

The master key is a file, `keys/master.key` of the data folder or the one that `PHOIHOP_MASTER_KEY_FILE` names. While it
is exchanged there are two: FILE.next before all keys are wrapped with it, FILE.old after. Each opens what it wrapped.

What is closed begins with `PHK`, a byte for the form, and the number of its key; then the nonce, then the rest.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from phoihop.ground.sealing import CannotOpen, close_with, keys_folder, make_once, new_key, open_with

FORM = b"PHK\x01"
_HEAD = len(FORM) + 8
MOST_OPEN = 1024  # unwrapped keys in memory, those used last

_open: OrderedDict[str, AESGCM] = OrderedDict()
_turn = threading.Lock()


def close(number: str, content: bytes, *, of: str) -> bytes:
    """With a key that is unwrapped already. Bound to what it is of and to the key's number."""
    return FORM + bytes.fromhex(number) + close_with(_cipher(number), content, of=f"{number}:{of}")


def open_(closed: bytes | memoryview[int], *, of: str) -> bytes:
    """Refused (CannotOpen): its key is not unwrapped, or it is another's."""
    return open_with(_cipher(number_of(closed)), bytes(closed)[_HEAD:], of=f"{number_of(closed)}:{of}")


def number_of(closed: bytes | memoryview[int]) -> str:
    """The number of the key that it was closed with; empty: not with the key of a unit."""
    raw = bytes(closed[:_HEAD])
    return raw[len(FORM) :].hex() if raw.startswith(FORM) and len(raw) == _HEAD else ""


def is_unwrapped(number: str) -> bool:
    with _turn:
        return number in _open


def make(number: str, unit_id: int) -> tuple[bytes, str]:
    """A new key, wrapped, and the fingerprint of the master key. It is not unwrapped: it may never be kept."""
    path = master_file()
    if not settings.PHOIHOP_MASTER_KEY_FILE:
        make_once(path, new_key)
    return _wrap(new_key(), _read(path), number, unit_id)


def unwrap(number: str, unit_id: int, wrapped: bytes | memoryview[int]) -> None:
    """Into memory. Refused (CannotOpen): no master key that is here has wrapped it."""
    cipher = AESGCM(_unwrapped(number, unit_id, wrapped))
    with _turn:
        _open[number] = cipher
        _open.move_to_end(number)
        while len(_open) > MOST_OPEN:
            _open.popitem(last=False)


def rewrap(number: str, unit_id: int, wrapped: bytes | memoryview[int], master: Path) -> tuple[bytes, str]:
    """The same key under another master key. Refused (CannotOpen): as unwrap."""
    return _wrap(_unwrapped(number, unit_id, wrapped), _read(master), number, unit_id)


def forget() -> None:
    """Nothing is left unwrapped."""
    with _turn:
        _open.clear()


def master_file() -> Path:
    given = settings.PHOIHOP_MASTER_KEY_FILE
    return Path(given) if given else keys_folder() / "master.key"


def next_file() -> Path:
    return master_file().with_name(f"{master_file().name}.next")


def old_file() -> Path:
    return master_file().with_name(f"{master_file().name}.old")


def fingerprint(master: Path) -> str:
    """16 hexadecimal digits that tell master keys apart and tell nothing of them."""
    return _fingerprint(_read(master))


def _cipher(number: str) -> AESGCM:
    with _turn:
        if number not in _open:
            raise CannotOpen(f"key {number or 'none'}")
        _open.move_to_end(number)
        return _open[number]


def _wrap(key: bytes, master: bytes, number: str, unit_id: int) -> tuple[bytes, str]:
    return close_with(AESGCM(master), key, of=f"unit-key:{unit_id}:{number}"), _fingerprint(master)


def _unwrapped(number: str, unit_id: int, wrapped: bytes | memoryview[int]) -> bytes:
    for path in (master_file(), next_file(), old_file()):
        if path.exists():
            try:
                return open_with(AESGCM(_read(path)), wrapped, of=f"unit-key:{unit_id}:{number}")
            except CannotOpen:
                continue
    raise CannotOpen(f"key {number}: {master_file()} is not the master key that wrapped it")


def _read(path: Path) -> bytes:
    try:
        key = path.read_bytes()
    except OSError as wrong:
        raise CannotOpen(f"the master key {path} cannot be read: {wrong.strerror}") from None
    if len(key) != 32:
        raise CannotOpen(f"the master key {path} has {len(key)} bytes; 32 are needed")
    return key


def _fingerprint(master: bytes) -> str:
    return hashlib.sha256(b"phoihop master key\n" + master).hexdigest()[:16]
