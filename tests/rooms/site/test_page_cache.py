"""Finished pages before Django: the same answer, sooner; never an old one, never somebody's own."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from phoihop.site.page_cache import ENTRY, LIVE_SECONDS, LONGEST, LOOK_SECONDS, PageCache

# An answer that is closed lets Django look after its connection, which another test of this worker may have opened.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

SHARED = {"Cache-Control": "public, max-age=60", "Content-Type": "text/html; charset=utf-8"}


class House:
    """An application that counts how often it is asked, an edition and a clock to move."""

    def __init__(self, room: int = 10**6) -> None:
        self.asked = 0
        self.edition = 1
        self.time = 0.0
        self.heads: dict[str, str] = dict(SHARED)
        self.status = 200
        self.text = "trang " * 300
        self.is_streaming = False
        self.cache = PageCache(
            self._answer,
            edition=lambda: self.edition,
            room=room,
            cookies=("phoihop_session", "phoihop_language"),
            clock=lambda: self.time,
        )

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        text = f"{self.text}{self.asked}"
        kind = StreamingHttpResponse if self.is_streaming else HttpResponse
        response: Any = kind([text.encode()] if self.is_streaming else text, status=self.status)
        for name, value in self.heads.items():
            response[name] = value
        start_response(f"{self.status} X", list(response.items()))
        return response

    def get(self, path: str = "/tin/", method: str = "GET", **heads: str) -> tuple[str, dict[str, str], bytes]:
        said: list[Any] = []
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "h", "wsgi.url_scheme": "http", **heads}
        pieces = self.cache(environ, lambda status, headers, *rest: said.extend([status, dict(headers)]))
        return said[0], said[1], b"".join(pieces)


def test_asked_once_while_nothing_changes() -> None:
    house = House()
    first, again = house.get(), house.get()
    assert house.asked == 1
    assert again[2] == first[2]
    assert again[0].startswith("200")
    assert house.get("/khac/")[2] != first[2]


def test_a_change_is_seen_within_a_second() -> None:
    house = House()
    house.get()
    house.edition = 2
    house.time = LOOK_SECONDS / 2
    house.get()
    assert house.asked == 1
    house.time = LOOK_SECONDS
    house.get()
    assert house.asked == 2


def test_made_anew_after_its_time() -> None:
    house = House()
    house.get()
    house.time = LIVE_SECONDS
    house.get()
    assert house.asked == 2


@pytest.mark.parametrize(
    "heads",
    [
        {"HTTP_COOKIE": "phoihop_session=abc"},
        {"HTTP_COOKIE": "a=b; phoihop_language=en"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"QUERY_STRING": "q" * LONGEST},
    ],
)
def test_never_for_whoever_is_somebody(heads: dict[str, str]) -> None:
    house = House()
    house.get(**heads)
    house.get(**heads)
    house.get(method="POST")
    assert house.asked == 3


def test_a_foreign_cookie_does_not_matter() -> None:
    house = House()
    house.get(HTTP_COOKIE="_ga=1")
    house.get(HTTP_COOKIE="_ga=2")
    assert house.asked == 1


@pytest.mark.parametrize(
    "heads",
    [
        {"Cache-Control": "private, no-store"},
        {"Cache-Control": ""},
        {**SHARED, "Set-Cookie": "a=b"},
        {**SHARED, "Vary": "Cookie"},
        {**SHARED, "Content-Encoding": "br"},
    ],
)
def test_kept_only_if_the_answer_allows_it(heads: dict[str, str]) -> None:
    house = House()
    house.heads = heads
    house.get()
    house.get()
    assert house.asked == 2


def test_failures_and_streams_are_not_kept() -> None:
    house = House()
    house.status = 404
    house.get()
    house.get()
    assert house.asked == 2
    house.status, house.is_streaming = 200, True
    house.get()
    assert house.get()[2].endswith(b"4")


def test_packed_for_those_who_can_unpack() -> None:
    house = House()
    plain = house.get()[2]
    _status, heads, packed = house.get(HTTP_ACCEPT_ENCODING="gzip, br")
    assert heads["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain
    assert int(heads["Content-Length"]) == len(packed) < len(plain)
    assert house.asked == 1


def test_not_sent_again_to_whoever_has_it() -> None:
    house = House()
    house.get()
    etag = house.get()[1]["ETag"]
    status, heads, body = house.get(HTTP_IF_NONE_MATCH=etag)
    assert (status, body) == ("304 Not Modified", b"")
    assert "Content-Length" not in heads
    assert house.get(method="HEAD")[2] == b""


def test_memory_is_bounded_and_the_oldest_goes() -> None:
    house = House(room=24_000)
    for number in range(40):
        house.text = f"{number}" * 500
        house.get(f"/tin/{number}/")
    asked = house.asked
    house.get("/tin/39/")
    assert house.asked == asked
    house.get("/tin/0/")
    assert house.asked == asked + 1


def test_small_answers_to_endless_questions_are_bounded_too() -> None:
    """What a page costs besides its body is counted: a stranger may ask for `[]` in a million ways."""
    house = House(room=64 * ENTRY)
    house.text = "[]"
    for number in range(500):
        house.get(f"/open311/v2/requests.json/{number}")
    assert len(house.cache._pages) < 64


def test_a_database_that_cannot_say_means_no_cache() -> None:
    house = House()
    house.edition = -1
    house.get()
    house.get()
    assert house.asked == 2


def test_switched_off() -> None:
    house = House(room=0)
    house.get()
    house.get()
    assert house.asked == 2
