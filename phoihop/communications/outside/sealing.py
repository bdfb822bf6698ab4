"""What readers wrote, sealed under a key that lies in the data folder and in no table: a copy of the database tells
nothing of them."""

from __future__ import annotations

import json

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from phoihop.ground.sealing import keys_folder, make_once, new_key

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
    path = keys_folder() / NAME
    make_once(path, new_key)
    return path.read_bytes()
