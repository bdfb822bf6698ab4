"""What a paper's text says of itself: number, type, date, issuer, subject, signer. Proposed, never decided.

How: `docs/algorithms/proposals.md`. Nothing is refused: a field that was not found is empty, and not sure at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from rapidfuzz.distance import Levenshtein

from phoihop.documents.rules.feet import read_foot
from phoihop.documents.rules.heads import LINES, Head, cells, read_head, without_date
from phoihop.documents.rules.marks import capitals, squeezed
from phoihop.documents.rules.numbers import Citation
from phoihop.documents.rules.reading import PlaceKind, Reading
from phoihop.documents.rules.types import LETTER, PARTY, STATE, TYPES
from phoihop.ground.text import nfc

LONGEST_LINE = 1000
LONGEST_TEXT = 400_000  # characters: the head and the foot of the longest report lie within
# Lengths of the fields: Decree 30/2020, annex VI.
LONGEST = {"place": 100, "issuer": 200, "subject": 500, "signer": 50, "signer_post": 100}

_URGENCIES = {"HOATOC": "IMMEDIATE", "HOATOCHENGIO": "IMMEDIATE", "THUONGKHAN": "VERY_URGENT", "KHAN": "URGENT"}
_TYPE_NAMES = {
    **{squeezed(capitals(name)): (PARTY, key) for (system, key), name in TYPES.items() if system == PARTY},
    **{squeezed(capitals(name)): (STATE, key) for (system, key), name in TYPES.items() if system == STATE},
    "QUYETDINH": (STATE, "QĐ"),
    "SAOY": (STATE, "SY"),
    "SAOLUC": (STATE, "SL"),
    "TRICHSAO": (STATE, "TrS"),
}
_CITED = re.compile(r"(?:^|(?<=\W))V\s?/\s?[vV]\s*[:.]?\s*|^\W*[Vv]ề việc\s*:?\s*")
_RULE = re.compile(r"[\W_]+")
_BODY = re.compile(
    r"^(?:CAN CU|THUC HIEN|THI HANH|THEO|NHAM|DE |TRONG|NGAY|SAU KHI|DUOC SU|XET|KINH|PHAN |CHUONG |DIEU \d|MUC |"
    r"[IVX]+\. |\d+\. |A\. |\(KEM THEO|\(BAN HANH|TRAN TRONG|CAC CO QUAN|HOM NAY|QUYET NGHI|TIEP THEO|[-+*•]|\*)"
)
_AUTHOR = re.compile(
    r"^(?:CHU TICH|GIAM DOC|HOI DONG|UY BAN|BAN (?:THUONG VU|CHAP HANH)|BO TRUONG|THU TUONG|TRUONG|CHANH|SO )"
)
_STEM_NUMBER = re.compile(r"^\D{0,12}?(\d{1,5})[-_. ]{1,3}([A-Za-zĐđ]{2,4})[-_. ]{1,3}([A-Za-zĐđ]{2,12})(?![^\W_])")
_PARTY_ORGAN = re.compile(r"TW$|^(?:TU|HU|ĐU|DU|BTG|BDV|VPTU|BTC|BNC|UBKT|CB)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Empty where nothing was found. `sure` gives 0 to 100 for each field that was."""

    system: str = ""
    citation: str = ""
    type_key: str = ""
    issued_date: date | None = None
    place: str = ""
    issuer: str = ""
    subject: str = ""
    signer: str = ""
    signer_post: str = ""
    authority: str = ""
    recipients: tuple[str, ...] = ()
    urgency: str = ""
    sure: dict[str, int] = field(default_factory=dict)


def propose(reading: Reading, *, file_name: str) -> Proposal:
    """Reads the head and the foot of the text; the file's name speaks where the text does not."""
    lines = _lines(reading)
    title, named = _title(lines)
    head = read_head(lines, title=title)
    stem = _stem(file_name)
    if head.citation is None:
        head = _from_name(head, stem)
    type_key, type_sure = _type(head, named, lines)
    subject, subject_sure = _subject(lines, title, head, type_key)
    if not subject:
        subject, subject_sure = " ".join(re.sub(r"[_\-]+", " ", stem).split()), 15
    foot = read_foot(lines)
    urgency = _urgency(reading, lines)
    cited = head.citation
    found: dict[str, tuple[str, int]] = {
        "system": (head.system, head.system_sure),
        "citation": (cited.text() if cited else "", head.citation_sure),
        "type_key": (type_key, type_sure),
        "place": (head.place, head.date_sure),
        "issuer": (head.issuer, head.issuer_sure),
        "subject": (subject, subject_sure),
        "signer": (foot.signer, foot.signer_sure),
        "signer_post": (foot.post, foot.post_sure),
        "authority": (foot.authority, 90),
        "urgency": (urgency, 90),
    }
    texts = {name: _cut(text, LONGEST.get(name, 60)) for name, (text, _sure) in found.items()}
    sure = {name: sureness for name, (text, sureness) in found.items() if text}
    sure |= {"issued_date": head.date_sure} if head.issued_date else {}
    sure |= {"recipients": 85} if foot.recipients else {}
    return Proposal(**texts, issued_date=head.issued_date, recipients=foot.recipients, sure=sure)


def _lines(reading: Reading) -> list[str]:
    shown = (PlaceKind.HEADER, PlaceKind.TEXT, PlaceKind.OCR, PlaceKind.BOX)
    text = "\n".join(place.text for place in reading.places if place.kind in shown and not place.inside)
    if len(text) > LONGEST_TEXT:
        text = f"{text[: LONGEST_TEXT // 2]}\n{text[-LONGEST_TEXT // 2 :]}"
    return [line[:LONGEST_LINE].rstrip() for line in nfc(text).split("\n")]


def _cut(text: str, longest: int) -> str:
    """Cut between words."""
    if len(text) <= longest:
        return text
    return text[: longest + 1].rpartition(" ")[0] or text[:longest]


def _stem(file_name: str) -> str:
    name = nfc(file_name).replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _title(lines: list[str]) -> tuple[int | None, tuple[str, str] | None]:
    """The line that is the name of a type, in capitals; letters may stand apart, and one may be misread."""
    for at, line in enumerate(lines[:LINES]):
        for cell in (line, *cells(line)):
            letters = squeezed(cell)
            if not 4 <= len(letters) <= 40 or letters != letters.upper():
                continue
            named = _named(squeezed(capitals(cell)))
            if named:
                return at, named
    return None, None


def _named(letters: str) -> tuple[str, str] | None:
    exact = _TYPE_NAMES.get(letters)
    if exact:
        return exact
    for name, key in _TYPE_NAMES.items():
        if len(name) > 6 and Levenshtein.distance(letters, name, score_cutoff=1) <= 1:
            return key
        if len(name) > 5 and letters.startswith(name) and letters[len(name) :] in ("PHOIHOP", "LIENTICH", "TOMTAT"):
            return key
    return None


def _type(head: Head, named: tuple[str, str] | None, lines: list[str]) -> tuple[str, int]:
    cited = head.citation
    title = named[1] if named else ""
    if title == "QyĐ" and head.system == PARTY:
        title = "QĐ"
    if head.system and title and (head.system, title) not in TYPES:
        title = ""
    if cited and cited.type_key:
        return cited.type_key, 98 if title == cited.type_key else 85
    if title:
        return title, 85
    is_letter = any(_CITED.search(line) or capitals(line).lstrip().startswith("KINH GUI") for line in lines[:LINES])
    if is_letter and cited:
        return LETTER, 92
    return (LETTER, 60) if is_letter else ("", 0)


def _subject(lines: list[str], title: int | None, head: Head, type_key: str) -> tuple[str, int]:
    if title is not None and type_key != LETTER:
        subject = _below(lines[title + 1 : title + 14])
        if subject:
            return subject, 90
    for at, line in enumerate(lines[:LINES]):
        for cell in cells(line):
            cited = _CITED.search(cell)
            if cited and not capitals(cell).startswith("CAN CU"):
                return _of_letter(cell[cited.end() :], lines[at + 1 : at + 10]), 88
    return "", 0


def _of_letter(first: str, below: list[str]) -> str:
    """A letter's subject goes on in the left column until "Kính gửi"; the place and date may stand beside it."""
    taken = [without_date(first).strip()]
    ends = next((at for at, line in enumerate(below) if capitals(line).lstrip().startswith("KINH ")), None)
    for line in below[:ends]:
        columns = cells(line)
        if not columns:
            if len(taken[0]) > 3 and ends is None:
                break
            continue
        cell = without_date(columns[0]).strip()
        if not cell or _RULE.fullmatch(cell):
            continue
        goes_on = cell[:1].islower() or cell[:1].isdigit()
        if (cell == cell.upper() and not goes_on) or (not goes_on and (ends is None or len(cell) > 60)):
            break
        taken.append(cell)
    return " ".join(" ".join(taken).split()).strip(" .;,")


def _below(lines: list[str]) -> str:
    """The lines under the title, until a rule, an empty line, or the first words of the text."""
    taken: list[str] = []
    for line in lines:
        bare = line.strip()
        if not bare:
            if taken:
                break
            continue
        folded = capitals(bare)
        if _RULE.fullmatch(bare):
            if taken:
                break
            continue
        is_capital = bare == bare.upper()
        if taken and (_BODY.match(folded) or (is_capital and taken[-1] != taken[-1].upper())):
            break
        if _AUTHOR.match(folded) and is_capital and taken:
            break
        if not taken and re.match(r"^(?:CAN CU|KINH GUI|KINH TRINH|DIEU \d|[IVX]+\. |\d+\. )", folded):
            break
        if len(taken) == 6 or (taken and taken[-1].endswith((".", ";", ":")) and bare[:1].isupper()):
            break
        taken.append(bare)
    subject = " ".join(" ".join(taken).split()).strip(" .;_*-'\"’‘")
    return _CITED.sub("", subject, count=1) if re.match(r"V\s?/\s?v", subject) else subject


def _from_name(head: Head, stem: str) -> Head:
    """A number from the file's name: 05-KH-SYT.pdf, 238_QD_TW.pdf."""
    found = _STEM_NUMBER.match(stem)
    if not found:
        return head
    organ = found[3].upper()
    system = head.system or (PARTY if _PARTY_ORGAN.search(organ) else STATE)
    written = capitals(found[2])
    type_key = next((key for (of, key) in TYPES if of == system and capitals(key) == written), "")
    if not type_key:
        return head
    symbol = f"{type_key}/{organ}" if system == PARTY else f"{type_key}-{organ}"
    cited = Citation(int(found[1]), None, symbol, type_key, organ, system)
    return replace(head, citation=cited, citation_sure=40, system=system, system_sure=max(head.system_sure, 40))


def _urgency(reading: Reading, lines: list[str]) -> str:
    stamps = [line for place in reading.places if place.kind is PlaceKind.STAMP for line in place.text.split("\n")]
    for line in stamps:
        urgency = _URGENCIES.get(squeezed(capitals(nfc(line))))
        if urgency:
            return urgency
    for line in lines[:LINES]:
        for cell in cells(line):
            if cell == cell.upper() and squeezed(capitals(cell)) in _URGENCIES:
                return _URGENCIES[squeezed(capitals(cell))]
    return ""
