"""Standing queries: begun, amended, paused, ended by a unit of the topic; what they find; what readers say of it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import territories_inside
from phoihop.plans import queries as plans
from phoihop.press.events import matching as events
from phoihop.press.models import Item, Match, MatchingEdition, StandingQuery, StandingQueryUnit, Story
from phoihop.press.queries.matching import Hit, fault_in, joined, topic_row
from phoihop.press.rules.matching_places import place_in
from phoihop.press.states.matching import ABOUT, after

LONGEST_TITLE, LONGEST_REASON = 120, 300
OVER = ("DROPPED", "CARRIED", "CLOSED")  # states of a topic that nothing is looked for any more


# ── what is looked for ──────────────────────────────────────────────────────────────────────────────────────


@command("standing.begin")
def begin_standing_query(
    *,
    unit_id: int,
    topic: str,
    title: str,
    expression: str,
    is_at_once: bool = False,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.StandingBegun:
    """From now on everything that comes in is looked through for this. The same once more is harmless.

    Refused: a topic that the reader does not see, or that is over; a unit that neither leads nor chose it; an
    expression that cannot be read, or that aims at a person.
    """
    ask(by, "standing.begin", unit_id=unit_id)
    if topic not in plans.visible_topics(by, [topic]):
        raise NotVisible
    about = topic_row(topic)
    if unit_id not in (about.lead_id, about.partner_id):
        raise Refused(
            _(
                "Chỉ cơ quan chủ trì hoặc cơ quan phối hợp của vấn đề đặt câu tìm. Chưa đặt gì; cơ quan tham gia hãy đề"
                " nghị một trong hai bên."
            )
        )
    if about.state in OVER:
        raise Refused(_("Vấn đề %(topic)s đã khép lại; chưa đặt câu tìm nào.") % {"topic": topic})
    values: dict[str, Any] = {
        "title": _line(title, LONGEST_TITLE),
        "expression": _expression(expression),
        "is_at_once": is_at_once,
    }
    _named(values["title"])
    same = StandingQuery.rows.filter(
        unit_id=unit_id, topic_id=about.pk, expression=values["expression"], state="ACTIVE"
    ).first()
    if same is not None:
        nothing_changed()
        return events.StandingBegun(**_labels(same, topic), expression=same.expression)
    series = f"TV-{about.territory}-{local_date(at).year}"
    row = StandingQuery.rows.create(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=about.territory,
        unit_id=unit_id,
        topic_id=about.pk,
        begun_at=at,
        changed_at=at,
        is_illustration=is_illustration,
        **values,
    )
    _share(row, topic)
    _renew()
    return tell(events.StandingBegun(**_labels(row, topic), expression=row.expression))


@command("standing.amend")
def amend_standing_query(
    *, code: str, title: str, expression: str, is_at_once: bool, version: int | None = None, by: Actor, at: datetime
) -> events.StandingAmended:
    """Other words, or told in another way. What it found before stays. Refused: as when it begins; one that ended."""
    row = _open(code, "amend", by, version)
    values: dict[str, Any] = {
        "title": _line(title, LONGEST_TITLE),
        "expression": _expression(expression),
        "is_at_once": is_at_once,
    }
    _named(values["title"])
    changed = {name: (getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value}
    event = events.StandingAmended(**_labels(row) | {"title": values["title"]}, expression=values["expression"])
    if not changed:
        nothing_changed()
        return event
    values |= {"changed_at": at} if "expression" in changed else {}
    change(row, version=version, **values)
    _renew()
    return tell(event, changes=changed)


@command("standing.pause")
def pause_standing_query(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.StandingPaused:
    """Looks for nothing until it goes on. Refused: no reason; one that has ended."""
    row = _open(code, "pause", by, version, done="PAUSED")
    reason = _reason(reason)
    event = events.StandingPaused(**_labels(row), reason=reason)
    if row.state == "PAUSED":
        nothing_changed()
        return event
    change(row, version=version, state="PAUSED", reason=reason)
    _renew()
    return tell(event)


@command("standing.pause")
def resume_standing_query(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.StandingResumed:
    """Looks again. What came in meanwhile is not looked through. Refused: one that has ended."""
    row = _open(code, "resume", by, version, done="ACTIVE")
    event = events.StandingResumed(**_labels(row))
    if row.state == "ACTIVE":
        nothing_changed()
        return event
    change(row, version=version, state="ACTIVE", reason="")
    _renew()
    return tell(event)


@command("standing.end")
def end_standing_query(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.StandingEnded:
    """Looks no more; what it found stays. Refused: no reason."""
    row = _open(code, "end", by, version, done="ENDED")
    reason = _reason(reason)
    event = events.StandingEnded(**_labels(row), reason=reason)
    if row.state == "ENDED":
        nothing_changed()
        return event
    change(row, version=version, state="ENDED", reason=reason)
    _renew()
    return tell(event)


@command("standing.follow")
def follow_topic(*, topic: str, into: str = "", reason: str = "", by: Actor, at: datetime) -> int:
    """The topic goes on under another code, and its queries with it; or it is over, and they end with it. Twice is
    harmless."""
    ask(by, "standing.follow")
    rows = list(StandingQuery.rows.filter(topic__code=topic).exclude(state="ENDED").select_related("topic"))
    if not rows:
        nothing_changed()
        return 0
    for row in rows:
        if into:
            change(row, topic_id=topic_row(into).pk)
            _share(row, into)
            tell(events.StandingCarried(**_labels(row, into), before=topic))
        else:
            change(row, state="ENDED", reason=_reason(reason))
            tell(events.StandingEnded(**_labels(row, topic), reason=row.reason))
    _renew()
    return len(rows)


def widen(topic: str) -> None:
    """Part of an act: whoever became a party of the topic sees what is looked for on its behalf."""
    for row in StandingQuery.rows.filter(topic__code=topic):
        _share(row, topic)


# ── what is found ───────────────────────────────────────────────────────────────────────────────────────────


def record(*, item: Item, hits: Sequence[Hit], by: Actor, at: datetime) -> int:
    """Part of the act of `by` that takes an article in: which topics it is about. For how many its story is new.

    A story is told of once for each topic, however many articles and queries follow; where somebody said that it is not
    about a topic, further articles of it are not either.
    """
    if not hits:
        return 0
    words = {hit.query_code: hit.words for hit in hits}
    queries = list(StandingQuery.rows.filter(code__in=words, state="ACTIVE").select_related("topic").order_by("pk"))
    if not queries:
        return 0
    known = Match.rows.filter(item__story=item.story_id, topic__in={query.topic_id for query in queries})
    states: dict[int, set[str]] = {}
    for topic_id, state in known.values_list("topic_id", "state"):
        states.setdefault(topic_id, set()).add(state)
    places = {territory: _place(item, territory) for territory in {query.territory for query in queries}}
    Match.rows.bulk_create(
        [
            Match(
                item=item,
                topic_id=query.topic_id,
                query=query,
                words=joined(words[query.code]),
                place=places[query.territory],
                state="DROPPED" if states.get(query.topic_id) == {"DROPPED"} else "FOUND",
                matched_at=at,
            )
            for query in queries
        ],
        ignore_conflicts=True,
    )
    fresh: dict[int, list[StandingQuery]] = {}
    for query in queries:
        if query.topic_id not in states:
            fresh.setdefault(query.topic_id, []).append(query)
    story = item.story
    for of in fresh.values():
        tell(_told(item, story, of, words[of[0].code], at))
    return len(fresh)


def _told(
    item: Item, story: Story, queries: Sequence[StandingQuery], words: tuple[str, ...], at: datetime
) -> events.StoryMatched:
    topic = queries[0].topic
    today = local_date(at)
    before = Match.rows.filter(topic=topic, state__in=ABOUT, matched_at__lte=at).order_by()
    latest = before.values_list("item__story_id", "matched_at").order_by("-matched_at")[:200]
    number = len({one for one, matched_at in latest if local_date(matched_at) == today})
    parties = plans.parties([topic.code])
    return events.StoryMatched(
        code=story.code,
        dossier=topic.code,
        title=story.title,
        publisher=item.publisher,
        query=queries[0].code,
        words=words,
        is_at_once=any(query.is_at_once for query in queries),
        number=number,
        unit_ids=tuple(dict.fromkeys([*(query.unit_id for query in queries), *sorted(parties)])),
    )


def _place(item: Item, territory: str) -> str:
    """The commune that the article names, else the territory."""
    communes = [(one.slug, one.name) for one in territories_inside(territory)]
    return place_in(item.title, item.extract, communes) or territory


# ── what somebody says of it ────────────────────────────────────────────────────────────────────────────────


@command("match.judge")
def drop_match(*, story: str, topic: str, by: Actor, at: datetime) -> events.MatchDropped:
    """The story is not about the topic: it is not shown there any more, and counts against the queries that found it.

    Refused: nobody had said that it is. Twice is harmless.
    """
    row = _judged(story, topic, by)
    matches = Match.rows.filter(item__story=row, topic__code=topic)
    event = events.MatchDropped(code=story, dossier=topic, title=row.title, queries=_queries(matches))
    if not matches.exists():
        raise Refused(
            _("Chuyện %(story)s chưa được gắn với vấn đề %(topic)s; không có gì để bỏ.")
            % {"story": story, "topic": topic}
        )
    if not matches.exclude(state="DROPPED").update(state="DROPPED"):
        nothing_changed()
        return event
    return tell(event)


@command("match.judge")
def keep_match(*, story: str, topic: str, by: Actor, at: datetime) -> events.MatchKept | events.MatchAdded:
    """The story is about the topic: as a query had said, or though none had said it. Twice is harmless."""
    row = _judged(story, topic, by)
    matches = Match.rows.filter(item__story=row, topic__code=topic)
    kept = matches.filter(query__isnull=False)
    if kept.exists():
        event = events.MatchKept(code=story, dossier=topic, title=row.title, queries=_queries(matches))
        changed = kept.exclude(state="KEPT").update(state="KEPT")
        changed += matches.filter(query=None, state="DROPPED").update(state="ADDED")
        if not changed:
            nothing_changed()
            return event
        return tell(event)
    added = events.MatchAdded(code=story, dossier=topic, title=row.title)
    if matches.exists():
        if not matches.filter(state="DROPPED").update(state="ADDED"):
            nothing_changed()
            return added
        return tell(added)
    item = Item.rows.filter(story=row).order_by("seen_at", "pk").first()
    if item is None:
        raise Refused(_("Chuyện %(story)s không còn tin nào; chưa gắn gì.") % {"story": story})
    about = topic_row(topic)
    place = _place(item, about.territory)
    Match.rows.create(item=item, topic_id=about.pk, query=None, place=place, state="ADDED", matched_at=at)
    return tell(added)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _judged(story: str, topic: str, by: Actor) -> Story:
    """The story, for a party of the topic."""
    unit_id = by.unit_id if by.unit_id is not None and by.unit_id in plans.parties([topic]) else None
    if topic not in plans.visible_topics(by, [topic]):
        raise NotVisible
    ask(by, "match.judge", unit_id=unit_id or 0)
    row = Story.rows.filter(code=story).first()
    if row is None:
        raise NotVisible
    if row.state != "SHOWN":
        raise Refused(_("Chuyện %(story)s đang ẩn hoặc đã gộp; chưa đổi gì.") % {"story": story})
    return row


def _queries(matches: Any) -> tuple[str, ...]:
    codes = matches.filter(query__isnull=False).order_by("query_id").values_list("query__code", flat=True)
    return tuple(dict.fromkeys(codes))


def _open(code: str, act: str, by: Actor, version: int | None, *, done: str = "") -> StandingQuery:
    """The query, if it is still what the page shows; `done`: the state in which the act has been done already."""
    row = StandingQuery.rows.select_related("topic").filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, f"standing.{'pause' if act == 'resume' else act}", row)
    if row.state == done:
        return row
    if version is not None and version != row.version:
        raise SomebodyWasFaster(code, row.version)
    if after(row.state, act) is None:
        raise Refused(
            _("Câu tìm %(code)s đã thôi, không đổi được nữa. Những gì đã tìm thấy vẫn còn; hãy đặt câu mới.")
            % {"code": code}
        )
    return row


def _share(row: StandingQuery, topic: str) -> None:
    """The keeper and the parties of the topic see it; nobody who saw it is shut out."""
    units: Collection[int] = {row.unit_id, *plans.parties([topic])}
    there = set(StandingQueryUnit.rows.filter(query=row).values_list("unit_id", flat=True))
    StandingQueryUnit.rows.bulk_create(
        [StandingQueryUnit(query=row, unit_id=unit_id) for unit_id in sorted(set(units) - there)]
    )


def _renew() -> None:
    """Whoever keeps an automaton builds it anew."""
    token = secrets.token_hex(16)
    first = MatchingEdition.rows.order_by("pk").values_list("pk", flat=True).first()
    if first is None:
        MatchingEdition.rows.create(token=token)
    else:
        MatchingEdition.rows.filter(pk=first).update(token=token)


def _labels(row: StandingQuery, topic: str = "") -> dict[str, Any]:
    return {"code": row.code, "dossier": topic or row.topic.code, "title": row.title, "unit_id": row.unit_id}


def _line(text: str, most: int) -> str:
    return " ".join(nfc(text).split())[:most]


def _named(title: str) -> None:
    if not title:
        raise Refused(_("Câu tìm cần một tên ngắn. Chưa ghi gì; hãy đặt tên rồi gửi lại."))


def _expression(text: str) -> str:
    expression = " ".join(nfc(text).split())
    if fault := fault_in(expression):
        raise Refused(_("Chưa ghi gì. %(fault)s") % {"fault": fault})
    return expression


def _reason(text: str) -> str:
    reason = _line(text, LONGEST_REASON)
    if not reason:
        raise Refused(_("Cần nêu lý do. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại."))
    return reason
