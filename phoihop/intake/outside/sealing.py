"""Sealed boxes: the public's door can put in, only the desk can take out.

The public process holds the public key alone; what it took in yesterday it cannot read today.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox


class CannotOpen(Exception):
    """There is no secret key here, or it is not the one that this was sealed for."""


def seal(content: bytes) -> bytes:
    return SealedBox(_public_key()).encrypt(content)


def unseal(sealed: bytes) -> bytes:
    """Refused (CannotOpen): not the desk, or another desk's box."""
    path = _folder() / "intake.secret"
    if not path.exists():
        raise CannotOpen("no secret key of the intake in this data folder")
    try:
        return SealedBox(PrivateKey(path.read_bytes())).decrypt(bytes(sealed))
    except CryptoError:
        raise CannotOpen("sealed for another key") from None


def make_keys() -> PublicKey:
    """The pair of this data folder: made once, the secret half readable by its owner alone."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret, public = folder / "intake.secret", folder / "intake.public"
    if not secret.exists():
        fresh = folder / f"intake.secret.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(bytes(PrivateKey.generate()))
            file.flush()
            os.fsync(file.fileno())
        try:
            secret.hardlink_to(fresh)  # the first of two starts wins; both then read the same key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    key = PrivateKey(secret.read_bytes()).public_key
    if not public.exists():
        public.write_bytes(bytes(key))
    return key


def public_key() -> str:
    """The public half of this data folder's pair, in hexadecimal: what a public process is given."""
    return bytes(make_keys()).hex()


def _public_key() -> PublicKey:
    return _read_public(str(_folder()), settings.PHOIHOP_INTAKE_KEY)


@cache
def _read_public(folder: str, given: str) -> PublicKey:
    """The key that was given to a public process, else that of the data folder."""
    if given:
        return PublicKey(bytes.fromhex(given))
    public = Path(folder) / "intake.public"
    return PublicKey(public.read_bytes()) if public.exists() else make_keys()


def _folder() -> Path:
    return Path(settings.PHOIHOP_DATA) / "keys"
