"""A unit's own ladder: its first change takes it over from the common one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.obligations import events
from phoihop.obligations.models import Ladder, RungRule
from phoihop.obligations.queries import ladder_of
from phoihop.obligations.rules import ladder as rules
from phoihop.organizations.queries import unit_names


@command("ladder.manage")
def set_rung(
    *,
    unit_id: int,
    offset: int,
    to: str,
    wording: str = "",
    is_urgent: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.LadderRungSet:
    """Puts a rung on the ladder, or changes what it says and whether it is urgent.

    Refused: a day too far away, an unknown target, wording too long or of several lines, too many rungs.
    """
    code = _asked(unit_id, by)
    rung = rules.Rung(offset, to, nfc(wording).strip(), is_urgent)
    if not rules.is_rung(rung) or not (rung.wording.isprintable()):
        most = {"days": rules.FARTHEST, "chars": rules.LONGEST_WORDING}
        said = _("Mỗi bậc cách hạn không quá %(days)s ngày làm việc, lời nhắc một dòng không quá %(chars)s ký tự.")
        raise Refused(said % most)
    ladder, known = ladder_of(unit_id)
    event = events.LadderRungSet(
        code=code, unit_id=unit_id, rung=rung.key, wording=rung.wording, is_urgent=rung.is_urgent
    )
    if rung in ladder.rungs:
        nothing_changed()
        return event
    rungs = rules.with_rung(ladder.rungs, rung)
    if len(rungs) > rules.MOST_RUNGS:
        raise Refused(
            _("Thang nhắc hạn có nhiều nhất %(most)s bậc. Hãy bỏ bớt một bậc trước.") % {"most": rules.MOST_RUNGS}
        )
    _write(unit_id, rungs, ladder.opens, ladder.closes, known if version is None else version)
    return tell(event)


@command("ladder.manage")
def drop_rung(
    *, unit_id: int, rung: str, version: int | None = None, by: Actor, at: datetime
) -> events.LadderRungDropped:
    """Takes a rung off the ladder. Refused: one that is not on it, and the last one."""
    code = _asked(unit_id, by)
    ladder, known = ladder_of(unit_id)
    rungs = rules.without_rung(ladder.rungs, rung)
    if len(rungs) == len(ladder.rungs):
        raise Refused(_("Bậc này không còn trên thang. Thang nhắc hạn chưa đổi."))
    if not rungs:
        raise Refused(_("Thang nhắc hạn phải còn ít nhất một bậc, nếu không việc trễ sẽ không ai được báo."))
    _write(unit_id, rungs, ladder.opens, ladder.closes, known if version is None else version)
    return tell(events.LadderRungDropped(code=code, unit_id=unit_id, rung=rung))


@command("ladder.manage")
def set_ladder_hours(
    *, unit_id: int, opens: time, closes: time, version: int | None = None, by: Actor, at: datetime
) -> events.LadderHoursSet:
    """Sets the hours of a working day in which what is not urgent is told. Refused: closing before opening."""
    code = _asked(unit_id, by)
    if closes <= opens:
        raise Refused(_("Giờ kết thúc phải sau giờ bắt đầu."))
    ladder, known = ladder_of(unit_id)
    event = events.LadderHoursSet(code=code, unit_id=unit_id, opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}")
    if (ladder.opens, ladder.closes) == (opens, closes):
        nothing_changed()
        return event
    _write(unit_id, ladder.rungs, opens, closes, known if version is None else version)
    return tell(event)


@command("ladder.manage")
def reset_ladder(*, unit_id: int, version: int | None = None, by: Actor, at: datetime) -> events.LadderReset:
    """Gives up the unit's own ladder for the common one. What was told stays told."""
    code = _asked(unit_id, by)
    event = events.LadderReset(code=code, unit_id=unit_id)
    row = Ladder.rows.filter(unit_id=unit_id).first()
    if row is None:
        nothing_changed()
        return event
    if version is not None and row.version != version:
        raise SomebodyWasFaster(code, row.version)
    RungRule.rows.filter(ladder=row).delete()
    row.delete()
    return tell(event)


def _asked(unit_id: int, by: Actor) -> str:
    ask(by, "ladder.manage", unit_id=unit_id)
    names = unit_names([unit_id])
    if unit_id not in names:
        raise NotVisible
    return names[unit_id].code


def _write(unit_id: int, rungs: Iterable[rules.Rung], opens: time, closes: time, version: int) -> None:
    """The unit's own ladder as it is now to be, if it is still the one of this version; 0: it has none yet."""
    row, is_new = Ladder.rows.get_or_create(unit_id=unit_id, defaults={"opens": opens, "closes": closes})
    if is_new != (version == 0):
        raise SomebodyWasFaster(unit_names([unit_id])[unit_id].code, 0 if is_new else row.version)
    if not is_new:
        change(row, version=version, opens=opens, closes=closes)
        RungRule.rows.filter(ladder=row).delete()
    RungRule.rows.bulk_create(
        [
            RungRule(ladder=row, offset=rung.offset, to=rung.to, wording=rung.wording, is_urgent=rung.is_urgent)
            for rung in rungs
        ]
    )
