"""Keys of units: made on first use, exchanged by an administrator; the master key above them exchanged too."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.ground import clock
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, command, tell
from phoihop.ground.powers import ask
from phoihop.ground.sealing import make_once, new_key
from phoihop.organizations import events
from phoihop.organizations.commands.checking import unit_row
from phoihop.organizations.models import UnitKey
from phoihop.organizations.outside import unit_keys

AT_ONCE = 100  # keys wrapped anew in one transaction
WAIT = 3600.0  # seconds that an old master key stays: an act under way may still hold what it wrapped


@dataclass(frozen=True, slots=True)
class UnitBox:
    """Closes with the key of a unit that is in use."""

    number: str

    def close(self, content: bytes, *, of: str) -> bytes:
        """Encrypted and bound to `of`: put in another's place it does not open."""
        return unit_keys.close(self.number, content, of=of)

    def close_text(self, text: str, *, of: str) -> bytes:
        """Nothing stays nothing."""
        return self.close(text.encode(), of=of) if text else b""


def unit_box(unit_id: int) -> UnitBox:
    """The box of a unit; its first key is made now. Belongs into the caller's transaction. One query, once made.

    Of two first uses at once one key is kept: the other's row gives way to the constraint.
    """
    rows = UnitKey.rows.filter(unit_id=unit_id, retired_at=None)
    row = rows.first()
    if row is None:
        _add(unit_id, 1, clock.now())
        row = rows.first()
        if row is None:  # exchanged in this moment
            raise SomebodyWasFaster(f"unit key {unit_id}")
    if not unit_keys.is_unwrapped(row.number):
        unit_keys.unwrap(row.number, row.unit_id, row.wrapped)
    return UnitBox(row.number)


@command("unit.manage")
def exchange_unit_key(*, unit_id: int, by: Actor, at: datetime) -> events.UnitKeyExchanged:
    """A new key for the unit; the one before goes on opening until what it closed is closed anew.

    Refused: the unit has no key yet.
    """
    unit = unit_row(unit_id)
    ask(by, "unit.manage", unit)
    row = UnitKey.rows.filter(unit_id=unit_id, retired_at=None).first()
    if row is None:
        raise Refused(_("Cơ quan này chưa có khóa nào: chưa giữ dữ liệu cá nhân nào. Không có gì thay đổi."))
    if UnitKey.rows.filter(pk=row.pk, retired_at=None).update(retired_at=at) != 1:
        raise SomebodyWasFaster(unit.code)
    _add(unit_id, row.version + 1, at)
    return tell(events.UnitKeyExchanged(code=unit.code, unit_id=unit_id, version=row.version + 1))


def exchange_master_key() -> int:
    """A new master key: all keys of units are wrapped with it, then it takes the place of the one before, which stays
    beside it as FILE.old. How many were wrapped anew. Killed anywhere, the next call goes on.

    Refused (CannotOpen): a key of a unit opens with none of the master keys; Refused: an exchange before is not over.
    """
    current, following, old = unit_keys.master_file(), unit_keys.next_file(), unit_keys.old_file()
    if old.exists() and not following.exists():
        raise Refused(_("Lần đổi khóa chủ trước chưa xong. Chưa có gì thay đổi; hãy chạy phoihop keys rewrap trước."))
    make_once(current, new_key)
    make_once(following, new_key)
    count = wrap_anew(following)
    if not old.exists():
        old.hardlink_to(current)
    following.replace(current)
    old.touch()
    return count + wrap_anew(current)  # those made in between


def wrap_anew(master: Path | None = None) -> int:
    """Wraps with this master key (none: the one in force) whatever another has wrapped; how many."""
    path = unit_keys.master_file() if master is None else master
    mark, count, last = unit_keys.fingerprint(path), 0, 0
    while True:
        found = list(UnitKey.rows.exclude(master=mark).filter(pk__gt=last).order_by("pk")[:AT_ONCE])
        if not found:
            return count
        with transaction.atomic():
            for row in found:
                wrapped, by = unit_keys.rewrap(row.number, row.unit_id, row.wrapped, path)
                rows = UnitKey.rows.filter(pk=row.pk, master=row.master)
                count += rows.update(wrapped=wrapped, master=by)
        last = found[-1].pk


def drop_old_master_key() -> bool:
    """Removes FILE.old when no key is wrapped with it and an hour has gone since the exchange. Is it gone?"""
    old = unit_keys.old_file()
    if not old.exists():
        return True
    is_needed = UnitKey.rows.filter(master=unit_keys.fingerprint(old)).exists()
    if is_needed or unit_keys.next_file().exists() or time.time() - old.stat().st_mtime < WAIT:
        return False
    old.unlink()
    return True


def _add(unit_id: int, version: int, at: datetime) -> None:
    number = secrets.token_hex(8)
    wrapped, master = unit_keys.make(number, unit_id)
    row = UnitKey(unit_id=unit_id, version=version, number=number, wrapped=wrapped, master=master, made_at=at)
    UnitKey.rows.bulk_create([row], ignore_conflicts=True)
