"""What is personal is kept under a key of its own, so that a copy of the database alone tells nothing.

AES-256-GCM, a fresh nonce each, bound to what it is of. A key is a file in `keys/` of the data folder: made once,
readable by its owner alone.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class CannotOpen(Exception):
    """This was not closed with the key of this data folder, or it is not what it is said to be of."""


@dataclass(frozen=True, slots=True)
class Box:
    """What one room keeps closed. `name` is the file of its key."""

    name: str

    def close(self, content: bytes, *, of: str) -> bytes:
        """Encrypted and bound to `of`: put in another's place it does not open."""
        path = _folder() / self.name
        if not path.exists():
            _make(path)
        nonce = os.urandom(_NONCE)
        return nonce + _cipher(str(path)).encrypt(nonce, content, of.encode())

    def open_(self, closed: bytes | memoryview[int], *, of: str) -> bytes:
        """Refused (CannotOpen): another key, none, or another's place. Opening never makes a key."""
        raw = bytes(closed)
        try:
            return _cipher(str(_folder() / self.name)).decrypt(raw[:_NONCE], raw[_NONCE:], of.encode())
        except (InvalidTag, ValueError, FileNotFoundError):
            raise CannotOpen(of) from None

    def close_text(self, text: str, *, of: str) -> bytes:
        return self.close(text.encode(), of=of) if text else b""

    def open_text(self, closed: bytes | memoryview[int], *, of: str) -> str:
        """Empty where nothing is kept any more."""
        return self.open_(closed, of=of).decode() if closed else ""


@cache
def _cipher(path: str) -> AESGCM:
    return AESGCM(Path(path).read_bytes())


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(AESGCM.generate_key(bit_length=256))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(fresh)  # the first of two starts wins; both then read the same key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    _cipher.cache_clear()  # of a key that lay here before


def _folder() -> Path:
    return Path(settings.PHOIHOP_DATA) / "keys"
