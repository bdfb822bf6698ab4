"""What was queued, read as a mail program would."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy

from icalendar import Calendar

from phoihop.mail.models import OutMail


@dataclass(frozen=True)
class Sent:
    key: str
    to: str
    method: str
    ics: str

    @property
    def events(self):
        return Calendar.from_ical(self.ics).walk("VEVENT")


def sent(code: str, method: str = "") -> list[Sent]:
    """Calendar messages about a meeting, oldest first."""
    found = []
    for row in OutMail.rows.filter(about=code).order_by("pk"):
        mail = message_from_bytes(bytes(row.message), policy=policy.default)
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                ics = part.get_payload(decode=True).decode()
                found.append(Sent(row.key, row.to_address, part.get_param("method"), ics))
    return [one for one in found if method in ("", one.method)]
