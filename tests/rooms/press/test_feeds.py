"""Feeds and pages read in a child: what is well made, what is broken, and what was made to do harm."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from phoihop.press.outside.feeds import CannotRead, Feed, words_of
from phoihop.press.outside.reader import Reader

HERE = "https://bao.example/rss"
SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "feeds"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(seconds=3) as one:
        yield one


def read(reader: Reader, text: str | bytes, **more: str) -> Feed:
    raw = text.encode() if isinstance(text, str) else text
    return reader.feed(raw, url=HERE, **more)


def why(reader: Reader, text: str | bytes) -> str:
    with pytest.raises(CannotRead) as caught:
        read(reader, text)
    return caught.value.why


def rss(items: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Báo</title>{items}</channel></rss>'


def test_rss(reader: Reader) -> None:
    found = read(
        reader,
        rss(
            "<item><title>Bắt giữ tàu cá</title><link>/tin-1.html</link><author>Nguyễn Văn A</author>"
            "<description>&lt;p&gt;Tàu &lt;b&gt;KG-1&lt;/b&gt;&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description>"
            "<pubDate>Mon, 02 Aug 2021 08:00:00 +0700</pubDate></item><item><title>Không có đường dẫn</title></item>"
        ),
    )
    (entry,) = found.entries
    assert (found.kind, found.skipped) == ("RSS", 1)
    assert (entry.url, entry.title, entry.text) == ("https://bao.example/tin-1.html", "Bắt giữ tàu cá", "Tàu KG-1")
    assert entry.published == "2021-08-02T01:00:00+00:00"
    assert "Nguyễn Văn A" not in repr(found)


def test_atom(reader: Reader) -> None:
    found = read(
        reader,
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo</title><entry><title type="html">Dịch &amp;lt; 5</title>'
        '<link rel="alternate" href="https://bao.example/dich"/><updated>2021-08-02T01:00:00Z</updated>'
        f"<author><name>Nguyễn Văn A</name></author><content type='html'>{'tin dài ' * 100}</content></entry></feed>",
    )
    (entry,) = found.entries
    assert (found.kind, entry.url, entry.is_full) == ("ATOM", "https://bao.example/dich", True)
    assert "Nguyễn Văn A" not in repr(found)


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1", "1.1"])
def test_json_feed(reader: Reader, version: str) -> None:
    item = {
        "id": "1",
        "url": "https://bao.example/tin",
        "title": "Tin",
        "content_html": "<p>Chào&nbsp;bạn</p>",
        "authors": [{"name": "Nguyễn Văn A"}],
        "date_published": "2021-08-02T08:00:00+07:00",
    }
    found = read(reader, json.dumps({"version": version, "items": [item, {"id": "không phải địa chỉ"}]}))
    (entry,) = found.entries
    assert (found.kind, entry.text, entry.published) == ("JSON_FEED", "Chào bạn", "2021-08-02T01:00:00+00:00")
    assert found.skipped == 1
    assert "Nguyễn Văn A" not in repr(found)


def test_sitemaps_and_their_index(reader: Reader) -> None:
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    found = read(
        reader,
        f"<?xml version='1.0'?><urlset {names}><url><loc>https://bao.example/cu</loc><lastmod>2021-07-01</lastmod></url>"
        "<url><loc>https://bao.example/moi</loc><news:news><news:publication_date>2021-08-02T01:00:00Z"
        "</news:publication_date><news:title>Tin mới</news:title></news:news></url></urlset>",
    )
    assert found.kind == "SITEMAP"
    assert [(one.url, one.title) for one in found.entries] == [
        ("https://bao.example/moi", "Tin mới"),
        ("https://bao.example/cu", ""),
    ]
    inner = "".join(
        f"<sitemap><loc>https://bao.example/{n}.xml</loc><lastmod>2021-08-0{n}</lastmod></sitemap>" for n in range(1, 9)
    )
    index = read(reader, f"<sitemapindex {names}>{inner}</sitemapindex>")
    assert index.inner == tuple(f"https://bao.example/{n}.xml" for n in (8, 7, 6, 5, 4))


def test_other_spellings_of_letters(reader: Reader) -> None:
    text = rss("<item><title>Đồng bào</title><link>https://bao.example/1</link></item>")
    for raw in (
        text.encode("utf-8-sig"),
        text.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"),
        text.replace('"1.0"', '"1.0" encoding="windows-1258"')
        .replace("Đồng bào", "Đông bao")
        .replace("Báo", "Bao")
        .encode("cp1258"),
        b"  \n" + text.encode(),
    ):
        (entry,) = read(reader, raw).entries
        assert entry.title.startswith(("Đ", "Ð"))


HOSTILE = {
    "billion laughs": rss(
        "<item/>", '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
    ),
    "quadratic": rss(f"<item><title>{'&a;' * 10_000}</title></item>", f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>'),
    "file": rss("<item><title>&a;</title></item>", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "elsewhere": rss("<item/>", '<!DOCTYPE r [<!ENTITY % a PUBLIC "x" "http://127.0.0.1:9/"> %a;]>'),
    "in two bytes": rss("<item/>", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>').encode("utf-16"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_entities_that_blow_up_or_lead_elsewhere(reader: Reader, name: str) -> None:
    assert why(reader, HOSTILE[name]) == "entities"


def test_harmless_entities_are_read(reader: Reader) -> None:
    found = read(
        reader,
        rss("<item><title>&cq; nói</title><link>https://b.example/1</link></item>", '<!DOCTYPE r [<!ENTITY cq "So">]>'),
    )
    assert found.entries[0].title == "So nói"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<!DOCTYPE html><html><head><title>x</title></head><body>trang</body></html>", "no_feed"),
        (b'{"a": 1}', "no_feed"),
        (b'{"a": ', "broken"),
        (b'{"a":' + b"[" * 500_000, "deep"),
        (b"<urlset>" + b"<a>" * 100_000, "deep"),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), "no_feed"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(reader: Reader, raw: bytes, said: str) -> None:
    assert why(reader, raw) in (said, "broken")


@pytest.mark.slow
@pytest.mark.once
def test_what_takes_too_long_is_ended_and_the_next_is_read(reader: Reader) -> None:
    slow = b"<rss version='2.0'><channel>" + b"<a>" * 300_000
    read(reader, rss("<item/>"))
    before, begun = reader.pid, time.monotonic()
    assert why(reader, slow) in ("time", "broken", "deep")
    assert time.monotonic() - begun < 8
    assert read(reader, rss("<item><link>https://bao.example/1</link></item>")).entries
    assert reader.pid is not None
    assert reader.pid != before or why(reader, slow) != "time"


def test_a_child_that_dies_is_replaced(reader: Reader) -> None:
    read(reader, rss("<item/>"))
    assert reader.pid is not None
    os.kill(reader.pid, 9)
    time.sleep(0.05)
    assert why(reader, rss("<item/>")) == "child"
    assert read(reader, rss("<item/>")).kind == "RSS"


def test_markup_made_to_be_slow_is_not() -> None:
    for piece in ("<", "<!--", "<script>", "<script", "&lt;", "<a <a ", "</script>"):
        begun = time.monotonic()
        words_of(piece * 100_000)
        assert time.monotonic() - begun < 1.5, piece


def test_a_page_gives_its_text_and_its_own_address(reader: Reader) -> None:
    paragraphs = "".join(
        f"<p>Đoạn {n}: lực lượng chức năng kiểm tra tàu cá trên vùng biển Kiên Giang.</p>" for n in range(9)
    )
    page = reader.page(
        f"""<html><head><title>Báo thử</title><meta property="og:title" content="Kiểm tra tàu cá">
        <meta name="author" content="Nguyễn Văn A"><link rel="canonical" href="/goc.html">
        <meta property="article:published_time" content="2021-08-02T08:00:00+07:00"></head>
        <body><nav>Trang chủ Thời sự</nav><article><h1>Kiểm tra tàu cá</h1>{paragraphs}</article>
        <footer>Bản quyền</footer></body></html>""".encode(),
        url="https://bao.example/tin?utm_source=rss",
    )
    assert (page.title, page.url, page.published) == (
        "Kiểm tra tàu cá",
        "https://bao.example/goc.html",
        "2021-08-02T01:00:00+00:00",
    )
    assert "Đoạn 8" in page.text
    assert "Bản quyền" not in page.text
    assert "Nguyễn Văn A" not in repr(page)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the feed samples do not lie beside the project")
def test_every_sample_is_read_or_refused_with_a_reason() -> None:
    """The feeds of others that were made to break parsers: none ends the child, none takes its time."""
    files = sorted([*(SAMPLES / "samples").iterdir(), *(SAMPLES / "gofeed").iterdir()])
    assert len(files) >= 245
    refused: dict[str, str] = {}
    entries = 0
    with Reader(seconds=5) as reader:
        for file in files:
            try:
                found = reader.feed(file.read_bytes(), url=HERE)
            except CannotRead as cannot:
                refused[file.name] = cannot.why
            else:
                entries += len(found.entries)
            assert reader.pid is not None, file.name
    assert set(refused.values()) <= {"broken", "no_feed", "empty", "entities"}
    assert len(refused) < 15, refused
    assert not [name for name in refused if name.startswith(("universal_rss", "universal_atom", "universal_json1"))]
    assert entries >= 40  # most samples are about one element and have no address
