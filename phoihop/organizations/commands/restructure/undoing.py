"""Taking a batch back: every change in the opposite order, if what it set still stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import ManyToOneRel, Model, Q
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, tell_all
from phoihop.ground.parts import words
from phoihop.ground.powers import ask
from phoihop.ground.sheet import rehomes, stays
from phoihop.organizations import events
from phoihop.organizations.commands.checking import needed, same, told
from phoihop.organizations.commands.restructure.journal import back, chunks, rising, swap
from phoihop.organizations.models import Approval, Batch, BatchUnit, Moved
from phoihop.organizations.queries.restructure import batch_row
from phoihop.organizations.queries.restructure.refs import named_in
from phoihop.organizations.queries.units import unit_names
from phoihop.organizations.rules.restructure import UNDO_DAYS, read_document

UNIT, POST = "organizations.Unit", "organizations.Post"
MOST_NAMED = 10


@command("restructure.undo")
def undo_batch(*, code: str, reason: str, by: Actor, at: datetime) -> events.BatchUndone:
    """Everything as it was before, the ledger aside. What people did since stays done, and says who did it.

    Refused: a batch that is not carried out, after 30 days, without a reason, and where something done since would be
    destroyed: a later change of the same thing, something new that only the heir holds. What is in the way is named.
    """
    row = batch_row(code)
    ask(by, "restructure.undo", row)
    reason = needed(reason, 500)
    if row.state == "UNDONE":
        return same(_undone(row, reason, 0))
    if row.state != "APPLIED" or row.applied_at is None:
        raise Refused(_("Chỉ hoàn tác được đợt đã thực hiện."))
    last = local_date(row.applied_at) + timedelta(days=UNDO_DAYS)
    if local_date(at) > last:
        raise Refused(_("Đã quá hạn hoàn tác (đến hết ngày %(day)s).") % {"day": words.day(last)})
    if later := _built_upon(row):
        raise Refused(_("Đợt %(later)s đã sắp xếp tiếp các cơ quan này; hãy hoàn tác đợt ấy trước.") % {"later": later})
    change(row, state="UNDONE", undone_at=at, undo_reason=reason)
    moved = list(Moved.rows.filter(batch=row).order_by("-position"))
    in_the_way = list(_put_back(moved))
    if not in_the_way:
        in_the_way = list(_unmake(row, moved, at))
    if in_the_way:
        named = "; ".join(dict.fromkeys(in_the_way[:MOST_NAMED]))
        more = len(in_the_way) - MOST_NAMED
        rest = _(" và %(count)s việc khác") % {"count": more} if more > 0 else ""
        raise Refused(
            _(
                "Không hoàn tác được vì từ đó đến nay đã có: %(named)s%(rest)s."
                " Chưa có gì thay đổi; hãy xử lý các việc ấy trước."
            )
            % {"named": named, "rest": rest}
        )
    Approval.rows.filter(batch=row).delete()  # carried out again, it is approved again
    for some in chunks(list(_returned(row, moved, reason))):
        tell_all(list(some))
    return told(_undone(row, reason, len(moved)))


def _built_upon(row: Batch) -> str:
    """A batch carried out since that goes on with a unit of this one."""
    mine = named_in(read_document(json.loads(row.document)))
    since = (
        Batch.rows.filter(state="APPLIED", applied_at__gte=row.applied_at).exclude(pk=row.pk).order_by("-applied_at")
    )
    for later in since:
        steps = read_document(json.loads(later.document)).steps
        if any(ref in mine for step in steps for ref in step.froms):
            return later.code
    return ""


def _put_back(moved: list[Moved]) -> Iterator[str]:
    """Every change back, runs of one column together; gives what is no longer as the batch left it."""
    changed = (one for one in moved if one.column)
    for (label, columns), run in groupby(changed, key=lambda one: (one.model, one.column)):
        model, rows = apps.get_model(label), list(run)
        if rows[0].from_unit_id is not None:
            yield from _swap_back(model, columns, rows)
            continue
        for (before, after), alike in groupby(rows, key=lambda one: (one.before, one.after)):
            yield from _set_back(model, columns, before, after, list(alike))


def _swap_back(model: type[Model], column: str, rows: list[Moved]) -> Iterator[str]:
    """What went from unit to unit goes back, if the heir still holds it."""
    found = [(one.row, one.to_unit_id or 0, one.from_unit_id or 0) for one in rows]
    heirs = {one.row: (one.to_unit_id, one.code or f"{one.kind} #{one.row}") for one in rows}
    now: dict[int, int] = {}
    for some in chunks(list(heirs)):
        now.update(model._base_manager.filter(pk__in=some).values_list("pk", column))
    yield from (code for pk, (heir, code) in heirs.items() if now.get(pk) != heir)
    swap(model, column, found)


def _set_back(model: type[Model], columns: str, before: str, after: str, rows: list[Moved]) -> Iterator[str]:
    old, new = back(model, columns, before), back(model, columns, after)
    still = Q(**{column: value for column, value in new.items() if value is not None})
    still &= Q(**{f"{column}__isnull": True for column, value in new.items() if value is None})
    for some in chunks(rows):
        codes = {one.row: one.code or f"{one.kind} #{one.row}" for one in some}
        there = set(model._base_manager.filter(still, pk__in=codes).values_list("pk", flat=True))
        yield from (code for pk, code in codes.items() if pk not in there)
        model._base_manager.filter(pk__in=there).update(**old, **rising(model))


def _unmake(row: Batch, moved: list[Moved], at: datetime) -> Iterator[str]:
    """What the batch made goes again; units and posts in whose name something was done since only end."""
    made = [one for one in moved if not one.column]
    units = [one.row for one in made if one.model == UNIT]
    in_the_way = list(_new_since(units, at))
    yield from in_the_way
    if in_the_way:
        return
    BatchUnit.rows.filter(Q(unit_id__in=units) | Q(upper_id__in=units)).delete()  # of batches that are over too
    for model, pks in _by_model(made):
        label = model._meta.label
        used = _in_use(model, pks)
        if used and label not in (UNIT, POST):
            yield from (f"{model._meta.verbose_name} #{pk}" for pk in sorted(used))
        elif used:
            for pk in sorted(used):
                _end(model, pk, row, at)
        for some in chunks(sorted(pks - used)):
            _delete(model, some)


def _by_model(made: Iterable[Moved]) -> Iterator[tuple[type[Model], set[int]]]:
    """What was made, by model; what names others goes before what it names."""
    found: dict[type[Model], set[int]] = {}
    for one in made:
        found.setdefault(apps.get_model(one.model), set()).add(one.row)
    while found:
        free = [
            model for model in found if not any(other in found and other is not model for other, _c in _pointing(model))
        ]
        yield from ((model, found.pop(model)) for model in free or list(found)[:1])


def _delete(model: type[Model], pks: Sequence[int]) -> None:
    """Nothing hangs on these rows: nothing need be looked for, as a deletion by the framework does row by row."""
    table, marks = connection.ops.quote_name(model._meta.db_table), ", ".join(["%s"] * len(pks))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id IN ({marks})", list(pks))  # noqa: S608 - names of ours


def _in_use(model: type[Model], pks: set[int]) -> set[int]:
    """Those that something else names which does not go with them, and what they hang on in their turn."""
    used: set[int] = set()
    for other, column in _pointing(model):
        for some in chunks(sorted(pks)):
            rows = other._base_manager.filter(**{f"{column.name}__in": some})
            for pk, named in rows.values_list("pk", column.attname):
                if other is not model or pk not in pks:
                    used.add(named)
    for other, column in _pointing(model):
        if other is model:
            over = dict(model._base_manager.filter(pk__in=pks).values_list("pk", column.attname))
            for pk in list(used):
                above = over.get(pk)
                while above in pks:
                    used.add(above)
                    above = over.get(above)
    return used


def _pointing(model: type[Model]) -> list[tuple[type[Model], Any]]:
    """Every model and column that names rows of this one, however hidden."""
    every = [one for one in model._meta.get_fields(include_hidden=True) if isinstance(one, ManyToOneRel)]
    return [(one.related_model, one.field) for one in every]  # a one-to-one relation is one of these too


def _end(model: type[Model], pk: int, row: Batch, at: datetime) -> None:
    """It was used: it stays in the books with its last day."""
    last = max(row.on_date, local_date(at) - timedelta(days=1))
    model._base_manager.filter(pk=pk).update(valid_to=last, **rising(model))


def _new_since(units: list[int], at: datetime) -> Iterator[str]:
    """Open things that name a unit which the batch made, once everything it moved is back: they would be orphans."""
    if not units:
        return
    for rehome in rehomes():
        if rehome.of != "unit" or not rehome.is_told:
            continue
        rows = apps.get_model(rehome.model)._base_manager.filter(**{f"{rehome.column}__in": units})
        if rehome.model == UNIT:
            rows = rows.exclude(pk__in=units)  # those go with it
        found = rows.filter(rehome.is_open(local_date(at))).values_list(rehome.code or "pk", flat=True)
        yield from (f"{rehome.words} {code}" for code in found[: MOST_NAMED + 1])
    for stay in stays():
        if stay.is_binding:
            rows = apps.get_model(stay.model)._base_manager.filter(**{f"{stay.column}__in": units})
            yield from (f"{stay.model} #{pk}" for pk in rows.values_list("pk", flat=True)[: MOST_NAMED + 1])


def _returned(row: Batch, moved: list[Moved], reason: str) -> Iterator[events.ThingReturned]:
    owners: dict[str, dict[int, None]] = {}
    for one in moved:
        if one.code and one.from_unit_id:
            owners.setdefault(one.code, {})[one.from_unit_id] = None
    names = unit_names(pk for ids in owners.values() for pk in ids)
    for code, ids in owners.items():
        went_to = "; ".join(names[pk].name for pk in ids if pk in names)
        yield events.ThingReturned(code=code, batch=row.code, went_to=went_to, reason=reason)


def _undone(row: Batch, reason: str, count: int) -> events.BatchUndone:
    return events.BatchUndone(code=row.code, batch_id=row.pk, title=row.title, reason=reason, count=count)
