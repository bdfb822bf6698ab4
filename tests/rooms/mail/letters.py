"""Mails as people and machines write them, in our own words."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

from phoihop.mail.models import OutMail
from phoihop.mail.outside import envelopes
from phoihop.mail.queries import message_id_of, reply_address_of

OFFICE = "vanthu@soyte.gov.vn"


def reply(key: str, text: str = "Đã nhận.", **more: Any) -> bytes:
    """An answer to the mail with this key, as a mail program writes it."""
    message = EmailMessage()
    given = {
        "From": f"Văn thư Sở <{OFFICE}>",
        "To": reply_address_of(key),
        "Subject": "Re: Nhắc việc",
        "Message-ID": make_msgid(domain="soyte.gov.vn"),
        "In-Reply-To": message_id_of(key),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    for name, value in given.items():
        if value is not None:
            message[name] = value
    message.set_content(text)
    return message.as_bytes()


def opened(row: OutMail) -> tuple[str, bytes]:
    """Address and message of a private mail, as its sender sees them."""
    assert row.is_private
    assert row.to_address == ""
    return envelopes.open_(row.key, row.message)


def raw(head: str, body: bytes) -> bytes:
    """A mail byte by byte, for those that no library would write."""
    return head.strip().replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body


def report(
    key: str, *, action: str = "failed", status: str = "5.1.1", code: str = "smtp; 550 5.1.1 no such user"
) -> bytes:
    """A delivery status notification of RFC 3464."""
    return raw(
        f"""
From: MAILER-DAEMON@mx.soyte.gov.vn
To: {reply_address_of(key)}
Subject: Undelivered Mail Returned to Sender
Message-ID: <r{abs(hash((key, action)))}@mx.soyte.gov.vn>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="bb"
""",
        f"""--bb
Content-Type: text/plain; charset=utf-8

The mail could not be handed over.
--bb
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.soyte.gov.vn

Final-Recipient: rfc822; {OFFICE}
Action: {action}
Status: {status}
Diagnostic-Code: {code}

--bb
Content-Type: text/rfc822-headers

Message-ID: {message_id_of(key)}
Subject: Nhac viec

--bb--
""".replace("\n", "\r\n").encode(),
    )
