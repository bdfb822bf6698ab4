"""The programme picture: every figure and every cell opens exactly the rows it counts."""

import html
import re
from datetime import date

import pytest

from phoihop.desk import queries
from phoihop.desk.pages import programme as words
from phoihop.obligations import queries as obligations
from phoihop.plans.queries import totals
from tests.world import plans
from tests.world.flat import grows_flat

PAGE = "/lam-viec/chuong-trinh/"
TODAY = date(2021, 8, 2)


def read(person, **asked):
    answer = person.client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_behind(person, url):
    """How many rows the board shows behind a link, all its pages."""
    count = 0
    while url:
        page = person.client.get(html.unescape(url)).content.decode()
        count += len(re.findall(r'class="row["\s]', page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        url = following[1] if following else ""
    return count


@pytest.mark.parametrize("asked", [{}, {"nam": "ca-ky"}])
@pytest.mark.parametrize("person", ["an", "chi", "kim"])
def test_every_figure_opens_the_rows_it_counts(world, request, person, asked):
    plans.begin(world)
    reader = request.getfixturevalue(person)
    figures = re.findall(r'<a class="figure" href="([^"]+)"><b>(\d+)</b>', read(reader, **asked))
    assert len(figures) == 7
    assert any(int(number) for _url, number in figures)
    for url, number in figures:
        assert rows_behind(reader, url) == int(number), url


def test_every_cell_opens_the_rows_it_counts(world, an):
    plans.begin(world)
    page = read(an)
    cells = re.findall(r'<a class="cell" href="([^"]+)">.*?<span class="vh">([^<]+)</span>', page)
    assert cells
    for url, spoken in cells:
        assert rows_behind(an, url) == sum(map(int, re.findall(r"(\d+) ", spoken))), (url, spoken)


def test_the_cells_of_a_year_add_up_to_its_figures(world, an):
    plans.begin(world)
    found = queries.year_view(an.actor, TODAY, year=None).programme
    total = totals(counts for stages in found.cells.values() for counts in stages.values())
    assert sum(total.values()) == found.figures.promised
    assert total["late"] == found.figures.late
    assert total["done"] == found.figures.kept


def test_an_outsider_gets_an_empty_picture_that_says_why(world, dung):
    plans.begin(world)
    page = read(dung)
    assert "Cơ quan bạn chưa có kế hoạch phối hợp nào." in page
    assert plans.TITLE not in page


def test_a_partner_sees_its_own_plan_only(world, chi):
    plans.call_round(world, "so-yte", "so-tttt")
    page = read(chi)
    assert "Sở Y tế" in page
    assert "Sở Thông tin và Truyền thông" not in page


def test_the_axis_shows_rounds_and_the_end_of_agreements(world, an):
    plans.begin(world)
    page = read(an)
    assert "Đợt chọn vấn đề 2021" in page
    assert "1 quy chế hết" in page
    assert "Xem bảng ngày tháng" in page
    assert "Quy chế hết hạn sớm nhất: 31/12/2025" in read(an, nam="ca-ky")


@pytest.mark.parametrize("asked", [{"nam": "x"}, {"nam": "1990"}, {"sau": "x"}, {"nam": "²²²²"}])
def test_strange_addresses_are_no_fault(world, an, asked):
    plans.call_round(world)
    assert an.client.get(PAGE, asked).status_code == 200


def test_the_picture_grows_flat(world, an):
    plans.begin(world)

    def add():
        year = plans.Year("", "", "KH-kg-2021-so-yte")
        for n in range(3):
            plans.propose(world, year, f"Vấn đề khác hẳn số {n}")

    grows_flat(an.client, PAGE, add)


class Line:
    def __init__(self, **counts):
        self.counts = counts


def test_the_finding_is_said_in_words():
    assert words._finding([Line(done=3)], None, 2021) == "Năm 2021: không kế hoạch nào có việc quá hạn"
    late = [Line(late=1), Line(late=2), Line(late=1, done=4), Line(soon=1)]
    said = words._finding(late, ("Sở Y tế tỉnh Kiên Giang", 2), 2021)
    assert said == "Ba kế hoạch có việc quá hạn; việc trễ của Sở Y tế đang chặn hai việc khác"
    assert words._finding(late, None, 2021) == "Ba kế hoạch có việc quá hạn"
    assert words.in_words(12) == "12"


@pytest.mark.parametrize(
    ("counts", "state"),
    [({"done": 1, "late": 1}, "late"), ({"done": 2, "plan": 1}, "doing"), ({"plan": 1}, "plan"), ({"held": 1}, "held")],
)
def test_one_tile_for_many(counts, state):
    assert words.worst(counts).value == state


def test_the_same_figure_on_two_pages(world, an):
    year = plans.begin(world)
    found = obligations.figures(an.actor, sources=[year.plan], today=TODAY)
    assert f"<b>{found.promised}</b>" in read(an)
    assert f"<b>{found.promised}</b>" in read(an, nam="ca-ky")
