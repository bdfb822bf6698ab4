"""What search knows of obligations."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from phoihop.ground.actor import Actor
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import FoundRow
from phoihop.obligations.models import Evidence, Lane, Obligation
from phoihop.obligations.queries.rows import visible_rows
from phoihop.organizations.queries import search_names


def found_obligations(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of obligations: with what was said to have been done, and under which number."""
    rows = list(Obligation.rows.filter(code__in=codes))
    tokens = tokens_of("obligation.see", rows)
    units: dict[int, dict[int, None]] = {row.pk: {row.lead_id: None} for row in rows}
    for pk, unit_id in Lane.rows.filter(obligation__in=units).order_by("pk").values_list("obligation_id", "unit_id"):
        units[pk][unit_id] = None
    said: dict[int, list[tuple[str, str]]] = {}
    given = Evidence.rows.filter(obligation__in=units).order_by("pk")
    for pk, statement, reference in given.values_list("obligation_id", "statement", "reference"):
        said.setdefault(pk, []).append((statement, reference))
    found = []
    for row in rows:
        unit_ids = tuple(units[row.pk] | {row.entitled_id: None})
        statements = [text for pair in said.get(row.pk, ()) for text in pair]
        references = [reference for _statement, reference in said.get(row.pk, ()) if len(reference) <= 80]
        found.append(
            FoundRow(
                code=row.code,
                kind="obligation",
                title=row.title,
                url=reverse("obligations:item", args=[row.code]),
                tokens=tokens[row.pk],
                text="\n".join(filter(None, (row.clause, row.reason, *statements))),
                numbers=tuple(filter(None, dict.fromkeys((row.dossier or row.source, row.source, *references)))),
                unit_ids=unit_ids,
                unit_names=search_names(unit_ids),
                date=row.due_date.isoformat() if row.due_date else str(row.year),
                is_illustration=row.is_illustration,
            )
        )
    return found


def obligation_codes(after: str, limit: int) -> list[str]:
    """All codes in ascending order."""
    return list(Obligation.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_obligations(actor: Actor, codes: Collection[str]) -> set[str]:
    if len(codes) == 1:  # as its own page asks, which often has
        return {row.code for code in codes for row in visible_rows(actor, code)}
    return set(Obligation.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))
