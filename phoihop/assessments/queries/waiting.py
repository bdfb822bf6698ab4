"""What waits for units, for the notices of their people. What is owed with a day is an obligation, and waits there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from phoihop.assessments.models import Assessment
from phoihop.assessments.policy import APPROVERS
from phoihop.ground.actor import DOERS
from phoihop.ground.sheet import Waiting

MOST = 200  # of each question


def waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """Requests to take on, files to evaluate, files to validate, requests that came back. Four queries."""
    asked = sorted(unit_ids)
    found: list[Waiting] = []
    for column, state, since, roles in (
        ("assessor_id", "ASKED", "asked_at", DOERS),
        ("evaluator_id", "EVALUATING", "presented_at", DOERS),
        ("owner_id", "EVALUATED", "passed_at", APPROVERS),
        ("owner_id", "DECLINED", "asked_at", DOERS),
    ):
        rows = Assessment.rows.filter(**{f"{column}__in": asked}, state=state).order_by(since, "pk")
        found += [
            Waiting(unit, roles, "answer", code, title, reverse("assessments:assessment", args=[code]), None, on or at)
            for unit, code, title, on in rows.values_list(column, "code", "title", since)[:MOST]
        ]
    return found
