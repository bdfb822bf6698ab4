"""What waits for units, for the notices and mornings of their people; what stands in the calendar."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.concerns import states
from phoihop.concerns.models import Answer, Concern, Dispute
from phoihop.concerns.policy import APPROVERS
from phoihop.concerns.queries.lists import LONG
from phoihop.concerns.queries.words import titles_of
from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import State
from phoihop.ground.sheet import DatedRow, Waiting

MOST = 200  # of each question


def waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """Concerns to be given to an agency, answers to be approved, disagreements to be decided. What is owed as an
    obligation waits there. Nine queries at most."""
    asked, today = sorted(unit_ids), local_date(at)
    return [*_unassigned(asked, today), *_submitted(asked), *_disputed(asked)]


def _unassigned(asked: list[int], today: date) -> list[Waiting]:
    sunday = today + timedelta(days=6 - today.weekday())
    rows = Concern.rows.filter(reception__in=asked, state__in=states.UNASSIGNED, forward_date__lte=sunday)
    found = list(rows.defer(*LONG).order_by("forward_date", "pk")[:MOST])
    titles = titles_of(found)
    return [
        Waiting(
            row.reception_id,
            DOERS,
            "late" if row.forward_date < today else "today" if row.forward_date == today else "week",
            row.code,
            titles[row.pk][0],
            _url(row.code),
            row.forward_date,
            row.received_at,
        )
        for row in found
    ]


def _submitted(asked: list[int]) -> list[Waiting]:
    rows = Answer.rows.filter(state="SUBMITTED", unit__in=asked).select_related("concern").order_by("written_at", "pk")
    found = [one for one in rows[:MOST] if one.concern.state in states.WORKED_ON]
    titles = titles_of([one.concern for one in found])
    return [
        Waiting(
            one.unit_id,
            APPROVERS,
            "answer",
            one.concern.code,
            titles[one.concern_id][0],
            _url(one.concern.code),
            one.concern.promised_date,
            one.written_at,
        )
        for one in found
    ]


def _disputed(asked: list[int]) -> list[Waiting]:
    rows = Dispute.rows.filter(state="OPEN", decider__in=asked, concern__state="DISPUTED").select_related("concern")
    found = list(rows.order_by("raised_at", "pk")[:MOST])
    titles = titles_of([one.concern for one in found])
    return [
        Waiting(
            one.decider_id,
            APPROVERS,
            "answer",
            one.concern.code,
            titles[one.concern_id][0],
            _url(one.concern.code),
            one.concern.promised_date,
            one.raised_at,
        )
        for one in found
    ]


def forwards_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """Until when concerns are to be with an agency. Four queries."""
    rows = Concern.objects.visible_to(actor).filter(
        state__in=states.UNASSIGNED, forward_date__gte=first, forward_date__lte=last
    )
    found = list(rows.defer(*LONG).order_by("forward_date", "pk")[:most])
    titles = titles_of(found)
    today = local_date(at)
    return [
        DatedRow(
            kind="concern-forward",
            code=row.code,
            title=_("Chuyển phản ánh: %(title)s") % {"title": titles[row.pk][0]},
            url=_url(row.code),
            first=row.forward_date,
            last=row.forward_date,
            state=State.LATE if row.forward_date < today else State.WAIT,
            stamp=row.received_at,
            doer_ids=(row.reception_id,),
            dossier=row.dossier,
            sequence=row.version,
            is_illustration=row.is_illustration,
        )
        for row in found
    ]


def parties(codes: Collection[str]) -> set[int]:
    """Units that are party to these concerns."""
    found: set[int] = set()
    wanted = [code for code in codes if code.startswith("PA-")]
    if not wanted:
        return found
    for reception_id, lead_id in Concern.rows.filter(code__in=wanted).values_list("reception_id", "lead_id"):
        found |= {reception_id, lead_id or reception_id}
    return found


def _url(code: str) -> str:
    return reverse("concerns:concern", args=[code])
