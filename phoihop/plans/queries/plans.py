"""Reading plans: the list of a year, the plan's page, and where a new topic may go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import unit_names
from phoihop.plans import states
from phoihop.plans.models import Plan, PlanPhase, Topic, TopicPhase
from phoihop.plans.queries.duties import agreement_of, duties_on
from phoihop.plans.rules import DutyFacts

MOST_SHOWN = 50

Counts = Mapping[str, int]  # how many obligations are in each shown state


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in a list, with how its obligations stand."""

    code: str
    year: int
    lead: str
    partner: str
    partner_short: str
    state: str
    answer: str
    reason: str
    topics: int
    counts: Counts
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class PlanList:
    year: int
    years: tuple[int, ...]
    lines: tuple[PlanLine, ...]
    next: str


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic on its plan's page."""

    code: str
    kind: str
    title: str
    state: str
    partner: str
    phase: str  # the one that runs, or ran last
    is_ad_hoc: bool
    is_unnotified: bool  # chosen, but the lead has not been told
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty of the plan: per phase (or "" for the year as a whole) how its obligations stand."""

    key: str
    text: str
    clause: str
    obliged: str
    counts: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class PlanRights:
    propose: bool
    add_ad_hoc: bool
    answer: bool
    notify: tuple[str, ...]  # topics that may be notified now
    approve: bool
    close: bool


@dataclass(frozen=True, slots=True)
class PlanValue:
    id: int
    code: str
    year: int
    round: str
    round_state: str
    answer_by: date | None
    agreement: str
    agreement_title: str
    lead_id: int
    lead: str
    partner_id: int
    partner: str
    state: str
    answer: str
    reason: str
    version: int
    is_illustration: bool
    phases: tuple[tuple[str, str], ...]
    topics: tuple[TopicLine, ...]
    duties: tuple[DutyRow, ...]
    figures: obligations.Figures
    rights: PlanRights
    why: str


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """A plan to which the reader may add a topic."""

    code: str
    year: int
    lead: str
    partner: str
    is_round_open: bool
    is_own_choice: bool  # the reader's unit chooses; otherwise it only proposes


def plans(actor: Actor, today: date, *, year: int | None = None, after: str = "", limit: int = MOST_SHOWN) -> PlanList:
    """The plans of a year (the newest the reader has, unless named) in the order they were called."""
    mine = Plan.objects.visible_to(actor)
    years = sorted(mine.values_list("year", flat=True).distinct(), reverse=True)
    chosen = year if year in years else (years[0] if years else today.year)
    rows = mine.filter(year=chosen).order_by("pk")
    if after:
        rows = rows.filter(pk__gt=Plan.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return PlanList(
        year=chosen,
        years=tuple(years),
        lines=tuple(lines_of(actor, shown, today)),
        next=shown[-1].code if len(found) > limit else "",
    )


def lines_of(actor: Actor, rows: Iterable[Plan], today: date) -> list[PlanLine]:
    """Three queries however many plans."""
    rows = list(rows)
    chosen = Topic.rows.filter(plan__in=[row.pk for row in rows], state__in=states.CHOSEN).values_list("plan_id")
    topics = dict(chosen.annotate(Count("pk")))
    counts: dict[str, Counter[str]] = {row.code: Counter() for row in rows}
    if rows:
        for cell in obligations.cells(actor, sources=tuple(counts), today=today):
            counts[cell.source].update(cell.counts)
    names = unit_names([*(row.lead_id for row in rows), *(row.partner_id for row in rows)])
    return [
        PlanLine(
            code=row.code,
            year=row.year,
            lead=names[row.lead_id].name,
            partner=names[row.partner_id].name,
            partner_short=names[row.partner_id].short,
            state=row.state,
            answer=row.answer,
            reason=row.answer_reason,
            topics=topics.get(row.pk, 0),
            counts=counts[row.code],
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def plan_value(actor: Actor, code: str, today: date) -> PlanValue:
    """A plan with its topics, its duties by phase, and its figures. Not visible to outsiders."""
    row = Plan.objects.visible_to(actor).select_related("round").filter(code=code).first()
    if row is None:
        raise NotVisible
    phases = tuple(PlanPhase.rows.filter(plan=row).order_by("position").values_list("key", "name"))
    topics = list(Topic.rows.filter(plan=row).order_by("pk"))
    agreement = agreement_of(row, by=actor)
    names = unit_names([row.lead_id, row.partner_id])
    cells = obligations.cells(actor, sources=(row.code,), today=today)
    return PlanValue(
        id=row.pk,
        code=row.code,
        year=row.year,
        round=row.round.code,
        round_state=row.round.state,
        answer_by=row.round.answer_by,
        agreement=agreement.code,
        agreement_title=agreement.title,
        lead_id=row.lead_id,
        lead=names[row.lead_id].name,
        partner_id=row.partner_id,
        partner=names[row.partner_id].name,
        state=row.state,
        answer=row.answer,
        reason=row.answer_reason,
        version=row.version,
        is_illustration=row.is_illustration,
        phases=phases,
        topics=tuple(topic_lines(topics)),
        duties=tuple(_duty_rows(duties_on(row, agreement, today, by=actor), cells)),
        figures=obligations.figures(actor, sources=(row.code,), today=today),
        rights=_rights(actor, row, topics),
        why=why(actor, row),
    )


def plan_choices(actor: Actor, today: date) -> tuple[PlanChoice, ...]:
    """Plans of this year and the next that take topics from the reader, his unit's own choice first."""
    rows = Plan.objects.visible_to(actor, "topic.propose").select_related("round").exclude(state="CLOSED")
    found = list(rows.filter(year__gte=today.year).order_by("year", "pk")[: 4 * MOST_SHOWN])
    found.sort(key=lambda row: row.partner_id != actor.unit_id)
    names = unit_names([*(row.lead_id for row in found), *(row.partner_id for row in found)])
    return tuple(
        PlanChoice(
            code=row.code,
            year=row.year,
            lead=names[row.lead_id].name,
            partner=names[row.partner_id].name,
            is_round_open=row.round.state == "CALLED",
            is_own_choice=row.partner_id == actor.unit_id,
        )
        for row in found
    )


def topic_lines(topics: list[Topic]) -> list[TopicLine]:
    """Two queries however many topics."""
    names = unit_names(topic.partner_id for topic in topics)
    entered = TopicPhase.rows.filter(topic__in=[topic.pk for topic in topics], entered_date__isnull=False)
    running = dict(entered.order_by("position").values_list("topic_id", "name"))  # the last one wins
    return [
        TopicLine(
            code=topic.code,
            kind=topic.kind,
            title=topic.title,
            state=topic.state,
            partner=names[topic.partner_id].name,
            phase=running.get(topic.pk, ""),
            is_ad_hoc=topic.is_ad_hoc,
            is_unnotified=is_notifiable(topic),
            is_illustration=topic.is_illustration,
        )
        for topic in topics
    ]


def is_notifiable(topic: Topic) -> bool:
    """Chosen, and the lead not told yet."""
    return topic.notified_date is None and states.after(states.TOPIC, topic.state, "notify") is not None


def _duty_rows(duties: Iterable[DutyFacts], cells: Iterable[obligations.CellCount]) -> list[DutyRow]:
    """The duties of the text in force, and after them those that only left obligations."""
    counts: dict[str, dict[str, Counts]] = {}
    for cell in cells:
        counts.setdefault(cell.duty, {})[cell.stage] = cell.counts
    rows = [DutyRow(duty.key, duty.text, duty.clause, duty.obliged, counts.pop(duty.key, {})) for duty in duties]
    return rows + [DutyRow(key, "", "", key.partition(".")[0], found) for key, found in sorted(counts.items())]


def _rights(actor: Actor, plan: Plan, topics: list[Topic]) -> PlanRights:
    is_open = plan.state != "CLOSED"
    in_round = is_open and plan.round.state == "CALLED"
    alive = any(topic.state in states.ALIVE for topic in topics)
    proposes = is_open and may(actor, "topic.propose", plan)
    return PlanRights(
        propose=proposes and in_round,
        add_ad_hoc=proposes,
        answer=in_round and plan.answer != "NONE" and not alive and may(actor, "plan.answer", plan),
        notify=(
            tuple(topic.code for topic in topics if is_notifiable(topic))
            if is_open and may(actor, "topic.notify", plan)
            else ()
        ),
        approve=plan.state == "DRAFT" and bool(plan.answer) and may(actor, "plan.approve", plan),
        close=is_open and not alive and may(actor, "plan.close", plan),
    )
