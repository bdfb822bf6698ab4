"""What the portal knows of concerns: what they can be about, how one stands, and how many there are."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from phoihop.publications.models import Place, Service, Tracking
from phoihop.publications.queries.values import PlaceLine, ServiceLine, StepLine, Tile, TrackingValue
from phoihop.publications.rules.few import hide, summed, told

FEW = 5  # a count below this is not told: too near to single persons
DONE = ("ANSWERED", "PUBLISHED", "RATED", "CLOSED")
OVER = (*DONE, "REFUSED", "MERGED")


def services(territory: str = "", *, is_open_only: bool = True) -> tuple[ServiceLine, ...]:
    rows = Service.rows.filter(territory=territory) if territory else Service.rows.all()
    rows = rows.filter(is_open=True) if is_open_only else rows
    return tuple(_service(row) for row in rows.order_by("order", "key"))


def service(territory: str, key: str) -> ServiceLine | None:
    row = Service.rows.filter(territory=territory, key=key).first()
    return None if row is None else _service(row)


def _service(row: Service) -> ServiceLine:
    return ServiceLine(
        row.territory,
        row.key,
        row.name,
        row.english,
        row.description,
        row.keywords,
        row.group,
        row.unit_name,
        row.answer_days,
        row.is_open,
    )


def places(parent: str | None = None) -> tuple[PlaceLine, ...]:
    """Places in the order of the alphabet; of one parent if named."""
    rows = Place.rows.all() if parent is None else Place.rows.filter(parent=parent)
    return tuple(PlaceLine(row.key, row.name, row.parent) for row in rows.order_by("sort_key", "key"))


def place_names(keys: Collection[str]) -> dict[str, str]:
    return dict(Place.rows.filter(key__in=list(keys)).values_list("key", "name"))


def tracking(code: str) -> TrackingValue | None:
    row = Tracking.rows.filter(code=code).first()
    return None if row is None else _tracking(row)


def trackings(codes: Collection[str]) -> dict[str, TrackingValue]:
    return {row.code: _tracking(row) for row in Tracking.rows.filter(code__in=list(codes))}


def listed(
    territory: str = "",
    *,
    service: str = "",
    place: str = "",
    state: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: tuple[datetime, int] | None = None,
    limit: int = 20,
) -> tuple[list[TrackingValue], tuple[datetime, int] | None]:
    """Concerns that a moderator has let be listed, the newest first, and the key of the next page. `state`: a key, or
    "open" or "done" for all of that kind."""
    rows = _filtered(territory, service, place).filter(is_public=True)
    if state == "open":
        rows = rows.exclude(state__in=OVER)
    elif state:
        rows = rows.filter(state__in=DONE) if state == "done" else rows.filter(state=state)
    if since is not None:
        rows = rows.filter(received_at__gte=since)
    if until is not None:
        rows = rows.filter(received_at__lte=until)
    if before is not None:
        moment, pk = before
        rows = rows.filter(Q(received_at__lt=moment) | Q(received_at=moment, pk__lt=pk))
    found = list(rows.order_by("-received_at", "-pk")[: limit + 1])
    key = (found[limit - 1].received_at, found[limit - 1].pk) if len(found) > limit else None
    return [_tracking(row) for row in found[:limit]], key


@dataclass(frozen=True, slots=True)
class Tallies:
    """How many concerns there are: in all, by service, by place, and of each service at each place. None: too few to
    tell, or so that those cannot be worked out."""

    total: int | None
    services: dict[str, int | None]
    places: dict[str, int | None]
    tiles: tuple[Tile, ...]


def tallies(territory: str = "") -> Tallies:
    """Counts of concerns, each raiser's once (merged ones count with the one they went into)."""
    is_done = Q(state__in=DONE)
    groups = _filtered(territory, "", "").filter(merged_into="").values("service", "place")
    rows = list(groups.annotate(n=Count("pk"), done=Count("pk", filter=is_done)).order_by("service", "place"))
    cells = {(str(row["service"]), str(row["place"])): int(row["n"]) for row in rows}
    hidden = hide(cells, FEW)
    return Tallies(
        total=None if hidden.total or not cells else sum(cells.values()),
        services=told(summed(cells, 0), hidden.rows),
        places=told(summed(cells, 1), hidden.columns),
        tiles=tuple(_tile(row, is_told=(row["service"], row["place"]) not in hidden.cells) for row in rows),
    )


def tiles(territory: str = "", *, service: str = "", place: str = "") -> tuple[Tile, ...]:
    """Counts of each service at each place: of one service, of one place, or of all."""
    found = tallies(territory).tiles
    return tuple(one for one in found if service in ("", one.service) and place in ("", one.place))


def _tile(row: Mapping[str, Any], *, is_told: bool) -> Tile:
    """How many are done is told only where neither they nor the others are few: one follows from the other."""
    done, others = row["done"], row["n"] - row["done"]
    is_done_told = is_told and not (0 < done < FEW or 0 < others < FEW)
    return Tile(row["service"], row["place"], row["n"] if is_told else None, done if is_done_told else None)


def _filtered(territory: str, service: str, place: str) -> QuerySet[Tracking]:
    rows = Tracking.rows.all()
    if territory:
        rows = rows.filter(territory=territory)
    if service:
        rows = rows.filter(service=service)
    return rows.filter(place=place) if place else rows


def _tracking(row: Tracking) -> TrackingValue:
    steps: list[list[Any]] = json.loads(row.steps)
    return TrackingValue(
        code=row.code,
        territory=row.territory,
        service=row.service,
        place=row.place,
        state=row.state,
        state_words=row.state_words,
        title=row.title,
        unit_name=row.unit_name,
        other_units=tuple(json.loads(row.other_units)),
        received_at=row.received_at,
        due_date=row.due_date,
        due_why=tuple((name, text) for name, text in json.loads(row.due_why)),
        answered_at=row.answered_at,
        changed_at=row.changed_at,
        steps=tuple(StepLine(datetime.fromisoformat(at), state, words, more) for at, state, words, more in steps),
        answer=row.answer,
        answer_number=row.answer_number,
        reopen_until=row.reopen_until,
        asks=row.asks,
        rating=row.rating,
        merged_into=row.merged_into,
        latitude=row.latitude,
        longitude=row.longitude,
        is_public=row.is_public,
        is_illustration=row.is_illustration,
    )
