"""Parts: written in open cells, handed in, given back one cell at a time, accepted."""

from __future__ import annotations

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.reviews import commands
from phoihop.reviews.models import Cell, Part
from tests.world import reviews as layer
from tests.world.build import World
from tests.world.reviews import actor


def part(world: World, unit: str = "so-yte") -> Part:
    return Part.rows.get(unit_id=world.unit(unit))


def open_cells(world: World) -> set[str]:
    return set(Cell.rows.filter(part=part(world), is_open=True).values_list("key", flat=True))


def give_back(world: World, found: layer.Opened, cell: str, message: str, username: str = "an") -> None:
    commands.return_part(
        code=found.code,
        unit_id=world.unit("so-yte"),
        cell=cell,
        message=message,
        version=None,
        by=actor(world, username),
        at=found.at,
    )


def test_handed_in_all_cells_lock(world: World) -> None:
    found = layer.handed_in(world)
    assert part(world).state == "HANDED_IN"
    assert part(world).handed_in_post == "Chuyên viên Văn phòng Sở"
    assert open_cells(world) == set()
    with pytest.raises(Refused, match="đang khóa"):
        layer.write(world, found, "chi", "so-yte", result="Khác")


def test_given_back_one_cell_opens_and_the_others_stay_locked(world: World) -> None:
    found = layer.handed_in(world)
    give_back(world, found, "cause", "Nêu rõ nguyên nhân")
    assert part(world).state == "RETURNED"
    assert open_cells(world) == {"cause"}
    with pytest.raises(Refused, match="đang khóa"):
        layer.write(world, found, "chi", "so-yte", cause="Thiếu người", result="Khác")
    assert Cell.rows.get(part=part(world), key="cause").text == ""
    layer.write(world, found, "chi", "so-yte", cause="Thiếu người")
    give_back(world, found, "result", "Thêm số liệu")
    assert open_cells(world) == {"cause", "result"}
    layer.hand_in(world, found, "chi", "so-yte")
    assert open_cells(world) == set()


def test_an_accepted_part_may_still_be_given_back(world: World) -> None:
    found = layer.accepted(world)
    give_back(world, found, "result", "Bổ sung")
    assert (part(world).state, part(world).accepted_at) == ("RETURNED", None)


def test_nothing_is_given_back_without_a_message_or_before_it_is_handed_in(world: World) -> None:
    found = layer.gathering(world)
    with pytest.raises(Refused, match="chưa nộp"):
        give_back(world, found, "result", "Sửa")
    layer.write(world, found, "chi", "so-yte")
    layer.hand_in(world, found, "chi", "so-yte")
    with pytest.raises(Refused, match="lý do"):
        give_back(world, found, "result", " ")


def test_an_empty_part_is_refused(world: World) -> None:
    found = layer.gathering(world)
    with pytest.raises(Refused, match="chưa có nội dung"):
        layer.hand_in(world, found, "chi", "so-yte")


def test_before_the_lead_asks_one_may_write_but_not_hand_in(world: World) -> None:
    found = layer.opened(world)
    layer.write(world, found, "chi", "so-yte")
    with pytest.raises(Refused, match="chưa mời"):
        layer.hand_in(world, found, "chi", "so-yte")


def test_the_leads_own_part_counts_at_once(world: World) -> None:
    found = layer.gathering(world)
    layer.write(world, found, "an", "btg-tinh-uy")
    layer.hand_in(world, found, "an", "btg-tinh-uy")
    assert part(world, "btg-tinh-uy").state == "ACCEPTED"


def test_nobody_writes_for_another_unit(world: World) -> None:
    found = layer.gathering(world)
    with pytest.raises(NotAllowed):
        layer.write(world, found, "an", "so-yte")
    with pytest.raises(NotVisible):
        layer.write(world, found, "dung", "so-yte")


def test_the_partner_accepts_nothing(world: World) -> None:
    found = layer.handed_in(world)
    with pytest.raises(NotAllowed):
        commands.accept_part(
            code=found.code, unit_id=world.unit("so-yte"), version=None, by=actor(world, "chi"), at=found.at
        )


def test_of_two_who_write_at_once_one_is_told(world: World) -> None:
    found = layer.gathering(world)
    seen = part(world).version
    layer.write(world, found, "chi", "so-yte")
    with pytest.raises(SomebodyWasFaster):
        commands.write_part(
            code=found.code,
            unit_id=world.unit("so-yte"),
            texts={"result": "Khác"},
            version=seen,
            by=actor(world, "chi"),
            at=found.at,
        )


def test_a_day_gone_by_is_refused(world: World) -> None:
    found = layer.opened(world)
    with pytest.raises(Refused, match="từ hôm nay"):
        commands.gather_parts(
            code=found.code,
            parts_due=found.at.date().replace(day=1),
            version=None,
            by=actor(world, "an"),
            at=found.at,
        )
