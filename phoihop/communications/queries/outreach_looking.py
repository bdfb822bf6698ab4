"""Looking over the plans: what was not done by its day, what clashes over all agencies, what is coming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.communications.models import CommunicationPlan, OutreachLine, OutreachWindow
from phoihop.communications.queries.outreach import topic_facts
from phoihop.communications.queries.outreach_outputs import unsettled
from phoihop.communications.queries.outreach_rows import LineRow, line_rows, outputs_of, stands
from phoihop.communications.queries.outreach_words import CHANNEL_WORDS
from phoihop.communications.rules import outreach as rules
from phoihop.communications.rules import outreach_looking as looking
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import State
from phoihop.ground.powers import ask, may
from phoihop.ground.sheet import DatedRow
from phoihop.ground.text import fold
from phoihop.organizations.queries import unit_names

MOST_SHOWN = 50
MOST_LOOKED_AT = 1500  # lines of one look; the nearest days first
LIVING = ("APPROVED", "DRAFT", "PRESENTED")  # plans whose approved lines count: one opened again goes on meanwhile
DATED_STATES = {
    "done": State.DONE,
    "handed": State.WAIT,
    "gap": State.LATE,
    "missed": State.HELD,
    "working": State.DOING,
    "planned": State.PLAN,
}


@dataclass(frozen=True, slots=True)
class GapRows:
    rows: tuple[LineRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """What everybody with a seat may see of an approved line; `url` only where the reader may open its plan."""

    key: str
    first: date
    last: date
    is_confirmed: bool
    channel: str
    topic: str
    owner: str
    owner_id: int
    url: str
    stands: str
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class WindowValue:
    id: int
    unit: str
    territory: str
    first: date
    last: date
    channels: tuple[str, ...]
    reason: str
    version: int
    may_lift: bool


@dataclass(frozen=True, slots=True)
class ClashValue:
    one: OpenLine
    other: OpenLine
    first: date
    last: date
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockedValue:
    line: OpenLine
    window: WindowValue
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ClashRows:
    clashes: tuple[ClashValue, ...]
    blocked: tuple[BlockedValue, ...]
    windows: tuple[WindowValue, ...]
    is_cut: bool
    may_block: bool


@dataclass(frozen=True, slots=True)
class AheadRows:
    rows: tuple[OpenLine, ...]
    windows: tuple[WindowValue, ...]
    counts: Mapping[str, int]  # by channel
    is_cut: bool


def gap_list(actor: Actor, today: date, *, after: str = "", limit: int = MOST_SHOWN) -> GapRows:
    """Approved lines of plans the reader may see whose days are over and that nobody says were done; the longest ago
    first. `after`: the code of the last line seen."""
    visible = CommunicationPlan.objects.visible_to(actor).filter(state__in=LIVING)
    rows = OutreachLine.rows.filter(plan__in=visible.values("pk"), state="APPROVED", last_date__lt=today)
    rows = rows.filter(unsettled(), handed_in_date=None).select_related("plan").order_by("last_date", "pk")
    if after:
        last = OutreachLine.rows.filter(code=after).values_list("last_date", "pk").first()
        if last is not None:
            rows = rows.filter(Q(last_date__gt=last[0]) | Q(last_date=last[0], pk__gt=last[1]))
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return GapRows(
        tuple(line_rows(shown, {line.plan_id: line.plan for line in shown}, today)),
        shown[-1].code if len(found) > limit else "",
    )


def clash_rows(actor: Actor, first: date, last: date, at: datetime) -> ClashRows:
    """Approved lines of all agencies that meet on these days, and those that touch a window of silence."""
    ask(actor, "outreach.look")
    lines, is_cut = _lines_between(first, last)
    shown = {one.key: one for one in _open_lines(actor, lines, local_date(at))}
    windows = {str(one.id): one for one in window_rows(actor, first, last)}
    slots = [_slot(line) for line in lines]
    blocks = _blocks(windows)
    return ClashRows(
        clashes=tuple(
            ClashValue(shown[one.one], shown[one.other], max(one.first, first), one.last, one.grounds)
            for one in looking.clashes(slots)
            if one.last >= first and one.first <= last
        ),
        blocked=tuple(
            BlockedValue(shown[one.slot], windows[one.window], one.first, one.last)
            for one in looking.blocked(slots, blocks)
        ),
        windows=tuple(windows.values()),
        is_cut=is_cut,
        may_block=may(actor, "outreach.block", unit_id=actor.unit_id),
    )


def ahead_rows(actor: Actor, days: int, at: datetime, *, is_own: bool = False) -> AheadRows:
    """Approved lines of all agencies in the coming days; `is_own`: those that the reader's unit carries out."""
    ask(actor, "outreach.look")
    today = local_date(at)
    lines, is_cut = _lines_between(today, today + timedelta(days=days), owner_id=actor.unit_id if is_own else None)
    rows = tuple(_open_lines(actor, lines, today))
    counts = {channel: sum(row.channel == channel for row in rows) for channel in rules.CHANNELS}
    windows = tuple(window_rows(actor, today, today + timedelta(days=days)))
    return AheadRows(rows, windows, {key: n for key, n in counts.items() if n}, is_cut)


def window_rows(actor: Actor, first: date, last: date, most: int = 200) -> list[WindowValue]:
    """Windows of silence that touch these days, of all bodies."""
    rows = OutreachWindow.rows.filter(lifted_at=None, last_date__gte=first, first_date__lte=last)
    found = list(rows.order_by("first_date", "pk")[:most])
    names = unit_names(row.unit_id for row in found)
    lifts = may(actor, "outreach.block", unit_id=actor.unit_id)
    return [
        WindowValue(
            id=row.pk,
            unit=names[row.unit_id].name,
            territory=row.territory,
            first=row.first_date,
            last=row.last_date,
            channels=tuple(row.channels),
            reason=row.reason,
            version=row.version,
            may_lift=lifts and row.unit_id == actor.unit_id,
        )
        for row in found
    ]


def dated_lines(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """Approved lines of plans the reader may see, on their days. Two queries."""
    visible = CommunicationPlan.objects.visible_to(actor).exclude(state="DROPPED")
    rows = OutreachLine.rows.filter(
        plan__in=visible.values("pk"), state="APPROVED", last_date__gte=first, first_date__lte=last
    )
    lines = list(rows.select_related("plan").order_by("first_date", "pk")[:most])
    outputs = outputs_of(lines)
    today = local_date(at)
    return [_dated(line, stands(line, outputs, today)) for line in lines]


def _dated(line: OutreachLine, standing: str) -> DatedRow:
    channel = CHANNEL_WORDS[line.channel]
    words = {"channel": channel, "message": line.message[:200]}
    return DatedRow(
        kind="outreach",
        code=line.code,
        title=_("%(channel)s: %(message)s") % words,
        url=reverse("communications:outreach-line", args=[line.plan.code, line.number]),
        first=line.first_date,
        last=line.last_date,
        state=DATED_STATES[standing].value,
        word="" if standing != "planned" else _("Đã chốt ngày") if line.is_confirmed else _("Ngày dự kiến"),
        stamp=line.approved_at or line.plan.opened_at,
        place="; ".join(line.details.get("places", ()))[:300],
        doer_ids=(line.owner_id,),
        other_ids=(line.plan.unit_id,) if line.plan.unit_id != line.owner_id else (),
        dossier=line.plan.dossier,
        sequence=line.version,
        is_open=standing in ("gap", "working", "planned"),
        is_illustration=line.plan.is_illustration,
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _lines_between(first: date, last: date, *, owner_id: int | None = None) -> tuple[list[OutreachLine], bool]:
    """Approved lines of all agencies that touch these days, the nearest first, and whether there are more."""
    rows: QuerySet[OutreachLine] = OutreachLine.rows.filter(
        state="APPROVED", plan__state__in=LIVING, last_date__gte=first, first_date__lte=last
    )
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    found = list(rows.select_related("plan").order_by("first_date", "pk")[: MOST_LOOKED_AT + 1])
    return found[:MOST_LOOKED_AT], len(found) > MOST_LOOKED_AT


def _open_lines(actor: Actor, lines: Sequence[OutreachLine], today: date) -> list[OpenLine]:
    """A constant number of queries: topics, which plans the reader may open, and how each line stands."""
    facts = topic_facts({line.plan.dossier for line in lines})
    codes = {line.plan.code for line in lines}
    rows = CommunicationPlan.objects.visible_to(actor).filter(code__in=codes)
    seen = set(rows.values_list("code", flat=True))
    names = unit_names(line.owner_id for line in lines)
    outputs = outputs_of(lines)
    return [
        OpenLine(
            key=line.code,
            first=line.first_date,
            last=line.last_date,
            is_confirmed=line.is_confirmed,
            channel=line.channel,
            topic=facts[line.plan.dossier].title if line.plan.dossier in facts else "",
            owner=names[line.owner_id].name,
            owner_id=line.owner_id,
            url=reverse("communications:outreach-line", args=[line.plan.code, line.number])
            if line.plan.code in seen
            else "",
            stands=stands(line, outputs, today),
            is_illustration=line.plan.is_illustration,
        )
        for line in lines
    ]


def _slot(line: OutreachLine) -> looking.Slot:
    spans = (rules.span_of_hours(text) for text in line.details.get("hours", ()))
    return looking.Slot(
        key=line.code,
        first=line.first_date,
        last=line.last_date,
        channel=line.channel,
        audience=line.audience_fold,
        places=frozenset(fold(place) for place in line.details.get("places", ())),
        hours=tuple(span for span in spans if span is not None),
        territory=line.plan.territory,
    )


def _blocks(windows: Mapping[str, WindowValue]) -> list[looking.Window]:
    return [
        looking.Window(key, one.first, one.last, one.territory, frozenset(one.channels)) for key, one in windows.items()
    ]
