"""Lower rooms speak: an obligation made from a concern got a later date, or somebody wants to close it past the
concern; the working calendar has changed."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.concerns.commands import copy_calendar, follow_extension
from phoihop.concerns.commands.obliging import DATA_DUTY, DUTY
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.obligations.events import DayDeclared, DayRevoked, ExtensionGranted, ObligationAccepted, ObligationWaived

SETTLERS = ("concern.assign", "data.handle")  # through what this room closes its own obligations


def follow(event: ExtensionGranted, *, by: Actor, at: datetime) -> None:
    """Its raisers were promised a date: they are told of the later one."""
    if event.duty == "concern.answer":
        follow_extension(code=event.source, to_date=date.fromisoformat(event.to_date), by=by, at=at)


def keep_open(event: ObligationAccepted | ObligationWaived, *, by: Actor, at: datetime) -> None:
    """What is owed to raisers is closed by the answer they get, and by nothing else. Refused: the act belongs to the
    page of the concern, or of the data subject's request."""
    if event.duty in (DUTY, DATA_DUTY) and not set(SETTLERS) & set(by.cause):
        where = reverse("concerns:concern" if event.duty == DUTY else "concerns:data", args=[event.source])
        raise Refused(
            _(
                "Nghĩa vụ này khép lại khi người dân được trả lời, không khép ở đây. Chưa có gì thay đổi; "
                "hãy làm ở trang của %(code)s: %(where)s"
            )
            % {"code": event.source, "where": where}
        )


def recopy_calendar(event: DayDeclared | DayRevoked, *, by: Actor, at: datetime) -> None:
    """Dates that the portal promises are counted with the days as they are now."""
    copy_calendar(by=by, at=at)
