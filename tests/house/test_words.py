"""The English words are complete, fit their sentences, and name each thing as docs/words.md does."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog, Message

from tools import messages

# Vietnamese term: what its English must hold, as a pattern. A longer term hides the shorter ones inside it.
TERMS = {
    "cơ quan chủ trì": r"\blead",
    "cơ quan phối hợp": r"\bpartner|\bsupporting unit|\bcooperating unit|\bunit supports",
    "cơ quan tham gia": r"\bsupporting unit|\btakes part",
    "cơ quan gửi": r"\bsender",
    "cơ quan nhận": r"\brecipient|\breceiv|\bto units",
    "cơ quan vận hành": r"\boperator",
    "cơ quan được nhận bản tin": r"\brecipient",
    "thư điện tử cơ quan": r"\bofficial e-mail",
    "cơ quan được nhận kết quả": r"\bentitled unit",
    "cơ quan kế thừa": r"\bsuccessor",
    "cơ quan dân cử": r"\belected body",
    "cơ quan tư pháp": r"\bjudicial body",
    "cơ quan báo chí": r"\bpress body|\boutlet",
    "cơ quan": r"\bunit|\boffice|\bbod(?:y|ies)\b|\bauthorit",  # to the public: office
    "địa bàn": r"\bterritor",
    "chức danh": r"\bpost",
    "chức vụ": r"\bpost",
    "vị trí hiện tại": r"\bposition",
    "dùng vị trí của tôi": r"\blocation",
    "biết vị trí": r"\bposition",
    "hỏi vị trí": r"\bposition",
    "bỏ vị trí": r"\bposition",
    "vị trí và thông tin máy": r"\blocation",
    "đổi vị trí": r"\bmoved|\bseat",
    "vị trí": r"\bseat",
    "thay mặt": r"\bdeput|\bon behalf",
    "chuyên viên soạn thảo": r"\bdrafter",
    "hai người duyệt": r"\btwo \w+|\bapproved by two",
    "người duyệt không phải": r"\bapproves",
    "người duyệt": r"\bapprover",
    "cán bộ đầu mối": r"\bfocal officer",
    "văn thư": r"\bclerk",
    "biên tập viên": r"\beditor",
    "kiểm tra viên": r"\bauditor",
    "quản trị viên": r"\badministrator",
    "kế thừa": r"\bsuccess(?:or|ion)",
    "văn bản căn cứ": r"\bmandate",
    "văn bản làm căn cứ": r"\bmandate",
    "quán triệt": r"\bspread",
    "quy chế": r"\bagreement",
    "điều khoản": r"\bclause",
    "quy tắc thời hạn": r"\bdue rule",
    "đợt chọn vấn đề": r"\bround",
    "đợt sắp xếp": r"\bbatch",
    "đợt": r"\bround",
    "kế hoạch": r"\bplan",
    "ba ô: vấn đề": r"\bissue",
    "tên và vấn đề": r"\bissue",
    "vấn đề": r"\btopic",
    "không phát sinh nghĩa vụ mới": r"\bno new obligations",
    "phát sinh": r"\bad hoc",
    "chuyển năm": r"\bcarr(?:y|ied|ying) over|\bcarr(?:y|ied) .* over",
    "chịu trách nhiệm": r"\bresponsible",
    "trách nhiệm trả lời": r"\bto answer",
    "trách nhiệm": r"\bdut(?:y|ies)\b",
    "giai đoạn tố tụng": r"\bstage",
    "sự kiện và giai đoạn": r"\bstage",
    "đúng giai đoạn": r"\bstage",
    "theo giai đoạn": r"\bstage|\bphase",
    "giai đoạn": r"\bphase",
    "nghĩa vụ": r"\bobligation",
    "làn": r"\blane",
    "bằng chứng": r"\bevidence|\bproof",
    "nộp phí": r"\bpay",
    "nộp": r"\bhand(?:ed|ing)? in\b",
    "nghiệm thu": r"\baccept",
    "trả lại": r"\breturn",
    "bị chặn": r"\bblock",
    "gia hạn": r"\bexten[ds]|\brenew",
    "lịch ngày làm việc": r"\bworking calendar",
    "ngày làm việc": r"\bworking day",
    "làm bù": r"\bswap|\bwork",
    "công văn": r"\bdispatch",
    "thu hồi": r"\brecall",
    "từ chối": r"\brefus",
    "hộp thư": r"\binbox|\bmailbox",
    "thông báo": r"\bnoti(?:ce|f)",
    "sổ cái": r"\bledger",
    "niêm phong": r"\bseal",
    "hồ sơ": r"\bdossier|\bcorrection|\brecord|\bfile\b",
    "đồng hồ minh họa": r"\bdemonstration clock",
    "minh họa": r"\billustration",
    "văn bản mật": r"\bsecret document",
    "văn bản đến": r"\bincoming",
    "mang văn bản đến": r"\btake the document",
    "văn bản đi": r"\boutgoing",
    "văn bản đi theo đường riêng": r"\bdocument goes its own way",
    "văn bản phải cung cấp": r"\bexpected document|\bdocuments expected",
    "văn bản": r"\bdocument|\bmandate|\btext",
    "tệp nén": r"\barchive",
    "tệp đang giữ": r"\bheld file|\bfiles? held|\bfile is held",
    "tệp": r"\bfile",
    "bản đã che": r"\bredacted copy",
    "bản gốc": r"\boriginal|\btext it started from",
    "bản quét": r"\bscan",
    "cho nhận": r"\breleas",
    "lưu hành nội bộ": r"\binternal circulation",
    "cách đưa vào": r"\bhow it enters",
    "đưa vào kiểm chứng": r"\bcheck",
    "đưa vào thư viện": r"\blibrary",
    "đưa vào": r"\bbring|\bbrought",
    "vào sổ": r"\bregist",
    "sổ đăng ký": r"\bregister",
    "sổ theo dõi": r"\bregister",
    "vào sổ văn bản": r"\bregist",
    "lưu trong sổ văn bản": r"\bregist",
    "sổ văn bản": r"\bbook",
    "cửa sổ": r"\bwindow",
    "việc sau sổ": r"\bdeliver",
    "sổ": r"\bbook|\bregist|\bledger",
    "trích yếu": r"\bsubject",
    "số và ký hiệu": r"\bnumber and symbol",
    "trong số đến hạn": r"\bdue",
    "số đến": r"\barrival number",
    "ngày đến": r"\barrival date",
    "độ khẩn": r"\burgency",
    "thời hạn bảo quản": r"\bretention",
    "bảo quản": r"\bretention",
    "giữ nguyên văn bản": r"\b(?:un)?fr(?:ee|o)z",
    "đang được giữ nguyên": r"\bfrozen",
    "bị giữ nguyên": r"\bfrozen",
    "không giữ lại gì": r"\bnothing .*\bkept",
    "giữ lại câu chữ": r"\bkeep",
    "lý do giữ lại": r"\bkeep|\bwithh",
    "chỉ giữ lại": r"\bkeep",
    "được cho giữ lại": r"\bstand",
    "giữ lại có căn cứ": r"\bwithheld with grounds",
    "giữ lại": r"\bwithh[eo]ld|\bkept",
    "ngày xem lại": r"\brecheck day",
    "cung cấp": r"\bprovid",
    "bí mật nhà nước": r"\bstate secret",
    "giải mật": r"\bdeclassif",
    "dấu mật": r"\bsecrecy mark",
    "độ mật": r"\bsecrecy",
    "dữ liệu cá nhân": r"\bpersonal data",
    "chỉ mục": r"\bindex",
    "đơn có chữ ký": r"\bsigned",
    "chữ ký": r"\bsign(?:ature|ing)",
    "chứng thư đã bị thu hồi": r"\bcertificate was revoked",
    "chứng thư có bị thu hồi": r"\bcertificate was revoked",
    "chứng thư": r"\bcertificate",
    "dấu thời gian": r"\btime stamp",
    "cơ quan nhận kết quả": r"\bentitled unit",
    "người thay": r"\bdeput",
    "vắng mặt": r"\babsen",
    "đợt vắng mặt": r"\babsen",
    "kết thúc đợt đó": r"\babsence",
    "chia thành từng đợt": r"\bperiod",
    "lịch trực": r"\bduty rota",
    "người trực": r"\bon duty",
    "ngày đến hạn": r"\bdue date",
    "thang nhắc hạn": r"\bladder",
    "thang chung": r"\bladder",
    "bậc": r"\brung|\blevels? |\blevel$|\blevel\.|\bgrade",
    "cuộc họp": r"\bmeeting",
    "cuộc họp báo": r"\bpress conference",
    "họp báo": r"\bpress conference",
    "nghĩa vụ pháp lý": r"\blegal duty",
    "thu hồi đất": r"\brecover",
    "đợt dịch": r"\boutbreak",
    "buổi sáng": r"\bmorning",
    "buổi họp": r"\boccurrence|\bmeeting",
    "buổi phát": r"\bbroadcast",
    "buổi": r"\boccurrence",
    "cơ quan triệu tập": r"\bconvening unit",
    "nơi triệu tập": r"\bconvener",
    "giấy mời": r"\binvitation",
    "danh sách dự họp": r"\broll",
    "khóa danh sách": r"\broll",
    "điểm danh": r"\battendance",
    "người được cử": r"\bdelegate",
    "người dự thay": r"\bdelegate",
    "người được ủy quyền": r"\bauthorised",
    "được ủy quyền": r"\bauthorised|\bmandate",
    "ủy quyền": r"\bmandate",
    "biên bản": r"\bminutes|\brecord",
    "tòa án kết luận": r"\bruled",
    "kết luận có tội": r"\bguilty",
    "kết luận": r"\bconclu|\bverdict|\bfinding",  # of a meeting · of a claim put to the test
    "địa chỉ thư": r"\be-mail address",
    "liên kết": r"\blink",
    "thu hồi liên kết": r"\brevok",
    "mã xác nhận": r"\bconfirmation code",
    "mẫu văn bản": r"\bletterhead",
    "khuôn": r"\btemplate",
    "khuôn văn bản": r"\btemplate",
    "quy cách": r"\blayout",
    "thể thức": r"\blayout",
    "khác quy cách": r"\bdepart",
}
NEVER = re.compile(r"\b(?:tasks?|deadlines?|agency|agencies)\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
MARKED = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
OWN_NAMES = re.compile("Phối Hợp|đồng|Tiếng Việt|Tết|“[^”]*”")  # what stands in quotes is Vietnamese that is spoken of
ENDS = (".", ":", "?", "!", "…")


def _terms_in(sentence: str) -> list[str]:
    """The terms of the table that stand in a Vietnamese sentence, longest first, none inside another."""
    left, found = sentence.lower(), []
    for term in sorted(TERMS, key=len, reverse=True):
        left, number = re.subn(rf"(?<!\w){term}(?!\w)", "·", left)
        if number:
            found.append(term)
    return found


def _sides(message: Message) -> list[tuple[str, str]]:
    """Each source sentence beside each of its translations."""
    sources = message.id if isinstance(message.id, list | tuple) else (message.id,)
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return [(sources[min(i, len(sources) - 1)], text) for i, text in enumerate(strings)]


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return messages._read()


@pytest.fixture(scope="module")
def sides(catalogue: Catalog) -> list[tuple[str, str]]:
    return [
        pair for message in catalogue if message.id and messages._is_translated(message) for pair in _sides(message)
    ]


def test_the_catalogue_is_what_the_sources_say(catalogue: Catalog) -> None:
    known = {messages._key(message) for message in catalogue if message.id}
    said = {messages._key(message) for message in messages._fresh() if message.id}
    assert said
    assert not sorted(map(str, said - known)), "run: .venv/bin/python tools/messages.py update, then translate"
    assert not sorted(map(str, known - said)), "run: .venv/bin/python tools/messages.py update"


def test_every_string_is_translated_and_none_is_a_guess(catalogue: Catalog) -> None:
    assert not [message.id for message in catalogue if message.id and message.fuzzy]
    assert not [message.id for message in catalogue if message.id and not messages._is_translated(message)]
    assert not catalogue.obsolete


def test_a_plural_has_both_its_forms(catalogue: Catalog) -> None:
    plurals = [message for message in catalogue if message.pluralizable]
    assert plurals
    assert not [message.id for message in plurals if len(message.string) != 2]


def test_placeholders_are_the_same_on_both_sides(sides: list[tuple[str, str]]) -> None:
    faults = [pair for pair in sides if sorted(PLACEHOLDER.findall(pair[0])) != sorted(PLACEHOLDER.findall(pair[1]))]
    assert not faults


def test_edges_are_the_same_on_both_sides(sides: list[tuple[str, str]]) -> None:
    """Blanks at either end, the mark a sentence ends with, and a capital at its head."""
    faults = []
    for source, text in sides:
        same_ends = (source[-1] if source.endswith(ENDS) else "") == (text[-1] if text.endswith(ENDS) else "")
        same_blanks = source[: 1 if source[0].isspace() else 0] == text[: 1 if text[0].isspace() else 0]
        same_tails = source[-1].isspace() == text[-1].isspace()
        letters = source[0].isalpha() and text[0].isalpha()
        if not (same_ends and same_blanks and same_tails) or (letters and source[0].islower() and text[0].isupper()):
            faults.append((source, text))
    assert not faults


def test_english_holds_no_vietnamese(sides: list[tuple[str, str]]) -> None:
    assert not [pair for pair in sides if MARKED.search(OWN_NAMES.sub("", pair[1]))]


def test_terms_have_one_english_word(catalogue: Catalog) -> None:
    """A string with a context of its own names a kind (a letter that is a mandate, a topic that is an issue)."""
    told = [message for message in catalogue if message.id and messages._is_translated(message)]
    plain = [message for message in told if not (message.context or "").startswith(("kind of", "document type"))]
    faults = [
        (term, source, text)
        for message in plain
        for source, text in _sides(message)
        for term in _terms_in(source)
        if not re.search(TERMS[term], text, re.IGNORECASE)
    ]
    assert not faults


def test_words_we_do_not_use_stay_away(sides: list[tuple[str, str]]) -> None:
    assert not [pair for pair in sides if NEVER.search(pair[1])]


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("Kết thúc đợt chọn vấn đề", ["đợt chọn vấn đề"]),
        ("Nghĩa vụ của cơ quan chủ trì", ["cơ quan chủ trì", "nghĩa vụ"]),
        ("Cơ quan bạn", ["cơ quan"]),
    ],
)
def test_terms_are_found_longest_first(sentence: str, terms: list[str]) -> None:
    assert _terms_in(sentence) == terms
