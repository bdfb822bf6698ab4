"""What a document names: units by territory and key, those that exist and those it creates."""

from __future__ import annotations

from dataclasses import dataclass, field

from phoihop.organizations.models import Unit
from phoihop.organizations.rules.restructure import STAYS, Document


@dataclass(slots=True)
class Refs:
    """`kg/so-yte` -> its number; units that are still to be created have negative ones."""

    rows: dict[str, Unit] = field(default_factory=dict)  # those that exist
    ids: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    of: dict[int, str] = field(default_factory=dict)  # number -> ref
    parents: dict[str, str] = field(default_factory=dict)  # after the batch, of the units named and those above them

    def add(self, ref: str, pk: int, name: str) -> None:
        self.ids[ref], self.names[pk], self.of[pk] = pk, name, ref


def named_in(document: Document) -> set[str]:
    """Every ref the document uses."""
    found = {one.parent for one in document.creates} | {one.ref for one in document.creates}
    for step in document.steps:
        found.update(step.froms, (part.ref for part in step.parts), (step.parent, step.default))
    found.update(document.answers.values())
    return {ref for ref in found if "/" in ref and ref != STAYS}


def refs_of(document: Document) -> Refs:
    """Three queries, however much the document names."""
    wanted = named_in(document)
    slugs = {ref.partition("/")[0] for ref in wanted}
    keys = {ref.partition("/")[2] for ref in wanted}
    refs = Refs()
    rows = Unit.rows.filter(territory__slug__in=slugs, key__in=keys).select_related("territory", "parent__territory")
    for row in rows:
        _take(refs, row)
    above = {int(step) for row in refs.rows.values() for step in row.path.strip("/").split("/")} - set(refs.of)
    for row in Unit.rows.filter(pk__in=above).select_related("territory", "parent__territory"):
        _take(refs, row)
    for number, one in enumerate(document.creates, start=1):
        if one.ref not in refs.ids:
            refs.add(one.ref, -number, one.name)
        refs.parents[one.ref] = one.parent
    for step in document.steps:
        if step.kind == "change_parent":
            refs.parents.update(dict.fromkeys(step.froms, step.parent))
    return refs


def _take(refs: Refs, row: Unit) -> None:
    ref = f"{row.territory.slug}/{row.key}"
    refs.rows[ref] = row
    refs.add(ref, row.pk, row.name)
    refs.parents[ref] = f"{row.parent.territory.slug}/{row.parent.key}" if row.parent else ""
