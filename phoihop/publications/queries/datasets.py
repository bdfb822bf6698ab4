"""Open data: what is out, as rows of plain cells, read piece by piece; and what the open API asks of concerns.

Every number comes from the same copies as the portal's pages. Concerns are counted, never listed with words here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Q
from django.db.models.functions import TruncMonth

from phoihop.ground.clock import local_date
from phoihop.publications.models import Notebook, Place, Publication, Service, Spokesperson, Tracking
from phoihop.publications.queries.concerns import FEW, tiles, trackings
from phoihop.publications.queries.reading import spokespersons
from phoihop.publications.queries.values import TrackingValue
from phoihop.publications.rules import notes
from phoihop.publications.rules.copies import (
    AnswerDetails,
    CorrectionDetails,
    Details,
    PlanDetails,
    TopicDetails,
    read_details,
)
from phoihop.publications.rules.few import hidden_sums
from phoihop.publications.rules.paths import path_of

CHUNK = 500  # rows that are in memory at once
DUTY_STATES = ("done", "doing", "late", "blocked", "planned")

Cell = str | int | bool | None
Row = tuple[Cell, ...]
D = TypeVar("D", bound=Details)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table that anybody may take, by its permanent name in addresses; its columns. `rows()` reads as it goes."""

    key: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows a dataset has now, and when one of them last changed."""

    count: int
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What every publication says of itself."""

    code: str
    territory: str
    title: str
    unit: str
    published: str
    changed: str
    version: int
    path: str
    is_illustration: bool


def datasets() -> tuple[Dataset, ...]:
    """All of them, in the order of the page."""
    head = tuple(field.name for field in fields(_Head))
    return (
        Dataset("ke-hoach", (*head, *_PLAN), lambda: _publications("PLAN", _plan)),
        Dataset("van-de", (*head, *_TOPIC), lambda: _publications("TOPIC", _topic)),
        Dataset(
            "phan-viec", ("of", "code", "territory", "title", "state", "count", "as_of", "is_illustration"), _duties
        ),
        Dataset("tra-loi", (*head, *_ANSWER), lambda: _publications("ANSWER", _answer)),
        Dataset("dinh-chinh", (*head, *_CORRECTION), lambda: _publications("CORRECTION", _correction)),
        Dataset(
            "phan-anh",
            ("territory", "service", "service_name", "place", "place_name", "month", "count", "is_told"),
            _concerns,
        ),
        Dataset(
            "nguoi-phat-ngon",
            ("unit", "name", "post", "phone", "email", "since", "until", "is_illustration"),
            _spokespersons,
        ),
    )


def dataset(key: str) -> Dataset | None:
    return next((one for one in datasets() if one.key == key), None)


def extents() -> dict[str, Extent]:
    """The size of each dataset, in four queries whatever their size."""
    kinds = {"PLAN": "ke-hoach", "TOPIC": "van-de", "ANSWER": "tra-loi", "CORRECTION": "dinh-chinh"}
    rows = Publication.rows.filter(kind__in=kinds, state="PUBLISHED").values_list("kind")
    counted = {
        kinds[kind]: Extent(n, at) for kind, n, at in rows.annotate(n=Count("pk"), at=Max("changed_at")).order_by()
    }
    found = {key: counted.get(key, Extent(0, None)) for key in kinds.values()}
    plans, topics = found["ke-hoach"], found["van-de"]
    latest = max(filter(None, (plans.changed_at, topics.changed_at)), default=None)
    found["phan-viec"] = Extent((plans.count + topics.count) * len(DUTY_STATES), latest)
    cells = _by_month().values_list("territory", "service", "place", "month").distinct().count()
    found["phan-anh"] = Extent(cells, Tracking.rows.aggregate(at=Max("changed_at"))["at"])
    found["nguoi-phat-ngon"] = Extent(Spokesperson.rows.count(), None)
    return found


def open_data_note() -> notes.OpenDataNote:
    """On what terms the data may be used, and which programs have keys; empty until somebody wrote it."""
    text = Notebook.rows.filter(key=notes.OpenDataNote.KEY).values_list("text", flat=True).first()
    return notes.OpenDataNote() if text is None else notes.read_note(notes.OpenDataNote.KEY, text)


# ── what the open API asks ───────────────────────────────────────────────────────────────────────────────────────


def jurisdictions() -> tuple[str, ...]:
    """Territories in which concerns can be raised; a place with services of its own belongs to the one around it."""
    rows = Service.rows.filter(is_open=True).order_by("territory").values_list("territory", flat=True).distinct()
    return tuple(rows.exclude(territory__in=Place.rows.values("key"))) or tuple(rows)


def places_of(territory: str) -> tuple[tuple[str, str], ...]:
    """Key and name of the territory's places, in the order of the alphabet."""
    rows = Place.rows.filter(parent=territory).order_by("sort_key", "key")
    return tuple(rows.values_list("key", "name"))


def requests_of(
    territory: str,
    *,
    services: Collection[str] = (),
    states: Collection[str] = (),
    not_states: Collection[str] = (),
    since: datetime,
    until: datetime,
    offset: int = 0,
    limit: int = 1000,
) -> tuple[TrackingValue, ...]:
    """Concerns that a moderator has let be listed, received in this stretch, the newest first."""
    rows = Tracking.rows.filter(territory=territory, is_public=True, received_at__gte=since, received_at__lte=until)
    if services:
        rows = rows.filter(service__in=list(services))
    if states:
        rows = rows.filter(state__in=list(states))
    if not_states:
        rows = rows.exclude(state__in=list(not_states))
    codes = list(rows.order_by("-received_at", "-pk").values_list("code", flat=True)[offset : offset + limit])
    found = trackings(codes)
    return tuple(found[code] for code in codes if code in found)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_PLAN = ("year", "lead", "partner", "period", "as_of", *DUTY_STATES, "total", "topics")
_TOPIC = ("plan", "kind", "state", "units", "as_of", *DUTY_STATES, "total")
_ANSWER = ("service", "question", "received", "answered", "due", "is_on_time", "units", "raisers")
_CORRECTION = ("claim", "verdict", "verdict_words", "is_own_error", "checked", "recheck", "appearances", "evidence")


def _published(kind: str) -> Iterator[tuple[Publication, _Head]]:
    after = 0
    while True:
        rows = Publication.rows.filter(kind=kind, state="PUBLISHED", pk__gt=after).order_by("pk")
        found = list(rows.defer("body", "words", "summary", "withdrawn_note")[:CHUNK])
        for row in found:
            yield row, _head(row)
        if len(found) < CHUNK:
            return
        after = found[-1].pk


def _head(row: Publication) -> _Head:
    return _Head(
        code=row.code,
        territory=row.territory,
        title=row.title,
        unit=row.unit_name,
        published=local_date(row.published_at).isoformat(),
        changed=local_date(row.changed_at).isoformat(),
        version=row.version,
        path=path_of(row.kind, row.code),
        is_illustration=row.is_illustration,
    )


def _publications(kind: str, rest: Callable[[Details], Row]) -> Iterator[Row]:
    for row, head in _published(kind):
        yield (*asdict(head).values(), *rest(read_details(row.kind, row.details)))


def _plan(details: Details) -> Row:
    one = _as(details, PlanDetails)
    return (one.year, one.lead, one.partner, one.period, one.as_of, *_states(one), sum(_states(one)), len(one.topics))


def _topic(details: Details) -> Row:
    one = _as(details, TopicDetails)
    return (
        one.plan,
        one.topic_kind,
        one.state,
        "; ".join(one.units),
        one.as_of,
        *_states(one),
        sum(_states(one)),
    )


def _answer(details: Details) -> Row:
    one = _as(details, AnswerDetails)
    is_on_time = one.answered_date <= one.due_date if one.due_date else None
    units = "; ".join(dict.fromkeys(unit for unit, _what in one.parts))
    return (
        one.service,
        one.question,
        one.received_date,
        one.answered_date,
        one.due_date,
        is_on_time,
        units,
        one.raisers if one.raisers >= FEW else None,
    )


def _correction(details: Details) -> Row:
    one = _as(details, CorrectionDetails)
    return (
        one.claim,
        one.verdict,
        one.verdict_words,
        one.is_own_error,
        one.checked_date,
        one.recheck_date,
        len(one.appearances),
        "; ".join(number or title for number, title, _page, _address in one.evidence),
    )


def _duties() -> Iterator[Row]:
    for kind, of in (("PLAN", "plan"), ("TOPIC", "topic")):
        for row, head in _published(kind):
            details = read_details(row.kind, row.details)
            counts = _states(details)
            as_of = getattr(details, "as_of", "")
            for state, count in zip(DUTY_STATES, counts, strict=True):
                yield (of, head.code, head.territory, head.title, state, count, as_of, head.is_illustration)


def _states(details: Details) -> tuple[int, ...]:
    return tuple(getattr(details, state) for state in DUTY_STATES)


def _concerns() -> Iterator[Row]:
    """Month by month, one service at a time. A count that is not told is empty; so is the whole of a service at a
    place of which the portal's own tiles tell nothing."""
    names = dict(Place.rows.values_list("key", "name"))
    for territory, key, name in _services():
        is_told_of = {tile.place for tile in tiles(territory, service=key) if tile.count is not None}
        counts: dict[str, dict[str, int]] = {}
        rows = _by_month().filter(territory=territory, service=key).values_list("place", "month")
        for place, month, count in rows.annotate(n=Count("pk")).order_by("place", "month"):
            counts.setdefault(place, {})[f"{month:%Y-%m}"] = count
        for place, months in counts.items():
            hidden = hidden_sums(months, FEW) if place in is_told_of else set(months)
            for month, count in months.items():
                is_told = month not in hidden
                place_name = names.get(place, "")
                yield (territory, key, name, place, place_name, month, count if is_told else None, is_told)


def _services() -> list[tuple[str, str, str]]:
    """Territory, key and name of every service something was counted under, those that have been closed too."""
    names = {(territory, key): name for territory, key, name in Service.rows.values_list("territory", "key", "name")}
    used = Tracking.rows.values_list("territory", "service").distinct().order_by("territory", "service")
    return [(territory, key, names.get((territory, key), "")) for territory, key in used]


def _by_month() -> Any:  # a query with an annotation has no name in the stubs
    zone = ZoneInfo(settings.TIME_ZONE)
    return Tracking.rows.filter(Q(merged_into="")).annotate(month=TruncMonth("received_at", tzinfo=zone))


def _spokespersons() -> Iterator[Row]:
    for one in spokespersons():
        since = one.since_date.isoformat() if one.since_date else ""
        until = one.until_date.isoformat() if one.until_date else ""
        yield (one.unit_name, one.name, one.post, one.phone, one.email, since, until, one.is_illustration)


def _as(details: Details, kind: type[D]) -> D:
    if not isinstance(details, kind):
        raise TypeError(type(details).__name__)
    return details
