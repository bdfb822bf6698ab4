from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from phoihop.ground.command import Refused
from phoihop.ledger.queries import lines_of
from phoihop.organizations import commands
from phoihop.organizations.queries import account, account_ids
from tests.world.build import LOADER, World
from tests.world.cast import Person

URL = reverse("organizations:open_account")
TYPED = {"username": "oanh", "full_name": "Tạ Kim Oanh", "language": "vi", "password": "mua-xuan-2021"}


def test_long_opens_one_that_has_no_right_yet(world: World, long: Person) -> None:
    assert long.client.post(URL, TYPED).status_code == 302
    number = account_ids(["oanh"])["oanh"]
    assert account(long.actor, number, world.at).seats == ()
    client = Client()
    client.post("/dang-nhap/", {"username": "oanh", "password": "mua-xuan-2021"})
    assert "Chưa có vị trí làm việc" in client.get("/dang-nhap/").content.decode()


@pytest.mark.parametrize("who", ["binh", "chi", "dung", "kim"])
def test_others_may_not(world: World, who: str) -> None:
    assert world.person(who).client.post(URL, TYPED).status_code == 403


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.post(URL, TYPED).headers["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"username": "an"}, "đã có người dùng"),
        ({"username": "AN"}, "đã có người dùng"),
        ({"username": "tạ oanh"}, "chữ thường không dấu"),
        ({"password": "ngan"}, "12"),
        ({"password": "1234567890"}, "phổ biến|thông dụng|common"),
        ({"language": "fr"}, "danh mục"),
        ({"full_name": ""}, "thiếu"),
    ],
)
def test_refused(world: World, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        commands.open_account(**TYPED | wrong, by=LOADER, at=world.at)


def test_the_ledger_holds_neither_name_nor_password(world: World) -> None:
    event = commands.open_account(**TYPED, by=LOADER, at=world.at)
    told = str(lines_of(LOADER, code=event.code)[0].data)
    assert "Oanh" not in told
    assert "mua-xuan" not in told
