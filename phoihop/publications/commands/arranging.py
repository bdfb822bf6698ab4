"""The portal's headings, links, places, services, spokespersons and own words: each list is set as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import nfc, sort_key
from phoihop.publications.commands.editions import next_edition
from phoihop.publications.events import PortalArranged
from phoihop.publications.models import Category, Link, Notebook, Place, Service, Spokesperson
from phoihop.publications.rules import notes


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCopy:
    key: str
    name: str
    english: str = ""
    order: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCopy:
    url: str
    name: str
    order: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCopy:
    key: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCopy:
    key: str
    name: str
    english: str = ""
    description: str = ""
    keywords: str = ""
    group: str = ""
    unit_name: str
    answer_days: int
    is_open: bool = True
    order: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokespersonCopy:
    key: str
    unit_name: str
    name: str
    post: str
    phone: str = ""
    email: str = ""
    since_date: date | None = None
    until_date: date | None = None
    is_illustration: bool = False


@command("publication.arrange")
def arrange_categories(*, categories: Sequence[CategoryCopy], by: Actor, at: datetime) -> PortalArranged | None:
    """The headings of the news, all of them."""
    return _set("categories", Category, {}, "key", [asdict(one) for one in categories], by)


@command("publication.arrange")
def arrange_links(*, links: Sequence[LinkCopy], by: Actor, at: datetime) -> PortalArranged | None:
    """The links to other sites, all of them."""
    return _set("links", Link, {}, "url", [asdict(one) for one in links], by)


@command("publication.arrange")
def arrange_places(*, places: Sequence[PlaceCopy], by: Actor, at: datetime) -> PortalArranged | None:
    """The places that concerns may be about, all of them."""
    values = [{**asdict(one), "sort_key": sort_key(one.name)} for one in places]
    return _set("places", Place, {}, "key", values, by)


@command("publication.arrange")
def arrange_services(
    *, territory: str, services: Sequence[ServiceCopy], by: Actor, at: datetime
) -> PortalArranged | None:
    """What concerns can be about in this territory, all of it."""
    return _set("services", Service, {"territory": territory}, "key", [asdict(one) for one in services], by)


@command("publication.arrange")
def arrange_spokespersons(
    *, territory: str, spokespersons: Sequence[SpokespersonCopy], by: Actor, at: datetime
) -> PortalArranged | None:
    """Who speaks for the bodies of this territory, all of them."""
    values = [{**asdict(one), "sort_key": sort_key(f"{one.unit_name} {one.name}")} for one in spokespersons]
    return _set("spokespersons", Spokesperson, {"territory": territory}, "key", values, by)


@command("publication.arrange")
def write_note(*, note: notes.Note, by: Actor, at: datetime) -> PortalArranged | None:
    """What the portal itself must know."""
    ask(by, "publication.arrange")
    text = notes.write_note(note)
    if Notebook.rows.filter(key=note.KEY, text=text).exists():
        nothing_changed()
        return None
    Notebook.rows.update_or_create(key=note.KEY, defaults={"text": text})
    next_edition()
    return tell(PortalArranged(code=f"CTT-{note.KEY}", part=note.KEY))


def _set(
    part: str, model: type[Model], within: dict[str, str], key: str, values: Sequence[dict[str, Any]], by: Actor
) -> PortalArranged | None:
    """Rows of the list as they are to be; those not named go. The same list again changes nothing."""
    ask(by, "publication.arrange")
    wanted = {one[key]: {**within, **{name: _clean(value) for name, value in one.items()}} for one in values}
    rows = model._base_manager
    there = {getattr(row, key): row for row in rows.filter(**within)}
    gone = [row.pk for name, row in there.items() if name not in wanted]
    fresh = [model(**value) for name, value in wanted.items() if name not in there]
    changed = [
        row
        for name, row in there.items()
        if name in wanted and any(getattr(row, f) != v for f, v in wanted[name].items())
    ]
    if not gone and not fresh and not changed:
        nothing_changed()
        return None
    rows.filter(pk__in=gone).delete()
    rows.bulk_create(fresh)
    for row in changed:
        rows.filter(pk=row.pk).update(**wanted[getattr(row, key)])
    next_edition()
    territory = within.get("territory", "")
    return tell(PortalArranged(code=f"CTT-{territory}-{part}" if territory else f"CTT-{part}", part=part))


def _clean(value: Any) -> Any:
    return nfc(value) if isinstance(value, str) else value
