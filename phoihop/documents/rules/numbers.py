"""Numbers and symbols of documents: read with tolerance, compared however written, written as each system does.

State: 05/KH-SYT, 30/2020/NĐ-CP (Decree 30/2020, annex I). Party: 05-KH/BTGTU; 238-QĐ/TW is also written 238-QĐTW and
called "Quy chế số 238". Nothing is refused: what is no citation is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phoihop.documents.rules.types import LETTER, PARTY, STATE, TYPES
from phoihop.ground.text import fold, nfc

_DASH = "\\-–—‐‑−"
_PARTY_TYPES = "|".join(sorted((key for system, key in TYPES if system == PARTY), key=len, reverse=True))
_NUMBER = r"(?<![\w/])(\d{1,5})(bis|[a-dđ])?"
_STATE_NUMBER = re.compile(
    rf"{_NUMBER} {{0,3}}/ {{0,3}}(?:((?:19|20)\d{{2}}) {{0,3}}/ {{0,3}})?"
    rf"((?:QH|UBTVQH)\d{{1,2}}|[A-ZĐ][A-Za-zĐđ]{{0,7}}(?: {{0,3}}[{_DASH}/] {{0,3}}[A-ZĐ][A-ZĐa-zđ0-9&]*)*)(?!\w)"
)
_PARTY_NUMBER = re.compile(
    rf"{_NUMBER} {{0,3}}[{_DASH}] {{0,3}}({_PARTY_TYPES}) {{0,3}}/? {{0,3}}"
    rf"([A-ZĐ]{{2,12}}(?:[{_DASH}][A-ZĐ]{{2,12}})*)(?!\w)"
)
# "Số" as it is printed and as OCR reads it, a slip before it ("Sẽ _ Số"), then digits with O and l among them.
_PRINTED = re.compile(r"(?:^|(?<=[\W_]))S[ốÓóôỐỔổỗồoOÔ0]\W{0,4}([0-9OolI]{1,5})(?=[ ]{0,3}[-–—/a-d])")
_MENTION = re.compile(
    r"(?<!\w)(nghị quyết|quyết định|quy định|quy chế|chỉ thị|kết luận|hướng dẫn|thông tri|nghị định|thông tư|kế hoạch)"
    r"\s{1,3}số\s{1,3}(\d{1,5})(?![\d\w/–—-])(?!\s{0,3}[-–—/])",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("OolI", "0011")
_KEY = re.compile(r"[^a-z0-9]+")
_NOT_ORGANS = frozenset(("USD", "VND", "VNĐ", "EUR", "KG", "HA", "KM", "KW", "MW"))  # 5/USD is a rate
# Papers signed together carry types of their own; they stand in the books under the plain type.
_JOINT = {"QCPH": "QC", "NQLT": "NQ", "TTLT": "TT", "KHPH": "KH", "KHLT": "KH", "CTPH": "CTr", "CTrPH": "CTr"}


@dataclass(frozen=True, slots=True)
class Citation:
    """One number and symbol. `symbol` is what stands after the number, as it is written; `type_key` may be empty.

    `system` is empty, and so are symbol and organ, where only a name and a number were said ("Quy chế số 238").
    """

    number: int
    year: int | None
    symbol: str
    type_key: str
    organ: str
    system: str
    suffix: str = ""  # 05a, 05bis

    def text(self) -> str:
        """As the system writes it."""
        number = f"{self.number:02}{self.suffix}"
        if self.system == PARTY:
            return f"{number}-{self.symbol}"
        parts = (number, str(self.year) if self.year else "", self.symbol)
        return "/".join(filter(None, parts))


def parse_citation(text: str) -> Citation | None:
    """The first citation of a text; None when there is none."""
    return next(citations(text), None)


def citations(text: str) -> Iterator[Citation]:
    """Every full citation of a text, in order. Lines are read one by one, so the work grows with the text alone."""
    for line in nfc(text).splitlines():
        yield from (cited for _start, _end, cited in _found(line))


def mentions(text: str) -> Iterator[Citation]:
    """Citations, and papers called by name and number alone."""
    for line in nfc(text).splitlines():
        named = [(match.start(), match.end(), _of_mention(match)) for match in _MENTION.finditer(line)]
        yield from (cited for _start, _end, cited in sorted([*_found(line), *named], key=lambda found: found[0]))


def printed_number(line: str) -> tuple[Citation, int, int] | None:
    """The citation after "Số" in a line of a paper's head, slips of OCR mended, and where it stands in the line."""
    for printed in _PRINTED.finditer(line):
        mended = line[: printed.start(1)] + printed[1].translate(_DIGITS) + line[printed.end(1) :]
        for start, end, cited in _found(mended):
            if start == printed.start(1):
                return cited, printed.start(), end
    return None


def citation_key(text: str) -> str:
    """What two ways of writing one number share: letters and digits, folded, without leading zeros."""
    found = parse_citation(text)
    joined = _KEY.sub("", fold(found.text() if found else text))
    return joined.lstrip("0") or joined


def may_be_same(one: Citation, other: Citation) -> bool:
    """Can both mean one paper? A name and a number alone fit every paper of that number."""
    if one.system and other.system:
        return citation_key(one.text()) == citation_key(other.text())
    return one.number == other.number


def write_number(system: str, number: int, type_key: str, organ: str) -> str:
    """05/KH-SYT for the State, 05-KH/BTGTU for the Party; a letter (công văn) carries no type in the State's."""
    organ = "".join(nfc(organ).split())
    if system == PARTY:
        return f"{number:02}-{type_key or LETTER}/{organ}"
    if type_key in ("", LETTER):
        return f"{number:02}/{organ}"
    return f"{number:02}/{type_key}-{organ}"


def book_key(*, system: str, unit_id: int, year: int, term: str, type_key: str, direction: str) -> str:
    """One key for each number book: by year, or by term and type."""
    return "/".join([system, str(unit_id), direction, term or str(year), type_key]).rstrip("/")


def _found(line: str) -> list[tuple[int, int, Citation]]:
    found = [(match.start(), match.end(), _of_party(match)) for match in _PARTY_NUMBER.finditer(line)]
    found += [
        (match.start(), match.end(), _of_state(match)) for match in _STATE_NUMBER.finditer(line) if _is_number(match)
    ]
    return sorted(found, key=lambda one: one[0])


def _is_number(match: re.Match[str]) -> bool:
    """A house number (12/A) and a rate (5/USD) are written like numbers of letters."""
    symbol = match[4]
    return bool(match[3]) or "-" in symbol or (len(symbol) > 1 and symbol.upper() not in _NOT_ORGANS)


def _of_party(match: re.Match[str]) -> Citation:
    number, suffix, type_key, organ = match.groups()
    return Citation(int(number), None, f"{type_key}/{organ}", type_key, organ, PARTY, suffix or "")


def _of_state(match: re.Match[str]) -> Citation:
    number, suffix, year, symbol = match.groups()
    symbol = re.sub(rf" {{0,3}}([{_DASH}/]) {{0,3}}", lambda dash: "/" if dash[1] == "/" else "-", symbol)
    first, _dash, rest = symbol.partition("/" if re.match(r"\w+/", symbol) else "-")
    type_key = first if (STATE, first) in TYPES else _JOINT.get(first, "")
    organ = rest if type_key else symbol
    return Citation(int(number), int(year) if year else None, symbol, type_key, organ, STATE, suffix or "")


def _of_mention(match: re.Match[str]) -> Citation:
    named = nfc(match[1]).lower()
    type_key = next((key for (_system, key), name in TYPES.items() if name.lower() == named), "")
    return Citation(int(match[2]), None, "", type_key, "", "")
