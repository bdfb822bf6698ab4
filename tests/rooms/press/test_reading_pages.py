"""Pages of stories and sources: who sees what, filters, forms, and lists that stay as cheap as they are."""

from __future__ import annotations

import pytest
from django.test import Client

from phoihop.press.models import Item, Source, Story
from tests.world import press_reading as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.flat import grows_flat

STORIES = "/lam-viec/diem-tin/"
SOURCES = "/lam-viec/nguon-tin/"
TITLE = "Bắt giữ hai tàu cá vi phạm vùng biển Kiên Giang"


def test_everybody_with_a_seat_reads_the_list_and_a_story(world: World) -> None:
    code = layer.clip(world, TITLE, layer.BOAT)
    for who in ("an", "binh", "chi", "dung", "giang", "ha", "kim", "long"):
        client = world.person(who).client
        assert TITLE in client.get(STORIES).content.decode()
        page = client.get(f"{STORIES}{code}/").content.decode()
        assert "lập biên bản" in page
        assert client.get(SOURCES).status_code == 200
    assert Client().get(STORIES).status_code == 302


def test_a_story_shows_all_who_brought_it_once(world: World) -> None:
    layer.doors(world)
    page = world.person("dung").client.get(STORIES).content.decode()
    assert page.count(TITLE) == 1
    assert "3 nơi đăng" in page or "2 nơi đăng" in page
    assert "Quảng cáo tour" not in page
    assert "Quảng cáo tour" in world.person("dung").client.get(f"{STORIES}?xem=an").content.decode()


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("tim=tau+ca", 1),
        ("tim=TÀU+CÁ", 1),
        ("tim=xe+buýt", 0),
        ("noi=Báo+Kiên+Giang", 1),
        ("ngay=2021-08-02", 1),
        ("ngay=2021-08-01", 0),
        ("ngay=hôm+nay", 1),
        ("sau=BA-kg-2021-999999", 1),
    ],
)
def test_filters(world: World, asked: str, count: int) -> None:
    layer.source(world, "rss")
    layer.clip(world, TITLE, layer.BOAT)
    answer = world.person("chi").client.get(f"{STORIES}?{asked}")
    assert answer.status_code == 200
    assert answer.content.decode().count(TITLE) == count


def test_a_topic_that_the_reader_does_not_see_is_none(world: World) -> None:
    assert world.person("dung").client.get(f"{STORIES}?ve=VD-kg-2021-0001").status_code == 404


def test_pages_follow_each_other(world: World) -> None:
    for number in range(53):
        layer.clip(world, f"Chuyện riêng thứ {number} trong ngày", f"Nội dung {number}.")
    client = world.person("an").client
    first = client.get(STORIES).content.decode()
    last = Story.rows.order_by("-first_at", "-pk")[49].code
    assert f"sau={last}" in first
    second = client.get(f"{STORIES}?sau={last}").content.decode()
    assert second.count("Chuyện riêng thứ") == 3


def test_lists_stay_as_cheap_as_they_are(world: World, an: Person) -> None:
    layer.clip(world, TITLE, layer.BOAT)
    layer.source(world, "rss")
    grows_flat(an.client, STORIES, lambda: [layer.clip(world, f"Chuyện {n} khác hẳn", "Vắn.") for n in range(20)])
    grows_flat(an.client, SOURCES, lambda: [layer.source(world, f"r{n}") for n in range(20)])
    code = Story.rows.order_by("pk")[0].code
    grows_flat(
        an.client,
        f"{STORIES}{code}/",
        lambda: [layer.clip(world, TITLE, layer.BOAT, publisher=f"Báo {n}") for n in range(8)],
    )


def test_the_way_of_a_clip_and_of_a_story_by_hand(world: World, an: Person) -> None:
    client = an.client
    assert client.post(f"{STORIES}ghi/", {"publisher": "", "title": ""}).status_code == 422
    answer = client.post(f"{STORIES}ghi/", {"publisher": "Báo giấy", "title": TITLE, "extract": layer.BOAT})
    story = Story.rows.get()
    assert answer["Location"] == f"{STORIES}{story.code}/"
    other = layer.clip(world, "Hai tàu cá bị phạt nặng vì vi phạm vùng biển", "Ngắn.")
    assert other in client.get(f"{STORIES}{story.code}/gop/").content.decode()  # what it may be merged into
    assert client.post(f"{STORIES}{story.code}/gop/", {"into": "BA-kg-2021-999999"}).status_code == 422
    assert client.post(f"{STORIES}{story.code}/gop/", {"into": other}).status_code == 302
    assert client.post(f"{STORIES}{story.code}/tach-lai/").status_code == 302
    assert client.post(f"{STORIES}{story.code}/an/", {"reason": "Trùng"}).status_code == 302
    assert "Trùng" in client.get(f"{STORIES}{story.code}/").content.decode()
    assert client.post(f"{STORIES}{story.code}/hien/").status_code == 302
    layer.clip(world, TITLE, layer.BOAT, publisher="Đài")
    item = Item.rows.filter(story=story).order_by("pk")[0]
    assert client.get(f"{STORIES}{story.code}/tach/").status_code == 200
    assert client.post(f"{STORIES}{story.code}/tach/", {"item_ids": [item.pk]}).status_code == 302
    assert Item.rows.get(pk=item.pk).story_id != story.pk


@pytest.mark.parametrize(
    ("who", "status"), [("an", 200), ("binh", 200), ("ha", 200), ("chi", 403), ("dung", 403), ("kim", 403)]
)
def test_who_keeps_a_story_of_the_lead(world: World, who: str, status: int) -> None:
    code = layer.clip(world, TITLE, layer.BOAT)
    assert world.person(who).client.get(f"{STORIES}{code}/an/").status_code == status


def test_the_way_of_a_source(world: World, an: Person) -> None:
    client = an.client
    assert client.get(f"{SOURCES}them/").status_code == 200
    assert client.post(f"{SOURCES}them/", {"kind": "FEED", "publisher": "Báo", "url": ""}).status_code == 422
    client.post(f"{SOURCES}them/", {"kind": "FEED", "publisher": "Báo KG", "url": "https://bao.example/rss"})
    row = Source.rows.get()
    page = client.get(f"{SOURCES}{row.code}/").content.decode()
    assert "Chưa đọc" in page
    assert client.post(f"{SOURCES}{row.code}/sua/", {"publisher": "Báo mới", "url": row.url}).status_code == 302
    assert Source.rows.get().publisher == "Báo mới"
    assert client.post(f"{SOURCES}{row.code}/tam-dung/", {"reason": "Sửa trang"}).status_code == 302
    assert "Sửa trang" in client.get(f"{SOURCES}{row.code}/").content.decode()
    assert client.get(f"{SOURCES}{row.code}/tam-dung/").status_code == 403
    assert client.post(f"{SOURCES}{row.code}/doc-tiep/").status_code == 302
    assert world.person("chi").client.get(f"{SOURCES}{row.code}/sua/").status_code == 403
    client.post(f"{SOURCES}them/", {"kind": "MAIL", "publisher": "Bản tin"})
    mail = Source.rows.get(kind="MAIL")
    assert f"+{mail.mail_token}@" in client.get(f"{SOURCES}{mail.code}/").content.decode()
    Source.rows.filter(pk=row.pk).update(state="BROKEN", failures=4, last_result="Máy chủ không trả lời.")
    assert "4 lần liền" in client.get(f"{SOURCES}{row.code}/").content.decode()


def test_the_administrator_sets_the_terms(world: World, long: Person, an: Person) -> None:
    client = long.client
    assert "90" in client.get(f"{SOURCES}thoi-han/").content.decode()
    assert client.post(f"{SOURCES}thoi-han/", {"every_minutes": "1", "keep_days": "90"}).status_code == 422
    assert client.post(f"{SOURCES}thoi-han/", {"every_minutes": "60", "keep_days": "40"}).status_code == 302
    assert "40" in client.get(f"{SOURCES}thoi-han/").content.decode()
    assert an.client.get(f"{SOURCES}thoi-han/").status_code == 403


def test_search_finds_stories_and_sources(world: World, dung: Person) -> None:
    from phoihop.press import queries

    code, source = layer.clip(world, TITLE, layer.BOAT), layer.source(world, "rss")
    (row,) = queries.found_stories([code])
    assert (row.title, row.code) == (TITLE, code)
    assert "all" in row.tokens
    assert queries.visible_stories(dung.actor, [code]) == {code}
    assert queries.story_codes("", 10) == [code]
    assert queries.found_sources([source])[0].title == "Báo Kiên Giang"
    assert queries.source_codes("", 10) == [source]
    assert queries.visible_sources(dung.actor, [source]) == {source}
