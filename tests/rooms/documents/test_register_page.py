"""The register on screen and on paper: columns, heads, filters, pages, remarks; what wants an answer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest

from phoihop.documents import commands
from phoihop.documents.models import Book, Document
from phoihop.documents.pages import books as pages
from tests.world.documents import draft, registered
from tests.world.flat import grows_flat

BOOKS = "/lam-viec/so-van-ban/"
FOLLOW_UP = f"{BOOKS}theo-doi/"
INCOMING = [
    "Ngày đến",
    "Số đến",
    "Tác giả",
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Đơn vị hoặc người nhận",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
]
OUTGOING = [
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
]


def address(book=None):
    return f"{BOOKS}{(book or Book.rows.get()).pk}/"


def page_of(person, url, **asked):
    answer = person.client.get(url, asked)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def columns(page):
    return re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page)


def rows(page):
    """The cells of each row, as their words."""
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    found = re.findall(r"<tr [^>]*>(.*?)</tr>", body, re.DOTALL)
    return [[re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in found]


def test_incoming_register(world, giang):
    code = registered(world, arrival_date=date(2021, 8, 1), note="Chuyển Phòng Tuyên truyền")
    commands.share_document(code=code, unit_ids=[world.unit("vp-tinh-uy")], because="", by=giang.actor, at=world.at)
    page = page_of(giang, address())
    assert columns(page) == INCOMING
    assert rows(page) == [
        [
            "01/08/2021",
            "01",
            "Sở Y tế tỉnh Kiên Giang",
            "125/BC-SYT",
            "30/07/2021",
            "Báo cáo công tác phòng, chống dịch tháng 7 năm 2021",
            "Văn phòng Tỉnh ủy Kiên Giang",
            "02/08/2021",
            "",
            "Chuyển Phòng Tuyên truyền",
        ]
    ]
    assert f"/lam-viec/van-ban/{code}/" in page


def test_outgoing_register_of_the_party(world, giang):
    registered(world, direction="OUT", signer="Trần Thanh Bình", recipients="Sở Y tế; Lưu Văn phòng", subject="Về dịch")
    page = page_of(giang, address())
    assert columns(page) == OUTGOING
    assert rows(page) == [
        ["01-CV/BTGTU", "02/08/2021", "Công văn: Về dịch", "Trần Thanh Bình", "Sở Y tế; Lưu Văn phòng"] + [""] * 5
    ]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in page
    assert 'class="star"' in page
    assert "TỈNH ỦY KIÊN GIANG" in page
    assert "BAN TUYÊN GIÁO TỈNH ỦY KIÊN GIANG" in page
    assert "Loại văn bản: Công văn (CV)" in page
    assert "Nhiệm kỳ: từ 02/08/2021" in page
    assert "Từ số 01 đến số 01" in page


def test_head_of_a_state_register(world, chi):
    for day in (2, 5):
        registered(world, "chi", arrival_date=date(2021, 7, 30) + timedelta(day - 5), issued_date=None)
    page = page_of(chi, address())
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in page
    assert "ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG" in page
    assert "SỞ Y TẾ TỈNH KIÊN GIANG" in page
    assert "Năm: 2021" in page
    assert "Từ ngày 27/07/2021 đến ngày 30/07/2021" in page
    assert "Từ số 01 đến số 02" in page
    assert "ĐẢNG CỘNG SẢN" not in page


def test_remarks_say_recalled_and_internal(world, giang, binh):
    code = registered(world, is_internal=True)
    commands.recall_document(code=code, reason="Gửi nhầm nơi", by=binh.actor, at=world.at)
    assert rows(page_of(giang, address()))[0][-1] == "Đã thu hồi: Gửi nhầm nơi; Lưu hành nội bộ"


def test_filters_by_day_and_number(world, giang):
    for day in range(20, 26):
        registered(world, arrival_date=date(2021, 7, day), issued_date=None)

    def numbers(**asked):
        return [row[1] for row in rows(page_of(giang, address(), **asked))]

    assert numbers() == ["06", "05", "04", "03", "02", "01"]
    assert numbers(first_date="2021-07-24") == ["06", "05"]
    assert numbers(last_date="2021-07-21") == ["02", "01"]
    assert numbers(first_number="2", last_number="3") == ["03", "02"]
    assert numbers(first_number="2", last_date="2021-07-22") == ["03", "02"]
    assert "Từ số 02 đến số 03" in page_of(giang, address(), first_number="2", last_number="3")
    assert "Không có dòng nào khớp" in page_of(giang, address(), first_number="7")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first_date": "2021-07-24", "last_date": "2021-07-20"}, "Ngày cuối không thể trước ngày đầu"),
        ({"first_number": "3", "last_number": "2"}, "Số cuối không thể nhỏ hơn số đầu"),
        ({"first_date": "31/31/2021"}, "Từ ngày"),
        ({"first_number": "0"}, "Từ số"),
    ],
)
def test_a_filter_that_cannot_be_read_is_told_and_exports_nothing(world, giang, asked, said):
    registered(world)
    for kind in ("", "xlsx", "csv", "in"):
        answer = giang.client.get(address(), {**asked, "dang": kind})
        assert answer["Content-Type"].startswith("text/html")
        assert said in unescape(answer.content.decode()).partition('role="alert"')[2][:900]


def test_pages_follow_each_other_on_screen_and_paper_shows_all(world, giang):
    for _n in range(52):
        registered(world)
    first = page_of(giang, address(), first_number="1")
    assert [row[1] for row in rows(first)] == [f"{n:02}" for n in range(52, 2, -1)]
    following = re.search(r'rel="next" href="([^"]+)"', first)[1]
    assert "first_number=1" in following
    assert [row[1] for row in rows(page_of(giang, following))] == ["02", "01"]
    paper = page_of(giang, address(), dang="in")
    assert [row[1] for row in rows(paper)] == [f"{n:02}" for n in range(1, 53)]
    assert 'rel="next"' not in paper


def test_paper_is_read_in_batches(world, giang, monkeypatch):
    monkeypatch.setattr("phoihop.documents.queries.books.BATCH", 3)
    for _n in range(7):
        registered(world, due_date=date(2021, 8, 10))
    numbers = [f"{n:02}" for n in range(1, 8)]
    assert [row[1] for row in rows(page_of(giang, address(), dang="in"))] == numbers
    assert [row[0] for row in rows(page_of(giang, FOLLOW_UP, dang="in"))] == numbers


def test_a_printing_has_a_limit(world, giang, monkeypatch):
    monkeypatch.setattr(pages, "MOST_PRINTED", 1)
    registered(world)
    registered(world)
    answer = giang.client.get(address(), {"dang": "in"})
    assert answer.status_code == 422
    assert "Hãy lọc theo ngày hoặc xuất ra XLSX" in answer.content.decode()
    assert giang.client.get(address(), {"dang": "in", "first_number": "2"}).status_code == 200


@pytest.mark.parametrize("asked", ["sau=x", f"sau={'9' * 30}", "dang=x", "so=x", "xem=x", "sau=2021-02-30.1", "so=²"])
def test_strange_addresses_are_no_fault(world, giang, asked):
    registered(world)
    for url in (address(), FOLLOW_UP):
        assert giang.client.get(f"{url}?{asked}").status_code == 200


def test_the_register_grows_flat(world, giang):
    def add():
        for unit in ("vp-tinh-uy", "ubkt-tinh-uy", "hdnd-tinh"):
            code = registered(world, due_date=date(2021, 8, 10))
            commands.share_document(code=code, unit_ids=[world.unit(unit)], because="", by=giang.actor, at=world.at)
            registered(world, code=draft(world, about=code), direction="OUT")

    add()
    book = Book.rows.get(direction="IN")
    grows_flat(giang.client, address(book), add)
    grows_flat(giang.client, f"{FOLLOW_UP}?xem=tat-ca", add)


def test_the_territory_auditor_reads_a_register_and_others_do_not(world, kim, chi):
    code = registered(world)
    assert rows(page_of(kim, address()))[0][1] == "01"
    assert f"/lam-viec/van-ban/{code}/" in page_of(kim, address())
    for kind in ("", "xlsx", "csv", "in"):
        assert chi.client.get(address(), {"dang": kind}).status_code == 404
    assert chi.client.get(FOLLOW_UP, {"so": Book.rows.get().pk}).status_code == 404


def test_a_row_the_reader_may_not_see_stays_out(world, giang, kim):
    """A book opens no paper by itself: whoever sees the book is asked for each paper anew."""
    registered(world)
    Document.rows.update(territory="ag")
    assert len(rows(page_of(giang, address()))) == 1
    assert rows(page_of(kim, address())) == []


# ── what wants an answer ────────────────────────────────────────────────────────────────────────────────────


def test_follow_up_columns_and_progress(world, giang):
    late = registered(world, due_date=date(2021, 7, 30), subject="Trễ", citation="130/BC-SYT")
    soon = registered(world, due_date=date(2021, 8, 5), subject="Sắp đến hạn")
    registered(world, subject="Không cần trả lời")
    page = page_of(giang, FOLLOW_UP)
    assert "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN" in page
    assert len(columns(page)) == 7
    assert columns(page)[3:6] == ["Thời hạn giải quyết", "Tiến độ giải quyết", "Số, ký hiệu văn bản trả lời"]
    number, what, _to, due, progress, replies, _note = rows(page)[0]
    assert (number, due, replies) == ("01", "30/07/2021", "")
    assert what == "Báo cáo 130/BC-SYT, ngày 30/07/2021, Sở Y tế tỉnh Kiên Giang: Trễ"
    assert progress == "Chưa trả lời, trễ 3 ngày"
    assert rows(page)[1][4] == "Chưa trả lời, còn 3 ngày"
    assert len(rows(page)) == 2
    assert page.index(late) < page.index(soon)


def test_an_outgoing_paper_joined_to_the_incoming_one_answers_it(world, giang):
    code = registered(world, due_date=date(2021, 8, 5))
    registered(world, code=draft(world, about=code), direction="OUT")
    assert "Không có dòng nào khớp" in page_of(giang, FOLLOW_UP) or rows(page_of(giang, FOLLOW_UP)) == []
    row = rows(page_of(giang, FOLLOW_UP, xem="tat-ca"))[0]
    assert row[4:6] == ["Đã trả lời ngày 02/08/2021", "01-CV/BTGTU"]


def test_what_does_not_answer(world, giang, binh, chi):
    code = registered(world, due_date=date(2021, 8, 5))
    registered(world, about=code)  # another incoming paper
    draft(world, about=code)  # not yet in the register
    registered(world, "chi", code=draft(world, "chi", about=code), direction="OUT", system="STATE", type_key="BC")
    recalled = registered(world, code=draft(world, about=code), direction="OUT")
    commands.recall_document(code=recalled, reason="Sai số liệu", by=binh.actor, at=world.at)
    row = rows(page_of(giang, FOLLOW_UP))[0]
    assert row[4:6] == ["Chưa trả lời, còn 3 ngày", ""]


def test_a_recalled_paper_wants_no_answer(world, giang, binh):
    code = registered(world, due_date=date(2021, 8, 5))
    commands.recall_document(code=code, reason="Nhầm", by=binh.actor, at=world.at)
    assert rows(page_of(giang, FOLLOW_UP)) == []
    assert rows(page_of(giang, FOLLOW_UP, xem="tat-ca"))[0][4] == ""


def test_follow_up_by_days_and_of_a_book(world, giang, kim):
    for day in (3, 5, 9):
        registered(world, due_date=date(2021, 8, day))
    registered(world, "chi", due_date=date(2021, 8, 4))
    assert [row[3] for row in rows(page_of(giang, FOLLOW_UP))] == ["03/08/2021", "05/08/2021", "09/08/2021"]
    asked = {"first_date": "2021-08-04", "last_date": "2021-08-08"}
    assert [row[3] for row in rows(page_of(giang, FOLLOW_UP, **asked))] == ["05/08/2021"]
    assert rows(page_of(kim, FOLLOW_UP)) == []
    book = Book.rows.get(unit_id=world.unit("so-yte"))
    page = page_of(kim, FOLLOW_UP, so=book.pk)
    assert [row[3] for row in rows(page)] == ["04/08/2021"]
    assert f'name="so" value="{book.pk}"' in page
    assert "SỞ Y TẾ TỈNH KIÊN GIANG" in page


def test_follow_up_pages_follow_each_other(world, giang):
    for n in range(53):
        registered(world, due_date=date(2021, 8, 5 + n // 51))
    first = page_of(giang, FOLLOW_UP)
    following = re.search(r'rel="next" href="([^"]+)"', first)[1]
    assert [row[0] for row in rows(first) + rows(page_of(giang, following))] == [f"{n:02}" for n in range(1, 54)]
