"""Rows of communication plans, lines, outputs, papers and marks as pages list them. A constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from phoihop.communications.models import CommunicationPlan, OutreachFlag, OutreachLine, OutreachOutput, OutreachPaper
from phoihop.communications.rules import outreach as rules
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.organizations.queries import unit_names


@dataclass(frozen=True, slots=True)
class PlanRow:
    code: str
    title: str
    unit: str
    state: str
    dossier: str
    counts: Mapping[str, int]  # how many lines stand how
    presented_at: datetime | None
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class FlagValue:
    id: int
    field: str
    reason: str
    unit: str
    post: str
    set_at: datetime
    cleared_at: datetime | None
    answer: str
    version: int


@dataclass(frozen=True, slots=True)
class PaperValue:
    number: int
    role: str
    kind: str
    name: str  # number of the document, or the address, or the words
    subject: str  # empty where the reader may not see the document
    url: str
    text: str
    given_at: datetime
    given_post: str


@dataclass(frozen=True, slots=True)
class OutputRow:
    code: str
    title: str
    state: str
    channel: str
    owner: str
    first: date | None
    last: date | None
    is_confirmed: bool
    done: date | None
    reach: int | None
    cost: int | None
    note: str
    plan: str
    plan_title: str
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line; `stands` as `rules.outreach.stands` says it on the day."""

    code: str
    plan: str
    plan_title: str
    dossier: str
    number: int
    stands: str
    audience: str
    message: str
    channel: str
    owner_id: int
    owner: str
    unit_id: int
    first: date
    last: date
    is_confirmed: bool
    cost: int | None
    flags: int
    outputs: tuple[str, ...]  # codes
    note: str
    is_illustration: bool


def plan_rows(rows: Collection[CommunicationPlan], today: date) -> list[PlanRow]:
    """Three queries however many."""
    lines = list(OutreachLine.rows.filter(plan__in=[row.pk for row in rows]))
    states = outputs_of(lines)
    found: dict[int, list[str]] = {row.pk: [] for row in rows}
    for line in lines:
        found[line.plan_id].append(stands(line, states, today))
    names = unit_names(row.unit_id for row in rows)
    return [plan_row_of(row, found[row.pk], names[row.unit_id].name) for row in rows]


def plan_row_of(row: CommunicationPlan, standing: Iterable[str], unit: str) -> PlanRow:
    counts: dict[str, int] = {}
    for one in standing:
        counts[one] = counts.get(one, 0) + 1
    return PlanRow(
        code=row.code,
        title=row.title,
        unit=unit,
        state=row.state,
        dossier=row.dossier,
        counts=counts,
        presented_at=row.presented_at,
        is_illustration=row.is_illustration,
    )


def outputs_of(lines: Iterable[OutreachLine]) -> dict[int, list[tuple[str, str]]]:
    """Code and state of the outputs of these lines, by line. One query."""
    found: dict[int, list[tuple[str, str]]] = {}
    ids = [line.pk for line in lines]
    rows = OutreachOutput.rows.filter(line__in=ids).order_by("pk").values_list("line_id", "code", "state")
    for line_id, code, state in rows if ids else ():
        found.setdefault(line_id, []).append((code, state))
    return found


def stands(line: OutreachLine, outputs: Mapping[int, list[tuple[str, str]]], today: date) -> str:
    return rules.stands(
        line.state,
        line.last_date,
        today,
        [state for _code, state in outputs.get(line.pk, ())],
        is_handed_in=line.handed_in_date is not None,
    )


def line_rows(lines: Collection[OutreachLine], of_plans: Mapping[int, CommunicationPlan], today: date) -> list[LineRow]:
    """Two queries however many; names of units are remembered."""
    outputs = outputs_of(lines)
    names = unit_names(line.owner_id for line in lines)
    flags: dict[int, int] = {}
    for line_id in OutreachFlag.rows.filter(line__in=list(lines), cleared_at=None).values_list("line_id", flat=True):
        flags[line_id or 0] = flags.get(line_id or 0, 0) + 1
    return [
        LineRow(
            code=line.code,
            plan=of_plans[line.plan_id].code,
            plan_title=of_plans[line.plan_id].title,
            dossier=of_plans[line.plan_id].dossier,
            number=line.number,
            stands=stands(line, outputs, today),
            audience=line.audience,
            message=line.message,
            channel=line.channel,
            owner_id=line.owner_id,
            owner=names[line.owner_id].name,
            unit_id=of_plans[line.plan_id].unit_id,
            first=line.first_date,
            last=line.last_date,
            is_confirmed=line.is_confirmed,
            cost=line.cost,
            flags=flags.get(line.pk, 0),
            outputs=tuple(code for code, state in outputs.get(line.pk, ()) if state != "DROPPED"),
            note=line.note,
            is_illustration=of_plans[line.plan_id].is_illustration,
        )
        for line in lines
    ]


def output_rows(rows: Collection[OutreachOutput]) -> list[OutputRow]:
    """Rows that came with `line__plan`."""
    names = unit_names(row.owner_id for row in rows)
    return [
        OutputRow(
            code=row.code,
            title=row.title,
            state=row.state,
            channel=row.line.channel,
            owner=names[row.owner_id].name,
            first=row.first_date or row.line.first_date,
            last=row.last_date or row.line.last_date,
            is_confirmed=row.is_confirmed if row.first_date else row.line.is_confirmed,
            done=row.done_date,
            reach=row.reach,
            cost=row.cost,
            note=row.note,
            plan=row.line.plan.code,
            plan_title=row.line.plan.title,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def papers_shown(actor: Actor, rows: Collection[OutreachPaper]) -> list[PaperValue]:
    """One query: a document's subject and address only where the reader may see the document."""
    seen = documents.documents_of(actor, [row.document for row in rows if row.document])
    shown = []
    for row in rows:
        line = seen.get(row.document)
        shown.append(
            PaperValue(
                number=row.number,
                role=row.role,
                kind=row.kind,
                name=row.citation or row.link or row.text,
                subject=line.subject if line else "",
                url=line.url if line else row.link,
                text=row.text if row.kind in ("DOCUMENT", "LINK") else "",
                given_at=row.given_at,
                given_post=row.given_post,
            )
        )
    return shown


def flags_of(rows: Any) -> list[FlagValue]:
    return [
        FlagValue(
            one.pk,
            one.field,
            one.reason,
            one.unit_name,
            one.post,
            one.set_at,
            one.cleared_at,
            one.answer,
            one.version,
        )
        for one in rows.order_by("pk")
    ]
