"""Reading a topic: the dossier with its phases, its obligations, the gate it stands before, and what may be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why
from phoihop.ground.reading import once_a_reading
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import unit_names
from phoihop.plans import states
from phoihop.plans.models import Happening, Plan, Topic, TopicPhase, TopicUnit
from phoihop.plans.queries.gates import gate_of, in_words
from phoihop.plans.queries.plans import MOST_SHOWN, TopicLine, is_notifiable, topic_lines


@dataclass(frozen=True, slots=True)
class PhaseValue:
    key: str
    name: str
    planned_end: date | None
    entered: date | None
    closed: date | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CheckValue:
    words: str
    is_passed: bool


@dataclass(frozen=True, slots=True)
class GateValue:
    """The next step of the phases: entering or leaving one, and what it takes."""

    phase: str
    name: str
    is_entry: bool
    checks: tuple[CheckValue, ...]

    @property
    def is_open(self) -> bool:
        return all(check.is_passed for check in self.checks)


@dataclass(frozen=True, slots=True)
class PartyValue:
    unit_id: int
    name: str
    role: str  # lead, partner or supporting


@dataclass(frozen=True, slots=True)
class HappeningValue:
    kind: str
    phase: str
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class CarryChoice:
    """A later year's plan of the same two offices."""

    code: str
    year: int


@dataclass(frozen=True, slots=True)
class TopicRights:
    """What this reader may do on the topic as it stands now."""

    select: bool
    notify: bool
    acknowledge: bool  # at the dispatch, for the lead
    enter: bool
    close_phase: bool
    plan_phase: bool
    close: bool
    drop: bool
    carry: bool
    happen: bool
    join: bool


@dataclass(frozen=True, slots=True)
class TopicValue:
    id: int
    code: str
    title: str
    summary: str
    kind: str
    state: str
    reason: str
    result: str
    is_ad_hoc: bool
    is_illustration: bool
    version: int
    year: int
    territory: str
    plan_id: int
    plan: str
    parties: tuple[PartyValue, ...]
    selected: date | None
    notified: date | None
    acknowledged: date | None
    dispatch: str
    carried_from: str
    carried_into: str
    phases: tuple[PhaseValue, ...]
    gate: GateValue | None
    rows: tuple[obligations.ObligationRow, ...]
    happenings: tuple[HappeningValue, ...]
    carry_into: tuple[CarryChoice, ...]
    rights: TopicRights
    may_see_plan: bool
    why: str


@dataclass(frozen=True, slots=True)
class TopicList:
    year: int
    years: tuple[int, ...]
    lines: tuple[TopicLine, ...]
    next: str


def topics(
    actor: Actor, today: date, *, year: int | None = None, after: str = "", limit: int = MOST_SHOWN
) -> TopicList:
    """The topics of a year that the reader may see, those he supports among them; the newest first."""
    mine = Topic.objects.visible_to(actor)
    years = sorted(mine.values_list("year", flat=True).distinct(), reverse=True)
    chosen = year if year in years else (years[0] if years else today.year)
    rows = mine.filter(year=chosen).order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=Topic.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return TopicList(chosen, tuple(years), tuple(topic_lines(shown)), shown[-1].code if len(found) > limit else "")


@once_a_reading
def topic_value(actor: Actor, code: str, today: date) -> TopicValue:
    """The dossier. A supporting unit sees its own obligations in it. Not visible to outsiders."""
    topic = Topic.objects.visible_to(actor).select_related("plan", "carried_from").filter(code=code).first()
    if topic is None:
        raise NotVisible
    phases = list(TopicPhase.rows.filter(topic=topic).order_by("position"))
    rows = tuple(obligations.rows_of(actor, dossier=topic.code, today=today))
    supporting = list(TopicUnit.rows.filter(topic=topic).order_by("pk").values_list("unit_id", flat=True))
    carried = Topic.rows.filter(carried_from=topic).values_list("code", flat=True)
    gate = _gate(actor, topic, phases)
    rights = _rights(actor, topic, phases, gate)
    return TopicValue(
        id=topic.pk,
        code=topic.code,
        title=topic.title,
        summary=topic.summary,
        kind=topic.kind,
        state=topic.state,
        reason=topic.reason,
        result=topic.result,
        is_ad_hoc=topic.is_ad_hoc,
        is_illustration=topic.is_illustration,
        version=topic.version,
        year=topic.year,
        territory=topic.territory,
        plan_id=topic.plan_id,
        plan=topic.plan.code,
        parties=tuple(_parties(topic, supporting)),
        selected=topic.selected_date,
        notified=topic.notified_date,
        acknowledged=topic.acknowledged_date,
        dispatch=topic.dispatch,
        carried_from=topic.carried_from.code if topic.carried_from else "",
        carried_into=(carried.first() or "") if topic.state == "CARRIED" else "",
        phases=tuple(_phases(phases, rows)),
        gate=gate,
        rows=rows,
        happenings=tuple(
            HappeningValue(row.kind, row.phase, row.title, row.on_date)
            for row in Happening.rows.filter(topic=topic).order_by("on_date", "pk")
        ),
        carry_into=_carry_into(topic) if rights.carry else (),
        rights=rights,
        may_see_plan=may(actor, "plan.see", topic.plan),
        why=why(actor, topic),
    )


def _phases(phases: list[TopicPhase], rows: tuple[obligations.ObligationRow, ...]) -> list[PhaseValue]:
    counts: dict[str, Counter[str]] = {phase.key: Counter() for phase in phases}
    for row in rows:
        if row.stage in counts:
            counts[row.stage][row.shown] += 1
    return [PhaseValue(p.key, p.name, p.planned_end, p.entered_date, p.closed_date, counts[p.key]) for p in phases]


def _parties(topic: Topic, supporting: list[int]) -> list[PartyValue]:
    names = unit_names([topic.lead_id, topic.partner_id, *supporting])
    roles = {topic.lead_id: "lead", topic.partner_id: "partner"} | dict.fromkeys(supporting, "supporting")
    return [PartyValue(unit_id, names[unit_id].name, role) for unit_id, role in roles.items()]


def _gate(actor: Actor, topic: Topic, phases: list[TopicPhase]) -> GateValue | None:
    """Of the first phase that is not closed; none for a topic that is not alive."""
    phase = next((phase for phase in phases if phase.closed_date is None), None)
    if phase is None or topic.state not in states.ALIVE:
        return None
    checks = gate_of(topic, phase, phases, by=actor)
    return GateValue(
        phase=phase.key,
        name=phase.name,
        is_entry=phase.entered_date is None,
        checks=tuple(CheckValue(in_words(check), check.is_passed) for check in checks),
    )


def _rights(actor: Actor, topic: Topic, phases: list[TopicPhase], gate: GateValue | None) -> TopicRights:
    is_open = topic.plan.state != "CLOSED"
    can = {act for act in states.TOPIC[topic.state] if is_open}
    leads = is_open and may(actor, "topic.phase", topic)
    begun = topic.state in states.CHOSEN and topic.state != "CLOSED"
    return TopicRights(
        select="select" in can and may(actor, "topic.select", topic),
        notify=is_open and is_notifiable(topic) and may(actor, "topic.notify", topic.plan),
        acknowledge=bool(topic.dispatch) and topic.acknowledged_date is None and actor.unit_id == topic.lead_id,
        enter=leads and gate is not None and gate.is_entry and begun,
        close_phase=leads and gate is not None and not gate.is_entry,
        plan_phase=leads and begun and gate is not None,
        close="close" in can and all(p.closed_date for p in phases) and may(actor, "topic.close", topic),
        drop="drop" in can and may(actor, "topic.drop", topic),
        carry="carry" in can and may(actor, "topic.carry", topic),
        happen=is_open and begun and may(actor, "topic.happen", topic),
        join=is_open and topic.state in states.ALIVE and may(actor, "topic.join", topic),
    )


def _carry_into(topic: Topic) -> tuple[CarryChoice, ...]:
    rows = Plan.rows.filter(lead_id=topic.lead_id, partner_id=topic.partner_id, year__gt=topic.year)
    return tuple(CarryChoice(row.code, row.year) for row in rows.exclude(state="CLOSED").order_by("year", "pk"))
