"""What a dispatch may ask for, and how it is numbered. No framework."""

import re
import unicodedata

PURPOSES = ("INFORM", "OPINION", "APPROVE", "DO")
CHANNELS = ("in_app", "mail", "link", "print")
LONGEST_SUBJECT = 300
LONGEST_TEXT = 20_000
LONGEST_ANSWER = 2_000
LONGEST_BASES = 4_000
MOST_ATTACHMENTS = 20
CHANGES = ("UPDATE", "REPLACE")

# QCVN 102:2016: what a status message to the sender says, for each thing that happens to a recipient's share. The list
# of codes is closed; each stands for one verb of `states`, and each verb that a partner is told of has one code.
EDXML_STATUS = {
    "deliver": "01",
    "refuse": "02",
    "acknowledge": "03",
    "assign": "04",
    "process": "05",
    "complete": "06",
    "ask_recall": "13",
    "agree": "15",
    "decline": "16",
}
# The same standard's kind of message that carries the letter itself.
EDXML_BUSINESS = {"send": "0", "recall": "1", "update": "2", "replace": "3"}
EDXML_SILENT = frozenset({"send", "prepare", "delay", "fail"})  # between the sender and his own machine


def channel_for(*, has_reader: bool, has_address: bool, fallback: str) -> str:
    """The way to an office when the sender chose none for it."""
    if has_reader:
        return "in_app"
    return "mail" if has_address else fallback


def mail_key(code: str, unit_id: int, tries: int) -> str:
    """The key of the mail that carries a letter to an office; tried again, another one."""
    return f"dispatch/{code}/{unit_id}" + (f"/{tries}" if tries > 1 else "")


def read_mail_key(key: str) -> tuple[str, int, int] | None:
    """Code, unit and try of a key made by `mail_key`; None of any other key."""
    match = re.fullmatch(r"dispatch/([^/]+)/(\d{1,18})(?:/([2-9]|[1-9]\d{1,4}))?", key)
    return (match[1], int(match[2]), int(match[3] or 1)) if match else None


def document_codes(text: str) -> tuple[str, ...]:
    """Codes of documents as they are typed in one field: apart by commas, semicolons, blanks or lines."""
    return tuple(dict.fromkeys(re.findall(r"[^\s,;]+", text)))


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
