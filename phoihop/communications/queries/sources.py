"""What of the house's record an article or card may be written from: whatever search knows and the writer may see."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy

from phoihop.communications.rules.texts import Record, Start, start_from
from phoihop.ground.actor import Actor
from phoihop.ground.command import on_record
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.ground.sheet import Finder, finders
from phoihop.organizations.queries import unit_names

KINDS = ("topic", "plan", "review", "obligation", "dispatch", "agreement", "meeting")


def record(actor: Actor, code: str) -> Record:
    """The thing of this code. Not visible: there is none, or none for this reader, or none to be told of."""
    finder = _finder(code)
    if finder is None or code not in finder.visible(actor, [code]):
        raise NotVisible
    row = next(iter(finder.build([code])), None)
    if row is None:
        raise NotVisible
    names = unit_names(row.unit_ids)
    return Record(
        code=row.code,
        kind=row.kind,
        title=row.title,
        text=row.text,
        date=_read(row.date),
        units=tuple(names[unit_id].name for unit_id in row.unit_ids),
        codes=tuple(number for number in row.numbers if _finder(number) is not None),
        numbers=tuple(number for number in row.numbers if _finder(number) is None),
    )


def start_of(actor: Actor, code: str) -> Start:
    """What a draft about this thing begins with. Not visible: as `record`."""
    labels = {
        "units": on_record(gettext_lazy("Cơ quan")),
        "date": on_record(gettext_lazy("Thời gian")),
        "basis": on_record(gettext_lazy("Căn cứ")),
    }
    return start_from(record(actor, code), labels)


def is_seen(actor: Actor, code: str) -> bool:
    """Whether this is a thing that may be told of, and the reader may see it."""
    finder = _finder(code)
    return finder is not None and code in finder.visible(actor, [code])


def title_of(actor: Actor, code: str) -> tuple[str, str]:
    """Title and address of the thing, or nothing where the reader may not see it."""
    finder = _finder(code)
    if finder is None or not is_seen(actor, code):
        return "", ""
    row = next(iter(finder.build([code])), None)
    return ("", "") if row is None else (row.title, row.url)


def owner_of(code: str) -> tuple[int, str] | None:
    """The unit that answers for a thing of the house, and the thing's title; None: nobody knows it."""
    for finder in finders():
        if code.startswith(finder.prefixes):
            for row in finder.build([code]):
                if row.unit_ids:
                    return row.unit_ids[0], row.title
    return None


def _finder(code: str) -> Finder | None:
    return next((one for one in finders() if one.kind in KINDS and code.startswith(one.prefixes)), None)


def _read(iso: str) -> str:
    try:
        return words.day(date.fromisoformat(iso))
    except ValueError:
        return iso
