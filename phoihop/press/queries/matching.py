"""Reading standing queries, and asking of an article which of them hold in it."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Count, QuerySet

from phoihop.ground.actor import Actor
from phoihop.ground.events import Event
from phoihop.ground.powers import NotVisible, may, why
from phoihop.organizations.queries import unit_names
from phoihop.plans import queries as plans
from phoihop.press.models import Item, Match, MatchingEdition, StandingQuery, Story
from phoihop.press.queries.matching_words import PERSON, in_words, why_unreadable
from phoihop.press.rules.matching import Unreadable, read
from phoihop.press.rules.matching_index import Asked, Hit, Index, rarity
from phoihop.press.rules.matching_persons import aims_at_a_person
from phoihop.press.rules.matching_text import Text, holds, words_that_hold
from phoihop.press.states.matching import ABOUT

__all__ = ["Hit", "hits", "matcher"]

MOST_SHOWN = 50
PREVIEW_DAYS = 30
PREVIEW_MOST = 3_000  # articles that a preview looks through, the newest first
PREVIEW_SHOWN = 15
JUDGED_BY = 500  # of the newest articles tell which words are rare
VIEWS = {"": ("ACTIVE",), "tam-dung": ("PAUSED",), "da-thoi": ("ENDED",)}
_log = logging.getLogger(__name__)
_kept: dict[str, Index] = {}  # the one automaton of this process, by the edition it was built for


# ── on arrival ──────────────────────────────────────────────────────────────────────────────────────────────


def matcher() -> Index:
    """All queries that look, ready for a batch of articles: `matcher().hits(title, text)`. One query asks whether they
    have changed; if they have, two more build the index anew."""
    token = MatchingEdition.rows.order_by("pk").values_list("token", flat=True).first() or ""
    found = _kept.get(token)
    if found is None:
        found = _built() if token else Index((), rarity(()))
        _kept.clear()
        _kept[token] = found
    return found


def hits(title: str, text: str) -> tuple[Hit, ...]:
    """The standing queries that hold in one article. For many articles take `matcher()` once."""
    return matcher().hits(title, text)


def _built() -> Index:
    asked = []
    rows = StandingQuery.rows.filter(state="ACTIVE").order_by("pk")
    for code, topic, expression in rows.values_list("code", "topic__code", "expression"):
        try:
            asked.append(Asked(code, topic, read(expression)))
        except Unreadable as fault:  # checked when it was written; a later grammar may read less
            _log.warning("standing query %s is not looked for: %s", code, fault.key)
    lately = Item.rows.order_by("-seen_at", "-pk").values_list("title", "extract")[:JUDGED_BY]
    return Index(asked, rarity(Text(title, extract).folded for title, extract in lately))


# ── values ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class StandingLine:
    code: str
    title: str
    expression: str
    state: str
    unit: str
    topic: str
    topic_title: str
    stories: int
    is_at_once: bool
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class StandingList:
    lines: tuple[StandingLine, ...]
    next: str
    may_begin: bool


@dataclass(frozen=True, slots=True)
class MatchedStory:
    """A story and why it is taken for one about the topic. `publishers`: how many brought it."""

    code: str
    title: str
    publisher: str
    publishers: int
    url: str
    seen_at: datetime
    words: str
    state: str
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """Stories of a query by what somebody who read them said; `missed`: of its topic, added by hand, that no query had
    found."""

    kept: int
    dropped: int
    unread: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Of those looked at, the share that is about the topic; None: nobody has looked yet."""
        looked_at = self.kept + self.dropped
        return self.kept / looked_at if looked_at else None


@dataclass(frozen=True, slots=True)
class StandingRights:
    amend: bool
    pause: bool
    resume: bool
    end: bool
    judge: bool


@dataclass(frozen=True, slots=True)
class StandingValue:
    line: StandingLine
    said: str  # the expression as it is understood, or what is wrong with it
    reason: str
    begun_at: datetime
    changed_at: datetime
    version: int
    quality: Quality
    stories: tuple[MatchedStory, ...]
    next: str
    rights: StandingRights
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an expression would have found. `fault`: why it cannot be looked for."""

    fault: str
    said: str = ""
    looked_at: int = 0
    found: int = 0
    is_cut: bool = False  # more articles came than a preview looks through
    stories: tuple[MatchedStory, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicMark:
    """A topic that a story is about, for a reader who may see the topic."""

    code: str
    title: str
    words: str
    state: str


# ── standing queries ────────────────────────────────────────────────────────────────────────────────────────


def standings(
    actor: Actor, *, view: str = "", topic: str = "", after: str = "", limit: int = MOST_SHOWN
) -> StandingList:
    """The queries that the reader may see, the newest first. Five queries."""
    rows = StandingQuery.objects.visible_to(actor).filter(state__in=VIEWS.get(view, VIEWS[""])).order_by("-pk")
    if topic:
        rows = rows.filter(topic__code=topic)
    if after:
        rows = rows.filter(pk__lt=StandingQuery.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows.select_related("topic")[: limit + 1])
    shown = found[:limit]
    return StandingList(
        lines=tuple(_lines(shown)),
        next=shown[-1].code if len(found) > limit else "",
        may_begin=actor.unit_id is not None and may(actor, "standing.begin", unit_id=actor.unit_id),
    )


def _lines(rows: Collection[StandingQuery]) -> list[StandingLine]:
    """Two queries however many."""
    names = unit_names(row.unit_id for row in rows)
    about = Match.rows.filter(query__in=[row.pk for row in rows], state__in=ABOUT).order_by()
    counts = dict(about.values_list("query_id").annotate(Count("item__story", distinct=True)))
    return [
        StandingLine(
            code=row.code,
            title=row.title,
            expression=row.expression,
            state=row.state,
            unit=names[row.unit_id].name,
            topic=row.topic.code,
            topic_title=row.topic.title,
            stories=counts.get(row.pk, 0),
            is_at_once=row.is_at_once,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def visible_standing(actor: Actor, code: str) -> StandingQuery:
    row = StandingQuery.objects.visible_to(actor).select_related("topic").filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def standing_value(actor: Actor, code: str, *, after: str = "", limit: int = MOST_SHOWN) -> StandingValue:
    """One query with what it found, the newest first. Not visible to outsiders; a constant number of queries."""
    row = visible_standing(actor, code)
    stories, following = _stories(Match.rows.filter(query=row), after, limit)
    can = {act: may(actor, f"standing.{act}", row) for act in ("amend", "pause", "end")}
    return StandingValue(
        line=_lines([row])[0],
        said=said_of(row.expression),
        reason=row.reason,
        begun_at=row.begun_at,
        changed_at=row.changed_at,
        version=row.version,
        quality=_quality(row),
        stories=tuple(stories),
        next=following,
        rights=StandingRights(
            amend=can["amend"] and row.state != "ENDED",
            pause=can["pause"] and row.state == "ACTIVE",
            resume=can["pause"] and row.state == "PAUSED",
            end=can["end"] and row.state != "ENDED",
            judge=may_judge(actor, row.topic.code),
        ),
        why=why(actor, row),
    )


def may_judge(actor: Actor, topic: str) -> bool:
    """Whether the reader's unit is a party to the topic and his seat may say what is about it."""
    return may_add(actor) and actor.unit_id in plans.parties([topic])


def may_add(actor: Actor) -> bool:
    """Whether the reader's seat may say that stories are about topics of his unit."""
    return actor.unit_id is not None and may(actor, "match.judge", unit_id=actor.unit_id)


def _quality(row: StandingQuery) -> Quality:
    """Two queries."""
    counts = dict(
        Match.rows.filter(query=row).order_by().values_list("state").annotate(Count("item__story", distinct=True))
    )
    missed = Match.rows.filter(topic_id=row.topic_id, query=None, state="ADDED", matched_at__gte=row.begun_at)
    return Quality(
        kept=counts.get("KEPT", 0),
        dropped=counts.get("DROPPED", 0),
        unread=counts.get("FOUND", 0),
        missed=missed.order_by().values("item__story").distinct().count(),
    )


def _stories(matches: QuerySet[Match], after: str, limit: int) -> tuple[list[MatchedStory], str]:
    """The stories of these matches, the newest first: three queries."""
    rows = Story.rows.filter(pk__in=matches.order_by().values("item__story"), state="SHOWN").order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=Story.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    said: dict[int, tuple[str, str]] = {}
    for story, words, state in (
        matches.filter(item__story__in=[one.pk for one in shown])
        .order_by("-pk")
        .values_list("item__story_id", "words", "state")
    ):
        said[story] = (words, state)  # of its first article
    return (
        [_matched(one, *said[one.pk]) for one in shown],
        shown[-1].code if len(found) > limit else "",
    )


def _matched(one: Story, words: str, state: str) -> MatchedStory:
    return MatchedStory(
        code=one.code,
        title=one.title,
        publisher=one.publisher,
        publishers=one.publisher_count,
        url=one.url,
        seen_at=one.first_at,
        words=words,
        state=state,
        is_illustration=one.is_illustration,
    )


# ── expressions ─────────────────────────────────────────────────────────────────────────────────────────────


def fault_in(expression: str) -> str:
    """Why an expression cannot be looked for, in a sentence; "" if it can."""
    try:
        read(expression)
    except Unreadable as fault:
        return why_unreadable(fault)
    return str(PERSON) if aims_at_a_person(expression) else ""


def said_of(expression: str) -> str:
    return fault_in(expression) or in_words(read(expression))


def preview(expression: str, at: datetime) -> Preview:
    """What would have been found in the articles of the last thirty days by title and extract, at most the newest three
    thousand. Two queries."""
    fault = fault_in(expression)
    if fault:
        return Preview(fault)
    tree = read(expression)
    rows = Item.rows.filter(seen_at__gte=at - timedelta(days=PREVIEW_DAYS), story__state="SHOWN")
    stories: dict[int, str] = {}
    looked_at = list(rows.order_by("-seen_at", "-pk").values_list("story_id", "title", "extract")[: PREVIEW_MOST + 1])
    for story, title, extract in looked_at[:PREVIEW_MOST]:
        if story not in stories and holds(tree, text := Text(title, extract)):
            stories[story] = joined(words_that_hold(tree, text))
    shown = sorted(stories, reverse=True)[:PREVIEW_SHOWN]
    found = Story.rows.filter(pk__in=shown).order_by("-pk")
    return Preview(
        fault="",
        said=in_words(tree),
        looked_at=min(len(looked_at), PREVIEW_MOST),
        found=len(stories),
        is_cut=len(looked_at) > PREVIEW_MOST,
        stories=tuple(_matched(one, stories[one.pk], "FOUND") for one in found),
    )


def joined(words: Collection[str]) -> str:
    """Words as a match keeps them."""
    kept = " · ".join(words)
    return kept if len(kept) <= 300 else f"{kept[:299]}…"


# ── for other pages and rooms ───────────────────────────────────────────────────────────────────────────────


def stories_about(
    actor: Actor, topic: str, *, after: str = "", limit: int = MOST_SHOWN
) -> tuple[tuple[MatchedStory, ...], str]:
    """Stories about a topic that the reader may see, the newest first, and where the next page begins. Four queries."""
    if topic not in plans.visible_topics(actor, [topic]):
        raise NotVisible
    found, following = _stories(Match.rows.filter(topic__code=topic, state__in=ABOUT), after, limit)
    return tuple(found), following


def topics_of_stories(actor: Actor, stories: Collection[str]) -> dict[str, tuple[TopicMark, ...]]:
    """By story the topics it is about, of those that the reader may see; dropped ones too, marked so. Two queries."""
    rows = (
        Match.rows.filter(item__story__code__in=list(stories))
        .order_by("pk")
        .values_list("item__story__code", "topic__code", "topic__title", "words", "state")
    )
    found = list(rows)
    seen = plans.visible_topics(actor, {row[1] for row in found}) if found else set()
    marks: dict[str, dict[str, TopicMark]] = {story: {} for story in stories}
    for story, topic, title, words, state in found:
        if topic in seen and (topic not in marks[story] or marks[story][topic].state == "DROPPED"):
            marks[story][topic] = TopicMark(topic, title, words, state)
    return {story: tuple(of.values()) for story, of in marks.items()}


def standing_row(event: Event) -> StandingQuery:
    """What a notice is about: the query that the event names, or its own."""
    return StandingQuery.rows.get(code=getattr(event, "query", "") or event.code)


def topic_row(code: str) -> Any:
    """The topic of a code that is known to be one."""
    return plans.topic_row(cast("Any", Event(code=code)))


def story_row(code: str) -> Story | None:
    return Story.rows.filter(code=code).first()
