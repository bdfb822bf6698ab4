"""Everything wrong with a document, against what is there: all at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.ground.parts import words
from phoihop.organizations import rules
from phoihop.organizations.models import Territory, Unit
from phoihop.organizations.queries.restructure.refs import Refs, refs_of
from phoihop.organizations.rules.restructure import ENDING, STAYS, Document, Place, Step, Trail, circle_of, routes


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong and its place in the document."""

    trail: Trail
    sentence: str


def faults_of(document: Document) -> list[Fault]:
    """Nothing is changed. A handful of queries."""
    refs = refs_of(document)
    slugs = {one.slug for one in document.places} | {old for one in document.places for old in one.into_it}
    slugs |= {one.parent for one in document.places} | {step.territory for step in document.steps}
    slugs |= {one.ref.partition("/")[0] for one in document.creates}
    places = {row.slug: row for row in Territory.rows.filter(slug__in=slugs)}
    return [
        *_of_places(document, places),
        *_of_creations(document, refs, places),
        *(fault for step in document.steps for fault in _of_step(document, step, refs, places)),
        *_of_heirs(document, refs),
        *_of_answers(document, refs),
        *_of_parents(document, refs),
    ]


def _of_places(document: Document, places: dict[str, Territory]) -> Iterator[Fault]:
    made = {one.slug for one in document.places}
    ended: set[str] = set()
    for one in document.places:
        if not rules.is_slug(one.slug):
            yield Fault(one.trail, _("Mã địa bàn %(slug)s không hợp lệ.") % {"slug": one.slug})
        if one.slug not in places and not (one.name and one.level and one.parent):
            yield Fault(one.trail, _("Địa bàn mới %(slug)s cần tên, cấp và địa bàn cấp trên.") % {"slug": one.slug})
        if one.parent and one.parent not in places and one.parent not in made:
            yield Fault(one.trail, _("Không có địa bàn mang mã %(slug)s.") % {"slug": one.parent})
        for old in one.into_it:
            yield from _of_old_place(document, one, old, places.get(old), ended)


def _of_old_place(document: Document, one: Place, old: str, row: Territory | None, ended: set[str]) -> Iterator[Fault]:
    if row is None:
        yield Fault(one.trail, _("Không có địa bàn mang mã %(slug)s.") % {"slug": old})
    elif old == one.slug or old in ended:
        yield Fault(one.trail, _("Địa bàn %(slug)s không thể nhập vào chính nó hoặc hai lần.") % {"slug": old})
    elif not rules.is_in_force(document.last_day, row.valid_from, row.valid_to):
        yield Fault(one.trail, _("Địa bàn %(slug)s không còn vào ngày này.") % {"slug": old})
    ended.add(old)


def _of_creations(document: Document, refs: Refs, places: dict[str, Territory]) -> Iterator[Fault]:
    made: set[str] = set()
    new_places = {one.slug for one in document.places}
    for one in document.creates:
        slug, _slash, key = one.ref.partition("/")
        if slug not in places and slug not in new_places:
            yield Fault(one.trail, _("Không có địa bàn mang mã %(slug)s.") % {"slug": slug})
        if not rules.is_key(key):
            yield Fault(
                one.trail,
                _("Khóa cơ quan %(key)s không hợp lệ: chỉ dùng chữ thường không dấu, số, gạch nối.") % {"key": key},
            )
        if one.ref in refs.rows or one.ref in made:
            yield Fault(one.trail, _("Đã có cơ quan %(ref)s; khóa không dùng lại.") % {"ref": one.ref})
        if one.parent and one.parent not in refs.ids:
            yield Fault(one.trail, _no_unit(one.parent))
        made.add(one.ref)


def _of_step(document: Document, step: Step, refs: Refs, places: dict[str, Territory]) -> Iterator[Fault]:
    for ref in step.froms:
        row = refs.rows.get(ref)
        if row is None:
            yield Fault(step.trail, _no_unit(ref))
        else:
            yield from _not_in_force(document, step, row)
    for ref in {part.ref for part in step.parts} | {step.default, step.parent} - {"", STAYS}:
        if ref not in refs.ids:
            yield Fault(step.trail, _no_unit(ref))
        elif ref in step.froms:
            yield Fault(step.trail, _("%(ref)s không thể kế thừa chính nó.") % {"ref": ref})
        elif ref in refs.rows and not _lives(document, refs.rows[ref]):
            yield Fault(step.trail, _("%(name)s không hoạt động vào ngày này.") % {"name": refs.rows[ref].name})
    if step.kind == "change_territory":
        yield from _of_new_place(step, refs, places, {one.slug for one in document.places})


def _of_new_place(step: Step, refs: Refs, places: dict[str, Territory], made: set[str]) -> Iterator[Fault]:
    if step.territory not in places and step.territory not in made:
        yield Fault(step.trail, _("Không có địa bàn mang mã %(slug)s.") % {"slug": step.territory})
    keys = [refs.rows[ref].key for ref in step.froms if ref in refs.rows]
    taken = set(Unit.rows.filter(territory__slug=step.territory, key__in=keys).values_list("key", flat=True))
    for key in sorted(taken | {key for key in keys if keys.count(key) > 1}):
        yield Fault(step.trail, _("Địa bàn này đã có cơ quan mang khóa %(key)s.") % {"key": key})


def _of_heirs(document: Document, refs: Refs) -> Iterator[Fault]:
    """Nobody ends twice, and nobody inherits who ends on the same day: that is how circles begin."""
    found = routes(document)
    ended = {ref for ref, route in found.items() if route.ending is not None}
    counted: dict[str, int] = {}
    for step in document.steps:
        if step.kind in ENDING:
            for ref in step.froms:
                counted[ref] = counted.get(ref, 0) + 1
                if counted[ref] == 2:
                    yield Fault(step.trail, _("%(ref)s kết thúc hai lần trong đợt này.") % {"ref": ref})
    for step in document.steps:
        for ref in {part.ref for part in step.parts} | {step.default, step.parent}:
            if ref in ended:
                sentence = _("%(ref)s cũng kết thúc trong đợt này nên không thể kế thừa hay làm cấp trên.")
                yield Fault(step.trail, sentence % {"ref": ref})
    for one in document.creates:
        if one.parent in ended:
            yield Fault(one.trail, _("Cấp trên %(ref)s kết thúc trong đợt này.") % {"ref": one.parent})


def _of_answers(document: Document, refs: Refs) -> Iterator[Fault]:
    ended = {ref for ref, route in routes(document).items() if route.ending is not None}
    for key, value in document.answers.items():
        if value == STAYS:
            continue
        is_head = key.startswith("head:")
        if value not in refs.ids:
            yield Fault(("answers", key), _no_unit(value))
        elif not is_head and (value in ended or (value in refs.rows and not _lives(document, refs.rows[value]))):
            yield Fault(("answers", key), _("%(ref)s không hoạt động vào ngày này.") % {"ref": value})


def _of_parents(document: Document, refs: Refs) -> Iterator[Fault]:
    after = {ref: parent for ref, parent in refs.parents.items() if parent}
    whole = {ref: route.whole for ref, route in routes(document).items() if route.whole}
    for ref, parent in after.items():
        after[ref] = whole.get(parent, parent)
    for ref, route in routes(document).items():
        below = [heir for heir in route.heirs() if route.ending is not None and ref in _above(heir, after)]
        for heir in below:
            values = {"heir": heir, "ref": ref}
            yield Fault(
                route.ending.trail if route.ending else ("steps",),
                _("%(heir)s đang trực thuộc %(ref)s; hãy thêm bước đổi cấp trên cho nó.") % values,
            )
    if at := circle_of(after):
        yield Fault(("steps",), _("%(ref)s sẽ nằm dưới chính nó hoặc cấp dưới của nó.") % {"ref": at})


def _above(ref: str, parents: dict[str, str]) -> list[str]:
    """The units above one, as far up as it goes."""
    found: list[str] = []
    here = parents.get(ref, "")
    while here and here not in found:
        found.append(here)
        here = parents.get(here, "")
    return found


def _not_in_force(document: Document, step: Step, row: Unit) -> Iterator[Fault]:
    if row.valid_to is not None and row.valid_to <= document.last_day:
        values = {"name": row.name, "day": words.day(row.valid_to)}
        yield Fault(step.trail, _("%(name)s đã kết thúc hoạt động ngày %(day)s.") % values)
    elif row.valid_from is not None and row.valid_from > document.last_day:
        values = {"name": row.name, "day": words.day(row.valid_from)}
        yield Fault(step.trail, _("%(name)s chỉ hoạt động từ ngày %(day)s.") % values)


def _lives(document: Document, row: Unit) -> bool:
    return rules.is_in_force(document.on_date, row.valid_from, row.valid_to)


def _no_unit(ref: str) -> str:
    return _("Không có cơ quan %(ref)s (viết địa bàn/khóa, như kg/so-yte).") % {"ref": ref}
