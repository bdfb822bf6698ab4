"""Hộp thư: one's own notices, put away by one's own hand."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.ground.powers import NotVisible
from phoihop.ledger.commands import deliver
from phoihop.notices import commands, queries
from phoihop.notices.models import Notice
from phoihop.obligations import commands as obligations
from phoihop.organizations import commands as organizations
from phoihop.organizations.models import Seat
from tests.world.build import LOADER
from tests.world.dispatches import send
from tests.world.meetings import call
from tests.world.mornings import hear_all
from tests.world.obligations import owe

BOX = "/lam-viec/hop-thu/"


@pytest.fixture
def told(world):
    """Tells the lead's office of `count` letters; gives the codes."""

    def tell(count=1):
        codes = [send(world, subject=f"Công văn số {n}") for n in range(count)]
        while deliver(at=lambda: world.at):
            pass
        return codes

    return tell


def test_works(world, told, an, chi):
    (code,) = told()
    page = an.client.get(BOX).content.decode()
    assert "Công văn số 0" in page
    assert f"/lam-viec/cong-van/{code}/" in page
    assert "Đến hạn trong tuần</h2>" in page  # the duty to acknowledge it
    assert "9.00, 2/8/2021" in page
    assert "Sở Y tế tỉnh Kiên Giang" in page
    assert "Công văn số 0" not in chi.client.get(BOX).content.decode()


def test_opening_it_changes_nothing(world, told, an):
    told()
    an.client.get(BOX)
    assert queries.unread_count(an.actor) == 1


def test_read_by_button(world, told, an):
    told(2)
    line = queries.inbox(an.actor).lines[0]
    answer = an.client.post(f"{BOX}{line.id}/da-doc/")
    assert (answer.status_code, answer["Location"]) == (302, BOX)
    assert queries.unread_count(an.actor) == 1
    assert len(queries.inbox(an.actor, True).lines) == 1
    assert len(queries.inbox(an.actor).lines) == 2


def test_another_persons_notice_does_not_exist(world, told, an, binh, chi):
    told()
    line = queries.inbox(an.actor).lines[0]
    with pytest.raises(NotVisible):
        commands.mark_read(notice_id=line.id, by=binh.actor, at=world.at)
    assert chi.client.post(f"{BOX}{line.id}/da-doc/").status_code == 404
    assert queries.unread_count(an.actor) == 1


def test_twice_is_harmless(world, told, an):
    told()
    line = queries.inbox(an.actor).lines[0]
    for _ in range(2):
        commands.mark_read(notice_id=line.id, by=an.actor, at=world.at)
        commands.mark_all_read(up_to=line.entry_id, by=an.actor, at=world.at)
    assert queries.unread_count(an.actor) == 0


def test_all_means_all_that_the_page_showed(world, told, an, binh):
    told(2)
    newest = queries.inbox(an.actor).newest
    told(1)
    assert an.client.post(f"{BOX}da-doc/", {"up_to": newest, "back": "tat-ca"})["Location"] == f"{BOX}?xem=tat-ca"
    assert queries.unread_count(an.actor) == 1
    assert queries.unread_count(binh.actor) == 3


@pytest.mark.parametrize("typed", [{}, {"up_to": "x"}, {"up_to": str(2**70)}])
def test_strange_forms_change_nothing(world, told, an, typed):
    told()
    assert an.client.post(f"{BOX}da-doc/", typed).status_code == 302
    assert queries.unread_count(an.actor) == 1


def test_khach_is_sent_to_log_in(world, khach):
    assert khach.client.get(BOX)["Location"].startswith("/dang-nhap/")


def test_pages_follow_each_other(world, told, an):
    told(52)
    first = queries.inbox(an.actor)
    second = queries.inbox(an.actor, before=first.next)
    assert (len(first.lines), len(second.lines), second.next) == (50, 2, None)
    assert an.client.get(BOX, {"truoc": first.next}).status_code == 200
    assert an.client.get(BOX, {"truoc": "x"}).status_code == 200


def test_grows_flat(world, told, an):
    def count():
        with CaptureQueriesContext(connection) as captured:
            an.client.get(BOX)
        return len(captured)

    told(1)
    count()
    few = count()
    told(20)
    assert count() == few


def test_the_menu_counts_in_one_query(world, told, an, django_assert_num_queries):
    told(3)
    actor = an.actor
    with django_assert_num_queries(1):
        assert queries.unread_count(actor) == 3


def test_the_words_stay_in_the_ledger(world):
    assert not {f.name for f in Notice._meta.get_fields()} & {"data", "sentence", "text"}


# ── by what needs action, and by seat ───────────────────────────────────────────────────────────────────────


def test_what_asks_for_something_comes_first(world, an):
    """A notice stands under what its thing asks of the reader's office; the rest is news."""
    call(world)
    owe(world, 1, days=-1)
    obligations.block_obligation(code="NV-kg-2021-000001", reason="Thiếu", by=world.person("chi").actor, at=world.at)
    hear_all(world.at)
    chi = world.person("chi")
    page = chi.client.get(BOX).content.decode()
    assert page.index("Chờ trả lời</h2>") < page.index("Gửi giấy mời cuộc họp")
    assert "Thứ Hai, 2/8/2021</h2>" not in page
    page = an.client.get(BOX).content.decode()
    assert "Thứ Hai, 2/8/2021</h2>" in page  # of what others owe: news
    assert "Trễ hạn</h2>" not in page


@pytest.fixture
def two_seats(world, chi):
    """Chi works in the department of information too."""
    world.add_person("chi", "so-tttt", ["focal"])
    send(world, by="an", to=["so-yte"], subject="Gửi Sở Y tế")
    send(world, by="an", to=["so-tttt"], subject="Gửi Sở Thông tin")
    hear_all(world.at)
    return chi


def test_each_seat_has_its_own(world, two_seats):
    chi, health, news = two_seats, world.unit("so-yte"), world.unit("so-tttt")
    assert [(n.unit_id, n.kind) for n in Notice.rows.filter(account_id=chi.account_id).order_by("unit_id")] == sorted(
        [(health, "dispatch.delivered"), (news, "dispatch.delivered")]
    )
    assert queries.unread_count(chi.actor_at(world.at, health)) == 1
    assert queries.unread_count(chi.actor_at(world.at, news)) == 1
    here = chi.client.get(BOX).content.decode()
    assert "Gửi Sở Y tế" in here
    assert "Gửi Sở Thông tin" not in here
    assert re.search(rf'href="[^"]*vi-tri={news}"[^>]*>Sở Thông tin[^<]*<small>1</small>', here)
    there = chi.client.get(BOX, {"vi-tri": news}).content.decode()
    assert "Gửi Sở Thông tin" in there
    assert f'name="seat" value="{news}"' in there
    moved = chi.client.post("/lam-viec/vi-tri/", {"seat": news, "next": BOX})
    assert moved["Location"] == BOX
    assert "Gửi Sở Thông tin" in chi.client.get(BOX).content.decode()


def test_all_read_is_all_of_this_seat(world, two_seats):
    chi = two_seats
    commands.mark_all_read(up_to=10**9, by=chi.actor_at(world.at, world.unit("so-yte")), at=world.at)
    assert queries.unread_count(chi.actor_at(world.at, world.unit("so-tttt"))) == 1


def test_another_units_notices_are_nobodys_to_look_at(world, two_seats, an):
    assert "Gửi Sở" not in an.client.get(BOX, {"vi-tri": world.unit("so-yte")}).content.decode()
    assert queries.inbox(an.actor, of_unit=world.unit("so-yte"), at=world.at).lines == ()


def test_what_a_seat_was_told_goes_with_it(world, two_seats):
    chi, news = two_seats, world.unit("so-tttt")
    seat = Seat.rows.get(account_id=chi.account_id, post__unit=news)
    organizations.end_seat(seat_id=seat.pk, on_date=date(2021, 8, 1), by=LOADER, at=world.at)
    assert [one.unit_id for one in queries.unread_by_seat(chi.actor, world.at)] == [world.unit("so-yte")]
    assert queries.inbox(chi.actor, of_unit=news, at=world.at).lines == ()


def test_a_deputy_reads_for_whom(world, chi):
    stand_in = world.add_person("oanh", "so-tttt", ["focal"])
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
    send(world, by="an", to=["so-yte"])
    hear_all(world.at)
    row = Notice.rows.get(account_id=stand_in.account_id)
    assert (row.unit_id, row.acting_for) == (world.unit("so-yte"), "Chuyên viên Văn phòng Sở")
    page = stand_in.client.get(BOX, {"vi-tri": world.unit("so-yte")}).content.decode()
    assert "thay mặt Chuyên viên Văn phòng Sở" in page
    assert Notice.rows.get(account_id=chi.account_id).acting_for == ""
