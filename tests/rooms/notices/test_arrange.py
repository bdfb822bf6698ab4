"""Thông báo của tôi: ways, hours, the address and its code."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.notices import commands, queries
from phoihop.notices.models import Reader
from phoihop.organizations.models import Account
from tests.world.mornings import CHOICES, arrange, mails, text_of

PAGE = "/lam-viec/cua-toi/thong-bao/"


def test_works(world, an):
    arrange(an, world.at, ways={"dispatches": "mail", "documents": "never"}, digest_time=time(8, 15))
    kept = queries.choices(an.actor)
    assert kept.ways == {"dispatches": "mail", "documents": "never"}
    assert kept.digest_time == time(8, 15)


def test_what_must_be_acknowledged_cannot_be_switched_off(world, an):
    for room in ("dispatches", "obligations"):
        with pytest.raises(Refused, match="Không tắt được"):
            arrange(an, world.at, ways={room: "never"})
    assert queries.choices(an.actor).ways == {}


def test_no_digest_within_the_quiet_hours(world, an):
    with pytest.raises(Refused, match="giờ yên lặng"):
        arrange(an, world.at, digest_time=time(5, 0))
    arrange(an, world.at, digest_time=time(5, 0), has_digest=False)


@pytest.mark.parametrize("values", [{"ways": {"kho": "mail"}}, {"ways": {"plans": "fax"}}])
def test_unknown_choices_are_refused(world, an, values):
    with pytest.raises(Refused):
        arrange(an, world.at, **values)


def test_twice_is_harmless_and_an_old_page_is_refused(world, an):
    arrange(an, world.at, digest_time=time(9, 0))
    version = queries.choices(an.actor).version
    arrange(an, world.at, digest_time=time(9, 0))
    assert queries.choices(an.actor).version == version
    with pytest.raises(SomebodyWasFaster):
        commands.arrange_notices(
            **{**CHOICES, "digest_time": time(10, 0)}, version=version - 1, by=an.actor, at=world.at
        )


def test_the_page(world, an):
    page = an.client.get(PAGE).content.decode()
    assert "Thông báo của tôi" in page
    assert "Chưa có địa chỉ thư" in page
    ways = re.search(r'name="way_dispatches".*?</select>', page, re.DOTALL).group()
    assert 'value="never"' not in ways
    assert 'value="never"' in re.search(r'name="way_meetings".*?</select>', page, re.DOTALL).group()
    form = dict.fromkeys(re.findall(r'name="(way_[a-z]+)"', page), "digest")
    form |= {"way_meetings": "mail", "digest_time": "07:30", "quiet_from": "19:00", "quiet_to": "06:00"}
    assert an.client.post(PAGE, form).status_code == 302
    assert queries.choices(an.actor).ways == {"meetings": "mail"}
    assert queries.choices(an.actor).has_digest is False
    assert an.client.post(PAGE, {**form, "way_dispatches": "never"}).status_code == 422


def code_sent(account_id):
    return re.search(r"\b\d{6}\b", text_of(mails(f"notice-address/{account_id}/")[-1])).group()


def test_an_address_is_used_once_its_code_came_back(world, an):
    Account.rows.filter(pk=an.account_id).update(email="an@kg.gov.vn")
    commands.ask_address(address="an.rieng@kg.gov.vn", by=an.actor, at=world.at)
    assert queries.address_of(an.actor).address == "an@kg.gov.vn"
    assert [mail.to_address for mail in mails("notice-address/")] == ["an.rieng@kg.gov.vn"]
    commands.confirm_address(typed=code_sent(an.account_id), by=an.actor, at=world.at)
    assert queries.address_of(an.actor).address == "an.rieng@kg.gov.vn"
    commands.drop_address(by=an.actor, at=world.at)
    assert queries.address_of(an.actor).address == "an@kg.gov.vn"


def test_confirming_ends_a_bounce(world, an):
    Account.rows.filter(pk=an.account_id).update(email="an@kg.gov.vn")
    Reader.rows.create(account_id=an.account_id, bounced_address="an@kg.gov.vn", bounced_at=world.at)
    assert queries.address_of(an.actor).address == ""
    commands.ask_address(address="an@kg.gov.vn", by=an.actor, at=world.at)
    commands.confirm_address(typed=code_sent(an.account_id), by=an.actor, at=world.at)
    assert queries.address_of(an.actor).address == "an@kg.gov.vn"


def test_five_tries_and_half_an_hour(world, an):
    commands.ask_address(address="an@kg.gov.vn", by=an.actor, at=world.at)
    code = code_sent(an.account_id)
    with pytest.raises(Refused, match="ba mươi phút"):
        commands.confirm_address(typed=code, by=an.actor, at=world.at + timedelta(minutes=31))
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(Refused, match="không đúng"):
            commands.confirm_address(typed=wrong, by=an.actor, at=world.at)
    with pytest.raises(Refused, match="năm lần"):
        commands.confirm_address(typed=code, by=an.actor, at=world.at)
    assert queries.address_of(an.actor).address == ""


def test_codes_are_not_sent_in_a_row(world, an):
    commands.ask_address(address="an@kg.gov.vn", by=an.actor, at=world.at)
    with pytest.raises(Refused, match="một phút"):
        commands.ask_address(address="an@kg.gov.vn", by=an.actor, at=world.at + timedelta(seconds=30))


@pytest.mark.parametrize("address", ["", "an", "an@", "a b@kg.gov.vn", "bình@kg.gov.vn"])
def test_what_is_no_address_is_refused(world, an, address):
    with pytest.raises(Refused, match="không phải địa chỉ"):
        commands.ask_address(address=address, by=an.actor, at=world.at)


def test_another_persons_code_is_no_use(world, an, binh):
    commands.ask_address(address="an@kg.gov.vn", by=an.actor, at=world.at)
    with pytest.raises(Refused):
        commands.confirm_address(typed=code_sent(an.account_id), by=binh.actor, at=world.at)


def test_the_pages_of_the_address(world, an):
    assert an.client.get(f"{PAGE}dia-chi/").status_code == 200
    assert an.client.post(f"{PAGE}dia-chi/", {"address": "khong"}).status_code == 422
    assert an.client.post(f"{PAGE}dia-chi/", {"address": "an@kg.gov.vn"})["Location"] == f"{PAGE}dia-chi/ma/"
    assert "an@kg.gov.vn" in an.client.get(f"{PAGE}dia-chi/ma/").content.decode()
    assert an.client.post(f"{PAGE}dia-chi/ma/", {"typed": code_sent(an.account_id)}).status_code == 302
    assert "Thư được gửi đến an@kg.gov.vn" in an.client.get(PAGE).content.decode()
    assert an.client.post(f"{PAGE}dia-chi/bo/").status_code == 302


def test_khach_is_sent_to_log_in(world, khach):
    assert khach.client.get(PAGE)["Location"].startswith("/dang-nhap/")
