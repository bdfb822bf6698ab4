"""From clauses to obligations: compiling twice changes nothing."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from phoihop.agreements.queries import AgreementValue
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.dates import Explanation, period_in_words
from phoihop.ground.powers import ask
from phoihop.obligations import commands as obligations
from phoihop.obligations import queries as obligation_queries
from phoihop.plans import rules
from phoihop.plans.events import PlanCompiled
from phoihop.plans.models import Happening, Plan, Topic, TopicPhase, TopicUnit
from phoihop.plans.queries.duties import agreement_of, days_of, duties_on
from phoihop.plans.states import CHOSEN


@command("plan.compile")
def compile_plan(*, plan_id: int, because: str = "", by: Actor, at: datetime) -> PlanCompiled | None:
    """Opens what the clauses in force ask of the plan's year, and of each of its topics; says what it changed.

    Obligations whose clause is gone are withdrawn with the reason (`because` names the amendment); all else stays.
    """
    plan = Plan.rows.get(pk=plan_id)
    ask(by, "plan.compile", plan)
    topics = list(Topic.rows.filter(plan=plan, state__in=CHOSEN).order_by("pk"))
    agreement = agreement_of(plan, by=by)
    duties = duties_on(plan, agreement, local_date(at), by=by)
    openings = _yearly(plan, agreement, duties)
    for topic in topics:
        openings += _of_topic(plan, topic, duties, by=by)
    dossiers = {"", *(topic.code for topic in topics)}
    return _open(plan, openings, dossiers=dossiers, because=because, by=by, at=at)


@command("plan.compile")
def compile_topic(*, topic_id: int, by: Actor, at: datetime) -> PlanCompiled | None:
    """The same for one topic."""
    topic = Topic.rows.select_related("plan").get(pk=topic_id)
    ask(by, "plan.compile", topic.plan)
    duties = duties_on(topic.plan, agreement_of(topic.plan, by=by), local_date(at), by=by)
    openings = _of_topic(topic.plan, topic, duties, by=by)
    return _open(topic.plan, openings, dossiers={topic.code}, by=by, at=at)


def _open(
    plan: Plan,
    openings: list[obligations.Opening],
    *,
    dossiers: set[str],
    because: str = "",
    by: Actor,
    at: datetime,
) -> PlanCompiled | None:
    through = by.through("plan.compile")
    done = obligations.open_obligations(openings=openings, by=through, at=at)
    wanted = {opening.origin for opening in openings}
    gone = [
        origin
        for origin, dossier in obligation_queries.open_origins(through, source=plan.code).items()
        if dossier in dossiers and origin not in wanted and origin.startswith((f"{plan.code}/", f"{dossier}/"))
    ]
    if gone:
        reason = because or _("Điều khoản làm căn cứ không còn trong bản đang có hiệu lực.")
        obligations.withdraw_obligations(origins=gone, reason=reason, by=through, at=at)
    if not (done.opened or done.amended or gone):
        nothing_changed()
        return None
    return tell(
        PlanCompiled(
            code=plan.code,
            dossier=plan.code,
            opened=len(done.opened),
            amended=len(done.amended),
            withdrawn=len(gone),
        )
    )


def _yearly(plan: Plan, agreement: AgreementValue, duties: list[rules.DutyFacts]) -> list[obligations.Opening]:
    first, last = days_of(plan, agreement)
    openings = []
    for duty in duties:
        if not duty.is_yearly or duty.rule is None:
            continue
        if "each" not in duty.rule:
            openings.append(_opening(plan, duty, rules.origin(plan.code, duty.key), duty.text))
            continue
        for due in obligation_queries.occurrences(duty.rule, plan.year, first, last):
            # Titles are stored, so they stay Vietnamese whoever compiles: another tongue must not amend them.
            title = duty.text if duty.rule["each"] == "year" else f"{duty.text} ({period_in_words(due.key, str)})"
            openings.append(
                _opening(
                    plan,
                    duty,
                    rules.origin(plan.code, duty.key, due.key),
                    title,
                    due_date=due.due,
                    explanation=due.explanation,
                )
            )
    return openings


def _opening(
    plan: Plan,
    duty: rules.DutyFacts,
    origin: str,
    title: str,
    *,
    due_date: date | None = None,
    explanation: Explanation | None = None,
) -> obligations.Opening:
    return obligations.Opening(
        origin=origin,
        title=title,
        duty=duty.key,
        clause=duty.clause,
        source=plan.code,
        dossier="",
        stage="",
        year=plan.year,
        territory=plan.territory,
        lead_id=_unit(plan, duty.obliged),
        entitled_id=_unit(plan, _other(duty.obliged)),
        rule=duty.rule,
        due_date=due_date,
        explanation=explanation,
        is_illustration=plan.is_illustration,
    )


def _of_topic(plan: Plan, topic: Topic, duties: list[rules.DutyFacts], *, by: Actor) -> list[obligations.Opening]:
    supporting = tuple(TopicUnit.rows.filter(topic=topic).order_by("unit_id").values_list("unit_id", flat=True))
    return [
        obligations.Opening(
            origin=w.origin,
            title=w.title,
            duty=w.duty,
            clause=w.clause,
            source=plan.code,
            dossier=topic.code,
            stage=w.stage,
            year=plan.year,
            territory=plan.territory,
            lead_id=_unit(plan, w.obliged),
            entitled_id=_unit(plan, _other(w.obliged)),
            supporting_ids=supporting if w.stage else (),
            rule=w.rule,
            anchors=dict(w.anchors),
            waits_on=w.waits_on,
            is_illustration=topic.is_illustration,
        )
        for w in rules.wanted_in_topic(_facts(topic, by=by), duties)
    ]


def _facts(topic: Topic, *, by: Actor) -> rules.TopicFacts:
    phases = list(TopicPhase.rows.filter(topic=topic).order_by("position"))
    entered = [phase.entered_date for phase in phases[1:]] + [None]
    return rules.TopicFacts(
        code=topic.code,
        title=topic.title,
        selected=topic.selected_date,
        notified=topic.notified_date,
        acknowledged=topic.acknowledged_date,
        phases=tuple(
            rules.PhaseFacts(p.key, p.name, p.entered_date, p.closed_date or next_entered or p.planned_end)
            for p, next_entered in zip(phases, entered, strict=True)
        ),
        happenings=tuple(
            rules.HappeningFacts(h.kind, h.number, h.title, h.phase, h.on_date)
            for h in Happening.rows.filter(topic=topic).order_by("kind", "number")
        ),
        accepted=obligation_queries.accepted_duties(by.through("plan.compile"), dossier=topic.code),
    )


def _unit(plan: Plan, side: str) -> int:
    return plan.lead_id if side == "lead" else plan.partner_id


def _other(side: str) -> str:
    return "partner" if side == "lead" else "lead"
