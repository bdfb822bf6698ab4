"""What search holds of concerns: the public wording and the words of service and place; nothing as it was written."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.concerns.models import Concern, Part
from phoihop.concerns.queries.words import titles_of
from phoihop.ground.actor import Actor
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import FoundRow
from phoihop.organizations.queries import search_names

TYPE = _("Phản ánh")


def found_concerns(codes: Collection[str]) -> list[FoundRow]:
    rows = list(Concern.rows.filter(code__in=list(codes)).defer("sealed", "sealed_fold", "explanation"))
    titles = titles_of(rows)
    tokens = tokens_of("concern.see", rows)
    parts: dict[int, list[int]] = {}
    for concern_id, unit_id in Part.rows.filter(concern__in=[row.pk for row in rows]).values_list("concern", "unit"):
        parts.setdefault(concern_id, []).append(unit_id)
    found = []
    names: dict[tuple[int, ...], tuple[str, ...]] = {}  # the same few units, again and again
    for row in rows:
        title, service, place = titles[row.pk]
        units = tuple(dict.fromkeys([row.lead_id or row.reception_id, *parts.get(row.pk, ())]))
        if units not in names:
            names[units] = search_names(units)
        found.append(
            FoundRow(
                code=row.code,
                kind="concern",
                title=title,
                url=_url(row.code),
                tokens=tokens[row.pk],
                text=" ".join(filter(None, (row.public_text, service, place))),
                numbers=(row.code,),
                unit_ids=units,
                unit_names=names[units],
                date=row.received_at.date().isoformat(),
                type=str(TYPE),
                is_illustration=row.is_illustration,
            )
        )
    return found


def concern_codes(after: str, limit: int) -> list[str]:
    return list(Concern.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_concerns(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = Concern.objects.visible_to(actor).filter(code__in=list(codes))
    return set(rows.values_list("code", flat=True))


@lru_cache(maxsize=4096)
def _url(code: str) -> str:
    return reverse("concerns:concern", args=[code])
