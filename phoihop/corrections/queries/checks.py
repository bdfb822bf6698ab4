"""What the public asks to be checked."""

from __future__ import annotations

from phoihop.corrections.models import Check, Desk
from phoihop.corrections.queries.values import CheckLine, CheckList
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may
from phoihop.organizations.queries import unit_names

MOST_SHOWN = 50


def checks(actor: Actor, *, after: str = "", limit: int = MOST_SHOWN) -> CheckList:
    """Those that the reader may see, what waits first, then the newest. Four queries."""
    rows = Check.objects.visible_to(actor).select_related("claim").order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=Check.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    own = unit_names([actor.unit_id])
    territory = own[actor.unit_id].territory if actor.unit_id in own else ""
    desk = Desk.rows.filter(territory=territory).values_list("unit_id", flat=True).first()
    return CheckList(
        lines=tuple(_line(actor, row) for row in shown),
        next=shown[-1].code if len(found) > limit else "",
        desk=unit_names([desk])[desk].name if desk is not None else "",
        may_set=actor.unit_id is not None and desk != actor.unit_id and may(actor, "desk.set", unit_id=actor.unit_id),
    )


def check_value(actor: Actor, code: str) -> CheckLine:
    row = Check.objects.visible_to(actor).select_related("claim").filter(code=code).first()
    if row is None:
        raise NotVisible
    return _line(actor, row)


def _line(actor: Actor, row: Check) -> CheckLine:
    return CheckLine(
        code=row.code,
        text=row.text,
        publisher=row.publisher,
        address=row.address,
        state=row.state,
        claim=row.claim.code if row.claim is not None else "",
        reason=row.reason,
        received_at=row.received_at,
        version=row.version,
        may_settle=row.state == "RECEIVED" and may(actor, "check.decline", row),
    )
