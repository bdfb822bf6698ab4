"""Sealed boxes: the public's door can put in, only the desk can take out.

The public process holds the public key alone; what it took in yesterday it cannot read today.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from phoihop.ground.sealing import keys_folder, make_once


class CannotOpen(Exception):
    """There is no secret key here, or it is not the one that this was sealed for."""


def seal(content: bytes) -> bytes:
    return SealedBox(_public_key()).encrypt(content)


def unseal(sealed: bytes) -> bytes:
    """Refused (CannotOpen): not the desk, or another desk's box."""
    path = keys_folder() / "intake.secret"
    if not path.exists():
        raise CannotOpen("no secret key of the intake in this data folder")
    try:
        return SealedBox(PrivateKey(path.read_bytes())).decrypt(bytes(sealed))
    except CryptoError:
        raise CannotOpen("sealed for another key") from None


def make_keys() -> PublicKey:
    """The pair of this data folder: made once, the secret half readable by its owner alone."""
    secret, public = keys_folder() / "intake.secret", keys_folder() / "intake.public"
    make_once(secret, lambda: bytes(PrivateKey.generate()))
    key = PrivateKey(secret.read_bytes()).public_key
    if not public.exists():
        public.write_bytes(bytes(key))
    return key


def public_key() -> str:
    """The public half of this data folder's pair, in hexadecimal: what a public process is given."""
    return bytes(make_keys()).hex()


def _public_key() -> PublicKey:
    return _read_public(str(keys_folder()), settings.PHOIHOP_INTAKE_KEY)


@cache
def _read_public(folder: str, given: str) -> PublicKey:
    """The key that was given to a public process, else that of the data folder."""
    if given:
        return PublicKey(bytes.fromhex(given))
    public = Path(folder) / "intake.public"
    return PublicKey(public.read_bytes()) if public.exists() else make_keys()
