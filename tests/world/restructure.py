"""Reorganisations laid on the world: documents in the shape of the file, two approvers, pictures of everything."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q

from phoihop.ground.actor import Role
from phoihop.ground.clock import local_date
from phoihop.ground.sheet import rehomes
from phoihop.organizations import commands
from phoihop.organizations.models import Unit
from phoihop.organizations.queries import account_ids
from phoihop.organizations.queries.spans import valid_on
from tests.world.build import LOADER, World

NEW = {
    "territory": "kg",
    "key": "so-moi",
    "name": "Sở Y tế và Xây dựng tỉnh Kiên Giang",
    "kind": "department",
    "level": "province",
    "parent": "kg/ubnd-tinh",
}
MERGE = {"merge": {"from": ["kg/so-yte", "kg/so-xaydung"], "to": "kg/so-moi"}}
# What tells of batches itself, and what no reorganisation brings back: the record.
APART = {"ledger", "sessions", "axes", "contenttypes", "auth"}
OWN = {"Batch", "BatchUnit", "Approval", "Moved", "Edition"}


def document(*steps: dict[str, Any], key: str = "thu", date: str = "2021-09-01", **more: Any) -> dict[str, Any]:
    """Health and Construction become one, unless other steps are given."""
    head = {"key": key, "title": "Sắp xếp các sở", "date": date, "legal_basis": "12/NQ-HĐND"}
    if not steps:
        return {"batch": head, "create": [NEW], "steps": [MERGE], **more}
    return {"batch": head, "steps": list(steps), **more}


def second_keeper(world: World) -> Any:
    """Another administrator beside Long."""
    if not account_ids(["quan"]):  # asked of the database: a test may have rolled him back
        world.accounts.pop("quan", None)
        world.posts.pop(("quan-tri", "Quản trị viên thứ hai"), None)
        world.add_person("quan", "quan-tri", [Role.ADMINISTRATOR], post="Quản trị viên thứ hai")
    return world.person("quan")


def approved(world: World, raw: dict[str, Any], *, at: datetime | None = None) -> str:
    """Proposed, and approved by Long and another; gives the code."""
    at = at or world.at
    code = commands.propose_batch(document=raw, by=LOADER, at=at).code
    for person in (world.person("long"), second_keeper(world)):
        commands.approve_batch(code=code, by=person.actor_at(at), at=at)
    return code


def applied(world: World, raw: dict[str, Any], *, at: datetime | None = None) -> str:
    """Carried out at nine on its day."""
    code = approved(world, raw, at=at)
    year, month, day = map(int, raw["batch"]["date"].split("-"))
    then = world.at.replace(year=year, month=month, day=day)
    commands.apply_batch(code=code, by=LOADER, at=then)
    return code


def picture() -> dict[str, list[str]]:
    """Every row of every room but the record, without the numbers that only rise."""
    shown = {}
    for model in apps.get_models():
        if model._meta.app_label in APART or model.__name__ in OWN:
            continue
        columns = [field.attname for field in model._meta.concrete_fields if field.name != "version"]
        shown[model._meta.label] = sorted(map(repr, model._base_manager.values_list(*columns)))
    return shown


def orphans(at: datetime) -> list[str]:
    """Open things that hang on a unit which is not in force on the day of `at`."""
    day = local_date(at)
    alive = set(Unit.rows.filter(valid_on(day)).values_list("pk", flat=True))
    found = []
    for rehome in rehomes():
        if rehome.of != "unit" or rehome.is_closing or rehome.alike:
            continue
        rows = apps.get_model(rehome.model)._base_manager.filter(rehome.is_open(day))
        rows = rows.exclude(Q(**{f"{rehome.column}__in": alive}) | Q(**{f"{rehome.column}__isnull": True}))
        found += [f"{rehome.kind} {pk}" for pk in rows.values_list("pk", flat=True)]
    return found


def sums() -> Counter[str]:
    """How many rows each declared kind has, open or not: reorganising neither loses nor doubles."""
    models = {rehome.model for rehome in rehomes()} - {"organizations.Unit"}
    closing = {rehome.model for rehome in rehomes() if rehome.is_closing}
    return Counter({model: apps.get_model(model)._base_manager.count() for model in models - closing})
