"""Outputs of communication plans: the list of a unit, one output with its proofs, search, what waits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from phoihop.communications.models import CommunicationPlan, OutreachHand, OutreachLine, OutreachOutput, OutreachPaper
from phoihop.communications.policy import APPROVERS, MAKERS
from phoihop.communications.queries.outreach_rows import OutputRow, PaperValue, output_rows, papers_shown
from phoihop.communications.rules import outreach as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.events import Event
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.sheet import Finder, FoundRow, Waiting, finders
from phoihop.organizations.queries import search_names

MOST_SHOWN = 50
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OutputRows:
    rows: tuple[OutputRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class OutputRights:
    write: bool
    link: bool
    send: bool
    take_back: bool
    give_back: bool
    approve: bool
    schedule: bool
    prove: bool
    material: bool
    unprove: bool
    finish: bool
    miss: bool
    count: bool
    drop: bool


@dataclass(frozen=True, slots=True)
class OutputValue:
    row: OutputRow
    number: int  # of its line
    message: str
    audience: str
    line_last: date
    text: str
    product: str
    product_url: str  # where the reader may open it
    counted: str
    approved_at: datetime | None
    approved_post: str
    obligation: str
    version: int
    papers: tuple[PaperValue, ...]
    rights: OutputRights
    why: str


def output_list(actor: Actor, *, show: str = "", after: str = "", limit: int = MOST_SHOWN) -> OutputRows:
    """Outputs the reader may see, the newest first; `show`: "mine" of his unit, "waiting" for approval, "done"."""
    rows = OutreachOutput.objects.visible_to(actor).exclude(state="DROPPED").select_related("line__plan")
    if show == "mine":
        rows = rows.filter(owner_id=actor.unit_id or 0)
    elif show == "waiting":
        rows = rows.filter(state="SENT")
    elif show == "done":
        rows = rows.filter(state="DONE")
    if after:
        rows = rows.filter(pk__lt=OutreachOutput.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return OutputRows(tuple(output_rows(shown)), shown[-1].code if len(found) > limit else "")


def output_value(actor: Actor, code: str) -> OutputValue:
    row = OutreachOutput.objects.visible_to(actor).select_related("line__plan").filter(code=code).first()
    if row is None:
        raise NotVisible
    papers = list(OutreachPaper.rows.filter(output=row).order_by("number"))
    hands = OutreachHand.rows.filter(about=code, account_id=actor.account_id or 0).exists()
    return OutputValue(
        row=output_rows([row])[0],
        number=row.line.number,
        message=row.line.message,
        audience=row.line.audience,
        line_last=row.line.last_date,
        text=row.text,
        product=row.product,
        product_url=_product_url(actor, row.product),
        counted=row.counted,
        approved_at=row.approved_at,
        approved_post=row.approved_post,
        obligation=row.line.obligation if actor.unit_id in (row.unit_id, row.owner_id) else "",
        version=row.version,
        papers=tuple(papers_shown(actor, papers)),
        rights=_rights(actor, row, is_hand=hands),
        why=why(actor, row),
    )


def finder_of(code: str) -> Finder | None:
    """Who finds things of this code: the room that owns its prefix."""
    return next((one for one in finders() if any(prefix and code.startswith(prefix) for prefix in one.prefixes)), None)


def _product_url(actor: Actor, product: str) -> str:
    known = finder_of(product)
    if known is None or product not in known.visible(actor, [product]):
        return ""
    return next((one.url for one in known.build([product])), "")


def _rights(actor: Actor, row: OutreachOutput, *, is_hand: bool) -> OutputRights:
    def can(power: str, *in_states: str) -> bool:
        return row.state in in_states and may(actor, power, row)

    ready = ("APPROVED", "SCHEDULED")
    return OutputRights(
        write=can("output.write", "DRAFT"),
        link=bool(rules.CHANNELS[row.line.channel].products) and can("output.write", *rules.OUTPUT_OPEN),
        send=can("output.write", "DRAFT"),
        take_back=can("output.write", "SENT"),
        give_back=can("output.approve", "SENT"),
        approve=not is_hand and can("output.approve", "SENT"),
        schedule=can("output.work", *ready),
        prove=can("output.work", *rules.OUTPUT_OPEN, "DONE"),
        material=can("output.work", *rules.OUTPUT_OPEN),
        unprove=can("output.work", *rules.OUTPUT_OPEN),
        finish=can("output.work", *ready),
        miss=can("output.work", *rules.OUTPUT_OPEN),
        count=can("output.work", "DONE"),
        drop=can("output.write", "DRAFT"),
    )


# ── for notices, search and today ───────────────────────────────────────────────────────────────────────────


def output_row(event: Event) -> OutreachOutput:
    return OutreachOutput.rows.get(code=event.code)


def found_outputs(codes: Collection[str]) -> list[FoundRow]:
    rows = list(OutreachOutput.rows.filter(code__in=codes).exclude(state="DROPPED").select_related("line__plan"))
    tokens = tokens_of("output.see", rows)
    return [
        FoundRow(
            code=row.code,
            kind="output",
            title=row.title,
            url=reverse("communications:output", args=[row.code]),
            tokens=tokens[row.pk],
            text=f"{row.text}\n{row.line.audience}: {row.line.message}",
            numbers=tuple(filter(None, (row.line.plan.code, row.dossier, row.product))),
            unit_ids=tuple(dict.fromkeys((row.owner_id, row.unit_id))),
            unit_names=search_names(list(dict.fromkeys((row.owner_id, row.unit_id)))),
            date=(row.done_date or local_date(row.opened_at)).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def output_codes(after: str, limit: int) -> list[str]:
    rows = OutreachOutput.rows.filter(code__gt=after).exclude(state="DROPPED")
    return list(rows.order_by("code").values_list("code", flat=True)[:limit])


def visible_outputs(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = OutreachOutput.objects.visible_to(actor).filter(code__in=codes).exclude(state="DROPPED")
    return set(rows.values_list("code", flat=True))


def outreach_waits(unit_ids: Collection[int], at: datetime, most: int = 200) -> list[Waiting]:
    """Plans and outputs before their approvers, and lines of the plan's own unit whose day nears: what another unit
    owes waits at its obligation. Three queries."""
    today, ids = local_date(at), sorted(unit_ids)
    presented = CommunicationPlan.rows.filter(unit_id__in=ids, state="PRESENTED").order_by("presented_at", "pk")
    sent = OutreachOutput.rows.filter(owner_id__in=ids, state="SENT").order_by("sent_at", "pk")
    own = OutreachLine.rows.filter(
        owner_id__in=ids, state="APPROVED", obligation="", last_date__lt=today + WEEK, handed_in_date=None
    ).exclude(plan__state__in=("CLOSED", "DROPPED"))
    due = own.filter(unsettled()).select_related("plan").order_by("last_date", "pk")
    return [
        *(
            Waiting(
                row.unit_id,
                APPROVERS,
                "answer",
                row.code,
                row.title,
                reverse("communications:outreach", args=[row.code]),
                None,
                row.presented_at or row.opened_at,
            )
            for row in presented[:most]
        ),
        *(
            Waiting(
                row.owner_id,
                APPROVERS,
                "answer",
                row.code,
                row.title,
                reverse("communications:output", args=[row.code]),
                None,
                row.sent_at or row.opened_at,
            )
            for row in sent[:most]
        ),
        *(
            Waiting(
                line.owner_id,
                MAKERS,
                "late" if line.last_date < today else "today" if line.last_date == today else "week",
                line.code,
                line.message[:300],
                reverse("communications:outreach-line", args=[line.plan.code, line.number]),
                line.last_date,
                line.approved_at or at,
            )
            for line in due[:most]
        ),
    ]


def unsettled() -> Q:
    """Lines of which nothing is done, or something still under way."""
    done = OutreachOutput.rows.filter(state="DONE").values("line_id")
    under_way = OutreachOutput.rows.filter(state__in=rules.OUTPUT_OPEN).values("line_id")
    return ~Q(pk__in=done) | Q(pk__in=under_way)
