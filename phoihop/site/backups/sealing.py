"""Encryption of backups: whoever makes them knows a public key alone; only the private key opens them.

Each file has a fresh key, sealed for the public key (X25519, libsodium's sealed box), and a stream of pieces under it
(XChaCha20-Poly1305, libsodium's secretstream): each piece is authenticated, their order too, and the last one says that
it is the last. A file cut short, turned round or put in another's place does not open. Knows nothing of Django.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

MAGIC = b"phoihop sealed 1\n"
PIECE = 64 * 2**10
_KEY = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MORE = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_BOX = _KEY + bindings.crypto_box_SEALBYTES


class WrongKey(Exception):
    """A key cannot be read. The message says what was expected and never shows the key."""


class CannotOpen(Exception):
    """A sealed file does not open: another key, or it is not what was written."""


def new_key(path: Path) -> str:
    """Writes a private key for its owner alone and gives the public one (64 hexadecimal digits).

    Refused: FileExistsError, since a key that is written over opens nothing any more.
    """
    key = PrivateKey.generate()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"{bytes(key).hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    return bytes(key.public_key).hex()


def public_key(text: str) -> PublicKey:
    """Refused: WrongKey."""
    return PublicKey(
        _digits(text, "a public key is 64 hexadecimal digits, as `phoihop backup --new-key FILE` printed it")
    )


def private_key(path: Path) -> PrivateKey:
    """Refused: WrongKey."""
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as wrong:
        raise WrongKey(f"the private key cannot be read from {path}: {wrong}") from wrong
    return PrivateKey(_digits(text, f"{path} holds no private key of `phoihop backup --new-key FILE`"))


def sealed(pieces: Iterable[bytes], *, to: PublicKey, name: str) -> Iterator[bytes]:
    """The pieces encrypted, bound to the name of the file they go into."""
    key = bindings.crypto_secretstream_xchacha20poly1305_keygen()
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    yield MAGIC + SealedBox(to).encrypt(key)
    yield bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    held = b""
    for piece in _even(pieces):
        if held:
            yield bindings.crypto_secretstream_xchacha20poly1305_push(state, held, name.encode())
        held = piece
    yield bindings.crypto_secretstream_xchacha20poly1305_push(state, held, name.encode(), _LAST)


def unsealed(pieces: Iterable[bytes], *, key: PrivateKey, name: str) -> Iterator[bytes]:
    """What was sealed under this name. Nothing that was changed is given out; that something is missing at the end is
    known only at the end, so the caller keeps nothing until then. Refused: CannotOpen."""
    cut = _Cut(pieces)
    if cut.take(len(MAGIC)) != MAGIC:
        raise CannotOpen(f"{name} is no sealed file")
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        own = SealedBox(key).decrypt(cut.take(_BOX))
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, cut.take(_HEADER), own)
        tag = None
        while tag != _LAST:
            piece, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(
                state, cut.take(PIECE + _MORE), name.encode()
            )
            yield piece
    except (CryptoError, ValueError) as wrong:
        raise CannotOpen(f"{name} does not open with this key, or was changed") from wrong
    if cut.take(1):
        raise CannotOpen(f"{name} goes on behind its end")


class _Cut:
    """Pieces of any size, handed out in the sizes asked for."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = bytearray()

    def take(self, size: int) -> bytes:
        """At most so many bytes; fewer only at the end."""
        while len(self._held) < size and (piece := next(self._pieces, None)) is not None:
            self._held += piece
        found = bytes(self._held[:size])
        del self._held[:size]
        return found


def _even(pieces: Iterable[bytes]) -> Iterator[bytes]:
    cut = _Cut(pieces)
    while piece := cut.take(PIECE):
        yield piece


def _digits(text: str, wrong: str) -> bytes:
    if not re.fullmatch(r"[0-9a-f]{64}", text.strip().lower()):
        raise WrongKey(wrong)
    return bytes.fromhex(text.strip())
