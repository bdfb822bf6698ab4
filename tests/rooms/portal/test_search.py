"""The portal's search: with or without marks, titles first, by kind, never what was withdrawn."""

from __future__ import annotations

import html as entities
import json
import re
import time
from pathlib import Path

import pytest

from phoihop.portal.outside.index import index
from phoihop.portal.rules import finding
from phoihop.publications import commands
from tests.world import portal
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.publications import copy

NAUGHTY = Path(__file__).resolve().parents[4] / "shared/data/naughty_strings/blns.json"


def found(khach: Person, query: str, **more: str) -> list[str]:
    html = khach.client.get("/tim/", {"q": query, **more}).content.decode()
    return re.findall(r'<h2><a href="/[\w-]+/([^/"]+)/"', html)


@pytest.mark.parametrize("query", ["thiết bị giám sát", "thiet bi giam sat", "THIẾT  BỊ, giam-sát!", "thiêt bi"])
def test_with_or_without_marks(out: World, khach: Person, query: str) -> None:
    assert found(khach, query)[0] == "TT-kg-2021-0001"


def test_both_habits_of_placing_tones_are_one(out: World, khach: Person) -> None:
    commands.publish(copy=copy(out, code="TT-kg-2021-0050", title="Hoà giải ở cơ sở"), by=LOADER, at=out.at)
    assert found(khach, "hòa giải") == ["TT-kg-2021-0050"]


def test_words_with_their_marks_come_before_others(out: World, khach: Person) -> None:
    commands.publish(copy=copy(out, code="TT-kg-2021-0051", title="Bò sữa ở Hòn Đất"), by=LOADER, at=out.at)
    commands.publish(copy=copy(out, code="TT-kg-2021-0052", title="Bộ sửa lưới ở Hòn Đất"), by=LOADER, at=out.at)
    assert found(khach, "bò sữa")[0] == "TT-kg-2021-0051"
    assert found(khach, "bộ sửa")[0] == "TT-kg-2021-0052"


def test_titles_come_before_texts(out: World, khach: Person) -> None:
    for number, title, text in (
        (60, "Tin về loa", "cá tra"),
        (61, "Cá tra xuất khẩu", "loa"),
        (62, "Tin ba", "cá tra"),
    ):
        at = out.at
        commands.publish(
            copy=copy(out, code=f"TT-kg-2021-00{number}", title=title, summary="", text=text), by=LOADER, at=at
        )
    assert found(khach, "ca tra")[0] == "TT-kg-2021-0061"


def test_every_kind_is_found_counted_and_can_be_asked_for_alone(out: World, khach: Person) -> None:
    html = khach.client.get("/tim/", {"q": "kg 2021"}).content.decode()
    assert "9 kết quả" in html
    tabs = {name: int(count) for name, count in re.findall(r">([^<>]+) <small>(\d+)</small>", html)}
    assert tabs.pop("Tất cả") == sum(tabs.values()) == 9
    assert tabs["Tin"] == 1
    assert found(khach, "kg 2021", loai="ANSWER") == ["TL-kg-2021-0001"]
    assert len(found(khach, "kg 2021", loai="NOTHING")) == 9
    assert found(khach, "2021 khongcochunay") == []


def test_what_changes_is_taken_up_at_once(out: World, khach: Person) -> None:
    assert found(khach, "chim yen") == []
    commands.publish(copy=copy(out, code="TT-kg-2021-0070", title="Nuôi chim yến"), by=LOADER, at=out.at)
    assert found(khach, "chim yen") == ["TT-kg-2021-0070"]
    commands.publish(copy=copy(out, code="TT-kg-2021-0070", title="Nuôi ong"), note="Sửa", by=LOADER, at=out.at)
    assert found(khach, "chim yen") == []
    assert found(khach, "nuoi ong") == ["TT-kg-2021-0070"]
    commands.withdraw(code="TT-kg-2021-0070", note="Nhầm", by=LOADER, at=out.at)
    assert found(khach, "nuoi ong") == []


def test_an_index_that_knows_another_past_begins_anew(out: World, khach: Person) -> None:
    assert found(khach, "thiet bi")
    one = index()
    one._serial += 1000  # as after a copy of the data was restored
    one._mark = "another"
    assert found(khach, "thiet bi")
    assert one._serial < 1000


def test_same_edition_is_not_taken_up_twice(out: World, khach: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    found(khach, "thiet bi")
    monkeypatch.setattr(type(index()), "_catch_up", lambda self: pytest.fail("taken up again"))
    assert found(khach, "thiet bi")


def test_pages_of_finds_go_on(out: World, khach: Person) -> None:
    portal.articles(out, 25)
    first, second = found(khach, "ban tin so nghe ca"), found(khach, "ban tin so nghe ca", trang="2")
    assert (len(first), len(second)) == (20, 5)
    assert not set(first) & set(second)
    for number in ("0", "-1", "999999999", "x", "5٣"):
        assert khach.client.get("/tim/", {"q": "ban tin", "trang": number}).status_code == 200


def test_found_words_are_marked_where_they_stand(out: World, khach: Person) -> None:
    html = khach.client.get("/tim/?q=thiet+bi").content.decode()
    assert "<mark>thiết</mark> <mark>bị</mark>" in html


@pytest.mark.parametrize("text", ["", "a", "Đường " * 300, "x" * 2000, "Ủ\u0323 ẵ", "𠜎𠜱 chữ"])
def test_runs_joined_are_the_text_again(text: str) -> None:
    asked = finding.read("duong a chu")
    assert "".join(run.text for run in finding.runs(text, asked)) == text
    assert len(finding.stretch(text, asked)) <= finding.AROUND + 4


def test_a_stretch_is_shown_around_what_was_asked_for() -> None:
    text = f"{'lời mở đầu ' * 60}hạn đăng ký thiết bị là 31/8 {'lời kết ' * 60}"
    assert "đăng ký thiết bị" in finding.stretch(text, finding.read("dang ky thiet bi"))


@pytest.mark.slow
@pytest.mark.once
def test_five_thousand_are_taken_up_soon_and_asked_fast(world: World, khach: Person) -> None:
    from phoihop.publications.models import Edition, Publication

    Publication.rows.bulk_create(
        Publication(
            code=f"TT-kg-2021-{n}",
            kind="ARTICLE",
            territory="kg",
            title=f"Bản tin nghề cá số {n}",
            words=f"Bản tin nghề cá số {n}\nHạn đăng ký thiết bị giám sát ở cảng {n % 97}, xã {n % 13}. " * 3,
            unit_name="Sở NN&PTNT",
            details="{}",
            published_at=world.at,
            changed_at=world.at,
            serial=n,
        )
        for n in range(1, 5001)
    )
    Edition.rows.create(pk=1, number=5000, mark="x")
    began = time.process_time()
    assert index().find(finding.read("cang 96")).total == 51
    assert time.process_time() - began < 10
    began = time.process_time()
    for word in range(20):
        index().find(finding.read(f"thiết bị cảng {word}"))
    assert (time.process_time() - began) / 20 < 0.05


def naughty() -> list[str]:
    if not NAUGHTY.exists():
        pytest.skip("the naughty strings lie beside the project, not in it")
    strings: list[str] = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    return strings


@pytest.mark.slow
def test_naughty_strings_are_published_shown_found_and_told_unharmed(world: World, khach: Person) -> None:
    """Each string as title, summary, text, byline, unit: on its page as it was typed, nothing of it a tag."""
    import feedparser

    from phoihop.ground.text import nfc

    strings = [text for text in naughty() if nfc(text).strip()]
    assert len(strings) > 400
    portal.frame(world)
    for number, text in enumerate(strings):
        commands.publish(
            copy=copy(
                world,
                code=f"TT-kg-2021-{number:04d}",
                title=text,
                summary=text,
                text=text,
                byline=text[:300],
                unit_name=text[:300],
                details=commands.ArticleDetails(photo_caption=text, photo_credit=text),
            ),
            by=LOADER,
            at=world.at,
        )
    for number, text in enumerate(strings):
        page = khach.client.get(f"/tin/TT-kg-2021-{number:04d}/")
        assert page.status_code == 200
        html = page.content.decode()
        (heading,) = re.findall(r'<h1 lang="vi">(.*?)</h1>', html, re.DOTALL)
        assert entities.unescape(heading) == nfc(text).strip()[:500]
        assert "<" not in heading
        assert not re.search(r"<(?!/?script\b)[^>]*\son\w+\s*=", _markup(html))
        scripts = re.findall(r"<script\b[^>]*>", html)
        assert scripts == ['<script type="application/ld+json">']
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        json.loads(block)
    for form in ("atom.xml", "rss.xml"):
        assert feedparser.parse(khach.client.get(f"/tin/{form}").content).bozo == 0
    for text in naughty():
        answer = khach.client.get("/tim/", {"q": text})
        assert answer.status_code == 200
        assert re.findall(r"<script\b[^>]*>", answer.content.decode()) == []
        for address in ("/tin/", "/anh/", "/ban/", "/tim/?loai="):
            assert khach.client.get(address + re.sub(r"[/?#%\n\r]", "", text)).status_code in (200, 301, 302, 404, 400)


def _markup(html: str) -> str:
    """The tags of a page without the values of their attributes."""
    return re.sub(r'"[^"]*"', '""', html)
