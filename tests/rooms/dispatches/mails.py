"""The mails that letters leave in."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

from phoihop.mail.models import OutMail


def text_of(mail: OutMail) -> str:
    message = message_from_bytes(bytes(mail.message), policy=policy.default)
    return str(message.get_content())  # type: ignore[attr-defined]


def tokens() -> list[str]:
    """Of the links in the last mail: to acknowledge, to refuse."""
    mail = OutMail.rows.order_by("-pk").first()
    assert mail is not None
    return re.findall(r"/l/([\w-]+)/", text_of(mail))
