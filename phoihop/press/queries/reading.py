"""Sources and stories as pages, search and other rooms read them. What is public knowledge is open to every seat."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from phoihop.ground.actor import Actor
from phoihop.ground.events import Event
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.sheet import FoundRow
from phoihop.ground.text import fold
from phoihop.organizations.queries import unit_names
from phoihop.plans import queries as plans
from phoihop.press.models import Item, Match, ReadingRule, Source, Story
from phoihop.press.queries.matching import TopicMark, topics_of_stories
from phoihop.press.rules import reading_terms as terms
from phoihop.press.states.matching import ABOUT

MOST_SHOWN = 50
MOST_ITEMS = 100  # of a story on its page
MOST_PUBLISHERS = 200
SHOWS = {"": ("SHOWN",), "an": ("HIDDEN",)}
SOURCE_SHOWS = {"": ("ACTIVE", "BROKEN"), "hong": ("BROKEN",), "dung": ("PAUSED",)}


@dataclass(frozen=True, slots=True)
class StoryLine:
    code: str
    title: str
    publisher: str
    publishers: int
    items: int
    first_at: datetime
    last_at: datetime
    state: str
    topics: tuple[TopicMark, ...]
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class StoryList:
    lines: tuple[StoryLine, ...]
    next: str
    publishers: tuple[str, ...]  # to choose from
    may_clip: bool


@dataclass(frozen=True, slots=True)
class ItemValue:
    id: int
    publisher: str
    url: str
    title: str
    extract: str
    published_at: datetime | None
    seen_at: datetime
    source: str
    came_from: str


@dataclass(frozen=True, slots=True)
class StoryRights:
    hide: bool
    show: bool
    merge: bool
    part: bool
    split: bool


@dataclass(frozen=True, slots=True)
class StoryValue:
    line: StoryLine
    url: str
    unit: str
    into: str
    merged: tuple[str, ...]  # codes of those that were merged into this one
    reason: str
    items: tuple[ItemValue, ...]
    version: int
    rights: StoryRights
    why: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    code: str
    publisher: str
    kind: str
    state: str
    url: str
    unit: str
    last_result: str
    last_at: datetime | None
    next_at: datetime | None
    failures: int
    items: int
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class SourceList:
    lines: tuple[SourceLine, ...]
    next: str
    may_add: bool
    may_set: bool


@dataclass(frozen=True, slots=True)
class SourceValue:
    line: SourceLine
    mail_address: str
    takes_pages: bool
    reason: str
    version: int
    may_amend: bool
    may_pause: bool
    why: str


@dataclass(frozen=True, slots=True)
class ReadingTerm:
    territory: str
    every_minutes: int
    keep_days: int


# ── stories ─────────────────────────────────────────────────────────────────────────────────────────────────


def stories(
    actor: Actor,
    *,
    topic: str = "",
    publisher: str = "",
    day: date | None = None,
    text: str = "",
    show: str = "",
    after: str = "",
    limit: int = MOST_SHOWN,
) -> StoryList:
    """Stories, the newest first; of one topic as far as the reader may see the topic. Six queries at most."""
    rows = Story.objects.visible_to(actor).filter(state__in=SHOWS[show if show in SHOWS else ""])
    if topic:
        rows = rows.filter(pk__in=_about(actor, topic))
    if publisher:
        rows = rows.filter(pk__in=Item.rows.filter(publisher=publisher).values("story"))
    if day is not None:
        begin = timezone.make_aware(datetime.combine(day, time.min))
        rows = rows.filter(first_at__gte=begin, first_at__lt=begin + timedelta(days=1))
    for word in fold(text).split()[:8]:
        rows = rows.filter(fold__contains=word)
    if after:
        last = Story.rows.filter(code=after).values_list("first_at", "pk").first()
        if last is not None:
            rows = rows.filter(Q(first_at__lt=last[0]) | Q(first_at=last[0], pk__lt=last[1]))
    found = list(rows.order_by("-first_at", "-pk")[: limit + 1])
    shown = found[:limit]
    return StoryList(
        lines=_story_lines(actor, shown),
        next=shown[-1].code if len(found) > limit else "",
        publishers=publishers(),
        may_clip=may(actor, "story.clip", unit_id=actor.unit_id),
    )


def publishers() -> tuple[str, ...]:
    """The names of those that are read, in their order. One query."""
    rows = Source.rows.order_by("sort_key", "pk").values_list("publisher", flat=True)
    return tuple(dict.fromkeys(rows[:MOST_PUBLISHERS]))


def story_value(actor: Actor, code: str) -> StoryValue:
    """One story with its items, the first one first. Seven queries."""
    row = Story.objects.visible_to(actor).select_related("into").filter(code=code).first()
    if row is None:
        raise NotVisible
    items = Item.rows.filter(story=row).select_related("source", "came_from").order_by("seen_at", "pk")[:MOST_ITEMS]
    found = tuple(_item(item) for item in items)
    merged = tuple(Story.rows.filter(into=row).order_by("code").values_list("code", flat=True))
    hides, merges = may(actor, "story.hide", row), may(actor, "story.merge", row)
    return StoryValue(
        line=_story_lines(actor, [row])[0],
        url=row.url,
        unit=unit_names([row.unit_id])[row.unit_id].name,
        into=row.into.code if row.into is not None else "",
        merged=merged,
        reason=row.reason,
        items=found,
        version=row.version,
        rights=StoryRights(
            hide=hides and row.state == "SHOWN",
            show=hides and row.state == "HIDDEN",
            merge=merges and row.state == "SHOWN",
            part=merges and row.state == "MERGED",
            split=row.state == "SHOWN" and len(found) > 1 and may(actor, "story.split", row),
        ),
        why=why(actor, row),
    )


def likely_same(actor: Actor, code: str, *, most: int = 8) -> tuple[StoryLine, ...]:
    """Stories of the days around that share words of the headline: what one may be merged into. Four queries."""
    row = Story.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    near = Story.objects.visible_to(actor).filter(
        state="SHOWN",
        first_at__gte=row.first_at - terms.COPIES,
        first_at__lte=row.first_at + terms.COPIES,
    )
    wanted = set(fold(row.title).split())
    rows = [
        (len(wanted & set(fold(other.title).split())), other)
        for other in near.exclude(pk=row.pk).order_by("-first_at", "-pk")[:500]
    ]
    best = sorted((pair for pair in rows if pair[0] >= 3), key=lambda pair: (-pair[0], pair[1].pk))
    return _story_lines(actor, [other for _count, other in best[:most]])


def _about(actor: Actor, topic: str) -> QuerySet[Match, Any]:
    if topic not in plans.visible_topics(actor, [topic]):
        raise NotVisible
    return Match.rows.filter(topic__code=topic, state__in=ABOUT).values("item__story")


def _story_lines(actor: Actor, rows: Collection[Story]) -> tuple[StoryLine, ...]:
    marks = topics_of_stories(actor, [row.code for row in rows]) if rows else {}
    return tuple(
        StoryLine(
            code=row.code,
            title=row.title,
            publisher=row.publisher,
            publishers=row.publisher_count,
            items=row.item_count,
            first_at=row.first_at,
            last_at=row.last_at,
            state=row.state,
            topics=tuple(mark for mark in marks.get(row.code, ()) if mark.state in ABOUT),
            is_illustration=row.is_illustration,
        )
        for row in rows
    )


def _item(row: Item) -> ItemValue:
    return ItemValue(
        id=row.pk,
        publisher=row.publisher,
        url=row.url,
        title=row.title,
        extract=row.extract,
        published_at=row.published_at,
        seen_at=row.seen_at,
        source=row.source.code if row.source is not None else "",
        came_from=row.came_from.code if row.came_from is not None else "",
    )


# ── sources ─────────────────────────────────────────────────────────────────────────────────────────────────


def sources(actor: Actor, *, show: str = "", text: str = "", after: str = "", limit: int = MOST_SHOWN) -> SourceList:
    """Sources by the names of their publishers. Two queries."""
    rows = Source.objects.visible_to(actor).filter(state__in=SOURCE_SHOWS[show if show in SOURCE_SHOWS else ""])
    for word in text.split()[:8]:
        rows = rows.filter(Q(publisher__icontains=word) | Q(url__icontains=word) | Q(code__iexact=word))
    if after:
        last = Source.rows.filter(code=after).values_list("sort_key", "pk").first()
        if last is not None:
            rows = rows.filter(Q(sort_key__gt=last[0]) | Q(sort_key=last[0], pk__gt=last[1]))
    found = list(rows.order_by("sort_key", "pk")[: limit + 1])
    shown = found[:limit]
    return SourceList(
        lines=_source_lines(shown),
        next=shown[-1].code if len(found) > limit else "",
        may_add=may(actor, "source.add", unit_id=actor.unit_id),
        may_set=may(actor, "press.set_reading"),
    )


def all_sources(actor: Actor) -> tuple[SourceLine, ...]:
    """Every source, for the command line. Two queries."""
    return _source_lines(list(Source.objects.visible_to(actor).order_by("code")))


def source_value(actor: Actor, code: str) -> SourceValue:
    row = Source.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return SourceValue(
        line=_source_lines([row])[0],
        mail_address=mail_address(row.mail_token) if row.mail_token else "",
        takes_pages=row.takes_pages,
        reason=row.reason,
        version=row.version,
        may_amend=may(actor, "source.amend", row),
        may_pause=may(actor, "source.pause", row),
        why=why(actor, row),
    )


def manual_sources(actor: Actor) -> list[tuple[str, str]]:
    """What is clipped by hand, to choose from. One query."""
    rows = Source.objects.visible_to(actor).filter(kind="MANUAL", state="ACTIVE").order_by("sort_key", "pk")
    return [(row.code, row.publisher) for row in rows[:MOST_PUBLISHERS]]


def mail_address(token: str) -> str:
    """Where a newsletter is to be sent: our answering address with the token of its source."""
    local, _at, domain = settings.PHOIHOP_MAIL_REPLY.rpartition("@")
    return f"{local}+{token}@{domain}"


def reading_term(territory: str) -> ReadingTerm:
    row = ReadingRule.rows.filter(territory=territory).first()
    if row is None:
        return ReadingTerm(territory, terms.EVERY_MINUTES, terms.KEEP_DAYS)
    return ReadingTerm(territory, row.every_minutes, row.keep_days)


def _source_lines(rows: Collection[Source]) -> tuple[SourceLine, ...]:
    names = unit_names(row.unit_id for row in rows)
    return tuple(
        SourceLine(
            code=row.code,
            publisher=row.publisher,
            kind=row.kind,
            state=row.state,
            url=row.url,
            unit=names[row.unit_id].name,
            last_result=row.last_result,
            last_at=row.last_at,
            next_at=row.next_at,
            failures=row.failures,
            items=row.item_count,
            is_illustration=row.is_illustration,
        )
        for row in rows
    )


# ── search, notices ─────────────────────────────────────────────────────────────────────────────────────────


def source_row(event: Event) -> Source:
    return Source.rows.get(code=event.code)


def found_stories(codes: Collection[str]) -> list[FoundRow]:
    """What search keeps of stories: headline, publisher, the extract of the first item; hidden and merged ones not."""
    rows = list(Story.rows.filter(code__in=codes, state="SHOWN"))
    tokens = tokens_of("story.see", rows)
    items = Item.rows.filter(story__in=[row.pk for row in rows]).order_by("-seen_at", "-pk")
    extracts = dict(items.values_list("story_id", "extract"))  # the last of each is that of its first item
    return [
        FoundRow(
            code=row.code,
            kind="story",
            title=row.title,
            url=reverse("press:story", args=[row.code]),
            tokens=tokens[row.pk],
            text=f"{row.publisher}. {extracts.get(row.pk, '')}",
            date=timezone.localtime(row.first_at).date().isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def story_codes(after: str, limit: int) -> list[str]:
    rows = Story.rows.filter(code__gt=after, state="SHOWN").order_by("code")
    return list(rows.values_list("code", flat=True)[:limit])


def visible_stories(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = Story.objects.visible_to(actor).filter(code__in=codes, state="SHOWN")
    return set(rows.values_list("code", flat=True))


def found_sources(codes: Collection[str]) -> list[FoundRow]:
    rows = list(Source.rows.filter(code__in=codes))
    tokens = tokens_of("source.see", rows)
    return [
        FoundRow(
            code=row.code,
            kind="press-source",
            title=row.publisher,
            url=reverse("press:source", args=[row.code]),
            tokens=tokens[row.pk],
            text=row.url,
            unit_ids=(row.unit_id,),
            date=timezone.localtime(row.added_at).date().isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def source_codes(after: str, limit: int) -> list[str]:
    return list(Source.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_sources(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Source.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))
