"""Offices where nobody can sign in get a mail with a link to write their part of an answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from phoihop.concerns import events, states
from phoihop.concerns.commands.basics import said
from phoihop.concerns.models import Concern, Part
from phoihop.concerns.queries.words import titles_of
from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.parts import words
from phoihop.mail import commands as mail
from phoihop.mail.queries import reached_by_mail_alone
from phoihop.organizations.queries import unit_names

LINK_HOLDS = timedelta(days=30)
POSTMAN = Actor.system("postman")

SUBJECT = _("Phản ánh cần phần trả lời của cơ quan: %(title)s")
TEXT = _(
    "Kính gửi %(unit)s,\n\nMột phản ánh của người dân cần phần trả lời của cơ quan, để %(lead)s ghép thành một câu "
    "trả lời chung.\n\nMã: %(code)s\nVề: %(title)s\n%(asked)sNgày hứa trả lời người dân: %(due)s\n\n"
    "Cơ quan viết phần của mình bằng liên kết dưới đây, không cần tài khoản:"
)
ASKED = _("Điều cần cho biết: %(about)s\n")


def write_of_parts(event: events.ConcernAssigned, *, at: datetime) -> None:
    """After a concern was given to agencies. May run again: the same mail is queued once."""
    row = Concern.rows.filter(code=event.code, state__in=states.WORKED_ON).first()
    if row is None:
        return
    parts = {part.unit_id: part for part in Part.rows.filter(concern=row, state="OPEN").order_by("pk")}
    names = unit_names([row.lead_id, *parts])
    title = titles_of([row])[row.pk][0]
    for unit_id in sorted(reached_by_mail_alone(parts, DOERS, at)):
        about = parts[unit_id].about
        mail.send_links(
            key=f"concern-part/{row.code}/{row.round}/{unit_id}",
            acts=("concern.write_part",),
            code=row.code,
            unit_id=unit_id,
            until=at + LINK_HOLDS,
            subject=said(SUBJECT, title=title),
            text=said(
                TEXT,
                unit=names[unit_id].name,
                lead=names[row.lead_id or row.reception_id].name,
                code=row.code,
                title=title,
                asked=said(ASKED, about=about) if about else "",
                due=words.day(row.promised_date),
            ),
            by=POSTMAN,
            at=at,
        )
