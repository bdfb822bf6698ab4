"""What a programme file tells of the past: facts are written down as facts, without the gates of the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import ask
from phoihop.ground.text import fold, nfc
from phoihop.plans.commands.compiling import compile_topic
from phoihop.plans.commands.topics import hand_in_selection, make_topic
from phoihop.plans.events import PhaseClosed, PhaseEntered, PhasePlanned, TopicSelected
from phoihop.plans.models import Plan, Topic, TopicPhase


@command("topic.record_past")
def record_past_topic(
    *,
    plan_id: int,
    kind: str,
    title: str,
    selected: date | None,
    acknowledged: date | None = None,
    phases: Mapping[str, tuple[date | None, date | None]] | None = None,
    is_illustration: bool,
    by: Actor,
    at: datetime,
) -> TopicSelected | None:
    """A topic chosen on a day of the past. The same title on the same plan twice changes nothing.

    `phases` gives each phase the day it was entered and the day it ends; a phase whose successor was entered is closed.
    """
    ask(by, "topic.record_past")
    plan = Plan.rows.get(pk=plan_id)
    if Topic.rows.filter(plan=plan, title_fold=fold(nfc(title))).exists():
        nothing_changed()
        return None
    topic = make_topic(plan, kind, title, "", is_illustration=is_illustration)
    change(
        topic,
        state="RUNNING" if any(begun for begun, _ends in (phases or {}).values()) else "SELECTED",
        selected_date=selected,
        notified_date=selected if acknowledged else None,
        acknowledged_date=acknowledged,
    )
    _write_phases(topic, phases or {})
    if plan.answer != "TOPICS":
        change(plan, answer="TOPICS", answer_reason="")
    told = tell(TopicSelected(code=topic.code, dossier=topic.code, title=topic.title))
    through = by.through("topic.record_past")
    compile_topic(topic_id=topic.pk, by=through, at=at)
    if selected is not None:
        then = datetime.combine(selected, time(8), tzinfo=at.tzinfo)
        hand_in_selection(topic, plan, by=through, at=min(then, at))
    return told


def _write_phases(topic: Topic, phases: Mapping[str, tuple[date | None, date | None]]) -> None:
    rows = list(TopicPhase.rows.filter(topic=topic, key__in=list(phases)).order_by("position"))
    following: date | None = None
    for row in reversed(rows):
        begun, ends = phases[row.key]
        change(row, entered_date=begun, planned_end=ends, closed_date=following if begun else None)
        following = begun


@command("topic.record_past")
def record_past_phase(
    *, topic_id: int, key: str, what: str, on: date, by: Actor, at: datetime
) -> PhaseEntered | PhaseClosed | PhasePlanned | None:
    """`what` is phase.entered or phase.end. A day still to come is planned, not recorded; twice changes nothing.

    Entering a phase ends the one before it; a day to come is the planned end of the one before it.
    """
    ask(by, "topic.record_past")
    topic = Topic.rows.select_related("plan").get(pk=topic_id)
    phase = TopicPhase.rows.filter(topic=topic, key=key).first()
    if phase is None or what not in ("phase.entered", "phase.end"):
        raise Refused(_("Vấn đề không có giai đoạn này."))
    previous = TopicPhase.rows.filter(topic=topic, position=phase.position - 1).first()
    is_past = on <= local_date(at)
    told: PhaseEntered | PhaseClosed | PhasePlanned | None = None
    if what == "phase.entered" and is_past and phase.entered_date is None:
        if topic.state != "RUNNING":
            change(topic, state="RUNNING")
        change(phase, entered_date=on)
        told = tell(
            PhaseEntered(
                code=topic.code, dossier=topic.code, phase=phase.name, entered_on=on.isoformat(), planned_end=""
            )
        )
        if previous is not None and previous.entered_date and previous.closed_date != on:
            change(previous, closed_date=on)
            tell(PhaseClosed(code=topic.code, dossier=topic.code, phase=previous.name, closed_on=on.isoformat()))
    if what == "phase.end" and is_past and phase.entered_date and phase.closed_date is None:
        change(phase, closed_date=on)
        told = tell(PhaseClosed(code=topic.code, dossier=topic.code, phase=phase.name, closed_on=on.isoformat()))
    ends = phase if what == "phase.end" else previous
    if ends is not None and ends.planned_end != on and ends.closed_date is None:
        change(ends, planned_end=on)
        told = told or tell(
            PhasePlanned(
                code=topic.code, dossier=topic.code, phase=ends.name, planned_end=on.isoformat(), day=words.day(on)
            )
        )
    if told is None:
        nothing_changed()
        return None
    compile_topic(topic_id=topic.pk, by=by.through("topic.record_past"), at=at)
    return told
