"""A source is read: fetched and parsed outside any transaction, taken in inside one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Q

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, command, nothing_changed, on_record, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.watch import step
from phoihop.press.commands.reading_hosts import Trip
from phoihop.press.commands.reading_taking import Article, Prepared, Taken, keys_known, preparer, put
from phoihop.press.events import reading as events
from phoihop.press.models import ReadingRule, Source
from phoihop.press.outside.feeds import CannotRead, Entry, Feed
from phoihop.press.outside.fetching import CannotFetch, Fetched
from phoihop.press.outside.reader import Page, Reader
from phoihop.press.queries import reading_words as words
from phoihop.press.rules import reading_terms as terms
from phoihop.press.rules.reading_urls import key_of
from phoihop.press.states import reading as states

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
MOST_PAGES = 10  # articles that are opened in one reading; the rest at the next
MOST_SOURCES = 40  # of one tick
SECONDS = 20.0  # of one tick
OLDEST = timedelta(days=30)  # what a feed still carries from before is no news
_FEED = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_PAGE = "text/html, application/xhtml+xml;q=0.9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What became of one reading. `why` is empty where it could be read."""

    code: str
    result: str
    items: int = 0
    stories: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    why: str = ""
    status: int = 0
    retry: timedelta | None = None
    is_new: bool = True  # False: the server says that nothing has changed
    kind: str = ""
    entries: int = 0
    articles: tuple[Prepared, ...] = ()
    is_whole: bool = True  # False: more is waiting there
    etag: str = ""
    last_modified: str = ""


def pull(*, code: str, trip: Trip, by: Actor, at: datetime) -> Pulled:
    """Reads one source now. Refused: one that is paused, or is no feed, or that somebody is reading at this moment."""
    source = Source.rows.filter(code=code).first()
    if source is None:
        raise NotVisible
    ask(by, "source.pull", source)
    if source.state not in states.READ or source.kind not in states.FEEDS:
        raise Refused(on_record(words.NOT_PULLED, code=code))
    free = Q(lease_at=None) | Q(lease_at__lte=at)
    lease = at + LEASE
    if not Source.rows.filter(free, pk=source.pk).update(lease_at=lease):
        raise SomebodyWasFaster(code)
    try:
        with step("feed", "read", source=code):
            outcome = _read(source, trip, at)
        try:
            return note_pulled(code=code, outcome=outcome, lease=lease, by=by, at=at)
        except IntegrityError:  # another source brought the same article meanwhile; now it is known
            return note_pulled(code=code, outcome=outcome, lease=lease, by=by, at=at)
    except BaseException:
        Source.rows.filter(pk=source.pk, lease_at=lease).update(lease_at=None)
        raise


def pull_due(*, by: Actor, at: datetime, seconds: float = SECONDS, trip: Trip | None = None) -> list[Pulled]:
    """Reads the sources whose time has come, the longest waiting first, as far as the time goes."""
    due = Source.rows.filter(state__in=states.READ, kind__in=states.FEEDS, next_at__lte=at)
    codes = list(
        due.filter(Q(lease_at=None) | Q(lease_at__lte=at))
        .order_by("next_at", "pk")
        .values_list("code", flat=True)[:MOST_SOURCES]
    )
    if not codes:
        return []
    done = []
    with trip or Trip(at=at, seconds=seconds) as under_way:
        for code in codes:
            if under_way.is_over:
                break
            try:
                done.append(pull(code=code, trip=under_way, by=by, at=at))
            except (Refused, SomebodyWasFaster):  # paused or taken up this moment: not ours any more
                continue
    return done


@command("source.pull")
def note_pulled(*, code: str, outcome: _Outcome, lease: datetime, by: Actor, at: datetime) -> Pulled:
    """What was read goes in, and when the source is asked again."""
    row = Source.rows.get(code=code)
    ask(by, "source.pull", row)
    every = _every(row.territory)
    labels: dict[str, Any] = {"code": row.code, "unit_id": row.unit_id, "publisher": row.publisher}
    if outcome.why:
        return _note_failed(row, outcome, every, lease, labels, at)
    taken = Taken()
    if outcome.articles:
        through = by.through("source.pull")
        taken = put(outcome.articles, unit_id=row.unit_id, territory=row.territory, source=row, by=through, at=at)
    said: Any = words.NOTHING_NEW
    if outcome.is_new:
        said = (words.READ if outcome.is_whole else words.READ_SO_FAR) % {
            "entries": outcome.entries,
            "items": taken.items,
        }
    values = {
        "state": states.SOURCE[row.state]["read"],
        "failures": 0,
        "last_result": on_record(said),
        "last_at": at,
        "item_count": row.item_count + taken.items,
        "next_at": terms.again(code=row.code, failures=0, every=every, at=at) if outcome.is_whole else at + terms.SOON,
        "lease_at": None,
    }
    if outcome.is_new:
        values |= {"kind": outcome.kind, "etag": "", "last_modified": ""}
        if outcome.is_whole:
            values |= {"etag": outcome.etag, "last_modified": outcome.last_modified}
    _set(row, lease, values)
    if row.state == "BROKEN":
        tell(events.SourceMended(**labels))
    if taken.items:
        tell(events.SourceRead(**labels, items=taken.items, stories=taken.stories))
    elif row.state != "BROKEN":
        nothing_changed()
    return Pulled(code=code, result=str(values["last_result"]), items=taken.items, stories=taken.stories)


def _note_failed(
    row: Source, outcome: _Outcome, every: timedelta, lease: datetime, labels: dict[str, Any], at: datetime
) -> Pulled:
    said = on_record(words.why_words(outcome.why, outcome.status))
    if outcome.why == "kept":  # it is not the source's fault: soon again, nothing counted
        _set(row, lease, {"last_result": said, "next_at": at + terms.SOON, "lease_at": None})
        nothing_changed()
        return Pulled(code=row.code, result=said, why=outcome.why)
    failures = row.failures + 1
    is_broken = failures >= terms.BROKEN_AFTER
    values = {
        "state": states.SOURCE[row.state]["break"] if is_broken else row.state,
        "failures": failures,
        "last_result": said,
        "last_at": at,
        "next_at": terms.again(code=row.code, failures=failures, every=every, at=at, asked=outcome.retry),
        "lease_at": None,
    }
    _set(row, lease, values)
    if is_broken and row.state != "BROKEN":
        tell(events.SourceBroken(**labels, reason=said))
    else:
        nothing_changed()
    return Pulled(code=row.code, result=said, why=outcome.why)


def _set(row: Source, lease: datetime, values: dict[str, object]) -> None:
    """Nothing of a reading counts if somebody paused the source meanwhile, or took the reading over."""
    if not Source.rows.filter(pk=row.pk, state=row.state, lease_at=lease).update(**values):
        raise SomebodyWasFaster(row.code)


def _every(territory: str) -> timedelta:
    rule = ReadingRule.rows.filter(territory=territory).values_list("every_minutes", flat=True).first()
    return timedelta(minutes=rule or terms.EVERY_MINUTES)


# ── outside any transaction ─────────────────────────────────────────────────────────────────────────────────


def _read(source: Source, trip: Trip, at: datetime) -> _Outcome:
    try:
        came = trip.fetch(source.url, etag=source.etag, last_modified=source.last_modified, accept=_FEED)
        if came.status == 304:
            return _Outcome(is_new=False)
        feed = trip.reader.feed(came.body, url=came.url, media_type=came.media_type)
    except CannotFetch as trouble:
        return _Outcome(why=trouble.why, status=trouble.status, retry=trouble.retry)
    except CannotRead as trouble:
        return _Outcome(why=trouble.why)
    entries, is_whole = _with_inner(feed, trip)
    articles, all_taken = _articles(source, entries, trip, at)
    return _finished(feed, came, entries, articles, is_whole and all_taken, at)


def _finished(
    feed: Feed, came: Fetched, entries: Sequence[Entry], articles: Sequence[Article], is_whole: bool, at: datetime
) -> _Outcome:
    prepare = preparer(at) if articles else None
    return _Outcome(
        kind=feed.kind,
        entries=len(entries),
        articles=tuple(prepare(one) for one in articles) if prepare else (),
        is_whole=is_whole,
        etag=came.etag,
        last_modified=came.last_modified,
    )


def _with_inner(feed: Feed, trip: Trip) -> tuple[list[Entry], bool]:
    """The entries; of an index those of its newest sitemaps. What cannot be read of them is for the next time."""
    entries, is_whole = list(feed.entries), True
    for url in feed.inner:
        if trip.is_over:
            return entries, False
        try:
            came = trip.fetch(url, accept=_FEED)
            entries += trip.reader.feed(came.body, url=came.url, media_type=came.media_type).entries
        except (CannotFetch, CannotRead) as trouble:
            log.info("a sitemap of an index was left out: %s", trouble)
            is_whole = is_whole and trouble.why != "kept"
    return entries, is_whole


def _articles(source: Source, entries: Sequence[Entry], trip: Trip, at: datetime) -> tuple[list[Article], bool]:
    """What is new among the entries, with the text of its page where the feed tells only a summary."""
    known = keys_known(one.url for one in entries)
    fresh = [one for one in entries if key_of(one.url) not in known and not _is_old(one, at)]
    found: list[Article] = []
    opened, is_whole = 0, True
    for one in _turned(fresh, source, at):
        page = None
        if not one.is_full and (source.takes_pages or not one.title):
            if opened >= MOST_PAGES or trip.is_over:
                is_whole = False
                continue
            opened += 1
            try:
                page = _page(one, trip)
            except CannotFetch:  # somebody asks the machine: the article keeps until then
                is_whole = False
                continue
        article = _article(source, one, page)
        if article.title:
            found.append(article)
    return found, is_whole


def _turned(fresh: list[Entry], source: Source, at: datetime) -> list[Entry]:
    """A sitemap without headlines begins elsewhere each time, so that unreadable pages do not block the rest."""
    if not fresh or all(one.title for one in fresh):
        return fresh
    start = int(at.timestamp() // 60) * MOST_PAGES % len(fresh)
    return fresh[start:] + fresh[:start]


def _page(one: Entry, trip: Trip) -> Page | None:
    """The article's page; none where it cannot be had: then what the feed tells has to do."""
    try:
        came = trip.fetch(one.url, accept=_PAGE)
        return trip.reader.page(came.body, url=came.url)
    except CannotFetch as trouble:
        if trouble.why == "kept":
            raise
        log.info("an article was not opened: %s", trouble)
    except CannotRead as trouble:
        log.info("an article could not be read: %s", trouble)
    return None


def _article(source: Source, one: Entry, page: Page | None) -> Article:
    told = one.published or (page.published if page is not None else "")
    return Article(
        publisher=source.publisher,
        url=one.url,
        title=one.title or (page.title if page is not None else ""),
        text=max(one.text, page.text if page is not None else "", key=len),
        summary=one.text or (page.summary if page is not None else ""),
        published_at=datetime.fromisoformat(told) if told else None,
        own_url=page.url if page is not None else "",
    )


def _is_old(one: Entry, at: datetime) -> bool:
    return bool(one.published) and datetime.fromisoformat(one.published) < at.astimezone(UTC) - OLDEST


# ── a letter or a file instead of the web ───────────────────────────────────────────────────────────────────


def take_letter(token: str, html: str, plain: str, at: datetime) -> bool:
    """A newsletter came to the address of a source: what it links to goes in by headline and address. Whether there is
    such a source; one that is paused takes nothing."""
    source = Source.rows.filter(kind="MAIL", mail_token=token).first()
    if source is None:
        return False
    if source.state == "PAUSED":
        return True
    with Reader() as reader:
        try:
            feed = reader.letter((html or plain).encode("utf-8", "replace"))
        except CannotRead as cannot:
            log.info("a newsletter of %s could not be read: %s", source.code, cannot)
            return True
    prepare = preparer(at)
    articles = tuple(prepare(_article(source, one, None)) for one in feed.entries)
    take_file(code=source.code, articles=articles, entries=len(feed.entries), by=Actor.system("mail"), at=at)
    return True


class NotRead(Refused):
    """The file is no feed that can be read. Nothing changed."""


def import_feed(*, code: str, content: bytes, by: Actor, at: datetime) -> Pulled:
    """The entries of a feed's file go in as if the source had brought them; nothing is asked of the web, and no entry
    is too old. Refused: a file that cannot be read."""
    source = Source.rows.filter(code=code).first()
    if source is None:
        raise NotVisible
    ask(by, "source.pull", source)
    with Reader() as reader:
        try:
            feed = reader.feed(content, url=source.url or "https://localhost/")
        except CannotRead as cannot:
            raise NotRead(on_record(words.why_words(cannot.why))) from cannot
    known = keys_known(one.url for one in feed.entries)
    fresh = [_article(source, one, None) for one in feed.entries if one.title and key_of(one.url) not in known]
    prepare = preparer(at)
    articles = tuple(prepare(one) for one in fresh)
    return take_file(code=code, articles=articles, entries=len(feed.entries), by=by, at=at)


@command("source.pull")
def take_file(*, code: str, articles: Sequence[Prepared], entries: int, by: Actor, at: datetime) -> Pulled:
    """What a file or a letter of this source brought goes in; when the source is read next stays as it is."""
    row = Source.rows.get(code=code)
    ask(by, "source.pull", row)
    through = by.through("source.pull")
    taken = put(articles, unit_id=row.unit_id, territory=row.territory, source=row, by=through, at=at)
    said = on_record(words.READ % {"entries": entries, "items": taken.items})
    Source.rows.filter(pk=row.pk).update(item_count=F("item_count") + taken.items, last_at=at, last_result=said)
    if taken.items:
        labels: dict[str, Any] = {"code": row.code, "unit_id": row.unit_id, "publisher": row.publisher}
        tell(events.SourceRead(**labels, items=taken.items, stories=taken.stories))
    else:
        nothing_changed()
    return Pulled(code=code, result=said, items=taken.items, stories=taken.stories)
