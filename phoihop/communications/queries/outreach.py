"""Communication plans: the list, one plan with its lines, what its reader may do, search."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from phoihop.communications.models import (
    CommunicationPlan,
    OutreachFlag,
    OutreachHand,
    OutreachLine,
    OutreachOutput,
    OutreachPaper,
)
from phoihop.communications.queries.outreach_rows import (
    FlagValue,
    LineRow,
    OutputRow,
    PaperValue,
    PlanRow,
    flags_of,
    line_rows,
    output_rows,
    papers_shown,
    plan_row_of,
    plan_rows,
)
from phoihop.communications.queries.speaking import KINDS
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.events import Event
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.prepared import prepared
from phoihop.ground.sheet import FoundRow
from phoihop.organizations.queries import search_names, unit_names
from phoihop.plans import queries as plans

MOST_SHOWN = 50
MODES = ("", "waiting", "over")


@dataclass(frozen=True, slots=True)
class PlanRows:
    rows: tuple[PlanRow, ...]
    next: str
    may_begin: bool
    may_block: bool


@dataclass(frozen=True, slots=True)
class OutreachRights:
    write: bool
    present: bool
    take_back: bool
    give_back: bool
    approve: bool
    revise: bool
    close: bool
    drop: bool
    add: bool
    flag: bool
    attach: bool
    copy: bool


@dataclass(frozen=True, slots=True)
class OutreachValue:
    row: PlanRow
    unit_id: int
    partner: str
    topic: str  # title, empty where the reader may not see it
    plan: str
    year: int
    goal: str
    clause: str
    copied_from: str
    note: str
    version: int
    approved_at: datetime | None
    approved_post: str
    lines: tuple[LineRow, ...]
    flags: tuple[FlagValue, ...]  # of the plan as a whole
    papers: tuple[PaperValue, ...]
    cost: int
    spent: int
    is_hand: bool
    rights: OutreachRights
    why: str


@dataclass(frozen=True, slots=True)
class LineRights:
    write: bool
    move: bool
    drop: bool
    flag: bool
    clear: bool
    attach: bool
    begin: bool


@dataclass(frozen=True, slots=True)
class LineValue:
    row: LineRow
    plan: PlanRow
    details: Mapping[str, Any]
    obligation: str  # code, where the reader's page may name it
    approved_at: datetime | None
    handed_in: date | None
    version: int
    flags: tuple[FlagValue, ...]
    papers: tuple[PaperValue, ...]
    outputs: tuple[OutputRow, ...]
    rights: LineRights
    why: str


def outreach_list(actor: Actor, today: date, *, show: str = "", after: str = "", limit: int = MOST_SHOWN) -> PlanRows:
    """Plans the reader may see, the newest first; `show`: "waiting" for approval, "over" those closed."""
    rows = CommunicationPlan.objects.visible_to(actor).exclude(state="DROPPED")
    if show == "waiting":
        rows = rows.filter(state="PRESENTED")
    elif show == "over":
        rows = rows.filter(state="CLOSED")
    else:
        rows = rows.exclude(state="CLOSED")
    if after:
        rows = rows.filter(pk__lt=CommunicationPlan.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return PlanRows(
        rows=tuple(plan_rows(shown, today)),
        next=shown[-1].code if len(found) > limit else "",
        may_begin=may(actor, "outreach.begin", unit_id=actor.unit_id),
        may_block=may(actor, "outreach.block", unit_id=actor.unit_id),
    )


def outreach_about(actor: Actor, dossier: str, today: date) -> list[PlanRow]:
    """The plans about a topic that the reader may see, the newest first."""
    return plan_rows(_about(actor, dossier), today)


@prepared
def _about(actor: Actor, dossier: str) -> QuerySet[CommunicationPlan]:
    rows = CommunicationPlan.objects.visible_to(actor).filter(dossier=dossier).exclude(state="DROPPED")
    return rows.order_by("-pk")[:10]


def may_begin_for(actor: Actor, dossier: str) -> bool:
    """Whether the reader's unit leads the topic and writes plans."""
    if not may(actor, "outreach.begin", unit_id=actor.unit_id):
        return False
    facts = topic_facts([dossier]).get(dossier)
    return facts is not None and facts.lead_id == actor.unit_id


@dataclass(frozen=True, slots=True)
class TopicFacts:
    title: str
    lead_id: int


def topic_facts(codes: Collection[str]) -> dict[str, TopicFacts]:
    """Title and lead of these topics, whoever reads: what everybody with a seat may see of an approved line."""
    wanted = set(codes)
    rows = plans.found_topics(wanted, KINDS) if wanted else []
    return {row.code: TopicFacts(row.title, row.unit_ids[0]) for row in rows}


def topics_to_plan(actor: Actor, today: date) -> list[tuple[str, str]]:
    """Topics that the reader's unit leads: code and title, the newest first."""
    lines = plans.topics(actor, today).lines
    facts = topic_facts([line.code for line in lines])
    led = [line for line in lines if line.code in facts and facts[line.code].lead_id == actor.unit_id]
    return [(line.code, f"{line.title} ({line.code})") for line in led]


def clauses_of(actor: Actor, code: str, today: date) -> list[tuple[str, str]]:
    """The clauses of the agreement that a plan may carry out: as named there, and what it asks for."""
    row = _plan(actor, code)
    if row.plan not in plans.visible_plans(actor, [row.plan]):
        return []
    duties = plans.plan_value(actor, row.plan, today).duties
    return list({one.clause: f"{one.clause}: {one.text}" for one in duties if one.clause}.items())


def outreach_value(actor: Actor, code: str, today: date) -> OutreachValue:
    row = _plan(actor, code)
    lines = list(OutreachLine.rows.filter(plan=row).order_by("number"))
    shown = line_rows(lines, {row.pk: row}, today)
    papers = list(OutreachPaper.rows.filter(plan=row, line=None).order_by("number"))
    spent = OutreachOutput.rows.filter(line__plan=row, state="DONE", cost__isnull=False).values_list("cost", flat=True)
    names = unit_names([row.unit_id, row.partner_id])
    seen = plans.visible_topics(actor, [row.dossier])
    topic = topic_facts([row.dossier]).get(row.dossier) if seen else None
    hands = OutreachHand.rows.filter(about=code, account_id=actor.account_id or 0).exists()
    return OutreachValue(
        row=plan_row_of(row, [line.stands for line in shown], names[row.unit_id].name),
        unit_id=row.unit_id,
        partner=names[row.partner_id].name,
        topic=topic.title if topic else "",
        plan=row.plan,
        year=row.year,
        goal=row.goal,
        clause=row.clause,
        copied_from=row.copied_from,
        note=row.note,
        version=row.version,
        approved_at=row.approved_at,
        approved_post=row.approved_post,
        lines=tuple(shown),
        flags=tuple(flags_of(OutreachFlag.rows.filter(plan=row, line=None))),
        papers=tuple(papers_shown(actor, papers)),
        cost=sum(line.cost or 0 for line in lines if line.state != "DROPPED"),
        spent=sum(cost or 0 for cost in spent),
        is_hand=hands,
        rights=_rights(actor, row, has_lines=bool(shown), is_hand=hands),
        why=why(actor, row),
    )


def line_value(actor: Actor, code: str, number: int, today: date) -> LineValue:
    row = _plan(actor, code)
    line = OutreachLine.rows.filter(plan=row, number=number).first()
    if line is None:
        raise NotVisible
    papers = list(OutreachPaper.rows.filter(line=line, output=None).order_by("number"))
    outputs = OutreachOutput.rows.filter(line=line).exclude(state="DROPPED").select_related("line__plan")
    seen = outputs.filter(pk__in=OutreachOutput.objects.visible_to(actor).values("pk")).order_by("pk")
    shown = line_rows([line], {row.pk: row}, today)[0]
    is_open = row.state not in ("CLOSED", "DROPPED") and line.state != "DROPPED"
    writes = may(actor, "outreach.write", row)
    return LineValue(
        row=shown,
        plan=plan_row_of(row, [], unit_names([row.unit_id])[row.unit_id].name),
        details=line.details,
        obligation=line.obligation if actor.unit_id in (row.unit_id, line.owner_id) else "",
        approved_at=line.approved_at,
        handed_in=line.handed_in_date,
        version=line.version,
        flags=tuple(flags_of(OutreachFlag.rows.filter(line=line))),
        papers=tuple(papers_shown(actor, papers)),
        outputs=tuple(output_rows(list(seen))),
        rights=LineRights(
            write=writes and row.state == "DRAFT" and line.state == "DRAFT",
            move=is_open
            and line.state == "APPROVED"
            and may(actor, "outreach.move", row)
            and actor.unit_id in (row.unit_id, line.owner_id),
            drop=is_open and writes and (line.state == "APPROVED" or row.state == "DRAFT") and not shown.outputs,
            flag=is_open and may(actor, "outreach.flag", row),
            clear=is_open and writes,
            attach=is_open and writes,
            begin=is_open
            and line.state == "APPROVED"
            and actor.unit_id == line.owner_id
            and may(actor, "output.begin", row),
        ),
        why=why(actor, row),
    )


def flag_place(actor: Actor, code: str, flag: int) -> tuple[int, int]:
    """The number of the line that a mark is on (0: the plan itself), and the mark's version."""
    one = OutreachFlag.rows.filter(plan=_plan(actor, code), pk=flag).select_related("line").first()
    if one is None:
        raise NotVisible
    return one.line.number if one.line else 0, one.version


def _plan(actor: Actor, code: str) -> CommunicationPlan:
    row = CommunicationPlan.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def _rights(actor: Actor, row: CommunicationPlan, *, has_lines: bool, is_hand: bool) -> OutreachRights:
    def can(power: str, *in_states: str) -> bool:
        return row.state in in_states and may(actor, power, row)

    is_open = row.state not in ("CLOSED", "DROPPED")
    return OutreachRights(
        write=can("outreach.write", "DRAFT"),
        present=has_lines and can("outreach.write", "DRAFT"),
        take_back=can("outreach.write", "PRESENTED"),
        give_back=can("outreach.approve", "PRESENTED"),
        approve=not is_hand and can("outreach.approve", "PRESENTED"),
        revise=can("outreach.write", "APPROVED"),
        close=can("outreach.approve", "APPROVED"),
        drop=row.approved_at is None and can("outreach.write", "DRAFT"),
        add=can("outreach.write", "DRAFT"),
        flag=is_open and may(actor, "outreach.flag", row),
        attach=is_open and may(actor, "outreach.write", row),
        copy=may(actor, "outreach.begin", unit_id=actor.unit_id),
    )


# ── for notices, search and other rooms ─────────────────────────────────────────────────────────────────────


def outreach_row(event: Event) -> CommunicationPlan:
    return CommunicationPlan.rows.get(code=event.code)


def found_outreach(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps: title, goal, audiences and messages."""
    rows = list(CommunicationPlan.rows.filter(code__in=codes).exclude(state="DROPPED"))
    tokens = tokens_of("outreach.see", rows)
    texts: dict[int, list[str]] = {}
    owners: dict[int, dict[int, None]] = {row.pk: {row.unit_id: None, row.partner_id: None} for row in rows}
    lines = OutreachLine.rows.filter(plan__in=[row.pk for row in rows]).exclude(state="DROPPED").order_by("number")
    for plan_id, owner_id, audience, message in lines.values_list("plan_id", "owner_id", "audience", "message"):
        texts.setdefault(plan_id, []).append(f"{audience}: {message}")
        owners[plan_id][owner_id] = None
    return [
        FoundRow(
            code=row.code,
            kind="outreach",
            title=row.title,
            url=reverse("communications:outreach", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join((row.goal, *texts.get(row.pk, ()))),
            numbers=(row.dossier, row.plan),
            unit_ids=tuple(owners[row.pk]),
            unit_names=search_names(list(owners[row.pk])),
            date=local_date(row.opened_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def outreach_codes(after: str, limit: int) -> list[str]:
    rows = CommunicationPlan.rows.filter(code__gt=after).exclude(state="DROPPED")
    return list(rows.order_by("code").values_list("code", flat=True)[:limit])


def visible_outreach(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = CommunicationPlan.objects.visible_to(actor).filter(code__in=codes).exclude(state="DROPPED")
    return set(rows.values_list("code", flat=True))


def outreach_parties(codes: Collection[str]) -> set[int]:
    """The units of these plans and outputs. Three queries at most."""
    of_plans = [code for code in codes if code.startswith("KT-")]
    outputs = [code for code in codes if code.startswith("SP-")]
    found: set[int] = set()
    if of_plans:
        for pair in CommunicationPlan.rows.filter(code__in=of_plans).values_list("unit_id", "partner_id"):
            found |= set(pair)
        found |= set(OutreachLine.rows.filter(plan__code__in=of_plans).values_list("owner_id", flat=True))
    if outputs:
        for pair in OutreachOutput.rows.filter(code__in=outputs).values_list("unit_id", "owner_id"):
            found |= set(pair)
    return found


def sources_for(actor: Actor, limit: int = 30) -> list[tuple[str, str]]:
    """Plans that a new one may be copied from: code and title, the newest first."""
    rows = CommunicationPlan.objects.visible_to(actor).filter(~Q(state="DROPPED"), lines__gt=0).order_by("-pk")
    return [(code, f"{title} ({code})") for code, title in rows.values_list("code", "title")[:limit]]
