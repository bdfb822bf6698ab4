"""What a dispatch may ask for, and how it is numbered. No framework."""

import re
import unicodedata

PURPOSES = ("INFORM", "OPINION", "APPROVE", "DO")
CHANNELS = ("in_app", "mail", "link", "print")
LONGEST_SUBJECT = 300
LONGEST_TEXT = 20_000
LONGEST_ANSWER = 2_000


def series(territory: str, year: int) -> str:
    """CV-kg-2021"""
    return f"CV-{territory}-{year}"


def code(series: str, number: int) -> str:
    """CV-kg-2021-000001; digits grow when they must."""
    return f"{series}-{number:06d}"


_RECEIPT = re.compile(
    r"kính|gửi|thưa|dạ|vâng|ok|xin|cảm|ơn|trân|trọng|đồng|ý|đã|tiếp|nhận|được|công|văn|này|thư|rồi|ạ|và"
)
_REFUSALS = ("từ chối", "không tiếp nhận", "không nhận", "trả lại", "gửi trả", "không đồng ý")


def is_bare_receipt(text: str) -> bool:
    """Whether an answer says only that the letter arrived ("Đã nhận được công văn, cảm ơn."): no reservation."""
    return all(_RECEIPT.fullmatch(word) for word in re.findall(r"\w+", _folded(text)))


def sounds_like_refusal(text: str) -> bool:
    """Whether words written in answer may mean the opposite of taking the letter on."""
    folded = " ".join(re.findall(r"\w+", _folded(text)))
    return any(words in folded for words in _REFUSALS)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
