"""Vietnamese written in the one-byte fonts of before Unicode: TCVN3 (.VnTime and its kin) and VNI, made readable.

In such a text "tối mật" stands as "tèi mËt" or "toái maät". Where the font is known, its letters are taken as it shows
them; elsewhere a line is taken for old only if it makes more Vietnamese syllables that way than as it stands. Refused:
nothing; a line in doubt stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# TCVN3: one byte for each small letter with its marks. Capitals with a tone exist in fonts of capitals only.
_TCVN3_LETTERS = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_TCVN3 = str.maketrans(_TCVN3_LETTERS)

# VNI: a plain letter, then a byte for its marks; a few letters are one byte.
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}  # after a, e, o
_BREVES = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}  # after a
_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_letters() -> dict[str, str]:
    pairs = dict(_SINGLE)
    for letter, shown in (*((vowel, vowel) for vowel in "aeouy"), ("ô", "ơ"), ("ö", "ư")):
        pairs |= {letter + mark: shown + tone for mark, tone in _TONES.items()}
    pairs |= {vowel + mark: f"{vowel}\u0302{tone}" for vowel in "aeo" for mark, tone in _HATS.items()}
    pairs |= {f"a{mark}": f"a\u0306{tone}" for mark, tone in _BREVES.items()}
    small = {old: unicodedata.normalize("NFC", new) for old, new in pairs.items()}
    capitals = {old.upper(): new.upper() for old, new in small.items()}
    titles = {old[0].upper() + old[1:]: new.upper() for old, new in small.items()}
    return titles | small | capitals


_VNI_LETTERS = _vni_letters()
_VNI = re.compile("|".join(sorted(map(re.escape, _VNI_LETTERS), key=len, reverse=True)))

_OLD = "¡¢£¤¥¦§¨©ª«¬\xad®¯°±µ¶·¸¹»¼½¾ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïñöø÷ûüþ"  # no letters of Vietnamese
_SIGN = re.compile(  # letters that Vietnamese has not, or has not there
    f"[\xa1-\xfe](?:(?<=[{re.escape(_OLD)}])|(?<=[a-z][À-Ý])|(?<=[aeAE][àáâÀÁÂ])|(?<=[oO][âÂ])"
    "|(?<=[A-Z][ß-ý])(?=[A-Z]))"
)
_LONE = re.compile("[^A-Za-z]+")
_CAPITAL, _SMALL = re.compile("[A-Z]"), re.compile("[a-z]")
_ASCII_WORD = re.compile(r"[A-Za-z]+")
_WORD = re.compile(rf"[A-Za-z\u00c0-\u1ef9{re.escape(_OLD)}]+")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    r"(?:(?:uyê|oo|oă|uâ|uô|iê|yê|ươ|ă|â)(?:ng|nh|ch|[cmnpt])"  # always closed, sometimes, never
    r"|(?:oa|oe|uê|uy|uơ|[aeêioôơuưy])(?:ng|nh|ch|[cmnpt])?"
    r"|uya|uyu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|iêu|yêu|uao|uêu|uai|uay|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua"
    r"|ui|uo|ưa|ưi|ưu|ya|ươ|uơi)"
)
_MARKS = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_HEADING = 64  # letters of a line that may be a heading in a font of capitals
_PRIVATE = {code: code - 0xF000 for code in range(0xF020, 0xF100)}  # how Word keeps letters of a symbol font


def of_font(text: str, font: str) -> str:
    """Text as a font shows it: by the font's name, for .Vn… and VNI-… only."""
    name = font.rpartition("+")[2].lstrip(".").lower()
    if name.startswith("vni"):
        return vni(text.translate(_PRIVATE))
    if not name.startswith("vn"):
        return text
    shown = tcvn3(text.translate(_PRIVATE))
    return shown.upper() if re.search(r"h(?:bold|italic|[\s,_-]|$)", name) else shown


def is_of_old_font(font: str) -> bool:
    """Whether a font of that name shows other letters than its text has."""
    name = font.rpartition("+")[2].lower()
    return name.startswith((".vn", "vni-", "vni "))


def tcvn3(text: str) -> str:
    """TCVN3 as Unicode. Among capitals stand small letters where the font has no capitals: those are meant large."""
    if _CAPITAL.search(text) and not _SMALL.search(text):
        return text.translate(_TCVN3).upper()
    return _WORD.sub(lambda word: _cased(word[0], word[0].translate(_TCVN3)), text)


def vni(text: str) -> str:
    """VNI as Unicode."""
    return _VNI.sub(lambda letter: _VNI_LETTERS[letter[0]], text)


def vietnamese(text: str) -> int:
    """How many words with marks are spelt as Vietnamese is: for choosing between two readings of the same bytes."""
    return sum(_is_syllable(word) for word in _WORD.findall(text) if not word.isascii())


def readable(text: str) -> str:
    """The text with its old lines made readable; text in Unicode as it is."""
    if not _SIGN.search(text):
        return text
    return "\n".join(_line(line) if _SIGN.search(line) else line for line in text.split("\n"))


def _line(line: str) -> str:
    """The line in the way in which most of its marked words are Vietnamese, its own way first."""
    words = [word for word in _WORD.findall(line) if not word.isascii()]
    best, most = None, sum(map(_is_syllable, words))
    for way in (tcvn3, vni):
        count = sum(_is_syllable(way(word)) for word in words if not _LONE.fullmatch(word))
        if count > most and count * 5 >= len(words) * 3:
            best, most = way, count
    if best is None:
        return line
    # In a font of capitals small letters are shown as capitals: whoever typed "tèi mËt" alone on a line saw TỐI MẬT.
    is_heading = best is tcvn3 and len(line) <= _HEADING and not _CAPITAL.search(line)
    return best(line).upper() if is_heading else best(line)


def _cased(old: str, new: str) -> str:
    plain = "".join(_ASCII_WORD.findall(old))
    return new.upper() if len(plain) > 1 and plain.isupper() else new


@lru_cache(maxsize=4096)
def _is_syllable(word: str) -> bool:
    """Whether a word is spelt as a Vietnamese syllable is, with no more than one tone, in one case or begun large."""
    parts = unicodedata.normalize("NFD", word.lower())
    if sum(part in _MARKS for part in parts) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _MARKS))
    return _SYLLABLE.fullmatch(bare) is not None and (word.islower() or word.isupper() or word.istitle())
