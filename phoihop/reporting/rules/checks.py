"""What in a letter, its layout or a template of one's own departs from the rule. Named, never mended. No framework."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from phoihop.ground.text import fold
from phoihop.reporting.rules.layouts import MEASURES, PAGE, SPANS, STATE, Layout
from phoihop.reporting.rules.letters import Letter, clean

FIELDS = (  # what a template of one's own may name
    "co_quan_chu_quan",
    "co_quan",
    "quoc_hieu",
    "tieu_ngu",
    "so_ky_hieu",
    "dia_danh_ngay",
    "trich_yeu_cong_van",
    "ten_loai",
    "trich_yeu",
    "can_cu",
    "kinh_gui",
    "noi_nhan_chinh",
    "noi_dung",
    "quyen_han",
    "nguoi_ky",
    "noi_nhan",
    "do_khan",
    "nguoi_soan",
    "chan_trang",
    "ghi_chu",
    "ma_xac_nhan",
)
LISTS = frozenset({"can_cu", "noi_nhan_chinh", "noi_dung", "quyen_han", "noi_nhan"})
# "ghi_chu" says of a page that it is sample data or a copy: no template may leave it out.
NEEDED = ("co_quan", "so_ky_hieu", "dia_danh_ngay", "noi_dung", "quyen_han", "nguoi_ky", "noi_nhan", "ghi_chu")

_STATE_NUMBER = re.compile(r"^\d{1,5}/(\d{4}/)?[A-ZĐ][\wđ]*(-[A-ZĐ0-9][\wĐđ&]*)*$")
_PARTY_NUMBER = re.compile(r"^\d{1,5}-[A-ZĐ][A-Za-zĐđ]*/[A-ZĐ]+(-[A-ZĐ]+)*$")
_DEGREE = re.compile(
    r"^(?:gs|pgs|ts|ths|bs|ck1|ck2|bscki|bsckii|ks|cn|ds|ls|nnd|nnt|nsnd|nsưt|"
    r"(?:thiếu|trung|thượng|đại) (?:úy|tá|tướng))\b[.\s]",
    re.IGNORECASE,
)
_SLASH_MARKS, _DOT_MARKS = re.compile(r"^[TK]/[MTL]\b"), re.compile(r"^(?:TM|KT|TL|TUQ)\.")


@dataclass(frozen=True, slots=True)
class Departure:
    """One rule not met. `is_grave`: a needed part is missing or false; else it is a matter of measure or custom."""

    rule: str
    is_grave: bool = False
    part: str = ""  # the measure or field it is about
    found: str = ""
    wanted: str = ""


def of_layout(layout: Layout) -> tuple[Departure, ...]:
    """Measures outside their span."""
    return tuple(_measures(layout))


def _measures(layout: Layout) -> Iterator[Departure]:
    for name in MEASURES:
        value, span = getattr(layout, name), SPANS[layout.system][name]
        if not span.low <= value <= span.high:
            yield Departure("measure", part=name, found=_number(value), wanted=_range(span.low, span.high))


def of_page(width: float, height: float, margins: dict[str, float], system: str) -> tuple[Departure, ...]:
    """Of a file the size of its page and its margins, in millimetres."""
    found = []
    if abs(width - PAGE[0]) > 1 or abs(height - PAGE[1]) > 1:
        found.append(Departure("page", found=f"{width:.0f} × {height:.0f}", wanted="210 × 297"))
    for name, value in margins.items():
        span = SPANS[system][name]
        if not span.low - 0.5 <= value <= span.high + 0.5:
            found.append(Departure("measure", part=name, found=_number(value), wanted=_range(span.low, span.high)))
    return tuple(found)


def of_letter(letter: Letter) -> tuple[Departure, ...]:
    """Parts that are missing or written as the other system writes them."""
    return tuple(_parts(clean(letter)))


def _parts(letter: Letter) -> Iterator[Departure]:
    yield from _missing(letter)
    if letter.number and not (_STATE_NUMBER if letter.system == STATE else _PARTY_NUMBER).match(letter.number):
        yield Departure("number", part="number", found=letter.number, wanted=_number_form(letter.system))
    if _DEGREE.match(letter.signer):
        yield Departure("degree", part="signer", found=letter.signer)
    foreign = _SLASH_MARKS if letter.system == STATE else _DOT_MARKS
    for name in ("authority_of", "post"):
        if foreign.match(getattr(letter, name)):
            yield Departure("authority", part=name, found=getattr(letter, name))
    if letter.system != STATE and not letter.type_name and letter.number and "-CV/" not in letter.number:
        yield Departure("party-letter", part="number", found=letter.number, wanted="05-CV/BTGTU")
    if fold(letter.type_name) == "cong van":
        yield Departure("letter-has-no-type", part="type_name")


def _missing(letter: Letter) -> Iterator[Departure]:
    """Needed parts first, then those a letter may be sent without only while it is a draft."""
    for name in ("organ", "subject", "body"):
        if not getattr(letter, name):
            yield Departure("missing", is_grave=True, part=name)
    wanted = ["place", "date", "post", "signer", "recipients"]
    wanted += [] if letter.number else ["symbol"]
    wanted += [] if letter.type_name else ["addressees"]
    wanted += [] if letter.system == STATE else ["archive"]
    for name in wanted:
        if not getattr(letter, name):
            yield Departure("missing", part=name)


def of_template(named: Collection[str]) -> tuple[Departure, ...]:
    """Needed fields that a template does not name, and names it has that mean nothing."""
    missing = [Departure("field-missing", is_grave=True, part=name) for name in NEEDED if name not in named]
    if "trich_yeu" not in named and "trich_yeu_cong_van" not in named:
        missing.append(Departure("field-missing", is_grave=True, part="trich_yeu"))
    unknown = [Departure("field-unknown", is_grave=True, part=name) for name in sorted(set(named) - set(FIELDS))]
    return (*missing, *unknown)


def _number_form(system: str) -> str:
    return "05/KH-SYT" if system == STATE else "05-KH/BTGTU"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _range(low: float, high: float) -> str:
    return _number(low) if low == high else f"{_number(low)} - {_number(high)}"
