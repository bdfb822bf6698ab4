"""What readers wrote, sealed under a key that lies in the data folder and in no table: a copy of the database tells
nothing of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

NAME = "feedback.secret"


class CannotOpen(Exception):
    """There is no key here, or it is not the one that this was sealed with."""


def seal(words: dict[str, str]) -> bytes:
    return bytes(SecretBox(_key()).encrypt(json.dumps(words, ensure_ascii=False).encode()))


def unseal(sealed: bytes | memoryview) -> dict[str, str]:
    """Refused (CannotOpen): another data folder's."""
    try:
        opened: dict[str, str] = json.loads(SecretBox(_key()).decrypt(bytes(sealed)))
    except CryptoError:
        raise CannotOpen("sealed with another key") from None
    return opened


def _key() -> bytes:
    """Made once, readable by its owner alone; of two first uses at once one wins and both go by its key."""
    folder = Path(settings.PHOIHOP_DATA) / "keys"
    path = folder / NAME
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = folder / f"{NAME}.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(random(SecretBox.KEY_SIZE))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
