"""Reading photos, cards and the portal's own pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from phoihop.communications import states
from phoihop.communications.models import Article, Card, CardUse, Page, Photo, PhotoFile
from phoihop.communications.queries.sources import title_of
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why
from phoihop.ground.text import fold
from phoihop.organizations.queries import unit_names

PAGE = 48
PAGE_OF_CARDS = 50


@dataclass(frozen=True, slots=True)
class PhotoLine:
    code: str
    alt: str
    caption: str
    credit: str
    unit: str
    state: str
    taken_date: date | None
    width: int  # of the smallest, for lists
    height: int
    is_listed: bool
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class PhotoList:
    lines: tuple[PhotoLine, ...]
    next: int | None
    may_add: bool


@dataclass(frozen=True, slots=True)
class PhotoRights:
    describe: bool
    publish: bool
    withdraw: bool


@dataclass(frozen=True, slots=True)
class PhotoValue:
    line: PhotoLine
    sizes: tuple[tuple[int, int], ...]
    used_in: tuple[tuple[str, str, str], ...]  # code, title and state of articles the reader may see
    used_elsewhere: int
    added_at: datetime
    added_post: str
    withdrawn_reason: str
    rights: PhotoRights
    version: int
    why: str


@dataclass(frozen=True, slots=True)
class CardLine:
    code: str
    title: str
    unit: str
    state: str
    is_out: bool
    at: datetime
    uses: int
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class CardList:
    own: tuple[CardLine, ...]  # in work in the reader's unit
    out: tuple[CardLine, ...]
    next: int | None
    may_begin: bool


@dataclass(frozen=True, slots=True)
class CardRights:
    write: bool
    send: bool
    take_back: bool
    give_back: bool
    publish: bool
    revise: bool
    drop: bool
    withdraw: bool
    take_over: bool


@dataclass(frozen=True, slots=True)
class CardValue:
    line: CardLine
    problem: str
    practice: str
    result: str
    cost: str
    contact: str
    source: tuple[str, str, str]
    note: str
    returned_reason: str
    withdrawn_note: str
    uses: tuple[tuple[str, str, str, datetime], ...]  # unit, plan, topic, moment
    rights: CardRights
    version: int
    why: str


@dataclass(frozen=True, slots=True)
class PageLine:
    code: str
    title: str
    summary: str
    text: str
    order: int
    is_withdrawn: bool
    written_at: datetime
    written_post: str
    version: int
    is_illustration: bool


# ── photos ──────────────────────────────────────────────────────────────────────────────────────────────────


def photos(actor: Actor, *, words: str = "", after: int | None = None) -> PhotoList:
    """The unit's photos and everybody's that are out, the newest first; `words` looks into what is said of them."""
    own = Photo.objects.visible_to(actor).exclude(state="WITHDRAWN").values("pk")
    rows = Photo.rows.filter(Q(pk__in=own) | Q(state="PUBLISHED"))
    for word in fold(words).split():
        rows = rows.filter(words_fold__contains=word)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    return PhotoList(
        lines=_photo_lines(shown),
        next=shown[-1].pk if len(found) > PAGE else None,
        may_add=may(actor, "photo.add", unit_id=actor.unit_id),
    )


def photo_choices(actor: Actor, chosen: str = "", limit: int = 60) -> list[tuple[str, str]]:
    """Photos an article of the reader's unit may show, the newest first: code and words; the chosen one always."""
    rows = Photo.rows.filter(Q(unit_id=actor.unit_id) | Q(state="PUBLISHED")).exclude(state="WITHDRAWN")
    found = list(rows.order_by("-pk").values_list("code", "alt")[:limit])
    if chosen and chosen not in {code for code, _alt in found}:
        found += list(rows.filter(code=chosen).values_list("code", "alt"))
    return [(code, f"{alt} ({code})") for code, alt in found]


def photo_value(actor: Actor, code: str) -> PhotoValue:
    """One photo: the unit's own, or one that is out."""
    row = Photo.rows.filter(code=code).first()
    if row is None or not (row.state == "PUBLISHED" or may(actor, "photo.see", row)):
        raise NotVisible
    (line,) = _photo_lines([row])
    uses = Article.objects.visible_to(actor).filter(picture=code).order_by("-pk")
    seen = tuple(uses.values_list("code", "title", "state"))
    return PhotoValue(
        line=line,
        sizes=tuple(sizes_of([row.pk])[row.pk]),
        used_in=seen,
        used_elsewhere=Article.rows.filter(picture=code).count() - len(seen),
        added_at=row.added_at,
        added_post=row.added_post,
        withdrawn_reason=row.withdrawn_reason,
        rights=PhotoRights(
            describe=row.state != "WITHDRAWN" and may(actor, "photo.describe", row),
            publish=row.state != "WITHDRAWN" and not row.is_listed and may(actor, "photo.publish", row),
            withdraw=row.state != "WITHDRAWN" and may(actor, "photo.withdraw", row),
        ),
        version=row.version,
        why=why(actor, row),
    )


def photo_file(actor: Actor, code: str, width: int) -> tuple[bytes, str]:
    """The photo in one of its widths, for whoever may see it on the desk."""
    row = Photo.rows.filter(code=code).first()
    if row is None or not (row.state == "PUBLISHED" or may(actor, "photo.see", row)):
        raise NotVisible
    file = PhotoFile.rows.filter(photo=row, width=width).first()
    if file is None:
        raise NotVisible
    return bytes(file.content), file.media_type


def sizes_of(photo_ids: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Widths and heights of photos, the smallest first."""
    found: dict[int, list[tuple[int, int]]] = {pk: [] for pk in photo_ids}
    files = PhotoFile.rows.filter(photo__in=found).order_by("width").values_list("photo_id", "width", "height")
    for pk, width, height in files:
        found[pk].append((width, height))
    return found


def _photo_lines(rows: list[Photo]) -> tuple[PhotoLine, ...]:
    names, sizes = unit_names({row.unit_id for row in rows}), sizes_of([row.pk for row in rows])
    return tuple(
        PhotoLine(
            code=row.code,
            alt=row.alt,
            caption=row.caption,
            credit=row.credit,
            unit=names[row.unit_id].name,
            state=row.state,
            taken_date=row.taken_date,
            width=(sizes[row.pk] or [(0, 0)])[0][0],
            height=(sizes[row.pk] or [(0, 0)])[0][1],
            is_listed=row.is_listed,
            is_illustration=row.is_illustration,
        )
        for row in rows
    )


# ── cards ───────────────────────────────────────────────────────────────────────────────────────────────────


def cards(actor: Actor, *, after: int | None = None) -> CardList:
    """What the reader's unit is writing, and all cards that are out, the newest first."""
    own = Card.objects.visible_to(actor).filter(Q(state__in=states.WORKED_ON) | Q(state="WITHDRAWN"))
    rows = Card.rows.filter(state="PUBLISHED")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: PAGE_OF_CARDS + 1])
    shown = found[:PAGE_OF_CARDS]
    working = [] if after is not None else list(own.order_by("-pk")[:PAGE_OF_CARDS])
    lines = _card_lines([*working, *shown])
    return CardList(
        own=lines[: len(working)],
        out=lines[len(working) :],
        next=shown[-1].pk if len(found) > PAGE_OF_CARDS else None,
        may_begin=may(actor, "card.begin", unit_id=actor.unit_id),
    )


def card_value(actor: Actor, code: str) -> CardValue:
    """One card: the unit's own, or one that is out."""
    row = Card.rows.filter(code=code).first()
    if row is None or not (row.state == "PUBLISHED" or may(actor, "card.see", row)):
        raise NotVisible
    (line,) = _card_lines([row])
    title, url = title_of(actor, row.source) if row.source else ("", "")
    uses = CardUse.rows.filter(card=row).order_by("-pk").values_list("unit_name", "plan", "topic", "at")
    return CardValue(
        line=line,
        problem=row.problem,
        practice=row.practice,
        result=row.result,
        cost=row.cost,
        contact=row.contact,
        source=(row.source, title, url),
        note=row.note,
        returned_reason=row.returned_reason,
        withdrawn_note=row.withdrawn_note,
        uses=tuple(uses),
        rights=_card_rights(actor, row),
        version=row.version,
        why=why(actor, row),
    )


def cards_from(code: str, limit: int = 5) -> tuple[CardLine, ...]:
    """Cards out that come from this topic or plan."""
    return _card_lines(list(Card.rows.filter(source=code, state="PUBLISHED").order_by("-pk")[:limit]))


def card_fields(value: CardValue) -> dict[str, object]:
    """The card as a form takes it."""
    return {
        "title": value.line.title,
        "problem": value.problem,
        "practice": value.practice,
        "result": value.result,
        "cost": value.cost,
        "contact": value.contact,
        "note": value.note,
        "version": value.version,
    }


def _card_rights(actor: Actor, row: Card) -> CardRights:
    def can(power: str, act: str) -> bool:
        return states.after(states.CARD, row.state, act) is not None and may(actor, power, row)

    is_writer = actor.account_id is not None and row.writer_id == actor.account_id
    return CardRights(
        write=row.state in states.WRITABLE and may(actor, "card.write", row),
        send=can("card.write", "send"),
        take_back=can("card.write", "take_back"),
        give_back=can("card.return", "return"),
        publish=can("card.publish", "publish") and not is_writer,
        revise=can("card.write", "revise"),
        drop=can("card.write", "drop") and not row.is_out,
        withdraw=row.is_out and can("card.withdraw", "withdraw"),
        take_over=row.state == "PUBLISHED" and may(actor, "topic.propose"),
    )


def _card_lines(rows: list[Card]) -> tuple[CardLine, ...]:
    names = unit_names({row.unit_id for row in rows})
    uses: dict[int, int] = {}
    for pk in CardUse.rows.filter(card__in=[row.pk for row in rows]).values_list("card_id", flat=True):
        uses[pk] = uses.get(pk, 0) + 1
    return tuple(
        CardLine(
            code=row.code,
            title=row.title,
            unit=names[row.unit_id].name,
            state=row.state,
            is_out=row.is_out,
            at=row.published_at or row.written_at,
            uses=uses.get(row.pk, 0),
            is_illustration=row.is_illustration,
        )
        for row in rows
    )


# ── pages of the portal ─────────────────────────────────────────────────────────────────────────────────────


def portal_pages() -> tuple[PageLine, ...]:
    """The portal's own pages, as its menu has them."""
    return tuple(_page_line(row) for row in Page.rows.order_by("order", "pk")[:100])


def portal_page(code: str) -> PageLine:
    row = Page.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    return _page_line(row)


def _page_line(row: Page) -> PageLine:
    return PageLine(
        code=row.code,
        title=row.title,
        summary=row.summary,
        text=row.text,
        order=row.order,
        is_withdrawn=row.is_withdrawn,
        written_at=row.written_at,
        written_post=row.written_post,
        version=row.version,
        is_illustration=row.is_illustration,
    )
