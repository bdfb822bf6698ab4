"""Units disagree who answers: it climbs to the unit above them, which decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import states
from phoihop.concerns.commands.basics import decide, labels, load, name_of, note_step, post_of, reason_of, said
from phoihop.concerns.commands.dispatching import check_units, give, note_transfer
from phoihop.concerns.commands.showing import show
from phoihop.concerns.commands.telling import tell_raisers
from phoihop.concerns.events import ConcernDecided, ConcernDisputed
from phoihop.concerns.models import Concern, Dispute, Part
from phoihop.concerns.rules.above import common_upper
from phoihop.ground.actor import Actor
from phoihop.ground.command import SomebodyWasFaster, change, command, tell
from phoihop.ground.powers import NotAllowed
from phoihop.organizations.queries import units_in_force, upper_units

CLIMBS = gettext_lazy("Đang xác định cơ quan trả lời; %(decider)s quyết định.")
DECIDED = gettext_lazy("%(decider)s đã quyết định: %(lead)s trả lời.")
MOST_STEPS = 12  # up the tree of units


@command("concern.dispute")
def dispute_concern(
    *, code: str, reason: str, unit_id: int | None = None, version: int | None = None, by: Actor, at: datetime
) -> ConcernDisputed:
    """A unit that has a part says that this is not its to answer, or not so. Work waits for the decision; the clock
    does not. Refused: no reason, a unit without a part."""
    row = load(code, "concern.dispute", by=by, version=version)
    state = decide(row, "dispute")
    own_id = by.unit_id if by.unit_id is not None else unit_id
    parts = set(Part.rows.filter(concern=row).exclude(state="LEFT").values_list("unit_id", flat=True))
    if own_id is None or own_id not in parts:
        raise NotAllowed(_("Cơ quan của bạn không có phần trong phản ánh này."))
    reason = reason_of(reason)
    decider_id = _decider(row, parts, at)
    change(row, state=state, decider_id=decider_id)
    Dispute.rows.create(
        concern=row, unit_id=own_id, decider_id=decider_id, reason=reason, raised_at=at, raised_post=post_of(by)
    )
    step = note_step(row, "dispute", said(CLIMBS, decider=name_of(decider_id)), at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(
        ConcernDisputed(
            **labels(row),
            unit_id=own_id,
            unit_name=name_of(own_id),
            reason=reason,
            decider_id=decider_id,
            decider_name=name_of(decider_id),
        )
    )


@command("concern.decide")
def decide_dispute(
    *,
    code: str,
    lead_id: int,
    supporting: Mapping[int, str],
    decision: str,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> ConcernDecided:
    """The unit above names who answers, and why. That holds: it is given to them at once.

    Refused: no reason, a unit not in force, and unless they disagree.
    """
    row = load(code, "concern.decide", by=by, version=version)
    state = decide(row, "decide")
    decision = reason_of(decision)
    check_units([lead_id, *supporting], at)
    decider_id, before = row.decider_id, row.lead_id
    if before is not None and before != lead_id:
        note_transfer(row, before, lead_id, decision, by=by, at=at)
    give(row, lead_id, supporting, state=state, by=by, at=at)
    dispute = Dispute.rows.filter(concern=row, state="OPEN")
    decided = states.DISPUTE["OPEN"]["decide"]
    if dispute.update(state=decided, decision=decision, decided_at=at, decided_post=post_of(by)) != 1:
        raise SomebodyWasFaster(row.code, row.version)
    words = said(DECIDED, decider=name_of(decider_id), lead=name_of(lead_id))
    step = note_step(row, "decide", words, more=decision, at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(
        ConcernDecided(
            **labels(row),
            lead_name=name_of(lead_id),
            decision=decision,
            unit_ids=(lead_id, *(pk for pk in supporting if pk != lead_id)),
        )
    )


def _decider(row: Concern, parts: set[int], at: datetime) -> int:
    """The nearest unit in force above all that take part; where they meet nowhere, the reception unit."""
    parents: dict[int, int] = {}
    level = set(parts)
    for _step in range(MOST_STEPS):  # one query a level
        above = upper_units(level - parents.keys())
        if not above:
            break
        parents |= above
        level = set(above.values())
    found = common_upper(sorted(parts), parents)
    while found is not None and found not in units_in_force([found], at):
        found = parents.get(found)
    return row.reception_id if found is None else found
