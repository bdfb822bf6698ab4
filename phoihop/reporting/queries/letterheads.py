"""Reading an office's letterhead, and the letters that begin with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.powers import NotVisible, may
from phoihop.organizations.queries import UnitName, territory_by_slug, unit_by_key, unit_names
from phoihop.reporting.models import Letterhead, Template
from phoihop.reporting.rules import letters
from phoihop.reporting.rules.layouts import Layout, layout
from phoihop.reporting.rules.letters import Letter


@dataclass(frozen=True, slots=True)
class Signer:
    """One way letters of an office are signed: "KT", GIÁM ĐỐC, PHÓ GIÁM ĐỐC and a name, or a post and a name alone."""

    authority: str
    authority_of: str
    post: str
    name: str


@dataclass(frozen=True, slots=True)
class LetterheadValue:
    """What an office prints; `is_set` is false where it is a proposal from the office's name alone."""

    unit: UnitName
    system: str
    parent: str
    organ: str
    place: str
    symbol: str
    signers: tuple[Signer, ...]
    archive: str
    footer: str
    about_words: str
    layout: Layout
    version: int
    is_set: bool


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """An office's own template. `page` holds width, height and margins in millimetres."""

    name: str
    sha256: str
    adopted_at: datetime
    page: dict[str, float]


@dataclass(frozen=True, slots=True)
class LetterheadView:
    value: LetterheadValue
    template: TemplateLine | None
    is_keeper: bool


def letterhead(actor: Actor, code: str) -> LetterheadView:
    """The letterhead of the office of that code, for those who belong to it. Refused: NotVisible."""
    unit = unit_of(actor, code)
    row = row_of(unit)
    if not may(actor, "letterhead.see", row):
        raise NotVisible
    template = Template.rows.filter(unit_id=unit.id).defer("content").first()
    return LetterheadView(
        value=_value(unit, row),
        template=TemplateLine(template.name, template.sha256, template.adopted_at, template.page) if template else None,
        is_keeper=may(actor, "letterhead.set", row),
    )


def letterheads(unit_ids: Iterable[int]) -> dict[int, LetterheadValue]:
    """What these offices print at the head of a letter: on paper everybody reads it."""
    names = unit_names(unit_ids)
    rows = {row.unit_id: row for row in Letterhead.rows.filter(unit_id__in=list(names))}
    return {unit_id: _value(unit, rows.get(unit_id) or _proposed(unit)) for unit_id, unit in names.items()}


def blank_letter(unit_id: int, at: datetime) -> Letter:
    """A letter of this office with its head, its first signer and the day; the writer's words are still missing.

    Fill it with `dataclasses.replace`. Refused: NotVisible where there is no such office.
    """
    found = letterheads([unit_id]).get(unit_id)
    if found is None:
        raise NotVisible
    return letter_of(found, at)


def letter_of(value: LetterheadValue, at: datetime) -> Letter:
    """The same from a letterhead that is at hand."""
    signer = value.signers[0] if value.signers else Signer("", "", "", "")
    return Letter(
        system=value.system,
        parent=value.parent,
        organ=value.organ,
        place=value.place,
        symbol=value.symbol or letters.initials(value.unit.name),
        date=local_date(at),
        subject="",
        body=(),
        authority=signer.authority,
        authority_of=signer.authority_of,
        post=signer.post,
        signer=signer.name,
        archive=value.archive,
        footer=value.footer,
        about_words=value.about_words,
        unit_id=value.unit.id,
    )


def template_content(unit_id: int) -> bytes | None:
    """The bytes of an office's own template."""
    content = Template.rows.filter(unit_id=unit_id).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def layout_of(unit_id: int | None, system: str) -> Layout:
    """The measures an office chose, if it writes letters of this system; else the usual ones."""
    own: Mapping[str, float] = {}
    if unit_id is not None:
        own = Letterhead.rows.filter(unit_id=unit_id, system=system).values_list("measures", flat=True).first() or {}
    return layout(system, own)


def unit_of(actor: Actor, code: str) -> UnitName:
    """The office of that code. Refused: NotVisible."""
    parts = code.split("-", 2)
    if len(parts) != 3 or parts[0] != "DV":
        raise NotVisible
    return unit_by_key(actor, parts[1], parts[2])


def row_of(unit: UnitName) -> Letterhead:
    """The office's row, or a fresh one with what its name suggests."""
    return Letterhead.rows.filter(unit_id=unit.id).first() or _proposed(unit)


def _proposed(unit: UnitName) -> Letterhead:
    place = territory_by_slug(unit.territory)
    head = letters.head_of(unit.name, place.name if place else "")
    short = "" if unit.short == unit.name else unit.short
    return Letterhead(
        unit_id=unit.id,
        code=unit.code,
        system=head.system,
        parent=head.parent,
        organ=head.organ,
        place=head.place,
        symbol="".join(short.split()).upper() or letters.initials(unit.name),
    )


def _value(unit: UnitName, row: Letterhead) -> LetterheadValue:
    return LetterheadValue(
        unit=unit,
        system=row.system,
        parent=row.parent,
        organ=row.organ,
        place=row.place,
        symbol=row.symbol,
        signers=tuple(Signer(*signer) for signer in row.signers),
        archive=row.archive,
        footer=row.footer,
        about_words=row.about_words,
        layout=layout(row.system, row.measures),
        version=row.version,
        is_set=bool(row.pk),
    )
