"""Registers as files: what was typed stays text, days are days, Vietnamese is read right."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from phoihop.documents.models import Book
from phoihop.documents.outside import export
from phoihop.documents.outside.export import Column, Table
from phoihop.ledger.models import Entry
from tests.world.documents import registered

BOOKS = "/lam-viec/so-van-ban/"
FORMULAS = ["=1+1", "+84 297 3862", "-1", "- Như trên", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("file:///x")']
FIRST = 5  # two lines of head, the titles, their numbers


def table(*rows):
    columns = tuple(Column(title, 12) for title in ("Số đến", "Ngày đến", "Trích yếu"))
    return Table("Sổ văn bản đến: 2021/kg", ("SỞ Y TẾ", "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"), columns, rows)


def sheet(*rows):
    return load_workbook(io.BytesIO(export.xlsx(table(*rows)))).active


def lines(*rows):
    content = export.csv(table(*rows))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_sheet_is_set_up_for_paper():
    made = sheet((1, date(2021, 8, 2), "Phòng, chống dịch"))
    assert [made.cell(row, 1).value for row in (1, 2)] == ["SỞ Y TẾ", "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"]
    assert [cell.value for cell in made[3]] == ["Số đến", "Ngày đến", "Trích yếu"]
    assert [cell.value for cell in made[4]] == ["(1)", "(2)", "(3)"]
    assert made.title == "Sổ văn bản đến- 2021-kg"
    assert made.page_setup.orientation == "landscape"
    assert made.page_setup.paperSize == 9
    assert (made.page_setup.fitToWidth, made.page_setup.fitToHeight) == (1, 0)
    assert made.print_title_rows == "$3:$4"
    assert made.freeze_panes == "A5"
    assert made.oddHeader.center.text == "&P"


def test_days_and_numbers_are_such():
    number, day, text = sheet((7, date(2021, 8, 2), None))[FIRST]
    assert (number.value, number.number_format) == (7, "00")
    assert (day.value, day.number_format) == (datetime(2021, 8, 2), "DD/MM/YYYY")
    assert text.value is None


@pytest.mark.parametrize("text", FORMULAS)
def test_what_was_typed_is_no_formula(text):
    cell = sheet((1, None, text))[FIRST][2]
    assert cell.data_type == "s"
    assert cell.quotePrefix  # nor does it become one when somebody edits the cell
    typed = lines((1, None, text))[1][2]
    assert typed.startswith("'") or not typed.startswith(export.FORMULA)


def test_no_formula_is_in_the_file():
    content = export.xlsx(table(*((1, None, text) for text in FORMULAS)))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_csv_says_each_row_in_one_line():
    assert lines((7, date(2021, 8, 2), 'Về "đê"\ncấp bách'), (120, None, None)) == [
        ["Số đến", "Ngày đến", "Trích yếu"],
        ["07", "02/08/2021", 'Về "đê" cấp bách'],
        ["120", "", ""],
    ]
    assert export.csv(table((1, None, "a\r\nb"))).count(b"\r\n") == 2


def test_what_no_spreadsheet_can_hold_is_left_out():
    cell = sheet((1, None, "a\x00\x0b\x1f\ufffe\ud800b" + "c" * 40_000))[FIRST][2]
    assert cell.value.startswith("abc")
    assert len(cell.value) == 32_767


@pytest.mark.slow
@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_makes_files_that_open_again(texts):
    made = sheet(*((n, None, text) for n, text in enumerate(texts)))
    assert made.max_row == FIRST - 1 + len(texts)
    assert all(made.cell(FIRST + n, 3).data_type != "f" for n in range(len(texts)))
    assert len(lines(*((n, None, text) for n, text in enumerate(texts)))) == len(texts) + 1


def test_a_register_as_xlsx(world, giang):
    registered(world, subject="=cmd|' /C calc'!A0", arrival_date=date(2021, 8, 1))
    for _n in range(60):
        registered(world)
    answer = giang.client.get(f"{BOOKS}{Book.rows.get().pk}/", {"dang": "xlsx"})
    assert answer["Content-Type"] == export.XLSX
    assert answer["Content-Disposition"] == 'attachment; filename="so-van-ban-den-nam-2021-btg-tinh-uy.xlsx"'
    assert "no-store" in answer["Cache-Control"]
    made = load_workbook(io.BytesIO(answer.content)).active
    column = [cell.value for cell in made["B"]]
    start = column.index("(2)") + 1
    assert column[start:] == list(range(1, 62))
    first = made[start + 1]
    assert len(first) == 10
    assert first[0].value == datetime(2021, 8, 1)
    assert first[5].value == "Báo cáo: =cmd|' /C calc'!A0"
    assert [made.cell(row, 1).value for row in (1, 2, 3, 4)] == [
        "TỈNH ỦY KIÊN GIANG",
        "BAN TUYÊN GIÁO TỈNH ỦY KIÊN GIANG",
        "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
        "Năm: 2021",
    ]


def test_a_register_as_csv_follows_the_filter(world, giang):
    for _n in range(3):
        registered(world, type_key="", subject="=1+1")
    answer = giang.client.get(f"{BOOKS}{Book.rows.get().pk}/", {"dang": "csv", "first_number": "2"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    read = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[1] for row in read] == ["Số đến", "02", "03"]
    assert [row[5] for row in read[1:]] == ["'=1+1"] * 2


def test_what_wants_an_answer_as_files(world, giang):
    registered(world, due_date=date(2021, 8, 5))
    registered(world)
    for kind in export.KINDS:
        answer = giang.client.get(f"{BOOKS}theo-doi/", {"dang": kind})
        assert answer["Content-Type"] == export.KINDS[kind]
        assert f'theo-doi-giai-quyet-van-ban-den-btg-tinh-uy.{kind}"' in answer["Content-Disposition"]
    read = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [len(row) for row in read] == [7, 7]
    assert read[1][3:5] == ["05/08/2021", "Chưa trả lời, còn 3 ngày"]


def test_taking_a_register_away_is_told_to_the_ledger(world, giang):
    registered(world, due_date=date(2021, 8, 5))
    book = Book.rows.get()
    giang.client.get(f"{BOOKS}{book.pk}/")
    assert not Entry.rows.filter(kind="register.exported").exists()
    giang.client.get(f"{BOOKS}{book.pk}/", {"dang": "xlsx"})
    giang.client.get(f"{BOOKS}theo-doi/", {"dang": "csv"})
    entries = [(entry.code, json.loads(entry.data)) for entry in Entry.rows.filter(kind="register.exported")]
    told = [(code, data["book_id"], data["file_kind"]) for code, data in entries]
    unit = world.code("btg-tinh-uy")
    assert told == [(unit, book.pk, "XLSX"), (unit, 0, "CSV")]


def test_who_may_not_see_the_book_leaves_no_line(world, dung):
    registered(world)
    answer = dung.client.get(f"{BOOKS}{Book.rows.get().pk}/", {"dang": "csv"})
    assert answer.status_code == 404
    assert not Entry.rows.filter(kind="register.exported").exists()
