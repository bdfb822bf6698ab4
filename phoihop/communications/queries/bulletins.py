"""The internal bulletin: its archive, one issue, who has read and acknowledged it, what waits, search, the calendar."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.communications.models import Bulletin, BulletinAim, BulletinItem, BulletinShare
from phoihop.communications.rules import audience as audiences
from phoihop.communications.rules.audience import Audience, UnitFacts
from phoihop.ground.actor import DOERS, Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.events import Event
from phoihop.ground.parts import State
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.sheet import DatedRow, FoundRow, Waiting
from phoihop.ground.text import fold
from phoihop.organizations.queries import search_names, unit_names, units

MOST_SHOWN = 50
ACKNOWLEDGERS = frozenset(DOERS | {Role.CLERK})


@dataclass(frozen=True, slots=True)
class BulletinLine:
    code: str
    title: str
    unit: str
    state: str
    issued_at: datetime | None
    acknowledge_by: date | None
    own_share: str  # "", DELIVERED or ACKNOWLEDGED: of the reader's unit
    shares: int
    acknowledged: int
    is_own: bool
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class BulletinList:
    lines: tuple[BulletinLine, ...]
    next: str
    may_begin: bool


@dataclass(frozen=True, slots=True)
class ItemValue:
    position: int
    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class ShareValue:
    unit: str
    state: str
    read_at: datetime | None
    acknowledged_at: datetime | None
    post: str
    note: str


@dataclass(frozen=True, slots=True)
class BulletinRights:
    write: bool
    issue: bool
    drop: bool
    recall: bool
    acknowledge: bool


@dataclass(frozen=True, slots=True)
class BulletinValue:
    line: BulletinLine
    lede: str
    dossier: str
    reason: str
    version: int
    items: tuple[ItemValue, ...]
    shares: tuple[ShareValue, ...]  # for the issuer and who audits it
    read: int
    audience: Audience
    audience_units: tuple[tuple[int, str], ...]
    rights: BulletinRights
    why: str


def bulletin_list(
    actor: Actor, *, show: str = "", text: str = "", after: str = "", limit: int = MOST_SHOWN
) -> BulletinList:
    """The archive: issues the reader's unit made or was sent, the newest first; `show` "waiting": to acknowledge."""
    rows = Bulletin.objects.visible_to(actor).exclude(state="DROPPED")
    if show == "waiting":
        mine = BulletinShare.rows.filter(unit_id=actor.unit_id or 0, state="DELIVERED").values("bulletin")
        rows = rows.filter(pk__in=mine, state="ISSUED")
    elif show == "own":
        rows = rows.filter(unit_id=actor.unit_id or 0)
    for word in fold(text).split():
        rows = rows.filter(fold__contains=word)
    if after:
        rows = rows.filter(pk__lt=Bulletin.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return BulletinList(
        lines=tuple(_lines(actor, shown)),
        next=shown[-1].code if len(found) > limit else "",
        may_begin=may(actor, "bulletin.begin", unit_id=actor.unit_id),
    )


def bulletin_value(actor: Actor, code: str) -> BulletinValue:
    row = Bulletin.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    line = _lines(actor, [row])[0]
    is_inside = line.is_own or actor.audits_territory(row.territory)
    shares = list(BulletinShare.rows.filter(bulletin=row).order_by("unit_name", "pk")) if is_inside else []
    aims = audience_of(row) if line.is_own else Audience()
    names = unit_names(aims.unit_ids)
    is_draft = row.state == "DRAFT"
    return BulletinValue(
        line=line,
        lede=row.lede,
        dossier=row.dossier,
        reason=row.reason,
        version=row.version,
        items=tuple(
            ItemValue(one.position, one.title, one.text, one.source)
            for one in BulletinItem.rows.filter(bulletin=row).order_by("position")
        ),
        shares=tuple(
            ShareValue(one.unit_name, one.state, one.read_at, one.acknowledged_at, one.post, one.note) for one in shares
        ),
        read=sum(one.read_at is not None for one in shares),
        audience=aims,
        audience_units=tuple((pk, names[pk].name) for pk in sorted(aims.unit_ids) if pk in names),
        rights=BulletinRights(
            write=is_draft and may(actor, "bulletin.write", row),
            issue=is_draft and may(actor, "bulletin.issue", row),
            drop=is_draft and may(actor, "bulletin.write", row),
            recall=row.state == "ISSUED" and may(actor, "bulletin.recall", row),
            acknowledge=row.state == "ISSUED"
            and line.own_share == "DELIVERED"
            and may(actor, "bulletin.acknowledge", row),
        ),
        why=why(actor, row),
    )


def audience_of(row: Bulletin) -> Audience:
    aims = list(BulletinAim.rows.filter(bulletin=row).values_list("unit_id", "level", "territory"))
    return Audience(
        frozenset(pk for pk in (aim[0] for aim in aims) if pk),
        frozenset(level for _unit, level, _place in aims if level),
        frozenset(place for _unit, _level, place in aims if place),
    )


def reached_by(row: Bulletin, at: datetime) -> list[int]:
    """The units that the audience means now. Constant queries."""
    reader = Actor(kind="person", unit_id=row.unit_id, roles=DOERS)
    facts = [UnitFacts(line.id, line.level, line.territory) for line in units(reader, at)]
    return audiences.resolve(audience_of(row), facts, issuer_id=row.unit_id, home=row.territory)


def bulletin_row(event: Event) -> Bulletin:
    return Bulletin.rows.get(code=event.code)


def _lines(actor: Actor, rows: Collection[Bulletin]) -> list[BulletinLine]:
    names = unit_names(row.unit_id for row in rows)
    ids = [row.pk for row in rows]
    acknowledged = Count("pk", filter=Q(state="ACKNOWLEDGED"))
    grouped = (
        BulletinShare.rows.filter(bulletin__in=ids).values("bulletin_id").annotate(all=Count("pk"), done=acknowledged)
    )
    counts = {one["bulletin_id"]: (one["all"], one["done"]) for one in grouped.order_by("bulletin_id")}
    mine = dict(
        BulletinShare.rows.filter(bulletin__in=ids, unit_id=actor.unit_id or 0).values_list("bulletin_id", "state")
    )
    own = actor.units(with_inherited=True)
    return [
        BulletinLine(
            code=row.code,
            title=row.title,
            unit=names[row.unit_id].name,
            state=row.state,
            issued_at=row.issued_at,
            acknowledge_by=row.acknowledge_by,
            own_share=mine.get(row.pk, ""),
            shares=counts.get(row.pk, (0, 0))[0],
            acknowledged=counts.get(row.pk, (0, 0))[1],
            is_own=row.unit_id in own,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


# ── search, calendar, what waits ────────────────────────────────────────────────────────────────────────────


def found_bulletins(codes: Collection[str]) -> list[FoundRow]:
    rows = list(Bulletin.rows.filter(code__in=codes).exclude(state="DROPPED"))
    tokens = tokens_of("bulletin.see", rows)
    texts: dict[int, list[str]] = {row.pk: [row.lede] for row in rows}
    items = BulletinItem.rows.filter(bulletin__in=rows).order_by("position")
    for pk, title, text in items.values_list("bulletin_id", "title", "text"):
        texts[pk] += [title, text]
    return [
        FoundRow(
            code=row.code,
            kind="bulletin",
            title=row.title,
            url=reverse("communications:bulletin", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, texts[row.pk])),
            numbers=tuple(filter(None, (row.dossier,))),
            unit_ids=(row.unit_id,),
            unit_names=search_names([row.unit_id]),
            date=local_date(row.issued_at or row.opened_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def bulletin_codes(after: str, limit: int) -> list[str]:
    rows = Bulletin.rows.filter(code__gt=after).exclude(state="DROPPED")
    return list(rows.order_by("code").values_list("code", flat=True)[:limit])


def visible_bulletins(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = Bulletin.objects.visible_to(actor).filter(code__in=codes).exclude(state="DROPPED")
    return set(rows.values_list("code", flat=True))


def acknowledgements_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The days by which the reader's unit is to acknowledge issues. One query."""
    rows = BulletinShare.rows.filter(
        unit_id=actor.unit_id or 0, bulletin__state="ISSUED", bulletin__acknowledge_by__range=(first, last)
    )
    today = local_date(at)
    found = rows.select_related("bulletin").order_by("bulletin__acknowledge_by", "pk")[:most]
    return [_dated(one, today) for one in found] if actor.is_person else []


def _dated(one: BulletinShare, today: date) -> DatedRow:
    row = one.bulletin
    by = row.acknowledge_by or today
    is_open = one.state == "DELIVERED"
    state = State.DONE if not is_open else State.LATE if by < today else State.PLAN
    return DatedRow(
        kind="bulletin",
        code=row.code,
        title=_("Xác nhận bản tin: %(title)s") % {"title": row.title},
        url=reverse("communications:bulletin", args=[row.code]),
        first=by,
        last=by,
        state=state.value,
        stamp=one.acknowledged_at or row.issued_at or row.opened_at,
        word=_("Đã xác nhận") if not is_open else "",
        doer_ids=(one.unit_id,),
        dossier=row.dossier,
        sequence=row.version,
        is_open=is_open,
        is_illustration=row.is_illustration,
    )


def bulletin_waits(unit_ids: Collection[int], at: datetime, most: int = 200) -> list[Waiting]:
    """Issues that a unit has not acknowledged. One query."""
    today = local_date(at)
    rows = BulletinShare.rows.filter(unit_id__in=sorted(unit_ids), state="DELIVERED", bulletin__state="ISSUED")
    named = rows.order_by("bulletin__acknowledge_by", "pk").values_list(
        "unit_id", "bulletin__code", "bulletin__title", "bulletin__acknowledge_by", "bulletin__issued_at"
    )
    return [
        Waiting(
            unit_id,
            ACKNOWLEDGERS,
            "late" if until < today else "today" if until == today else "answer",
            code,
            title,
            reverse("communications:bulletin", args=[code]),
            until,
            since or at,
        )
        for unit_id, code, title, until, since in named[:most]
        if until is not None
    ]


def bulletin_parties(codes: Collection[str]) -> set[int]:
    wanted = [code for code in codes if code.startswith("BT-")]
    if not wanted:
        return set()
    rows = Bulletin.rows.filter(code__in=wanted)
    shares = BulletinShare.rows.filter(bulletin__in=rows).values_list("unit_id", flat=True)
    return {*rows.values_list("unit_id", flat=True), *shares}
