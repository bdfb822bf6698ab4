"""Opening obligations, idempotent by origin; withdrawing and settling them as a consequence of another act."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell, tell_all
from phoihop.ground.dates import CalendarRefused, Explanation, WorkCalendar
from phoihop.ground.powers import ask
from phoihop.ground.text import fold, nfc
from phoihop.obligations import events, rules, states
from phoihop.obligations.commands.checking import (
    close_lanes,
    give_evidence,
    is_after_due,
    labels,
    lead_lane,
    move,
    move_lane,
    reason_of,
)
from phoihop.obligations.commands.providing import expect_by_duty
from phoihop.obligations.models import Extension, Lane, Obligation, Wait
from phoihop.obligations.queries import calendar
from phoihop.organizations.commands import take_numbers

CHUNK = 500
TOLD = {"title": "title", "clause": "clause", "rule": "rule", "anchors": "anchors", "due_date": "due"}  # column: name


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What shall be owed. `origin` says what it is made from; opening it twice changes nothing.

    `rule` is plain data as in a programme file. For one occurrence of a recurring rule `due_date` and `explanation`
    are given; otherwise the date follows from the rule and the anchors.
    """

    origin: str
    title: str
    duty: str
    source: str
    year: int
    territory: str
    lead_id: int
    entitled_id: int
    clause: str = ""
    dossier: str = ""
    stage: str = ""
    supporting_ids: tuple[int, ...] = ()
    rule: Mapping[str, Any] | None = None
    anchors: Mapping[str, date] = field(default_factory=dict)
    due_date: date | None = None
    explanation: Explanation | None = None
    waits_on: tuple[str, ...] = ()
    is_illustration: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """Codes of what was opened, amended, and found as it should be."""

    opened: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()


@command("obligation.open")
def open_obligations(*, openings: Sequence[Opening], by: Actor, at: datetime) -> Compiled:
    """Opens what is new, amends what changed, leaves the rest. Closed ones are never touched.

    Refused: a rule that cannot be read, a date the calendar does not know.
    """
    ask(by, "obligation.open")
    wanted = {opening.origin: opening for opening in openings}
    days = calendar()
    there = _by_origin(wanted)
    new = [opening for origin, opening in wanted.items() if origin not in there]
    opened = _insert(new, days, at)
    amended: list[str] = []
    untouched: list[str] = []
    present = _by_origin(set().union(*(o.waits_on for o in wanted.values()))) if wanted else {}
    waits = _waits_of([row.pk for row in there.values()])
    lanes = _lanes_of([row.pk for row in there.values()])
    granted = granted_of([row.pk for row in there.values()])
    for origin, row in there.items():
        changes = _amend(row, wanted[origin], days, lanes.get(row.pk, {}), granted.get(row.pk, []))
        changes |= _set_waits(row, wanted[origin], waits.get(row.pk, {}), present)
        (amended if changes else untouched).append(row.code)
        if changes:
            tell(events.ObligationAmended(**labels(row)), changes=changes)
    present |= {row.origin: row for row in opened}
    for row in opened:
        opening = wanted[row.origin]
        _set_waits(row, opening, {}, present)
    if opened:
        tell_all([events.ObligationOpened(**labels(row), clause=row.clause) for row in opened])
    if not opened and not amended:
        nothing_changed()
    return Compiled(tuple(row.code for row in opened), tuple(amended), tuple(untouched))


@command("obligation.withdraw")
def withdraw_obligations(*, origins: Iterable[str], reason: str, by: Actor, at: datetime) -> tuple[str, ...]:
    """Waives by rule what has lost its ground. Closed ones and unknown origins are passed over; refused: no reason."""
    ask(by, "obligation.withdraw")
    reason = reason_of(reason)
    gone = []
    for row in _by_origin(origins).values():
        if row.state in states.CLOSED:
            continue
        changes = move(row, "waive", at=at, reason=reason)
        close_lanes(row, "waive", reason)
        tell(events.ObligationWithdrawn(**labels(row), reason=reason), changes=changes)
        gone.append(row.code)
    if not gone:
        nothing_changed()
    return tuple(gone)


@command("obligation.settle")
def settle_obligation(
    *, origin: str, statement: str, reference: str, accept: bool, by: Actor, at: datetime
) -> str | None:
    """Another act is the evidence: handed in, and with `accept` accepted. Unknown, closed or done: nothing happens."""
    ask(by, "obligation.settle")
    row = Obligation.rows.filter(origin=origin).first()
    is_open = row is not None and row.state in states.OWED
    if row is None or not (is_open or (accept and row.state == "HANDED_IN")):
        nothing_changed()
        return None
    if row.state == "BLOCKED":
        move(row, "unblock", at=at)
    if is_open:
        is_late = is_after_due(row, at)
        changes = move(row, "hand_in", at=at, handed_in_at=at, is_late=is_late, reason="")
        lane = lead_lane(row)
        give_evidence(lane, nfc(statement).strip(), nfc(reference).strip(), by=by, at=at)
        move_lane(lane, "hand_in")
        told = events.ObligationHandedIn(**labels(row), statement=statement, reference=reference, is_late=is_late)
        tell(told, changes=changes)
    if accept:
        changes = move(row, "accept", at=at)
        close_lanes(row, "accept", on_record(gettext_lazy("Khép lại cùng nghĩa vụ.")))
        tell(events.ObligationAccepted(**labels(row), is_late=row.is_late), changes=changes)
    return row.code


@command("obligation.settle")
def reopen_obligation(*, origin: str, reason: str, by: Actor, at: datetime) -> str | None:
    """The act that was the evidence came to nothing: returned with the reason. Unless handed in, nothing happens."""
    ask(by, "obligation.settle")
    row = Obligation.rows.filter(origin=origin, state="HANDED_IN").first()
    if row is None:
        nothing_changed()
        return None
    reason = reason_of(reason)
    changes = move(row, "return", at=at, reason=reason)
    move_lane(lead_lane(row), "return", note=reason)
    tell(events.ObligationReturned(**labels(row), reason=reason), changes=changes)
    return row.code


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A due date with all that is kept about it."""

    due: date | None
    explanation: Explanation | None
    waits_for: str

    def columns(self) -> dict[str, Any]:
        return {
            "due_date": self.due,
            "board_date": self.due or states.NO_DATE,
            "waits_for": self.waits_for,
            "explanation": as_json(self.explanation.to_plain()) if self.explanation else "",
        }


def reckon(rule: Mapping[str, Any] | None, anchors: Mapping[str, date], days: WorkCalendar) -> Reckoned:
    """Rule and anchors into a date. Refused: an unreadable rule, a year the calendar does not know."""
    try:
        due = rules.due(rules.parse_rule(rule), anchors, days)
    except rules.BadRule as bad:
        raise Refused("; ".join(_(fault.sentence) % fault.values for fault in bad.faults)) from bad
    except CalendarRefused as refused:
        raise Refused(_(refused.sentence) % refused.values) from refused
    return Reckoned(due.date, due.explanation, due.waits_for or "")


def extended(base: Reckoned, granted: Iterable[Extension]) -> Reckoned:
    """The base date with the extensions that still lie beyond it, in the order in which they were given."""
    due, explanation = base.due, base.explanation
    for extension in granted:
        if due is None or extension.to_date <= due or extension.decided_at is None:
            continue
        due = extension.to_date
        if explanation is not None:
            explanation = explanation.extended(
                new_due=due,
                granted_by=extension.decided_post,
                granted_date=local_date(extension.decided_at),
                reason=extension.reason,
            )
    return replace(base, due=due, explanation=explanation)


def granted_of(ids: Sequence[int]) -> dict[int, list[Extension]]:
    """The extensions given to these obligations, in the order in which they were given."""
    found: dict[int, list[Extension]] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Extension.rows.filter(obligation_id__in=ids[start : start + CHUNK], state="GRANTED")
        for extension in rows.order_by("decided_at", "pk"):
            found.setdefault(extension.obligation_id, []).append(extension)
    return found


def _of_opening(opening: Opening, days: WorkCalendar) -> Reckoned:
    if opening.due_date is not None:
        return Reckoned(opening.due_date, opening.explanation, "")
    return reckon(opening.rule, opening.anchors, days)


def _columns(opening: Opening) -> dict[str, Any]:
    title = nfc(opening.title).strip()[:500]
    return {
        "title": title,
        "title_fold": fold(title)[:500],
        "clause": nfc(opening.clause)[:200],
        "rule": as_json(opening.rule),
        "anchors": as_json({name: day.isoformat() for name, day in opening.anchors.items()}),
    }


def _insert(openings: list[Opening], days: WorkCalendar, at: datetime) -> list[Obligation]:
    """New rows with their lanes. Of two who open the same at once one inserts; the other leaves it as it is."""
    if not openings:
        return []
    series = Counter((opening.territory, opening.year) for opening in openings)
    numbers = {key: iter(take_numbers(f"NV-{key[0]}-{key[1]}", count)) for key, count in series.items()}
    rows = []
    for opening in openings:
        reckoned = _of_opening(opening, days)
        number = next(numbers[opening.territory, opening.year])
        rows.append(
            Obligation(
                code=f"NV-{opening.territory}-{opening.year}-{number:06}",
                origin=opening.origin,
                duty=opening.duty,
                source=opening.source,
                dossier=opening.dossier,
                stage=opening.stage,
                year=opening.year,
                territory=opening.territory,
                lead_id=opening.lead_id,
                entitled_id=opening.entitled_id,
                base_due_date=reckoned.due,
                opened_at=at,
                is_illustration=opening.is_illustration,
                **_columns(opening),
                **reckoned.columns(),
            )
        )
    Obligation.rows.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    kept = _by_origin([row.origin for row in rows])
    mine = [kept[row.origin] for row in rows if kept[row.origin].code == row.code]
    wanted = {opening.origin: opening for opening in openings}
    lanes = [Lane(obligation=row, unit_id=row.lead_id, role="LEAD") for row in mine]
    for row in mine:
        lanes += [
            Lane(obligation=row, unit_id=unit_id, role="SUPPORTING")
            for unit_id in dict.fromkeys(wanted[row.origin].supporting_ids)
            if unit_id != row.lead_id
        ]
    Lane.rows.bulk_create(lanes, batch_size=CHUNK)
    expect_by_duty(mine, at)
    return mine


def _amend(
    row: Obligation,
    opening: Opening,
    days: WorkCalendar,
    lanes: dict[int, Lane],
    granted: list[Extension],
) -> dict[str, tuple[Any, Any]]:
    """What the opening changes in an open obligation; nothing in a closed one."""
    if row.state in states.CLOSED:
        return {}
    base = _of_opening(opening, days)
    values = _columns(opening) | extended(base, granted).columns() | {"base_due_date": base.due}
    return amend_columns(row, values) | _set_lanes(row, opening, lanes)


def amend_columns(row: Obligation, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Writes what differs; gives what a reader would notice, for the ledger."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    changes = {TOLD[name]: (getattr(row, name), value) for name, value in differing.items() if name in TOLD}
    if changes:
        change(row, **differing)
    elif differing:  # how the same date is explained: nobody who is just typing need be told
        Obligation.rows.filter(pk=row.pk, version=row.version).update(**differing)
    return changes


def _set_lanes(row: Obligation, opening: Opening, lanes: dict[int, Lane]) -> dict[str, tuple[Any, Any]]:
    """Lanes of supporting units that came are added or taken up again, those of units that went are waived."""
    before = {unit_id for unit_id, lane in lanes.items() if lane.role == "SUPPORTING" and lane.state != "WAIVED"}
    wanted = set(opening.supporting_ids) - {row.lead_id}
    came, went = wanted - before, before - wanted
    Lane.rows.bulk_create(
        Lane(obligation=row, unit_id=unit_id, role="SUPPORTING") for unit_id in sorted(came - lanes.keys())
    )
    for unit_id in came & lanes.keys():
        move_lane(lanes[unit_id], "rejoin")
    note = on_record(gettext_lazy("Không còn tham gia."))
    gone = [unit_id for unit_id in went if move_lane(lanes[unit_id], "waive", note=note)]
    if not came and not gone:
        return {}
    return {"supporting": (sorted(before), sorted((before | came) - set(gone)))}


def _set_waits(
    row: Obligation, opening: Opening, waits: dict[int, str], present: Mapping[str, Obligation]
) -> dict[str, tuple[Any, Any]]:
    """What it waits on follows the opening; origins not opened yet come with a later compiling."""
    if row.state in states.CLOSED:
        return {}
    wanted = {present[origin].pk: origin for origin in opening.waits_on if origin in present}
    if wanted.keys() == waits.keys():
        return {}
    Wait.rows.filter(obligation=row, on_id__in=waits.keys() - wanted.keys()).delete()
    fresh = sorted(wanted.keys() - waits.keys())
    Wait.rows.bulk_create([Wait(obligation=row, on_id=on_id) for on_id in fresh], ignore_conflicts=True)
    return {"waits_on": (sorted(waits.values()), sorted(wanted.values()))}


def _by_origin(origins: Iterable[str]) -> dict[str, Obligation]:
    found: dict[str, Obligation] = {}
    names = list(dict.fromkeys(origins))
    for start in range(0, len(names), CHUNK):
        rows = Obligation.rows.filter(origin__in=names[start : start + CHUNK]).order_by("pk")
        found |= {row.origin: row for row in rows}
    return found


def _waits_of(ids: list[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Wait.rows.filter(obligation_id__in=ids[start : start + CHUNK])
        for obligation_id, on_id, origin in rows.values_list("obligation_id", "on_id", "on__origin"):
            found.setdefault(obligation_id, {})[on_id] = origin
    return found


def _lanes_of(ids: list[int]) -> dict[int, dict[int, Lane]]:
    found: dict[int, dict[int, Lane]] = {}
    for start in range(0, len(ids), CHUNK):
        for lane in Lane.rows.filter(obligation_id__in=ids[start : start + CHUNK]):
            found.setdefault(lane.obligation_id, {})[lane.unit_id] = lane
    return found


def read_anchors(row: Obligation) -> dict[str, date]:
    return {name: date.fromisoformat(day) for name, day in json.loads(row.anchors).items()}


def as_json(value: object) -> str:
    plain = dict(value) if isinstance(value, Mapping) else value
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
