"""Meetings in lists, on pages of other rooms, in the search index."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django.urls import reverse

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.powers import tokens_of
from phoihop.ground.prepared import prepared
from phoihop.ground.sheet import FoundRow
from phoihop.meetings.models import AgendaItem, Attendee, Conclusion, Meeting, Occurrence, Paper, Place
from phoihop.organizations.queries import search_names

PAGE = 50


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list. `own` is what the reader's office answered for the nearest occasion, "" if not invited."""

    code: str
    title: str
    state: str
    organiser_name: str
    starts_at: datetime
    place: str
    is_series: bool
    is_illustration: bool
    own: str
    coming: int
    invited: int


@dataclass(frozen=True, slots=True)
class Meetings:
    lines: tuple[MeetingLine, ...]
    next: int | None  # what `after` must be for the following page


def meetings(actor: Actor, kind: str, at: datetime, after: int | None = None) -> Meetings:
    """ "upcoming" ones, the nearest first; "past", "draft" and "cancelled" ones, the newest first."""
    rows = seen_by(actor)
    if kind == "upcoming":
        open_ones = Occurrence.rows.filter(state="PLANNED", ends_at__gt=at).values("meeting_id")
        rows = rows.filter(state="INVITED", pk__in=open_ones)
    elif kind == "past":
        open_ones = Occurrence.rows.filter(state="PLANNED", ends_at__gt=at).values("meeting_id")
        rows = rows.filter(state="INVITED").exclude(pk__in=open_ones)
    else:
        rows = rows.filter(state=kind.upper())
    start = after or 0
    order = ["starts_at", "pk"] if kind == "upcoming" else ["-starts_at", "-pk"]
    found = list(rows.order_by(*order)[start : start + PAGE + 1])
    return Meetings(tuple(lines_of(actor, found[:PAGE], at)), start + PAGE if len(found) > PAGE else None)


def meetings_about(actor: Actor, code: str, at: datetime) -> tuple[MeetingLine, ...]:
    """The newest meetings about a thing; only those the actor may open."""
    return tuple(lines_of(actor, _about(actor, code), at))


@prepared
def _about(actor: Actor, code: str) -> QuerySet[Meeting]:
    rows = seen_by(actor).filter(Q(about=code) | Q(dossier=code)).exclude(state="DRAFT")
    return rows.order_by("-pk")[:20]


def conclusion_of(actor: Actor, obligation: str) -> tuple[str, str, str] | None:
    """Code of the line, text and meeting that an obligation came from, if the actor may see the meeting."""
    row = Conclusion.rows.filter(obligation=obligation).exclude(obligation="").first()
    if row is None:
        return None
    code = row.code.partition("/")[0]
    title = Meeting.objects.visible_to(actor).filter(code=code).values_list("title", flat=True).first()
    return None if title is None else (row.code, title, code)


def in_menu(actor: Actor, today: date) -> QuerySet[Place, Any]:
    """For the menu: meetings to come that the reader's office has not answered."""
    if actor.unit_id is None:
        return Place.rows.none()
    rows = Place.rows.filter(attendee__unit_id=actor.unit_id, state="NEEDS-ACTION", occurrence__state="PLANNED")
    return rows.filter(occurrence__meeting__state="INVITED").values("attendee_id").distinct()


def row_of(code: str) -> Meeting:
    """The meeting itself, for the question who may see it."""
    return Meeting.rows.get(code=code)


def unit_ids(code: str) -> list[int]:
    """The invited units."""
    return list(Attendee.rows.filter(meeting__code=code).order_by("pk").values_list("unit_id", flat=True))


def parties(codes: Collection[str]) -> set[int]:
    """The organisers and invited units of these meetings. Two queries however many codes, none without a meeting's."""
    wanted = [code for code in codes if code.startswith("HN-")]
    if not wanted:
        return set()
    organisers = Meeting.rows.filter(code__in=wanted).values_list("organiser_id", flat=True)
    return {*organisers, *Attendee.rows.filter(meeting__code__in=wanted).values_list("unit_id", flat=True)}


# ── for search ──────────────────────────────────────────────────────────────────────────────────────────────


def found_meetings(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of meetings."""
    rows = list(Meeting.rows.filter(code__in=codes, invited_at__isnull=False))
    tokens = tokens_of("meeting.see", rows)
    ids = [row.pk for row in rows]
    units = _grouped(Attendee.rows.filter(meeting__in=ids).order_by("pk"), "meeting_id", "unit_id")
    agenda = _grouped(AgendaItem.rows.filter(meeting__in=ids).order_by("number"), "meeting_id", "title")
    papers = _grouped(Paper.rows.filter(meeting__in=ids).order_by("pk"), "meeting_id", "document")
    minutes = _grouped(
        Occurrence.rows.filter(meeting__in=ids, minutes_state="APPROVED").order_by("number"), "meeting_id", "minutes"
    )
    lines = _grouped(
        Conclusion.rows.filter(occurrence__meeting__in=ids, occurrence__minutes_state="APPROVED").order_by("pk"),
        "occurrence__meeting_id",
        "text",
    )
    found = []
    for row in rows:
        unit_ids = tuple(dict.fromkeys([row.organiser_id, *units.get(row.pk, [])]))
        texts = [row.text, row.place, *agenda.get(row.pk, []), *minutes.get(row.pk, []), *lines.get(row.pk, [])]
        found.append(
            FoundRow(
                code=row.code,
                kind="meeting",
                title=row.title,
                url=reverse("meetings:meeting", args=[row.code]),
                tokens=tokens[row.pk],
                text="\n".join(filter(None, texts)),
                numbers=tuple(filter(None, dict.fromkeys((row.about, row.dossier, *papers.get(row.pk, []))))),
                unit_ids=unit_ids,
                unit_names=tuple(search_names(unit_ids)),
                date=local_date(row.starts_at).isoformat(),
                is_illustration=row.is_illustration,
            )
        )
    return found


def meeting_codes(after: str, limit: int) -> list[str]:
    """All codes in ascending order."""
    return list(Meeting.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_meetings(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = seen_by(actor).filter(code__in=codes, invited_at__isnull=False)
    return set(rows.values_list("code", flat=True))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def seen_by(actor: Actor) -> QuerySet[Meeting]:
    """What the actor may see; of meetings that are only being prepared, those of his own office."""
    rows = Meeting.objects.visible_to(actor)
    return rows.filter(Q(invited_at__isnull=False) | Q(organiser_id=actor.unit_id or 0))


def lines_of(actor: Actor, rows: Iterable[Meeting], at: datetime) -> list[MeetingLine]:
    """Four queries, however many meetings."""
    rows = list(rows)
    if not rows:
        return []
    ids = [row.pk for row in rows]
    coming_up = Occurrence.rows.filter(meeting__in=ids, state="PLANNED", ends_at__gt=at)
    nearest = dict(coming_up.values("meeting_id").annotate(first=Min("starts_at")).values_list("meeting_id", "first"))
    numbers = Occurrence.rows.filter(meeting__in=ids).values("meeting_id").annotate(last=Max("number"))
    counts = dict(numbers.values_list("meeting_id", "last"))
    places = Place.rows.filter(occurrence__meeting__in=ids).order_by("occurrence__starts_at")
    values = places.values_list(
        "occurrence__meeting_id", "occurrence__starts_at", "attendee__unit_id", "state", "delegate_state"
    )
    rolls: dict[int, dict[int, tuple[str, bool]]] = {}
    for meeting_id, starts, unit_id, state, delegate_state in values:
        if starts == nearest.get(meeting_id, starts):
            is_coming = state == "ACCEPTED" or (state == "DELEGATED" and delegate_state == "ACCEPTED")
            rolls.setdefault(meeting_id, {}).setdefault(unit_id, (state, is_coming))
    return [
        MeetingLine(
            code=row.code,
            title=row.title,
            state=row.state,
            organiser_name=row.organiser_name,
            starts_at=nearest.get(row.pk, row.starts_at),
            place=row.place or row.video_url,
            is_series=counts.get(row.pk, 1) > 1,
            is_illustration=row.is_illustration,
            own=rolls.get(row.pk, {}).get(actor.unit_id or 0, ("", False))[0],
            coming=sum(is_coming for _state, is_coming in rolls.get(row.pk, {}).values()),
            invited=len(rolls.get(row.pk, {})),
        )
        for row in rows
    ]


def _grouped(rows: QuerySet[Any], by: str, column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in rows.values_list(by, column):
        found.setdefault(key, []).append(value)
    return found
