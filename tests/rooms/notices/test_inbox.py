"""Hộp thư: one's own notices, put away by one's own hand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.ground.powers import NotVisible
from phoihop.ledger.commands import deliver
from phoihop.notices import commands, queries
from phoihop.notices.models import Notice
from tests.world.dispatches import send

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
    assert "Thứ Hai, 2/8/2021" in page
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
