"""Secrecy words in names, titles, keywords, subjects and fields: rule G6 of `docs/algorithms/secrecy.md`. No framework.

A name is short, often without accents, and its words are joined by signs: what a line of text shows by standing alone
and in capitals, a name shows by where the word stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from phoihop.documents.rules.marks import capitals, has_accent, is_spelt, plain

LONGEST = 600  # characters of a name; longer values are prose and are read by lines


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENDINGS = _words(
    "pdf doc docx docm dot dotx xls xlsx xlsm csv ppt pptx odt ods odp rtf txt md htm html xml json yaml yml zip rar "
    "7z tar gz tgz bz2 xz eml msg png jpg jpeg tif tiff bmp gif webp heic p7m p7s edoc edxml ics"
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
_RUN = re.compile(r"(\W|_)\1{2,}")
_BRACKETS = re.compile(r"[(\[{<«„“\"'‘]+\s*([^()\[\]{}<>«»„“”\"'‘’]{1,60}?)\s*[)\]}>»”\"'’]+")
_WORD = re.compile(r"[^\W_]+")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ _.\-+][^\W\d_]){2,}(?![^\W_])")
_TORN = re.compile(r"\s*(?:[()\[\]{},;:|/\\–—]|(?<=\s)-+(?=\s)|-{2,}|_{2,})\s*")
_LABEL = re.compile(r"^\s*(?:re|fw|fwd|tl|subject|title|keywords|chủ đề|tiêu đề|từ khóa|tr|v/v)\s*:\s*", re.IGNORECASE)
_VALUE = re.compile(r"^\s*[\w .-]{1,60}?\s*[:=]\s*(.+)$", re.DOTALL)

_LEVEL_FIRST = {"TOI": "TỐI", "TUYET": "TUYỆT"}
# Words that stand after the mark and say nothing: numbers, dates, versions, copies.
_FILLER = re.compile(r"\d[\dA-Z]{0,7}|V\d*|BAN|SO|LAN|NGAY|THANG|NAM|FINAL|COPY|SCAN|SIGNED|KY|SIGN|DU|THAO|[A-C]")
# Compounds that are not secrecy, or not a mark: the word before, the word after.
_BEFORE = _words(
    "BI BAO CO THAN CAN RAM DUONG GAN TUI ONG SOI TRANG HIEM KEO RI LAY NUOI MIA NGUYEN CHAT KIN DO NGOT HOA TICH VE "
    "TIEN BE VANG RA DOI BO KHUON GAP BENH KHAM DAU TON DA CHE LAP VAN THI"
)
_AFTER = _words(
    "KHAU DO MA ONG THU VU DANH THAM DAM NGHI UOC THIET CHI LENH HIEU NGU BAO TONG GAU MIA HOA THAT NGOT NHAN TRAN "
    "BANG DAT NUOC DUONG CAT TIEN HANG TRUOC SAU DIEN CAN TICH KHAC PHANG LINE"
)
_TYPES = _words("NQ QD CT QC QYD TC TB HD CTR KH PA DA BC BB TTR CD BGN BTT GUQ GM GGT PG PC PB CV KL TT VB")
_NOUN_PAIRS = _words(  # what a document is called, in two words
    "BAO_CAO KE_HOACH CONG_VAN VAN_BAN TAI_LIEU HO_SO QUYET_DINH QUY_DINH THONG_BAO CHI_THI NGHI_QUYET TO_TRINH "
    "CONG_DIEN DE_AN PHUONG_AN DU_AN BIEN_BAN KET_LUAN HUONG_DAN CHUONG_TRINH GIAY_MOI PHU_LUC DANH_SACH"
)
_ORGANS = _words("UBND HDND TU TW BTV VP")
# A paper about secret papers is not one: with these words the mark needs brackets or a place of its own.
_ABOUT = re.compile(
    r"\b(QUAN LY|QUY CHE|QUY DINH|HUONG DAN|BAO VE|CONG TAC|LUAT|NGHI DINH|TAP HUAN|TUYEN TRUYEN|XU LY|CHE DO|TIEU HUY|"
    r"NOI QUY|QUY TRINH|KIEM TRA)\b"
)
_COMPANIONS = ("TAI LIEU THU HOI", "CHI NGUOI CO TEN MOI DUOC BOC BI", "GIA HAN THOI HAN BAO VE")
_INTERNAL = ("LUU HANH NOI BO", "XEM XONG TRA LAI")


def broken_rules(value: str, *, is_file: bool = False) -> Iterator[str]:
    """The rules that a name or a value breaks, told as G4, G5 and G6. `is_file`: it has an ending, and folders."""
    if is_file:
        for part in re.split(r"[/\\]", plain(value)):
            yield from _name(_without_ending(part))
        return
    for line in plain(value).split("\n"):
        bare = _RUN.sub(r"\1\1", line)
        if len(bare) > LONGEST:
            continue
        if "@" in bare and _ADDRESS.search(bare):
            yield from _of_people(_ADDRESS.sub(" ", bare))
            continue
        while label := _LABEL.match(bare):
            bare = bare[label.end() :]
        yield from _name(bare)
        field = _VALUE.match(bare)
        if field:
            yield from _name(field[1])


def _without_ending(name: str) -> str:
    name = name.strip()
    while "." in name and name.rpartition(".")[2].lower() in _ENDINGS:
        name = name.rpartition(".")[0]
    return name


def _of_people(line: str) -> Iterator[str]:
    """Senders and receivers: Mật is a given name too, so only the two long levels count."""
    words = _split(line)
    bare = [capitals(word) for word in words]
    if any(_is_level(words, bare, place) for place in range(len(words))):
        yield "G6"


def _split(name: str) -> list[str]:
    """Words, also those run together as in BaoCaoMat."""
    found = []
    for word in _WORD.findall(name):
        start = 0
        for place in range(1, len(word)):
            if word[place].isupper() and word[place - 1].islower():
                found.append(word[start:place])
                start = place
        found.append(word[start:])
    return found


def _name(name: str) -> Iterator[str]:
    name = _RUN.sub(r"\1\1", name)
    name = _SPACED.sub(lambda run: "".join(_WORD.findall(run[0])), name)
    words = _split(name)
    if not words:
        return
    bare = [capitals(word) for word in words]
    told = " ".join(bare)
    if any(f" {phrase} " in f" {told} " for phrase in _INTERNAL):
        yield "G5"
    if any(f" {phrase} " in f" {told} " for phrase in _COMPANIONS):
        yield "G6"
    for part in _parts(name, told):
        kind = _whole(part)
        if kind:
            yield kind
    for place in range(len(words)):
        if _is_level(words, bare, place) or _is_field(words, bare, place) or _is_mark(words, bare, place):
            yield "G6"


def _parts(name: str, told: str) -> Iterator[tuple[list[str], bool]]:
    """Pieces that stand by themselves: in brackets, or cut off by a stronger sign than the words are joined with.

    With each the answer to: does the name speak of a document (type or number)?
    """
    bare = told.split()
    speaks = has_number(bare) or any(word in _TYPES for word in bare) or any(map(_is_pair, bare, bare[1:]))
    for bracketed in _BRACKETS.finditer(name):
        yield _WORD.findall(bracketed[1]), True
    outside = _BRACKETS.sub(" | ", name)
    pieces = [piece for piece in _TORN.split(outside) if piece.strip(" _.-+")]
    if len(pieces) == 1:
        joiner = "_" if re.search(r"[^\W_][\s.+-][^\W_]", outside) and "_" in outside else ""
        joiner = joiner or ("." if "." in outside and re.search(r"[^\W_][\s_+-][^\W_]", outside) else "")
        pieces = outside.split(joiner) if joiner else pieces
    for piece in pieces:
        yield _WORD.findall(piece), speaks or len(pieces) == 1


def _whole(part: tuple[list[str], bool]) -> str:
    words, speaks = part
    words = [word for word in words if not _FILLER.fullmatch(capitals(word))] or words
    bare = tuple(capitals(word) for word in words)
    if bare == ("MAT",) and is_spelt(words[0], "MẬT"):
        return "G6" if has_accent(words[0]) or speaks else ""
    if bare in (("GIAI", "MAT"), ("DA", "GIAI", "MAT")) and is_spelt(words[-1], "MẬT") and is_spelt(words[-2], "GIẢI"):
        return "G4"
    return ""


def _is_level(words: list[str], bare: list[str], place: int) -> bool:
    """Tối mật, tuyệt mật: in two words or run together."""
    word = bare[place]
    if word == "MAT" and place and bare[place - 1] in _LEVEL_FIRST:
        return is_spelt(words[place], "MẬT") and is_spelt(words[place - 1], _LEVEL_FIRST[bare[place - 1]])
    for joined, right in (("TUYETMAT", "TUYỆTMẬT"), ("TOIMAT", "TỐIMẬT")):
        start = word.find(joined)
        if start >= 0 and (start + len(joined) == len(word) or (start == 0 and word[len(joined)].isdigit())):
            return is_spelt(words[place][start : start + len(joined)], right)
    return False


def _is_field(words: list[str], bare: list[str], place: int) -> bool:
    """Độ mật, then a level: "do mat - mat", "DoMat_B"."""
    if bare[place : place + 2] != ["DO", "MAT"] or place + 2 >= len(words):
        return False
    if not (is_spelt(words[place], "ĐỘ") and is_spelt(words[place + 1], "MẬT")):
        return False
    return (bare[place + 2] == "MAT" and is_spelt(words[place + 2], "MẬT")) or words[place + 2] in ("A", "B", "C")


def _is_mark(words: list[str], bare: list[str], place: int) -> bool:
    """The single word mật: spelt with its accents at either end or after a document's noun; bare only beside one."""
    if not is_spelt(words[place], "MẬT"):
        return False
    before, after = bare[place - 1] if place else "", bare[place + 1] if place + 1 < len(bare) else ""
    is_last = all(_FILLER.fullmatch(word) for word in bare[place + 1 :])
    is_first = all(_FILLER.fullmatch(word) for word in bare[:place])
    of_paper = before in _TYPES or (place > 1 and _is_pair(bare[place - 2], before))
    if (before in _BEFORE and not of_paper) or (after in _AFTER and not _is_paper(bare, place + 1)):
        return False
    if has_accent(words[place]):
        is_about = of_paper and _ABOUT.search(" ".join(bare[: place - 2]))
        return (is_first or is_last or of_paper) and not is_about
    if is_last and place:
        stands_out = words[place].isupper() and not "".join(words[:place]).isupper()
        return stands_out or of_paper or before[0].isdigit() or (before in _ORGANS and has_number(bare))
    return is_first and _is_paper(bare, place + 1)


def _is_pair(first: str, second: str) -> bool:
    return f"{first}_{second}" in _NOUN_PAIRS


def _is_paper(bare: list[str], place: int) -> bool:
    """A type, its name, or a number stands here."""
    if place >= len(bare):
        return False
    pair = place + 1 < len(bare) and _is_pair(bare[place], bare[place + 1])
    return pair or bare[place] in _TYPES or bare[place][0].isdigit()


def has_number(bare: list[str]) -> bool:
    """Is there a number among the words?"""
    return any(word[0].isdigit() for word in bare)
