"""Pages of reports: the list, one report, the rows behind a figure, an office's habits."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.ground.figures import SectionValue, counted
from phoihop.reporting.models import ReportHabits
from tests.world import plans as plan_layer
from tests.world import reports
from tests.world.build import World
from tests.world.cast import Person
from tests.world.flat import grows_flat
from tests.world.obligations import owe
from tests.world.plans import Year

HERE = "/lam-viec/bao-cao/"


@pytest.fixture
def year(world: World) -> Year:
    return plan_layer.begin(world)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def get(person: Person, url: str) -> str:
    answer = person.client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_every_number_of_the_page_opens_exactly_its_rows(world: World, year: Year, an: Person) -> None:
    code = reports.compile_year(world, year.plan)
    html = get(an, f"{HERE}{code}/")
    figures = reports.figures(world, code)
    assert len(figures) > 20
    for key, figure in figures.items():
        url = f"{HERE}{code}/so-lieu/{key}/"
        assert (url in html) == bool(figure.rows), key
        assert figure.definition in html
    for key in ("obligations.due", "topics.phases_entered", "dispatches.acknowledged", "provision.expected"):
        page = get(an, f"{HERE}{code}/so-lieu/{key}/")
        for row in figures[key].rows:
            assert row.partition("/")[0] in page
        assert f"{len(figures[key].rows)} dòng được tính" in text_of(page)


def test_numbers_in_tables_open_their_part_of_the_figure(world: World, year: Year, an: Person) -> None:
    code = reports.compile_year(world, year.plan)
    table = next(s for s in reports.report(world, code).sections if s.key == "obligations").tables[0]
    html = get(an, f"{HERE}{code}/")
    opened = 0
    for number, (row, own) in enumerate(zip(table.rows, table.own, strict=True)):
        for text, key in zip(row, table.keys, strict=True):
            url = f"{HERE}{code}/so-lieu/{key}/?phan=obligations.0.{number}"
            assert (url in html) == (bool(key) and text != "0"), (row, key)
            if key and text != "0":
                page = get(an, url)
                assert f"{row[0]}: {text}" in text_of(page)
                listed = set(re.findall(r"NV-kg-2021-\d+", page))
                assert listed == set(own) & set(reports.figures(world, code)[key].rows)
                assert len(listed) == int(text)
                opened += 1
    assert opened > 4
    for wrong in ("obligations.0.99", "obligations.7.0", "khong.0.0", "obligations", "obligations.-1.0", "plans.0.0"):
        assert an.client.get(f"{HERE}{code}/so-lieu/obligations.due/?phan={wrong}").status_code == 404


def test_rows_that_a_reader_may_not_see_are_counted_and_not_named(world: World, year: Year, chi: Person) -> None:
    secret = owe(world, 7, lead="btg-tinh-uy", entitled="btv-tinh-uy", source="KH-khac", title="Việc riêng của Ban")
    extra = SectionValue("x", "Việc khác", (counted("x.rows", "Việc khác", "Số việc khác.", [secret]),))
    code = reports.compile_year(world, year.plan, extra=(extra,))
    own = text_of(get(world.person("an"), f"{HERE}{code}/so-lieu/x.rows/"))
    assert "Việc riêng của Ban" in own
    html = get(chi, f"{HERE}{code}/so-lieu/x.rows/")
    assert "1 dòng bạn không được xem" in text_of(html)
    assert secret not in html
    assert "Việc riêng của Ban" not in html


def test_unknown_and_unseen_figures_are_not_there(world: World, year: Year, an: Person, dung: Person) -> None:
    code = reports.compile_year(world, year.plan)
    assert an.client.get(f"{HERE}{code}/so-lieu/khong.co/").status_code == 404
    assert an.client.get(f"{HERE}{code}/tep/xlsx/").status_code == 404
    for url in (f"{HERE}{code}/", f"{HERE}{code}/so-lieu/obligations.due/", f"{HERE}{code}/tep/pdf/"):
        assert dung.client.get(url).status_code == 404


def test_unknown_is_said_on_the_page(world: World, year: Year, an: Person) -> None:
    code = reports.compile_year(world, year.plan, on=world.at.date().replace(day=1))
    text = text_of(get(an, f"{HERE}{code}/"))
    assert "chưa có số liệu" in text
    assert "không có nghĩa là bằng không" in text
    assert "Chưa có số liệu" in text_of(get(an, f"{HERE}{code}/so-lieu/obligations.due/"))


def test_files_and_the_picture(world: World, year: Year, an: Person, kim: Person) -> None:
    code = reports.compile_year(world, year.plan)
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")):
        answer = kim.client.get(f"{HERE}{code}/tep/{kind}/")
        assert answer.content.startswith(begins)
        assert answer["Content-Disposition"] == f'attachment; filename="{code}.{kind}"'
    assert an.client.get(f"{HERE}{code}/trang-dau.png").content.startswith(b"\x89PNG")


def test_what_the_paper_lacks_is_named(world: World, year: Year, an: Person) -> None:
    text = text_of(get(an, f"{HERE}{reports.compile_year(world, year.plan)}/"))
    assert "họ tên người ký" in text


def test_the_list_grows_flat(world: World, year: Year, an: Person) -> None:
    reports.compile_year(world, year.plan)

    def more() -> None:
        for number in range(3):
            reports.compile_year(world, year.plan, title=f"Báo cáo thêm {number}")

    grows_flat(an.client, HERE, more)
    assert "Báo cáo thêm 2" in get(an, HERE)


def test_a_page_of_a_figure_costs_the_same_however_many_rows_there_are(world: World, year: Year, an: Person) -> None:
    """Of a hundred rows as of fifty one page is shown."""
    codes: list[str] = []

    def compiled(count: int) -> str:
        codes.extend(owe(world, 100 + len(codes)) for _one in range(count))
        code = reports.compile_year(world, year.plan, title=f"Có {count}")
        return f"{HERE}{code}/so-lieu/obligations.due/"

    few, many = compiled(52), compiled(50)

    def taken(url: str) -> int:
        an.client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert an.client.get(url).status_code == 200
        return len(asked.captured_queries)

    assert taken(few) == taken(many)
    html = get(an, many)
    assert 'rel="next"' in html
    assert get(an, f"{many}?tu=50") != html


def test_the_offices_own_way(world: World, giang: Person, chi: Person) -> None:
    assert chi.client.get(f"{HERE}cach-lap/").status_code == 403
    assert "Chốt giữa tháng" in get(giang, f"{HERE}cach-lap/")
    given = {"cut_off": "CALENDAR", "opening": "Thực hiện Quy chế.", "version": "0"}
    assert giang.client.post(f"{HERE}cach-lap/", given).status_code == 302
    row = ReportHabits.rows.get()
    assert (row.cut_off, row.opening, row.unit_id) == ("CALENDAR", "Thực hiện Quy chế.", world.unit("btg-tinh-uy"))
    assert giang.client.post(f"{HERE}cach-lap/", {"cut_off": "TRĂNG"}).status_code == 422
    assert giang.client.post(f"{HERE}cach-lap/", {**given, "opening": "Khác"}).status_code == 409
    assert giang.client.post(f"{HERE}cach-lap/", {**given, "opening": "Khác", "version": "1"}).status_code == 302
    assert ReportHabits.rows.get().opening == "Khác"
