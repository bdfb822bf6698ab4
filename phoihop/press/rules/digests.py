"""What a press digest quotes, and in which order: each story once, under one topic. No framework."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_EXTRACT = 300
MOST_STORIES = 300  # of one digest; how many more there are is said
FIRST_SPAN = timedelta(days=1)  # that the first digest of a unit looks back
LONGEST_SPAN = timedelta(days=31)
_PRINTED = ("LATIN", "DIGIT", "COMBINING")
_SIGNS = frozenset("–—‘’“”…•«»°²³€₫§×")


@dataclass(frozen=True, slots=True)
class Matched:
    """A story that concerns a topic, since when."""

    story: str
    dossier: str
    topic: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Article:
    """One outlet's article of a story."""

    story: str
    publisher: str
    url: str
    title: str
    extract: str
    at: datetime  # as the publisher says, else when it was seen


@dataclass(frozen=True, slots=True)
class Quoted:
    """A story as the digest quotes it."""

    story: str
    dossier: str
    topic: str
    also: tuple[str, ...]  # titles of the other topics
    title: str
    publisher: str
    url: str
    extract: str
    at: datetime
    outlets: tuple[str, ...]
    articles: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """Entries in their order, how many stories there was no room for, and how many articles the entries stand for."""

    entries: tuple[Quoted, ...]
    more: int
    articles: int


def window(last: datetime | None, at: datetime) -> datetime:
    """From when on a digest looks: after the one before, a day back for the first, never more than a month."""
    since = last if last is not None else at - FIRST_SPAN
    return max(since, at - LONGEST_SPAN)


def compiled(matches: Iterable[Matched], articles: Iterable[Article], *, most: int = MOST_STORIES) -> Compiled:
    """Each story once, under the topic it was matched to first; topics with more stories first, then by title; within
    a topic what more outlets brought first, then the earlier. The first article of a story is the one quoted."""
    topics: dict[str, list[Matched]] = {}
    for match in sorted(matches, key=lambda one: (one.at, one.dossier)):
        known = topics.setdefault(match.story, [])
        if match.dossier not in [one.dossier for one in known]:
            known.append(match)
    told: dict[str, list[Article]] = {}
    for article in sorted(articles, key=lambda one: (one.at, one.publisher, one.url)):
        told.setdefault(article.story, []).append(article)
    entries = [_quoted(told[story], found) for story, found in topics.items() if story in told]
    sizes: dict[str, int] = {}
    for entry in entries:
        sizes[entry.dossier] = sizes.get(entry.dossier, 0) + 1
    entries.sort(key=lambda one: (-sizes[one.dossier], one.topic, one.dossier, -len(one.outlets), one.at, one.story))
    kept = entries[:most]
    return Compiled(tuple(kept), len(entries) - len(kept), sum(one.articles for one in kept))


def _quoted(articles: Sequence[Article], topics: Sequence[Matched]) -> Quoted:
    first = articles[0]
    extract = first.extract or next((one.extract for one in articles if one.extract), "")
    return Quoted(
        story=first.story,
        dossier=topics[0].dossier,
        topic=topics[0].topic,
        also=tuple(one.topic for one in topics[1:]),
        title=first.title,
        publisher=first.publisher,
        url=first.url,
        extract=short(extract),
        at=first.at,
        outlets=tuple(dict.fromkeys(one.publisher for one in articles)),
        articles=len(articles),
    )


def short(text: str, most: int = LONGEST_EXTRACT) -> str:
    """At most `most` characters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def moved(order: Sequence[str], story: str, to: str) -> list[str]:
    """The order with one story moved: "up", "down" or "top". At an end nothing changes."""
    found = list(order)
    place = found.index(story)
    target = {"up": max(place - 1, 0), "down": min(place + 1, len(found) - 1), "top": 0}[to]
    found.insert(target, found.pop(place))
    return found


def on_paper(text: str) -> str:
    """The words without picture signs and letters that official typefaces lack; what headlines are decorated with is no
    reason to stop a whole digest."""
    return " ".join("".join(char if _is_printed(char) else " " for char in text).split())


def _is_printed(char: str) -> bool:
    if char.isascii():
        return char.isprintable()
    return char in _SIGNS or (
        unicodedata.category(char)[0] in "LMN" and unicodedata.name(char, "").startswith(_PRINTED)
    )
