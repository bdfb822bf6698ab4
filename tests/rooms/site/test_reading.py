"""A programme file is read whole or refused whole, with everything wrong in it and its place."""

import csv
import io
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from ruamel.yaml import YAML

from phoihop.obligations.rules import BadRule, parse_rule
from phoihop.site.programme import sources
from phoihop.site.programme.reading import BrokenFile, read, slug_of, understand
from phoihop.site.programme.sources import read_tree
from phoihop.site.programme.values import Known, Party, Place, Problem, ProgrammeFile

from .workbook import write_workbook

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "phoihop/sample/kien-giang-2021"
UNITS = ROOT / "phoihop/sample/units"
SHARED = ROOT.parent / "shared/data"

SMALL = """\
programme:
  title: Chương trình thử
  territory: Kiên Giang
  level: province
  lead: ban
  slug: kg
  period: {from: 2021, to: 2025}
organizations:
  - {key: tinh, name: Tỉnh ủy, kind: party_committee, level: province}
  - {key: ban, name: Ban, kind: party_commission, level: province, parent: tinh}
  - {key: so, name: Sở Y tế, kind: department, level: province}
mandates:
  - {number: "1-QĐ/TW", type: decision, issuer: tinh, date: 2009-04-27}
  - {number: "2-QĐ/TW", type: decision, issuer: tinh, date: 2020-09-30, supersedes: "1-QĐ/TW"}
duties:
  partner:
    - {key: invite, text: Mời dự}
  lead:
    - {key: listen, text: Lắng nghe}
phases_per_plan: 2
phases:
  - {key: before, name: Trước}
  - {key: after, name: Sau}
plans:
  - {partner: so, mandate: "2-QĐ/TW", domains: [Phòng dịch]}
agreements:
  - {partner: so, clauses: [{id: "4.1", duty: partner.invite}], in_force: {from: 2021-07-01, to: 2025-12-31}}
rules:
  partner.invite: {before: meeting.start, working_days: 3}
calendar:
  time_zone: Asia/Ho_Chi_Minh
  swap_days:
    - {off: 2024-04-29, working: 2024-05-04}
topics:
  - {plan: so, kind: issue, title: Phòng dịch, selected: 2021-07-05}
events:
  - {what: phase.entered, phase: before, on: 2021-07-05}
  - {what: phase.end, phase: before, on: 2021-07-20}
"""


def known_from(file: ProgrammeFile) -> Known:
    """What a caller would take from the database after loading the file."""
    programme = file.programme
    assert programme
    return Known(
        slug=programme.slug,
        lead=programme.lead,
        period=(programme.first_year, programme.last_year),
        units={unit.key: unit.parent for unit in file.organizations},
        mandates={one.number: (one.supersedes, one.implements) for one in file.mandates},
        duties=frozenset(duty.name for duty in file.duties),
        plans=tuple(plan.partner for plan in file.plans),
        topic_kinds=file.topic_kinds,
        phases_per_plan=file.phases_per_plan,
    )


def rule_faults(raw: object) -> list[str]:
    try:
        parse_rule(raw)
    except BadRule as bad:
        return [fault.sentence % fault.values for fault in bad.faults]
    return []


@pytest.fixture
def write(tmp_path):
    def write(content: str | bytes, name: str = "tep.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def problems(write):
    def problems(content: str | bytes, known: Known | None = None, name: str = "tep.yaml", **more: Any) -> list[str]:
        with pytest.raises(BrokenFile) as refused:
            read(write(content, name), known, **more)
        return [f"{problem.place}: {problem.sentence}" for problem in refused.value.problems]

    return problems


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


# ── what is right ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_facts_of_kien_giang_are_read():
    file = read(SAMPLE / "programme.yaml", rule_faults=rule_faults)
    assert file.programme
    assert (file.programme.slug, file.programme.lead, file.programme.last_year) == ("kg", "btg-tinh-uy", 2025)
    assert (len(file.organizations), len(file.mandates), len(file.duties), len(file.plans)) == (13, 4, 11, 8)
    assert file.mandates[1].supersedes == "221-QĐ/TW"
    assert file.mandates[1].place == Place(31)
    assert file.plans[-1].mandate == ""
    assert not file.is_illustration
    assert file.agreements == ()


@pytest.mark.parametrize("faults", [None, rule_faults])
def test_the_rules_refer_to_what_is_loaded(faults):
    known = known_from(read(SAMPLE / "programme.yaml"))
    file = read(SAMPLE / "example-rules.yaml", known, rule_faults=faults)
    assert file.is_illustration
    assert [one.partner for one in file.agreements] == list(known.plans)
    assert {one.clauses for one in file.agreements} == {file.agreements[0].clauses}
    assert file.agreements[0].parties == (Party("btg-tinh-uy", "lead"), Party("ubnd-tinh", "partner"))
    assert file.agreements[0].to_date == date(2025, 12, 31)
    rules = {rule.duty: parse_rule(rule.as_plain()) for rule in file.rules}
    assert rules == {
        duty: parse_rule(raw) for duty, raw in YAML(typ="safe").load(SAMPLE / "example-rules.yaml")["rules"].items()
    }


def test_the_rules_alone_are_refused_line_by_line(problems):
    found = problems((SAMPLE / "example-rules.yaml").read_text(encoding="utf-8"))
    assert found[0] == "cả tệp: Tệp không có phần “programme”, và chưa có chương trình nào được nạp"
    assert "dòng 45: plan: không có kế hoạch của “ubnd-tinh”" in found
    assert len(found) == 33


def test_both_sources_of_the_sample_are_the_shared_ones():
    if not SHARED.is_dir():
        pytest.skip("the shared data do not lie beside the project (../shared/data)")
    for name in ("programme.yaml", "example-rules.yaml"):
        assert (SAMPLE / name).read_bytes() == (SHARED / "kien-giang-2021" / name).read_bytes()


def test_a_small_file_is_read(write):
    file = read(write(SMALL))
    assert file.agreements[0].clauses[0].id == "4.1"
    assert file.swap_days[0].working_date == date(2024, 5, 4)


def test_null_and_left_out_are_the_same(write):
    with_nulls = changed('mandate: "2-QĐ/TW", domains: [Phòng dịch]', "mandate: null, domains: null")
    without = changed(', mandate: "2-QĐ/TW", domains: [Phòng dịch]', "")
    assert read(write(with_nulls)) == read(write(without))


def test_an_agreement_may_have_more_parties(write):
    parties = "parties: [{unit: ban, role: lead}, {unit: so, role: partner}, {unit: tinh, role: witness}], clauses:"
    file = read(write(changed("clauses:", parties)))
    assert file.agreements[0].parties[2] == Party("tinh", "witness")


def test_a_rule_may_stay_open(write):
    file = read(write(changed("{before: meeting.start, working_days: 3}", "null")))
    assert file.rules[0].as_plain() is None


@pytest.mark.parametrize(
    "rule",
    [
        "{on_demand: true}",
        "{on: 2021-12-31}",
        '{each: year, on: "12-14", cut_off: "12-14"}',
        "{each: month, day: 5}",
        "{each: quarter, working_day: 3, cut_off: 14, first: 2021-08-01}",
        "{after: phase.end, days: 0, per: topic}",
    ],
)
def test_every_form_of_rule_is_read_the_same_by_schema_and_by_obligations(write, rule):
    path = write(changed("{before: meeting.start, working_days: 3}", rule))
    assert read(path) == read(path, rule_faults=rule_faults)


def test_text_is_normalised_at_the_entry(write):
    odd = SMALL.replace("Sở Y tế", "S\u200bở Y tế").replace("Đ", "\u00d0")
    file = read(write(b"\xef\xbb\xbf" + unicodedata.normalize("NFD", odd).encode()))
    assert file == read(write(SMALL))


def test_a_file_of_another_programme_refers_to_nothing_known(write, problems):
    known = replace(known_from(read(write(SMALL))), units={"tinh": "", "ban": "", "so": "", "khac": ""})
    text = changed("slug: kg", "slug: ag").replace("partner: so, mandate", "partner: khac, mandate", 1)
    assert problems(text, known)[0].startswith("dòng 25: partner: không có đơn vị “khac”")


def test_the_slug_is_known_before_the_rest_is_checked(write):
    tree = read_tree(write(changed("lead: ban", "lead: ai-do")))
    assert slug_of(tree) == "kg"
    with pytest.raises(BrokenFile):
        understand(tree)


# ── the same in a workbook ───────────────────────────────────────────────────────────────────────────────────


def test_a_workbook_of_the_same_content_gives_the_same_value(tmp_path):
    programme = SAMPLE / "programme.yaml"
    book = write_workbook(tmp_path / "a.xlsx", YAML(typ="safe").load(programme))
    known = known_from(read(programme))
    assert read(book) == read(programme)
    assert read(book).mandates[1].place == Place(3, "mandates")
    rules = SAMPLE / "example-rules.yaml"
    book = write_workbook(tmp_path / "b.xlsx", YAML(typ="safe").load(rules))
    assert read(book, known) == read(rules, known)


def test_a_workbook_may_hold_agreements_one_by_one(tmp_path, write):
    parties = "parties: [{unit: ban, role: lead}, {unit: so, role: partner}, {unit: tinh, role: witness}], clauses:"
    path = write(changed("clauses:", parties))
    assert read(write_workbook(tmp_path / "a.xlsx", YAML(typ="safe").load(path))) == read(path)


def book_problems(problems, change) -> list[str]:
    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("organizations")
    sheet.append(["key", "name", "kind", "level"])
    sheet.append(["so", "Sở Y tế", "department", "province"])
    change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return problems(stream.getvalue(), Known(slug="kg"), "tep.xlsx")


@pytest.mark.parametrize(
    ("cell", "value", "sentence"),
    [
        ("B2", "=1+1", "organizations!2: Ô có công thức; hãy dán giá trị vào thay cho công thức"),
        ("B2", 12, "organizations!2: name: “12” phải là chữ: đặt trong dấu nháy, hoặc định dạng ô là văn bản"),
        ("B2", "#REF!", "organizations!2: Ô báo lỗi #REF!"),
        ("D2", "tỉnh", "organizations!2: level: không có “tỉnh”; có thể là: central, province, district, commune"),
        ("F2", "thừa", "organizations!2: Có ô nằm ngoài các cột có tên"),
        (
            "B1",
            "nama",
            "organizations!1: Không có cột “nama”; các cột có thể là: key, name, kind, level, parent, short",
        ),
        ("B1", "key", "organizations!1: Mục “key” bị lặp lại"),
        ("A3", "so", "organizations!3: key: “so” bị lặp lại, đã có ở organizations!2"),
    ],
)
def test_a_broken_cell_is_named_with_sheet_and_row(problems, cell, value, sentence):
    found = book_problems(problems, lambda book, sheet: sheet.__setitem__(cell, value))
    assert sentence in found


def test_an_unknown_sheet_is_refused_and_an_empty_one_is_not(problems):
    def change(book, sheet):
        book.create_sheet("Sheet1")
        book.create_sheet("organisations").append(["key"])

    assert [line for line in book_problems(problems, change) if "Sheet1" in line] == []
    assert book_problems(problems, change)[0].startswith("organisations: Không có phần “organisations”")


def test_rows_may_be_left_empty_but_a_sheet_has_an_end(problems):
    found = book_problems(problems, lambda book, sheet: sheet.cell(row=900, column=1, value="xa"))
    assert "organizations!900: Thiếu mục “name”" in found
    found = book_problems(problems, lambda book, sheet: sheet.cell(row=900_000, column=1, value="xa"))
    assert found == ["organizations!20001: Trang tính dài quá 20000 dòng; hãy xóa hẳn các dòng trống ở cuối"]


def bomb(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bomb("xl/workbook.xml", b"0" * 60_000_000), "cả tệp: Tệp XLSX giải nén ra quá lớn"),
        (
            bomb("xl/workbook.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
            "cả tệp: Tệp XLSX có khai báo DTD, không được phép",
        ),
        (bomb("a.txt", b"a"), "cả tệp: Không đọc được tệp XLSX này"),
        (b"PK\x03\x04 broken", "cả tệp: Không đọc được tệp XLSX này"),
        (b"not a zip", "cả tệp: Không đọc được tệp XLSX này"),
        (b"", "cả tệp: Tệp không có nội dung"),
    ],
)
def test_a_workbook_that_is_none_is_refused(problems, content, sentence):
    assert problems(content, name="tep.xlsx") == [sentence]


# ── what is no file ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path, Path("a\0b.yaml")):
        with pytest.raises(BrokenFile, match="Không mở được tệp"):
            read(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "cả tệp: Tệp không có nội dung"),
        ("# chỉ có ghi chú\n", "cả tệp: Không được để trống"),
        ("một dòng chữ", "cả tệp: Phải là nhóm các mục “tên: giá trị”"),
        ("- một danh sách", "cả tệp: Phải là nhóm các mục “tên: giá trị”"),
        ("{}", "cả tệp: Cần ít nhất 1 mục"),
        ("a: [1, 2\nb: 3", "dòng 2: Không đúng cú pháp YAML ở đây"),
        ("a:\n\t- b", "dòng 2: YAML không cho dùng phím Tab để thụt dòng"),
        ('a: 1\nb: "\\U00110000"', "dòng 2: Không đúng cú pháp YAML ở đây"),
        (b"a: 1\nb: \xe1\xbb", "dòng 2: Tệp không phải là văn bản UTF-8; hãy lưu lại với bảng mã UTF-8"),
        ("a: Kiên".encode("utf-16"), "dòng 1: Tệp không phải là văn bản UTF-8; hãy lưu lại với bảng mã UTF-8"),
        (b"a: 1\nb: a\0b", "dòng 2: Có ký tự điều khiển không được phép"),
        ("a: 1\n---\nb: 2", "dòng 2: Tệp chỉ được có một tài liệu YAML (bỏ dòng ---)"),
        ("a: " + "[" * 30 + "]" * 30, "dòng 1: Tệp lồng quá 12 bậc"),
        ("[" * 20_000, "dòng 1: Tệp lồng quá 12 bậc"),
        ("? [a]\n: b", "dòng 1: Tên mục phải là chữ"),
        ("a: " + "x" * 5_000_000, "cả tệp: Tệp lớn quá 5 MB"),
    ],
)
def test_what_is_no_yaml_is_refused(problems, content, sentence):
    found = problems(content, Known(slug="kg"))
    assert sentence in found
    assert len(found) == 1


def test_a_file_with_too_many_items_is_refused(problems, monkeypatch):
    monkeypatch.setattr(sources, "MOST_NODES", 50)
    assert problems(SMALL) == ["dòng 12: Tệp có quá nhiều mục"]


def test_references_and_tags_are_refused_all_at_once(problems):
    bomb = "a: &a [1]\nb: [*a, *a]\nc: !!python/object:os.system x\n"
    found = problems(bomb, Known(slug="kg"))
    assert "dòng 1: Tệp không được dùng tham chiếu YAML (&tên, *tên)" in found
    assert "dòng 2: Tệp không được dùng tham chiếu YAML (&tên, *tên)" in found
    assert "dòng 3: Tệp không được dùng thẻ kiểu YAML (!thẻ)" in found


# ── what is wrong in it ──────────────────────────────────────────────────────────────────────────────────────

WRONG = [
    # unknown keys and words
    ("  lead: ban", "  laed: ban", "dòng 5: Không có mục “laed” ở đây; có phải là “lead”?"),
    ("  lead: ban", "  laed: ban", "dòng 1: Thiếu mục “lead”"),
    ("plans:", "plams:", "dòng 24: Không có mục “plams” ở đây; có phải là “plans”?"),
    (
        "kind: department",
        "kind: deparment",
        (
            "dòng 11: kind: không có “deparment”; có thể là: party_committee, "
            "party_commission, party_office, elected_body, executive, judicial, department, mass_organization, "
            "armed_forces, press, other; có phải là “department”?"
        ),
    ),
    (
        "level: province\n",
        "level: tinh\n",
        ("dòng 4: level: không có “tinh”; có thể là: central, province, district, commune"),
    ),
    # missing, null, wrong type
    ("key: so, name: Sở Y tế, ", "key: so, ", "dòng 11: Thiếu mục “name”"),
    ("key: so, name: Sở Y tế, ", "key: so, name: , ", "dòng 11: name: không được để trống"),
    ("key: so, name: Sở Y tế, ", 'key: so, name: " ", ', "dòng 11: name: không được để trống"),
    ("name: Sở Y tế", "name: 12", "dòng 11: name: “12” phải là chữ: đặt trong dấu nháy, hoặc định dạng ô là văn bản"),
    ('id: "4.1"', "id: 4.1", "dòng 27: id: “4.1” phải là chữ: đặt trong dấu nháy, hoặc định dạng ô là văn bản"),
    ("from: 2021, to", "from: hai, to", "dòng 7: from: phải là số nguyên"),
    ("[Phòng dịch]", "Phòng dịch", "dòng 25: domains: phải là danh sách"),
    ("{from: 2021, to: 2025}", "2021", "dòng 7: period: phải là nhóm các mục “tên: giá trị”"),
    # numbers
    ("phases_per_plan: 2", "phases_per_plan: -2", "dòng 20: phases_per_plan: -2 nhỏ quá, ít nhất là 1"),
    ("working_days: 3", "working_days: -3", "dòng 29: working_days: -3 nhỏ quá, ít nhất là 0"),
    ("working_days: 3", "working_days: 99999", "dòng 29: working_days: 99999 lớn quá, nhiều nhất là 1000"),
    ("phases_per_plan: 2", "phases_per_plan: 3", "dòng 21: phases: có 2 giai đoạn, nhưng phases_per_plan là 3"),
    # dates
    (
        "selected: 2021-07-05",
        "selected: 2021-02-31",
        ("dòng 35: selected: “2021-02-31” không phải là ngày; viết năm-tháng-ngày, từ 1900 đến 2099, ví dụ 2021-07-05"),
    ),
    (
        "selected: 2021-07-05",
        "selected: 5/7/2021",
        ("dòng 35: selected: “5/7/2021” không phải là ngày; viết năm-tháng-ngày, từ 1900 đến 2099, ví dụ 2021-07-05"),
    ),
    (
        "selected: 2021-07-05",
        "selected: đầu năm",
        ("dòng 35: selected: “đầu năm” không phải là ngày; viết năm-tháng-ngày, từ 1900 đến 2099, ví dụ 2021-07-05"),
    ),
    (
        "selected: 2021-07-05",
        "selected: 20210705",
        ("dòng 35: selected: “20210705” phải là chữ: đặt trong dấu nháy, hoặc định dạng ô là văn bản"),
    ),
    (
        "selected: 2021-07-05",
        "selected: 2031-07-05",
        ("dòng 35: selected: 2031-07-05 nằm ngoài thời kỳ 2021-2025 của chương trình"),
    ),
    ("from: 2021, to: 2025", "from: 2026, to: 2025", "dòng 7: from: năm đầu 2026 sau năm cuối 2025"),
    ("from: 2021-07-01", "from: 2026-07-01", "dòng 27: from: ngày đầu 2026-07-01 sau ngày cuối 2025-12-31"),
    ("date: 2020-09-30", "date: 2000-09-30", "dòng 14: date: ngày này trước ngày của “1-QĐ/TW”"),
    (
        "before, on: 2021-07-20",
        "before, on: 2021-07-02",
        ("dòng 38: on: giai đoạn kết thúc trước khi bắt đầu (2021-07-05)"),
    ),
    # twins
    ("key: so,", "key: ban,", "dòng 11: key: “ban” bị lặp lại, đã có ở dòng 10"),
    (
        "level: province\n  lead",
        "level: province\n  level: central\n  lead",
        ("dòng 5: Mục “level” bị lặp lại, đã có ở dòng 4"),
    ),
    ('"2-QĐ/TW", type', '"1-QĐ/TW", type', "dòng 14: number: “1-QĐ/TW” bị lặp lại, đã có ở dòng 13"),
    (
        "invite, text: Mời dự}",
        "invite, text: A}\n    - {key: invite, text: B}",
        ("dòng 18: key: “invite” bị lặp lại, đã có ở dòng 17"),
    ),
    (
        '[{id: "4.1", duty: partner.invite}]',
        '[{id: "4.1", duty: partner.invite}, {id: "4.1", duty: lead.listen}]',
        "dòng 27: id: “4.1” bị lặp lại, đã có ở dòng 27",
    ),
    ("working: 2024-05-04", "working: 2024-04-29", "dòng 33: working: “2024-04-29” bị lặp lại, đã có ở dòng 33"),
    (
        "phase: before, on: 2021-07-05}",
        ("phase: before, on: 2021-07-05}\n  - {what: phase.entered, phase: before, on: 2021-08-05}"),
        "dòng 38: what: “phase.entered” bị lặp lại, đã có ở dòng 37",
    ),
    # references
    ("lead: ban", "lead: bann", "dòng 5: lead: không có đơn vị “bann”; có phải là “ban”?"),
    ("parent: tinh", "parent: tình", "dòng 10: parent: “tình” chỉ được gồm chữ thường không dấu, số và dấu gạch nối"),
    ("issuer: tinh, date: 2009", "issuer: ai, date: 2009", "dòng 13: issuer: không có đơn vị “ai”"),
    (
        'supersedes: "1-QĐ/TW"',
        'supersedes: "1-QĐTW"',
        ("dòng 14: supersedes: không có văn bản “1-QĐTW”; có phải là “1-QĐ/TW”?"),
    ),
    (
        'so, mandate: "2-QĐ/TW"',
        'so, mandate: "9-QĐ/TW"',
        ("dòng 25: mandate: không có văn bản “9-QĐ/TW”; có phải là “1-QĐ/TW”?"),
    ),
    (
        "partner: so, mandate",
        "partner: ban, mandate",
        ("dòng 25: partner: cơ quan chủ trì không thể là cơ quan phối hợp của chính mình"),
    ),
    (
        "duty: partner.invite",
        "duty: partner.invit",
        ("dòng 27: duty: không có nghĩa vụ “partner.invit”; có phải là “partner.invite”?"),
    ),
    (
        "  partner.invite: {",
        "  partner.invit: {",
        ("dòng 29: Không có nghĩa vụ “partner.invit”; có phải là “partner.invite”?"),
    ),
    (
        "before: meeting.start",
        "before: lead.lisen.accepted",
        ("dòng 29: before: không có nghĩa vụ “lead.lisen”; có phải là “lead.listen”?"),
    ),
    (
        "working_days: 3}",
        "working_days: 3, phases: [befor]}",
        ("dòng 29: phases: không có giai đoạn “befor”; có phải là “before”?"),
    ),
    ("plan: so", "plan: sо", "dòng 35: plan: “sо” chỉ được gồm chữ thường không dấu, số và dấu gạch nối"),
    ("plan: so", "plan: tinh", "dòng 35: plan: không có kế hoạch của “tinh”"),
    ("phase: before, on: 2021-07-20", "phase: during, on: 2021-07-20", "dòng 38: phase: không có giai đoạn “during”"),
    (
        "Asia/Ho_Chi_Minh",
        "Asia/Rach_Gia",
        ("dòng 31: time_zone: không có múi giờ “Asia/Rach_Gia”, ví dụ đúng: Asia/Ho_Chi_Minh"),
    ),
    # circles
    ("name: Tỉnh ủy,", "name: Tỉnh ủy, parent: ban,", "dòng 9: parent: cấp trên đi thành vòng: tinh → ban → tinh"),
    ("parent: tinh", "parent: ban", "dòng 10: parent: cấp trên đi thành vòng: ban → ban"),
    (
        "date: 2009-04-27",
        'implements: "2-QĐ/TW"',
        ("dòng 13: supersedes: các văn bản viện dẫn nhau thành vòng: 1-QĐ/TW → 2-QĐ/TW → 1-QĐ/TW"),
    ),
    # rules
    (", working_days: 3", "", "dòng 29: partner.invite: cần đúng một trong: working_days, days"),
    ("before: meeting.start, ", "", "dòng 29: partner.invite: cần đúng một trong: after, before, each, on, on_demand"),
    (
        "before: meeting.start, ",
        "before: meeting.start, after: phase.end, ",
        ("dòng 29: partner.invite: cần đúng một trong: after, before, each, on, on_demand"),
    ),
    (
        "before: meeting.start",
        "before: meeting",
        ("dòng 29: before: “meeting” không phải là tên sự kiện, ví dụ phase.entered"),
    ),
    (
        "{before: meeting.start, working_days: 3}",
        '{each: month, on: "01-31"}',
        ("dòng 29: each: chỉ được dùng on cùng với each: year"),
    ),
    (
        "{before: meeting.start, working_days: 3}",
        "{each: year, on: 2021-01-31}",
        ('dòng 29: on: “2021-01-31” không phải là tháng-ngày, ví dụ "01-31"'),
    ),
    (
        "{before: meeting.start, working_days: 3}",
        '{on: "31/01"}',
        ('dòng 29: on: “31/01” không phải là ngày; viết "01-31" hoặc 2021-12-31'),
    ),
    (
        "{before: meeting.start, working_days: 3}",
        "soon",
        "dòng 29: partner.invite: phải là nhóm các mục “tên: giá trị”",
    ),
    # agreements
    ('clauses: [{id: "4.1", duty: partner.invite}]', "clauses: []", "dòng 27: clauses: cần ít nhất 1 mục"),
    (
        "clauses:",
        "parties: [{unit: ban, role: witness}, {unit: so, role: partner}], clauses:",
        "dòng 27: parties: phải có đúng một bên có vai trò lead",
    ),
    (
        "clauses:",
        "parties: [{unit: ban, role: lead}, {unit: tinh, role: partner}], clauses:",
        "dòng 27: parties: phải có bên nêu ở “partner”, với vai trò partner",
    ),
    # text
    ("Sở Y tế", '"Sở\\0Y tế"', "dòng 11: Có ký tự điều khiển không được phép"),
    ("Sở Y tế", '"Sở \\ud800"', "dòng 11: Có ký tự điều khiển không được phép"),
    ("Sở Y tế", "Sở ../../etc/passwd", "dòng 11: Không được chứa “../”"),
    ("Sở Y tế", "S" * 500, "dòng 11: name: dài 500 ký tự, nhiều nhất là 300"),
    ("Sở Y tế", '"Sở\\nY tế"', "dòng 11: name: phải nằm trên một dòng"),
    ("slug: kg", "slug: ../kg", "dòng 6: Không được chứa “../”"),
    (
        "slug: kg",
        "slug: Kiên Giang",
        ("dòng 6: slug: “Kiên Giang” chỉ được gồm chữ thường không dấu và số, bắt đầu bằng chữ, tối đa 16 ký tự"),
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG, ids=range(len(WRONG)))
def test_each_mistake_is_named_with_its_line(problems, old, new, sentence):
    assert sentence in problems(changed(old, new))


def test_all_mistakes_come_at_once_in_the_order_of_the_file(problems):
    text = SMALL
    for old, new in (("lead: ban", "lead: bann"), ("key: so,", "key: ban,"), ("2021-07-05}", "2021-02-31}")):
        text = text.replace(old, new)
    lines = [int(line.split(":")[0].removeprefix("dòng ")) for line in problems(text)]
    assert {5, 11, 25, 27, 35, 37} <= set(lines)
    assert lines == sorted(lines)


def test_faults_of_rules_come_from_the_room_that_reads_them(problems):
    text = changed("working_days: 3", "working_days: ba, vui: 1")
    found = problems(text, rule_faults=rule_faults)
    assert found == [
        "dòng 29: partner.invite: Khóa lạ: vui",
        "dòng 29: partner.invite: working_days phải là số nguyên từ 0 đến 1000, không phải “ba”",
    ]


def test_a_circle_through_what_is_loaded_is_found(problems):
    known = Known(slug="kg", units={"tren": "giua", "giua": "duoi"}, mandates={"1": ("2",)})
    text = """\
organizations:
  - {key: duoi, name: Dưới, kind: other, level: commune, parent: tren}
mandates:
  - {number: "2", type: law, issuer: duoi, implements: "1"}
"""
    assert problems(text, known) == [
        "dòng 2: parent: cấp trên đi thành vòng: duoi → tren → giua → duoi",
        "dòng 4: supersedes: các văn bản viện dẫn nhau thành vòng: 2 → 1 → 2",
    ]


def test_a_long_chain_and_a_wide_lattice_are_walked_in_time(write):
    rows = [
        f'  - {{number: "{n}", type: law, issuer: so, supersedes: "{n + 1}", implements: "{n + 1}"}}'
        for n in range(1500)
    ]
    rows.append('  - {number: "1500", type: law, issuer: so}')
    file = read(write("mandates:\n" + "\n".join(rows)), Known(slug="kg", units={"so": ""}))
    assert len(file.mandates) == 1501


def test_a_shared_form_without_plans_is_refused(problems):
    text = 'agreements: {clauses: [{id: "1", duty: lead.listen}]}'
    known = Known(slug="kg", duties=frozenset({"lead.listen"}))
    assert problems(text, known) == ["dòng 1: agreements: mẫu chung cần có ít nhất một kế hoạch (plans)"]


def test_a_problem_is_a_plain_value():
    assert Problem(Place(3), "a") == Problem(Place(3), "a")
    assert str(Place(3, "plans")) == "plans!3"


# ── whatever comes ───────────────────────────────────────────────────────────────────────────────────────────

ODD = st.sampled_from(
    [
        "\0",
        "\t",
        "\n",
        "{",
        "}",
        "[",
        "]",
        ":",
        "- ",
        "&a ",
        "*a",
        "!!x ",
        '"',
        "'",
        "|",
        ">",
        "%",
        "null",
        "-1",
        "99999999999999999999",
        "1e999",
        "\u202e",
        "\u0301",
        "\ufeff",
        "../",
        "2021-02-31",
        "?",
        "---\n",
        "<<: ",
    ]
)


def assert_read_or_refused(path: Path) -> None:
    try:
        found: ProgrammeFile | tuple[Problem, ...] = read(path, rule_faults=rule_faults)
    except BrokenFile as broken:
        found = broken.problems
    assert isinstance(found, ProgrammeFile) or (found and all(problem.sentence.encode() for problem in found))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_mutation_of_the_sample_does_worse_than_problems(write, data):
    text = data.draw(st.sampled_from([SMALL, SMALL.split("mandates:", maxsplit=1)[0]]))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(st.one_of(ODD, st.text(max_size=5))) + text[end:]
    assert_read_or_refused(write(text.encode(errors="surrogatepass")))


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.dates(),
    st.sampled_from(["so", "ban", "kg", "2021-07-05", "partner.invite", "phase.entered", "before"]),
)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_value_in_any_place_does_worse_than_problems(write, data):
    whole = YAML(typ="safe").load(SMALL)
    at = whole
    while True:
        steps = list(at) if isinstance(at, dict) else list(range(len(at)))
        step = data.draw(st.sampled_from(steps))
        if not isinstance(at[step], dict | list) or not at[step] or data.draw(st.booleans()):
            at[step] = data.draw(TREES)
            break
        at = at[step]
    stream = io.StringIO()
    YAML(typ="safe", pure=True).dump(whole, stream)
    assert_read_or_refused(write(stream.getvalue().encode(errors="surrogatepass")))


# ── the units of the country ─────────────────────────────────────────────────────────────────────────────────


def units(name: str, folder: Path = UNITS) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_unit_has_two_rows_under_one_key():
    for names in (
        ["provinces_current.csv", "provinces_pre_2025-07.csv"],
        ["wards_current.csv", "wards_pre_2025-07.csv"],
        ["districts_pre_2025-07.csv"],
    ):
        rows = [row for name in names for row in units(name)]
        rows += [row for row in units("changed_2026-04.csv") if len(row["code"]) == len(rows[0]["code"])]
        keys = [(row["code"], row["valid_from"]) for row in rows]
        assert len(set(keys)) == len(keys)
    by_key = {
        (row["code"], row["valid_from"]): row["name"]
        for name in ("provinces_current.csv", "provinces_pre_2025-07.csv")
        for row in units(name)
    }
    assert (by_key["91", ""], by_key["91", "2025-07-01"]) == ("Kiên Giang", "An Giang")


def test_every_unit_stands_in_one_that_is_there():
    now = {row["code"] for row in units("provinces_current.csv")}
    then = {row["code"] for row in units("provinces_pre_2025-07.csv")}
    districts = {row["code"] for row in units("districts_pre_2025-07.csv")}
    assert {row["province_code"] for row in units("wards_current.csv")} == now
    assert {row["province_code"] for row in units("districts_pre_2025-07.csv")} == then
    assert {row["district_code"] for row in units("wards_pre_2025-07.csv")} <= districts
    moves = units("province_map_2025-07.csv")
    assert {row["old_code"] for row in moves} == then
    assert {row["new_code"] for row in moves} == now


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("provinces_current.csv", 34),
        ("wards_current.csv", 3321),
        ("provinces_pre_2025-07.csv", 63),
        ("districts_pre_2025-07.csv", 696),
        ("wards_pre_2025-07.csv", 10051),
    ],
)
def test_the_copied_facts_are_those_of_the_origin(name, count):
    rows = units(name)
    assert len(rows) == count
    if not SHARED.is_dir():
        pytest.skip("the shared data do not lie beside the project (../shared/data)")
    origin = {row["code"]: row["full_name"] for row in units(name, SHARED / "admin_units")}
    copied = {row["code"]: f"{row['type']} {row['name']}" for row in rows}
    assert {code: name.casefold() for code, name in copied.items()} == {
        code: name.casefold() for code, name in origin.items()
    }
