"""Abbreviations of official writing and what they stand for; those with two meanings only find themselves.

Left out on purpose: ĐU, TC, BC, HD, HĐ, QĐ, TT, CT, CĐ, and everything inside a document's number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from phoihop.ground.text import tone_key

MEANINGS: dict[str, str] = {
    "ANQP": "an ninh, quốc phòng",
    "ANTT": "an ninh trật tự",
    "ATGT": "an toàn giao thông",
    "ATTP": "an toàn thực phẩm",
    "BCĐ": "ban chỉ đạo",
    "BCH": "ban chấp hành",
    "BCSĐ": "ban cán sự đảng",
    "BTG": "ban tuyên giáo",
    "BTGDVTU": "ban tuyên giáo và dân vận tỉnh ủy",
    "BTGTU": "ban tuyên giáo tỉnh ủy",
    "BTGTW": "ban tuyên giáo trung ương",
    "BTT": "ban thường trực",
    "BTV": "ban thường vụ",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "CCHC": "cải cách hành chính",
    "CNTT": "công nghệ thông tin",
    "CQĐP": "chính quyền địa phương",
    "CSDL": "cơ sở dữ liệu",
    "CĐS": "chuyển đổi số",
    "DLXH": "dư luận xã hội",
    "DVC": "dịch vụ công",
    "GD&ĐT": "giáo dục và đào tạo",
    "GPMB": "giải phóng mặt bằng",
    "HTCT": "hệ thống chính trị",
    "HĐND": "hội đồng nhân dân",
    "IUU": "khai thác thủy sản bất hợp pháp, không báo cáo, không theo quy định",
    "KH&CN": "khoa học và công nghệ",
    "KT-XH": "kinh tế - xã hội",
    "LLVT": "lực lượng vũ trang",
    "LĐTBXH": "lao động - thương binh và xã hội",
    "MTTQ": "mặt trận tổ quốc",
    "NN&MT": "nông nghiệp và môi trường",
    "NN&PTNT": "nông nghiệp và phát triển nông thôn",
    "NQLT": "nghị quyết liên tịch",
    "NSNN": "ngân sách nhà nước",
    "NTM": "nông thôn mới",
    "NĐ": "nghị định",
    "PAKN": "phản ánh, kiến nghị",
    "PBGDPL": "phổ biến, giáo dục pháp luật",
    "PT-TH": "phát thanh - truyền hình",
    "QCPH": "quy chế phối hợp",
    "QLNN": "quản lý nhà nước",
    "QLVBĐH": "quản lý văn bản và điều hành",
    "QP-AN": "quốc phòng - an ninh",
    "QPPL": "quy phạm pháp luật",
    "SNV": "sở nội vụ",
    "STC": "sở tài chính",
    "SYT": "sở y tế",
    "TAND": "tòa án nhân dân",
    "TDTT": "thể dục thể thao",
    "THADS": "thi hành án dân sự",
    "TNMT": "tài nguyên và môi trường",
    "TP": "thành phố",
    "TT&TT": "thông tin và truyền thông",
    "TTATXH": "trật tự an toàn xã hội",
    "TTHC": "thủ tục hành chính",
    "TTTU": "thường trực tỉnh ủy",
    "TTTƯ": "trung ương",
    "TTg": "thủ tướng chính phủ",
    "TU": "tỉnh ủy",
    "TUV": "tỉnh ủy viên",
    "TW": "trung ương",
    "TƯ": "trung ương",
    "UBKT": "ủy ban kiểm tra",
    "UBMTTQ": "ủy ban mặt trận tổ quốc",
    "UBND": "ủy ban nhân dân",
    "UBTVQH": "ủy ban thường vụ quốc hội",
    "VBĐH": "văn bản và điều hành",
    "VHTTDL": "văn hóa, thể thao và du lịch",
    "VKSND": "viện kiểm sát nhân dân",
    "VP": "văn phòng",
    "VPCP": "văn phòng chính phủ",
    "VPTU": "văn phòng tỉnh ủy",
    "VPTW": "văn phòng trung ương đảng",
    "VT": "văn thư",
    "XHCN": "xã hội chủ nghĩa",
    "ĐBQH": "đại biểu quốc hội",
    "ĐTN": "đoàn thanh niên",
    "ĐVHC": "đơn vị hành chính",
}
# Written with and without their signs.
ALSO = {
    "GDĐT": "GD&ĐT", "KHCN": "KH&CN", "KTXH": "KT-XH", "NNMT": "NN&MT", "NNPTNT": "NN&PTNT",
    "PTTH": "PT-TH", "QPAN": "QP-AN", "TTTT": "TT&TT", "TN&MT": "TNMT", "LĐ-TB&XH": "LĐTBXH",
}  # fmt: skip

_WORD = re.compile(r"\d+|[^\W\d_]+")
# A word in capitals that stands alone: not a part of a number such as 238-QĐ/TW. TTg is the one with a small letter.
_CAPITALS = re.compile(r"(?<![\w/&-])[A-ZĐƯ][A-ZĐƯ&-]*[A-ZĐƯg](?![\w/&-])")


def tone_key_of(text: str) -> str:
    """The tone key with each word's tone at its end kept in one word with it."""
    return " ".join(tone_key(word) for word in _WORD.findall(text.lower()))


_EXPANDED = {short: tone_key_of(meaning).split() for short, meaning in MEANINGS.items()}
_STARTS: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _short, _meaning in MEANINGS.items():
    _key = tuple(tone_key_of(_meaning).split())
    _STARTS.setdefault(_key[0], []).append((_key, _short))


def meanings_in(text: str) -> dict[str, list[str]]:
    """The abbreviations that stand in the text (NFC, case kept), each with the tone keys of what it means."""
    found = (ALSO.get(short, short) for short in _CAPITALS.findall(text))
    return {short: _EXPANDED[short] for short in found if short in _EXPANDED}


def abbreviations_in(keys: Sequence[str]) -> list[str]:
    """Abbreviations of what is written out in a text, given as tone keys; each once."""
    found: dict[str, None] = {}
    for place, key in enumerate(keys):
        for meaning, short in _STARTS.get(key, ()):
            if tuple(keys[place : place + len(meaning)]) == meaning:
                found[short] = None
    return list(found)
