"""Reports as values: one way of writing them down, their numbering, what is said where nothing is on record."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.ground.figures import Figure, Period, Scope, SectionValue, Table, counted
from phoihop.reporting.rules import bodies, reports
from phoihop.reporting.rules.bodies import Words
from phoihop.reporting.rules.reports import Head, NotPlain, Report

PLAN = "KH-kg-2021-so-yte"
WORDS = Words(
    "TT",
    "Chỉ tiêu",
    "Số liệu",
    "Số liệu trong kỳ",
    "Tình hình",
    "chưa có số liệu",
    "Cách tính",
    "Cách",
    "Xem:",
    "Nguồn: %(rooms)s",
)
SECTION = SectionValue(
    key="obligations",
    title="Thực hiện nghĩa vụ",
    figures=(
        counted("obligations.due", "Đến hạn", "Số nghĩa vụ đến hạn.", ["NV-kg-2021-000002", "NV-kg-2021-000001"]),
        counted("obligations.late", "Quá hạn", "Số nghĩa vụ quá hạn.", []),
        counted("obligations.none", "Không rõ", "Chưa ghi.", [], is_known=False),
        Figure("obligations.share", "Tỷ lệ", "Phần trăm.", 50, ("NV-kg-2021-000001",), is_measure=True, unit="%"),
    ),
    paragraphs=("Câu thứ nhất.", "Câu thứ hai."),
    tables=(
        Table(
            "Theo cơ quan",
            ("Cơ quan", "Số"),
            (("Sở Y tế", "2"), ("Sở Xây dựng", "0")),
            ("/a/", "/b/"),
            ("", "obligations.due"),
            (("NV-kg-2021-000001", "NV-kg-2021-000002"), ("NV-kg-2021-000003",)),
        ),
    ),
)


def report(**values: object) -> Report:
    plain = Report(
        head=Head(system="STATE", organ="SỞ Y TẾ", symbol="SYT"),
        scope=Scope(
            "plan", "KH-kg-2021-so-yte", "Kế hoạch", 2021, 1, ("KH-kg-2021-so-yte",), (1, 2), ("VD-kg-2021-0001",)
        ),
        period=Period("2021", "year", date(2020, 12, 15), date(2021, 12, 14)),
        on=date(2021, 12, 14),
        title="Kết quả năm 2021",
        sections=(SECTION,),
        closing=("Trên đây là kết quả",),
        notes=("Kỳ số liệu.",),
        sources=("Nghĩa vụ",),
    )
    return replace(plain, **values)  # type: ignore[arg-type]


def test_a_report_reads_back_as_it_was_written() -> None:
    value = report()
    text = reports.canonical(value)
    assert reports.read(text) == value
    assert reports.canonical(reports.read(text)) == text
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_ways_of_writing_vietnamese_are_one() -> None:
    composed, apart = report(title="Kết quả"), report(title="Kê\u0301t qua\u0309")
    assert reports.canonical(composed) == reports.canonical(apart)


@pytest.mark.parametrize("wrong", [0.5, object(), b"x"])
def test_what_has_no_one_way_of_writing_is_refused(wrong: object) -> None:
    section = replace(SECTION, figures=(replace(SECTION.figures[0], number=wrong),))  # type: ignore[arg-type]
    with pytest.raises(NotPlain):
        reports.canonical(report(sections=(section,)))


@given(st.lists(st.text(max_size=20), max_size=30))
def test_any_rows_are_written_down_in_nfc(rows: list[str]) -> None:
    texts = json.loads(reports.canonical(report(notes=tuple(rows))))["notes"]
    assert texts == [json.loads(reports.canonical(report(title=row)))["title"] for row in rows]


def test_every_change_changes_the_digest() -> None:
    plain = reports.digest(reports.canonical(report()))
    others = [report(title="Khác"), report(on=date(2021, 12, 13)), report(template="report-2"), report(sections=())]
    assert len({plain, *(reports.digest(reports.canonical(other)) for other in others)}) == 5


def test_counts_that_are_not_their_rows_are_found() -> None:
    def wrong(figure: Figure) -> tuple[str, ...]:
        return reports.miscounted((replace(SECTION, figures=(figure,), tables=()),))

    assert reports.miscounted((SECTION,)) == ()
    assert wrong(replace(SECTION.figures[0], number=3)) == ("obligations.due",)
    assert wrong(replace(SECTION.figures[0], rows=("b", "a"))) == ("obligations.due",)
    assert wrong(replace(SECTION.figures[0], rows=("a", "a"))) == ("obligations.due",)
    assert wrong(replace(SECTION.figures[2], rows=("a",))) == ("obligations.none",)
    assert reports.doubled((SECTION, SECTION)) == tuple(figure.key for figure in SECTION.figures)


def test_a_number_in_a_table_that_is_not_its_part_is_found() -> None:
    table = replace(SECTION.tables[0], rows=(("Sở Y tế", "1"), ("Sở Xây dựng", "0")))
    assert reports.miscounted((replace(SECTION, tables=(table,)),)) == ("obligations.due",)
    figure = SECTION.figures[0]
    assert reports.part(report(), figure, "obligations.0.0") == ("Sở Y tế", figure.rows)
    assert reports.part(report(), figure, "obligations.0.1") == ("Sở Xây dựng", ())
    for place in ("obligations.0.2", "obligations.1.0", "plans.0.0", "", "obligations.0.x"):
        assert reports.part(report(), figure, place) is None
    assert reports.part(report(), SECTION.figures[1], "obligations.0.0") is None
    printed = [
        block for block in bodies.body(report(), WORDS, "", lambda one: f"/{one.key}/") if block.kind == "table"
    ][1]
    assert [[cell.link for cell in row] for row in printed.rows] == [
        ["/a/", "/obligations.due/?phan=obligations.0.0"],
        ["/b/", ""],
    ]


def test_the_body_is_numbered_as_official_papers_are() -> None:
    blocks = bodies.body(report(), WORDS, "http://nha/bao-cao/", lambda figure: f"/{figure.key}/")
    headings = [block.text for block in blocks if block.kind in ("part", "item")]
    assert headings == [
        "I. THỰC HIỆN NGHĨA VỤ",
        "1. Số liệu trong kỳ",
        "2. Tình hình",
        "3. Theo cơ quan",
        "II. CÁCH TÍNH",
    ]
    texts = [block.text for block in blocks if block.kind == "text"]
    assert texts == ["Kỳ số liệu.", "a) Câu thứ nhất.", "b) Câu thứ hai.", "Xem:", "Nguồn: Nghĩa vụ"]
    assert blocks[-1].kind == "last"
    assert blocks[-1].text == "Trên đây là kết quả./."


def test_unknown_is_said_and_is_not_zero() -> None:
    table = next(block for block in bodies.body(report(), WORDS, "", lambda _f: "/x/") if block.kind == "table")
    shown = {row[1].text: (row[2].text, row[2].link) for row in table.rows}
    assert shown == {
        "Đến hạn": ("2", "/x/"),
        "Quá hạn": ("0", ""),
        "Không rõ": ("chưa có số liệu", ""),
        "Tỷ lệ": ("50%", "/x/"),
    }


def test_a_party_report_ends_with_a_plain_stop() -> None:
    value = report(head=Head(system="PARTY", organ="BAN TUYÊN GIÁO", symbol="BTGTU"))
    assert bodies.body(value, WORDS, "", lambda _f: "")[-1].text == "Trên đây là kết quả."
    assert bodies.letter_of(value, is_illustration=False).symbol == "BC/BTGTU"
    assert bodies.letter_of(report(), is_illustration=False).symbol == "BC-SYT"


def test_letters_of_points_follow_the_vietnamese_alphabet() -> None:
    assert [bodies.letter(number) for number in range(1, 9)] == ["a", "b", "c", "d", "đ", "e", "g", "h"]
    every = "".join(bodies.letter(number) for number in range(1, len(bodies.LETTERS) + 1))
    assert not set("fjwz") & set(every)
    assert bodies.letter(len(bodies.LETTERS) + 1) == "aa"


@given(st.integers(1, 399))
def test_roman_numbers_read_back(number: int) -> None:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    signs = [values[sign] for sign in bodies.roman(number)]
    total = sum(-one if one < following else one for one, following in zip(signs, [*signs[1:], 0], strict=True))
    assert total == number
