"""Feeds as their readers read them, the map of the site, JSON-LD as others take it out."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import extruct
import feedparser
import pytest

from phoihop.portal.outside import feeds
from phoihop.portal.pages import feeds as feed_pages
from phoihop.publications import commands
from tests.world import portal
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.publications import copy

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ORIGIN = "http://"


@pytest.mark.parametrize("folder", portal.FEEDS)
@pytest.mark.parametrize("form", ["atom.xml", "rss.xml"])
@pytest.mark.parametrize("root", ["", "/en"])
def test_feed_is_read_without_complaint(out: World, khach: Person, root: str, form: str, folder: str) -> None:
    portal.articles(out, 3)
    answer = khach.client.get(f"{root}{folder}{form}")
    assert answer.status_code == 200
    assert not answer.cookies
    parsed = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    assert parsed.version == ("atom10" if form == "atom.xml" else "rss20")
    assert parsed.entries
    for entry in parsed.entries:
        assert entry.title
        assert entry.link.startswith(ORIGIN)
        assert f"{root}/" in entry.link
        assert entry.id.startswith(ORIGIN)
        assert entry.published_parsed
    assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)


def test_feed_has_the_newest_first_and_what_its_heading_says(out: World, khach: Person) -> None:
    parsed = feedparser.parse(khach.client.get("/tin/muc/y-te/atom.xml").content)
    assert [entry.title for entry in parsed.entries] == ["Tòa án nhân dân tỉnh công bố lịch phiên tòa lưu động"]
    assert parsed.entries[0].author == "Tòa án nhân dân tỉnh Kiên Giang"
    parsed = feedparser.parse(khach.client.get("/tin/atom.xml").content)
    assert parsed.entries[0].title == "Một lịch đăng ký thiết bị giám sát"
    assert parsed.entries[0].updated == "2021-08-02T11:00:00+07:00"
    assert parsed.feed.updated >= parsed.entries[0].updated
    of_topic = feedparser.parse(khach.client.get(f"/van-de/{portal.TOPIC}/atom.xml").content)
    assert len(of_topic.entries) == 4, "news, answer, correction, card"
    assert khach.client.get("/tin/muc/khong-co/atom.xml").status_code == 404
    assert khach.client.get("/ke-hoach/KH-kg-2021-khong/atom.xml").status_code == 404


@pytest.mark.parametrize("folder", portal.FEEDS)
def test_json_feed_keeps_its_specification(out: World, khach: Person, folder: str) -> None:
    answer = khach.client.get(f"{folder}feed.json")
    assert answer["Content-Type"].startswith("application/feed+json")
    feed = json.loads(answer.content)
    assert not broken_rules(feed)
    assert feed["feed_url"].endswith(f"{folder}feed.json")
    assert feed["items"]


def broken_rules(feed: dict[str, Any]) -> list[str]:
    """What https://jsonfeed.org/version/1.1 asks of a feed and this one does not keep."""
    items, hubs, authors = feed.get("items", []), feed.get("hubs", []), feed.get("authors", [])
    rules = {
        "version": feed.get("version") == "https://jsonfeed.org/version/1.1",
        "title": isinstance(feed.get("title"), str) and bool(feed["title"]),
        "addresses": all(str(feed.get(name, "")).startswith("http") for name in ("home_page_url", "feed_url")),
        "authors": all({"name", "url", "avatar"} & set(author) for author in authors),
        "hubs": all(set(hub) == {"type", "url"} for hub in hubs),
        "items": "items" in feed,
        "item id": all(isinstance(item.get("id"), str) and item["id"] for item in items),
        "item content": all("content_html" in item or "content_text" in item for item in items),
        "item dates": all(
            _is_rfc3339(item.get(name)) for item in items for name in ("date_published", "date_modified")
        ),
        "tags": all(isinstance(tag, str) for item in items for tag in item.get("tags", [])),
        "one id twice": len({item.get("id") for item in items}) == len(items),
    }
    return [name for name, is_kept in rules.items() if not is_kept]


def _is_rfc3339(text: Any) -> bool:
    return isinstance(text, str) and "T" in text and datetime.fromisoformat(text).tzinfo is not None


def test_the_rules_of_json_feed_are_really_looked_at() -> None:
    good = {"version": feeds.JSON_VERSION, "title": "x", "home_page_url": "https://x/", "feed_url": "https://x/f"}
    item = {"id": "1", "date_published": "2021-08-02T09:00:00+07:00", "date_modified": "2021-08-02T09:00:00+07:00"}
    assert broken_rules({**good, "items": [item]}) == ["item content"]
    assert "version" in broken_rules({**good, "version": "1", "items": []})


def test_a_feed_names_its_hub_where_there_is_one(out: World, khach: Person, settings: Any) -> None:
    settings.PHOIHOP_WEBSUB_HUB = "https://hub.example.vn/"
    parsed = feedparser.parse(khach.client.get("/dinh-chinh/atom.xml").content)
    assert parsed.bozo == 0
    assert [link.href for link in parsed.feed.links if link.rel == "hub"] == ["https://hub.example.vn/"]
    assert b'rel="hub"' in khach.client.get("/dinh-chinh/rss.xml").content
    assert json.loads(khach.client.get("/dinh-chinh/feed.json").content)["hubs"][0]["type"] == "WebSub"


def test_text_that_xml_cannot_hold_breaks_no_feed(out: World, khach: Person) -> None:
    commands.publish(
        copy=copy(out, code="TT-kg-2021-0077", title="Chữ \ufffe\uffff lạ", summary="<b>&amp; ]]> \ud83d"[:-1]),
        by=LOADER,
        at=out.at,
    )
    for form in ("atom.xml", "rss.xml"):
        assert feedparser.parse(khach.client.get(f"/tin/{form}").content).bozo == 0


def test_pages_name_the_feeds_there_are(out: World, khach: Person) -> None:
    html = khach.client.get("/nguon-tin/").content.decode()
    for folder in ("/tin/", "/tin/muc/nghe-ca/", "/dinh-chinh/", "/tra-loi/"):
        for form in feeds.WRITERS:
            assert f'href="{folder}{form}"' in html
    assert f'href="/van-de/{portal.TOPIC}/atom.xml"' in khach.client.get(f"/van-de/{portal.TOPIC}/").content.decode()


# ── the map ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_map_names_everything_that_is_out_in_both_languages(out: World, khach: Person) -> None:
    root = ET.fromstring(khach.client.get("/sitemap.xml").content)
    found = [one.text or "" for one in root.iterfind("s:url/s:loc", SPACE)]
    assert len(found) == len(set(found))
    for path in ("/", "/ke-hoach/", "/tin/TT-kg-2021-0001/", f"/ke-hoach/{portal.PLAN}/", "/trang/TR-kg-2021-0001/"):
        assert any(one.endswith(path) for one in found), path
    others = root.findall("s:url/x:link", SPACE)
    assert len(others) == 2 * len(found)


def test_a_large_map_is_split(out: World, khach: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_pages, "STEP", 4)
    feed_pages._starts.cache_clear()
    whole = ET.fromstring(khach.client.get("/sitemap.xml").content)
    parts = [one.text or "" for one in whole.iterfind("s:sitemap/s:loc", SPACE)]
    assert len(parts) == 3
    found: list[str] = []
    for part in parts:
        root = ET.fromstring(khach.client.get(part[part.index("/sitemap") :]).content)
        found += [one.text or "" for one in root.iterfind("s:url/s:loc", SPACE)]
    assert len(found) == len(set(found))
    assert sum("-kg-2021-" in one for one in found) == 9
    assert khach.client.get("/sitemap-4.xml").status_code == 404
    feed_pages._starts.cache_clear()


def test_robots_are_told_where_the_map_is_and_kept_off_the_desk(out: World, khach: Person) -> None:
    text = khach.client.get("/robots.txt").content.decode()
    assert "Disallow: /lam-viec/\n" in text
    assert text.rstrip().endswith("/sitemap.xml")
    description = khach.client.get("/tim/mo-ta.xml").content
    assert b"{searchTerms}" in description
    ET.fromstring(description)


# ── what others take out of the pages ───────────────────────────────────────────────────────────────────────


def taken_out(html: str) -> dict[str, dict[str, Any]]:
    found = extruct.extract(html, base_url="http://testserver/", syntaxes=["json-ld"])["json-ld"]
    return {node["@type"]: node for graph in found for node in graph["@graph"]}


def test_article_is_news_with_its_body_date_and_photo(out: World, khach: Person) -> None:
    found = taken_out(khach.client.get("/tin/TT-kg-2021-0001/").content.decode())
    news = found["NewsArticle"]
    assert news["headline"] == "Một lịch đăng ký thiết bị giám sát"
    assert news["datePublished"] == "2021-08-02T09:00:00+07:00"
    assert news["dateModified"] == "2021-08-02T11:00:00+07:00"
    assert [one["@type"] for one in news["author"]] == ["GovernmentOrganization", "Person"]
    assert news["publisher"]["name"] == "Ban Tuyên giáo Tỉnh ủy Kiên Giang"
    assert news["image"][0].endswith("/the.png?v=2")
    assert ".webp?v=" in news["image"][1]
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [one["position"] for one in steps] == [1, 2, 3, 4]
    assert steps[2]["name"] == "Nghề cá"


def test_front_page_says_who_runs_it(out: World, khach: Person) -> None:
    found = taken_out(khach.client.get("/").content.decode())
    assert found["GovernmentOrganization"]["name"] == "Ban Tuyên giáo Tỉnh ủy Kiên Giang"
    assert found["WebSite"]["inLanguage"] == "vi"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tra-loi/TL-kg-2021-0001/", "QAPage"),
        ("/so-ket/SK-kg-2021-0001/", "Report"),
        (f"/anh/{portal.PHOTO}/", "ImageObject"),
        ("/nguoi-phat-ngon/", "GovernmentOrganization"),
        (f"/ke-hoach/{portal.PLAN}/", "BreadcrumbList"),
    ],
)
def test_other_pages_say_what_they_are(out: World, khach: Person, path: str, kind: str) -> None:
    assert kind in taken_out(khach.client.get(path).content.decode())


def test_addresses_for_others_are_whole_and_say_the_other_language(out: World, khach: Person, settings: Any) -> None:
    html = khach.client.get("/en/tin/TT-kg-2021-0001/", headers={"Host": "127.0.0.1"}).content.decode()
    origin = settings.PHOIHOP_SITE_URL
    assert f'<link rel="canonical" href="{origin}/en/tin/TT-kg-2021-0001/">' in html
    assert f'<link rel="alternate" hreflang="vi" href="{origin}/tin/TT-kg-2021-0001/">' in html
    assert "127.0.0.1/" not in html.replace(origin, ""), "whoever asks does not name the portal"
