"""What is personal is kept under a key of its own, so that a copy of the database alone tells nothing.

AES-256-GCM, a fresh nonce each, bound to what it is of. A key is a file in `keys/` of the data folder: made once,
readable by its owner alone.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from phoihop.ground.durable import sync_folder

_NONCE = 12


class CannotOpen(Exception):
    """This was not closed with the key of this data folder, or it is not what it is said to be of."""


@dataclass(frozen=True, slots=True)
class Box:
    """What one room keeps closed. `name` is the file of its key."""

    name: str

    def close(self, content: bytes, *, of: str) -> bytes:
        """Encrypted and bound to `of`: put in another's place it does not open."""
        path = keys_folder() / self.name
        if make_once(path, new_key):
            _cipher.cache_clear()  # of a key that lay here before
        return close_with(_cipher(str(path)), content, of=of)

    def open_(self, closed: bytes | memoryview[int], *, of: str) -> bytes:
        """Refused (CannotOpen): another key, none, or another's place. Opening never makes a key."""
        try:
            cipher = _cipher(str(keys_folder() / self.name))
        except FileNotFoundError:
            raise CannotOpen(of) from None
        return open_with(cipher, closed, of=of)

    def close_text(self, text: str, *, of: str) -> bytes:
        return self.close(text.encode(), of=of) if text else b""

    def open_text(self, closed: bytes | memoryview[int], *, of: str) -> str:
        """Empty where nothing is kept any more."""
        return self.open_(closed, of=of).decode() if closed else ""


@cache
def _cipher(path: str) -> AESGCM:
    return AESGCM(Path(path).read_bytes())


def new_key() -> bytes:
    """256 bits from the system's source of chance."""
    return AESGCM.generate_key(bit_length=256)


def close_with(cipher: AESGCM, content: bytes, *, of: str) -> bytes:
    """A fresh nonce, then what is closed."""
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, content, of.encode())


def open_with(cipher: AESGCM, closed: bytes | memoryview[int], *, of: str) -> bytes:
    """Refused (CannotOpen): another key, or another's place."""
    raw = bytes(closed)
    try:
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], of.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen(of) from None


def make_once(path: Path, content: Callable[[], bytes]) -> bool:
    """A key in a file, readable by its owner alone, whole or not at all. False: it is there already.

    Of two first starts one wins, and both then read the same key.
    """
    if path.exists():
        return False
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync_folder(path.parent.parent)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content())
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return False
    finally:
        fresh.unlink()
        sync_folder(path.parent)  # whoever made it, nothing is closed with a key that a power cut takes away
    return True


def keys_folder() -> Path:
    """Where this data folder has its keys."""
    return Path(settings.PHOIHOP_DATA) / "keys"
