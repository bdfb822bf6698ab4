"""The list, the tray, the page of a document, and the words of the guard."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from phoihop.documents import commands, queries
from phoihop.documents.models import Document
from phoihop.documents.rules import guard, marks
from phoihop.documents.rules.guard import Decision, Finding
from phoihop.documents.rules.reading import PlaceKind, TroubleKind
from tests.world.documents import draft, registered
from tests.world.flat import grows_flat
from tests.world.intake import locked, take

LIST, TRAY = "/lam-viec/van-ban/", "/lam-viec/van-ban/cho-vao-so/"


def html(person, url, status=200, **asked):
    answer = person.client.get(url, asked)
    assert answer.status_code == status, url
    return unescape(answer.content.decode())


def shown(page):
    import re

    return re.findall(r'href="/lam-viec/van-ban/(VB-[\w-]+)/"', page.partition("<main")[2])


def share(world, code, key="so-yte", **more):
    commands.share_document(
        code=code, unit_ids=[world.unit(key)], because="", **more, by=world.person("giang").actor, at=world.at
    )


# ── the words of the guard ──────────────────────────────────────────────────────────────────────────────────


def test_every_rule_of_the_guard_has_words():
    assert {rule for rule in guard.RULES if queries.rule_in_words(rule) == rule} == set()
    assert len({queries.rule_in_words(rule) for rule in guard.RULES}) == len(guard.RULES)


SAID = {
    TroubleKind.EMPTY: "trống",
    TroubleKind.TOO_LARGE: "quá lớn",
    TroubleKind.UNKNOWN: "không đọc loại tệp này",
    TroubleKind.WRONG_NAME: "Đuôi tên tệp",
    TroubleKind.POLYGLOT: "hai loại cùng một lúc",
    TroubleKind.MACRO: "macro",
    TroubleKind.BOMB: "phình ra",
    TroubleKind.TOO_DEEP: "lồng nhau",
    TroubleKind.TOO_MANY: "quá nhiều phần",
    TroubleKind.REACHES_OUT: "đòi mở tệp hoặc địa chỉ khác",
    TroubleKind.ENCRYPTED: "mật khẩu",
    TroubleKind.DAMAGED: "hỏng",
    TroubleKind.NO_TEXT: "không đọc được chữ nào",
    TroubleKind.NO_OCR: "phần mềm nhận dạng chữ",
    TroubleKind.TOO_LONG: "lâu quá",
    TroubleKind.TOO_HEAVY: "bộ nhớ",
}


def test_what_is_wrong_with_a_file_is_said_in_its_own_words():
    assert SAID.keys() == set(TroubleKind)
    for kind, said in SAID.items():
        assert said in queries.rule_in_words(guard.TROUBLES[kind]), kind
    assert "giống dấu" in queries.rule_in_words(marks.DOUBT)


def test_every_kind_of_place_has_words():
    for kind in PlaceKind:
        said = queries.place_in_words(Finding("G1", kind, 3, ("ho-so.zip", "to-trinh.docx")))
        assert said.startswith("trang 3, ")
        assert "ho-so.zip › to-trinh.docx" in said
        assert queries.kept_place_in_words(kind.value, 3) in said


def test_every_verdict_says_what_to_do():
    assert "bộ phận quản lý tài liệu mật" in queries.what_to_do(Decision.REFUSED, ["G1"])
    assert "bản sạch" in queries.what_to_do(Decision.REFUSED, ["G4"])
    assert "Sửa theo lý do trên" in queries.what_to_do(Decision.REFUSED, ["F6"])
    assert "mã hóa" in queries.what_to_do(Decision.HELD, ["H1"])
    assert queries.what_to_do(Decision.ACCEPTED, []) == ""


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_has_what_is_registered_and_given(world, giang, chi, dung, kim):
    own, theirs = registered(world), registered(world, "chi", subject="Của Sở")
    waiting = draft(world)
    assert shown(html(giang, LIST)) == [own]
    assert waiting not in html(giang, LIST)
    assert "1 văn bản chờ vào sổ." in html(giang, LIST)
    share(world, own)
    assert shown(html(chi, LIST)) == [theirs, own]
    assert shown(html(chi, LIST, xem="given")) == [own]
    assert shown(html(chi, LIST, xem="in")) == [theirs]
    assert shown(html(dung, LIST)) == []
    assert set(shown(html(kim, LIST))) == {own, theirs}


def test_views_and_words(world, giang):
    incoming = registered(world)
    outgoing = registered(world, direction="OUT", subject="Về tuyên truyền phòng dịch")
    kept = registered(world, direction="KEPT", issuer="Bộ Y tế", subject="Hướng dẫn chuyên môn", citation="9/HD-BYT")
    for view, code in (("in", incoming), ("out", outgoing), ("kept", kept)):
        assert shown(html(giang, LIST, xem=view)) == [code]
    for words in ("125", "125/bc-syt", "BC-SYT", "so y te tinh", "cong tac phong", incoming):
        assert incoming in shown(html(giang, LIST, q=words)), words
    assert shown(html(giang, LIST, q="bo y te")) == [kept]
    assert shown(html(giang, LIST, q="9/HĐ-BYT".replace("HĐ", "HD"))) == [kept]
    assert "Thử bớt chữ" in html(giang, LIST, q="không đâu có")


@pytest.mark.parametrize(
    "asked", ["xem=x", "truoc=x", f"truoc={'9' * 30}", "truoc=²", "q=%25%5F%27%00", f"q={'a ' * 400}"]
)
def test_strange_addresses_are_no_fault(giang, asked):
    assert giang.client.get(f"{LIST}?{asked}").status_code == 200


def test_the_list_is_paged_and_grows_flat(world, giang):
    codes = [registered(world) for _n in range(3)]
    grows_flat(giang.client, LIST, lambda: codes.extend(registered(world) for _n in range(50)))
    page = html(giang, LIST)
    assert shown(page)[0] == codes[-1]
    assert codes[0] not in page
    before = Document.rows.get(code=codes[3]).pk
    assert f"truoc={before}" in page
    assert shown(html(giang, LIST, truoc=before)) == codes[2::-1]


def test_held_files_are_counted_for_those_who_decide(world, giang, an):
    take(world, locked())
    assert "1 tệp đang giữ." in html(giang, LIST)
    assert "đang giữ." not in html(an, LIST)


# ── the tray ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_tray_has_the_oldest_first(world, giang, an, binh, chi):
    first, second = draft(world), draft(world, by="an")
    page = html(giang, TRAY)
    assert page.index(f"/{first}/vao-so/") < page.index(f"/{second}/vao-so/")
    assert "Không còn văn bản nào chờ vào sổ." in html(chi, TRAY)
    html(binh, TRAY, 403)


def test_the_tray_grows_flat(world, giang):
    draft(world)
    grows_flat(giang.client, TRAY, lambda: [draft(world) for _n in range(8)])


def test_held_grows_flat(world, giang):
    take(world, locked("1"))
    grows_flat(giang.client, "/lam-viec/van-ban/dang-giu/", lambda: [take(world, locked(n)) for n in "234"])


# ── the document ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_says_all_the_register_knows(world, giang):
    code = registered(
        world,
        signer="Lê Văn Tám",
        signer_post="Giám đốc",
        recipients="Tỉnh ủy; Lưu VT",
        urgency="VERY_URGENT",
        due_date=date(2021, 8, 10),
        note="Chuyển Phòng Tuyên truyền",
    )
    page = html(giang, f"{LIST}{code}/")
    for words in (
        "125/BC-SYT",
        "Báo cáo",
        "30/7/2021",
        "Lê Văn Tám, Giám đốc",
        "Tỉnh ủy; Lưu VT",
        "Thượng khẩn",
        "10/8/2021",
        "Sổ văn bản đến năm 2021",
        "20 năm (đến 31/12/2041)",
        "Chuyển Phòng Tuyên truyền",
        "Văn thư",
        "Bạn xem được vì",
    ):
        assert words in page, words


def test_who_sees_it(world, giang, an, ha, kim, chi, dung, long, khach):
    code = registered(world)
    page = f"{LIST}{code}/"
    for person in (giang, an, ha, kim):
        html(person, page)
    for person in (chi, dung, long):
        html(person, page, 404)
    assert khach.client.get(page)["Location"].startswith("/dang-nhap/")
    share(world, code)
    html(chi, page)


def test_only_what_one_may_do_is_offered(world, giang, binh, ha, chi):
    code = registered(world)
    share(world, code)
    page = f"{LIST}{code}/"
    acts = {
        "giang": {"gui", "gan", "che", "mo-ta", "thay", "bao-quan", "thu-hoi"},
        "binh": {"gui", "gan", "che", "bao-quan", "giu-nguyen", "thu-hoi"},
        "ha": set(),
        "chi": set(),
    }
    for person in (giang, binh, ha, chi):
        said = html(person, page)
        offered = {act for act in (*acts["giang"], "giu-nguyen") if f'"{page}{act}/"' in said}
        assert offered == acts[str(person)], person


def test_duplicates_are_pointed_out(world, giang, chi):
    first = registered(world)
    second = registered(world, citation="0125 /BC- SYT")
    assert "Có thể trùng với" in html(giang, f"{LIST}{second}/")
    assert first in shown(html(giang, f"{LIST}{second}/"))
    same_file = registered(world, "chi", citation="1/BC-X")
    assert "Có thể trùng với" not in html(chi, f"{LIST}{same_file}/")  # what she may not see is no duplicate to her


def test_the_same_file_of_another_unit_is_a_duplicate_to_who_sees_both(world, kim):
    one = registered(world, code=draft(world, blob="a" * 64))
    other = registered(world, "chi", code=draft(world, "chi", blob="a" * 64), citation="2/BC-X")
    assert one in shown(html(kim, f"{LIST}{other}/"))


def test_personal_data_is_pointed_out_to_who_may_send_it(world, giang, ha, chi):
    code = registered(world, code=draft(world, text="Liên hệ 0912345678"))
    share(world, code, is_personal_confirmed=True)
    assert "Trong văn bản có số điện thoại" in html(giang, f"{LIST}{code}/")
    for person in (ha, chi):
        assert "số điện thoại" not in html(person, f"{LIST}{code}/")


def test_the_document_grows_flat(world, giang):
    code = registered(world, about="VD-kg-2021-0001")

    def more():
        for key in ("so-yte", "so-tttt", "so-xaydung"):
            share(world, code, key)
        for number in range(4):
            commands.link_document(code=code, about=f"VD-kg-2021-000{number}", by=giang.actor, at=world.at)

    share(world, code, "vp-tinh-uy")
    grows_flat(giang.client, f"{LIST}{code}/", more)


def test_names_and_subjects_are_escaped(world, giang):
    nasty = "<script>alert(1)</script>"
    code = registered(world, code=draft(world, name=f"{nasty}.pdf"), subject=nasty, note=nasty, issuer=nasty)
    for url in (LIST, f"{LIST}{code}/", f"{LIST}{code}/gui/", f"{LIST}{code}/mo-ta/"):
        assert nasty not in giang.client.get(url).content.decode(), url
