"""Bản tin sáng: one mail a day, by what needs action, the newest first, nothing twice."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.dispatches import commands as dispatches
from phoihop.ledger.models import Entry
from phoihop.mail.models import OutMail
from phoihop.notices import commands as notices
from phoihop.notices.commands import morning as morning_module
from phoihop.notices.models import Notice, Reader
from phoihop.obligations import commands as obligations
from phoihop.organizations import commands as organizations
from phoihop.organizations.models import Account
from tests.world.build import LOADER
from tests.world.dispatches import send
from tests.world.meetings import call
from tests.world.mornings import (
    CLOCK,
    arrange,
    digest_of,
    give_addresses,
    hear_all,
    mails,
    morning,
    strike,
    text_of,
)
from tests.world.obligations import owe


def test_works(world, an, chi):
    """What is late, due and waiting for the office, and what is new."""
    give_addresses(world, "an", "chi")
    owe(world, 1, days=-2)
    owe(world, 2, days=1)
    owe(world, 3, days=3)
    code = send(world, subject="Số liệu tuần 31")
    hear_all(world.at)
    at = morning(world, 3)
    assert strike(at) == 2
    letter = digest_of(chi, at)
    headings = re.findall(r"^(?:TRỄ HẠN|ĐẾN HẠN HÔM NAY|ĐẾN HẠN TRONG TUẦN|TIN MỚI)(?=\r?$)", letter, re.MULTILINE)
    assert headings == ["TRỄ HẠN", "ĐẾN HẠN HÔM NAY", "ĐẾN HẠN TRONG TUẦN"]
    assert re.findall(r"Danh sách số (\d)", letter) == ["1", "2", "3"]
    other = digest_of(an, at)
    assert "Xác nhận công văn" in other
    assert f"/lam-viec/cong-van/{code}/" in other
    assert "Danh sách số" not in other


def test_the_newest_first(world, an):
    give_addresses(world, "an")
    for n in range(3):
        send(world, subject=f"Công văn số {n}", at=world.at + timedelta(minutes=n))
    hear_all(world.at)
    at = morning(world, 3)
    strike(at)
    news = digest_of(an, at).partition("TIN MỚI")[2]
    assert re.findall(r"Công văn số (\d)", news) == ["2", "1", "0"]


def test_what_waits_since_its_news_is_named_once(world, chi):
    give_addresses(world, "chi")
    code = call(world)
    hear_all(world.at)
    at = morning(world, 3)
    strike(at)
    letter = digest_of(chi, at)
    assert letter.count(f"/lam-viec/hop/{code}/") == 1
    assert "CHỜ TRẢ LỜI" in letter
    assert "TIN MỚI" not in letter
    assert Notice.rows.get(account_id=chi.account_id).digest_day == at.date()


def test_nothing_is_told_twice(world, chi):
    give_addresses(world, "chi")
    owe(world, 1, days=-2)
    first, second = morning(world, 3), morning(world, 4)
    strike(first)
    assert "Danh sách số 1" in digest_of(chi, first)
    strike(second)
    assert digest_of(chi, second) == ""
    owe(world, 2, days=1)
    third = morning(world, 5)
    strike(third)
    letter = digest_of(chi, third)
    assert "Danh sách số 2" in letter
    assert "Danh sách số 1" not in letter
    assert "1 việc đã nêu ở bản tin trước vẫn còn" in letter


def test_what_becomes_more_pressing_is_told_again_as_that(world, chi):
    give_addresses(world, "chi")
    owe(world, 1, days=2)
    for day, heading in ((3, "ĐẾN HẠN TRONG TUẦN"), (4, "ĐẾN HẠN HÔM NAY"), (5, "TRỄ HẠN")):
        at = morning(world, day)
        strike(at)
        assert heading in digest_of(chi, at)
    strike(morning(world, 6))
    assert digest_of(chi, morning(world, 6)) == ""


def test_what_was_read_is_no_news(world, an, binh):
    give_addresses(world, "an", "binh")
    code = send(world)
    hear_all(world.at)
    notices.mark_all_read(up_to=10**12, by=binh.actor, at=world.at)
    dispatches.acknowledge_dispatch(
        code=code, unit_id=an.actor.unit_id, reservation="", version=None, by=an.actor, at=world.at
    )
    at = morning(world, 3)
    strike(at)
    assert "TIN MỚI" in digest_of(an, at)
    assert digest_of(binh, at) == ""


def test_once_a_day_whenever_the_clock_strikes(world, an):
    give_addresses(world, "an")
    send(world)
    hear_all(world.at)
    assert strike(morning(world, 3, 6, 59)) == 0
    assert strike(morning(world, 3, 7, 0)) == 1
    send(world, subject="Đến sau bản tin")
    hear_all(world.at)
    for hour in (8, 12, 17):
        assert strike(morning(world, 3, hour)) == 0
    assert strike(morning(world, 4)) == 1
    assert "Đến sau bản tin" in digest_of(an, morning(world, 4))


def test_a_clock_that_stood_still_goes_on_by_day_but_not_in_quiet_hours(world, an):
    give_addresses(world, "an")
    send(world)
    hear_all(world.at)
    assert strike(morning(world, 3, 22)) == 0
    assert strike(morning(world, 4, 2)) == 0
    assert strike(morning(world, 4, 15)) == 1


def test_not_on_days_off_unless_asked(world, an, binh):
    give_addresses(world, "an", "binh")
    arrange(binh, world.at, is_on_days_off=True)
    send(world)
    hear_all(world.at)
    saturday = morning(world, 7)
    strike(saturday)
    assert digest_of(an, saturday) == ""
    assert "TIN MỚI" in digest_of(binh, saturday)
    monday = morning(world, 9)
    strike(monday)
    assert "TIN MỚI" in digest_of(an, monday)
    assert digest_of(binh, monday) == ""


def test_tet_and_swap_days(world, an):
    """From 31/1 to 4/2/2022 nobody works; a declared make-up Saturday is a working day."""
    give_addresses(world, "an")
    obligations.declare_day(day=date(2022, 2, 12), is_working=True, note="Làm bù", by=LOADER, at=world.at)
    obligations.declare_day(day=date(2022, 2, 14), is_working=False, note="Nghỉ bù", by=LOADER, at=world.at)
    eve = world.at.replace(year=2022, month=1, day=30)
    send(world, at=eve)
    hear_all(eve)
    served = []
    for day in range(15):
        at = eve.replace(hour=8) + timedelta(days=day)
        if strike(at):
            served.append(at.date())
            send(world, at=at)
            hear_all(at)
    assert served == [date(2022, 2, 7), *(date(2022, 2, n) for n in (8, 9, 10, 11, 12))]


def test_who_is_away_is_served_when_he_is_back(world, chi):
    give_addresses(world, "chi")
    organizations.declare_absence(
        from_date=date(2021, 8, 3), to_date=date(2021, 8, 4), reason="leave", by=chi.actor, at=world.at
    )
    owe(world, 1, days=-2)
    for day in (3, 4):
        strike(morning(world, day))
        assert digest_of(chi, morning(world, day)) == ""
    strike(morning(world, 5))
    assert "Danh sách số 1" in digest_of(chi, morning(world, 5))


def test_a_deputy_gets_what_the_post_gets_marked_so_and_no_longer_afterwards(world, chi):
    stand_in = world.add_person("oanh", "so-tttt", ["focal"])
    give_addresses(world, "oanh")
    organizations.name_deputy(
        post_id=world.posts["so-yte", "Chuyên viên Văn phòng Sở"],
        account_id=stand_in.account_id,
        kinds=["work"],
        from_date=date(2021, 8, 2),
        to_date=date(2021, 8, 4),
        reason="Nghỉ phép",
        by=LOADER,
        at=world.at,
    )
    owe(world, 1, days=-2)
    send(world, by="an", to=["so-yte"], subject="Gửi Sở Y tế")
    hear_all(world.at)
    at = morning(world, 3)
    strike(at)
    letter = digest_of(stand_in, at)
    assert letter.count("thay mặt Chuyên viên Văn phòng Sở") == 3  # the duty, the letter that waits, the news of it
    assert "Sở Y tế tỉnh Kiên Giang" in letter
    owe(world, 2, days=-2)
    strike(morning(world, 5))
    assert digest_of(stand_in, morning(world, 5)) == ""


def test_a_seat_that_ended_is_told_nothing_more(world, an, chi):
    give_addresses(world, "chi")
    send(world, by="an", to=["so-yte"])
    owe(world, 1, days=-2)
    hear_all(world.at)
    from phoihop.organizations.models import Seat

    for seat in Seat.rows.filter(account_id=chi.account_id):
        organizations.end_seat(seat_id=seat.pk, on_date=date(2021, 8, 2), by=LOADER, at=world.at)
    world.add_person("chi", "so-tttt", ["focal"])
    at = morning(world, 3)
    strike(at)
    assert digest_of(chi, at) == ""


def test_a_role_that_no_longer_opens_the_thing_is_not_told(world, an):
    """The notice remembers who of the unit may open the thing."""
    give_addresses(world, "an")
    send(world)
    hear_all(world.at)
    Notice.rows.filter(account_id=an.account_id).update(roles=" auditor ")
    from tests.world.dispatches import acknowledge

    acknowledge(world, "CV-kg-2021-000001")
    at = morning(world, 3)
    strike(at)
    assert digest_of(an, at) == ""


def test_somebody_without_an_address_gets_no_mail_and_loses_nothing(world, an):
    send(world)
    hear_all(world.at)
    strike(morning(world, 3))
    assert mails() == []
    assert Notice.rows.get(account_id=an.account_id).digest_day is None
    give_addresses(world, "an")
    strike(morning(world, 4))
    assert "TIN MỚI" in digest_of(an, morning(world, 4))


def test_an_address_no_mail_can_reach_holds_up_nobody_else(world, an, binh):
    give_addresses(world, "an", "binh")
    Account.rows.filter(username="an").update(email="bình@không đúng")
    send(world)
    hear_all(world.at)
    at = morning(world, 3)
    assert strike(at) == 1
    assert "TIN MỚI" in digest_of(binh, at)
    assert Reader.rows.get(account_id=an.account_id).bounced_address == "bình@không đúng"


@pytest.mark.parametrize("blow", [RuntimeError, KeyboardInterrupt])
def test_killed_between_compiling_and_queueing_it_is_one_mail(world, an, monkeypatch, blow):
    give_addresses(world, "an")
    send(world)
    hear_all(world.at)
    at = morning(world, 3)

    def broken(**_given):
        raise blow

    with monkeypatch.context() as patched:
        patched.setattr(morning_module, "queue_mails", broken)
        with pytest.raises(blow):
            strike(at)
    assert mails() == []
    assert strike(at) == 1
    assert strike(at) == 0
    assert len(mails()) == 1


def test_killed_after_queueing_it_is_one_mail(world, an, monkeypatch):
    give_addresses(world, "an")
    send(world)
    hear_all(world.at)
    at = morning(world, 3)

    def broken(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(morning_module, "_put_down", broken)
        with pytest.raises(KeyboardInterrupt):
            strike(at)
    assert strike(at) == 1
    assert len(mails()) == 1
    assert Notice.rows.get(account_id=an.account_id).digest_day == at.date()


def test_the_html_says_the_same_and_fetches_nothing(world, an):
    give_addresses(world, "an")
    code = send(world, subject="Số liệu <b>tuần</b> & tháng")
    hear_all(world.at)
    at = morning(world, 3)
    strike(at)
    html = text_of(mails(f"digest/{an.account_id}/")[0], "html")
    assert "Số liệu &lt;b&gt;tuần&lt;/b&gt; &amp; tháng" in html
    assert f"/lam-viec/cong-van/{code}/" in html
    assert not re.search(r"<img|<script|<link|url\(|@import|\ssrc=", html)
    assert "<table" in html
    assert '<html lang="vi">' in html


def test_each_in_his_language(world, an, binh):
    give_addresses(world, "an", "binh")
    arrange(binh, world.at, language="en")
    send(world)
    hear_all(world.at)
    strike(morning(world, 3))
    assert '<html lang="en">' in text_of(mails(f"digest/{binh.account_id}/")[0], "html")
    assert '<html lang="vi">' in text_of(mails(f"digest/{an.account_id}/")[0], "html")


def test_who_wants_none_gets_none(world, an):
    give_addresses(world, "an")
    arrange(an, world.at, has_digest=False)
    send(world)
    hear_all(world.at)
    strike(morning(world, 3))
    assert digest_of(an, morning(world, 3)) == ""


def test_the_subject_counts_without_titles(world, an):
    """Phones show subjects on locked screens: what is in the letters is not in them."""
    give_addresses(world, "an")
    send(world, subject="Việc kín")
    hear_all(world.at)
    strike(morning(world, 3))
    raw = bytes(mails(f"digest/{an.account_id}/")[0].message)
    from email import message_from_bytes, policy

    subject = message_from_bytes(raw, policy=policy.default)["Subject"]
    assert subject == "Bản tin sáng 3/8: 1 đến hạn trong tuần, 1 tin mới"


def test_a_batch_costs_the_same_for_more_people(world):
    def people(first, last):
        for n in range(first, last):
            world.add_person(f"p{n}", "btg-tinh-uy", ["drafter"], post=f"Chuyên viên {n}")
            give_addresses(world, f"p{n}")

    def cost(at):
        send(world)
        hear_all(world.at)
        with CaptureQueriesContext(connection) as captured:
            strike(at)
        return len(captured)

    people(0, 4)
    cost(morning(world, 3))
    few = cost(morning(world, 4))
    people(4, 24)
    cost(morning(world, 5))
    assert cost(morning(world, 6)) <= few
    assert OutMail.rows.filter(key__startswith="digest/").count() > 40


def test_the_clock_leaves_one_line_a_batch(world, an):
    give_addresses(world, "an")
    send(world)
    hear_all(world.at)
    strike(morning(world, 3))
    line = Entry.rows.get(kind="digests.compiled")
    assert line.actor_name == CLOCK.name
