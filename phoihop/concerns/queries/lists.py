"""Concerns in lists, by key: what waits for whom, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from phoihop.concerns import states
from phoihop.concerns.models import Concern, Part
from phoihop.concerns.queries.values import ConcernLine, Lines
from phoihop.concerns.queries.words import STATES, titles_of
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.prepared import prepared
from phoihop.organizations.queries import unit_names

TABS = ("new", "moderate", "mine", "others", "late", "answered", "all")
NEWEST = ("answered", "all")  # tabs in the order in which things came, the newest first; the others by their dates
PAGE = 30
MOST_ABOUT = 10  # on the page of a topic
LONG = ("sealed", "sealed_fold", "explanation", "public_text", "question", "refusal_words")  # not for lists


def concern_lines(
    actor: Actor,
    at: datetime,
    *,
    tab: str = "all",
    text: str = "",
    service: str = "",
    place: str = "",
    state: str = "",
    after: str = "",
    limit: int = PAGE,
) -> Lines:
    """One page of what the reader may see. `after` is the key of the page before. Four queries."""
    today = local_date(at)
    rows = Concern.objects.visible_to(actor).filter(tab_q(actor, tab, today)).defer(*LONG)
    if text.strip():
        rows = rows.filter(Q(code__icontains=text.strip()) | Q(title__icontains=text.strip()))
    for name, value in (("service", service), ("place", place), ("state", state)):
        if value:
            rows = rows.filter(**{name: value})
    found = _page(rows, after, is_newest=tab in NEWEST, limit=limit)
    lines = lines_of(found[:limit], today)
    is_more = len(found) > limit
    return Lines(lines=lines, next_key=_key(found[limit - 1], is_newest=tab in NEWEST) if is_more else "")


def tab_counts(actor: Actor, at: datetime) -> dict[str, int]:
    """How many there are behind each tab. One query."""
    today = local_date(at)
    asked = {tab: Count("pk", filter=tab_q(actor, tab, today)) for tab in TABS}
    return dict(Concern.objects.visible_to(actor).aggregate(**asked))


def in_menu(actor: Actor, today: date) -> QuerySet[Concern, Any]:
    """For the menu: what waits for the reader's unit, to be looked at, to be given to an agency, to be answered. It may
    see all of it, as the one who received, leads or decides."""
    own = actor.unit_id
    if own is None:
        return Concern.rows.none()
    received = Concern.rows.filter(state__in=states.UNASSIGNED, reception=own)
    led = Concern.rows.filter(state__in=states.WORKED_ON, lead=own)
    decided = Concern.rows.filter(state="DISPUTED", decider=own)
    return received.values("pk").union(led.values("pk"), decided.values("pk"))


def tab_q(actor: Actor, tab: str, today: date) -> Q:
    own = sorted(actor.units(with_inherited=False))
    match tab:
        case "new":
            return Q(state="RECEIVED")
        case "moderate":
            return Q(state="HELD")
        case "mine":
            parts = Part.rows.filter(unit__in=own, state="OPEN").values("concern")
            leads = Q(state__in=states.WORKED_ON, lead__in=own)
            return leads | Q(state__in=states.WORKED_ON, pk__in=parts) | Q(state="DISPUTED", decider__in=own)
        case "others":
            return Q(state__in=("NEEDS_INFO", "DISPUTED"))
        case "late":
            return Q(state__in=states.OPEN, promised_date__lt=today)
        case "answered":
            return Q(state__in=states.DONE)
    return Q()


def lines_of(rows: Sequence[Concern], today: date) -> tuple[ConcernLine, ...]:
    """Three queries, whatever the number."""
    titles = titles_of(rows)
    units = unit_names([row.lead_id for row in rows])
    return tuple(_line(row, titles[row.pk], units, today) for row in rows)


def _line(row: Concern, words: tuple[str, str, str], units: dict[int, Any], today: date) -> ConcernLine:
    title, service, place = words
    shown = states.shown(row.state, is_published=row.published_at is not None, is_rated=row.rating is not None)
    return ConcernLine(
        code=row.code,
        title=title,
        service=service,
        place=place,
        state=row.state,
        state_words=str(STATES[shown]),
        lead=units.get(row.lead_id) if row.lead_id is not None else None,
        received_at=row.received_at,
        forward_date=row.forward_date,
        promised_date=row.promised_date,
        answered_at=row.answered_at,
        is_late=row.is_late or (row.state in states.OPEN and row.promised_date < today),
        is_flagged=bool(row.flags),
        is_illustration=row.is_illustration,
    )


def _page(rows: QuerySet[Concern], after: str, *, is_newest: bool, limit: int) -> list[Concern]:
    first, _sep, second = after.partition("~")
    if second.isdigit():
        pk = int(second)
        try:
            if is_newest:
                moment = datetime.fromisoformat(first)
                rows = rows.filter(Q(received_at__lt=moment) | Q(received_at=moment, pk__lt=pk))
            else:
                day = date.fromisoformat(first)
                rows = rows.filter(Q(promised_date__gt=day) | Q(promised_date=day, pk__gt=pk))
        except ValueError:  # a key that somebody has typed: the first page
            return list(_ordered(rows, is_newest)[: limit + 1])
    return list(_ordered(rows, is_newest)[: limit + 1])


def _ordered(rows: QuerySet[Concern], is_newest: bool) -> QuerySet[Concern]:
    return rows.order_by("-received_at", "-pk") if is_newest else rows.order_by("promised_date", "pk")


def _key(row: Concern, *, is_newest: bool) -> str:
    return f"{row.received_at.isoformat()}~{row.pk}" if is_newest else f"{row.promised_date.isoformat()}~{row.pk}"


def concerns_about(actor: Actor, dossier: str, at: datetime) -> tuple[ConcernLine, ...]:
    """The concerns filed under a topic, those that are open first."""
    found = [*_open_about(actor, dossier), *_over_about(actor, dossier)]
    return lines_of(found[:MOST_ABOUT], local_date(at))


@prepared
def _open_about(actor: Actor, dossier: str) -> QuerySet[Concern]:
    rows = Concern.objects.visible_to(actor).filter(dossier=dossier, state__in=states.OPEN).defer(*LONG)
    return rows.order_by("promised_date", "pk")[:MOST_ABOUT]


@prepared
def _over_about(actor: Actor, dossier: str) -> QuerySet[Concern]:
    rows = Concern.objects.visible_to(actor).filter(dossier=dossier).exclude(state__in=(*states.OPEN, "MERGED"))
    return rows.defer(*LONG).order_by("-received_at", "-pk")[:MOST_ABOUT]


def concern_of_obligation(actor: Actor, obligation: str, at: datetime) -> ConcernLine | None:
    """The concern that an obligation was opened for."""
    found = _of_obligation(actor, obligation)
    return lines_of(found, local_date(at))[0] if found else None


@prepared
def _of_obligation(actor: Actor, obligation: str) -> QuerySet[Concern]:
    return Concern.objects.visible_to(actor).filter(obligation=obligation).defer(*LONG).order_by("pk")[:1]
