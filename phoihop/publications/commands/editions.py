"""The number that everything cached or indexed is measured by."""

from __future__ import annotations

import secrets

from django.db.models import F

from phoihop.publications.models import Edition


def next_edition() -> int:
    """Belongs into the transaction of the change. Writers wait for one another here, shortly, so that a reader who saw
    a number has seen everything before it."""
    mark = secrets.token_hex(6)
    if not Edition.rows.filter(pk=1).update(number=F("number") + 1, mark=mark):
        Edition.rows.bulk_create([Edition(pk=1, number=0)], ignore_conflicts=True)
        Edition.rows.filter(pk=1).update(number=F("number") + 1, mark=mark)
    return Edition.rows.values_list("number", flat=True).get(pk=1)
