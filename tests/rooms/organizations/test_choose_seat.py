from datetime import timedelta
from typing import Any

import pytest

from phoihop.ground.actor import Role
from phoihop.organizations import commands
from tests.world.build import LOADER, World
from tests.world.cast import Person

URL = "/lam-viec/vi-tri/"


@pytest.fixture
def two_seats(world: World) -> None:
    world.add_person("chi", "so-tttt", [Role.APPROVER], post="Phó Giám đốc")


def test_chi_acts_from_her_other_unit(world: World, two_seats: None, chi: Person) -> None:
    page = chi.client.get(URL).content.decode()
    assert "Sở Y tế" in page
    assert "Phó Giám đốc" in page
    assert chi.client.post(URL, {"seat": world.unit("so-tttt")}).status_code == 302
    assert "Sở Thông tin và Truyền thông" in chi.client.get("/lam-viec/to-chuc/").content.decode().split("</header>")[0]


def test_a_unit_where_she_has_no_seat_is_refused(world: World, chi: Person) -> None:
    assert chi.client.post(URL, {"seat": world.unit("btg-tinh-uy")}).status_code == 422


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.get(URL).headers["Location"].startswith("/dang-nhap/")


def test_when_the_chosen_unit_ends_she_is_asked_again(world: World, two_seats: None, chi: Person, clock: Any) -> None:
    chi.client.post(URL, {"seat": world.unit("so-tttt")})
    commands.end_unit(unit_id=world.unit("so-tttt"), on_date=world.at.date(), reason="sắp xếp", by=LOADER, at=world.at)
    clock.move_to(world.at + timedelta(days=1))
    assert chi.client.get("/lam-viec/to-chuc/").headers["Location"].startswith("/dang-nhap/")
    assert chi.client.get("/dang-nhap/").headers["Location"] == URL
    assert chi.client.get(URL).status_code == 200
