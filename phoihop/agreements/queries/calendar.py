"""When agreements end, as the calendar shows it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.agreements.models import Agreement, Party
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import State
from phoihop.ground.sheet import DatedRow

SOON = timedelta(days=90)


def expiry_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The last days of agreements in force that the reader may see. Two queries."""
    rows = Agreement.objects.visible_to(actor).filter(state="IN_FORCE", to_date__gte=first, to_date__lte=last)
    found = list(rows.order_by("to_date", "pk")[:most])
    parties: dict[int, list[int]] = {}
    of = Party.rows.filter(agreement__in=[row.pk for row in found]).order_by("pk")
    for agreement_id, unit_id in of.values_list("agreement_id", "unit_id"):
        parties.setdefault(agreement_id, []).append(unit_id)
    return [_expiry(row, parties.get(row.pk, []), local_date(at)) for row in found]


def _expiry(row: Agreement, parties: list[int], today: date) -> DatedRow:
    ends = row.to_date or today
    if ends < today:
        state, word = State.HELD, _("Đã hết hiệu lực")
    elif ends - today <= SOON:
        state, word = State.SOON, _("Sắp hết hiệu lực")
    else:
        state, word = State.PLAN, _("Còn hiệu lực")
    return DatedRow(
        kind="expiry",
        code=row.code,
        title=_("Quy chế hết hiệu lực: %(title)s") % {"title": row.title},
        url=reverse("agreements:agreement", args=[row.code]),
        first=ends,
        last=ends,
        state=state.value,
        stamp=timezone.make_aware(datetime.combine(row.from_date or date(ends.year, 1, 1), time())),
        word=word,
        doer_ids=(row.lead_id,),
        other_ids=tuple(unit_id for unit_id in parties if unit_id != row.lead_id),
        sequence=row.version,
        is_open=ends >= today,
        is_illustration=row.is_illustration,
    )
