"""Earlier claims like a new one: those the reader may see, and those that everybody may read."""

from __future__ import annotations

from django.db.models import Q

from phoihop.corrections.models import Claim
from phoihop.corrections.queries.values import SimilarClaim
from phoihop.corrections.rules.similar import similar
from phoihop.ground.actor import Actor
from phoihop.ground.text import fold
from phoihop.publications import queries as publications


def similar_claims(actor: Actor, text: str, *, besides: str = "", most: int = 5) -> list[SimilarClaim]:
    """The nearest earlier claims, the most alike first. Five queries however many there are."""
    folded = fold(" ".join(text.split()))
    if not folded:
        return []
    mine = Claim.objects.visible_to(actor)
    rows = Claim.rows.filter(Q(pk__in=mine.values("pk")) | Q(is_out=True)).exclude(code=besides)
    found = dict(similar(folded, dict(rows.values_list("pk", "text_fold")), most=most))
    if not found:
        return []
    seen = set(mine.filter(pk__in=list(found)).values_list("pk", flat=True))
    named = list(Claim.rows.filter(pk__in=list(found)))
    public = publications.by_codes([row.code for row in named if row.pk not in seen])
    lines = [
        SimilarClaim(
            code=row.code,
            text=row.text if row.pk in seen else public[row.code].title,
            verdict=row.verdict if row.is_out else "",
            likeness=round(found[row.pk]),
            is_out=row.is_out,
            is_visible=row.pk in seen,
        )
        for row in named
        if row.pk in seen or row.code in public
    ]
    return sorted(lines, key=lambda one: (-one.likeness, one.code))
