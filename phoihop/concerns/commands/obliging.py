"""What is owed: the promised date, and the one obligation with a lane for each agency."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from phoihop.concerns.commands.basics import as_json, labels, said
from phoihop.concerns.models import Concern, Part
from phoihop.concerns.queries import routing
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import Explanation, explain_date
from phoihop.ground.sheet import work_calendar
from phoihop.intake.queries import Taken
from phoihop.obligations import commands as obligations

DUTY = "concern.answer"
DATA_DUTY = "concern.data"
TITLE = gettext_lazy("Trả lời phản ánh %(code)s: %(title)s")
GONE = gettext_lazy("Phản ánh đã sang bước khác.")


def promise(taken: Taken, *, name: str) -> Explanation:
    """The date until which an answer is owed: what its sender was told at the door, else as the routing says."""
    way = routing.way_of(taken.territory, taken.service, taken.place)
    counted = routing.counted(way.answer, local_date(taken.received_at), anchor_name=name)
    if taken.promised_date is None or taken.promised_date == counted.due:
        return counted
    return explain_date(work_calendar(), rule="on", day=taken.promised_date, anchor="promised", anchor_name=name)


def origin_of(row: Concern) -> str:
    return f"{row.code}/answer/{row.round}"


def oblige(row: Concern, *, by: Actor, at: datetime) -> str:
    """Opens or amends the obligation of this round as the concern now stands; its code."""
    supporting = Part.rows.filter(concern=row, role="SUPPORTING").exclude(state="LEFT").order_by("pk")
    opening = obligations.Opening(
        origin=origin_of(row),
        title=said(TITLE, code=row.code, title=labels(row)["title"]),
        duty=DUTY,
        source=row.code,
        dossier=row.dossier,
        year=local_date(row.received_at).year,
        territory=row.territory,
        lead_id=row.lead_id or row.reception_id,
        entitled_id=row.reception_id,
        supporting_ids=tuple(supporting.values_list("unit_id", flat=True)),
        due_date=row.promised_date,
        explanation=read_explanation(row),
        is_illustration=row.is_illustration,
    )
    done = obligations.open_obligations(openings=[opening], by=by.through("concern.assign"), at=at)
    return next(iter((*done.opened, *done.amended, *done.untouched)), row.obligation)


def release(row: Concern, *, by: Actor, at: datetime) -> None:
    """The obligation of this round has lost its ground: passed on, refused, merged, erased."""
    if row.round:
        through = by.through("concern.assign")
        obligations.withdraw_obligations(origins=[origin_of(row)], reason=said(GONE), by=through, at=at)


def settle(row: Concern, statement: str, *, by: Actor, at: datetime) -> None:
    """The answer is out: the obligation is handed in and accepted with it."""
    through = by.through("concern.assign")
    obligations.settle_obligation(
        origin=origin_of(row), statement=statement, reference="", accept=True, by=through, at=at
    )


def read_explanation(row: Concern) -> Explanation:
    return Explanation.from_plain(json.loads(row.explanation))


def later(row: Concern, due: date, *, granted_by: str, reason: str, at: datetime) -> dict[str, Any]:
    """Columns of a later date, its explanation with one more extension; personal data is kept as much longer."""
    explanation = read_explanation(row).extended(
        new_due=due, granted_by=granted_by, granted_date=local_date(at), reason=reason
    )
    keep = routing.term(row.territory, "personal_keep").days
    return {
        "promised_date": due,
        "explanation": as_json(explanation),
        "delete_on": max(row.delete_on, due + timedelta(days=keep)),
    }


def set_parts(row: Concern, lead_id: int, supporting: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    """The parts as they are to be: the lead's, and one for each supporting unit with what it is asked for. Parts of
    units that went are left as they are, and count no more. Belongs into the caller's transaction."""
    wanted = {unit_id: ("SUPPORTING", about) for unit_id, about in supporting if unit_id != lead_id}
    there = {part.unit_id: part for part in Part.rows.filter(concern=row)}
    about = dict(supporting).get(lead_id) or (there[lead_id].about if lead_id in there else "")
    Part.rows.filter(concern=row, role="LEAD").exclude(unit_id=lead_id).update(role="SUPPORTING")
    gone = [part.pk for unit_id, part in there.items() if unit_id != lead_id and unit_id not in wanted]
    Part.rows.filter(pk__in=gone).update(state="LEFT")
    for unit_id, (role, asked) in {lead_id: ("LEAD", about), **wanted}.items():
        part = there.get(unit_id)
        if part is None:
            Part.rows.create(concern=row, unit_id=unit_id, role=role, about=asked)
            continue
        state = "OPEN" if part.state == "LEFT" else part.state
        Part.rows.filter(pk=part.pk).update(role=role, about=asked or part.about, state=state)
    return tuple(wanted)
