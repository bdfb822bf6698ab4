"""A paper on its way as browsers see it: brought in, confirmed, joined to a topic, sent, opened, found; what is refused
and what is held on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from phoihop.documents.models import Document, Held
from phoihop.ledger.models import Entry
from phoihop.search.commands import Indexer
from phoihop.search.outside import index as engine
from tests.conftest import StoppedClock
from tests.journeys.test_coordination_year import read
from tests.world import files
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.intake import TAKE_IN, letter, locked, marked, send

PAPERS = "/lam-viec/van-ban/"
FIND = "/lam-viec/tim/"


@pytest.fixture
def indexer(world: World, settings: Any, tmp_path: Path) -> Iterator[Indexer]:
    """The writer of an empty index, in a data folder of the test's own."""
    settings.PHOIHOP_DATA = tmp_path
    engine._readers.clear()
    one = Indexer()
    yield one
    one.close()
    engine._readers.clear()


def test_from_the_folder_to_the_lead(world: World, clock: StoppedClock, an: Person, chi: Person, dung: Person) -> None:
    year = layer.begin(world)
    topic = f"/lam-viec/van-de/{year.topic}/"

    # Chi opens the topic, follows its link, and brings four files in one go.
    assert f"{TAKE_IN}?ve={year.topic}" in read(chi.client, topic)
    answer = send(
        chi,
        ("Báo cáo tháng 7.pdf", letter()),
        ("Phương án.pdf", marked()),
        ("Biên bản.pdf", locked()),
        ("Danh sách.docx", files.docx("LƯU HÀNH NỘI BỘ", "Danh sách tổ công tác")),
        about=year.topic,
    )
    page = answer.content.decode()
    assert "Đã nhận 2 trên 4 tệp." in page
    report, internal = Document.rows.exclude(direction="OUT").order_by("pk")
    assert internal.is_internal
    assert Held.rows.get().about == year.topic

    # Nobody else sees the drafts. She confirms them as they were proposed.
    assert report.code not in read(an.client, topic)
    for row in (report, internal):
        form = read(chi.client, f"{PAPERS}{row.code}/vao-so/")
        assert "Vào sổ" in form
        typed = {
            "direction": "KEPT",
            "system": "STATE",
            "type_key": "BC" if row == report else "",
            "citation": "125/BC-SYT" if row == report else "",
            "issued_date": "2021-07-30",
            "issuer": "Sở Y tế tỉnh Kiên Giang",
            "subject": "Công tác phòng, chống dịch tháng 7" if row == report else "Danh sách tổ công tác",
            "urgency": "NORMAL",
            "version": 1,
        }
        assert chi.client.post(f"{PAPERS}{row.code}/vao-so/", typed).status_code == 302

    # The topic shows them to her office; the lead sees none of it until it is sent.
    assert report.code in read(chi.client, topic)
    assert report.code not in read(an.client, topic)
    read(an.client, f"{PAPERS}{report.code}/", 404)
    send_url = f"{PAPERS}{report.code}/gui/"
    assert chi.client.post(send_url, {"unit_ids": [world.unit("btg-tinh-uy")]}).status_code == 302
    warned = chi.client.post(send_url, {"unit_ids": [world.unit("so-xaydung")]})
    assert warned.status_code == 422
    assert "không phải là một bên" in warned.content.decode()
    read(dung.client, f"{PAPERS}{report.code}/", 404)

    # The lead opens the file; the opening is on record.
    assert report.code in read(an.client, topic)
    read(an.client, f"{PAPERS}{report.code}/")
    answer = an.client.get(f"{PAPERS}{report.code}/tep/original/1/")
    assert b"".join(answer.streaming_content) == letter()  # type: ignore[attr-defined]
    opened = Entry.rows.get(kind="document.opened")
    assert (opened.account_id, opened.code) == (an.account_id, report.code)

    # The timeline tells what happened and no word of what is inside, nor of what was refused.
    told = "\n".join(Entry.rows.values_list("data", flat=True))
    for word in ("Phương án", "Biên bản.pdf", "khoanh vùng", "Danh sách"):
        assert word not in told
    (refused,) = Entry.rows.filter(kind="file.refused")
    assert set(json.loads(refused.data)["rules"]) == {"G1"}


def test_search_finds_what_was_sent_and_nothing_else(
    world: World, clock: StoppedClock, an: Person, chi: Person, dung: Person, indexer: Indexer
) -> None:
    send(chi, ("Báo cáo.pdf", letter("Chiến dịch mang tên Hải Đăng")))
    (row,) = Document.rows.all()
    typed = {"direction": "KEPT", "system": "STATE", "subject": "Báo cáo tháng 7", "version": 1}

    def found(person: Person) -> bool:
        indexer.run(at=clock.at)
        return row.code in read(person.client, f"{FIND}?q=hai+dang")

    assert not found(chi)  # a draft is nobody's to find
    assert chi.client.post(f"{PAPERS}{row.code}/vao-so/", typed).status_code == 302
    assert found(chi)
    assert not found(an)
    chi.client.post(f"{PAPERS}{row.code}/gui/", {"unit_ids": [world.unit("btg-tinh-uy")]})
    assert found(an)
    assert not found(dung)
    chi.client.post(f"{PAPERS}{row.code}/thoi-gui/", {"unit_id": world.unit("btg-tinh-uy")})
    assert not found(an)
