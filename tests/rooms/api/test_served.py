"""The open API and the open data as another machine meets them: a real process, HTTP, a real browser."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.browser.served import CHROMIUM, ROOT, Served, chromium
from tests.rooms.api.georeport import Client, Failed, moment

pytestmark = [pytest.mark.slow, pytest.mark.once]  # what is stored is tried on both databases elsewhere

SEED = """
import django
django.setup()
from phoihop.publications import commands
from tests.world import open_data as layer
from tests.world.build import LOADER, World
world = World()
layer.arrange(world)
layer.published(world)
layer.concerns(world, service="dien", place="kg.anhoa", month=6, count=6, first=700_001)
layer.tracked(world, 800_001)
note = commands.PortalNote(territory="kg", programme="Chương trình phối hợp", is_illustration=True)
commands.write_note(note=note, by=LOADER, at=world.at)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    house = Served(tmp_path_factory.mktemp("open"))
    house.seed("empty")
    house.set_clock("2021-08-02T09:00:00+07:00")
    settings = {"DJANGO_SETTINGS_MODULE": "phoihop.site.settings"}
    subprocess.run([sys.executable, "-c", SEED], env=house.environment | settings, cwd=ROOT, check=True)
    house.start(("web",))
    yield house
    house.stop()


def ask(method: str, address: str, form: Mapping[str, str] | None, heads: Mapping[str, str]) -> tuple[int, str, bytes]:
    body = None if form is None else urlencode(form).encode()
    kind = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    request = urllib.request.Request(address, data=body, headers={**kind, **heads}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.headers["Set-Cookie"] is None
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers["Content-Type"], refused.read()


@pytest.mark.parametrize("form", ["xml", "json"])
def test_a_program_on_another_machine_files_and_follows(house: Served, form: str) -> None:
    client = Client(ask, form=form)
    assert client.discover(f"{house.url}/open311/discovery.{form}") == f"{house.url}/open311/v2"
    service = client.services()[0]["service_code"]
    place = next(one for one in client.attributes(service) if one["code"] == "place")["values"][0]["key"]
    made = client.file(**{"service_code": service, "description": f"Rác {form}", "attribute[place]": place})
    found = client.request(made["service_request_id"])
    assert (found["status"], found["service_code"], found["address_id"]) == ("open", service, place)
    assert moment(found["requested_datetime"]).isoformat().startswith("2021-08-02T09:0")
    assert [one["service_request_id"] for one in client.requests()] == ["PA-kg-2021-800001"]
    with pytest.raises(Failed) as refused:
        client.file(service_code=service, description="x" * 1001, address_string="Hẻm 3")
    assert refused.value.status == 400


def test_the_address_given_to_the_sender_opens(house: Served) -> None:
    form = {"service_code": "dien", "description": "Đèn tắt ở cổng chợ", "address_id": "kg.anhoa"}
    status, _kind, body = ask("POST", f"{house.url}/open311/v2/requests.json", form, {})
    assert status == 201
    (made,) = json.loads(body)
    status, kind, page = ask("GET", made["ph:url"], None, {})
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert made["service_request_id"] in page.decode()


def test_a_body_that_is_far_too_long_ends_soon_and_leaves_nothing(house: Served) -> None:
    form = {"description": "a" * 5_000_000}
    with contextlib.suppress(urllib.error.URLError):  # the answer may come before all was sent, and the line be shut
        status, _kind, _body = ask("POST", f"{house.url}/open311/v2/requests.xml", form, {})
        assert status in (400, 413)
    status, _kind, _body = ask("GET", f"{house.url}/open311/v2/services.xml", None, {})
    assert status == 200


@pytest.mark.browser
@pytest.mark.parametrize("has_script", [True, False])
@pytest.mark.parametrize("path", ["/du-lieu/", "/en/du-lieu/"])
def test_the_page_of_open_data_for_everybody(house: Served, path: str, has_script: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    found = chromium()
    if not found:
        pytest.skip("no Chromium; type: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM))
        page = browser.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=has_script)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{house.url}{path}")
        page.locator("summary").first.click()
        assert page.locator("details[open] table").first.is_visible()
        assert all(address.startswith(house.url) for address in asked)
        if has_script:
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            serious = [
                (one["id"], [node["html"] for node in one["nodes"]])
                for one in Axe().run(page).response["violations"]
                if one["impact"] in ("serious", "critical")
            ]
            assert not serious
        with page.expect_download() as taken:
            page.get_by_role("link", name="CSV").first.click()
        file = Path(taken.value.path())
        assert file.read_bytes().startswith(b"\xef\xbb\xbfcode,")
        browser.close()
