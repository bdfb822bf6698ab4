"""What the clock does: conclusions whose day has come are looked at again, and the waiting room is emptied."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy

from phoihop.corrections.commands.checks import clear_checks, take_waiting
from phoihop.corrections.commands.opening import recheck_claim
from phoihop.corrections.models import Claim
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, on_record

DAY_CAME = gettext_lazy("Đến ngày kiểm tra lại đã định.")


def tick(*, by: Actor, at: datetime) -> int:
    """Each claim alone; twice is harmless. One that somebody has just taken up holds up neither the others nor the
    clock."""
    count = 0
    due = Claim.rows.filter(state="PUBLISHED", recheck_date__lte=local_date(at)).order_by("recheck_date", "pk")
    for code in list(due.values_list("code", flat=True)):
        try:
            recheck_claim(code=code, reason=on_record(DAY_CAME), by=by, at=at)
        except (Refused, SomebodyWasFaster):  # its page says why; the next tick tries again
            continue
        count += 1
    count += take_waiting(at=at)
    clear_checks(by=by, at=at)
    return count
