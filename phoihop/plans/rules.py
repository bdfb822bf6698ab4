"""What the clauses of an agreement ask for in a year and in a topic, and when a phase may be entered or left.

Pure: facts in, wanted obligations and checks out. No Django, no clock, no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

TOPIC_KINDS = ("scheme", "project", "programme", "resolution", "issue", "case")
DEFAULT_PHASES = (("before", "Trước"), ("during", "Trong"), ("after", "Sau"))
SELECT_TOPICS, NOTIFY_TOPICS = "partner.select-topics", "partner.notify-topics"
HAPPENINGS = ("meeting.start", "claim.opened")
OVERLAP_FROM = 75  # per cent of likeness of folded titles from which two topics are held side by side


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """A duty of a clause in force, as agreements tell it."""

    key: str
    text: str
    clause: str  # "QC-kg-07, 4.1"
    obliged: str  # "lead" or "partner"
    rule: Mapping[str, Any] | None

    @property
    def is_yearly(self) -> bool:
        """Whether it belongs to the plan's year as a whole and not to each topic."""
        rule = self.rule or {}
        return "each" in rule or ("on" in rule and rule.get("per") not in ("topic", "phase"))

    @property
    def anchor(self) -> str:
        rule = self.rule or {}
        return str(rule.get("after") or rule.get("before") or "")


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    key: str
    name: str
    entered: date | None = None
    end: date | None = None  # closed, or planned


@dataclass(frozen=True, slots=True)
class HappeningFacts:
    kind: str
    number: int
    title: str
    phase: str
    on: date


@dataclass(frozen=True, slots=True)
class TopicFacts:
    code: str
    title: str
    phases: tuple[PhaseFacts, ...]
    selected: date | None = None
    notified: date | None = None
    acknowledged: date | None = None
    happenings: tuple[HappeningFacts, ...] = ()
    accepted: Mapping[str, date] = field(default_factory=dict)  # duty -> day all of its obligations were accepted


@dataclass(frozen=True, slots=True)
class Wanted:
    """One obligation that a duty asks for in a topic."""

    origin: str
    title: str
    duty: str
    clause: str
    obliged: str
    stage: str
    rule: Mapping[str, Any] | None
    anchors: Mapping[str, date]
    waits_on: tuple[str, ...] = ()


def wanted_in_topic(topic: TopicFacts, duties: Sequence[DutyFacts]) -> list[Wanted]:
    """Every obligation the duties ask for in this topic: each once per phase its rule names, per happening it counts
    from, or once. A date whose anchor has not come yet stays open; the obligation is there all the same."""
    wanted: list[Wanted] = []
    for duty in duties:
        if duty.is_yearly or (duty.rule or {}).get("on_demand"):
            continue
        if _is_happening(duty.anchor):
            wanted += _per_happening(topic, duty)
        else:
            wanted += [_in_stage(topic, duty, stage, duties) for stage in _stages(topic, duty)]
    return wanted


def _is_happening(anchor: str) -> bool:
    """A duty that counts from another's acceptance is no such thing, even where that other duty is gone: it stays,
    without a date, until somebody amends it."""
    return bool(anchor) and not anchor.startswith(("topic.", "phase.")) and not anchor.endswith(".accepted")


def _awaited(anchor: str, duties: Iterable[DutyFacts]) -> str:
    """`lead.appraise.accepted` -> the duty `lead.appraise`, if the agreement has it."""
    duty, _, act = anchor.rpartition(".")
    return duty if act == "accepted" and any(d.key == duty for d in duties) else ""


def _stages(topic: TopicFacts, duty: DutyFacts) -> list[PhaseFacts | None]:
    named = (duty.rule or {}).get("phases")
    if named:
        return [phase for phase in topic.phases if phase.key in named]
    if duty.anchor.startswith("phase."):
        return list(topic.phases)
    return [None]


def _in_stage(topic: TopicFacts, duty: DutyFacts, stage: PhaseFacts | None, duties: Sequence[DutyFacts]) -> Wanted:
    anchors = {"topic.selected": topic.selected, "topic.notified": topic.notified}
    anchors["topic.acknowledged"] = topic.acknowledged
    if stage is not None:
        anchors |= {"phase.entered": stage.entered, "phase.end": stage.end}
    waits_on: tuple[str, ...] = ()
    awaited = _awaited(duty.anchor, duties)
    if awaited:
        anchors[duty.anchor] = topic.accepted.get(awaited)
        first = next(d for d in duties if d.key == awaited)
        if not first.is_yearly:
            waits_on = tuple(origin(topic.code, awaited, s.key if s else "") for s in _stages(topic, first))
    return Wanted(
        origin=origin(topic.code, duty.key, stage.key if stage else ""),
        title=f"{duty.text}: {topic.title}" + (f" ({stage.name})" if stage else ""),
        duty=duty.key,
        clause=duty.clause,
        obliged=duty.obliged,
        stage=stage.key if stage else "",
        rule=duty.rule,
        anchors={name: day for name, day in anchors.items() if day and name == duty.anchor},
        waits_on=waits_on,
    )


def _per_happening(topic: TopicFacts, duty: DutyFacts) -> list[Wanted]:
    return [
        Wanted(
            origin=origin(topic.code, duty.key, f"{h.kind}-{h.number}"),
            title=f"{duty.text}: {h.title}",
            duty=duty.key,
            clause=duty.clause,
            obliged=duty.obliged,
            stage=h.phase,
            rule=duty.rule,
            anchors={h.kind: h.on},
        )
        for h in topic.happenings
        if h.kind == duty.anchor
    ]


def origin(where: str, duty: str, part: str = "") -> str:
    """The idempotence key of an obligation: compiling twice finds the one that is there."""
    return f"{where}/{duty}/{part}" if part else f"{where}/{duty}"


# ── gates ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of a gate. `codes` are the rows that keep it shut."""

    key: str
    is_passed: bool
    codes: tuple[str, ...] = ()


def entry_checks(
    *, position: int, previous_closed: bool, is_chosen: bool, is_acknowledged: bool, is_approved: bool
) -> list[Check]:
    """What must be so before a phase is entered: the first needs an acknowledged topic in an approved plan."""
    checks = [Check("topic-selected", is_chosen)]
    if position == 0:
        return [*checks, Check("topic-acknowledged", is_acknowledged), Check("plan-approved", is_approved)]
    return [*checks, Check("previous-closed", previous_closed)]


def exit_checks(*, open_codes: Sequence[str], opened: int) -> list[Check]:
    """What must be so before a phase is left: every obligation of the phase accepted or waived, and there was one.

    Those that only fall due after its end are not among them.
    """
    return [
        Check("obligations-opened", opened > 0),
        Check("obligations-done", not open_codes, tuple(open_codes)),
    ]
