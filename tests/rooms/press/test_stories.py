"""Sources read, articles taken in, copies grouped, stories kept in order by hand, and forgotten."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.mail import commands as mail
from phoihop.mail.models import InMail
from phoihop.press import commands, queries
from phoihop.press.commands.reading_hosts import Trip
from phoihop.press.commands.reading_taking import Article, Taken, preparer, take_in
from phoihop.press.models import Band, Host, Item, Match, Source, Story
from phoihop.press.outside.fetching import Bounds
from phoihop.press.rules import reading_terms as terms
from phoihop.site import commandline
from tests.world import plans as plan_layer
from tests.world import press_web as webs
from tests.world.build import LOADER, World
from tests.world.press_web import WAY, Web

CLOCK = Actor.system("deadline-clock")
BOAT = (
    "Lực lượng Cảnh sát biển vừa bắt giữ hai tàu cá của ngư dân Kiên Giang vi phạm vùng biển nước ngoài, "
    "lập biên bản và bàn giao cho địa phương xử lý theo quy định về khai thác bất hợp pháp, không báo cáo."
)
FEVER = (
    "Sở Y tế cho biết số ca sốt xuất huyết trong tuần tăng gấp đôi so với cùng kỳ, đề nghị người dân diệt lăng quăng "
    "quanh nhà và đến cơ sở y tế ngay khi sốt cao liên tục quá hai ngày để được theo dõi kịp thời."
)


@pytest.fixture
def web() -> Iterator[Web]:
    with webs.serving() as served:
        yield served


def trip(at: datetime, **more: Any) -> Trip:
    values: dict[str, Any] = {
        "at": at,
        "seconds": 20,
        "way": WAY,
        "pause": timedelta(0),
        "bounds": Bounds(connect=1, read=1, total=1.5, bytes=200_000),
    }
    return Trip(**values | more)


def add(world: World, url: str = "https://bao.example/rss", **changed: Any) -> str:
    values: dict[str, Any] = {
        "unit_id": world.unit("btg-tinh-uy"),
        "kind": "FEED",
        "publisher": "Báo Kiên Giang",
        "url": url,
        "by": world.person("an").actor,
        "at": world.at,
    }
    return commands.add_source(**values | changed).code


def pull(code: str, at: datetime, **more: Any) -> commands.Pulled:
    with trip(at, **more) as under_way:
        return commands.pull(code=code, trip=under_way, by=CLOCK, at=at)


def came(world: World, title: str, text: str, url: str, publisher: str = "Báo A", at: datetime | None = None) -> Taken:
    at = at or world.at
    article = Article(publisher=publisher, url=url, title=title, text=text)
    unit_id = world.unit("btg-tinh-uy")
    return take_in(articles=[preparer(at)(article)], unit_id=unit_id, territory="kg", by=LOADER, at=at)


# ── sources ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_source_is_added_once(world: World) -> None:
    code = add(world)
    assert code == "NB-kg-2021-0001"
    assert add(world, "http://www.bao.example/rss/?utm_source=x") == code
    assert Source.rows.count() == 1
    assert Entry.rows.filter(kind="source.added").count() == 1


@pytest.mark.parametrize("who", ["chi", "kim", "long", "giang"])
def test_who_may_not_add_for_the_unit(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        add(world, by=world.person(who).actor)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"publisher": "  "}, "Cần tên"),
        ({"url": ""}, "Cần địa chỉ"),
        ({"url": "gopher://bao.example"}, "không đúng dạng"),
        ({"url": "http://noi-bo/rss"}, "không đúng dạng"),
        ({"kind": "RSS"}, "chọn cách đọc"),
    ],
)
def test_refusals_add_nothing(world: World, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        add(world, **changed)
    assert not Source.rows.exists()


def test_a_source_is_amended_paused_and_read_again(world: World) -> None:
    code, an = add(world), world.person("an").actor
    other = add(world, "https://bao.example/khac")
    with pytest.raises(Refused, match=other):
        commands.amend_source(
            code=code, publisher="Báo", url="https://bao.example/khac", takes_pages=True, by=an, at=world.at
        )
    commands.amend_source(
        code=code, publisher="Báo KG", url="https://bao.example/moi", takes_pages=False, by=an, at=world.at
    )
    row = Source.rows.get(code=code)
    assert (row.publisher, row.url, row.takes_pages, row.etag) == ("Báo KG", "https://bao.example/moi", False, "")
    with pytest.raises(Refused, match="lý do"):
        commands.pause_source(code=code, reason=" ", by=an, at=world.at)
    commands.pause_source(code=code, reason="Trang đang sửa", by=an, at=world.at)
    commands.pause_source(code=code, reason="Trang đang sửa", by=an, at=world.at)
    with pytest.raises(Refused, match="tạm dừng"):
        pull(code, world.at)
    commands.resume_source(code=code, by=an, at=world.at)
    commands.resume_source(code=code, by=an, at=world.at)
    assert Source.rows.get(code=code).next_at == world.at
    with pytest.raises(NotAllowed):
        commands.pause_source(code=code, reason="x", by=world.person("chi").actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.pause_source(code="NB-kg-2021-9999", reason="x", by=an, at=world.at)
    with pytest.raises(SomebodyWasFaster):
        commands.pause_source(code=code, reason="x", version=1, by=an, at=world.at)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_feed_becomes_stories_and_is_asked_politely_again(world: World, web: Web) -> None:
    url = web.feed("/rss", [("/1", "Bắt giữ hai tàu cá vi phạm", BOAT), ("/2", "Sốt xuất huyết tăng", FEVER)])
    feed = web.pages["/rss"]
    code = add(world, url, takes_pages=False)
    done = pull(code, world.at)
    assert (done.items, done.stories, done.why) == (2, 2, "")
    row = Source.rows.get(code=code)
    assert (row.kind, row.item_count, row.lease_at) == ("RSS", 2, None)
    assert row.next_at is not None
    assert timedelta(minutes=15) <= row.next_at - world.at <= timedelta(minutes=18)
    story = Story.rows.get(title="Bắt giữ hai tàu cá vi phạm")
    assert (story.code, story.publisher, story.state) == ("BA-kg-2021-000001", "Báo Kiên Giang", "SHOWN")
    item = Item.rows.get(story=story)
    assert len(item.extract) <= 300
    assert item.published_at is not None
    web.pages["/rss"] = feed
    again = pull(code, world.at + timedelta(minutes=20))
    assert (again.items, Item.rows.count()) == (0, 2)
    assert Entry.rows.filter(kind="story.begun").count() == 2


def test_what_has_not_changed_is_not_sent_again(world: World, web: Web) -> None:
    url = web.feed("/rss", [("/1", "Bắt giữ hai tàu cá vi phạm", BOAT)])
    feed = web.pages["/rss"]

    def answer(asked: Any) -> None:
        if asked.headers.get("If-None-Match") == '"mot"':
            webs.text("", status=304)(asked)
        else:
            tagged = webs.text(_body(feed), kind="application/rss+xml", ETag='"mot"')
            tagged(asked)

    web.pages["/rss"] = answer
    code = add(world, url, takes_pages=False)
    assert pull(code, world.at).items == 1
    done = pull(code, world.at + timedelta(hours=1))
    assert done.result == "Không có gì mới."
    assert Source.rows.get(code=code).etag == '"mot"'


def _body(answer: Any) -> bytes:
    """What a page of the small server holds."""
    body: bytes = next(cell.cell_contents for cell in answer.__closure__ if isinstance(cell.cell_contents, bytes))
    return body


def test_a_summary_is_completed_from_its_page_and_only_an_extract_is_kept(world: World, web: Web) -> None:
    url = web.feed("/rss", [("/1", "Bắt giữ hai tàu cá vi phạm", "Hai tàu cá bị bắt giữ.")])
    body = "".join(f"<p>{BOAT} Đoạn thứ {n} kể thêm.</p>" for n in range(8))
    web.pages["/1"] = webs.text(
        "<html><head><title>x</title><meta name='author' content='Nguyễn Văn A'></head>"
        f"<body><article>{body}</article></body></html>"
    )
    code = add(world, url)
    assert pull(code, world.at).items == 1
    item = Item.rows.get()
    assert item.extract == "Hai tàu cá bị bắt giữ."
    assert len(item.signature) == 256
    assert web.paths() == ["/robots.txt", "/rss", "/1"]
    kept = " ".join(str(value) for row in (item, item.story) for value in vars(row).values())
    assert "Đoạn thứ" not in kept
    assert "Nguyễn Văn A" not in kept


def test_robots_are_obeyed_and_asked_once_a_day(world: World, web: Web) -> None:
    url = web.feed("/rss", [("/kin/1", "Bắt giữ hai tàu cá vi phạm", "Hai tàu cá bị bắt giữ.")])
    web.pages["/kin/1"] = webs.text("<html><body><p>không được đọc</p></body></html>")
    web.pages["/robots.txt"] = webs.text("User-agent: *\nDisallow: /kin/\n", kind="text/plain")
    code = add(world, url)
    assert pull(code, world.at).items == 1  # by what the feed itself tells
    assert "/kin/1" not in web.paths()
    web.pages["/robots.txt"] = webs.text("User-agent: phoihop\nDisallow: /\n", kind="text/plain")
    assert pull(code, world.at + timedelta(hours=2)).why == ""
    assert pull(code, world.at + timedelta(hours=25)).why == "robots"
    assert web.paths().count("/robots.txt") == 2


def test_a_machine_that_cannot_say_what_is_allowed_is_left_alone(world: World, web: Web) -> None:
    code = add(world, web.feed("/rss", []))
    web.pages["/robots.txt"] = webs.text("", status=500)
    assert pull(code, world.at).why == "robots"
    assert "/rss" not in web.paths()
    web.pages.pop("/robots.txt")
    assert pull(code, world.at + timedelta(hours=2)).why == ""


def test_a_redirect_does_not_lead_past_the_robots_of_where_it_leads(world: World, web: Web) -> None:
    with webs.serving() as other:
        other.pages["/robots.txt"] = webs.text("User-agent: *\nDisallow: /", kind="text/plain")
        other.feed("/rss", [("/1", "Bắt giữ hai tàu cá vi phạm", BOAT)])
        web.pages["/rss"] = webs.moved(f"{other.base}/rss")
        assert pull(add(world, f"{web.base}/rss"), world.at).why == "robots"
        assert other.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (webs.moved("http://10.0.0.1/rss"), "address"),
        (webs.endless, "size"),
        (webs.packed(b"<rss>" + b" " * 5_000_000), "size"),
        (webs.text("<html><body>không phải nguồn tin</body></html>"), "no_feed"),
        (webs.text('<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss/>'), "entities"),
        (webs.text(b"\x00\x01\x02"), "no_feed"),
        (webs.text("", status=410), "status"),
    ],
)
def test_bad_sources_are_skipped_with_a_reason_and_the_rest_goes_on(
    world: World, web: Web, page: webs.Answer, why: str
) -> None:
    web.pages["/hong"] = page
    bad = add(world, f"{web.base}/hong")
    good = add(world, web.feed("/rss", [("/1", "Bắt giữ hai tàu cá vi phạm", BOAT)]), takes_pages=False)
    done = commands.pull_due(by=CLOCK, at=world.at, trip=trip(world.at))
    assert {one.code: one.why for one in done} == {bad: why, good: ""}
    row = Source.rows.get(code=bad)
    assert row.failures == 1
    assert row.last_result
    assert Item.rows.count() == 1


def test_failures_make_it_wait_longer_and_break_it_until_it_answers(world: World, web: Web) -> None:
    code = add(world, f"{web.base}/rss", takes_pages=False)
    at, waits = world.at, []
    for _each in range(4):
        pull(code, at)
        row = Source.rows.get(code=code)
        assert row.next_at is not None
        waits.append(row.next_at - at)
        at = row.next_at
    assert waits == sorted(waits)
    assert waits[3] > 3 * waits[0]
    assert Source.rows.get(code=code).state == "BROKEN"
    assert Entry.rows.filter(kind="source.broken").count() == 1
    web.feed("/rss", [("/1", "Bắt giữ hai tàu cá vi phạm", BOAT)])
    assert pull(code, at).items == 1
    row = Source.rows.get(code=code)
    assert (row.state, row.failures) == ("ACTIVE", 0)
    assert Entry.rows.filter(kind="source.mended").count() == 1


def test_a_server_that_asks_for_rest_gets_it(world: World, web: Web) -> None:
    code = add(world, f"{web.base}/rss")
    web.pages["/rss"] = webs.text("", status=503, Retry_After="7200")
    assert pull(code, world.at).why == "busy"
    row = Source.rows.get(code=code)
    assert row.next_at is not None
    assert row.next_at - world.at >= timedelta(hours=2)
    assert pull(code, world.at + timedelta(hours=1)).why == "kept"  # another source of this machine would wait too
    host = Host.rows.get()
    assert host.free_at is not None
    assert host.free_at - world.at >= timedelta(hours=1, minutes=59)


def test_one_machine_is_asked_one_after_the_other_with_a_pause(world: World, web: Web) -> None:
    slept: list[float] = []

    def rest(seconds: float) -> None:
        slept.append(seconds)
        time.sleep(seconds)

    url = web.feed("/rss", [(f"/{n}", f"Tin số {n} về tàu cá ở Kiên Giang hôm nay", "ngắn") for n in range(3)])
    code = add(world, url)
    pull(code, world.at, pause=timedelta(milliseconds=150), sleep=rest)
    assert len(slept) >= 3  # before the feed and pages after the first question
    assert all(0 < one < 0.2 for one in slept)


def test_more_pages_than_one_reading_may_open_wait_for_the_next(world: World, web: Web) -> None:
    articles = [(f"/{n}", f"Tin số {n} về việc {'abcdefghijklmno'[n] * 5} ở nơi {n}", f"ngắn {n}") for n in range(13)]
    code = add(world, web.feed("/rss", articles))
    for path, title, _text in articles:
        web.pages[path] = webs.text(f"<html><body><article><p>{title} {path}</p></article></body></html>")
    first = pull(code, world.at)
    assert first.items == 10
    row = Source.rows.get(code=code)
    assert (row.next_at, row.etag) == (world.at + terms.SOON, "")
    assert pull(code, world.at + timedelta(minutes=1)).items == 3


def test_sitemaps_are_read_by_their_index(world: World, web: Web) -> None:
    web.pages["/chi-muc.xml"] = webs.text(
        f"<sitemapindex><sitemap><loc>{web.base}/tin.xml</loc></sitemap></sitemapindex>", kind="application/xml"
    )
    web.pages["/tin.xml"] = webs.text(
        f"<urlset><url><loc>{web.base}/1</loc><lastmod>2021-08-02</lastmod></url></urlset>", kind="application/xml"
    )
    web.pages["/1"] = webs.text(
        "<html><head><title>Bắt giữ hai tàu cá vi phạm</title></head>"
        f"<body><article><p>{BOAT}</p></article></body></html>"
    )
    code = add(world, f"{web.base}/chi-muc.xml")
    assert pull(code, world.at).items == 1
    assert Source.rows.get(code=code).kind == "SITEMAP"
    assert Item.rows.get().title == "Bắt giữ hai tàu cá vi phạm"


def test_two_do_not_read_one_source_at_once(world: World, web: Web) -> None:
    code = add(world, web.feed("/rss", []))
    Source.rows.filter(code=code).update(lease_at=world.at + timedelta(minutes=5))
    with pytest.raises(SomebodyWasFaster):
        pull(code, world.at)
    assert pull(code, world.at + timedelta(minutes=6)).why == ""  # whoever held it has died


def test_old_and_future_articles(world: World, web: Web) -> None:
    url = web.feed("/rss", [("/1", "Tin cũ", BOAT)], date="Mon, 04 Jan 2021 01:00:00 GMT")
    assert pull(add(world, url, takes_pages=False), world.at).items == 0
    url = web.feed("/rss2", [("/2", "Tin ngày mai của báo khác", BOAT)], date="Mon, 01 Jan 2029 01:00:00 GMT")
    assert pull(add(world, url, takes_pages=False), world.at).items == 1
    assert Item.rows.get().published_at is None


def test_nobody_but_the_clock_and_the_console_pulls(world: World) -> None:
    code = add(world)
    with pytest.raises(NotAllowed), trip(world.at) as under_way:
        commands.pull(code=code, trip=under_way, by=world.person("an").actor, at=world.at)


# ── copies ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_edited_copy_joins_the_story_and_another_article_does_not(world: World) -> None:
    came(world, "Bắt giữ hai tàu cá vi phạm", BOAT, "https://a.example/1")
    edited = BOAT.replace("vừa bắt giữ", "đã tạm giữ").replace("theo quy định", "nghiêm")
    came(world, "Hai tàu cá bị tạm giữ", edited, "https://b.example/9", "Báo B", world.at + timedelta(hours=5))
    came(world, "Sốt xuất huyết tăng gấp đôi", FEVER, "https://b.example/8", "Báo B")
    story = Story.rows.get(title="Bắt giữ hai tàu cá vi phạm")
    assert (story.item_count, story.publisher_count, story.last_at) == (2, 2, world.at + timedelta(hours=5))
    assert Story.rows.count() == 2


def test_marks_and_their_encoding_do_not_matter_to_copies(world: World) -> None:
    came(world, "Bắt giữ hai tàu cá", BOAT, "https://a.example/1")
    came(world, "Bat giu hai tau ca", unicodedata.normalize("NFD", BOAT).upper(), "https://b.example/9")
    assert Story.rows.count() == 1


def test_the_same_headline_joins_a_summary_with_its_article_within_days(world: World) -> None:
    title = "Kiên Giang xử phạt hai tàu cá vi phạm vùng biển"
    came(world, title, "Tóm tắt rất ngắn.", "https://a.example/1")
    came(world, title.upper(), BOAT, "https://b.example/2")
    assert Story.rows.count() == 1
    came(world, title, "Tóm tắt rất ngắn.", "https://c.example/3", at=world.at + terms.COPIES + timedelta(hours=1))
    assert Story.rows.count() == 2
    came(world, "Tin vắn", "Một.", "https://a.example/4")
    came(world, "Tin vắn", "Hai.", "https://b.example/5")
    assert Story.rows.count() == 4  # a short headline may head anything


def test_the_address_that_a_page_calls_its_own_joins_too(world: World) -> None:
    came(world, "Bắt giữ hai tàu cá", BOAT, "https://goc.example/1")
    copy = Article(
        publisher="Trang đọc báo",
        url="https://dan.example/x",
        own_url="https://goc.example/1",
        title="Khác",
        text="Khác",
    )
    take_in(
        articles=[preparer(world.at)(copy)],
        unit_id=world.unit("btg-tinh-uy"),
        territory="kg",
        by=CLOCK,
        at=world.at,
    )
    assert Story.rows.count() == 1


def test_the_same_address_is_one_item(world: World) -> None:
    came(world, "Bắt giữ hai tàu cá", BOAT, "https://a.example/1")
    assert came(world, "Bắt giữ hai tàu cá", BOAT, "https://www.a.example/1?utm_source=z").items == 0
    assert Item.rows.count() == 1


def test_an_article_is_put_to_its_topic(world: World) -> None:
    topic = plan_layer.begin(world).topic
    an = world.person("an").actor
    commands.begin_standing_query(
        unit_id=world.unit("btg-tinh-uy"), topic=topic, title="Tàu cá", expression='"tàu cá"', by=an, at=world.at
    )
    came(world, "Bắt giữ hai tàu cá", BOAT, "https://a.example/1")
    came(world, "Sốt xuất huyết tăng", FEVER, "https://a.example/2")
    (line,) = queries.stories(an, topic=topic).lines
    assert line.title == "Bắt giữ hai tàu cá"
    assert [mark.code for mark in line.topics] == [topic]
    with pytest.raises(NotVisible):
        queries.stories(world.person("dung").actor, topic=topic)
    assert queries.stories(world.person("dung").actor).lines[1].topics == ()


# ── by hand ─────────────────────────────────────────────────────────────────────────────────────────────────


def clip(world: World, **changed: Any) -> commands.Clipped:
    values: dict[str, Any] = {
        "unit_id": world.unit("btg-tinh-uy"),
        "publisher": "Đài Phát thanh Kiên Giang",
        "title": "Bản tin sáng nói về tàu cá",
        "extract": "x" * 400,
        "published_at": world.at,
        "by": world.person("an").actor,
        "at": world.at,
    }
    return commands.clip(**values | changed)


def test_a_clip_by_hand(world: World) -> None:
    first = clip(world)
    assert first.is_new
    assert len(Item.rows.get().extract) <= 300
    assert clip(world) == commands.Clipped(first.story, is_new=False)
    assert clip(world, publisher="Báo giấy", title="Bản tin sáng nói về tàu cá Kiên Giang").is_new
    with pytest.raises(Refused, match="chưa đến"):
        clip(world, title="Mai", published_at=world.at + timedelta(days=1))
    with pytest.raises(Refused, match="tiêu đề"):
        clip(world, title=" ")
    with pytest.raises(NotAllowed):
        clip(world, by=world.person("chi").actor)


def test_a_clip_that_joins_a_story_is_told(world: World) -> None:
    code = came(world, "Bắt giữ hai tàu cá vi phạm vùng biển Kiên Giang", BOAT, "https://a.example/1").codes[0]
    assert clip(world, title="Bắt giữ hai tàu cá vi phạm vùng biển Kiên Giang", extract="ngắn").story == code
    assert Entry.rows.filter(kind="story.joined", code=code).count() == 1


def test_hidden_and_shown_again(world: World) -> None:
    code = came(world, "Bắt giữ hai tàu cá", BOAT, "https://a.example/1").codes[0]
    an = world.person("an").actor
    with pytest.raises(Refused, match="lý do"):
        commands.hide_story(code=code, reason="", by=an, at=world.at)
    commands.hide_story(code=code, reason="Quảng cáo", by=an, at=world.at)
    commands.hide_story(code=code, reason="Quảng cáo", by=an, at=world.at)
    came(world, "Hai tàu cá bị giữ", BOAT, "https://b.example/1", "Báo B")
    assert queries.stories(an).lines == ()
    assert [line.items for line in queries.stories(an, show="an").lines] == [2]
    commands.show_story(code=code, by=an, at=world.at)
    commands.show_story(code=code, by=an, at=world.at)
    assert [line.code for line in queries.stories(an).lines] == [code]
    for who, said in (("chi", NotAllowed), ("kim", NotAllowed)):
        with pytest.raises(said):
            commands.hide_story(code=code, reason="x", by=world.person(who).actor, at=world.at)


def test_merged_and_parted_again(world: World) -> None:
    one = came(world, "Bắt giữ hai tàu cá", BOAT, "https://a.example/1").codes[0]
    other = came(world, "Sốt xuất huyết tăng", FEVER, "https://b.example/2", "Báo B").codes[0]
    an = world.person("an").actor
    for into in (other, other):
        commands.merge_story(code=one, into=into, by=an, at=world.at)
    assert Story.rows.get(code=one).state == "MERGED"
    assert queries.story_value(an, other).line.publishers == 2
    assert queries.story_value(an, other).merged == (one,)
    assert [line.code for line in queries.stories(an).lines] == [other]
    assert queries.found_stories([one, other])[0].code == other
    for act in (
        lambda: commands.hide_story(code=one, reason="x", by=an, at=world.at),
        lambda: commands.merge_story(code=other, into=one, by=an, at=world.at),
        lambda: commands.merge_story(code=other, into=other, by=an, at=world.at),
        lambda: commands.merge_story(code=other, into="BA-kg-2021-999999", by=an, at=world.at),
    ):
        with pytest.raises(Refused):
            act()
    commands.part_story(code=one, by=an, at=world.at)
    commands.part_story(code=one, by=an, at=world.at)
    assert [queries.story_value(an, code).line.items for code in (one, other)] == [1, 1]


def test_split_and_merged_back(world: World) -> None:
    code = came(world, "Bắt giữ hai tàu cá", BOAT, "https://a.example/1").codes[0]
    came(world, "Hai tàu cá bị giữ", BOAT, "https://b.example/1", "Báo B")
    an = world.person("an").actor
    items = [item.id for item in queries.story_value(an, code).items]
    for wrong in ([], items, [-1]):
        with pytest.raises(Refused, match="một phần"):
            commands.split_story(code=code, item_ids=wrong, by=an, at=world.at)
    told = commands.split_story(code=code, item_ids=items[:1], by=an, at=world.at)
    left = queries.story_value(an, code)
    assert (left.line.title, left.line.items, left.line.publisher) == ("Hai tàu cá bị giữ", 1, "Báo B")
    assert queries.story_value(an, told.new).line.title == "Bắt giữ hai tàu cá"
    commands.merge_story(code=told.new, into=code, by=an, at=world.at)
    assert queries.story_value(an, code).line.items == 2


# ── forgotten ───────────────────────────────────────────────────────────────────────────────────────────────


def test_what_concerns_nobody_is_forgotten_after_its_term_and_a_match_is_not(world: World) -> None:
    topic = plan_layer.begin(world).topic
    an, long = world.person("an").actor, world.person("long").actor
    commands.begin_standing_query(
        unit_id=world.unit("btg-tinh-uy"), topic=topic, title="Tàu cá", expression='"tàu cá"', by=an, at=world.at
    )
    kept = came(world, "Bắt giữ hai tàu cá", BOAT, "https://a.example/1").codes[0]
    gone = came(world, "Sốt xuất huyết tăng", FEVER, "https://a.example/2").codes[0]
    merged = came(world, "Giá lúa tăng nhẹ ở các huyện", "Giá lúa tăng. " * 20, "https://a.example/3").codes[0]
    commands.merge_story(code=merged, into=gone, by=an, at=world.at)
    commands.set_reading(territory="kg", every_minutes=30, keep_days=20, by=long, at=world.at)
    commands.set_reading(territory="kg", every_minutes=30, keep_days=20, by=long, at=world.at)
    with pytest.raises(NotAllowed):
        commands.set_reading(territory="kg", every_minutes=30, keep_days=20, by=an, at=world.at)
    with pytest.raises(Refused, match="ngày"):
        commands.set_reading(territory="kg", every_minutes=30, keep_days=1, by=long, at=world.at)
    assert Band.rows.exists()
    assert commands.forget(by=CLOCK, at=world.at + timedelta(days=19)) == 0
    assert not Band.rows.exists()  # copies are sought for a week
    assert commands.forget(by=CLOCK, at=world.at + timedelta(days=21)) == 2
    assert commands.forget(by=CLOCK, at=world.at + timedelta(days=21)) == 0
    assert list(Story.rows.values_list("code", flat=True)) == [kept]
    assert Match.rows.count() == 1
    assert {row.code for row in Entry.rows.filter(kind="story.forgotten")} == {gone, merged}


def test_the_term_of_a_territory_sets_the_pace(world: World, web: Web) -> None:
    commands.set_reading(territory="kg", every_minutes=120, keep_days=20, by=world.person("long").actor, at=world.at)
    code = add(world, web.feed("/rss", []))
    pull(code, world.at)
    row = Source.rows.get(code=code)
    assert row.next_at is not None
    assert row.next_at - world.at >= timedelta(hours=2)


def test_nothing_of_a_person_has_a_column() -> None:
    names = {field.name for model in (Source, Story, Item) for field in model._meta.get_fields()}
    assert not {"author", "authors", "creator", "text", "body", "content", "image", "sentiment"} & names


# ── newsletters ─────────────────────────────────────────────────────────────────────────────────────────────


def letter(to: str, body: str, kind: str = "html") -> bytes:
    return (
        f"From: ban-tin@bao.example\r\nTo: {to}\r\nSubject: Diem tin sang\r\nList-Id: <ban-tin.bao.example>\r\n"
        f"Precedence: bulk\r\nMIME-Version: 1.0\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{body}\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            "html",
            "<p><a href='https://bao.example/1'>Bắt giữ hai tàu cá vi phạm</a> <a href='https://x.example'>Xem</a></p>",
        ),
        ("plain", "Bắt giữ hai tàu cá vi phạm\nhttps://bao.example/1\nHủy: https://x.example/huy\n"),
    ],
)
def test_a_newsletter_to_the_address_of_its_source(world: World, kind: str, body: str) -> None:
    code = add(world, "", kind="MAIL", publisher="Bản tin Báo Kiên Giang")
    address = queries.source_value(world.person("an").actor, code).mail_address
    raw = letter(address, body, kind)
    assert mail.receive(raw, way="lmtp", at=world.at).state == "HANDLED"
    assert mail.receive(raw, way="lmtp", at=world.at).reason == "copy"
    item = Item.rows.get()
    assert (item.title, item.url, item.publisher) == (
        "Bắt giữ hai tàu cá vi phạm",
        "https://bao.example/1",
        "Bản tin Báo Kiên Giang",
    )
    assert "ban-tin@bao.example" not in str(InMail.rows.values())
    wrong = letter(address.replace("+", "+a", 1), body, kind)
    assert mail.receive(wrong, way="lmtp", at=world.at).state == "IGNORED"


def test_a_paused_newsletter_takes_nothing(world: World) -> None:
    code = add(world, "", kind="MAIL", publisher="Bản tin")
    an = world.person("an").actor
    address = queries.source_value(an, code).mail_address
    commands.pause_source(code=code, reason="Quá nhiều thư", by=an, at=world.at)
    body = "<a href='https://bao.example/1'>Bắt giữ hai tàu cá vi phạm</a>"
    assert mail.receive(letter(address, body), way="lmtp", at=world.at).state == "HANDLED"
    assert not Item.rows.exists()


# ── the command line ────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_imported_and_sources_are_listed(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commandline, "start_django", lambda: None)
    code = add(world, "https://bao.example/rss")
    file = tmp_path / "rss.xml"
    file.write_text(
        "<rss version='2.0'><channel><item><title>Bắt giữ hai tàu cá</title><link>https://bao.example/1</link>"
        "<pubDate>Mon, 04 Jan 2010 01:00:00 GMT</pubDate></item></channel></rss>"
    )
    assert commandline.main(["feeds", "import", str(file), "--source", code, "--json"]) == commandline.OK
    assert '"items": 1' in capsys.readouterr().out
    assert Item.rows.get().source == Source.rows.get(code=code)
    file.write_text("<html>không phải nguồn tin</html>")
    assert commandline.main(["feeds", "import", str(file), "--source", code]) == commandline.WRONG
    assert "Không phải RSS" in capsys.readouterr().err
    assert commandline.main(["feeds", "import", str(tmp_path / "khong-co"), "--source", code]) == commandline.WRONG
    assert commandline.main(["feeds", "import", str(file)]) == commandline.WRONG
    assert commandline.main(["feeds", "pull", str(file)]) == commandline.WRONG
    capsys.readouterr()
    assert commandline.main(["feeds", "list", "--json"]) == commandline.OK
    assert code in capsys.readouterr().out


def test_feeds_pull_says_what_could_not_be_read(
    world: World, web: Web, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(commandline, "start_django", lambda: None)
    settings.PHOIHOP_PRESS_NETWORKS = webs.LOOPBACK
    good = add(world, web.feed("/rss", []))
    assert commandline.main(["feeds", "pull"]) == commandline.OK
    assert good in capsys.readouterr().out
    settings.PHOIHOP_PRESS_NETWORKS = ()
    Host.rows.update(robots_until=None, free_at=None)
    assert commandline.main(["feeds", "pull", "--source", good]) == commandline.NO
    assert "mạng nội bộ" in capsys.readouterr().out
