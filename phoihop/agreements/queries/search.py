"""What search knows of mandates and agreements."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse

from phoihop.agreements.models import Agreement, Clause, Duty, Mandate, Party
from phoihop.ground.actor import Actor
from phoihop.ground.command import on_record
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import FoundRow
from phoihop.organizations.queries import search_names

SHOWN = ("SIGNED", "SUPERSEDED")  # texts that were in force; what is negotiated is not found by its words


def found_mandates(codes: Collection[str], kind_words: Mapping[str, Any]) -> list[FoundRow]:
    """The rows that search keeps of mandates."""
    rows = list(Mandate.rows.filter(code__in=codes))
    tokens = tokens_of("mandate.see", rows)
    return [
        FoundRow(
            code=row.code,
            kind="mandate",
            title=" ".join(filter(None, (on_record(kind_words[row.kind]), row.number, row.subject))),
            url=reverse("agreements:mandate", args=[row.code]),
            tokens=tokens[row.pk],
            numbers=(row.number,),
            unit_ids=(row.issuer_id,),
            unit_names=search_names([row.issuer_id]),
            date=row.issued_date.isoformat() if row.issued_date else "",
            type=on_record(kind_words[row.kind]),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def found_agreements(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of agreements: with the clauses of their text in force, or of the last that was."""
    rows = list(Agreement.rows.filter(code__in=codes).select_related("mandate"))
    tokens = tokens_of("agreement.see", rows)
    units: dict[int, dict[int, None]] = {row.pk: {row.lead_id: None} for row in rows}
    for pk, unit_id in Party.rows.filter(agreement__in=units).order_by("pk").values_list("agreement_id", "unit_id"):
        units[pk][unit_id] = None
    texts = _texts(list(units))
    return [
        FoundRow(
            code=row.code,
            kind="agreement",
            title=row.title,
            url=reverse("agreements:agreement", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join([*json.loads(row.domains), *texts.get(row.pk, ())]),
            numbers=(row.code, row.mandate.number) if row.mandate else (),
            unit_ids=tuple(units[row.pk]),
            unit_names=search_names(units[row.pk]),
            date=row.from_date.isoformat() if row.from_date else "",
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def _texts(agreement_ids: list[int]) -> dict[int, list[str]]:
    """Clauses and duties of the newest text of each that is or was in force."""
    newest: dict[int, int] = {}
    pieces: dict[int, dict[int, list[str]]] = {}
    where = {"revision__agreement__in": agreement_ids, "revision__state__in": SHOWN}
    wanted = ("revision__agreement_id", "revision__number", "text")
    for model, order in ((Clause, "position"), (Duty, "pk")):
        for pk, number, text in model.rows.filter(**where).order_by(order).values_list(*wanted):
            newest[pk] = max(number, newest.get(pk, 0))
            pieces.setdefault(pk, {}).setdefault(number, []).append(text)
    return {pk: pieces[pk][number] for pk, number in newest.items()}


def mandate_codes(after: str, limit: int) -> list[str]:
    """All codes in ascending order."""
    return list(Mandate.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def agreement_codes(after: str, limit: int) -> list[str]:
    return list(Agreement.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_mandates(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Mandate.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def visible_agreements(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Agreement.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))
