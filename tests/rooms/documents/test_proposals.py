"""What is proposed from a paper's text: papers of our own making in four layouts, each field counted."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.documents.rules.proposals import Proposal, propose
from phoihop.documents.rules.reading import Place, PlaceKind, Reading

calm = settings(deadline=None, database=None)

STATE_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY_MOTTO = ("ĐẢNG CỘNG SẢN VIỆT NAM",)


@dataclass(frozen=True)
class Paper:
    organ: tuple[str, ...]  # the left column above the number
    number: str  # as printed
    dated: str
    signature: tuple[str, ...]
    expected: Proposal
    title: str = ""
    subject: tuple[str, ...] = ()  # lines as printed; of a letter: under the number, with V/v
    addressed: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    body: tuple[str, ...] = (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Theo đề nghị của Văn phòng tại Tờ trình số 11/TTr-VP ngày 02 tháng 01 năm 2026, cơ quan xây dựng văn bản này.",
        "1. Mục đích, yêu cầu: tổ chức thực hiện thống nhất, đúng tiến độ.",
        "2. Phân công: các đơn vị chủ trì và phối hợp theo nhiệm vụ được giao.",
    )


PAPERS = {
    "plan of a department": Paper(
        ("UBND TỈNH AN GIANG", "SỞ Y TẾ"),
        "Số: 05/KH-SYT",
        "An Giang, ngày 05 tháng 01 năm 2026",
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Thị Bích Ngọc"),
        Proposal(
            "STATE", "05/KH-SYT", "KH", date(2026, 1, 5), "An Giang", "SỞ Y TẾ",
            "Phối hợp thông tin về phòng, chống dịch năm 2026", "Trần Thị Bích Ngọc", "PHÓ GIÁM ĐỐC", "KT.",
            ("UBND tỉnh (để b/c)", "Trung tâm Kiểm soát bệnh tật"),
        ),
        "KẾ HOẠCH",
        ("Phối hợp thông tin về phòng, chống dịch năm 2026",),
        receivers=("UBND tỉnh (để b/c)", "Trung tâm Kiểm soát bệnh tật", "Lưu: VT, NVY"),
    ),
    "report of a province": Paper(
        ("ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"),
        "Số: 123/BC-UBND",
        "An Giang, ngày 20 tháng 12 năm 2025",
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Hồ Văn Mừng"),
        Proposal(
            "STATE", "123/BC-UBND", "BC", date(2025, 12, 20), "An Giang", "ỦY BAN NHÂN DÂN TỈNH AN GIANG",
            "Tình hình kinh tế - xã hội năm 2025 và nhiệm vụ trọng tâm năm 2026 trên địa bàn tỉnh",
            "Hồ Văn Mừng", "CHỦ TỊCH", "TM.", ("Văn phòng Chính phủ", "Thường trực Tỉnh ủy"),
        ),
        "BÁO CÁO",
        ("Tình hình kinh tế - xã hội năm 2025", "và nhiệm vụ trọng tâm năm 2026 trên địa bàn tỉnh"),
        receivers=("Văn phòng Chính phủ", "Thường trực Tỉnh ủy", "Lưu: VT, TH"),
    ),
    "letter of a department": Paper(
        ("UBND TỈNH KIÊN GIANG", "SỞ NÔNG NGHIỆP", "VÀ PHÁT TRIỂN NÔNG THÔN"),
        "Số: 1204/SNN-TS",
        "Rạch Giá, ngày 14 tháng 6 năm 2021",
        ("GIÁM ĐỐC", "Nguyễn Văn Tâm"),
        Proposal(
            "STATE", "1204/SNN-TS", "CV", date(2021, 6, 14), "Rạch Giá", "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN",
            "cung cấp thông tin về chống khai thác thủy sản bất hợp pháp", "Nguyễn Văn Tâm", "GIÁM ĐỐC", "",
            ("Ban Tuyên giáo Tỉnh ủy",),
        ),
        subject=("V/v cung cấp thông tin về chống", "khai thác thủy sản bất hợp pháp"),
        addressed=("Ban Tuyên giáo Tỉnh ủy",),
        receivers=("Như trên", "Lưu: VT, CCTS"),
    ),
    "letter to several": Paper(
        ("UBND TỈNH AN GIANG", "SỞ VĂN HÓA VÀ THỂ THAO"),
        "Số: 88/SVHTT-QLVH",
        "Long Xuyên, ngày 03 tháng 11 năm 2025",
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thanh Hải"),
        Proposal(
            "STATE", "88/SVHTT-QLVH", "CV", date(2025, 11, 3), "Long Xuyên", "SỞ VĂN HÓA VÀ THỂ THAO",
            "góp ý dự thảo kế hoạch tuyên truyền năm 2026", "Lê Thanh Hải", "PHÓ GIÁM ĐỐC", "KT.",
            ("Sở Tài chính", "Công an tỉnh", "Báo An Giang"),
        ),
        subject=("V/v góp ý dự thảo kế hoạch", "tuyên truyền năm 2026"),
        addressed=("- Sở Tài chính;", "- Công an tỉnh;", "- Báo An Giang."),
        receivers=("Như trên", "Lưu: VT, QLVH"),
    ),
    "invitation": Paper(
        ("UBND XÃ CHÂU THÀNH", "VĂN PHÒNG HĐND VÀ UBND"),
        "Số: 07/GM-VP",
        "Châu Thành, ngày 09 tháng 02 năm 2026",
        ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Phan Minh Đức"),
        Proposal(
            "STATE", "07/GM-VP", "GM", date(2026, 2, 9), "Châu Thành", "VĂN PHÒNG HĐND VÀ UBND",
            "Họp giao ban công tác phối hợp quý I năm 2026", "Phan Minh Đức", "CHÁNH VĂN PHÒNG", "TL.",
            ("Thường trực Đảng ủy xã",),
        ),
        "GIẤY MỜI",
        ("Họp giao ban công tác phối hợp quý I năm 2026",),
        receivers=("Thường trực Đảng ủy xã", "Lưu: VT"),
    ),
    "decision": Paper(
        ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ CẦN THƠ"),
        "Số: 2010/QĐ-UBND",
        "Cần Thơ, ngày 30 tháng 9 năm 2025",
        ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Thực Hiện"),
        Proposal(
            "STATE", "2010/QĐ-UBND", "QĐ", date(2025, 9, 30), "Cần Thơ", "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ",
            "Về việc thành lập Tổ công tác liên ngành", "Nguyễn Thực Hiện", "PHÓ CHỦ TỊCH", "KT.", (),
        ),
        "QUYẾT ĐỊNH",
        ("Về việc thành lập Tổ công tác liên ngành", "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ"),
        receivers=("Như Điều 3", "Lưu: VT"),
    ),
    "notice of a court": Paper(
        ("TÒA ÁN NHÂN DÂN TỐI CAO", "TÒA ÁN NHÂN DÂN TỈNH KIÊN GIANG"),
        "Số: 19/TB-TA",
        "Kiên Giang, ngày 12 tháng 8 năm 2021",
        ("CHÁNH ÁN", "Đinh Thị Lan"),
        Proposal(
            "STATE", "19/TB-TA", "TB", date(2021, 8, 12), "Kiên Giang", "TÒA ÁN NHÂN DÂN TỈNH KIÊN GIANG",
            "Lịch xét xử các vụ án điểm quý III năm 2021", "Đinh Thị Lan", "CHÁNH ÁN", "", ("VKSND tỉnh",),
        ),
        "THÔNG BÁO",
        ("Lịch xét xử các vụ án điểm quý III năm 2021",),
        receivers=("VKSND tỉnh", "Lưu: VT, THA"),
    ),
    "proposal to a superior": Paper(
        ("BỘ CHỈ HUY QUÂN SỰ TỈNH", "PHÒNG CHÍNH TRỊ"),
        "Số: 31/TTr-CT",
        "An Giang, ngày 01 tháng 7 năm 2025",
        ("TUQ. CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "Võ Hoàng Sơn"),
        Proposal(
            "STATE", "31/TTr-CT", "TTr", date(2025, 7, 1), "An Giang", "PHÒNG CHÍNH TRỊ",
            "Đề nghị phê duyệt kinh phí tuyên truyền biển đảo", "Võ Hoàng Sơn", "PHÓ CHỦ NHIỆM", "TUQ.",
            ("UBND tỉnh", "Sở Tài chính"),
        ),
        "TỜ TRÌNH",
        ("Đề nghị phê duyệt kinh phí tuyên truyền biển đảo",),
        addressed=("UBND tỉnh",),
        receivers=("Như trên", "Sở Tài chính", "Lưu: VT"),
    ),
    "joint programme": Paper(
        ("SỞ TƯ PHÁP - HỘI NÔNG DÂN TỈNH",),
        "Số: 02/CTPH/STP-HND",
        "An Giang, ngày 18 tháng 3 năm 2026",
        ("GIÁM ĐỐC", "Huỳnh Tấn Phát"),
        Proposal(
            "STATE", "02/CTPH/STP-HND", "CTr", date(2026, 3, 18), "An Giang", "SỞ TƯ PHÁP - HỘI NÔNG DÂN TỈNH",
            "Phổ biến, giáo dục pháp luật cho nông dân giai đoạn 2026 - 2030", "Huỳnh Tấn Phát", "GIÁM ĐỐC", "",
            ("UBND các xã, phường, đặc khu",),
        ),
        "CHƯƠNG TRÌNH PHỐI HỢP",
        ("Phổ biến, giáo dục pháp luật cho nông dân", "giai đoạn 2026 - 2030"),
        receivers=("UBND các xã, phường, đặc khu", "Lưu: VT"),
    ),
    "plan of a Party commission": Paper(
        ("TỈNH ỦY KIÊN GIANG", "BAN TUYÊN GIÁO", "*"),
        "Số 05-KH/BTGTU",
        "Rạch Giá, ngày 10 tháng 3 năm 2021",
        ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Lý Minh Nhựt"),
        Proposal(
            "PARTY", "05-KH/BTGTU", "KH", date(2021, 3, 10), "Rạch Giá", "BAN TUYÊN GIÁO",
            "phối hợp với Viện Kiểm sát nhân dân tỉnh năm 2021", "Lý Minh Nhựt", "PHÓ TRƯỞNG BAN", "K/T",
            ("Thường trực Tỉnh ủy (báo cáo)", "Viện Kiểm sát nhân dân tỉnh"),
        ),
        "KẾ HOẠCH",
        ("phối hợp với Viện Kiểm sát nhân dân tỉnh năm 2021", "-----"),
        receivers=("Thường trực Tỉnh ủy (báo cáo)", "Viện Kiểm sát nhân dân tỉnh", "Lưu Văn phòng Ban"),
    ),
    "letter of a Party committee": Paper(
        ("ĐẢNG BỘ TỈNH KIÊN GIANG", "BAN THƯỜNG VỤ TỈNH ỦY", "*"),
        "Số 93-CV/TU",
        "Rạch Giá, ngày 10 tháng 3 năm 2021",
        ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "Mai Văn Huỳnh"),
        Proposal(
            "PARTY", "93-CV/TU", "CV", date(2021, 3, 10), "Rạch Giá", "BAN THƯỜNG VỤ TỈNH ỦY",
            "quán triệt, thực hiện Quyết định số 238-QĐ/TW", "Mai Văn Huỳnh", "PHÓ BÍ THƯ THƯỜNG TRỰC", "T/M",
            ("Các ban đảng, đảng ủy trực thuộc",),
        ),
        subject=("V/v quán triệt, thực hiện", "Quyết định số 238-QĐ/TW"),
        addressed=("Các ban đảng, đảng ủy trực thuộc",),
        receivers=("Như trên", "Lưu Văn phòng Tỉnh ủy"),
    ),
    "conclusion of the Party": Paper(
        ("TỈNH ỦY AN GIANG", "*"),
        "Số 112-KL/TU",
        "An Giang, ngày 25 tháng 4 năm 2026",
        ("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", "Đỗ Thị Kim Chi"),
        Proposal(
            "PARTY", "112-KL/TU", "KL", date(2026, 4, 25), "An Giang", "TỈNH ỦY AN GIANG",
            "của Ban Thường vụ Tỉnh ủy về công tác dư luận xã hội", "Đỗ Thị Kim Chi", "CHÁNH VĂN PHÒNG", "T/L",
            ("Các huyện ủy, thành ủy",),
        ),
        "KẾT LUẬN",
        ("của Ban Thường vụ Tỉnh ủy", "về công tác dư luận xã hội", "-----"),
        receivers=("Các huyện ủy, thành ủy", "Lưu Văn phòng Tỉnh ủy"),
    ),
}  # fmt: skip


def _head(paper: Paper) -> tuple[list[str], list[str]]:
    left = [*paper.organ, paper.number]
    if not paper.title:
        left += paper.subject
    is_party = paper.expected.system == "PARTY"
    motto = PARTY_MOTTO if is_party else STATE_MOTTO
    blank = [""] * max(0, len(paper.organ) - len(motto))
    return left, [*motto, *blank, paper.dated]


def _middle(paper: Paper) -> list[str]:
    lines = [paper.title, *paper.subject, "", *paper.body] if paper.title else list(paper.body)
    if not paper.addressed:
        return lines
    first, *rest = paper.addressed
    asked = ["Kính gửi:", *paper.addressed] if first.startswith("-") else [f"Kính gửi: {first}", *rest]
    return [*lines[: -len(paper.body)], *asked, *paper.body]


def _receivers(paper: Paper) -> list[str]:
    *most, last = paper.receivers
    return ["Nơi nhận:", *(f"- {name};" for name in most), f"- {last}."]


def separate(paper: Paper) -> str:
    """As cells of a DOCX table come out: one column after the other."""
    left, right = _head(paper)
    lines = [*left, *filter(None, right), *_middle(paper), *_receivers(paper), *paper.signature]
    return "\n".join(lines)


def wide(paper: Paper) -> str:
    """As a text layer that keeps the columns by spaces."""
    return "\n".join([*_joined(*_head(paper), 6), *_middle(paper), *_joined(_receivers(paper), _spread(paper), 8)])


def tight(paper: Paper) -> str:
    """As a text layer that joins the columns by a single space."""
    return "\n".join([*_joined(*_head(paper), 1), *_middle(paper), *_joined(_receivers(paper), _spread(paper), 1)])


def noisy(paper: Paper) -> str:
    """As OCR reads a scan: slips in mottoes and numbers, an O for a nought, specks."""
    text = wide(paper)
    slips = {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA": "CỘNG HOÀ XÃ HỌI CHÚ NGHĨA", "Độc lập - Tự do": "Độc lập — Tự do",
        "Số: ": "Sẽ _ Số: ", "ĐẢNG CỘNG SẢN": "ĐẢNG CỌNG SÀN", "ngày 0": "ngày O", "KẾ HOẠCH\n": "KẾ HOACH\n",
        "Nơi nhận": "Nơi nhân", "KT. ": "KT, ",
    }  # fmt: skip
    for right, wrong in slips.items():
        text = text.replace(right, wrong)
    return f"| .\n{text}\n_"


def _spread(paper: Paper) -> list[str]:
    """The name stands below the space for the signature."""
    *posts, name = paper.signature
    rows = len(paper.receivers) + 1
    return [*posts, *[""] * (rows - len(posts) - 1), name] if rows > len(posts) else [*posts, name]


def _joined(left: list[str], right: list[str], gap: int) -> list[str]:
    return [(a + " " * gap + b).strip() if b else a for a, b in zip_longest(left, right, fillvalue="")]


FIELDS = (
    "system", "citation", "type_key", "issued_date", "place", "issuer", "subject", "signer", "signer_post", "authority",
    "recipients",
)  # fmt: skip
LAYOUTS = {separate: 1.0, wide: 1.0, tight: 0.97, noisy: 0.97}


def of(text: str, *, name: str = "van-ban.pdf", kind: PlaceKind = PlaceKind.TEXT) -> Proposal:
    return propose(Reading(places=(Place(kind, text, 1),)), file_name=name)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_share_of_fields_that_are_right(layout: Callable[[Paper], str]) -> None:
    wrong: Counter[str] = Counter()
    told = []
    for name, paper in PAPERS.items():
        found = of(layout(paper))
        for field in FIELDS:
            if getattr(found, field) != getattr(paper.expected, field):
                wrong[field] += 1
                told.append(f"{name}: {field} {getattr(found, field)!r}, not {getattr(paper.expected, field)!r}")
    share = 1 - wrong.total() / (len(PAPERS) * len(FIELDS))
    assert share >= LAYOUTS[layout], "\n".join([f"{share:.3f}", *told])


@pytest.mark.parametrize("name", PAPERS)
def test_what_was_found_says_how_sure(name: str) -> None:
    found = of(separate(PAPERS[name]))
    for field in (*FIELDS, "urgency"):
        assert (field in found.sure) == bool(getattr(found, field)), field
    assert all(0 < sure <= 100 for sure in found.sure.values())
    assert found.sure["citation"] >= 90


def test_an_empty_text_proposes_nothing_but_the_file_name() -> None:
    assert of("", name="thu_muc/bien-ban hop.pdf") == Proposal(subject="bien ban hop", sure={"subject": 15})


@pytest.mark.parametrize(
    ("name", "citation", "system"),
    [
        ("05-KH-SYT.pdf", "05/KH-SYT", "STATE"),
        ("238_QD_TW.pdf", "238-QĐ/TW", "PARTY"),
        ("So 12-CTr-UBND ngay 5.docx", "12/CTr-UBND", "STATE"),
        ("anh chup 2026.jpg", "", ""),
        ("2026-05-12 hop.pdf", "", ""),
    ],
)
def test_the_file_name_gives_a_number_when_the_text_has_none(name: str, citation: str, system: str) -> None:
    found = of("ngoài văn bản không có gì", name=name)
    assert (found.citation, found.system) == (citation, system)
    assert found.sure.get("citation", 0) <= 40


def test_a_printed_number_wins_over_the_file_name() -> None:
    assert of(separate(PAPERS["decision"]), name="05-KH-SYT.pdf").citation == "2010/QĐ-UBND"


def test_a_blank_number_and_day_are_not_guessed() -> None:
    paper = replace(
        PAPERS["plan of a department"], number="Số:      /KH-SYT", dated="An Giang, ngày      tháng 01 năm 2026"
    )
    found = of(separate(paper))
    assert (found.citation, found.issued_date) == ("", None)
    assert found.type_key == "KH"
    assert "issued_date" not in found.sure


def test_dates_and_numbers_of_grounds_are_not_taken() -> None:
    text = "KẾ HOẠCH\nTuyên truyền\n\nCăn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020;\nTheo số 9/KH-VP"
    found = of(text)
    assert (found.citation, found.issued_date) == ("", None)
    assert (found.type_key, found.subject) == ("KH", "Tuyên truyền")


def test_letters_of_a_title_may_stand_apart() -> None:
    assert of("Số: 05/KH-SYT\nK Ế  H O Ạ C H\nTuyên truyền").subject == "Tuyên truyền"


def test_what_an_annex_says_is_not_the_signature() -> None:
    paper = separate(PAPERS["plan of a department"])
    annex = "PHỤ LỤC\n(Kèm theo Kế hoạch)\nNơi nhận:\n- Sở Xây dựng;\nGIÁM ĐỐC\nPhạm Văn Khác"
    expected = PAPERS["plan of a department"].expected
    found = of(f"{paper}\n{annex}")
    assert (found.signer, found.recipients) == (expected.signer, expected.recipients)


@pytest.mark.parametrize(
    ("stamp", "urgency"),
    [
        ("HỎA TỐC", "IMMEDIATE"),
        ("HOẢ TỐC", "IMMEDIATE"),
        ("THƯỢNG KHẨN", "VERY_URGENT"),
        ("KHẨN", "URGENT"),
        ("khẩn", ""),
    ],
)
def test_urgency(stamp: str, urgency: str) -> None:
    text = separate(PAPERS["plan of a department"])
    assert of(f"{stamp}\n{text}").urgency == urgency
    red = Reading(places=(Place(PlaceKind.OCR, text, 1), Place(PlaceKind.STAMP, stamp.upper(), 1)))
    assert propose(red, file_name="x.pdf").urgency == (urgency or "URGENT")


def test_long_fields_are_cut_between_words() -> None:
    paper = replace(PAPERS["plan of a department"], subject=("Tuyên truyền " * 90,))
    subject = of(separate(paper)).subject
    assert len(subject) <= 500
    assert subject.endswith(("Tuyên", "truyền"))


def test_members_of_an_archive_do_not_speak_for_it() -> None:
    inside = Place(PlaceKind.TEXT, separate(PAPERS["decision"]), 1, ("quyet-dinh.docx",))
    assert propose(Reading(places=(inside,)), file_name="ho-so.zip").citation == ""


@calm
@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_and_name_can_be_read(text: str, name: str) -> None:
    found = of(text, name=name)
    assert len(found.subject) <= 500
    assert len(found.signer) <= 50
    assert len(found.issuer) <= 200


def test_a_line_without_end_is_read() -> None:
    for text in ("Số: " * 200_000, "A" * 1_000_000, "- " * 400_000, "Nơi nhận: " * 50_000, "NGÀY 1 THÁNG " * 60_000):
        of(text)
