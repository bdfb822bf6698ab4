"""Passing an instrument on to units that are to confirm it; each confirmation is owed as an obligation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.agreements.commands.checking import LONGEST_NOTE, check_units, mandate_of, one_of_two, same, short_enough
from phoihop.agreements.events import MandateSpread, SpreadConfirmed
from phoihop.agreements.models import Mandate, Spread
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, command, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotAllowed, ask
from phoihop.obligations.commands import Opening, open_obligations, settle_obligation, withdraw_obligations
from phoihop.organizations.queries import UnitName, unit_names

CONFIRM = "mandate.confirm"  # the duty's key on the board


@command("mandate.spread")
def spread_mandate(
    *, code: str, unit_ids: Collection[int], due_date: date, asked_by_id: int | None = None, by: Actor, at: datetime
) -> MandateSpread:
    """Asks units to confirm an instrument by a day; each owes it from then on. Those asked before are passed over.

    Refused: an instrument not in force, no unit, the own unit, a unit not in force, a day that has passed.
    """
    asked_by_id = by.unit_id if asked_by_id is None else asked_by_id
    ask(by, "mandate.spread", unit_id=asked_by_id)
    row = mandate_of(code)
    if row.state != "IN_FORCE":
        raise Refused(_("Văn bản %(number)s không còn hiệu lực.") % {"number": row.number})
    if asked_by_id is None or not unit_ids:
        raise Refused(_("Hãy chọn ít nhất một cơ quan."))
    if asked_by_id in unit_ids:
        raise Refused(_("Cơ quan quán triệt không tự xác nhận với chính mình."))
    ids = list(dict.fromkeys(unit_ids))
    check_units(ids, at)
    told = set(Spread.rows.filter(mandate=row, unit_id__in=ids).values_list("unit_id", flat=True))
    new = [unit_id for unit_id in ids if unit_id not in told]
    names = unit_names([asked_by_id, *new])
    event = MandateSpread(
        code=row.code,
        dossier=row.code,
        number=row.number,
        place=names[asked_by_id].territory,
        mandate_id=row.pk,
        asked_by_id=asked_by_id,
        unit_ids=tuple(new),
        due_date=due_date.isoformat(),
    )
    if not new:
        return same(event)
    if due_date < local_date(at):
        raise Refused(_("Hạn xác nhận %(day)s đã qua.") % {"day": words.day(due_date)})
    with one_of_two(row.code):
        Spread.rows.bulk_create(
            Spread(mandate=row, unit_id=unit_id, asked_by_id=asked_by_id, due_date=due_date) for unit_id in new
        )
    open_obligations(
        openings=[_owed(row, names[unit_id], asked_by_id, due_date, at) for unit_id in new],
        by=by.through("mandate.spread"),
        at=at,
    )
    return tell(event)


@command("mandate.confirm")
def confirm_spread(
    *, code: str, unit_id: int | None = None, note: str = "", by: Actor, at: datetime
) -> SpreadConfirmed:
    """A unit confirms that it has received and carries out an instrument; what it owed is settled by that.

    Refused: a unit that was not asked; another unit's confirmation, but as the consequence of its accepted obligation.
    """
    row = mandate_of(code)
    ask(by, "mandate.confirm", row)
    unit_id = by.unit_id if unit_id is None else unit_id
    if unit_id != by.unit_id and by.cause[-1:] != ("obligation.accepted",):
        raise NotAllowed(_("Chỉ cơ quan được quán triệt mới xác nhận cho mình."))
    spread = Spread.rows.filter(mandate=row, unit_id=unit_id or 0).first()
    if spread is None:
        raise Refused(_("Cơ quan này không được đề nghị xác nhận văn bản %(number)s.") % {"number": row.number})
    unit = unit_names([spread.unit_id])[spread.unit_id]
    event = SpreadConfirmed(
        code=row.code,
        dossier=row.code,
        number=row.number,
        place=unit.territory,
        mandate_id=row.pk,
        unit_id=unit.id,
        unit=unit.name,
        asked_by_id=spread.asked_by_id,
    )
    if spread.confirmed_at is not None:
        return same(event)
    note = short_enough(note, LONGEST_NOTE)
    is_own = unit.id == by.unit_id
    post = (by.acting_for or by.post) if is_own else ""  # accepted on the board: who handed it in stands there
    open_one = Spread.rows.filter(pk=spread.pk, confirmed_at__isnull=True)
    if open_one.update(confirmed_at=at, confirmed_post=post, note=note) != 1:
        raise SomebodyWasFaster(row.code)
    settle_obligation(
        origin=_origin(row, unit.id),
        statement=note or on_record(gettext_lazy("Đã tiếp nhận và quán triệt.")),
        reference=row.number,
        accept=True,
        by=by.through("mandate.confirm"),
        at=at,
    )
    return tell(event)


def call_off(row: Mandate, *, by_number: str, by: Actor, at: datetime) -> None:
    """Nobody owes the confirmation of a replaced instrument any more. Part of replacing it."""
    waiting = Spread.rows.filter(mandate=row, confirmed_at__isnull=True).values_list("unit_id", flat=True)
    origins = [_origin(row, unit_id) for unit_id in waiting]
    if origins:
        replaced = gettext_lazy("Văn bản %(number)s được thay bằng %(by_number)s")
        reason = on_record(replaced, number=row.number, by_number=by_number)
        withdraw_obligations(origins=origins, reason=reason, by=by.through("mandate.record"), at=at)


def _origin(row: Mandate, unit_id: int) -> str:
    return f"{row.code}/spread/{unit_id}"


def _owed(row: Mandate, unit: UnitName, asked_by_id: int, due_date: date, at: datetime) -> Opening:
    return Opening(
        origin=_origin(row, unit.id),
        title=on_record(gettext_lazy("Xác nhận đã quán triệt %(number)s"), number=row.number),
        duty=CONFIRM,
        clause=row.number,
        source=row.code,
        year=local_date(at).year,
        territory=unit.territory,
        lead_id=unit.id,
        entitled_id=asked_by_id,
        rule={"on": due_date.isoformat()},
        is_illustration=row.is_illustration,
    )
