"""Rungs put down by the clock, and what one run of it keeps in mind."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from phoihop.obligations.models import Obligation, Rung


def untold(kind: str, which: Q, most: int) -> list[Obligation]:
    """Open obligations whose present date has no rung of this kind, by date and number.

    Every strike looks through all that is open and long told: the numbers alone come out of an index, without a row.
    """
    told_of = Rung.rows.filter(obligation=OuterRef("pk"), kind=kind, on_date=OuterRef("board_date"))
    rows = Obligation.rows.filter(~Exists(told_of), which, closed_at__isnull=True).order_by("board_date", "pk")
    numbers = list(rows.values_list("pk", flat=True)[:most])
    return list(rows.filter(pk__in=numbers)) if numbers else []  # asked again: a date may have moved in between


def put_down(rungs: Sequence[Rung]) -> set[int]:
    """Writes the rungs and gives the numbers of their obligations; what another clock has put down meanwhile, is its
    to tell. One of each obligation."""
    try:
        with transaction.atomic():
            Rung.rows.bulk_create(rungs)
    except IntegrityError:  # two clocks at once, which is rare: one by one
        return {rung.obligation_id for rung in rungs if _is_ours(rung)}
    return {rung.obligation_id for rung in rungs}


def _is_ours(rung: Rung) -> bool:
    values = {"state": rung.state, "reached_at": rung.reached_at}
    place = {"obligation_id": rung.obligation_id, "kind": rung.kind, "on_date": rung.on_date}
    return Rung.rows.get_or_create(**place, defaults=values)[1]


@dataclass
class Run:
    """What one run of the clock, of many batches, keeps in mind.

    By question, the last obligation it has come to in the order of date and number: what it has told already is not
    looked through again for every batch. An obligation whose date moves behind this place is told by the next run. And
    who is at work in which unit, as of the run's time.
    """

    last: dict[Hashable, tuple[date, int]] = field(default_factory=dict)
    coverage: dict[tuple[str, int], tuple[bool, str]] = field(default_factory=dict)

    def beyond(self, question: Hashable) -> Q:
        """The obligations that this run has not come to."""
        if question not in self.last:
            return Q()
        day, pk = self.last[question]
        return Q(board_date__gte=day) & (Q(board_date__gt=day) | Q(pk__gt=pk))

    def come_to(self, question: Hashable, rows: Sequence[Obligation]) -> None:
        """`rows` in the order of date and number."""
        if rows and rows[-1].board_date is not None:
            self.last[question] = (rows[-1].board_date, rows[-1].pk)
