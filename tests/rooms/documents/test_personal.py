"""Personal data in a text: what is pointed out, and what only looks like it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.documents.rules.personal import find_personal, is_identity

calm = settings(deadline=None, database=None)


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in find_personal(text)]


@pytest.mark.parametrize(
    ("text", "kind", "string"),
    [
        ("CCCD số 079092001234 do Cục cấp", "IDENTITY", "079092001234"),
        ("mã số 091092001234.", "IDENTITY", "091092001234"),
        ("số căn cước công dân: 091 092 001 234", "IDENTITY", "091 092 001 234"),
        ("CMND: 351234567", "IDENTITY", "351234567"),
        ("Giấy chứng minh nhân dân số 351 234 567", "IDENTITY", "351 234 567"),
        ("số định danh cá nhân 091092001234", "IDENTITY", "091092001234"),
        ("hộ chiếu số B1234567", "PASSPORT", "B1234567"),
        ("gọi 0912345678 trước 17 giờ", "PHONE", "0912345678"),
        ("sđt 0912 345 678", "PHONE", "0912 345 678"),
        ("0912.345.678", "PHONE", "0912.345.678"),
        ("(+84) 912 345 678", "PHONE", "(+84) 912 345 678"),
        ("+84912345678", "PHONE", "+84912345678"),
        ("Điện thoại: 0296 3852 123", "PHONE", "0296 3852 123"),
        ("ĐT: (0296) 3852123", "PHONE", "(0296) 3852123"),
        ("STK 0123456789 Vietcombank", "ACCOUNT", "0123456789"),
        ("Số tài khoản: 0651101092004 Ngân hàng", "ACCOUNT", "0651101092004"),
        ("an.nguyen@angiang.example", "EMAIL", "an.nguyen@angiang.example"),
        ("sinh ngày 01/02/1980", "BIRTH", "01/02/1980"),
        ("Ngày sinh: 1-2-1980", "BIRTH", "1-2-1980"),
        ("sinh ngày 20 tháng 5 năm 1957 tại", "BIRTH", "20 tháng 5 năm 1957"),
        ("Sinh năm 1975", "BIRTH", "1975"),
    ],
)
def test_personal_data_are_found_with_their_place(text: str, kind: str, string: str) -> None:
    assert found(text) == [(kind, string)]


@pytest.mark.parametrize(
    "text",
    [
        "05/BC-SYT", "Số: 0912345678/BC-SYT", "Nghị định số 30/2020/NĐ-CP", "ngày 01/02/1980", "năm 1980",
        "2.345.678.901 đồng", "079.092.001.234 đồng", "079092001234 đồng", "tài khoản 1.500.000.000 đồng",
        "123456789012",
        "999092001234", "dân số 0912345678 người", "thửa 091234567890 m2", "tổng số 0912345678 hộ", "12,5%",
        "000000000000",
        "Hotline 1900 1234", "phản ánh 351234567", "điều 12, khoản 3", "sinh hoạt chi bộ ngày 01/02/2026",
        "@angiang", "84912345678", "mã số thuế 1234567890", "QCVN 102:2016/BTTTT", "", "a@b",
    ],
)  # fmt: skip
def test_other_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_several_are_told_in_order_and_none_twice() -> None:
    text = (
        "Ông Nguyễn Văn A, sinh ngày 01/02/1980, CCCD số 091080001234, điện thoại 0912345678, email a.b@x.example, "
        "số tài khoản 0912345678901 tại Agribank."
    )
    assert [kind for kind, _string in found(text)] == ["BIRTH", "IDENTITY", "PHONE", "EMAIL", "ACCOUNT"]
    places = find_personal(text)
    assert all(one.end <= other.start for one, other in pairwise(places))


def test_an_account_that_looks_like_a_phone_is_an_account() -> None:
    assert found("STK: 0912345678") == [("ACCOUNT", "0912345678")]


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("079092001234", True),
        ("091 092 001 234", True),
        ("000092001234", False),  # no province
        ("097092001234", False),
        ("079992001234", False),  # no such sex and century
        ("07909200123", False),
        ("001093004567", True),
        ("011111111111", False),  # a row of one figure
    ],
)
def test_an_identity_number_is_built_by_rule(number: str, is_one: bool) -> None:
    assert is_identity(number) is is_one


@calm
@given(st.text(max_size=300))
def test_spans_lie_in_the_text_and_apart(text: str) -> None:
    places = find_personal(text)
    assert all(0 <= one.start < one.end <= len(text) for one in places)
    assert all(one.end <= other.start for one, other in pairwise(places))


@calm
@given(st.text("ăâđêôơư abc.,\n", max_size=60), st.sampled_from(["0912345678", "CCCD 091092001234", "a@x.example"]))
def test_it_is_found_whatever_prose_stands_before(before: str, personal: str) -> None:
    assert found(f"{before}\n{personal}\n")


def test_texts_without_end_are_searched() -> None:
    for text in ("0 " * 100_000, "0912345678" * 20_000, "a" * 200_000 + "@", "số tài khoản " * 20_000, "a." * 100_000):
        find_personal(text)
