"""What is there already, for whoever loads a programme file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from phoihop.ground.actor import Actor
from phoihop.plans.models import PhaseTemplate, Plan, Round, Topic, TopicPhase


@dataclass(frozen=True, slots=True)
class RecordedPhase:
    key: str
    entered: date | None
    closed: date | None
    planned_end: date | None


@dataclass(frozen=True, slots=True)
class RecordedTopic:
    id: int
    code: str
    kind: str
    title: str
    selected: date | None
    phases: tuple[RecordedPhase, ...]


@dataclass(frozen=True, slots=True)
class RecordedPlan:
    id: int
    code: str
    partner_id: int
    topics: tuple[RecordedTopic, ...]


def recorded_plans(actor: Actor, lead_id: int, year: int) -> list[RecordedPlan]:
    """The plans of a lead's year that the actor may see, with their topics and phases, in five queries."""
    plans = list(Plan.objects.visible_to(actor).filter(lead_id=lead_id, year=year).order_by("pk"))
    topics = list(Topic.objects.visible_to(actor).filter(plan__in=plans).order_by("pk"))
    phases: dict[int, list[RecordedPhase]] = {}
    for row in TopicPhase.rows.filter(topic__in=topics).order_by("position"):
        phases.setdefault(row.topic_id, []).append(
            RecordedPhase(row.key, row.entered_date, row.closed_date, row.planned_end)
        )
    return [
        RecordedPlan(
            plan.pk,
            plan.code,
            plan.partner_id,
            tuple(
                RecordedTopic(t.pk, t.code, t.kind, t.title, t.selected_date, tuple(phases.get(t.pk, ())))
                for t in topics
                if t.plan_id == plan.pk
            ),
        )
        for plan in plans
    ]


def recorded_years(actor: Actor, lead_id: int) -> list[int]:
    """The years for which the lead has called a round."""
    return sorted(Round.objects.visible_to(actor).filter(lead_id=lead_id).values_list("year", flat=True))


def defined_phases(actor: Actor, lead_id: int) -> list[tuple[str, str]]:
    """The phases the lead's next plans will have, as defined; empty when the usual three are meant."""
    if actor.kind == "nobody":
        return []
    return list(PhaseTemplate.rows.filter(lead_id=lead_id).order_by("position").values_list("key", "name"))


def topics_to_fill(plan_id: int) -> list[tuple[str, int]]:
    """Code and partner of a plan's topics, for the builder of sample papers."""
    return list(Topic.rows.filter(plan_id=plan_id).order_by("pk").values_list("code", "partner_id"))
