"""Open data: every file says what the pages say, for every reader the same, and opens harmlessly anywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, URIRef
from rdflib import Literal as Words

from phoihop.portal.pages import open_data_words as said
from phoihop.portal.pages.open_data_files import FORMULA
from phoihop.publications import commands, queries
from phoihop.publications.rules.few import hidden_sums
from tests.world import open_data as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person

STATES = ("done", "doing", "late", "blocked", "planned")
TABLES = import_module("phoihop.publications.queries.datasets")  # the package shows a function of this name
KEYS = tuple(one.key for one in queries.datasets())


def body(person: Person, path: str, **heads: str) -> bytes:
    answer = person.client.get(path, headers=heads)
    assert answer.status_code == 200, path
    assert not answer.cookies
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows(person: Person, key: str) -> list[dict[str, Any]]:
    return json.loads(body(person, f"/du-lieu/{key}.json"))["rows"]


def lines(person: Person, key: str) -> list[dict[str, str]]:
    text = body(person, f"/du-lieu/{key}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def terms(world: World) -> None:
    note = commands.OpenDataNote(
        licence_name="Giấy phép mở", licence_url="https://a.example/giay-phep", contact="Tổ số liệu"
    )
    commands.write_note(note=note, by=LOADER, at=world.at)


# ── what is there, and what it means ─────────────────────────────────────────────────────────────────────────────────


def test_every_column_of_every_dataset_is_explained() -> None:
    assert set(KEYS) == set(said.DATASETS) == set(said.COLUMNS)
    for one in queries.datasets():
        assert tuple(said.COLUMNS[one.key]) == one.columns
        assert {kind for kind, _words in said.COLUMNS[one.key].values()} <= set(said.TYPES)


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_page_names_each_dataset_its_size_and_its_files(world: World, khach: Person, root: str) -> None:
    layer.arrange(world)
    layer.published(world)
    layer.concerns(world, service="dien", place="kg.anhoa", month=6, count=6, first=1)
    page = body(khach, f"{root}/du-lieu/").decode()
    assert len(page.encode()) < 100_000
    for key in KEYS:
        section = page.partition(f'id="{key}"')[2].partition("</section>")[0]
        shown = re.search(r'<p class="meta">[^<0-9]*(\d+)', section)
        assert shown is not None, section
        assert int(shown[1]) == len(rows(khach, key)) > 0, key
        for form in ("csv", "json"):
            assert f'href="{root}/du-lieu/{key}.{form}"' in section
        for column in said.COLUMNS[key]:
            assert f"<code>{column}</code>" in section
    assert "Chưa" not in page or not root


def test_the_terms_are_the_portals_own(world: World, khach: Person) -> None:
    assert "chưa ghi điều kiện" in body(khach, "/du-lieu/").decode()
    terms(world)
    page = body(khach, "/du-lieu/").decode()
    assert '<a href="https://a.example/giay-phep" rel="noopener license">' in page
    assert "Tổ số liệu" in page


# ── files hold what the screen holds ─────────────────────────────────────────────────────────────────────────────────


def test_both_forms_hold_the_same_rows(world: World, khach: Person) -> None:
    layer.arrange(world)
    layer.published(world)
    layer.concerns(world, service="dien", place="kg.anhoa", month=6, count=6, first=1)
    for key in KEYS:
        read, plain = lines(khach, key), rows(khach, key)
        assert len(read) == len(plain) > 0
        for line, row in zip(read, plain, strict=True):
            assert {name: cell.removeprefix("'") for name, cell in line.items()} == {
                name: "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
                for name, value in row.items()
            }


def test_the_plans_file_says_what_the_plans_page_says(world: World, khach: Person) -> None:
    layer.published(world)
    (row,) = rows(khach, "ke-hoach")
    page = body(khach, "/ke-hoach/").decode()
    table = page.partition("<tbody")[2].partition("</tbody>")[0]
    on_screen = [int(number) for number in re.findall(r'<td role="cell" class="n"[^>]*>(\d+)<', table)]
    assert sorted(on_screen) == sorted([row[state] for state in STATES] + [row["total"]])
    assert row["title"] in page
    duties = {(one["code"], one["state"]): one["count"] for one in rows(khach, "phan-viec")}
    assert {state: row[state] for state in STATES} == {state: duties[row["code"], state] for state in STATES}
    (topic,) = rows(khach, "van-de")
    assert topic["total"] == sum(duties[topic["code"], state] for state in STATES)


def test_answers_corrections_and_spokespersons_are_those_of_the_pages(world: World, khach: Person) -> None:
    layer.published(world)
    (answer,) = rows(khach, "tra-loi")
    assert answer["title"] in body(khach, answer["path"]).decode()
    assert (answer["is_on_time"], answer["raisers"]) == (True, 7)
    (correction,) = rows(khach, "dinh-chinh")
    assert (correction["verdict_words"], correction["evidence"]) == ("Chưa đủ chứng cứ", "12/TB-SYT")
    (speaker,) = rows(khach, "nguoi-phat-ngon")
    page = body(khach, "/nguoi-phat-ngon/").decode()
    assert speaker["name"] in page
    assert speaker["email"] in page


def test_what_was_withdrawn_is_gone_at_once(world: World, khach: Person) -> None:
    layer.published(world)
    assert len(rows(khach, "dinh-chinh")) == 1
    commands.withdraw(code="KC-kg-2021-0901", note="Sai số", by=LOADER, at=world.at)
    assert rows(khach, "dinh-chinh") == []
    assert lines(khach, "dinh-chinh") == []


def test_few_raisers_are_not_counted_in_public(world: World, khach: Person) -> None:
    layer.published(world)
    details = commands.AnswerDetails(
        question="?", service="Y tế", received_date="2021-07-20", answered_date="2021-07-28", raisers=2
    )
    copy = commands.Copy(
        code="PA-kg-2021-009002", territory="kg", title="Ít", unit_name="Sở", published_at=world.at, details=details
    )
    commands.publish(copy=copy, by=LOADER, at=world.at)
    assert [row["raisers"] for row in rows(khach, "tra-loi")] == [7, None]


# ── concerns: counted, small numbers hidden ──────────────────────────────────────────────────────────────────────────


def test_concerns_are_counted_by_month_and_agree_with_the_tiles(world: World, khach: Person) -> None:
    layer.arrange(world)
    first = 1
    for service, _name, _english, _days in layer.SERVICES:
        for place, _words in layer.PLACES:
            is_few = (service, place) == ("giao-thong", "kg.anhoa")
            for month in (5, 6):
                layer.concerns(world, service=service, place=place, month=month, count=1 if is_few else 9, first=first)
                first += 10
    layer.tracked(world, 999, service="dien", place="kg.anhoa", merged_into="PA-kg-2021-000001")
    found = rows(khach, "phan-anh")
    assert len(found) == 18
    tiles = {(tile.service, tile.place): tile.count for tile in queries.tiles("kg")}
    assert tiles["giao-thong", "kg.anhoa"] is None
    assert 18 in tiles.values()  # the merged one is not counted twice
    for cell, count in tiles.items():
        months = [row["count"] for row in found if (row["service"], row["place"]) == cell]
        assert months == ([None, None] if count is None else [9, 9])
        assert count is None or count == sum(months)
    few = [line for line in lines(khach, "phan-anh") if (line["service"], line["place"]) == ("giao-thong", "kg.anhoa")]
    assert {(line["count"], line["is_told"], line["service_name"]) for line in few} == {
        ("", "false", "Hạ tầng, giao thông")
    }


def test_months_are_those_of_the_country(world: World, khach: Person) -> None:
    layer.arrange(world)
    late = world.at.replace(year=2021, month=7, day=1, hour=0, minute=30)  # still June in Greenwich
    for number in range(6):
        layer.tracked(world, number, service="dien", received_at=late)
    assert [row["month"] for row in rows(khach, "phan-anh")] == ["2021-07"]


def test_a_lone_small_month_cannot_be_worked_out_from_the_tile(world: World, khach: Person) -> None:
    layer.arrange(world)
    for month, count, first in ((4, 2, 1), (5, 8, 100), (6, 20, 200)):
        layer.concerns(world, service="dien", place="kg.anhoa", month=month, count=count, first=first)
    assert [(row["month"], row["count"]) for row in rows(khach, "phan-anh")] == [
        ("2021-04", None),
        ("2021-05", None),
        ("2021-06", 20),
    ]


@given(st.lists(st.integers(1, 40), max_size=14))
def test_what_is_hidden_is_never_one_count_nor_a_small_sum(counts: list[int]) -> None:
    months = {f"2021-{number:02}": count for number, count in enumerate(counts, start=1)}
    hidden = hidden_sums(months, queries.FEW)
    assert all(count >= queries.FEW for month, count in months.items() if month not in hidden)
    if hidden and len(hidden) < len(months):
        assert len(hidden) >= 2
        assert sum(months[month] for month in hidden) >= queries.FEW
    if min(counts, default=queries.FEW) >= queries.FEW:
        assert not hidden


def test_no_word_of_a_concern_is_in_any_file(world: World, khach: Person) -> None:
    layer.arrange(world)
    layer.published(world)
    for number in range(6):
        layer.tracked(world, number, title="Chim hoàng yến", asks="Số nhà nào?", answer="Bí mật")
    for key in KEYS:
        for form in ("csv", "json"):
            text = body(khach, f"/du-lieu/{key}.{form}").decode()
            assert "Chim hoàng yến" not in text
            assert "PA-kg-2021-00000" not in text
            assert "Bí mật" not in text


# ── files for machines ───────────────────────────────────────────────────────────────────────────────────────────────


def test_csv_begins_with_the_mark_and_holds_no_formula(world: World, khach: Person) -> None:
    layer.published(world)
    for index, start in enumerate((*FORMULA, " =", "\t=cmd|' /C calc'!A0")):
        copy = commands.Copy(
            code=f"KH-kg-2021-{index:02}",
            territory="kg",
            title="Kế hoạch",
            unit_name=f'{start}HYPERLINK("http://a.example")',
            published_at=world.at,
            details=commands.PlanDetails(year=2021, lead=f"{start}1+1", partner=f"a{start}", as_of="2021-08-02"),
        )
        commands.publish(copy=copy, by=LOADER, at=world.at)
    raw = body(khach, "/du-lieu/ke-hoach.csv")
    assert raw.startswith(b"\xef\xbb\xbfcode,territory,title,")
    for line in lines(khach, "ke-hoach"):
        for cell in line.values():
            assert not cell.lstrip().startswith(FORMULA)
    (topic,) = lines(khach, "van-de")
    assert topic["title"] == "'=Khai báo y tế ở cảng cá"
    (row,) = rows(khach, "van-de")
    assert row["title"] == "=Khai báo y tế ở cảng cá"


def test_a_file_is_read_piece_by_piece(world: World, khach: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TABLES, "CHUNK", 10)
    taken = []
    for count in (20, 40):
        _plans(world, count)
        one = queries.dataset("ke-hoach")
        assert one is not None
        with CaptureQueriesContext(connection) as seen:
            reading = one.rows()
            next(reading)
            assert len(seen.captured_queries) == 1  # nothing beyond the first piece was read yet
            assert 1 + sum(1 for _row in reading) == count
        taken.append(len(seen.captured_queries))
    assert taken == [3, 5]  # one a piece, and one that finds nothing more


def test_the_page_takes_as_many_queries_whatever_the_rows(world: World, khach: Person) -> None:
    layer.arrange(world)
    layer.published(world)
    taken = []
    for count in (3, 30):
        _plans(world, count)
        layer.concerns(world, service="dien", place="kg.anhoa", month=6, count=count, first=count * 100)
        khach.client.get("/du-lieu/")
        with CaptureQueriesContext(connection) as seen:
            body(khach, "/du-lieu/")
        taken.append(len(seen.captured_queries))
    assert taken[0] == taken[1]


def _plans(world: World, count: int) -> None:
    copy = commands.Copy(
        code="",
        territory="kg",
        title="Kế hoạch",
        unit_name="Sở",
        published_at=world.at,
        details=commands.PlanDetails(year=2021, lead="A", partner="B", as_of="2021-08-02"),
    )
    for number in range(count):
        commands.publish(copy=replace(copy, code=f"KH-kg-2021-{number:04}"), by=LOADER, at=world.at)


@pytest.mark.parametrize("path", ["/du-lieu/", "/du-lieu/ke-hoach.csv", "/du-lieu/catalog.jsonld"])
def test_whoever_has_this_edition_gets_no_more_than_that_word(world: World, khach: Person, path: str) -> None:
    layer.published(world)
    first = khach.client.get(path)
    assert "max-age" in first["Cache-Control"]
    if first.streaming:
        b"".join(first.streaming_content)
    again = khach.client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    commands.withdraw(code="KH-kg-2021-so-yte", note="Sai số", by=LOADER, at=world.at)
    later = khach.client.get(path, headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200


@pytest.mark.parametrize("name", ["moon.csv", "ke-hoach.xlsx", "ke-hoach", "a/b.csv"])
def test_what_is_not_there_is_not_found(world: World, khach: Person, name: str) -> None:
    assert khach.client.get(f"/du-lieu/{name}").status_code == 404


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib uses it itself
def test_the_catalogue_reads_as_dcat(world: World, khach: Person) -> None:
    layer.published(world)
    terms(world)
    graph = Graph().parse(data=body(khach, "/du-lieu/catalog.jsonld").decode(), format="json-ld")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset):
        assert (catalogue, needed, None) in graph, needed
    assert (graph.value(catalogue, DCTERMS.publisher), RDF.type, FOAF.Agent) in graph
    found = list(graph.objects(catalogue, DCAT.dataset))
    assert {str(graph.value(one, DCTERMS.identifier)) for one in found} == set(KEYS)
    addresses = set()
    for one in found:
        assert (one, RDF.type, DCAT.Dataset) in graph
        titles = list(graph.objects(one, DCTERMS.title))
        assert any(isinstance(title, Words) and title.language == "vi" for title in titles)
        assert (one, DCTERMS.description, None) in graph
        for distribution in graph.objects(one, DCAT.distribution):
            assert (distribution, RDF.type, DCAT.Distribution) in graph
            assert (distribution, DCTERMS.license, URIRef("https://a.example/giay-phep")) in graph
            addresses.add(str(graph.value(distribution, DCAT.downloadURL)))
    assert len(addresses) == 2 * len(KEYS)
    for address in addresses:
        assert body(khach, "/du-lieu/" + address.partition("/du-lieu/")[2])
