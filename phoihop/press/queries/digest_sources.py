"""What a unit's digest is made of: stories matched to topics that it takes part in, since the digest before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from phoihop.ground.actor import DOERS, Actor
from phoihop.plans import queries as plans
from phoihop.press.models import DigestEntry, Item, Match, StandingQueryUnit
from phoihop.press.rules.digests import Article, Compiled, Matched, compiled
from phoihop.press.states.digests import KEPT
from phoihop.press.states.matching import ABOUT

AT_ONCE = 500
One = TypeVar("One")


def gathered(unit_id: int, *, since: datetime, until: datetime) -> Compiled:
    """The stories of the span for this unit, each once; what an earlier digest of the unit quoted is left out.

    A constant number of queries for every five hundred stories.
    """
    found = Match.rows.filter(matched_at__gt=since, matched_at__lte=until, state__in=ABOUT)
    asked = StandingQueryUnit.rows.filter(unit_id=unit_id).order_by().values_list("query__topic__code", flat=True)
    by_hand = found.filter(query=None).order_by().values_list("topic__code", flat=True)
    codes = {*asked.distinct(), *by_hand.distinct()}
    reader = Actor(kind="person", unit_id=unit_id, roles=DOERS)
    mine = {code for some in _parts(sorted(codes)) for code in plans.visible_topics(reader, some)}
    if not mine:
        return compiled((), ())
    named = found.filter(topic__code__in=sorted(mine), item__story__state="SHOWN").order_by()
    matches = [
        Matched(story, dossier, topic, at)
        for story, dossier, topic, at in named.values_list(
            "item__story__code", "topic__code", "topic__title", "matched_at"
        )
    ]
    stories = sorted({match.story for match in matches})
    told = set(_quoted(unit_id, stories))
    wanted = [story for story in stories if story not in told]
    fresh = set(wanted)
    return compiled((match for match in matches if match.story in fresh), _articles(wanted, until))


def _quoted(unit_id: int, stories: Sequence[str]) -> Iterator[str]:
    for some in _parts(stories):
        rows = DigestEntry.rows.filter(story__in=some, digest__unit_id=unit_id, digest__state__in=KEPT)
        yield from rows.values_list("story", flat=True)


def _articles(stories: Sequence[str], until: datetime) -> Iterator[Article]:
    for some in _parts(stories):
        rows = Item.rows.filter(story__code__in=some, seen_at__lte=until).order_by()
        named = rows.values_list("story__code", "publisher", "url", "title", "extract", "published_at", "seen_at")
        for story, publisher, url, title, extract, published, seen in named:
            yield Article(story, publisher, url, title, extract, published or seen)


def _parts(many: Sequence[One]) -> Iterator[Sequence[One]]:
    for start in range(0, len(many), AT_ONCE):
        yield many[start : start + AT_ONCE]
