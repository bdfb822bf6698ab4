"""The programme of a territory, and the fields of work of its agreements."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from phoihop.agreements.models import Agreement, Programme
from phoihop.ground.actor import Actor


@dataclass(frozen=True, slots=True)
class ProgrammeValue:
    territory: str
    title: str
    lead_id: int
    first_year: int
    last_year: int
    reported_date: date | None


def programme_of(actor: Actor, territory: str) -> ProgrammeValue | None:
    """The programme of the territory; its title and years are no secret, so everybody who acts may read them."""
    if actor.kind == "nobody":
        return None
    row = Programme.rows.filter(territory=territory).first()
    if row is None:
        return None
    return ProgrammeValue(row.territory, row.title, row.lead_id, row.first_year, row.last_year, row.reported_date)


def domains_of(actor: Actor, code: str) -> tuple[str, ...]:
    """The fields of work of an agreement the reader may see, as the parties named them."""
    text = Agreement.objects.visible_to(actor).filter(code=code).values_list("domains", flat=True).first()
    return tuple(json.loads(text or "[]"))
