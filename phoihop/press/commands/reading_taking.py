"""An article comes in: known by its address, a copy of what is there, or a story of its own; and what it is about.

What is worked out from the text is worked out before the transaction; the text itself is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import command, nothing_changed, tell_all
from phoihop.ground.events import Event
from phoihop.ground.powers import ask
from phoihop.ground.text import fold, nfc
from phoihop.organizations.commands import take_numbers
from phoihop.press.commands.matching import record
from phoihop.press.events import reading as events
from phoihop.press.models import Band, Item, Source, Story
from phoihop.press.queries.matching import Hit, matcher
from phoihop.press.rules import reading_likeness as likeness
from phoihop.press.rules import reading_terms as terms
from phoihop.press.rules.reading_urls import key_of

MOST_LIKE = 200  # items that are looked at as possible copies of one


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What came, as it came."""

    publisher: str
    url: str
    title: str
    text: str = ""
    summary: str = ""
    published_at: datetime | None = None
    own_url: str = ""  # what its page calls its own address


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is kept of it, and what it is found by."""

    publisher: str
    url: str
    url_key: str
    own_key: str
    title: str
    extract: str
    fold: str
    title_fold: str
    published_at: datetime | None
    signature: bytes
    bands: tuple[int, ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    items: int = 0
    stories: int = 0
    codes: tuple[str, ...] = ()  # of the stories that have something new


def preparer(at: datetime) -> Callable[[Article], Prepared]:
    """Prepares articles of one batch by what is looked for now."""
    look = matcher()
    return lambda article: _prepared(article, at, look.hits)


def _prepared(article: Article, at: datetime, hits: Callable[[str, str], tuple[Hit, ...]]) -> Prepared:
    """No database here; a moment ahead of the clock is none that we know."""
    title = _line(article.title)[:300]
    text, summary = _line(article.text), _line(article.summary)
    whole = text or summary
    title_fold, text_fold = fold(title), fold(whole)
    signed = likeness.signature(title_fold, text_fold)
    extract = likeness.extract(summary or text)
    key = key_of(article.url) if article.url else key_of(f"https://{article.publisher}/{local_date(at)}/{title_fold}")
    published = article.published_at
    return Prepared(
        publisher=_line(article.publisher)[:200],
        url=article.url,
        url_key=key,
        own_key=key_of(article.own_url) if article.own_url else "",
        title=title,
        extract=extract,
        fold=f"{title_fold} {fold(extract)}"[:700],
        title_fold=title_fold,
        published_at=published if published is not None and published <= at + timedelta(hours=12) else None,
        signature=signed,
        bands=likeness.bands(signed, title_fold),
        hits=hits(title, whole),
    )


@command("story.take_in")
def take_in(
    *, articles: Sequence[Prepared], unit_id: int, territory: str, by: Actor, at: datetime, source: Source | None = None
) -> Taken:
    """Articles that came by one way. What is known by its address is passed over; twice is harmless."""
    ask(by, "story.take_in")
    taken = put(articles, unit_id=unit_id, territory=territory, source=source, by=by, at=at)
    if not taken.items:
        nothing_changed()
    return taken


def put(
    articles: Sequence[Prepared], *, unit_id: int, territory: str, source: Source | None, by: Actor, at: datetime
) -> Taken:
    """The same inside another command."""
    known = set(Item.rows.filter(url_key__in=[one.url_key for one in articles]).values_list("url_key", flat=True))
    fresh = list({one.url_key: one for one in articles if one.url_key not in known}.values())
    series = f"BA-{territory}-{local_date(at).year}"
    told: list[Event] = []
    stories = 0
    touched: dict[str, None] = {}
    found: list[tuple[Item, tuple[Hit, ...]]] = []
    for one in fresh:
        story = _story_of(one, at)
        if story is None:
            story = Story.rows.create(
                code=f"{series}-{take_numbers(series)[0]:06d}",
                territory=territory,
                unit_id=unit_id,
                title=one.title,
                fold=one.fold,
                url=one.url,
                publisher=one.publisher,
                first_at=at,
                last_at=at,
                is_illustration=source is not None and source.is_illustration,
            )
            told.append(events.StoryBegun(code=story.code, title=story.title, publisher=story.publisher))
            stories += 1
        else:
            is_new = not Item.rows.filter(story=story, publisher=one.publisher).exists()
            Story.rows.filter(pk=story.pk).update(
                item_count=F("item_count") + 1, publisher_count=F("publisher_count") + int(is_new), last_at=at
            )
            told.append(events.StoryJoined(code=story.code, title=one.title, publisher=one.publisher))
        item = Item.rows.create(
            story=story,
            source=source,
            publisher=one.publisher,
            url=one.url,
            url_key=one.url_key,
            title=one.title,
            extract=one.extract,
            published_at=one.published_at,
            seen_at=at,
            signature=one.signature,
        )
        Band.rows.bulk_create([Band(item=item, key=key) for key in one.bands])
        touched[story.code] = None
        if one.hits:
            found.append((item, one.hits))
    tell_all(told)
    for item, its in found:
        record(item=item, hits=its, by=by, at=at)
    return Taken(len(fresh), stories, tuple(touched))


def keys_known(urls: Iterable[str]) -> set[str]:
    """Those of the addresses that an item has already, by their keys."""
    keys = {key_of(url) for url in urls}
    return set(Item.rows.filter(url_key__in=keys).values_list("url_key", flat=True))


def _story_of(one: Prepared, at: datetime) -> Story | None:
    """The story this article is a copy of: its page names the address of one, or text or headline agree."""
    if one.own_key and one.own_key != one.url_key:
        named = Item.rows.filter(url_key=one.own_key).select_related("story").first()
        if named is not None:
            return named.story
    if not one.bands:
        return None
    rows = Band.rows.filter(key__in=one.bands, item__seen_at__gte=at - terms.COPIES)
    pks = list(rows.order_by("-item").values_list("item", flat=True).distinct()[:MOST_LIKE])
    best, closest = None, 0.0
    for item in Item.rows.filter(pk__in=pks).select_related("story").order_by("pk") if pks else ():
        agrees = likeness.likeness(one.signature, bytes(item.signature))
        if agrees < likeness.SAME and likeness.is_same_title(one.title_fold, fold(item.title)):
            agrees = likeness.SAME
        if agrees >= likeness.SAME and agrees > closest:
            best, closest = item.story, agrees
    return best


def _line(text: str) -> str:
    return " ".join(nfc(text).split())
