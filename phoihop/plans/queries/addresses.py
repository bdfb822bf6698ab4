"""For reactions and notices: what an event is about, and whom it concerns."""

from __future__ import annotations

from collections.abc import Collection

from phoihop.ground.actor import DOERS, SEATED, Actor
from phoihop.ground.powers import Circle
from phoihop.obligations import queries as obligations
from phoihop.plans import states
from phoihop.plans.events import (
    PhaseEntered,
    PlanApproved,
    RoundCalled,
    RoundDeclined,
    TopicAcknowledged,
    TopicJoined,
    TopicRefused,
)
from phoihop.plans.models import Plan, Round, Topic, TopicUnit

AboutPlan = RoundDeclined | PlanApproved
AboutTopic = TopicAcknowledged | TopicRefused | TopicJoined | PhaseEntered


def topic_waiting_for(dossier: str, duty: str, *, by: Actor) -> int | None:
    """The living topic of the dossier in which a date counts from the acceptance of this duty; None otherwise."""
    reader = by.through("plan.compile")
    if not obligations.is_waited_for(reader, dossier=dossier, event=f"{duty}.accepted"):
        return None
    return Topic.rows.filter(code=dossier, state__in=states.ALIVE).values_list("pk", flat=True).first()


def open_plans_of(agreement_code: str) -> list[int]:
    """The plans of an agreement whose year is not over."""
    rows = Plan.rows.filter(agreement__code=agreement_code).exclude(state="CLOSED")
    return list(rows.order_by("pk").values_list("pk", flat=True))


def partners_called(event: RoundCalled) -> list[Circle]:
    """Who chooses topics in the partners called: only those whose plan this call opened."""
    partners = Plan.rows.filter(code__in=event.plans).values_list("partner_id", flat=True)
    return [Circle(DOERS, unit_id=unit_id) for unit_id in sorted(set(partners))]


def lead_of_plan(event: AboutPlan) -> list[Circle]:
    return [Circle(DOERS, unit_id=plan_row(event).lead_id)]


def partner_of_plan(event: AboutPlan) -> list[Circle]:
    return [Circle(DOERS, unit_id=plan_row(event).partner_id)]


def partner_of_topic(event: AboutTopic) -> list[Circle]:
    """The partner and the units that support it."""
    topic = topic_row(event)
    joined = TopicUnit.rows.filter(topic=topic).order_by("unit_id").values_list("unit_id", flat=True)
    return [Circle(DOERS, unit_id=topic.partner_id), *(Circle(SEATED, unit_id=unit_id) for unit_id in joined)]


def round_row(event: RoundCalled) -> Round:
    return Round.rows.get(code=event.code)


def plan_row(event: AboutPlan) -> Plan:
    return Plan.rows.get(code=event.code)


def topic_row(event: AboutTopic) -> Topic:
    return Topic.rows.get(code=event.code)


def partner_of_code(code: str) -> int | None:
    """The partner unit of a topic or plan; None for another code. For consoles, which see all."""
    topic = Topic.rows.filter(code=code).values_list("partner_id", flat=True).first()
    return topic or Plan.rows.filter(code=code).values_list("partner_id", flat=True).first()


def parties(codes: Collection[str]) -> set[int]:
    """The units of these topics and plans: lead, partner, and who supports a topic. Three queries however many."""
    topics = [code for code in codes if code.startswith("VD-")]
    plans = [code for code in codes if code.startswith("KH-")]
    pairs = [
        *(Topic.rows.filter(code__in=topics).values_list("lead_id", "partner_id") if topics else ()),
        *(Plan.rows.filter(code__in=plans).values_list("lead_id", "partner_id") if plans else ()),
    ]
    joined = TopicUnit.rows.filter(topic__code__in=topics).values_list("unit_id", flat=True) if topics else ()
    return {unit_id for pair in pairs for unit_id in pair} | set(joined)
