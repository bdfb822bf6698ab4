"""Offices made under offices made, offices that stay while the one above them ends, two invitees that become one."""

from __future__ import annotations

from phoihop.meetings.models import Attendee, Meeting
from phoihop.organizations import commands
from phoihop.organizations.models import Unit
from tests.world import meetings
from tests.world import restructure as layer
from tests.world.build import LOADER, World

HOUSE = {**layer.NEW, "key": "ubnd-moi", "name": "Ủy ban nhân dân tỉnh mới", "kind": "executive", "parent": None}
UNDER = {**layer.NEW, "parent": "kg/ubnd-moi"}
RENAMED = {"rename": {"from": "kg/ubnd-tinh", "to": "kg/ubnd-moi"}}


def head(key: str) -> dict[str, str]:
    return {"key": key, "title": "Sắp xếp", "date": "2021-09-01", "legal_basis": "12/NQ-HĐND"}


def test_a_unit_made_under_a_unit_made_is_taken_back_too(world: World) -> None:
    layer.second_keeper(world)
    before = layer.picture()
    raw = {"batch": head("long"), "create": [HOUSE, UNDER], "steps": [RENAMED, layer.MERGE]}
    code = layer.applied(world, raw)
    assert Unit.rows.get(key="so-moi").parent == Unit.rows.get(key="ubnd-moi")
    commands.undo_batch(code=code, reason="Chờ", by=LOADER, at=world.at.replace(month=9, day=2))
    assert layer.picture() == before


def test_a_unit_goes_under_the_one_named_when_the_one_above_it_ends(world: World) -> None:
    step = {"change_parent": {"unit": "kg/so-yte", "parent": "kg/tinh-uy"}}
    layer.applied(world, {"batch": head("tren"), "create": [HOUSE], "steps": [RENAMED, step]})
    rows = {row.key: row for row in Unit.rows.all()}
    assert rows["so-yte"].parent_id == rows["tinh-uy"].pk
    assert rows["so-yte"].path == f"{rows['tinh-uy'].path}{rows['so-yte'].pk}/"
    assert rows["so-xaydung"].parent_id == rows["ubnd-moi"].pk  # nothing was said of it: it follows


def test_of_two_invitees_that_become_one_nobody_waits_for_the_ended_one(world: World) -> None:
    code = meetings.call(world, to=("so-xaydung",), optional=("so-yte",), starts_at=world.at.replace(month=9, day=7),
                         ends_at=world.at.replace(month=9, day=7, hour=11))  # fmt: skip
    layer.applied(world, layer.document())
    rows = Attendee.rows.filter(meeting=Meeting.rows.get(code=code))
    assert {(row.unit.key, row.is_required) for row in rows.select_related("unit")} >= {("so-moi", True)}
    assert not rows.filter(unit__valid_to__isnull=False, is_required=True).exists()
