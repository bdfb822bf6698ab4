"""Which concerns may say the same: suggested, merged by a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from phoihop.concerns.models import Concern
from phoihop.concerns.outside import boxes
from phoihop.concerns.queries.held import text_of
from phoihop.concerns.queries.items import visible_row
from phoihop.concerns.queries.values import Alike
from phoihop.concerns.queries.words import STATES, titles_of
from phoihop.concerns.rules import likeness
from phoihop.ground.actor import Actor
from phoihop.ground.powers import ask

AROUND = timedelta(days=30)
MOST = 2000  # of one service that are compared, the nearest in time first
MOST_NEAR = 500  # of other services in the same place
FIELDS = ("pk", "code", "sealed_fold", "place", "latitude", "longitude")


def duplicates(actor: Actor, code: str, at: datetime, *, limit: int = 8) -> tuple[Alike, ...]:
    """Concerns of the same service, or in the same place, within thirty days, that are much alike; the likest first.

    Six queries, whatever the number. Only among what the reader may read.
    """
    row = visible_row(actor, code)
    ask(actor, "concern.read", row)
    if not row.sealed_fold:
        return ()
    fold = boxes.open_text(row.sealed_fold, of=f"fold:{row.code}")
    scored = []
    near = _near(actor, row)
    boxes.fetch_unit_keys(one.sealed_fold for one in near)
    for one in near:
        words = likeness.words_score(fold, boxes.open_text(one.sealed_fold, of=f"fold:{one.code}"))
        metres = _metres(row, one)
        is_same = bool(row.place) and row.place == one.place
        score = likeness.score(words, same_place=is_same or not row.place or not one.place, metres=metres)
        if score >= likeness.ALIKE:
            scored.append((score, metres, one.pk))
    best = sorted(scored, key=lambda one: (-one[0], one[2]))[:limit]
    found = Concern.rows.filter(pk__in=[pk for _score, _metres, pk in best]).select_related("merged_into")
    rows = {one.pk: one for one in found}
    titles = titles_of(list(rows.values()))
    return tuple(_alike(rows[pk], titles[pk], score, metres) for score, metres, pk in best)


def _near(actor: Actor, row: Concern) -> list[Concern]:
    window = Q(received_at__gte=row.received_at - AROUND, received_at__lte=row.received_at + AROUND)
    rows = Concern.objects.visible_to(actor, "concern.read").filter(window, territory=row.territory)
    rows = rows.exclude(state__in=("REFUSED", "CLOSED")).exclude(pk=row.pk).exclude(sealed_fold=b"").only(*FIELDS)
    if row.merged_into_id is not None:
        rows = rows.exclude(pk=row.merged_into_id)
    rows = rows.filter(Q(merged_into=None) | ~Q(merged_into=row.pk))
    found = list(rows.filter(service=row.service).order_by("-received_at")[:MOST])
    if row.place:
        others = rows.filter(place=row.place).exclude(service=row.service)
        found += list(others.order_by("-received_at")[:MOST_NEAR])
    return found


def _metres(one: Concern, other: Concern) -> int | None:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return likeness.metres_between((one.latitude, one.longitude), (other.latitude, other.longitude))


def _alike(row: Concern, words: tuple[str, str, str], score: int, metres: int | None) -> Alike:
    title, _service, place = words
    return Alike(
        code=row.code,
        title=title,
        text=text_of(row),
        place=place,
        received_at=row.received_at,
        state=row.state,
        state_words=str(STATES[row.state]),
        score=score,
        metres=metres,
        merged_into="" if row.merged_into is None else row.merged_into.code,
    )
