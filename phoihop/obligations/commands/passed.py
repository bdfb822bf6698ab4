"""How far one run of the clock has come: what it has told already is not looked through again for every batch."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from phoihop.obligations.models import Obligation


@dataclass
class Passed:
    """By question, the last obligation a run has come to in the order of date and number.

    For one run alone: an obligation whose date moves behind this place meanwhile is told by the next run.
    """

    last: dict[Hashable, tuple[date, int]] = field(default_factory=dict)

    def beyond(self, question: Hashable) -> Q:
        """The obligations that this run has not come to."""
        if question not in self.last:
            return Q()
        day, pk = self.last[question]
        return Q(board_date__gte=day) & (Q(board_date__gt=day) | Q(pk__gt=pk))

    def come_to(self, question: Hashable, row: Obligation) -> None:
        if row.board_date is not None:
            self.last[question] = (row.board_date, row.pk)
