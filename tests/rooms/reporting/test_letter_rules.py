"""The words of a letter as each system writes them, and what departs from the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.reporting.rules import checks, examples, letters
from phoihop.reporting.rules.layouts import PARTY, SPANS, STATE, layout
from phoihop.reporting.rules.letters import Letter, Paragraph, Unfit, printed


def letter(system=STATE, **more):
    return replace(examples.letter(system), **more)


@pytest.mark.parametrize(
    ("system", "number", "symbol", "line"),
    [
        (STATE, "5/KH-SYT", "", "Số: 05/KH-SYT"),
        (STATE, "05/KH-SYT", "", "Số: 05/KH-SYT"),
        (STATE, "Số: 7/SYT-VP", "", "Số: 07/SYT-VP"),
        (STATE, "125/BC-SYT", "", "Số: 125/BC-SYT"),
        (PARTY, "5-KH/BTGTU", "", "Số 05-KH/BTGTU"),
        (PARTY, "93-CV/TU", "", "Số 93-CV/TU"),
        (STATE, "", "KH-SYT", f"Số:{chr(160) * 8}/KH-SYT"),
        (PARTY, "", "KH/BTGTU", f"Số{chr(160) * 8}-KH/BTGTU"),
    ],
)
def test_the_number(system, number, symbol, line):
    assert letters.number_line(system, number, symbol) == line


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 1, 5), "An Giang, ngày 05 tháng 01 năm 2026"),
        (date(2021, 2, 28), "An Giang, ngày 28 tháng 02 năm 2021"),
        (date(2021, 3, 9), "An Giang, ngày 09 tháng 3 năm 2021"),
        (date(2021, 12, 10), "An Giang, ngày 10 tháng 12 năm 2021"),
        (None, "An Giang, ngày … tháng … năm …"),
    ],
)
def test_zeros_before_days_and_the_first_two_months(day, said):
    assert letters.place_and_date("An Giang", day) == said


@pytest.mark.parametrize("text", ["Trân trọng", "Trân trọng.", "Trân trọng./.", "Trân trọng ; ", "Trân trọng,"])
def test_the_end_of_the_text(text):
    assert letters.ended(text, STATE) == "Trân trọng./."
    assert letters.ended(text, PARTY) == "Trân trọng."


@pytest.mark.parametrize(
    ("system", "key", "first", "is_bold"),
    [
        (STATE, "TM", "TM. TRƯỞNG BAN", True),
        (STATE, "KT", "KT. TRƯỞNG BAN", True),
        (STATE, "TL", "TL. TRƯỞNG BAN", True),
        (STATE, "TUQ", "TUQ. TRƯỞNG BAN", True),
        (PARTY, "TM", "T/M TRƯỞNG BAN", False),
        (PARTY, "KT", "K/T TRƯỞNG BAN", False),
        (PARTY, "TL", "T/L TRƯỞNG BAN", False),
    ],
)
def test_marks_of_authority(system, key, first, is_bold):
    said = printed(letter(system, authority=key, authority_of="Trưởng ban", post="Phó Trưởng ban")).signing
    assert [line.text for line in said] == [first, "PHÓ TRƯỞNG BAN"]
    assert [line.is_bold for line in said] == [True, is_bold]


def test_an_acting_head_has_one_line():
    said = printed(letter(authority="Q", authority_of="", post="Giám đốc")).signing
    assert [line.text for line in said] == ["Q. GIÁM ĐỐC"]


@pytest.mark.parametrize(
    ("typed", "mark", "post"),
    [
        ("KT. GIÁM ĐỐC", "KT", "GIÁM ĐỐC"),
        ("K/T TRƯỞNG BAN", "KT", "TRƯỞNG BAN"),
        ("TM. ỦY BAN NHÂN DÂN", "TM", "ỦY BAN NHÂN DÂN"),
        ("T/L BAN THƯỜNG VỤ", "TL", "BAN THƯỜNG VỤ"),
        ("TUQ. GIÁM ĐỐC", "TUQ", "GIÁM ĐỐC"),
        ("Q. GIÁM ĐỐC", "Q", "GIÁM ĐỐC"),
        ("TRƯỞNG BAN", "", "TRƯỞNG BAN"),
        ("QUYỀN GIÁM ĐỐC", "", "QUYỀN GIÁM ĐỐC"),
    ],
)
def test_marks_are_read_from_what_is_typed(typed, mark, post):
    assert letters.authority_in(typed) == (mark, post)


def test_a_letter_of_the_state():
    said = printed(
        letter(
            organ="Sở Y tế",
            parent="UBND tỉnh An Giang",
            subject="Về việc Phối hợp phòng dịch",
            addressees=("Sở A", "- Sở B."),
            recipients=("Như trên", "- UBND tỉnh (để b/c);"),
            archive="NVY",
        )
    )
    assert said.head == letters.NATION
    assert said.motto == letters.MOTTO
    assert (said.parent, said.organ) == ("UBND TỈNH AN GIANG", "SỞ Y TẾ")
    assert said.about == "V/v phối hợp phòng dịch"
    assert said.type_name == said.subject == ""
    assert said.addressees == ("- Sở A;", "- Sở B.")
    assert said.recipients == ("- Như trên;", "- UBND tỉnh (để b/c);", "- Lưu: VT, NVY.")


def test_a_plan_of_the_party():
    plan = examples.letter(PARTY, has_type=True)
    said = printed(replace(plan, recipients=("Thường trực Tỉnh ủy",), archive="Văn phòng"))
    assert (said.head, said.motto) == ("ĐẢNG CỘNG SẢN VIỆT NAM", "")
    assert (said.type_name, said.about) == ("KẾ HOẠCH", "")
    assert said.recipients == ("- Thường trực Tỉnh ủy,", "- Lưu Văn phòng.")
    assert [ground[-1] for ground in said.grounds] == [";", "."]
    assert not any("./." in part.text for part in said.body)


def test_a_submission_of_the_party_is_kinh_trinh():
    submission = letter(PARTY, type_name="Tờ trình", addressees=("Ban Thường vụ",))
    assert printed(submission).addressed == "Kính trình:"
    assert printed(replace(submission, system=STATE, authority="")).addressed == "Kính gửi:"


def test_abbreviations_keep_their_capitals_behind_v_v():
    assert printed(letter(subject="UBND tỉnh giao việc")).about == "V/v UBND tỉnh giao việc"


def test_lines_of_the_body_are_paragraphs_of_their_own():
    said = printed(letter(body=("Một\nHai\n\n", Paragraph("Điều 1", is_heading=True), "Ba"))).body
    assert [part.text for part in said] == ["Một", "Hai", "Điều 1", "Ba./."]
    assert [part.is_heading for part in said] == [False, False, True, False]


def test_decomposed_text_and_hidden_signs_are_put_in_order():
    said = printed(letter(signer="Nguye\u0302\u0303n\u200b Va\u0306n\tA"))
    assert said.signer == "Nguyễn Văn A"


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"organ": " "}, "no-organ"),
        ({"subject": ""}, "no-subject"),
        ({"body": ("", "\n")}, "no-body"),
        ({"authority": "XX"}, "unknown-authority"),
        ({"urgency": "MẬT"}, "unknown-urgency"),
        ({"subject": "a" * 501}, "too-long"),
        ({"body": ("a" * 200_001,)}, "too-long"),
    ],
)
def test_what_cannot_be_printed(more, rule):
    with pytest.raises(Unfit) as unfit:
        printed(letter(**more))
    assert unfit.value.rule == rule


def test_the_party_has_no_tuq():
    with pytest.raises(Unfit):
        printed(letter(PARTY, authority="TUQ"))


@given(st.text(max_size=80), st.text(max_size=80), st.lists(st.text(max_size=40), max_size=3))
def test_no_text_breaks_the_words(subject, signer, lines):
    given_letter = letter(subject=f"x{subject}", signer=signer, recipients=tuple(lines), body=(f"y{subject}", *lines))
    said = printed(given_letter)
    assert "\n" not in said.signer + said.about
    assert said.body[-1].text.endswith("./.")
    assert said.recipients[-1].startswith("- Lưu: VT")


# ── heads from names ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("Sở Y tế tỉnh Kiên Giang", (STATE, "UBND TỈNH KIÊN GIANG", "SỞ Y TẾ")),
        ("Ban Tuyên giáo Tỉnh ủy Kiên Giang", (PARTY, "TỈNH ỦY KIÊN GIANG", "BAN TUYÊN GIÁO")),
        ("Tỉnh ủy Kiên Giang", (PARTY, "", "TỈNH ỦY KIÊN GIANG")),
        ("Ủy ban Kiểm tra Tỉnh ủy Kiên Giang", (PARTY, "TỈNH ỦY KIÊN GIANG", "ỦY BAN KIỂM TRA")),
        ("Ban Tuyên giáo Trung ương", (PARTY, "TRUNG ƯƠNG", "BAN TUYÊN GIÁO")),
        ("Ủy ban nhân dân tỉnh Kiên Giang", (STATE, "", "ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG")),
        ("Tòa án nhân dân tỉnh Kiên Giang", (STATE, "", "TÒA ÁN NHÂN DÂN TỈNH KIÊN GIANG")),
        ("Báo Kiên Giang", (STATE, "", "BÁO KIÊN GIANG")),
    ],
)
def test_the_head_that_a_name_suggests(name, head):
    found = letters.head_of(name, "Tỉnh Kiên Giang")
    assert (found.system, found.parent, found.organ) == head
    assert found.place == "Kiên Giang"


# ── departures ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("system", [STATE, PARTY])
def test_the_usual_measures_depart_from_nothing(system):
    assert checks.of_layout(layout(system)) == ()
    assert all(span.low <= span.usual <= span.high for span in SPANS[system].values())


def test_each_measure_outside_its_span_is_named():
    for name, span in SPANS[STATE].items():
        high = 16 if name.endswith("size") else span.high + 1
        found = checks.of_layout(replace(layout(STATE), **{name: high}))
        assert [departure.part for departure in found] == [name]


def test_a_good_letter_departs_from_nothing():
    for system in (STATE, PARTY):
        for has_type in (False, True):
            assert checks.of_letter(examples.letter(system, has_type=has_type)) == ()


@pytest.mark.parametrize(
    ("system", "more", "rule", "part"),
    [
        (STATE, {"place": ""}, "missing", "place"),
        (STATE, {"date": None}, "missing", "date"),
        (STATE, {"signer": ""}, "missing", "signer"),
        (STATE, {"addressees": ()}, "missing", "addressees"),
        (STATE, {"recipients": ()}, "missing", "recipients"),
        (STATE, {"number": ""}, "missing", "symbol"),
        (STATE, {"number": "05-KH/BTGTU"}, "number", "number"),
        (PARTY, {"number": "05/CV-BTGTU"}, "number", "number"),
        (PARTY, {"number": "05-KH/BTGTU"}, "party-letter", "number"),
        (PARTY, {"archive": ""}, "missing", "archive"),
        (STATE, {"signer": "TS. Lê Văn A"}, "degree", "signer"),
        (STATE, {"signer": "Đại tá Lê Văn A"}, "degree", "signer"),
        (STATE, {"authority_of": "K/T GIÁM ĐỐC"}, "authority", "authority_of"),
        (PARTY, {"post": "KT. TRƯỞNG BAN"}, "authority", "post"),
        (STATE, {"type_name": "Công văn"}, "letter-has-no-type", "type_name"),
    ],
)
def test_departures_are_named(system, more, rule, part):
    found = checks.of_letter(letter(system, **more))
    assert (rule, part) in {(departure.rule, departure.part) for departure in found}


def test_names_that_only_begin_like_a_degree_are_names():
    for name in ("Tsai Văn A", "Đại Thành", "Bs", "Trung Tín"):
        assert not any(d.rule == "degree" for d in checks.of_letter(Letter(**{**fields(), "signer": name}))), name


def fields():
    given_letter = examples.letter(STATE)
    return {name: getattr(given_letter, name) for name in Letter.__dataclass_fields__}


# ── many addressees, lines over a signature, letters of an office ────────────────────────────────────────────


def names(count):
    return tuple(f"Ủy ban nhân dân xã thứ {number}" for number in range(1, count + 1))


def test_few_addressees_stand_on_the_page():
    said = printed(letter(addressees=names(letters.MOST_ADDRESSEES)))
    assert len(said.addressees) == letters.MOST_ADDRESSEES
    assert (said.annex_title, said.annex_said, said.annex) == ("", "", ())


def test_many_stand_on_an_annexed_list_that_names_its_letter():
    said = printed(letter(addressees=names(40), number="05/SYT", date=date(2026, 1, 5)))
    assert said.addressees == ("Các cơ quan theo danh sách kèm theo",)
    assert said.annex_title == "DANH SÁCH CÁC CƠ QUAN NHẬN"
    assert said.annex_said == "(Kèm theo Công văn số 05/SYT ngày 05 tháng 01 năm 2026)"
    assert (said.annex[0], said.annex[39]) == ("1. Ủy ban nhân dân xã thứ 1", "40. Ủy ban nhân dân xã thứ 40")
    plan = printed(letter(addressees=names(40), number="05-KH/BTGTU", system=PARTY, type_name="KẾ HOẠCH"))
    assert plan.annex_said.startswith("(Kèm theo Kế hoạch số 05-KH/BTGTU ngày")


@pytest.mark.parametrize(
    ("system", "given", "words", "lines"),
    [
        (STATE, ("KT", "Giám đốc", "Phó Giám đốc"), "KT. Giám đốc / Phó Giám đốc", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (PARTY, ("KT", "Trưởng ban", "Phó trưởng ban"), "K/T Trưởng ban / Phó trưởng ban", None),
        (STATE, ("", "", "Giám đốc"), "Giám đốc", ("GIÁM ĐỐC",)),
        (STATE, ("Q", "", "Giám đốc"), "Q. Giám đốc", ("Q. GIÁM ĐỐC",)),
        (
            STATE,
            ("TM", "Ủy ban nhân dân", "KT. Chủ tịch / Phó Chủ tịch"),
            "TM. Ủy ban nhân dân / KT. Chủ tịch / Phó Chủ tịch",
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (PARTY, ("TM", "Ban Thường vụ", "Phó Bí thư"), "T/M Ban Thường vụ / Phó Bí thư", None),
    ],
)
def test_the_lines_over_a_signature_as_one_and_back(system, given, words, lines):
    assert letters.signing_in_words(system, *given) == words
    assert letters.signing_from_words(system, words) == given
    authority, of, post = given
    said = printed(letter(system=system, authority=authority, authority_of=of, post=post)).signing
    if lines:
        assert tuple(line.text for line in said) == lines


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Sở Y tế tỉnh Kiên Giang", "SYT"),
        ("Sở Nông nghiệp và Phát triển nông thôn tỉnh Kiên Giang", "SNNPTNT"),
        ("Ban Tuyên giáo Tỉnh ủy Kiên Giang", "BTGTU"),
        ("Ban Tuyên giáo Trung ương", "BTGTW"),
        ("Ủy ban nhân dân phường Vĩnh Thanh", "UBND"),
        ("Tỉnh ủy Kiên Giang", "TU"),
    ],
)
def test_the_letters_of_an_office_as_its_name_suggests(name, short):
    assert letters.initials(name) == short
