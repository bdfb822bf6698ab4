"""The head of a paper, line by line: mottoes taken out, columns apart, number, date and place, names of organs.

Layout: Decree 30/2020/NĐ-CP, annex I (State); the Party's as programs in use write it. Two columns may stand on one
line, joined by wide or single spaces; slips of OCR are mended. Nothing is refused: what is not there stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rapidfuzz.fuzz import partial_ratio_alignment

from phoihop.documents.rules.marks import capitals
from phoihop.documents.rules.numbers import Citation, citations, printed_number
from phoihop.documents.rules.types import PARTY, STATE

LINES = 45

_MOTTOES = {
    "CONG HOA XA HOI CHU NGHIA VIET NAM": STATE,
    "DOC LAP - TU DO - HANH PHUC": STATE,
    "DANG CONG SAN VIET NAM": PARTY,
}
_GAP = re.compile(r"\s{3,}|\t+|\s*[|¦]\s*| {2}")
_DATE = re.compile(
    r"\bNGA[YV] {0,2}([\dOIL]{1,2}) {0,2}(?:THANG|/) {0,2}([\dOIL]{1,2}) {0,2}(?:NAM|/) {0,2}([\dOIL]{4})\b"
)
_DIGITS = str.maketrans("OIL", "011")
# Capital letters for patterns: the ranges of Latin letters hold both cases by turns.
CAPITAL = "A-Z" + "".join(char for char in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1EFA))) if char.isupper())
_PLACE = re.compile(
    r"((?:(?:[Tt]hành phố|[Tt]hị xã|[Xx]ã|[Pp]hường|[Đđ]ặc khu|TP\.?) )?"
    rf"[{CAPITAL}][\w'-]*(?:[ -]{{1,3}}[{CAPITAL}][\w'-]*){{0,4}})\W*$"
)
_OPENING = re.compile(r"^\W*(?:CAN CU|THEO|THUC HIEN|XET|KINH GUI|KINH TRINH|\(|TAI |TRIEN KHAI)")
_NOT_ORGAN = re.compile(
    r"^\W*(?:HOA TOC|THUONG KHAN|KHAN|LUU HANH NOI BO|XEM XONG TRA LAI|DU THAO|KHONG PHO BIEN|BAN SO)\b"
)
# First words of names of organs; a capital line that begins otherwise goes on with the name above it.
_FIRST_WORDS = (
    "UBND HDND UBMTTQ SO BAN BO CUC CHI VAN PHONG DANG VIEN TOA TRUONG TRUNG CONG MAT HOI LIEN TONG THANH KHO BAO "
    "NGAN BENH DAI THUONG DOAN CHINH THU QUOC UY HDQT TAP HUYEN QUAN XA PHUONG TINH TO HOC TRAM VKSND TAND BCH KIEM BTG"
)
_ORGANS = frozenset(_FIRST_WORDS.split())
_TERRITORY = re.compile(r"^(?:TINH|THANH PHO|HUYEN|XA|PHUONG|QUAN|THI XA|THI TRAN|DAC KHU|TP\.?) (?!UY\b)")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the title. `end`: the first line below the number; 0 without one."""

    system: str = ""
    system_sure: int = 0
    citation: Citation | None = None
    citation_sure: int = 0
    issued_date: date | None = None
    date_sure: int = 0
    place: str = ""
    issuer: str = ""
    issuer_sure: int = 0
    end: int = 0


def read_head(lines: list[str], *, title: int | None) -> Head:
    """Reads the first lines; `title` is the line of the type's name where one was found."""
    lines = lines[:LINES]
    system, motto_sure = _system(lines)
    cited, cited_sure, at = _number(lines, title)
    if cited:
        agree = not system or cited.system == system
        system, motto_sure = (cited.system, 98 if motto_sure and agree else 85) if agree else (system, 60)
    issued, date_sure, place = _date(lines, at, title)
    issuer, issuer_sure = _issuer(lines, at if cited else title)
    end = at + 1 if cited else 0
    return Head(system, motto_sure, cited, cited_sure, issued, date_sure, place, issuer, issuer_sure, end)


def cells(line: str) -> list[str]:
    """The columns of a line, without mottoes."""
    found = []
    for cell in _GAP.split(line):
        found += [part.strip(" _*–—-") for part in _without_mottoes(cell)]
    return [cell for cell in found if cell]


def without_date(cell: str) -> str:
    """A cell of the left column without the place and date that stand behind it on the line."""
    found = _DATE.search(capitals(cell))
    if not found:
        return cell
    before = cell[: found.start()].rstrip(" ,")
    place = _PLACE.search(before)
    return before[: place.start()].strip() if place else before


def _without_mottoes(cell: str) -> list[str]:
    if len(cell) < 12:
        return [cell]
    folded = capitals(cell)
    for motto in _MOTTOES:
        where = _where(motto, folded)
        if where:
            return [*_without_mottoes(cell[: where[0]]), *_without_mottoes(cell[where[1] :])]
    return [cell]


def _where(motto: str, folded: str) -> tuple[int, int] | None:
    if len(folded) < len(motto) - 4 or len(folded) > 400:
        return None
    start = folded.find(motto)
    if start >= 0:
        return start, start + len(motto)
    found = partial_ratio_alignment(motto, folded, score_cutoff=82)
    return (found.dest_start, found.dest_end) if found else None


def _system(lines: list[str]) -> tuple[str, int]:
    for line in lines[:15]:
        for cell in _GAP.split(line):
            for motto, system in _MOTTOES.items():
                is_title = cell == cell.upper() or motto.startswith("DOC")
                if is_title and _where(motto, capitals(cell)):
                    return system, 90
    return "", 0


def _number(lines: list[str], title: int | None) -> tuple[Citation | None, int, int]:
    last = title if title is not None else 20
    for at, line in enumerate(lines[: last + 12]):
        if _OPENING.match(capitals(line)):
            continue
        printed = printed_number(line)
        if printed and (at <= last or printed[1] == 0) and len(line[: printed[1]].split()) < 9:
            return printed[0], 95, at
    for at, line in enumerate(lines[:last]):
        if _OPENING.match(capitals(line)) or len(line) > 80:
            continue
        for cited in citations(line):
            return cited, 60, at
    return None, 0, 0


def _date(lines: list[str], at: int, title: int | None) -> tuple[date | None, int, str]:
    for place, line in enumerate(lines[: max(at + 8, (title or 0) + 3, 14)]):
        folded = capitals(line)
        found = _DATE.search(folded)
        if not found or _OPENING.match(folded):
            continue
        try:
            day = date(*(int(found[number].translate(_DIGITS)) for number in (3, 2, 1)))
        except ValueError:
            continue
        before = line[: found.start()].rstrip(" ,")
        printed = printed_number(before)
        if printed:
            before = before[printed[2] :]
        named = _PLACE.search(_GAP.split(before)[-1])
        is_near = abs(place - at) <= 4 or not at
        if not named and not at:
            continue  # a date in a sentence
        return day, (95 if named else 75) if is_near else 50, named[1].strip() if named else ""
    return None, 0, ""


def _issuer(lines: list[str], end: int | None) -> tuple[str, int]:
    """The last name of an organ above the number, put together when it stands on two lines."""
    names: list[str] = []
    for line in lines[: end if end is not None else 8]:
        for cell in cells(line)[:1]:
            folded = capitals(cell)
            letters = [char for char in cell if char.isalpha()]
            if len(letters) < 3 or _NOT_ORGAN.match(folded) or _DATE.search(folded) or printed_number(cell):
                continue
            if sum(char.isupper() for char in letters) < 0.9 * len(letters):
                continue
            starts = re.split(r"[\s.]", folded)[0] in _ORGANS and not _TERRITORY.match(folded)
            if names and (not starts or names[-1].endswith(("-", "VÀ", ","))):
                names[-1] += f" {cell}"
            elif starts or not names:
                names.append(cell)
    if not names:
        return "", 0
    if capitals(names[-1]).split()[0].strip(".") not in _ORGANS:
        return "", 0
    name = " ".join(filter(None, (word.strip("'\"’‘“”.") for word in names[-1].split())))  # specks of a scan go
    return name, 90 if end is not None else 50
