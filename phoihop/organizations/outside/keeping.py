"""Keys of authenticator apps and passkeys at rest: closed with `factors.key`, each bound to its account."""

from __future__ import annotations

import base64

from phoihop.ground.sealing import Box

_BOX = Box("factors.key")


def close(content: bytes, *, kind: str, account_id: int) -> bytes:
    return _BOX.close(content, of=f"factor:{kind}:{account_id}")


def open_(closed: bytes | memoryview[int], *, kind: str, account_id: int) -> bytes:
    """Refused (CannotOpen): another's row, another key, none."""
    return _BOX.open_(closed, of=f"factor:{kind}:{account_id}")


def carry(key: str, *, account_id: int) -> str:
    """An app's key on its way from the page that shows it to the code that confirms it: text that tells nothing."""
    return base64.b64encode(_BOX.close(key.encode(), of=f"new:{account_id}")).decode()


def carried(text: str, *, account_id: int) -> str:
    return _BOX.open_(base64.b64decode(text), of=f"new:{account_id}").decode()
