"""The typeface of letters: found by path, so that no machine's own choice of fonts decides. No font without Ủ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from phoihop.ground.command import Refused

_STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
_TYPEFACES = (
    # family, file name, folders: Debian's fonts-croscore and fonts-liberation2, and their usual places elsewhere
    ("Tinos", "Tinos", ("/usr/share/fonts/truetype/croscore", "/usr/share/fonts/croscore")),
    (
        "Liberation Serif",
        "LiberationSerif",
        ("/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/liberation-serif", "/usr/share/fonts/liberation"),
    ),
)
_PROOF = "Ủ"  # Liberation 1 has Latin-1 alone and prints boxes


@dataclass(frozen=True, slots=True)
class Typeface:
    """Four files of one family, drawn on the same widths as Times New Roman."""

    family: str
    folder: Path
    stem: str

    def path(self, style: str) -> Path:
        return self.folder / f"{self.stem}-{style}.ttf"


@lru_cache(maxsize=1)
def typeface() -> Typeface:
    """The first family whose four files are there and have Vietnamese letters. Refused: there is none."""
    for family, stem, folders in _TYPEFACES:
        for folder in folders:
            found = Typeface(family, Path(folder), stem)
            if all(found.path(style).is_file() and _draws(found.path(style), _PROOF) for style in _STYLES):
                return found
    raise Refused(
        _(
            "Máy chủ chưa có phông chữ cho văn bản nên chưa lập được; dữ liệu đã nhập vẫn còn. "
            "Nhờ quản trị viên cài gói fonts-croscore hoặc fonts-liberation2."
        )
    )


def check_letters(texts: str, *, where: str = "") -> None:
    """Refused: a character that the typeface cannot print, such as a picture sign. `where` names the part it is in."""
    face = typeface().path("Regular")
    missing = sorted(char for char in set(texts) if not char.isspace() and not _draws(face, char))
    if missing:
        raise Refused(
            _(
                "Chưa lập được văn bản: phông chữ của văn bản không có ký tự %(chars)s%(where)s. Nội dung vẫn còn; "
                "hãy viết lại bằng chữ rồi làm lại."
            )
            % {"chars": " ".join(missing[:10]), "where": _(" (trong %(part)s)") % {"part": where} if where else ""}
        )


def width_mm(text: str, size: float, *, is_bold: bool = False) -> float:
    """How wide a line of text stands, in millimetres."""
    font = _measured(str(typeface().path("Bold" if is_bold else "Regular")))
    return float(font.getlength(text)) * size / 1000 * 25.4 / 72


@lru_cache(maxsize=8)
def _measured(path: str):  # type: ignore[no-untyped-def]  # a font of Pillow, which is loaded late
    from PIL import ImageFont

    return ImageFont.truetype(path, 1000)


@lru_cache(maxsize=4096)
def _draws(path: Path, char: str) -> bool:
    """Whether the font has the character: what it has not it draws as the same box as the last code point."""
    from PIL import ImageFont

    font = ImageFont.truetype(str(path), 24)
    mask, box = font.getmask(char), font.getmask("\uffff")
    return (mask.size, bytes(mask)) != (box.size, bytes(box))
