"""Which act of an obligation waits for which office, and who of them could be sent its link."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.actor import Actor
from phoihop.ground.powers import may
from phoihop.mail.queries import addresses_of
from phoihop.obligations import states
from phoihop.obligations.models import Lane, Obligation
from phoihop.obligations.queries.rows import visible_rows
from phoihop.organizations.queries import unit_names

ACKNOWLEDGE = "dispatch.acknowledge"


@dataclass(frozen=True, slots=True)
class Invitee:
    unit_id: int
    unit_name: str
    address: str  # empty: nothing can be sent to this office


def acts_waiting(row: Obligation) -> dict[int, tuple[str, ...]]:
    """By unit the acts that the obligation waits for from it. One query."""
    if row.duty == ACKNOWLEDGE:  # it is settled by the letter's own acts
        return {row.lead_id: (ACKNOWLEDGE, "dispatch.refuse")} if row.state in states.OWED else {}
    found: dict[int, tuple[str, ...]] = {}
    if row.state in states.OWED:
        lanes = Lane.rows.filter(obligation=row, role="SUPPORTING", state__in=states.LANE_OPEN)
        found = dict.fromkeys(lanes.values_list("unit_id", flat=True), ("obligation.work",))
    if states.after(states.OBLIGATION, row.state, "hand_in") is not None:
        found[row.lead_id] = ("obligation.hand_in",)
    if row.state == "HANDED_IN":
        found[row.entitled_id] = ("obligation.accept", "obligation.return")
    return found


def invitees(actor: Actor, code: str) -> list[Invitee]:
    """Other offices that an act of this obligation waits for; none for whoever may send no links."""
    rows = [row for row in visible_rows(actor, code) if may(actor, "obligation.send_link", row)]
    if not rows:
        return []
    (row,) = rows
    unit_ids = sorted(acts_waiting(row).keys() - {actor.unit_id})
    names, reached = unit_names(unit_ids), addresses_of(unit_ids)
    return [Invitee(unit_id, names[unit_id].name, reached.get(unit_id, "")) for unit_id in unit_ids]
