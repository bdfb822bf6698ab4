"""Press digests: the archive, one of them, how a unit makes its own, what waits, what search knows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.urls import reverse

from phoihop.ground.actor import Actor, Role
from phoihop.ground.events import Event
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.sheet import FoundRow, Waiting
from phoihop.ground.text import fold
from phoihop.organizations.queries import search_names, unit_names
from phoihop.plans import queries as plans
from phoihop.press.models import DigestEntry, DigestReader, DigestSetting, DigestShare, PressDigest
from phoihop.press.queries.digest_letters import closing_of, source_of, summary_of, title_of, topics_of

MOST_SHOWN = 50
MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class DigestLine:
    code: str
    unit_id: int
    unit: str
    day: date
    state: str
    stories: int
    articles: int
    issued_at: datetime | None
    is_own: bool
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class DigestList:
    lines: tuple[DigestLine, ...]
    next: str
    may_make: bool
    may_set: bool


@dataclass(frozen=True, slots=True)
class EntryValue:
    story: str
    title: str
    source: str
    url: str
    extract: str
    also: tuple[str, ...]
    note: str
    outlets: int
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class DigestTopic:
    dossier: str
    title: str
    may_open: bool
    entries: tuple[EntryValue, ...]


@dataclass(frozen=True, slots=True)
class DigestRights:
    edit: bool
    approve: bool
    give_back: bool
    issue: bool
    drop: bool
    leave: bool  # the reader's unit gets this unit's digests and may stop that


@dataclass(frozen=True, slots=True)
class DigestValue:
    line: DigestLine
    title: str
    summary: str
    closing: str
    reason: str
    since: datetime
    until: datetime
    approved_at: datetime | None
    approved_post: str
    issued_post: str
    version: int
    topics: tuple[DigestTopic, ...]
    left_out: int
    shares: tuple[tuple[str, bool], ...]  # units it went to, and whether a mail went with it
    rights: DigestRights
    why: str


@dataclass(frozen=True, slots=True)
class SettingValue:
    unit_id: int
    is_set: bool
    is_on: bool
    hour: time
    on_days_off: bool
    issues_itself: bool
    sends_empty: bool
    readers: tuple[int, ...]
    version: int | None
    last_day: date | None


def press_digests(
    actor: Actor, *, show: str = "", text: str = "", day: date | None = None, after: str = "", limit: int = MOST_SHOWN
) -> DigestList:
    """The archive, the newest first; `show`: "own" (of the reader's unit), "sent" (to it), "open" (not out yet)."""
    rows = PressDigest.objects.visible_to(actor).exclude(state="DROPPED")
    own = actor.unit_id or 0
    if show == "own":
        rows = rows.filter(unit_id=own)
    elif show == "sent":
        rows = rows.filter(pk__in=DigestShare.rows.filter(unit_id=own).values("digest"))
    elif show == "open":
        rows = rows.filter(state__in=("DRAFT", "APPROVED"))
    for word in fold(text).split():
        rows = rows.filter(fold__contains=word)
    if day is not None:
        rows = rows.filter(day=day)
    if after:
        last = PressDigest.rows.filter(code=after).values_list("day", "pk").first()
        if last is not None:
            rows = rows.filter(Q(day__lt=last[0]) | Q(day=last[0], pk__lt=last[1]))
    found = list(rows.order_by("-day", "-pk").defer("fold")[: limit + 1])
    return DigestList(
        lines=_lines(actor, found[:limit]),
        next=found[limit - 1].code if len(found) > limit else "",
        may_make=may(actor, "press_digest.make", unit_id=actor.unit_id),
        may_set=may(actor, "press_digest.set", unit_id=actor.unit_id),
    )


def press_digest(actor: Actor, code: str) -> DigestValue:
    """One digest, by topic. What was left out is shown to its own unit alone."""
    row = PressDigest.objects.visible_to(actor).filter(code=code).exclude(state="DROPPED").first()
    if row is None:
        raise NotVisible
    line = _lines(actor, [row])[0]
    entries = list(DigestEntry.rows.filter(digest=row).order_by("position", "pk"))
    shown = [one for one in entries if line.is_own or not one.is_left_out]
    gets = DigestReader.rows.filter(setting__unit_id=row.unit_id, unit_id=actor.unit_id or 0)
    inside = line.is_own or actor.audits_territory(row.territory)
    shares = DigestShare.rows.filter(digest=row).order_by("unit_name", "pk") if inside else DigestShare.rows.none()
    return DigestValue(
        line=line,
        title=title_of(row),
        summary=summary_of(row, topics_of(row)),
        closing=closing_of(row),
        reason=row.reason,
        since=row.since,
        until=row.until,
        approved_at=row.approved_at,
        approved_post=row.approved_post,
        issued_post=row.issued_post,
        version=row.version,
        topics=_topics(actor, shown),
        left_out=sum(one.is_left_out for one in entries),
        shares=tuple(shares.values_list("unit_name", "is_mailed")),
        rights=DigestRights(
            edit=row.state == "DRAFT" and may(actor, "press_digest.edit", row),
            approve=row.state == "DRAFT" and may(actor, "press_digest.approve", row),
            give_back=row.state == "APPROVED" and may(actor, "press_digest.approve", row),
            issue=row.state == "APPROVED" and may(actor, "press_digest.issue", row),
            drop=row.state in ("DRAFT", "APPROVED") and may(actor, "press_digest.edit", row),
            leave=not line.is_own and may(actor, "press_digest.leave", unit_id=actor.unit_id) and gets.exists(),
        ),
        why=why(actor, row),
    )


def digest_setting(actor: Actor) -> SettingValue:
    """How the reader's own unit makes its digest."""
    unit_id = actor.unit_id or 0
    row = DigestSetting.rows.filter(unit_id=unit_id).first()
    if row is None:
        return SettingValue(unit_id, False, True, time(7), False, False, False, (), None, None)
    readers = DigestReader.rows.filter(setting=row).order_by("unit_id").values_list("unit_id", flat=True)
    return SettingValue(
        unit_id,
        True,
        row.is_on,
        row.hour,
        row.on_days_off,
        row.issues_itself,
        row.sends_empty,
        tuple(readers),
        row.version,
        row.last_day,
    )


def digest_row(event: Event) -> PressDigest:
    return PressDigest.rows.get(code=event.code)


def _lines(actor: Actor, rows: Collection[PressDigest]) -> tuple[DigestLine, ...]:
    names = unit_names(row.unit_id for row in rows)
    own = actor.units(with_inherited=True)
    return tuple(
        DigestLine(
            code=row.code,
            unit_id=row.unit_id,
            unit=names[row.unit_id].name,
            day=row.day,
            state=row.state,
            stories=row.story_count,
            articles=row.item_count,
            issued_at=row.issued_at,
            is_own=row.unit_id in own,
            is_illustration=row.is_illustration,
        )
        for row in rows
    )


def _topics(actor: Actor, entries: Collection[DigestEntry]) -> tuple[DigestTopic, ...]:
    seen = plans.visible_topics(actor, {one.dossier for one in entries})
    grouped: dict[str, list[DigestEntry]] = {}
    for one in entries:
        grouped.setdefault(one.dossier, []).append(one)
    return tuple(
        DigestTopic(
            dossier=code,
            title=some[0].topic,
            may_open=code in seen,
            entries=tuple(
                EntryValue(
                    story=one.story,
                    title=one.title,
                    source=source_of(one),
                    url=one.url if one.url.startswith(("http://", "https://")) else "",
                    extract=one.extract,
                    also=tuple(filter(None, one.also.split("\n"))),
                    note=one.note,
                    outlets=one.outlet_count,
                    is_left_out=one.is_left_out,
                )
                for one in some
            ),
        )
        for code, some in grouped.items()
    )


# ── what waits, search ──────────────────────────────────────────────────────────────────────────────────────


def digest_waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """Drafts to be approved, and what is approved and not out. One query."""
    rows: QuerySet[PressDigest] = PressDigest.rows.filter(unit_id__in=sorted(unit_ids), state__in=("DRAFT", "APPROVED"))
    named = rows.order_by("day", "pk").values_list("unit_id", "state", "code", "day", "made_at")
    return [
        Waiting(
            unit_id,
            frozenset({Role.APPROVER}) if state == "DRAFT" else frozenset({Role.APPROVER, Role.EDITOR}),
            "answer",
            code,
            title_of(PressDigest(day=day)),
            reverse("press:digest", args=[code]),
            None,
            made_at,
        )
        for unit_id, state, code, day, made_at in named[:MOST_WAITING]
    ]


def found_digests(codes: Collection[str]) -> list[FoundRow]:
    """What search keeps: headlines, topics and notes of what goes out. Three queries."""
    rows = list(PressDigest.rows.filter(code__in=codes).exclude(state="DROPPED"))
    tokens = tokens_of("press_digest.see", rows)
    texts: dict[int, list[str]] = {row.pk: [] for row in rows}
    entries = DigestEntry.rows.filter(digest__in=rows, is_left_out=False).order_by("position", "pk")
    for pk, *words in entries.values_list("digest_id", "topic", "title", "publisher", "note"):
        texts[pk] += [word for word in words if word]
    return [
        FoundRow(
            code=row.code,
            kind="press-digest",
            title=title_of(row),
            url=reverse("press:digest", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(dict.fromkeys(texts[row.pk])),
            unit_ids=(row.unit_id,),
            unit_names=search_names([row.unit_id]),
            date=row.day.isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def digest_codes(after: str, limit: int) -> list[str]:
    rows = PressDigest.rows.filter(code__gt=after).exclude(state="DROPPED")
    return list(rows.order_by("code").values_list("code", flat=True)[:limit])


def visible_digests(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = PressDigest.objects.visible_to(actor).filter(code__in=codes).exclude(state="DROPPED")
    return set(rows.values_list("code", flat=True))


def digest_parties(codes: Collection[str]) -> set[int]:
    """Whose digest it is, and whom it went to. Two queries however many."""
    wanted = [code for code in codes if code.startswith("DP-")]
    if not wanted:
        return set()
    rows = PressDigest.rows.filter(code__in=wanted)
    shares = DigestShare.rows.filter(digest__in=rows).values_list("unit_id", flat=True)
    return {*rows.values_list("unit_id", flat=True), *shares}
