"""Plans and topics that are shown to the public, or may be: what would go out, and how it stands with going out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from phoihop.communications.models import PublicRecord
from phoihop.communications.queries.record_words import PHASE_WORDS, TOPIC_KIND_WORDS, TOPIC_STATE_WORDS
from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.command import on_record
from phoihop.ground.powers import NotVisible, may
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import unit_names
from phoihop.plans import queries as plans
from phoihop.publications.commands import Copy, PlanDetails, TopicDetails


@dataclass(frozen=True, slots=True)
class RecordValue:
    """How a plan or topic stands with the public. Empty `state`: never shown."""

    code: str
    kind: str
    state: str
    summary: str
    as_of: date | None
    refusal: str
    note: str
    published_at: datetime | None
    version: int | None
    lead_id: int
    may_publish: bool


def record_value(actor: Actor, code: str, today: date) -> RecordValue:
    """Not visible: a plan or topic that the reader may not see. Few queries."""
    kind, lead_id = _seen(actor, code, today)
    row = PublicRecord.rows.filter(code=code).first()
    power = "plan.publish" if kind == "PLAN" else "topic.publish"
    allowed = may(actor, power, unit_id=lead_id)
    if row is None:
        return RecordValue(code, kind, "", "", None, "", "", None, None, lead_id, allowed)
    return RecordValue(
        code,
        kind,
        row.state,
        row.summary,
        row.as_of,
        row.refusal,
        row.note,
        row.published_at,
        row.version,
        lead_id,
        allowed,
    )


def lead_of(actor: Actor, code: str, today: date) -> int:
    return _seen(actor, code, today)[1]


def published_codes(codes: Iterable[str]) -> set[str]:
    rows = PublicRecord.rows.filter(code__in=list(codes), state="PUBLISHED")
    return set(rows.values_list("code", flat=True))


def office_of(lead_id: int) -> Actor:
    """The lead's office as a reader: what goes out hangs neither on who of it presses, nor on the clock."""
    name = unit_names([lead_id]).get(lead_id)
    if name is None:
        raise NotVisible
    return Actor(kind="person", unit_id=lead_id, unit_name=name.name, roles=DOERS)


def plan_copy(code: str, lead_id: int, summary: str, today: date, published_at: datetime) -> tuple[Copy, str]:
    """What would go out of a plan, and the plan's state. A constant number of queries.

    Duties are counted as the lead's own page counts them; what was waived is in none of the numbers. Topics are named
    only if they are public themselves.
    """
    reader = office_of(lead_id)
    value = plans.plan_value(reader, code, today)
    scope = plans.report_scope(reader, code)
    counts = Counter(stands(row) for row in obligations.rows_of(reader, source=code, today=today))
    shown = published_codes(scope.dossiers)
    copy = Copy(
        code=code,
        territory=territory_of(lead_id),
        title=scope.title,
        summary=summary,
        unit_name=value.lead,
        published_at=published_at,
        is_illustration=value.is_illustration,
        details=PlanDetails(
            year=value.year,
            lead=value.lead,
            partner=value.partner,
            as_of=today.isoformat(),
            topics=tuple(one for one in scope.dossiers if one in shown),
            **numbers(counts),
        ),
    )
    return copy, value.state


def topic_copy(code: str, lead_id: int, summary: str, today: date, published_at: datetime) -> tuple[Copy, str]:
    """What would go out of a topic, and its state. The dossier's words stay inside: only the editor's go."""
    value = plans.topic_value(office_of(lead_id), code, today)
    counts = Counter(stands(row) for row in value.rows)
    copy = Copy(
        code=code,
        territory=value.territory,
        title=value.title,
        summary=summary,
        unit_name=next(party.name for party in value.parties if party.role == "lead"),
        dossier=value.plan,
        published_at=published_at,
        is_illustration=value.is_illustration,
        details=TopicDetails(
            plan=value.plan,
            topic_kind=on_record(TOPIC_KIND_WORDS[value.kind]),
            state=on_record(TOPIC_STATE_WORDS[value.state]) if value.state in TOPIC_STATE_WORDS else "",
            units=tuple(party.name for party in value.parties),
            phases=tuple(_phase(phase) for phase in value.phases),
            as_of=today.isoformat(),
            **numbers(counts),
        ),
    )
    return copy, value.state


def stands(row: obligations.ObligationRow) -> str:
    """How the public is told of a duty: that its day is near is a matter of the house, begun or not is not."""
    if row.shown != "soon":
        return row.shown
    return "plan" if row.state == "OPEN" else "doing"


def numbers(counts: Mapping[str, int]) -> dict[str, Any]:
    """The five public numbers out of the states that the house shows."""
    return {
        "done": counts.get("done", 0),
        "doing": counts.get("doing", 0) + counts.get("wait", 0),
        "late": counts.get("late", 0),
        "blocked": counts.get("block", 0),
        "planned": counts.get("plan", 0),
    }


def territory_of(unit_id: int) -> str:
    return unit_names([unit_id])[unit_id].territory


def _seen(actor: Actor, code: str, today: date) -> tuple[str, int]:
    """The kind and the lead, if the reader may see it."""
    if code.startswith("KH-"):
        return "PLAN", plans.report_scope(actor, code).lead_id
    if code not in plans.visible_topics(actor, [code]):
        raise NotVisible
    parties = plans.topic_value(actor, code, today).parties
    return "TOPIC", next(party.unit_id for party in parties if party.role == "lead")


def _phase(phase: plans.PhaseValue) -> tuple[str, str, str, str]:
    state = "CLOSED" if phase.closed else "RUNNING" if phase.entered else "PLANNED"
    until = phase.closed or phase.planned_end
    return (
        phase.name,
        on_record(PHASE_WORDS[state]),
        phase.entered.isoformat() if phase.entered else "",
        until.isoformat() if until else "",
    )
