"""How a unit makes its press digest: hour, days, whether it goes out by itself, and which units get it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.press.events import digests as events
from phoihop.press.models import DigestReader, DigestSetting, PressDigest

MOST_READERS = 200
SEVEN = time(7)


@command("press_digest.set")
def set_digest(
    *,
    unit_id: int,
    is_on: bool,
    hour: time,
    on_days_off: bool = False,
    issues_itself: bool = False,
    sends_empty: bool = False,
    reader_ids: Sequence[int] = (),
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.DigestSettingChanged:
    """How a unit makes its digest and which units get it, all of it. Twice is harmless.

    Refused: the own unit or one that is no more among the readers, more than MOST_READERS.
    """
    ask(by, "press_digest.set", unit_id=unit_id)
    readers = sorted(set(reader_ids))
    if unit_id in readers or set(readers) - units_in_force(readers, at):
        raise Refused(_("Nơi nhận phải là cơ quan khác đang hoạt động. Chưa ghi gì; hãy chọn lại."))
    if len(readers) > MOST_READERS:
        raise Refused(_("Nhiều nhất %(most)s cơ quan nhận. Chưa ghi gì; hãy bớt nơi nhận.") % {"most": MOST_READERS})
    row, before = setting_of(unit_id), readers_of(unit_id)
    values: dict[str, Any] = {
        "is_on": is_on,
        "hour": hour,
        "on_days_off": on_days_off,
        "issues_itself": issues_itself,
        "sends_empty": sends_empty,
    }
    event = events.DigestSettingChanged(**of_unit(unit_id), hour=f"{hour:%H:%M}", is_on=is_on, readers=len(readers))
    if row.pk and readers == before and all(getattr(row, name) == value for name, value in values.items()):
        nothing_changed()
        return event
    if row.pk:
        change(row, version=version, **values)
    else:
        row = DigestSetting.rows.create(code=row.code, unit_id=unit_id, **values)
    DigestReader.rows.filter(setting=row).exclude(unit_id__in=readers).delete()
    DigestReader.rows.bulk_create(DigestReader(setting=row, unit_id=pk) for pk in readers if pk not in before)
    return tell(event)


@command("press_digest.leave")
def leave_digest(*, code: str, by: Actor, at: datetime) -> events.DigestReaderLeft:
    """The actor's unit does not get digests of the unit that made this one any more. Twice is harmless."""
    ask(by, "press_digest.leave", unit_id=by.unit_id)
    row = PressDigest.objects.visible_to(by).filter(code=code).first()
    if row is None or by.unit_id is None:
        raise NotVisible
    reader = unit_names([by.unit_id])[by.unit_id]
    event = events.DigestReaderLeft(**of_unit(row.unit_id), reader_id=reader.id, reader_name=reader.name)
    gone, _by_model = DigestReader.rows.filter(setting__unit_id=row.unit_id, unit_id=reader.id).delete()
    if not gone:
        nothing_changed()
        return event
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def of_unit(unit_id: int) -> dict[str, Any]:
    unit = unit_names([unit_id]).get(unit_id)
    if unit is None:
        raise NotVisible
    return {"code": unit.code, "unit_id": unit_id, "unit_name": unit.name}


def setting_of(unit_id: int) -> DigestSetting:
    found = DigestSetting.rows.filter(unit_id=unit_id).first()
    return found or DigestSetting(code=of_unit(unit_id)["code"], unit_id=unit_id, hour=SEVEN, is_on=False)


def readers_of(unit_id: int) -> list[int]:
    return sorted(DigestReader.rows.filter(setting__unit_id=unit_id).values_list("unit_id", flat=True))
