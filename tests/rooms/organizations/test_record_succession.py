from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.command import Refused
from phoihop.organizations import commands
from phoihop.organizations.queries import unit
from tests.world.build import LOADER, World
from tests.world.cast import Person

URL = reverse("organizations:record_succession", args=["DV-kg-so-tttt"])


def typed(world: World, **changed: Any) -> dict[str, Any]:
    heir = world.unit("so-xaydung")
    return {"kind": "merge", "to_unit_id": heir, "on_date": "2021-09-01", "legal_basis": "12/NQ-HĐND"} | changed


def record(world: World, **changed: Any) -> Any:
    values = typed(world, on_date=date(2021, 9, 1)) | changed
    return commands.record_succession(from_unit_id=world.unit("so-tttt"), **values, by=LOADER, at=world.at)


def test_long_records_one_and_both_units_show_it(world: World, long: Person) -> None:
    assert long.client.post(URL, typed(world)).status_code == 302
    for key in ("so-tttt", "so-xaydung"):
        (step,) = unit(LOADER, world.code(key), world.at).successions
        assert (step.kind, step.came_from.key, step.went_to and step.went_to.key) == ("merge", "so-tttt", "so-xaydung")
    page = long.client.get(reverse("organizations:unit", args=["DV-kg-so-tttt"])).content.decode()
    assert "Hợp nhất: sang" in page
    assert "12/NQ-HĐND" in page


def test_chi_may_not(chi: Person, world: World) -> None:
    assert chi.client.post(URL, typed(world)).status_code == 403


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.get(URL).headers["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"kind": "dissolve"}, "Giải thể"),
        ({"to_unit_id": None}, "Giải thể"),
        ({"legal_basis": " "}, "thiếu"),
        ({"kind": "vanish"}, "danh mục"),
    ],
)
def test_refused(world: World, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        record(world, **changed)


def test_not_its_own_heir(world: World) -> None:
    with pytest.raises(Refused, match="khác cơ quan cũ"):
        record(world, to_unit_id=world.unit("so-tttt"))


def test_twice_is_harmless(world: World) -> None:
    assert record(world).succession_id == record(world).succession_id
    assert len(unit(LOADER, "DV-kg-so-tttt", world.at).successions) == 1


def test_a_dissolution_has_no_heir(world: World) -> None:
    record(world, kind="dissolve", to_unit_id=None)
    (step,) = unit(LOADER, "DV-kg-so-tttt", world.at).successions
    assert step.went_to is None
