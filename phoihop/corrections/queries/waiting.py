"""What waits for units, for the notices of their people. The check itself is an obligation, and waits there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from phoihop.corrections.models import Check, Claim, Reply
from phoihop.corrections.policy import APPROVERS, EDITORS, WRITERS
from phoihop.ground.sheet import Waiting

MOST = 200  # of each question


def waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """Findings to approve, conclusions to let out, replies to look at, wishes to answer. Four queries."""
    asked = sorted(unit_ids)
    claims = Claim.rows.filter(owner_id__in=asked).order_by("presented_at", "pk")
    named = ("owner_id", "code", "text", "presented_at")
    found = [
        Waiting(
            unit, APPROVERS, "answer", code, text[:200], reverse("corrections:claim", args=[code]), None, since or at
        )
        for unit, code, text, since in claims.filter(state="WAITING").values_list(*named)[:MOST]
    ]
    found += [
        Waiting(unit, EDITORS, "answer", code, text[:200], reverse("corrections:claim", args=[code]), None, since or at)
        for unit, code, text, since in claims.filter(state="APPROVED").values_list(*named)[:MOST]
    ]
    replies = Reply.rows.filter(state="RECEIVED", claim__owner_id__in=asked).order_by("received_at", "pk")
    found += [
        Waiting(unit, EDITORS, "answer", code, text[:200], reverse("corrections:claim", args=[code]), None, since)
        for unit, code, text, since in replies.values_list(
            "claim__owner_id", "claim__code", "claim__text", "received_at"
        )[:MOST]
    ]
    checks = Check.rows.filter(state="RECEIVED", desk_id__in=asked).order_by("received_at", "pk")
    return found + [
        Waiting(unit, WRITERS, "answer", code, text[:200], reverse("corrections:check", args=[code]), None, since)
        for unit, code, text, since in checks.values_list("desk_id", "code", "text", "received_at")[:MOST]
    ]
