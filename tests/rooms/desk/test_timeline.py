"""Timelines: a panel on every thing's page, and the whole of it behind the same door as the thing."""

import re

import pytest

from phoihop.desk import pages, queries
from phoihop.ground import sheet
from phoihop.ground.actor import Role
from phoihop.ground.powers import NotVisible
from tests.world.dispatches import acknowledge, send
from tests.world.flat import grows_flat


def whole(on, code):
    return f"/lam-viec/dien-bien/{on}/{code}/"


@pytest.mark.parametrize("on", ["topic", "plan", "agreement", "obligation", "unit", "dispatch"])
def test_every_kind_of_page_carries_a_timeline(on):
    assert any(panel.template == "desk/_timeline.html" for panel in sheet.panels_on(on))


def test_newest_first_with_office_and_post(world, an):
    code = send(world)
    acknowledge(world, code)
    panel = pages.panel_on("dispatch")(an.actor, code, world.at)
    assert "iếp nhận" in panel.items[0].text or "ác nhận" in panel.items[0].text
    assert "Ban Tuyên giáo Tỉnh ủy Kiên Giang" in panel.items[0].meta
    assert "Nguyễn Văn An" not in panel.items[0].meta
    assert panel.more is None
    assert panel.items[0].text in an.client.get(f"/lam-viec/cong-van/{code}/").content.decode()


def test_a_long_one_goes_on_elsewhere(world, kim):
    world_code = world.code("btg-tinh-uy")
    panel = pages.panel_on("unit")(kim.actor, world_code, world.at)
    page = kim.client.get(whole("unit", world_code)).content.decode()
    assert len(panel.items) <= 12
    if panel.more:
        assert panel.more.url.startswith(whole("unit", world_code))
    assert "Ban Tuyên giáo Tỉnh ủy Kiên Giang" in page


def test_the_whole_timeline_asks_again(world, an, dung, khach):
    code = send(world)
    assert an.client.get(whole("dispatch", code)).status_code == 200
    assert dung.client.get(whole("dispatch", code)).status_code == 404
    assert khach.client.get(whole("dispatch", code)).status_code == 302
    assert an.client.get(whole("account", code)).status_code == 404
    with pytest.raises(NotVisible):
        queries.title_of(dung.actor, "dispatch", code, world.at)


def test_pages_of_a_timeline(world, an, monkeypatch):
    monkeypatch.setattr("phoihop.desk.pages.timeline.ON_A_PANEL", 1)
    code = send(world)
    acknowledge(world, code)
    panel = pages.panel_on("dispatch")(an.actor, code, world.at)
    assert len(panel.items) == 1
    assert re.fullmatch(rf"{whole('dispatch', code)}\?truoc=\d+", panel.more.url)
    assert panel.items[0].text not in an.client.get(panel.more.url).content.decode()


def test_it_grows_flat(world, kim):
    url = whole("unit", world.code("btg-tinh-uy"))
    grows_flat(kim.client, url, lambda: [world.add_person(f"nguoi{n}", "btg-tinh-uy", [Role.CLERK]) for n in range(5)])
