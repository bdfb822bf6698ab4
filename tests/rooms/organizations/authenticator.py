"""An authenticator of our own making: it answers WebAuthn questions as a browser with a passkey would."""

from __future__ import annotations

import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG
SEEN = FLAG.UP | FLAG.UV


class Authenticator:
    """One passkey for `origin`. What it says of itself can be changed before it answers."""

    def __init__(self, origin: str = "http://testserver", host: str = "testserver") -> None:
        self.origin, self.host = origin, host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.counter = 0
        self.flags = SEEN

    def create(self, options: str) -> str:
        asked = json.loads(options)["publicKey"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = AuthenticatorData.create(sha256(self.host.encode()), self.flags | FLAG.AT, self.counter, credential)
        said = {
            "clientDataJSON": self._client(CollectedClientData.TYPE.CREATE, asked["challenge"]),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._answer(said)

    def get(self, options: str) -> str:
        asked = json.loads(options)["publicKey"]
        self.counter += 1
        data = AuthenticatorData.create(sha256(self.host.encode()), self.flags, self.counter)
        client = CollectedClientData.create(CollectedClientData.TYPE.GET, asked["challenge"], self.origin)
        signature = self.key.sign(bytes(data) + client.hash, ec.ECDSA(SHA256()))
        said = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
        }
        return self._answer(said)

    def _client(self, what: CollectedClientData.TYPE, challenge: str) -> str:
        return websafe_encode(CollectedClientData.create(what, challenge, self.origin))

    def _answer(self, said: dict[str, Any]) -> str:
        key = websafe_encode(self.id)
        return json.dumps(
            {"id": key, "rawId": key, "type": "public-key", "response": said, "clientExtensionResults": {}}
        )
