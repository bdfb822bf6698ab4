"""Secrecy words in running text, line by line: rules G1 to G5 of `docs/algorithms/secrecy.md`. No framework.

Refused by nothing here: this module says which rule a line breaks, the guard says what follows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from phoihop.ground.text import nfc

DOUBT = "H6"  # a reading of OCR that may be a mark, and may be another word

LEVELS = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
_LEVELS = {"TUYETMAT": "TUYỆTMẬT", "TOIMAT": "TỐIMẬT", "MAT": "MẬT"}
_SPELLING = {"DO": "ĐỘ", "MAT": "MẬT", "TOI": "TỐI", "TUYET": "TUYỆT"}
_LONGEST = 64  # letters and digits of a line that is nothing but stamps

_BREAKS = re.compile("[\x0b\x0c\x1c\x1d\x1e]")
_STRAY = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
# Letters of other alphabets, and small capitals, that look like the Latin ones of the words looked for.
_TWINS = dict(
    zip(
        map(ord, "АВЕКМНОРСТХУІЅЈаеорсхуіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧοικνυᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘᴛᴜᴠᴢтмТ"),
        "ABEKMHOPCTXYISJaeopcxyisjABEZHIKMNOPTYXoiknuABCDEGHIJKLMNOPTUVZTMT",
        strict=True,
    )
)
_TWIN = re.compile("[" + "".join(map(chr, _TWINS)) + "]")

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ \t\xa0]{2,}|\t")
_LEADERS = re.compile(r"([^\w\s]|_)\1{2,}")
_CELL = re.compile("[|¦│┃║]")
_CELLS = re.compile(r"\s*[|¦│┃║]\s*")
_SPACED = re.compile(r" \w \w")
_CLOSED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-·][^\W\d_])+(?![^\W_])")
_LONELY = re.compile(r"[\W_]*(?:T[ |]*O[ |]*I[ |]*|T[ |]*U[ |]*Y[ |]*E[ |]*T[ |]*)?M[ |]*A[ |]*T[\W_]*")
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")

# What may stand beside a mark in a line that is all stamps. One digit at a time: no choice, no backtracking.
_BESIDE = r"(?:HOATOC|THUONGKHAN|KHAN|HENGIO|DUTHAO|TAILIEU|BANSO|\d)*"
_ALONE = re.compile(rf"{_BESIDE}(TUYETMAT|TOIMAT|MAT){_BESIDE}[ABC]?")
_COMPANION = re.compile(
    r"\d*(?:TAILIEUTHUHOI(?:SAUHOINGHI|SAUKHIHOP)?|CHINGUOICOTENMOIDUOCBOCBI|"
    r"GIAHANTHOIHANBAOVE(?:BIMATNHANUOC)?|TANG(?:DO)?MAT|GIAM(?:DO)?MAT|DIEUCHINHDOMAT)[\d]*"
)
_DECLASSIFIED = re.compile(r"(?:DA)?GIAIMAT(?:TU(?:NGAY)?)?\d*(?:THANG\d*)?(?:NAM\d*)?")
_INTERNAL = re.compile(
    r"\d*(?:DUTHAO|TAILIEU)?(?:(LUUHANHNOIBO|XEMXONGTRALAI)|(TAILIEUHOINGHI|HOINGHI|KHONGPHOBIEN))\d*"
)
_HEAD_PHRASES = (("LUU HANH NOI BO", "G5"), ("XEM XONG TRA LAI", "G5"), ("TAI LIEU THU HOI", "G3"))

_LABEL = (
    r"(?:(?:MUC |CAP |DAU CHI |DAU )?DO (?:BAO )?MAT|(?:MUC|CAP|LOAI) MAT)"
    r"(?: (?:CUA )?(?:VAN BAN|TAI LIEU|CONG VAN|HO SO))?"
)
_KEY = re.compile(r"[Mm][AaÂâẬậẠạ][Tt]|[Bb][OoÓó][Cc]|[Vv][EeÊêỆệẸẹ]")  # no line without one breaks a rule below
_FIELD = re.compile(
    rf"\b{_LABEL} ?(?:\([^()]{{0,40}}\) ?)?[:=|.…–—/-][\s:=|.…_–—/\"“”'‘’(\[☒☑✓✔■●-]{{0,8}}(?:X\]? )?"
    r"((?:TUYET |TOI )?MAT)\b(?! (?:KHAU|DO|MA|ONG|NGU)\b)"
)
_FIELD_LABEL = re.compile(rf"[\W_]*{_LABEL}[\W_]*")
_TERM = re.compile(
    r"[\W_]*((?:GIA HAN )?THOI HAN BAO VE(?: BI MAT NHA NUOC| BMNN)?)"
    r"(?: ?:[ .…|]{0,6}(?:\d|TU \D{0,6}\d|DEN \D{0,6}\d)| (?:TU|DEN) (?:NGAY )?\d| \d)"
)
_CAPITAL_COMPANION = re.compile(
    r"\b(CHI NGUOI CO TEN MOI DUOC BOC BI\b|THOI HAN BAO VE BI MAT NHA NUOC ?:|GIA HAN THOI HAN BAO VE\b)"
)
_RELEASE = re.compile(r"[\W_]*(?:DA )?(GIAI MAT)\b([ :]{1,3}(?:TU ?)?:? ?(?:NGAY )?[.…]{0,3} ?\d)?")

# Old one-byte fonts, as their letters come out of a text layer: TCVN3 (lower case stands for capitals too), VNI.
_OLD_FONTS = frozenset(
    ("mËt", "MËT", "tèimËt", "TèIMËT", "TÈIMËT", "tuyÖtmËt", "TUYÖTMËT", "MAÄT", "TOÁIMAÄT", "TUYEÄTMAÄT")
)

_BEFORE = frozenset(("BI", "BAO", "CO", "THAN", "DO"))  # bí mật, bảo mật, cơ mật, thân mật, độ mật
_AFTER = frozenset(("NHA", "KHAU", "DO", "MA", "ONG", "NGU", "DANH", "VU"))  # bí mật nhà nước, mật khẩu, mật độ, …
_NOUNS = frozenset(("BAN", "LIEU", "VAN", "SO", "DAU", "TIN"))  # văn bản, tài liệu, công văn, hồ sơ, dấu mật

_HEAD_LINES = 40
_NUMBER = re.compile(
    r"\bS[O0E]\b[ _.:,;|]{0,6}(?:S[O0]\b[ .:]{0,3})?(?:[\dOIL]{1,5}|[.…]{0,3})[ |]{0,3}[-/–][ ]?[A-Z\d]"
)
_DATE = re.compile(r"\bNGAY [\d.… ]{0,8}THANG\b|\bNGAY\d|\bTHANG [\d.… ]{0,6}NAM\b")
_MOTTO = re.compile(r"CONG HOA XA HOI|CHU NGHIA VIET NAM|DOC LAP ?[-–] ?TU DO|DANG CONG SAN")

_MISREAD = {"MAT": 0, "TOIMAT": 1, "TUYETMAT": 2}  # letters OCR may get wrong
_FRAME = "IL1J"  # how OCR reads the upright side of a frame
_OCR_LETTERS = str.maketrans({"0": "O", "1": "I", "4": "A", "7": "T", "|": "I", "!": "I"})


class _Fold(dict[int, str]):
    """One capital letter without marks for each character, so that places in the two texts stay the same."""

    def __missing__(self, code: int) -> str:
        bare = unicodedata.normalize("NFD", chr(code).upper())[:1].replace("Đ", "D")
        if code < 0x3000:
            self[code] = bare
        return bare


_FOLD = _Fold()


def plain(text: str) -> str:
    """Text as the guard reads it: NFKC, look-alike letters made Latin, nothing invisible, no stray accents."""
    text = _BREAKS.sub("\n", text)
    if _TWIN.search(text):
        text = text.translate(_TWINS)
    return _STRAY.sub("", nfc(unicodedata.normalize("NFKC", text)))


def capitals(text: str) -> str:
    """The same text in capitals without marks, character by character."""
    return text.translate(_FOLD)


@lru_cache(maxsize=8192)
def misspelt(word: str, right: str) -> int | None:
    """How many accents contradict the right spelling; lost ones do not count. None: other letters.

    MẬT, MÂT, MẠT and MAT are spelt MẬT with 0 mistakes, MẶT and MẤT with 1, MẮT with 2.
    """
    if len(word) != len(right):
        return None
    wrong = 0
    for char, expected in zip(word.upper(), right, strict=False):
        base, *accents = list(unicodedata.normalize("NFD", char))
        wanted, *allowed = list(unicodedata.normalize("NFD", expected))
        if base != wanted and (base, wanted) != ("D", "Đ"):
            return None
        wrong += len(set(accents) - set(allowed))
    return wrong


def is_spelt(word: str, right: str) -> bool:
    """Could the word, with accents lost on the way, be the one looked for?"""
    return misspelt(word, right) == 0


def has_accent(word: str) -> bool:
    return capitals(word) != word.upper()


def broken_rules(
    text: str, *, is_ocr: bool = False, is_stamp: bool = False, any_case: bool = False, is_first: bool = False
) -> Iterator[str]:
    """The rules that a text breaks, each as often as it does.

    `is_ocr`: allow for misread letters. `is_stamp`: red ink only, so any line with a mark in it counts.
    `any_case`: a mark in small letters alone on a line counts (text boxes, headers). `is_first`: the first page.
    """
    lines = [line.strip() for line in plain(text).split("\n")]
    lines = [_GAP.sub(" | ", line) if "  " in line or "\t" in line else line for line in lines if line]
    label = ""
    for line in lines:
        yield from _line(line, is_ocr=is_ocr, any_case=any_case or is_stamp, after_label=label)
        if is_stamp:
            yield from _stamp(line)
        label = line if len(line) < 60 else ""
    yield from _pieces(lines)
    if is_first:
        yield from _head([_LEADERS.sub(r"\1", line) for line in lines[:_HEAD_LINES]])


def _line(line: str, *, is_ocr: bool, any_case: bool, after_label: str) -> Iterator[str]:
    cells = [cell for cell in _CELLS.split(line) if cell] if _CELL.search(line) else [line]
    for number, cell in enumerate(cells):
        rule = _alone(cell, is_ocr=is_ocr, any_case=any_case, is_whole=len(cells) == 1)
        if rule and not (rule == "G1" and _is_compound(cells, number)):
            yield rule
    if len(cells) > 1:  # drawn out over the line, with wide spaces between the words
        rule = _alone(line, is_ocr=is_ocr, any_case=any_case, is_whole=True)
        if rule:
            yield rule
    yield from _anywhere(line)
    if _SPACED.search(line) or _SPACED.match(f" {line[:9]}"):
        yield from _anywhere(_CLOSED.sub(lambda run: squeezed(run[0]), line).replace(" | ", " "))
    if after_label and _level(line) and _is_label(after_label):
        yield "G2"


def squeezed(text: str) -> str:
    """Letters and digits only."""
    return "".join(_WORD.findall(text))


def _alone(cell: str, *, is_ocr: bool, any_case: bool, is_whole: bool) -> str:
    """The rule of a line or cell that holds nothing but a stamp."""
    if len(cell) > 90 and not any_case and cell != cell.upper():
        return ""
    compact = squeezed(cell)
    if is_ocr and compact != compact.upper():
        compact = compact.replace("l", "I")  # the side of a frame
    if not 3 <= len(compact) <= _LONGEST:
        return ""
    if compact in _OLD_FONTS:
        return "G1"
    folded, is_capital = capitals(compact), compact == compact.upper()
    stands_out = is_capital or any_case
    mark = _ALONE.fullmatch(folded) if stands_out else None
    if mark:
        found, right = compact[mark.start(1) : mark.end(1)], _LEVELS[mark[1]]
        if is_spelt(found, right) and (has_accent(found) or (is_capital and _is_bare(cell, mark, is_whole=is_whole))):
            return "G1"
        return _nearly_spelt(found, right) if is_ocr and is_capital and misspelt(found, right) else ""
    if stands_out and _DECLASSIFIED.fullmatch(folded) and _is_release(compact):
        return "G4"
    if _COMPANION.fullmatch(folded) and (stands_out or "BOCBI" in folded or cell.startswith("(")):
        return "G3"
    limit = _INTERNAL.fullmatch(folded)
    if limit and (limit[1] or (is_capital and is_whole)):
        return "G5"
    return _misread(compact) if is_ocr and is_capital else ""


def _is_bare(cell: str, mark: re.Match[str], *, is_whole: bool) -> bool:
    """MAT without accents counts as a whole line; TOI MAT and TUYET MAT also as a cell. M.A.T and MAT-05 do not."""
    if mark[1] == "MAT" and not is_whole:
        return False
    return (mark[0] != mark[1] and mark[1] != "MAT") or _LONELY.fullmatch(cell) is not None


def _is_release(compact: str) -> bool:
    start = capitals(compact).index("GIAIMAT")
    return is_spelt(compact[start : start + 7], "GIẢIMẬT")


def _is_compound(cells: list[str], number: int) -> bool:
    """The cell is a torn piece of "bí mật nhà nước", "văn bản mật" and their like: columns guessed from wide spaces."""
    before = _WORD.findall(capitals(cells[number - 1]))[-1:] if number else []
    after = _WORD.findall(capitals(cells[number + 1]))[:1] if number + 1 < len(cells) else []
    return bool(before and before[0] in ("BI", "BAO", "CO", "THAN")) or bool(after and after[0] in ("NHA", "KHAU"))


def _misread(compact: str) -> str:
    """A stand-alone line of capitals that OCR may have misread: G1 when the word can be nothing else, or doubt."""
    letters = capitals(compact).translate(_OCR_LETTERS)
    trimmed = letters.strip(_FRAME)
    offset = letters.find(trimmed) if trimmed else 0
    for bare, right in _LEVELS.items():
        for start, found in ((0, letters), (offset, trimmed)):
            distance = Levenshtein.distance(found, bare, score_cutoff=2)
            if distance > _MISREAD[bare]:
                continue
            word = compact[start : start + len(found)]
            if distance == 0:
                return _nearly_spelt(_as_letters(word), right)
            if _has_right_accent(word):
                return "G1"
    return ""


def _nearly_spelt(word: str, right: str) -> str:
    """G1 if MẬT itself is right; doubt when one accent contradicts it, as in MẶT or MẤT."""
    wrong, last = misspelt(word, right), misspelt(word[-3:], "MẬT")
    if wrong == 0 or (wrong == 1 and last == 0 and has_accent(word[-3:])):
        return "G1"
    return DOUBT if wrong == 1 else ""


def _as_letters(word: str) -> str:
    return word.translate(_OCR_LETTERS)


def _has_right_accent(word: str) -> bool:
    """An A with circumflex or dot near the end, the rare letter of MẬT, and no A with breve or acute."""
    tail = unicodedata.normalize("NFD", word[-3:].upper())
    return ("A\u0302" in tail or "A\u0323" in tail) and not {"\u0306", "\u0301"} & set(tail)


def _stamp(line: str) -> Iterator[str]:
    """Red ink: marks among noise. Seals carry MẶT TRẬN, BẢO VỆ BÍ MẬT; these are words of their own."""
    words = _WORD.findall(line)
    if len(words) > 12:
        return
    for number, word in enumerate(words):
        folded = capitals(word).translate(_OCR_LETTERS).strip(_FRAME)
        before = capitals(words[number - 1]) if number else ""
        after = capitals(words[number + 1]) if number + 1 < len(words) else ""
        if folded not in _LEVELS or before in _BEFORE or after in _AFTER | {"TRAN"}:
            continue
        wrong = misspelt(_as_letters(word.strip("Il1J|")), _LEVELS[folded])
        if wrong == 0 or (wrong == 1 and len(words) <= 3):
            yield "G4" if before == "GIAI" else "G1"


def _anywhere(line: str) -> Iterator[str]:
    """Fields and companion stamps, which may stand beside other words."""
    if not _KEY.search(line):
        return
    line = _LEADERS.sub(r"\1", line)
    folded = capitals(line)
    for field in _FIELD.finditer(folded):
        if _spelt_right(line[field.start() : field.end()]):
            yield "G2"
    for companion in _CAPITAL_COMPANION.finditer(folded):
        found = line[companion.start() : companion.end()]
        if found == found.upper() and "ĐIỀU" not in line[: companion.start()]:
            yield "G3"
    if _TERM.match(folded):
        yield "G3"
    release = _RELEASE.match(folded)
    if release and _is_release(squeezed(line[release.start(1) : release.end(1)])):
        is_stamp = line[release.start(1) : release.end(1)].isupper() and line != line.upper()
        if is_stamp or release[2]:
            yield "G4"


def _spelt_right(text: str) -> bool:
    """Độ, mật, tối, tuyệt are not đỏ, mặt, tôi, tuyết."""
    return all(is_spelt(word, _SPELLING.get(capitals(word), word.upper())) for word in _WORD.findall(text))


def _level(line: str) -> str:
    """The level that a line is, in any case, if it is nothing else."""
    compact = squeezed(line) if len(line) < 60 else ""
    right = _LEVELS.get(capitals(compact))
    return right if right and is_spelt(compact, right) else ""


def _is_label(line: str) -> bool:
    if not _FIELD_LABEL.fullmatch(capitals(line)):
        return False
    return _spelt_right(line)


def _pieces(lines: list[str]) -> Iterator[str]:
    """A mark torn over lines: TUYỆT / MẬT, or one letter under the other. Accents are needed here."""
    run: list[str] = []
    for line in lines:
        piece = squeezed(line) if len(line) <= 16 else ""
        if not piece or len(piece) > 7 or piece != piece.upper() or not _LETTERS_ONLY.fullmatch(piece):
            run = []
            continue
        run = [*run[-7:], piece]
        for start in range(len(run) - 1):
            joined = "".join(run[start:])
            right = _LEVELS.get(capitals(joined))
            if right and has_accent(joined) and is_spelt(joined, right):
                yield "G1"


def _head(lines: list[str]) -> Iterator[str]:
    """Marks that a two-column text joined with other words, near the number block of the first page."""
    folded = [capitals(line) for line in lines]
    number = next((place for place, line in enumerate(folded) if _NUMBER.search(line)), None)
    for place, (line, bare) in enumerate(zip(lines, folded, strict=True)):
        is_near = number is None or place <= number + 3
        is_head = is_near and bool(_NUMBER.search(bare) or _DATE.search(bare) or _MOTTO.search(bare))
        is_above = number is not None and number - 10 <= place < number
        is_below = number is not None and number < place <= number + 3
        if (is_head or is_above or is_below) and "MAT" in bare:
            yield from _joined(line, bare, is_head=is_head, is_above=is_above)
        if is_head or is_above:
            for phrase, rule in _HEAD_PHRASES:
                start = bare.find(phrase)
                if start >= 0 and line[start : start + len(phrase)].isupper():
                    yield rule


def _joined(line: str, bare: str, *, is_head: bool, is_above: bool) -> Iterator[str]:
    words = _WORD.findall(line)
    for number, word in enumerate(words):
        if word != word.upper() or not is_spelt(word, "MẬT") or not (has_accent(word) or not has_accent(line)):
            continue
        before = capitals(words[number - 1]) if number else ""
        after = capitals(words[number + 1]) if number + 1 < len(words) else ""
        if before in _BEFORE or after in _AFTER:
            continue
        is_edge = before not in _NOUNS and not (before and after)
        if before == "GIAI":
            yield "G4"
        elif is_head or before in ("TOI", "TUYET") or (is_edge and (is_above or line != line.upper())):
            yield "G1"
