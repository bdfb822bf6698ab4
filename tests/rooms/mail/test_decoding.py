"""Vietnamese in every encoding that mails still come in, declared or not, becomes the same NFC text."""

from __future__ import annotations

import unicodedata

import pytest

from phoihop.mail.rules import decoding

TEXT = "Kính gửi Quý cơ quan: Sở Y tế đã nhận công văn và sẽ gửi số liệu trước ngày 15; đề nghị gia hạn thêm ba ngày."
PANGRAM = (
    "Những đàn bướm lượn khắp vườn, rặng tre rủ bóng xuống mặt nước tĩnh; ở đó, kỹ sư già hỏi kỹ về thuỷ lợi, ỷ lại."
)


def _backwards(table: dict[str, str]) -> dict[str, str]:
    return {letter: byte for byte, letter in table.items()}


def tcvn3(text: str) -> bytes:
    return text.translate(str.maketrans(_backwards(decoding._TCVN3))).encode("latin-1")


def viscii(text: str) -> bytes:
    return text.translate(str.maketrans(_backwards(decoding._VISCII))).encode("latin-1")


def vni(text: str) -> bytes:
    back = _backwards(decoding._VNI)
    return "".join(back.get(char, char) for char in text).encode("latin-1")


def cp1258(text: str) -> bytes:
    """As Windows writes it: the letter with its roof, then the tone as a mark of its own."""
    pieces = []
    for char in text:
        try:
            pieces.append(char.encode("cp1258"))
            continue
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", char)
        tone = next(c for c in apart if c in "\u0300\u0301\u0303\u0309\u0323")
        letter = unicodedata.normalize("NFC", apart.replace(tone, ""))
        pieces.append(letter.encode("cp1258") + tone.encode("cp1258"))
    return b"".join(pieces)


@pytest.mark.parametrize("text", [TEXT, PANGRAM])
@pytest.mark.parametrize(
    ("write", "names"),
    [
        (tcvn3, ("", "us-ascii", "iso-8859-1", "windows-1252", "x-viet-tcvn5712", "tcvn", "no-such-charset")),
        (viscii, ("", "iso-8859-1", "VISCII", "viscii1.1-1")),
        (vni, ("", "iso-8859-1", "x-viet-vni")),
        (cp1258, ("", "windows-1258", "cp1258")),
        (lambda text: text.encode(), ("", "utf-8", "us-ascii", "iso-8859-1", "no-such-charset")),
        (lambda text: unicodedata.normalize("NFD", text).encode(), ("", "utf-8")),
        (lambda text: text.encode("utf-16"), ("", "utf-16", "utf-8")),
        (lambda text: b"\xef\xbb\xbf" + text.encode(), ("", "utf-8")),
    ],
    ids=["tcvn3", "viscii", "vni", "cp1258", "utf-8", "nfd", "utf-16", "bom"],
)
def test_every_encoding_gives_the_same_text(text: str, write, names: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    for name in names:
        assert decoding.decode(write(text), name) == text, name


def test_capitals_of_the_old_fonts_letters() -> None:
    assert decoding.decode(tcvn3("Đề án Ưu tiên; Ăn, Âu, Ê, Ô, Ơ"), "tcvn") == "Đề án Ưu tiên; Ăn, Âu, Ê, Ô, Ơ"
    assert decoding.decode(vni("SỞ Y TẾ TỈNH KIÊN GIANG"), "") == "SỞ Y TẾ TỈNH KIÊN GIANG"
    assert decoding.decode(viscii("SỞ Y TẾ TỈNH KIÊN GIANG"), "") == "SỞ Y TẾ TỈNH KIÊN GIANG"


def test_other_languages_in_latin_stay_what_they_are() -> None:
    for text in ("Café à la crème, déjà vu", "Müller grüßt aus Köln", "Señor Muñoz"):
        assert decoding.decode(text.encode("latin-1"), "iso-8859-1") == text


def test_nothing_raises_and_nothing_invisible_stays() -> None:
    for raw in (b"", b"\xff", bytes(range(256)), b"\xff\xfe\x00", b"\x00\x01" * 100):
        for name in ("", "utf-7", "utf-8", "punycode", "idna", "hex", "unicode_escape", "\x00", "a" * 500):
            decoding.decode(raw, name)
    assert decoding.decode(b"a\x00b\x07c") == "abc"
