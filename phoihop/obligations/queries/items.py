"""One obligation with everything its page shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from phoihop.documents.queries import DocumentLine
from phoihop.ground.actor import Actor
from phoihop.ground.dates import Explanation
from phoihop.ground.powers import Circle, may, who_may, why
from phoihop.ground.reading import once_a_reading
from phoihop.obligations import states
from phoihop.obligations.events import ExpectedListed, WithholdingFellDue, _OfExpected, _OfObligation
from phoihop.obligations.models import Evidence, Extension, Lane, Obligation, Wait
from phoihop.obligations.queries.provision import (
    ExpectedValue,
    documents_named,
    documents_to_give,
    expected_of,
)
from phoihop.obligations.queries.rows import ObligationRow, finished, visible_row
from phoihop.organizations.queries import UnitName, unit_names


@dataclass(frozen=True, slots=True)
class LaneValue:
    unit: UnitName
    role: str
    state: str
    note: str
    version: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class EvidenceValue:
    unit: str
    post: str
    statement: str
    reference: str
    given_at: datetime
    document: DocumentLine | None  # that the reference names, as far as the reader may see it


@dataclass(frozen=True, slots=True)
class ExtensionValue:
    id: int
    state: str
    from_date: date
    to_date: date
    reason: str
    unit: str
    decided_by: str
    decided_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class ItemRights:
    """What the reader may do with it as it stands now."""

    start: bool
    hand_in: bool
    support: bool
    accept: bool
    give_back: bool
    waive: bool
    block: bool
    unblock: bool
    ask_extension: bool
    decide_extension: bool
    grant_extension: bool
    expect: bool


@dataclass(frozen=True, slots=True)
class ObligationValue:
    row: ObligationRow
    lead: UnitName
    entitled: UnitName
    reason: str
    base_due_date: date | None
    explanation: Explanation | None
    opened_at: datetime
    closed_at: datetime | None
    lanes: tuple[LaneValue, ...]
    evidence: tuple[EvidenceValue, ...]
    expected: tuple[ExpectedValue, ...]
    to_give: tuple[DocumentLine, ...]  # of the reader's own register, where he may give one
    extensions: tuple[ExtensionValue, ...]
    waits_on: tuple[ObligationRow, ...]
    blocks: tuple[ObligationRow, ...]
    rights: ItemRights
    why: str


def obligation_value(actor: Actor, code: str, today: date) -> ObligationValue:
    """The obligation as its page shows it. Not visible to outsiders."""
    row = visible_row(actor, code)
    lanes = list(Lane.rows.filter(obligation=row).order_by("role", "pk"))
    extensions = list(Extension.rows.filter(obligation=row).order_by("pk"))
    evidence = list(Evidence.rows.filter(obligation=row).select_related("lane").order_by("pk"))
    names = unit_names(
        {row.lead_id, row.entitled_id, *(lane.unit_id for lane in lanes), *(e.unit_id for e in extensions)}
    )
    pairs = list(Wait.rows.filter(Q(obligation=row) | Q(on=row)).values_list("obligation_id", "on_id"))
    others = Obligation.objects.visible_to(actor).filter(pk__in={pk for pair in pairs for pk in pair} - {row.pk})
    around = list(others.order_by("board_date", "pk")) if pairs else []
    shown, *lines = finished(actor, [row, *around], today)
    expected = expected_of(actor, row, today)
    named = documents_named(actor, [e.reference for e in evidence])
    rights = _rights(actor, row, lanes, extensions)
    gives = rights.hand_in or rights.support or any(line.rights.provide for line in expected)
    on, held = {on for _held, on in pairs}, {held for held, _on in pairs}
    return ObligationValue(
        row=shown,
        lead=names[row.lead_id],
        entitled=names[row.entitled_id],
        reason=row.reason,
        base_due_date=row.base_due_date,
        explanation=read_explanation(row.explanation),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        lanes=tuple(
            LaneValue(
                names[lane.unit_id], lane.role, lane.state, lane.note, lane.version, lane.unit_id == actor.unit_id
            )
            for lane in lanes
        ),
        evidence=tuple(
            EvidenceValue(
                names[e.lane.unit_id].short, e.post, e.statement, e.reference, e.given_at, named.get(e.reference)
            )
            for e in evidence
        ),
        expected=tuple(expected),
        to_give=tuple(documents_to_give(actor)) if gives else (),
        extensions=tuple(
            ExtensionValue(
                e.pk,
                e.state,
                e.from_date,
                e.to_date,
                e.reason,
                names[e.unit_id].short,
                e.decided_post,
                e.decided_at,
                e.answer,
            )
            for e in extensions
        ),
        waits_on=tuple(line for line in lines if line.id in on),
        blocks=tuple(line for line in lines if line.id in held),
        rights=rights,
        why=why(actor, row),
    )


def read_explanation(text: str) -> Explanation | None:
    return Explanation.from_plain(json.loads(text)) if text else None


def _rights(actor: Actor, row: Obligation, lanes: list[Lane], extensions: list[Extension]) -> ItemRights:
    can = states.OBLIGATION[row.state]
    works = row.state in states.OWED and may(actor, "obligation.work", row)
    hands_in = may(actor, "obligation.hand_in", row)
    mine = next((lane for lane in lanes if lane.unit_id == actor.unit_id and lane.role == "SUPPORTING"), None)
    asked = any(extension.state == "REQUESTED" for extension in extensions)
    runs = row.state in states.OWED and row.due_date is not None
    decides = may(actor, "obligation.extend", row)
    return ItemRights(
        start="start" in can and hands_in,
        hand_in="hand_in" in can and hands_in,
        support=mine is not None and row.state in states.OWED and "hand_in" in states.LANE[mine.state] and works,
        accept="accept" in can and may(actor, "obligation.accept", row),
        give_back="return" in can and may(actor, "obligation.return", row),
        waive="waive" in can and may(actor, "obligation.waive", row),
        block="block" in can and works,
        unblock="unblock" in can and works,
        ask_extension=runs and not asked and works,
        decide_extension=asked and decides and row.state not in states.CLOSED,
        grant_extension=runs and not asked and decides,
        expect=row.state in states.OWED and may(actor, "obligation.expect", row),
    )


# ── addressees ──────────────────────────────────────────────────────────────────────────────────────────────


def row_of(event: _OfObligation) -> Obligation:
    """The row behind an event, for notices."""
    return _row(event.code)


@once_a_reading
def _row(code: str) -> Obligation:
    return Obligation.rows.get(code=code)


def who_owes(event: _OfObligation) -> list[Circle]:
    return who_may("obligation.work", row_of(event))


def who_is_owed(event: _OfObligation) -> list[Circle]:
    return who_may("obligation.accept", row_of(event))


def who_provides(event: ExpectedListed | _OfExpected) -> list[Circle]:
    """Who provides documents in the unit that they are expected of."""
    return _in_unit("obligation.provide", event)


def who_withholds(event: _OfExpected | WithholdingFellDue) -> list[Circle]:
    return _in_unit("obligation.withhold", event)


def who_reviews(event: _OfExpected) -> list[Circle]:
    """The approvers of the unit that wants to keep a document back."""
    return _in_unit("obligation.review_withholding", event)


def _in_unit(power: str, event: ExpectedListed | _OfExpected | WithholdingFellDue) -> list[Circle]:
    return [circle for circle in who_may(power, row_of(event)) if circle.unit_id == event.unit_id]
