"""The ledger viewer: who may read what, filters, pages, dead letters, erasing a personal value."""

import re

import pytest

from phoihop.desk import queries
from phoihop.ground.powers import NotVisible
from phoihop.ledger import queries as ledger
from phoihop.ledger.models import Delivery
from phoihop.organizations import commands as organizations
from tests.world.build import LOADER
from tests.world.dispatches import acknowledge, send
from tests.world.flat import grows_flat

PAGE = "/lam-viec/so-cai/"


def read(person, **asked):
    answer = person.client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_auditor_reads_his_territory(world, kim):
    code = send(world)
    page = read(kim, ma=code)
    assert code in page
    assert "Sở Y tế tỉnh Kiên Giang" in page
    assert "Chuyên viên Văn phòng Sở" in page
    assert "Lê Thị Chi" not in page  # offices and posts, never persons


def test_nobody_else_gets_in(world, an, chi, khach):
    assert an.client.get(PAGE).status_code == 403
    assert chi.client.get(PAGE).status_code == 403
    assert khach.client.get(PAGE).status_code == 302


def test_filter_by_kind_and_by_code(world, kim):
    code = send(world)
    acknowledge(world, code)
    page = read(kim, loai="dispatch.acknowledged", ma=code)
    assert page.count(f">{code}</a>") == 1
    assert 'value="dispatch.acknowledged" selected' in page
    assert "Không có dòng nào khớp bộ lọc" in read(kim, ma="VD-kg-2021-9999")


@pytest.mark.parametrize("asked", [{"loai": "x"}, {"truoc": "x"}, {"truoc": "9" * 30}, {"ma": "x" * 200}])
def test_strange_addresses_are_no_fault(kim, asked):
    assert kim.client.get(PAGE, asked).status_code == 200


def test_says_for_whom_somebody_stood_in_and_through_what(world, minh, long):
    code = send(world)
    assert minh.actor.acting_for == "Trưởng ban"
    acknowledge(world, code, by="minh")
    page = read(long, ma=code)
    assert "thay Trưởng ban" in page


def test_causes_are_told_in_words(world):
    words = queries.cause_words("dispatch.send > dispatch.sent")
    assert words[0] == "gửi công văn của cơ quan mình"
    assert "dispatch" not in words[1]


def test_shows_before_and_after(world, long):
    organizations.amend_account(
        account_id=world.accounts["an"],
        full_name="Nguyễn Văn An",
        email="an@example.vn",
        version=None,
        by=long.actor,
        at=world.at,
    )
    page = read(long, loai="account.amended")
    assert "an@example.vn" in page or "đã sửa" in page.lower()


def test_pages_follow_each_other(world, kim):
    codes = [send(world, subject=f"Công văn {n}") for n in range(30)]  # each letter tells at least twice
    first = read(kim)
    assert f"{codes[0]}</a>" not in first
    seen = first
    for _ in range(20):
        following = re.search(r'rel="next" href="([^"]+)"', seen)
        if following is None or f">{codes[0]}</a>" in seen:
            break
        seen = kim.client.get(following[1].replace("&amp;", "&")).content.decode()
    assert f">{codes[0]}</a>" in seen


def test_the_ledger_grows_flat(world, kim):
    send(world)
    grows_flat(kim.client, PAGE, lambda: [send(world, subject=f"Công văn {n}") for n in range(10)])


@pytest.fixture
def dead(world):
    """A delivery that failed too often."""
    send(world)
    row = Delivery.rows.order_by("-pk").first()
    Delivery.rows.filter(pk=row.pk).update(state="DEAD", attempts=8, trouble="OSError: hết chỗ")
    return row.pk


def test_a_dead_letter_is_shown_to_the_administrator_and_sent_again(world, dead, long, kim):
    assert "OSError: hết chỗ" in read(long)
    assert "OSError" not in read(kim)
    answer = long.client.post(f"{PAGE}gui-lai/{dead}/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert Delivery.rows.get(pk=dead).state == "WAITING"
    assert "OSError" not in read(long)
    assert long.client.post(f"{PAGE}gui-lai/{dead}/").status_code == 422  # twice is refused, and harmless
    assert kim.client.post(f"{PAGE}gui-lai/{dead}/").status_code == 403
    assert long.client.get(f"{PAGE}gui-lai/{dead}/").status_code == 405


@pytest.fixture
def personal(world, long):
    """An entry with a personal value: the opening of an account."""
    organizations.open_account(username="tu", full_name="Nguyễn Tú", by=LOADER, at=world.at)
    lines = ledger.search_lines(long.actor, kind="account.opened")
    return next(line for line in lines if line.data["username"] == "tu")


def test_erasing_a_personal_value(world, personal, long, kim):
    form = f"{PAGE}xoa/{personal.id}/username/"
    assert form in read(long, loai="account.opened")
    assert form not in read(kim, loai="account.opened")
    assert "tu" in long.client.get(form).content.decode()
    assert long.client.post(form, {"reason": ""}).status_code == 422
    assert long.client.post(form, {"reason": "Theo đơn ngày 1/8/2021"}).status_code == 302
    page = read(long, loai="account.opened")
    assert "(đã xóa theo yêu cầu)" in page
    assert form not in page
    assert "Theo đơn ngày 1/8/2021" in read(long, loai="personal.erased")
    assert long.client.get(form).status_code == 404
    assert kim.client.get(form).status_code == 403


def test_only_a_personal_value_can_be_erased(world, personal, long, kim):
    assert long.client.get(f"{PAGE}xoa/{personal.id}/code/").status_code == 404
    with pytest.raises(NotVisible):
        queries.entry_with_personal(kim.actor, personal.id, "username")


def test_tells_how_to_verify(kim):
    page = read(kim)
    assert "phoihop ledger export" in page
    assert "phoihop ledger verify" in page
