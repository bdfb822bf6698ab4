"""Phases of a topic: a gate in, a gate out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import ask
from phoihop.ground.text import nfc
from phoihop.plans import rules, states
from phoihop.plans.commands.compiling import compile_topic
from phoihop.plans.commands.finding import topic_of
from phoihop.plans.commands.rounds import refuse_closed_plan
from phoihop.plans.events import HappeningRecorded, PhaseClosed, PhaseEntered, PhasePlanned
from phoihop.plans.models import Happening, Topic, TopicPhase
from phoihop.plans.queries.gates import gate_of, in_words

FURTHEST = timedelta(days=6 * 366)  # a planned day further away is a slip of the pen


class GateShut(Refused):
    """A phase may not be entered or left yet; `checks` says which conditions are open."""

    def __init__(self, sentence: str, checks: list[rules.Check]) -> None:
        super().__init__(f"{sentence} {'; '.join(in_words(check) for check in checks if not check.is_passed)}.")
        self.checks = checks


@command("topic.phase")
def enter_phase(
    *, code: str, key: str, planned_end: date | None, version: int | None = None, by: Actor, at: datetime
) -> PhaseEntered:
    """Enters a phase if its entry checks pass; dates that count from it appear. Refused: a gate check is open, the
    phase has been entered, the planned end lies before today."""
    topic = topic_of(code)
    ask(by, "topic.phase", topic)
    refuse_closed_plan(topic.plan)
    phase = _phase(topic, key)
    on = local_date(at)
    if phase.entered_date is not None:
        raise Refused(_("Vấn đề đã vào giai đoạn %(phase)s.") % {"phase": phase.name})
    if planned_end is not None:
        _check_planned(planned_end, on)
    gate = gate_of(topic, phase, _phases(topic), by=by)
    if not all(check.is_passed for check in gate):
        raise GateShut(_("Chưa vào được giai đoạn %(phase)s:") % {"phase": phase.name}, gate)
    if topic.state != "RUNNING":
        state = states.after(states.TOPIC, topic.state, "begin")
        if state is None:
            raise Refused(_("Vấn đề %(code)s không còn ở bước cho phép việc này.") % {"code": topic.code})
        change(topic, version=version, state=state)
    else:
        change(topic, version=version)
    change(phase, entered_date=on, planned_end=planned_end)
    told = tell(
        PhaseEntered(
            code=topic.code,
            dossier=topic.code,
            phase=phase.name,
            entered_on=on.isoformat(),
            planned_end=planned_end.isoformat() if planned_end else "",
        )
    )
    compile_topic(topic_id=topic.pk, by=by.through("topic.phase"), at=at)
    return told


@command("topic.phase")
def plan_phase(
    *, code: str, key: str, planned_end: date, version: int | None = None, by: Actor, at: datetime
) -> PhasePlanned:
    """Sets the planned end of a phase that is not closed; due dates counted back from it move, and say so.

    Refused: a topic or phase that has ended, a day before the phase began or too far away.
    """
    topic = topic_of(code)
    ask(by, "topic.phase", topic)
    refuse_closed_plan(topic.plan)
    if topic.state not in states.ALIVE:
        raise Refused(_("Vấn đề đã kết thúc."))
    phase = _phase(topic, key)
    if phase.closed_date is not None:
        raise Refused(_("Giai đoạn %(phase)s đã kết thúc.") % {"phase": phase.name})
    _check_planned(planned_end, phase.entered_date or local_date(at))
    before = phase.planned_end
    change(topic, version=version)
    change(phase, planned_end=planned_end)
    told = tell(
        PhasePlanned(
            code=topic.code,
            dossier=topic.code,
            phase=phase.name,
            planned_end=planned_end.isoformat(),
            day=words.day(planned_end),
        ),
        changes={"planned_end": (before, planned_end)},
    )
    compile_topic(topic_id=topic.pk, by=by.through("topic.phase"), at=at)
    return told


@command("topic.phase")
def close_phase(*, code: str, key: str, version: int | None = None, by: Actor, at: datetime) -> PhaseClosed:
    """Leaves a phase only when its exit checks pass: each obligation of the phase accepted or waived."""
    topic = topic_of(code)
    ask(by, "topic.phase", topic)
    refuse_closed_plan(topic.plan)
    phase = _phase(topic, key)
    if phase.entered_date is None or phase.closed_date is not None:
        raise Refused(_("Giai đoạn %(phase)s không đang chạy.") % {"phase": phase.name})
    on = local_date(at)
    gate = gate_of(topic, phase, _phases(topic), by=by)
    if not all(check.is_passed for check in gate):
        raise GateShut(_("Chưa kết thúc được giai đoạn %(phase)s:") % {"phase": phase.name}, gate)
    change(topic, version=version)
    change(phase, closed_date=on)
    told = tell(PhaseClosed(code=topic.code, dossier=topic.code, phase=phase.name, closed_on=on.isoformat()))
    compile_topic(topic_id=topic.pk, by=by.through("topic.phase"), at=at)
    return told


@command("topic.happen")
def record_happening(
    *, code: str, kind: str, phase: str, title: str, on: date, by: Actor, at: datetime
) -> HappeningRecorded:
    """Records a meeting (meeting.start) or a false claim met (claim.opened); duties that count from it are opened.

    Refused: an unknown kind or phase, no title, a topic that has ended.
    """
    topic = topic_of(code)
    ask(by, "topic.happen", topic)
    refuse_closed_plan(topic.plan)
    title = " ".join(nfc(title).split())
    if topic.state not in states.CHOSEN or topic.state == "CLOSED":
        raise Refused(_("Vấn đề chưa được chọn hoặc đã kết thúc."))
    if kind not in rules.HAPPENINGS:
        raise Refused(_("Loại hoạt động không có trong danh mục."))
    if phase and not TopicPhase.rows.filter(topic=topic, key=phase).exists():
        raise Refused(_("Vấn đề không có giai đoạn này."))
    if not title or len(title) > 300:
        raise Refused(_("Tên hoạt động cần từ 1 đến 300 ký tự."))
    if abs(on - local_date(at)) > FURTHEST:
        raise Refused(_("Ngày hoạt động không hợp lý."))
    change(topic)  # two at once: one of them is told so
    number = Happening.rows.filter(topic=topic, kind=kind).count() + 1
    Happening.rows.create(topic=topic, kind=kind, phase=phase, title=title, on_date=on, number=number)
    told = tell(
        HappeningRecorded(
            code=topic.code,
            dossier=topic.code,
            kind_of_happening=kind,
            title=title,
            on=on.isoformat(),
            day=words.day(on),
        )
    )
    compile_topic(topic_id=topic.pk, by=by.through("topic.happen"), at=at)
    return told


def _phase(topic: Topic, key: str) -> TopicPhase:
    phase = TopicPhase.rows.filter(topic=topic, key=key).first()
    if phase is None:
        raise Refused(_("Vấn đề không có giai đoạn này."))
    return phase


def _phases(topic: Topic) -> list[TopicPhase]:
    return list(TopicPhase.rows.filter(topic=topic).order_by("position"))


def _check_planned(planned_end: date, start: date) -> None:
    if planned_end < start:
        raise Refused(_("Ngày dự kiến kết thúc không thể ở trước ngày vào giai đoạn."))
    if planned_end - start > FURTHEST:
        raise Refused(_("Ngày dự kiến kết thúc quá xa."))
