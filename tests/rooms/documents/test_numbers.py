"""Numbers and symbols: read in the ways they are written, compared, written; types and terms of keeping with them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.documents.rules import retention
from phoihop.documents.rules.numbers import (
    Citation,
    book_key,
    citation_key,
    citations,
    may_be_same,
    mentions,
    parse_citation,
    printed_number,
    write_number,
)
from phoihop.documents.rules.types import LETTER, PARTY, STATE, TYPES, name_of

calm = settings(deadline=None, database=None)


@pytest.mark.parametrize(
    ("text", "number", "year", "type_key", "organ", "system"),
    [
        ("05/KH-SYT", 5, None, "KH", "SYT", STATE),
        ("Số: 05 / BC - SYT", 5, None, "BC", "SYT", STATE),
        ("Nghị định số 30/2020/NĐ-CP", 30, 2020, "NĐ", "CP", STATE),
        ("30/2020/NÐ-CP", 30, 2020, "NĐ", "CP", STATE),
        ("29/2018/QH14", 29, 2018, "", "QH14", STATE),
        ("12/UBND-VX", 12, None, "", "UBND-VX", STATE),
        ("05/BNV-VP", 5, None, "", "BNV-VP", STATE),
        ("12/CTr-UBND", 12, None, "CTr", "UBND", STATE),
        ("7/QyĐ-UBND", 7, None, "QyĐ", "UBND", STATE),
        ("05a/QĐ-UBND", 5, None, "QĐ", "UBND", STATE),
        ("01/QCPH/UBND-UBMTTQ", 1, None, "QC", "UBND-UBMTTQ", STATE),
        ("03/NQLT/ĐTN-SYT", 3, None, "NQ", "ĐTN-SYT", STATE),
        ("238-QĐ/TW", 238, None, "QĐ", "TW", PARTY),
        ("238-QĐTW", 238, None, "QĐ", "TW", PARTY),
        ("238 - QĐ/TW", 238, None, "QĐ", "TW", PARTY),
        ("93-CV/TU", 93, None, "CV", "TU", PARTY),
        ("170-HD/BTGTW", 170, None, "HD", "BTGTW", PARTY),
        ("05–KH/BTGTU", 5, None, "KH", "BTGTU", PARTY),
        ("4-CTr/TU", 4, None, "CTr", "TU", PARTY),
        ("4-TTr/TU", 4, None, "TTr", "TU", PARTY),
    ],
)
def test_citations_are_read(text: str, number: int, year: int | None, type_key: str, organ: str, system: str) -> None:
    found = parse_citation(text)
    assert found is not None
    read = (found.number, found.year, found.type_key, found.organ, found.system)
    assert read == (number, year, type_key, organ, system)


@pytest.mark.parametrize(
    "text",
    ["ngày 30/4/2020", "tỷ lệ 3/5", "24/7", "số 12/A Lê Lợi", "5/USD", "50/ Nguyễn Trãi", "19-20 tuổi", "2026-2030",
     "covid-19", "km/h", "0912345678/BC-SYT", "", "Số:    /KH-SYT"],
)  # fmt: skip
def test_what_is_no_citation(text: str) -> None:
    assert parse_citation(text) is None


def test_three_ways_of_one_party_decision_are_equal() -> None:
    ways = ("238-QĐ/TW", "238-QĐTW", "238 - QĐ/TW", "238–QĐ/TW", "238-QÐ/TW", "Quyết định số 238-QĐ/TW")
    assert {citation_key(way) for way in ways} == {"238qdtw"}
    assert citation_key("05/KH-SYT") == citation_key("5 / KH - SYT") != citation_key("05/KH-STC")
    assert citation_key("30/2020/NĐ-CP") != citation_key("30/2021/NĐ-CP")
    assert citation_key("05/KH-SYT") != citation_key("05a/KH-SYT")


def test_a_name_and_number_alone_may_mean_any_paper_of_that_number() -> None:
    text = "theo Quy chế số 238, Quyết định số 221-QĐ/TW và Quyết định số 12/QĐ-UBND; quyết định số 7 ngày 5"
    said = list(mentions(text))
    assert [(one.number, one.system) for one in said] == [(238, ""), (221, PARTY), (12, STATE), (7, "")]
    full = parse_citation("238-QĐTW")
    assert full is not None
    assert may_be_same(said[0], full)
    assert not may_be_same(said[1], full)
    assert not may_be_same(said[3], full)
    assert [one.number for one in citations(text)] == [221, 12]


@pytest.mark.parametrize(
    ("line", "citation"),
    [
        ("Số: 05/KH-SYT", "05/KH-SYT"),
        ("Sẽ _ Số: O5 / BC - SYT An Giang, ngày 05", "05/BC-SYT"),
        ("Số: l2/UBND-VX", "12/UBND-VX"),
        ("So: 05/KH-SYT", "05/KH-SYT"),
        ("Số 05-KH/BTGTU", "05-KH/BTGTU"),
        ("SỞ Y TẾ Số:05/KH-SYT", "05/KH-SYT"),
    ],
)
def test_the_printed_number_is_read_through_slips(line: str, citation: str) -> None:
    found = printed_number(line)
    assert found is not None
    assert found[0].text() == citation


@pytest.mark.parametrize("line", ["Số: /KH-SYT", "Căn cứ 05/KH-SYT", "Sổ tay 2020", "Số lượng: 5/7", "Số"])
def test_lines_without_a_printed_number(line: str) -> None:
    assert printed_number(line) is None


@pytest.mark.parametrize(
    ("system", "number", "type_key", "organ", "written"),
    [
        (STATE, 5, "KH", "SYT", "05/KH-SYT"),
        (STATE, 12, LETTER, "UBND-VX", "12/UBND-VX"),
        (STATE, 9, "", "UBND-VX", "09/UBND-VX"),
        (PARTY, 5, "KH", "BTGTU", "05-KH/BTGTU"),
        (PARTY, 93, LETTER, "TU", "93-CV/TU"),
        (PARTY, 93, "", "TU", "93-CV/TU"),
        (PARTY, 1234, "QĐ", " T W ", "1234-QĐ/TW"),
    ],
)
def test_numbers_are_written(system: str, number: int, type_key: str, organ: str, written: str) -> None:
    assert write_number(system, number, type_key, organ) == written


@calm
@given(
    st.sampled_from(sorted(TYPES)),
    st.integers(1, 99_999),
    st.sampled_from(["SYT", "TU", "UBND", "BTGTU", "STTTT", "ĐU"]),
)
def test_what_is_written_is_read_again(kind: tuple[str, str], number: int, organ: str) -> None:
    system, type_key = kind
    written = write_number(system, number, type_key, organ)
    found = parse_citation(written)
    assert found is not None
    is_letter = system == STATE and type_key == LETTER
    assert found == Citation(number, None, found.symbol, "" if is_letter else type_key, organ, system)
    assert found.text() == written


@calm
@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    list(citations(text))
    list(mentions(text))
    citation_key(text)


def test_books_are_told_apart_by_what_restarts_them() -> None:
    def key(**changed: str | int) -> str:
        given: dict = {"system": STATE, "unit_id": 3, "year": 2026, "term": "", "type_key": "", "direction": "OUT"}
        return book_key(**{**given, **changed})

    keys = [
        key(), key(year=2027), key(unit_id=4), key(direction="IN"), key(type_key="QĐ"), key(system=PARTY),
        key(system=PARTY, term="2025-2030", type_key="KH"), key(system=PARTY, term="2025-2030", type_key="QĐ"),
        key(system=PARTY, term="2020-2025", type_key="KH"),
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)
    by_term = {"system": PARTY, "term": "2025-2030", "type_key": "KH"}
    assert key(**by_term, year=2026) == key(**by_term, year=2027)


def test_types_are_keyed_by_system_and_abbreviation() -> None:
    assert name_of(STATE, "QĐ") == "Quyết định"
    assert name_of(PARTY, "QĐ") == "Quyết định, quy định"
    assert name_of(STATE, "QyĐ") == "Quy định"
    assert (PARTY, "QyĐ") not in TYPES
    assert name_of(STATE, "TT") != name_of(PARTY, "TT")
    assert name_of(STATE, "XYZ") == "XYZ"


def test_every_type_has_a_term_of_keeping() -> None:
    assert {retention.default_for(*kind).key for kind in TYPES} <= set(retention.CLASSES)
    assert retention.default_for(STATE, "unheard of").key == "y10"
    assert len({kept.name for kept in retention.CLASSES.values()}) == len(retention.CLASSES)


def test_terms_are_counted_from_the_end_of_the_year() -> None:
    assert retention.keep_until(retention.CLASSES["y10"], date(2026, 3, 5)) == date(2036, 12, 31)
    assert retention.keep_until(retention.CLASSES["y2"], date(2026, 12, 31)) == date(2028, 12, 31)
    assert retention.keep_until(retention.CLASSES["permanent"], date(2026, 3, 5)) is None
