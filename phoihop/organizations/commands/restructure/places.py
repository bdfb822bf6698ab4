"""Territories: one becomes part of another, or goes on under another name or official code."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from phoihop.ground.command import on_record
from phoihop.ground.text import nfc, sort_key
from phoihop.organizations import events
from phoihop.organizations.commands.restructure.journal import Changes
from phoihop.organizations.models import OfficialCode, Territory, TerritoryHeir
from phoihop.organizations.rules.restructure import Document, Place

TERRITORY, CODE = "organizations.Territory", "organizations.OfficialCode"


def change_places(changes: Changes, document: Document) -> list[events.TerritoryChanged]:
    """In the order of the document, so that a place may lie in one made before it."""
    told = []
    for one in document.places:
        row = Territory.rows.filter(slug=one.slug).first()
        if row is None:
            row = _new_place(changes, one)
        else:
            _goes_on(changes, row, one)
        into = [_ends(changes, old, row) for old in one.into_it]
        told.append(
            events.TerritoryChanged(
                code=f"DB-{row.slug}", slug=row.slug, name=one.name or row.name, into=_what(one, into)
            )
        )
    return told


def _new_place(changes: Changes, one: Place) -> Territory:
    parent = Territory.rows.get(slug=one.parent)
    row = Territory(
        slug=one.slug,
        name=nfc(one.name),
        sort_key=sort_key(one.name),
        level=one.level,
        parent=parent,
        official_code=one.code,
        valid_from=changes.day,
    )
    changes.make(row)
    if one.code:
        changes.make(OfficialCode(territory=row, code=one.code, valid_from=changes.day))
    return row


def _goes_on(changes: Changes, row: Territory, one: Place) -> None:
    wanted: dict[str, Any] = {}
    if one.name:
        wanted |= {"name": nfc(one.name), "sort_key": sort_key(one.name)}
    if one.level:
        wanted["level"] = one.level
    if one.parent:
        wanted["parent_id"] = Territory.rows.get(slug=one.parent).pk
    for column, value in wanted.items():
        changes.put(TERRITORY, [row.pk], column, value)
    if one.code and one.code != row.official_code:
        _code_ends(changes, row)
        changes.put(TERRITORY, [row.pk], "official_code", one.code)
        changes.make(OfficialCode(territory=row, code=one.code, valid_from=changes.day))


def _ends(changes: Changes, slug: str, heir: Territory) -> str:
    """The place ends the day before; its slug leads on from then."""
    row = Territory.rows.get(slug=slug)
    _code_ends(changes, row)
    changes.put(TERRITORY, [row.pk], "valid_to", _day_before(changes.day))
    changes.make(TerritoryHeir(from_territory=row, to_territory=heir, on_date=changes.day))
    return row.name


def _code_ends(changes: Changes, row: Territory) -> None:
    """The code it bore until now was its own until the day before."""
    last = _day_before(changes.day)
    now = OfficialCode.rows.filter(territory=row, valid_to__isnull=True).first()
    if now is not None:
        changes.put(CODE, [now.pk], "valid_to", last)
    elif row.official_code:
        begun = row.valid_from if row.valid_from is None or row.valid_from <= last else last
        changes.make(OfficialCode(territory=row, code=row.official_code, valid_from=begun, valid_to=last))


def _what(one: Place, old: list[str]) -> str:
    if old:
        return on_record(gettext_lazy("nhập %(names)s"), names=", ".join(old))
    return on_record(gettext_lazy("mã %(code)s"), code=one.code) if one.code else one.name


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
