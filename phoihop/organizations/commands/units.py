"""Territories, units, what became of them, and their posts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command
from phoihop.ground.parts import words
from phoihop.ground.powers import ask
from phoihop.ground.text import fold, nfc, sort_key
from phoihop.organizations import events, rules
from phoihop.organizations.commands.checking import (
    differences,
    ended_now,
    needed,
    post_row,
    refuse_backwards,
    refuse_ended_unit,
    refuse_unless_one_of,
    same,
    told,
    unit_row,
)
from phoihop.organizations.models import Post, Succession, Territory, Unit


@command("unit.manage")
def create_territory(
    *,
    slug: str,
    name: str,
    level: str,
    parent_slug: str = "",
    official_code: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> events.TerritoryCreated:
    """A new place. Refused: a slug that is none or is taken, a parent that is missing, a wrong level."""
    ask(by, "unit.manage")
    if not rules.is_slug(slug):
        raise Refused(_("Mã địa bàn %(slug)s không hợp lệ: chỉ dùng chữ thường không dấu và số.") % {"slug": slug})
    if Territory.rows.filter(slug=slug).exists():
        raise Refused(_("Đã có địa bàn mang mã %(slug)s.") % {"slug": slug})
    refuse_unless_one_of(level, rules.LEVELS)
    parent = Territory.rows.filter(slug=parent_slug).first()
    if parent_slug and parent is None:
        raise Refused(_("Không có địa bàn mang mã %(slug)s.") % {"slug": parent_slug})
    refuse_backwards(valid_from, valid_to)
    name = needed(name, 200)
    row = Territory.rows.create(
        slug=slug,
        name=name,
        sort_key=sort_key(name),
        level=level,
        parent=parent,
        official_code=official_code,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return told(events.TerritoryCreated(code=f"DB-{slug}", territory_id=row.pk, slug=slug, name=name))


@command("unit.manage")
def create_unit(
    *,
    territory: str,
    key: str,
    name: str,
    kind: str,
    level: str,
    short: str = "",
    parent_id: int | None = None,
    valid_from: date | None = None,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.UnitCreated:
    """A new unit. Refused: a key that is none or is taken in the territory, an ended or missing parent, wrong kinds."""
    ask(by, "unit.manage")
    place = Territory.rows.filter(slug=territory).first()
    if place is None:
        raise Refused(_("Không có địa bàn mang mã %(slug)s.") % {"slug": territory})
    if not rules.is_key(key):
        raise Refused(
            _("Khóa cơ quan %(key)s không hợp lệ: chỉ dùng chữ thường không dấu, số, gạch nối.") % {"key": key}
        )
    if Unit.rows.filter(territory=place, key=key).exists():
        raise Refused(_("Địa bàn này đã có cơ quan mang khóa %(key)s.") % {"key": key})
    refuse_unless_one_of(kind, rules.UNIT_KINDS)
    refuse_unless_one_of(level, rules.LEVELS)
    parent = living_parent(parent_id, at)
    row = Unit.rows.create(
        territory=place,
        key=key,
        code=rules.unit_code(territory, key),
        kind=kind,
        level=level,
        parent=parent,
        path="",
        valid_from=valid_from,
        is_illustration=is_illustration,
        **_named(needed(name), nfc(short).strip(), key),
    )
    Unit.rows.filter(pk=row.pk).update(path=f"{parent.path if parent else '/'}{row.pk}/")
    return told(events.UnitCreated(code=row.code, unit_id=row.pk, name=row.name))


@command("unit.manage")
def amend_unit(
    *,
    unit_id: int,
    name: str,
    kind: str,
    level: str,
    short: str = "",
    parent_id: int | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.UnitAmended:
    """Corrects a unit's entry; its history keeps the old values. Refused: ended, a circle of parents, wrong kinds.

    A change of name by decision is no correction: end the unit and record its succession.
    """
    row = unit_row(unit_id)
    ask(by, "unit.manage", row)
    refuse_ended_unit(row, at)
    refuse_unless_one_of(kind, rules.UNIT_KINDS)
    refuse_unless_one_of(level, rules.LEVELS)
    parent = living_parent(parent_id, at) if parent_id != row.parent_id else row.parent
    if parent is not None and rules.is_below(parent.path, row.path):
        raise Refused(_("Cơ quan không thể nằm dưới chính nó hoặc cấp dưới của nó."))
    wanted: dict[str, Any] = {
        "name": needed(name),
        "short": nfc(short).strip(),
        "kind": kind,
        "level": level,
        "parent_id": parent_id,
    }
    event = events.UnitAmended(code=row.code, unit_id=row.pk, name=wanted["name"])
    changes = differences(row, wanted)
    if not changes:
        return same(event)
    wanted |= _named(event.name, wanted["short"], row.key)
    old_path = row.path
    change(row, version=version, **wanted)
    if "parent_id" in changes:
        _move(old_path, f"{parent.path if parent else '/'}{row.pk}/")
    return told(event, changes=changes)


@command("unit.manage")
def end_unit(
    *, unit_id: int, on_date: date, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.UnitEnded:
    """The unit's last day. Refused: without a reason, ended on another day, living units under it."""
    row = unit_row(unit_id)
    ask(by, "unit.manage", row)
    reason = needed(reason)
    event = events.UnitEnded(code=row.code, unit_id=row.pk, name=row.name, on_date=on_date.isoformat(), reason=reason)
    if row.valid_to == on_date:
        return same(event)
    if row.valid_to is not None:
        raise Refused(_("Cơ quan đã kết thúc hoạt động ngày %(day)s.") % {"day": words.day(row.valid_to)})
    refuse_backwards(row.valid_from, on_date)
    younger = Unit.rows.filter(parent_id=row.pk).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on_date))
    names = list(younger.order_by("sort_key").values_list("name", flat=True)[:3])
    if names:
        raise Refused(_("Còn cơ quan trực thuộc đang hoạt động: %(names)s.") % {"names": "; ".join(names)})
    change(row, version=version, valid_to=on_date)
    return told(event, changes={"valid_to": (None, on_date)})


@command("unit.manage")
def record_succession(
    *,
    from_unit_id: int,
    to_unit_id: int | None,
    kind: str,
    on_date: date,
    legal_basis: str,
    function: str = "",
    by: Actor,
    at: datetime,
) -> events.SuccessionRecorded:
    """What became of a unit. Refused: no legal basis, a dissolution with an heir, anything else without one."""
    row = unit_row(from_unit_id)
    ask(by, "unit.manage", row)
    refuse_unless_one_of(kind, rules.SUCCESSION_KINDS)
    legal_basis = needed(legal_basis)
    if (kind == "dissolve") != (to_unit_id is None):
        raise Refused(_("Giải thể thì không có cơ quan kế thừa; các cách khác thì phải có."))
    if from_unit_id == to_unit_id:
        raise Refused(_("Cơ quan kế thừa phải khác cơ quan cũ."))
    heir = unit_row(to_unit_id) if to_unit_id is not None else None
    link, is_new = Succession.rows.get_or_create(
        from_unit=row,
        to_unit=heir,
        kind=kind,
        on_date=on_date,
        defaults={"legal_basis": legal_basis, "function": nfc(function).strip()},
    )
    event = events.SuccessionRecorded(
        code=row.code,
        succession_id=link.pk,
        way=kind,
        heir=heir.code if heir else "",
        on_date=on_date.isoformat(),
        legal_basis=legal_basis,
    )
    return told(event) if is_new else same(event)


@command("unit.manage")
def create_post(
    *, unit_id: int, title: str, is_head: bool = False, valid_from: date | None = None, by: Actor, at: datetime
) -> events.PostCreated:
    """A new post. Refused: an ended unit, a title or a head that is there already."""
    unit = unit_row(unit_id)
    ask(by, "unit.manage", unit)
    refuse_ended_unit(unit, at)
    title = needed(title, 200)
    living = Post.rows.filter(unit_id=unit_id, valid_to__isnull=True)
    if living.filter(title=title).exists():
        raise Refused(_("Cơ quan đã có chức vụ %(title)s.") % {"title": title})
    if is_head and living.filter(is_head=True).exists():
        raise Refused(_("Cơ quan đã có chức vụ đứng đầu."))
    row = Post.rows.create(unit=unit, title=title, is_head=is_head, valid_from=valid_from)
    return told(events.PostCreated(code=unit.code, post_id=row.pk, title=title))


@command("unit.manage")
def end_post(*, post_id: int, on_date: date, by: Actor, at: datetime) -> events.PostEnded:
    """The post's last day; its seats and deputies end with it. Refused: ended on another day already."""
    row = post_row(post_id)
    ask(by, "unit.manage", row.unit)
    event = events.PostEnded(code=row.unit.code, post_id=row.pk, title=row.title, on_date=on_date.isoformat())
    return told(event) if ended_now(row, on_date) else same(event)


def living_parent(parent_id: int | None, at: datetime) -> Unit | None:
    if parent_id is None:
        return None
    parent = unit_row(parent_id)
    refuse_ended_unit(parent, at)
    return parent


def _named(name: str, short: str, key: str) -> dict[str, str]:
    """The name of a unit with its columns for search and order."""
    return {"name": name, "short": short, "fold": fold(f"{name} {short} {key}"), "sort_key": sort_key(name)}


def _move(old_path: str, new_path: str) -> None:
    """Takes everything under a unit along to its new place in the tree."""
    tail = Substr("path", len(old_path) + 1)
    Unit.rows.filter(path__startswith=old_path).update(path=Concat(Value(new_path), tail))
