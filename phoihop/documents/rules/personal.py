"""Personal data in a text: pointed out before a paper is sent, offered to be hidden. No framework.

Numbers of documents, sums of money, dates and statistics are kept out by what stands around them and by how the number
is built. A number that could be several things is told once, as the surest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Personal:
    """One find: its kind and its place in the text."""

    kind: str  # IDENTITY, PASSPORT, PHONE, ACCOUNT, EMAIL, BIRTH
    start: int
    end: int


_SIGN = r"[^\d\n]{0,24}?"  # "số:", "của ông A là", between the word and the number
_EDGE = r"(?<![\w/\-.,])"
_AFTER = r"(?![\w/]|[.,\-]\d|\s?(?:%|đồng|đ\b|VND|VNĐ|USD|triệu|tỷ|tỉ|người|hộ|ha\b|tấn|km|m2|m²|lượt|trường hợp))"

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w-])")
_MOBILE = re.compile(rf"(?<![\w/\-,])(?:\(?\+84\)?[ .-]?|0)[35789](?:[ .-]?[0-9]){{8}}{_AFTER}")
_LANDLINE = re.compile(
    r"(?:điện thoại|ĐT|SĐT|tel|phone|di động|số máy|liên hệ)\b[^\d\n+(]{0,24}"
    r"(\(?(?:\+84|0)[ .-]?[0-9]{1,3}\)?(?:[ .-]?[0-9]){6,8})(?![\w/]|[.,]\d)",
    re.IGNORECASE,
)
_CARD = re.compile(rf"{_EDGE}(?:[0-9]{{12}}|[0-9]{{3}}(?: [0-9]{{3}}){{3}}|[0-9]{{4}}(?: [0-9]{{4}}){{2}}){_AFTER}")
_NAMED_CARD = re.compile(
    r"(?:CMND|CMTND|CMT|CCCD|chứng minh(?: thư)?(?: nhân dân)?|căn cước(?: công dân)?|định danh(?: cá nhân)?)\b"
    rf"{_SIGN}((?:[0-9][ .]?){{11}}[0-9]|(?:[0-9][ .]?){{8}}[0-9])(?!\d|/\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:số tài khoản|số TK|STK|TK số|tài khoản(?: số| ngân hàng)?)\b[^\d\n]{0,30}?"
    r"((?:[0-9][ .-]?){6,18}[0-9])(?!\d|/\d)",
    re.IGNORECASE,
)
_PASSPORT = re.compile(r"(?:hộ chiếu|passport)\b[^\n\d]{0,20}?\b([A-Z][0-9]{7})(?!\w)", re.IGNORECASE)
_BIRTH = re.compile(
    r"(?:ngày sinh|sinh ngày|ngày, tháng, năm sinh|ngày tháng năm sinh|năm sinh|sinh năm)\b[^\d\n]{0,10}"
    r"([0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?[0-9]{4}|[0-9]{1,2} tháng [0-9]{1,2} năm [0-9]{4}"
    r"|(?:19|20)[0-9]{2})(?!\d)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:đồng|VND|VNĐ|USD|triệu|tỷ)\b", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"\D")
_PROVINCES = range(1, 97)  # codes of the identity card; the list of 2025 uses a part of them


def find_personal(text: str) -> tuple[Personal, ...]:
    """What looks like personal data, in the order of the text; of overlapping finds the one that is surer."""
    found: list[Personal] = []
    for kind, pattern in (("EMAIL", _EMAIL), ("PASSPORT", _PASSPORT), ("BIRTH", _BIRTH), ("IDENTITY", _NAMED_CARD)):
        found += [Personal(kind, *match.span(match.re.groups)) for match in pattern.finditer(text)]
    found += [Personal("ACCOUNT", *match.span(1)) for match in _ACCOUNT.finditer(text) if not _is_money(text, match)]
    found += [Personal("IDENTITY", *match.span()) for match in _CARD.finditer(text) if is_identity(match[0])]
    found += [Personal("PHONE", *match.span()) for match in _MOBILE.finditer(text)]
    found += [Personal("PHONE", *match.span(1)) for match in _LANDLINE.finditer(text)]
    surest = sorted(enumerate(found), key=lambda pair: (pair[1].start, pair[0]))
    return _apart([one for _rank, one in surest], {id(one): rank for rank, one in enumerate(found)})


def is_identity(number: str) -> bool:
    """Is it built like an identity number: province, sex and century, year of birth, six digits?"""
    digits = _NOT_DIGITS.sub("", number)
    return len(digits) == 12 and int(digits[:3]) in _PROVINCES and digits[3] in "0123" and len(set(digits)) > 2


def _is_money(text: str, match: re.Match[str]) -> bool:
    return _MONEY.match(text[match.end() : match.end() + 8].lstrip()) is not None


def _apart(found: list[Personal], rank: dict[int, int]) -> tuple[Personal, ...]:
    """Of finds that overlap the first looked for stays."""
    kept: list[Personal] = []
    for one in found:
        while kept and one.start < kept[-1].end and rank[id(one)] < rank[id(kept[-1])]:
            kept.pop()
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)
