"""Links to a sender's own page, for mails that follow."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.intake.events import KeyMinted
from phoihop.intake.models import Input, Key
from phoihop.intake.queries import digest_of


@command("input.mint-key")
def mint_key(*, code: str, by: Actor, at: datetime) -> str:
    """A further key to the page of this input's sender, `/phan-anh/<code>/<key>/`: for the mail alone, kept nowhere."""
    ask(by, "input.mint-key")
    if not Input.rows.filter(code=code).exists():
        raise NotVisible
    key = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    Key.rows.create(code=code, digest=digest_of(key), minted_at=at)
    tell(KeyMinted(code=code))
    return key
