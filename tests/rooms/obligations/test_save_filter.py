"""Lưu và bỏ bộ lọc: a person's own views of the board."""

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotVisible
from phoihop.obligations import commands
from phoihop.obligations.commands.filters import MOST
from phoihop.obligations.models import SavedFilter
from phoihop.obligations.queries import saved_filters
from tests.world.obligations import BOARD

QUERY = "status=late&unit=DV-kg-so-yte"


def save(world, person, name="Sở Y tế trễ", query=QUERY):
    return commands.save_filter(name=name, query=query, by=person.actor, at=world.at)


def drop(world, person, filter_id):
    return commands.drop_filter(filter_id=filter_id, by=person.actor, at=world.at)


def test_works(world, an, chi):
    save(world, an, name="  Sở Y tế   trễ ")
    assert [(one.name, one.query) for one in saved_filters(an.actor)] == [("Sở Y tế trễ", QUERY)]
    assert saved_filters(chi.actor) == []


def test_the_same_name_replaces(world, an):
    save(world, an)
    save(world, an, query="status=soon")
    assert [one.query for one in saved_filters(an.actor)] == ["status=soon"]


def test_refusals(world, an):
    for name, query in (("", QUERY), ("x" * 81, QUERY), ("Dài", "q=" + "x" * 1000)):
        with pytest.raises(Refused):
            save(world, an, name=name, query=query)
    for number in range(MOST):
        save(world, an, name=f"Bộ lọc {number}")
    with pytest.raises(Refused, match=str(MOST)):
        save(world, an, name="Một nữa")
    save(world, an, name="Bộ lọc 0", query="status=done")


def test_nobody_drops_anothers(world, an, chi):
    save(world, an)
    one = SavedFilter.rows.get()
    with pytest.raises(NotVisible):
        drop(world, chi, one.pk)
    drop(world, an, one.pk)
    with pytest.raises(NotVisible):
        drop(world, an, one.pk)
    assert not SavedFilter.rows.exists()


def test_by_forms(world, an, chi, khach):
    page = an.client.get(f"{BOARD}?{QUERY}").content.decode()
    assert "bo-loc/luu/" in page
    assert 'name="query" value="status=late&amp;unit=DV-kg-so-yte"' in page
    answer = an.client.post(f"{BOARD}bo-loc/luu/", {"name": "Sở Y tế trễ", "query": QUERY})
    assert (answer.status_code, answer["Location"]) == (302, f"{BOARD}?{QUERY}")
    assert "Sở Y tế trễ" in an.client.get(BOARD).content.decode()
    assert an.client.post(f"{BOARD}bo-loc/luu/", {"name": "", "query": QUERY}).status_code == 422
    one = SavedFilter.rows.get()
    assert chi.client.post(f"{BOARD}bo-loc/{one.pk}/bo/").status_code == 404
    assert khach.client.post(f"{BOARD}bo-loc/{one.pk}/bo/")["Location"].startswith("/dang-nhap/")
    assert khach.client.post(f"{BOARD}bo-loc/luu/")["Location"].startswith("/dang-nhap/")
    assert an.client.post(f"{BOARD}bo-loc/{one.pk}/bo/").status_code == 302
    assert not SavedFilter.rows.exists()


def test_a_query_is_kept_as_an_address_only(world, an):
    answer = an.client.post(f"{BOARD}bo-loc/luu/", {"name": "Lạ", "query": "a=1\r\nX-Evil: 1"})
    assert answer.status_code in {302, 422}
    assert "\n" not in answer.get("Location", "")
