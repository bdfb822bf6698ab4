from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ledger.queries import lines_of
from phoihop.organizations import commands
from phoihop.organizations.queries import UnitView, unit, units_below
from tests.world.build import LOADER, World
from tests.world.cast import Person

CODE = "DV-kg-so-yte"
URL = reverse("organizations:amend_unit", args=[CODE])


def values(view: UnitView, **changed: Any) -> dict[str, Any]:
    line = view.line
    same = {"name": line.name, "short": line.short, "kind": line.kind, "level": line.level, "version": view.version}
    return same | {"parent_id": line.parent_id} | changed


def test_long_corrects_the_short_name(world: World, long: Person) -> None:
    typed = values(unit(LOADER, CODE, world.at), short="SYT")
    assert long.client.post(URL, typed).status_code == 302
    view = unit(LOADER, CODE, world.at)
    assert (view.line.short, view.version) == ("SYT", 2)
    assert lines_of(LOADER, code=CODE)[0].changes == (("short", "", "SYT"),)


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_others_may_not(world: World, who: str) -> None:
    assert world.person(who).client.get(URL).status_code == 403


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.get(URL).headers["Location"].startswith("/dang-nhap/")


def test_one_of_two_wins_and_the_other_keeps_his_text(world: World, long: Person) -> None:
    typed = values(unit(LOADER, CODE, world.at), name="Sở Y tế tỉnh Kiên Giang (mới)")
    long.client.post(URL, typed)
    answer = long.client.post(URL, typed | {"name": "Tên của người đến sau"})
    assert answer.status_code == 409
    assert "Tên của người đến sau" in answer.content.decode()


def test_twice_is_harmless(world: World) -> None:
    typed = values(unit(LOADER, CODE, world.at), short="SYT", version=None)
    for _ in range(2):
        commands.amend_unit(unit_id=world.unit("so-yte"), **typed, by=LOADER, at=world.at)
    assert unit(LOADER, CODE, world.at).version == 2


def test_an_old_version_is_refused(world: World) -> None:
    typed = values(unit(LOADER, CODE, world.at), short="SYT", version=0)
    with pytest.raises(SomebodyWasFaster):
        commands.amend_unit(unit_id=world.unit("so-yte"), **typed, by=LOADER, at=world.at)


def test_a_move_takes_everything_under_it_along(world: World) -> None:
    room = world.add_unit("phong-nvy", "Phòng Nghiệp vụ Y", parent="so-yte")
    typed = values(unit(LOADER, CODE, world.at), parent_id=world.unit("hdnd-tinh"))
    commands.amend_unit(unit_id=world.unit("so-yte"), **typed, by=LOADER, at=world.at)
    assert units_below(world.unit("hdnd-tinh")) == {world.unit(key) for key in ("hdnd-tinh", "so-yte")} | {room}
    assert room not in units_below(world.unit("ubnd-tinh"))


@pytest.mark.parametrize("under", ["ubnd-tinh", "so-yte"])
def test_no_circle_of_parents(world: World, under: str) -> None:
    typed = values(unit(LOADER, world.code("ubnd-tinh"), world.at), parent_id=world.unit(under))
    with pytest.raises(Refused, match="chính nó"):
        commands.amend_unit(unit_id=world.unit("ubnd-tinh"), **typed, by=LOADER, at=world.at)


def test_too_late_when_it_has_ended(world: World, clock: Any) -> None:
    typed = values(unit(LOADER, CODE, world.at), short="SYT", version=None)
    commands.end_unit(unit_id=world.unit("so-yte"), on_date=world.at.date(), reason="x", by=LOADER, at=world.at)
    with pytest.raises(Refused, match="kết thúc hoạt động ngày 2/8/2021"):
        commands.amend_unit(unit_id=world.unit("so-yte"), **typed, by=LOADER, at=clock.move(days=1))
