"""Bytes of a mail as Vietnamese text: declared encodings, undeclared ones, and those of before Unicode.

Before Unicode Vietnamese was typed in fonts: TCVN3 (ABC), VNI, VISCII. Such mails declare nothing, or Latin-1. The
reading that gives the most well-formed Vietnamese syllables wins; without any, the plain one stands.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from phoihop.ground.text import nfc

SAMPLE = 20_000  # letters by which an encoding is told

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII = dict(zip(map(chr, range(0x80, 0x100)), _VISCII_HIGH, strict=True))
_VISCII |= {"\x02": "Ẳ", "\x05": "Ẵ", "\x06": "Ẫ", "\x14": "Ỷ", "\x19": "Ỹ", "\x1e": "Ỵ"}

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_TONES = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_ROOF = {"â": "", "à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_BREVE = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}


def _vni() -> dict[str, str]:
    """VNI writes a letter, then its marks as one more letter."""
    pairs: dict[str, str] = {}
    for letter in "aeouy":
        pairs |= {letter + mark: letter + tone for mark, tone in _TONES.items()}
    for letter in "aeo":
        pairs |= {letter + mark: letter + "\u0302" + tone for mark, tone in _ROOF.items()}
    pairs |= {"a" + mark: "a\u0306" + tone for mark, tone in _BREVE.items()}
    for typed, letter in (("ô", "ơ"), ("ö", "ư")):
        pairs |= {typed + mark: letter + tone for mark, tone in _TONES.items()} | {typed: letter}
    pairs |= {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    pairs |= {typed.upper(): letter.upper() for typed, letter in pairs.items()}
    pairs |= {typed[0].upper() + typed[1:]: letter[0].upper() + letter[1:] for typed, letter in pairs.items()}
    return {typed: unicodedata.normalize("NFC", letter) for typed, letter in pairs.items()}


_ONE_FOR_ONE = {
    name: {ord(typed): letter for typed, letter in table.items()}
    for name, table in (("tcvn3", _TCVN3), ("viscii", _VISCII))
}
_VNI = _vni()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# A syllable without its tone: head, kernel, tail.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(?:uyê|uya|iêu|yêu|ươi|ươu|uôi|oai|oay|oeo|uây|uyu|iê|yê|ươ|uô|oa|oă|oe|oo|uâ|uê|uy|uơ|ia|ưa|ua|ai|ao|au|ay|âu|ây|"
    r"eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_DECLARED = {
    "viscii": "viscii",
    "csviscii": "viscii",
    "viscii1.1-1": "viscii",
    "x-viet-viscii": "viscii",
    "tcvn": "tcvn3",
    "tcvn3": "tcvn3",
    "tcvn-5712": "tcvn3",
    "tcvn5712": "tcvn3",
    "x-viet-tcvn": "tcvn3",
    "x-viet-tcvn5712": "tcvn3",
    "x-viet-vni": "vni",
    "vni": "vni",
}
_SAY_NOTHING = frozenset(
    ("", "ascii", "iso8859-1", "iso8859-15", "cp1252", "latin_1", "unknown-8bit", "x-unknown", "x-user-defined")
)

_NO_CHARSETS = frozenset(("unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape"))


def decode(raw: bytes, declared: str = "") -> str:
    """The text in NFC. Never raises: what fits nothing keeps replacement characters."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return nfc(raw.decode("utf-16", "replace"))
    name = _name(declared)
    if name in _DECLARED:
        return nfc(_old(raw.decode("latin-1"), _DECLARED[name]))
    if name not in _SAY_NOTHING:
        try:
            return nfc(raw.decode(name))
        except (LookupError, UnicodeError, ValueError):  # it is not what it says it is
            pass
    return nfc(_guess(raw))


def _name(declared: str) -> str:
    plain = declared.strip().strip("\"'").lower()
    if plain in _DECLARED:
        return plain
    try:
        name = codecs.lookup(plain).name if plain else ""
    except (LookupError, ValueError):
        return "x-unknown"
    return "x-unknown" if name in _NO_CHARSETS else name


def _guess(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        broken = raw.decode("utf-8", "replace")
        if broken.count("\ufffd") * 50 < len(broken):  # a letter cut in two in much good text
            return broken
    latin = raw.decode("latin-1")
    readings = [raw.decode("cp1252", "replace"), raw.decode("cp1258", "replace")]
    readings += [_old(latin, encoding) for encoding in ("tcvn3", "vni", "viscii")]
    return max(readings, key=lambda text: _score(nfc(text[:SAMPLE])))  # of equals the first


def _old(latin: str, encoding: str) -> str:
    if encoding == "vni":
        return _VNI_LETTER.sub(lambda found: _VNI[found[0]], latin)
    return latin.translate(_ONE_FOR_ONE[encoding])


def _score(text: str) -> int:
    """Well-formed syllables with marks, less the words with strange letters."""
    score = 0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        score += 1 if _SYLLABLE.fullmatch(_bare(word.lower())) and _is_cased(word) else -1
    return score - text.count("\ufffd")


def _is_cased(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle()


def _bare(word: str) -> str:
    """Without the tone, with the letter's own marks."""
    decomposed = unicodedata.normalize("NFD", word)
    return unicodedata.normalize(
        "NFC", "".join(c for c in decomposed if c not in (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT))
    )
