"""The units of a batch: those that begin, those that stand elsewhere, those that end, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from phoihop.ground.command import on_record
from phoihop.ground.events import Event
from phoihop.ground.text import fold, nfc, sort_key
from phoihop.organizations import events, rules
from phoihop.organizations.commands.restructure.journal import Changes
from phoihop.organizations.models import Succession, Territory, Unit
from phoihop.organizations.queries.restructure import Planned, Refs, refs_of
from phoihop.organizations.queries.words import LEVEL_WORDS
from phoihop.organizations.rules.restructure import ENDING, SUCCESSION_OF, Creation, Document, Step

UNIT = "organizations.Unit"


def begin_units(changes: Changes, document: Document) -> list[events.UnitCreated]:
    """Each after the one above it, whatever the order of the document."""
    told: list[events.UnitCreated] = []
    waiting = {one.ref: one for one in document.creates}
    places = {row.slug: row for row in Territory.rows.filter(slug__in={ref.partition("/")[0] for ref in waiting})}
    above = refs_of(document).rows
    while waiting:
        ready = [one for one in waiting.values() if one.parent not in waiting]  # a circle was refused before
        rows = [_new_unit(changes, one, places, above.get(one.parent)) for one in ready]
        for one, row in zip(ready, changes.make_all(rows), strict=True):
            row.path = f"{row.parent.path if row.parent else '/'}{row.pk}/"
            above[one.ref] = row
            told.append(events.UnitCreated(code=row.code, unit_id=row.pk, name=row.name))
            del waiting[one.ref]
        Unit.rows.bulk_update(rows, ["path"], batch_size=200)
    return told


def _new_unit(changes: Changes, one: Creation, places: dict[str, Territory], parent: Unit | None) -> Unit:
    slug, _slash, key = one.ref.partition("/")
    name, short = nfc(one.name).strip(), nfc(one.short).strip()
    return Unit(
        territory=places[slug],
        key=key,
        code=rules.unit_code(slug, key),
        name=name,
        short=short,
        fold=fold(f"{name} {short} {key}"),
        sort_key=sort_key(name),
        kind=one.kind,
        level=one.level,
        parent=parent,
        path="",
        valid_from=changes.day,
    )


def change_units(changes: Changes, document: Document, refs: Refs) -> None:
    """Under another unit, on another level, in another territory: the unit stays what it is."""
    for step in document.steps:
        ids = [refs.ids[ref] for ref in step.froms]
        if step.kind == "change_parent":
            changes.put(UNIT, ids, "parent_id", refs.ids[step.parent] if step.parent else None)
            replace_paths(changes, ids)
        elif step.kind == "change_level":
            changes.put(UNIT, ids, "level", step.level)
        elif step.kind == "change_territory":
            changes.put(UNIT, ids, "territory_id", Territory.rows.get(slug=step.territory).pk)


def replace_paths(changes: Changes, ids: list[int]) -> None:
    """The paths of these units and of all under them, after their parents have changed."""
    moved = list(Unit.rows.filter(pk__in=ids).values_list("path", flat=True))
    under = Q(pk__in=ids)
    for path in moved:
        under |= Q(path__startswith=path)
    parents = dict(Unit.rows.values_list("pk", "parent_id"))
    for pk, path in Unit.rows.filter(under).order_by("pk").values_list("pk", "path"):
        steps: list[int] = []
        here: int | None = pk
        while here is not None:  # a circle was refused before
            steps.append(here)
            here = parents.get(here)
        wanted = f"/{'/'.join(map(str, reversed(steps)))}/"
        if wanted != path:
            changes.put(UNIT, [pk], "path", wanted)


def end_units(changes: Changes, made: Planned) -> list[Event]:
    """The last day of what ends is the day before, and each heir is recorded. Told in the order of the document."""
    document, rows, told = made.document, made.refs.rows, list[Event]()
    ending = [rows[ref].pk for step in document.steps if step.kind in ENDING for ref in step.froms]
    changes.put(UNIT, ending, "valid_to", document.last_day)
    links = iter(changes.make_all([link for step in document.steps for link in _links(changes, step, made)]))
    for step in document.steps:
        for ref in step.froms:
            row = rows[ref]
            if step.kind not in SUCCESSION_OF:
                what = on_record(_what(step, made))
                told.append(events.UnitMoved(code=row.code, unit_id=row.pk, name=row.name, what=what))
                continue
            told += [_succeeded(row, next(links)) for _heir in step.parts or ("",)]
            if step.kind in ENDING:
                told.append(
                    events.UnitEnded(
                        code=row.code,
                        unit_id=row.pk,
                        name=row.name,
                        on_date=document.last_day.isoformat(),
                        reason=document.legal_basis,
                    )
                )
    return told


def _links(changes: Changes, step: Step, made: Planned) -> Iterator[Succession]:
    """What became of each unit of the step: a row for each heir, one without for a dissolution."""
    if step.kind not in SUCCESSION_OF:
        return
    for ref in step.froms:
        for heir, function in [(part.ref, part.function) for part in step.parts] or [("", "")]:
            yield Succession(
                from_unit=made.refs.rows[ref],
                to_unit=made.refs.rows.get(heir),
                kind=SUCCESSION_OF[step.kind],
                on_date=changes.day,
                legal_basis=made.document.legal_basis[:300],
                function=function,
            )


def _succeeded(row: Unit, link: Succession) -> events.SuccessionRecorded:
    return events.SuccessionRecorded(
        code=row.code,
        succession_id=link.pk,
        way=link.kind,
        heir=link.to_unit.code if link.to_unit else "",
        on_date=link.on_date.isoformat(),
        legal_basis=link.legal_basis,
    )


def _what(step: Step, made: Planned) -> Any:
    if step.level:
        return LEVEL_WORDS[step.level]
    above = made.refs.names.get(made.refs.ids.get(step.parent, 0))
    return step.territory or above or gettext_lazy("không còn cấp trên")
