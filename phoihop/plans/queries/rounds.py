"""Reading rounds: who was called, by when, and what each partner answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from phoihop.agreements import queries as agreements
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why
from phoihop.organizations.queries import unit_names
from phoihop.plans import rules, states
from phoihop.plans.models import PhaseTemplate, Plan, Round, Topic

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in the list; `answered` and `called` count only plans the reader may see."""

    code: str
    year: int
    lead: str
    state: str
    called_at: datetime
    answer_by: date | None
    answered: int
    called: int
    is_lead: bool
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class RoundList:
    lines: tuple[RoundLine, ...]
    next: str
    may_call: bool
    may_define: bool


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One partner's plan in the round and its answer."""

    plan: str
    partner_id: int
    partner: str
    answer: str
    reason: str
    state: str
    topics: int  # chosen
    proposals: int
    version: int
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class RoundValue:
    id: int
    code: str
    year: int
    lead: str
    state: str
    called_at: datetime
    answer_by: date | None
    version: int
    is_illustration: bool
    answers: tuple[AnswerLine, ...]
    may_close: bool
    may_call: bool  # partners whose agreement came later may be called too
    why: str


@dataclass(frozen=True, slots=True)
class CallChoice:
    """A year the reader's unit may call, and whom it would call."""

    year: int
    partners: tuple[str, ...]
    is_open: bool  # the round runs; these are partners that came later


@dataclass(frozen=True, slots=True)
class PhaseName:
    key: str
    name: str


def rounds(actor: Actor, *, after: str = "", limit: int = MOST_SHOWN) -> RoundList:
    """The rounds the reader's unit calls or is called in, the newest first; `after` ended the page before."""
    rows = Round.objects.visible_to(actor).order_by("-year", "-pk")
    if after:
        last = Round.rows.filter(code=after).values_list("year", "pk").first() or (0, 0)
        rows = rows.filter(Q(year__lt=last[0]) | Q(year=last[0], pk__lt=last[1]))
    found = list(rows[: limit + 1])
    shown = found[:limit]
    plans = Plan.objects.visible_to(actor).filter(round_id__in=[row.pk for row in shown])
    numbers = plans.values_list("round_id").annotate(answered=Count("pk", filter=~Q(answer="")), called=Count("pk"))
    counted = {pk: (answered, called) for pk, answered, called in numbers}
    names = unit_names(row.lead_id for row in shown)
    leads = actor.unit_id is not None and bool(agreements.in_force(actor, actor.unit_id))
    lines = tuple(
        RoundLine(
            code=row.code,
            year=row.year,
            lead=names[row.lead_id].name,
            state=row.state,
            called_at=row.called_at,
            answer_by=row.answer_by,
            answered=counted.get(row.pk, (0, 0))[0],
            called=counted.get(row.pk, (0, 0))[1],
            is_lead=row.lead_id == actor.unit_id,
            is_illustration=row.is_illustration,
        )
        for row in shown
    )
    return RoundList(
        lines=lines,
        next=shown[-1].code if len(found) > limit else "",
        may_call=leads and may(actor, "round.call", unit_id=actor.unit_id),
        may_define=leads and may(actor, "phases.define", unit_id=actor.unit_id),
    )


def rounds_to_answer(actor: Actor, *, limit: int) -> list[RoundLine]:
    """The open rounds in which the reader's own unit has not answered yet, the newest first."""
    mine = Plan.rows.filter(partner_id=actor.unit_id or 0, answer="", round__state="CALLED").select_related("round")
    found = [plan.round for plan in mine.order_by("-year", "-round_id")[:limit]]
    names = unit_names(row.lead_id for row in found) if found else {}
    return [
        RoundLine(
            code=row.code,
            year=row.year,
            lead=names[row.lead_id].name,
            state=row.state,
            called_at=row.called_at,
            answer_by=row.answer_by,
            answered=0,
            called=1,
            is_lead=row.lead_id == actor.unit_id,
            is_illustration=row.is_illustration,
        )
        for row in found
    ]


def round_value(actor: Actor, code: str) -> RoundValue:
    """A round with the answers the reader may see: all for the lead, its own for a partner. Not visible to others."""
    row = Round.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    plans = list(Plan.objects.visible_to(actor).filter(round=row).order_by("pk"))
    topics = Topic.rows.filter(plan__in=[plan.pk for plan in plans]).values_list("plan_id")
    counted = {
        pk: (chosen, proposed)
        for pk, chosen, proposed in topics.annotate(
            chosen=Count("pk", filter=Q(state__in=states.CHOSEN)), proposed=Count("pk", filter=Q(state="PROPOSED"))
        )
    }
    names = unit_names([row.lead_id, *(plan.partner_id for plan in plans)])
    leads = may(actor, "round.call", unit_id=row.lead_id) and row.state == "CALLED"
    return RoundValue(
        id=row.pk,
        code=row.code,
        year=row.year,
        lead=names[row.lead_id].name,
        state=row.state,
        called_at=row.called_at,
        answer_by=row.answer_by,
        version=row.version,
        is_illustration=row.is_illustration,
        answers=tuple(
            AnswerLine(
                plan=plan.code,
                partner_id=plan.partner_id,
                partner=names[plan.partner_id].name,
                answer=plan.answer,
                reason=plan.answer_reason,
                state=plan.state,
                topics=counted.get(plan.pk, (0, 0))[0],
                proposals=counted.get(plan.pk, (0, 0))[1],
                version=plan.version,
                is_illustration=plan.is_illustration,
            )
            for plan in plans
        ),
        may_close=row.state == "CALLED" and may(actor, "round.close", row),
        may_call=leads and any(choice.is_open for choice in _choices(actor, [row.year])),
        why=why(actor, row),
    )


def call_choices(actor: Actor, today: date) -> tuple[CallChoice, ...]:
    """The years in which the reader's unit has partners it has not called: this one and the next."""
    return tuple(_choices(actor, [today.year, today.year + 1]))


def phase_names(actor: Actor) -> tuple[PhaseName, ...]:
    """The phases that the next plans of the reader's unit will run in."""
    rows = PhaseTemplate.rows.filter(lead_id=actor.unit_id).order_by("position").values_list("key", "name")
    return tuple(PhaseName(key, name) for key, name in list(rows) or rules.DEFAULT_PHASES)


def _choices(actor: Actor, years: list[int]) -> list[CallChoice]:
    if actor.unit_id is None:
        return []
    called = {row.year: row for row in Round.rows.filter(lead_id=actor.unit_id, year__in=years)}
    plans = Plan.rows.filter(lead_id=actor.unit_id, year__in=years)
    there = set(plans.values_list("year", "agreement_id", "partner_id"))
    missing = {}
    for year in years:
        missing[year] = [
            partner_id
            for agreement in agreements.in_force(actor, actor.unit_id, year=year)
            for partner_id in agreement.partner_ids
            if (year, agreement.id, partner_id) not in there
        ]
    names = unit_names(partner_id for group in missing.values() for partner_id in group)
    return [
        CallChoice(year, tuple(names[partner_id].name for partner_id in group), year in called)
        for year, group in missing.items()
        if group and (year not in called or called[year].state == "CALLED")
    ]
