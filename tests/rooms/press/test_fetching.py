"""Fetching with bounds: where it leads, how long it takes, how much it is, and what robots.txt lets us read."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from phoihop.press.outside import addresses, fetching
from phoihop.press.outside.fetching import Bounds, CannotFetch, Way, fetch
from phoihop.press.rules import reading_robots as robots
from phoihop.press.rules.reading_urls import canonical, key_of, path_of, readable
from phoihop.site.options import WrongOption
from phoihop.site.options import read as read_options
from tests.world import press_web as webs
from tests.world.press_web import WAY, Web

QUICK = Bounds(connect=1, read=1, total=1.2, bytes=100_000)


@pytest.fixture
def web() -> Iterator[Web]:
    with webs.serving() as served:
        yield served


def why(url: str, **more: Any) -> str:
    with pytest.raises(CannotFetch) as caught:
        fetch(url, **{"way": WAY, "bounds": QUICK, **more})
    return caught.value.why


def test_a_page_comes_with_what_is_needed_to_ask_again(web: Web) -> None:
    web.pages["/a"] = webs.text("chào", ETag='"mot"', Last_Modified="Mon, 02 Aug 2021 01:00:00 GMT")
    came = fetch(f"{web.base}/a", way=WAY)
    assert came.body.decode() == "chào"
    assert (came.etag, came.last_modified) == ('"mot"', "Mon, 02 Aug 2021 01:00:00 GMT")
    web.pages["/a"] = webs.text("", status=304)
    again = fetch(f"{web.base}/a", way=WAY, etag=came.etag, last_modified=came.last_modified)
    assert again.status == 304
    headers = web.asked[-1][1]
    assert headers["If-None-Match"] == '"mot"'
    assert headers["If-Modified-Since"] == "Mon, 02 Aug 2021 01:00:00 GMT"
    assert headers["User-Agent"] == "phoihop/test"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:0:53aa:64c::1",
        "không phải địa chỉ",
    ],
)
def test_addresses_that_are_not_public_are_closed(address: str) -> None:
    assert not addresses.is_open(address, ())


@pytest.mark.parametrize("address", ["1.1.1.1", "203.113.131.1", "2400:3200::1", "64:ff9b::101:101"])
def test_public_addresses_are_open(address: str) -> None:
    assert addresses.is_open(address, ())


def test_the_operator_may_open_a_network() -> None:
    allowed = (ipaddress.ip_network("10.1.2.0/24"),)
    assert addresses.is_open("10.1.2.9", allowed)
    assert addresses.is_open("::ffff:10.1.2.9", allowed)
    assert not addresses.is_open("10.1.3.9", allowed)


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
    with pytest.raises(addresses.NoWay) as caught:
        addresses.resolve("bao.example", 80, allowed=(), seconds=1)
    assert caught.value.is_refused


def test_the_line_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch, web: Web) -> None:
    """A name that answers otherwise when it is asked a second time gains nothing: it is asked once."""
    asked: list[str] = []
    port = int(web.base.rpartition(":")[2])

    def answer(host: str, *_a: object, **_k: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: answer(host) if host == "bao.example" else real(host, *a, **k)
    )
    web.pages["/a"] = webs.text("chào")
    assert fetch(f"http://bao.example:{port}/a", way=WAY).body == "chào".encode()
    assert asked == ["bao.example"]
    assert web.asked[-1][1]["Host"] == f"bao.example:{port}"


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: time.sleep(1.5) or [])
    begun = time.monotonic()
    assert why("http://bao.example/", bounds=Bounds(connect=0.2, total=0.5)) == "name"
    assert time.monotonic() - begun < 1


def test_loopback_is_closed_unless_it_is_opened(web: Web) -> None:
    assert why(f"{web.base}/a", way=Way("phoihop/test")) == "address"
    assert web.asked == []


def test_a_redirect_to_a_private_address_is_refused(web: Web) -> None:
    web.pages["/a"] = webs.moved("http://10.0.0.1/noi-bo")
    web.pages["/b"] = webs.moved("http://[::ffff:169.254.169.254]/")
    web.pages["/c"] = webs.moved("file:///etc/passwd")
    assert why(f"{web.base}/a") == "address"
    assert why(f"{web.base}/b") == "address"
    assert why(f"{web.base}/c") == "scheme"


def test_redirects_are_followed_five_times_and_no_more(web: Web) -> None:
    for number in range(7):
        web.pages[f"/{number}"] = webs.moved(f"/{number + 1}")
    web.pages["/7"] = webs.text("đến nơi")
    assert fetch(f"{web.base}/2", way=WAY).url == f"{web.base}/7"
    assert why(f"{web.base}/1") == "hops"


@pytest.mark.parametrize("page", [webs.drip, webs.drip_head])
def test_a_server_that_drips_holds_nobody(web: Web, page: webs.Answer) -> None:
    web.pages["/a"] = page
    begun = time.monotonic()
    assert why(f"{web.base}/a") == "time"
    assert time.monotonic() - begun < 2


def test_a_certificate_by_nobody_we_trust_is_refused(tmp_path: Any) -> None:
    """Also what speaks no TLS at all is not taken for a secure machine."""
    with webs.serving() as plain:
        port = plain.base.rpartition(":")[2]
        assert why(f"https://localhost:{port}/") in ("certificate", "broken")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (webs.endless, "size"),
        (webs.text("x" * 200_000), "size"),
        (webs.packed(b"0" * 50_000_000), "size"),
        (webs.text(b"\x1f\x8bkhong phai gzip", Content_Encoding="gzip"), "coding"),
        (webs.text("x", Content_Encoding="br"), "coding"),
        (webs.text("", status=500), "status"),
        (webs.text("", status=404), "status"),
    ],
)
def test_too_much_or_badly_packed(web: Web, page: webs.Answer, said: str) -> None:
    web.pages["/a"] = page
    begun = time.monotonic()
    assert why(f"{web.base}/a") == said
    assert time.monotonic() - begun < 3


def test_50_mb_are_not_even_begun_where_the_server_says_so(web: Web) -> None:
    def large(asked: Any) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", str(50 * 2**20))
        asked.end_headers()

    web.pages["/a"] = large
    assert why(f"{web.base}/a") == "size"


def test_what_is_packed_is_unpacked(web: Web) -> None:
    web.pages["/a"] = webs.packed("chào".encode())
    assert fetch(f"{web.base}/a", way=WAY).body.decode() == "chào"


@pytest.mark.parametrize(
    ("value", "seconds"), [("120", 120), ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("khi nào rỗi", None)]
)
def test_retry_after_is_read(web: Web, value: str, seconds: int | None) -> None:
    web.pages["/a"] = webs.text("", status=429, Retry_After=value)
    if not value.isascii():
        web.pages["/a"] = webs.text("", status=503, Retry_After="khi nao roi")
    with pytest.raises(CannotFetch) as caught:
        fetch(f"{web.base}/a", way=WAY)
    assert caught.value.why == "busy"
    assert caught.value.retry == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "url", ["ftp://bao.example/", "javascript:alert(1)", "http://", "//bao", "http://nguoi:khoa@bao.example/"]
)
def test_what_is_no_web_address(url: str) -> None:
    assert why(url) == "scheme"


def test_nobody_there(web: Web) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert why(f"http://localhost:{free.getsockname()[1]}/") == "connect"


def test_every_reason_has_its_sentence() -> None:
    from phoihop.press.outside import feeds
    from phoihop.press.queries.reading_words import WHY_WORDS, why_words

    assert {*fetching.WHYS, *feeds.WHYS} <= set(WHY_WORDS)
    assert "404" in str(why_words("status", 404))


# ── robots.txt ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/", True),
        ("/tin/1", True),
        ("/kin/1", False),
        ("/kin/mo/1", True),
        ("/a.pdf", False),
        ("/a.pdfx", True),
        ("/tim?q=1", False),
        ("/robots.txt", True),
    ],
)
def test_the_longest_rule_decides(path: str, is_open: bool) -> None:
    rules = robots.read(
        "\ufeffUser-agent: *\nDisallow: /kin/\nAllow: /kin/mo/\nDisallow: /*.pdf$\nDisallow: /*?q= # tìm\n"
        "Crawl-delay: 5\nUser-agent: kekhac\nDisallow: /\n"
    )
    assert rules.allows(path) is is_open
    assert rules.delay == 5


def test_rules_for_us_by_name_win_over_those_for_everybody() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: bot\nUser-agent: PhoiHop\nDisallow: /rieng\n"
    assert robots.read(text).allows("/tin")
    assert not robots.read(text).allows("/rieng/1")
    assert not robots.read("User-agent: *\nDisallow: /").allows("/tin")
    assert robots.read("User-agent: *\nDisallow:").allows("/tin")
    assert robots.read("<html>").allows("/tin")


def test_a_pattern_made_to_be_slow_is_not() -> None:
    text = "User-agent: *\n" + "Disallow: " + "*a" * 240 + "b$\n" * 1
    begun = time.monotonic()
    assert robots.read(text * 50).allows("/" + "a" * 5_000)
    assert time.monotonic() - begun < 1


# ── addresses of articles ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "other",
    [
        "http://bao.example/tin-1.html",
        "https://www.bao.example/tin-1.html#binh-luan",
        "https://m.bao.example//tin-1.html/",
        "https://bao.example:443/tin-1.html?utm_source=rss&fbclid=1",
        "HTTPS://BAO.EXAMPLE/tin-1.html",
    ],
)
def test_spellings_of_one_address_are_one(other: str) -> None:
    assert key_of(readable(other)) == key_of("https://bao.example/tin-1.html")


def test_different_articles_stay_apart() -> None:
    assert canonical("https://bao.example/tin?id=1") != canonical("https://bao.example/tin?id=2")
    assert canonical("https://bao.example/Tin-1") != canonical("https://bao.example/tin-1")
    assert canonical("https://bao.example:8443/tin") != canonical("https://bao.example/tin")


def test_addresses_are_made_whole_or_refused() -> None:
    assert readable("../b", "https://bao.example/a/c") == "https://bao.example/b"
    assert readable(" https://bao.example/tin\n") == "https://bao.example/tin"
    assert path_of("https://bao.example/tìn?q=ơ") == "/t%C3%ACn?q=%C6%A1"
    for wrong in (
        "http://noibo/",
        "https://bao.example/" + "x" * 1000,
        "http://[",
        "http://a.b:99999/",
        "mailto:a@b.c",
    ):
        assert readable(wrong) == ""


def test_the_option_names_networks(tmp_path: Any) -> None:
    given = {"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_PRESS_NETWORKS": "10.1.2.0/24, fd00::/8,192.0.2.7"}
    assert [str(one) for one in read_options(given).press_networks] == ["10.1.2.0/24", "fd00::/8", "192.0.2.7/32"]
    assert read_options({"PHOIHOP_DATA": str(tmp_path)}).press_networks == ()
    with pytest.raises(WrongOption, match="PHOIHOP_PRESS_NETWORKS"):
        read_options({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_PRESS_NETWORKS": "10.1.2.3/24"})
