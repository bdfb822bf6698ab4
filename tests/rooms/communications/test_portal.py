"""The portal's own pages, words, headings, links and calendar."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest

from phoihop.communications import commands
from phoihop.communications.models import Page
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed
from phoihop.obligations import commands as obligations
from phoihop.publications import queries as publications
from phoihop.publications.models import Notebook
from tests.world.build import World
from tests.world.news import by

WORDS = {
    "programme": "Chương trình phối hợp tỉnh Kiên Giang",
    "headline": "Ai hứa gì, đã làm tới đâu",
    "lede": "Mọi con số mở ra được.",
    "publisher": "Ban Tuyên giáo Tỉnh ủy",
    "contact": "Văn phòng",
}


@pytest.mark.parametrize("name", ["ha", "long"])
def test_its_words(world: World, name: str) -> None:
    commands.set_portal_words(**WORDS, territory="kg", by=by(world, name), at=world.at)
    note = publications.portal_note()
    assert (note.headline, note.territory) == ("Ai hứa gì, đã làm tới đâu", "kg")
    assert commands.set_portal_words(**WORDS, by=by(world, name), at=world.at) is None
    for other in ("an", "binh", "dung"):
        with pytest.raises(NotAllowed):
            commands.set_portal_words(**WORDS, by=by(world, other), at=world.at)


def test_headings_and_links(world: World) -> None:
    ha = by(world, "ha")
    commands.set_categories(lines=[("y-te", "Y tế", "Health"), ("nghe-ca", "Nghề cá", "")], by=ha, at=world.at)
    assert [one.key for one in publications.categories()] == ["y-te", "nghe-ca"]
    commands.set_categories(lines=[("nghe-ca", "Nghề cá", ""), ("y-te", "Y tế", "Health")], by=ha, at=world.at)
    assert [one.key for one in publications.categories()] == ["nghe-ca", "y-te"]
    for wrong in ([("Y tế", "Y tế", "")], [("y-te", " ", "")], [("y-te", "A", ""), ("y-te", "B", "")]):
        with pytest.raises(Refused):
            commands.set_categories(lines=wrong, by=ha, at=world.at)
    commands.set_links(lines=[("Cổng tỉnh", "https://example.org/")], by=ha, at=world.at)
    assert publications.links() == (("Cổng tỉnh", "https://example.org/"),)
    for wrong_link in (("A", "javascript:alert(1)"), ("A", "/x"), ("", "https://example.org/")):
        with pytest.raises(Refused):
            commands.set_links(lines=[wrong_link], by=ha, at=world.at)


def test_a_page_is_out_at_once_and_keeps_its_versions(world: World) -> None:
    commands.set_portal_words(**WORDS, territory="kg", by=by(world, "ha"), at=world.at)
    told = commands.write_page(title="Giới thiệu", text="Trang **này**.", by=by(world, "long"), at=world.at)
    assert told.code == "TR-kg-2021-0001"
    assert "<strong>này</strong>" in publications.publication(told.code).body
    row = Page.rows.get(code=told.code)
    commands.write_page(
        code=told.code, title="Giới thiệu", text="Khác.", version=row.version, by=by(world, "ha"), at=world.at
    )
    assert len(publications.versions(told.code)) == 2
    with pytest.raises(SomebodyWasFaster):
        commands.write_page(
            code=told.code, title="Cũ", text="Cũ.", version=row.version, by=by(world, "long"), at=world.at
        )
    with pytest.raises(Refused):
        commands.write_page(title="Mật", text="TỐI MẬT", by=by(world, "ha"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.write_page(title="A", text="B", by=by(world, "an"), at=world.at)
    commands.withdraw_page(code=told.code, note="Viết lại.", by=by(world, "ha"), at=world.at)
    assert commands.withdraw_page(code=told.code, note="Viết lại.", by=by(world, "ha"), at=world.at) is None
    assert publications.publication(told.code).is_withdrawn


def test_the_calendar_follows_the_house(world: World) -> None:
    long = by(world, "long")
    obligations.declare_day(day=date(2021, 9, 3), is_working=False, note="Nghỉ bù", by=long, at=world.at)
    assert ("2021-09-03", False, "Nghỉ bù") in publications.calendar_note().swaps
    obligations.declare_day(day=date(2021, 9, 11), is_working=True, note="Làm bù", by=long, at=world.at)
    assert ("2021-09-11", True, "Làm bù") in publications.calendar_note().swaps
    obligations.revoke_day(day=date(2021, 9, 3), by=long, at=world.at)
    assert [day for day, _worked, _why in publications.calendar_note().swaps] == ["2021-09-11"]


def test_terms_of_open_data_and_keys_of_programs(world: World, ha: Any, an: Any) -> None:
    url = "/lam-viec/cong-thong-tin/du-lieu-mo/"
    key = "k" * 12 + "9f3x" * 4
    given = {
        "licence_name": "CC BY 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "contact": "du-lieu@example.vn",
        "lines": f"Tổng đài 1022 | 600 | {key}",
    }
    assert url in ha.client.get("/lam-viec/cong-thong-tin/").content.decode()
    assert (an.client.get(url).status_code, an.client.post(url, given).status_code) == (403, 403)
    assert ha.client.post(url, given).status_code == 302
    note = publications.open_data_note()
    digest = hashlib.sha256(key.encode()).hexdigest()
    assert (note.licence_name, note.contact) == ("CC BY 4.0", "du-lieu@example.vn")
    assert note.keys == ((digest, "Tổng đài 1022", "600"),)
    page = ha.client.get(url).content.decode()
    assert digest in page
    assert key not in page
    assert not [row for row in Notebook.rows.values_list("text", flat=True) if key in row]
    again = given | {"lines": f"Tổng đài 1022 | 900 | {digest}"}  # what the page shows leads to the same key
    assert ha.client.post(url, again).status_code == 302
    assert publications.open_data_note().keys == ((digest, "Tổng đài 1022", "900"),)
    assert "1022" in ha.client.get("/lam-viec/cong-thong-tin/").content.decode()
    for wrong in ("A | 0 | " + key, "A | 10 | short", " | 10 | " + key, f"A | ٣ | {key}", f"A|1|{key}\nB|2|{key}"):
        with pytest.raises(Refused):
            commands.set_open_data(
                licence_name="",
                licence_url="",
                contact="",
                keys=[tuple(cell.strip() for cell in line.split("|")) for line in wrong.split("\n")],
                by=by(world, "ha"),
                at=world.at,
            )
    with pytest.raises(Refused, match="https"):
        commands.set_open_data(
            licence_name="", licence_url="javascript:x", contact="", keys=(), by=by(world, "ha"), at=world.at
        )
    assert publications.open_data_note().keys == ((digest, "Tổng đài 1022", "900"),)
    assert ha.client.post(url, given | {"lines": ""}).status_code == 302
    assert publications.open_data_note().keys == ()
