"""WebAuthn: what a browser is asked for, and whether what it answers is true. The library `fido2` does the reading.

Every question is for one site and asks that the authenticator knows its user (PIN, finger, face). Attestation is not
asked for: which make of authenticator somebody owns is his own affair.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 20_000  # characters


class NotAPasskey(Exception):
    """What came is no answer to the question, is for another site, or is not signed by the passkey."""


@dataclass(frozen=True, slots=True)
class Site:
    """The site that passkeys are made for: the host without its port, and the origin browsers name."""

    host: str
    origin: str
    name: str

    def server(self) -> Fido2Server:
        return Fido2Server(
            PublicKeyCredentialRpEntity(id=self.host, name=self.name),
            verify_origin=lambda origin: origin == self.origin,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked, as JSON, and what must be remembered to judge its answer."""

    options: str
    state: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewPasskey:
    credential: str  # digest of its number
    public: bytes
    counter: int


def ask_new(site: Site, *, account_id: int, username: str, full_name: str, known: Iterable[bytes]) -> Question:
    """Asks for a new passkey that can sign in alone. Authenticators that hold one of `known` already decline."""
    options, state = site.server().register_begin(
        PublicKeyCredentialUserEntity(id=_handle(account_id), name=username, display_name=full_name),
        [AttestedCredentialData(public) for public in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(json.dumps(dict(options)), dict(state))


def read_new(site: Site, state: Mapping[str, Any], answer: str) -> NewPasskey:
    """Refused (NotAPasskey): whatever is not the answer to the question."""
    try:
        data = site.server().register_complete(state, RegistrationResponse.from_dict(_parsed(answer)))
    except (ValueError, KeyError, TypeError, InvalidSignature) as wrong:
        raise NotAPasskey from wrong
    if data.credential_data is None:
        raise NotAPasskey
    credential = data.credential_data
    return NewPasskey(digest_of(credential.credential_id), bytes(credential), data.counter)


def ask_known(site: Site, known: Iterable[bytes] = ()) -> Question:
    """Asks for one of these passkeys, or (none given) for any that is for this site."""
    credentials = [AttestedCredentialData(public) for public in known]
    options, state = site.server().authenticate_begin(
        credentials or None, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Question(json.dumps(dict(options)), dict(state))


def credential_of(answer: str) -> str:
    """The digest of the passkey that an answer says it comes from."""
    try:
        return digest_of(AuthenticationResponse.from_dict(_parsed(answer)).raw_id)
    except (ValueError, KeyError, TypeError) as wrong:
        raise NotAPasskey from wrong


def read_known(site: Site, state: Mapping[str, Any], answer: str, public: bytes) -> int:
    """The passkey's own count of its uses (0: it keeps none), once its signature is found true."""
    try:
        response = AuthenticationResponse.from_dict(_parsed(answer))
        site.server().authenticate_complete(state, [AttestedCredentialData(public)], response)
    except (ValueError, KeyError, TypeError, InvalidSignature) as wrong:
        raise NotAPasskey from wrong
    return response.response.authenticator_data.counter


def digest_of(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()


def _handle(account_id: int) -> bytes:
    """By this an authenticator knows that a passkey takes an older one's place; it names nobody."""
    return hashlib.sha256(f"phoihop:{account_id}".encode()).digest()


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("too long")
    parsed = json.loads(answer)
    if not isinstance(parsed, dict):
        raise TypeError("an object was expected")
    return parsed
