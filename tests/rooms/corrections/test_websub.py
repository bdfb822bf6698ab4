"""The hub is told once a correction changed: a real small hub on loopback, in bounded time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from phoihop.corrections import commands, events
from phoihop.corrections.outside import websub
from tests.world import corrections as layer
from tests.world.build import World


class Hub:
    """Answers as it is told, and remembers what it was told itself."""

    def __init__(self) -> None:
        self.status, self.wait = 204, 0.0
        self.heard: list[dict[str, list[str]]] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the library's name
                length = int(self.headers["Content-Length"])
                hub.heard.append(parse_qs(self.rfile.read(length).decode()))
                time.sleep(hub.wait)
                self.send_response(hub.status)
                self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hub"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})


@pytest.fixture
def hub() -> Iterator[Hub]:
    one = Hub()
    one.thread.start()
    yield one
    one.server.shutdown()
    one.thread.join()
    one.server.server_close()


def told(world: World, code: str) -> events.CorrectionPublished:
    row = layer.row(code)
    return events.CorrectionPublished(
        code=code, title=row.text, owner_id=row.owner_id, agency_id=row.agency_id, verdict="FALSE", number=1, note=""
    )


def test_the_hub_is_told_of_the_three_feeds(world: World, hub: Hub, settings: Any) -> None:
    settings.PHOIHOP_WEBSUB_HUB, settings.PHOIHOP_SITE_URL = hub.url, "https://phoihop.example"
    code = layer.opened(world)
    commands.ping_hub(told(world, code), at=world.at)
    (heard,) = hub.heard
    assert heard["hub.mode"] == ["publish"]
    assert heard["hub.url"] == [
        f"https://phoihop.example/dinh-chinh/{one}" for one in ("atom.xml", "rss.xml", "feed.json")
    ]


def test_without_a_hub_nobody_is_told(world: World, hub: Hub, settings: Any) -> None:
    settings.PHOIHOP_WEBSUB_HUB = ""
    commands.ping_hub(told(world, layer.opened(world)), at=world.at)
    assert hub.heard == []


@pytest.mark.parametrize(("status", "is_final"), [(302, True), (400, True), (429, False), (500, False), (503, False)])
def test_any_other_answer_is_no_success_and_a_redirect_is_not_followed(hub: Hub, status: int, is_final: bool) -> None:
    hub.status = status
    with pytest.raises(websub.HubRefused, match=str(status)) as refused:
        websub.ping(hub.url, ["https://phoihop.example/dinh-chinh/atom.xml"])
    assert refused.value.is_final is is_final
    assert len(hub.heard) == 1


def test_a_hub_that_does_not_answer_costs_bounded_time(hub: Hub) -> None:
    hub.wait = 3.0
    begun = time.monotonic()
    with pytest.raises(websub.HubRefused, match="did not answer") as refused:
        websub.ping(hub.url, ["https://phoihop.example/"], seconds=0.5)
    assert time.monotonic() - begun < 2.5
    assert not refused.value.is_final


def test_a_name_that_leads_inside_is_refused_and_an_address_is_the_operators_own(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inside(*_args: Any, **_more: Any) -> list[Any]:
        return [(2, 1, 6, "", ("127.0.0.1", hub.server.server_port))]

    monkeypatch.setattr(websub.socket, "getaddrinfo", inside)
    with pytest.raises(websub.HubRefused, match="private address") as refused:
        websub.ping(f"http://hub.example:{hub.server.server_port}/", ["https://phoihop.example/"])
    assert refused.value.is_final
    assert hub.heard == []
    assert websub.ping(f"http://localhost:{hub.server.server_port}/", ["https://phoihop.example/"]) == 204


@pytest.mark.parametrize("wrong", ["ftp://hub.example/", "hub.example", "http://"])
def test_what_is_no_web_address_is_refused(wrong: str) -> None:
    with pytest.raises(websub.HubRefused, match="no web address"):
        websub.ping(wrong, [])


def test_a_hub_that_is_down_is_tried_again_by_the_queue(world: World, settings: Any) -> None:
    settings.PHOIHOP_WEBSUB_HUB = "http://127.0.0.1:9/"
    with pytest.raises(websub.HubRefused):
        commands.ping_hub(told(world, layer.opened(world)), at=world.at)
