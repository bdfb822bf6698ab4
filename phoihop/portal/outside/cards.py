"""The picture that goes along when a page is passed on: its title, whose it is and when, drawn in 1200 × 630."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from phoihop.ground.command import Refused

WIDTH, HEIGHT, EDGE = 1200, 630, 72
GROUND, INK, QUIET, LINE = "#0a3543", "#f2f8f9", "#b4cfd6", "#7cc4d6"
SIZES = (68, 60, 52, 46, 40)  # of the title: the largest in which it fits
MOST_LINES, LEADING = 6, 1.3  # less than 1.3 and the marks of Ộ and ẵ touch
_FACES = (
    # family's file name, folders: Debian's fonts-croscore and fonts-liberation2, and their usual places elsewhere
    ("Arimo", ("/usr/share/fonts/truetype/croscore", "/usr/share/fonts/croscore")),
    (
        "LiberationSans",
        ("/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/liberation-sans", "/usr/share/fonts/liberation"),
    ),
)


@lru_cache(maxsize=64)
def drawn(title: str, over: str, under: str, *, name: str, mark: str = "") -> bytes:
    """A PNG. `over` and `under` stand around the title, `name` at the foot, `mark` (a verdict) before the title.
    Refused: this machine has no font that draws Vietnamese."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 14), fill=LINE)
    top = 64.0
    top += _line(pen, over, top, 34, QUIET) + 18
    if mark:
        top += _label(pen, mark, top) + 22
    lines, size = _fitting(title, HEIGHT - top - 170)
    for line in lines:
        pen.text((EDGE, top), line, font=_font("Bold", size), fill=INK)
        top += size * LEADING
    _line(pen, under, top + 16, 34, QUIET)
    pen.line((EDGE, HEIGHT - 92, WIDTH - EDGE, HEIGHT - 92), fill=LINE, width=3)
    _line(pen, name, HEIGHT - 74, 30, INK, style="Bold")
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _line(pen: ImageDraw.ImageDraw, text: str, top: float, size: int, ink: str, style: str = "Regular") -> float:
    """One line, cut where the picture ends; gives back how high it stands."""
    font = _font(style, size)
    shown = text
    while shown and font.getlength(f"{shown}…") > WIDTH - 2 * EDGE:
        shown = shown[:-1]
    pen.text((EDGE, top), text if shown == text else f"{shown.rstrip()}…", font=font, fill=ink)
    return size * LEADING


def _label(pen: ImageDraw.ImageDraw, text: str, top: float) -> float:
    font = _font("Bold", 36)
    width = min(font.getlength(text), WIDTH - 2 * EDGE - 40)
    pen.rounded_rectangle((EDGE, top, EDGE + width + 40, top + 60), 10, outline=INK, width=4)
    pen.text((EDGE + 20, top + 9), text, font=font, fill=INK)
    return 60


def _fitting(title: str, room: float) -> tuple[list[str], int]:
    """The title in lines, as large as it fits; what still does not fit ends with …"""
    words = title[:400].split()
    for size in SIZES:
        lines = _wrapped(words, size)
        most = min(MOST_LINES, int(room // (size * LEADING)))
        if len(lines) <= most:
            return lines, size
    return [*lines[: most - 1], f"{lines[most - 1].rstrip()}…"], SIZES[-1]


def _wrapped(words: list[str], size: int) -> list[str]:
    font, lines, line = _font("Bold", size), [], ""
    for word in words:
        for piece in _pieces(word, font):
            longer = f"{line} {piece}".strip()
            if line and font.getlength(longer) > WIDTH - 2 * EDGE - 30:
                lines.append(line)
                longer = piece
            line = longer
    return [*lines, line] if line else [""]


def _pieces(word: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """A word that is wider than the picture, in pieces."""
    if font.getlength(word) <= WIDTH - 2 * EDGE - 30:
        return [word]
    return [word[at : at + 20] for at in range(0, len(word), 20)]


@lru_cache(maxsize=32)
def _font(style: str, size: int) -> ImageFont.FreeTypeFont:
    for stem, folders in _FACES:
        for folder in folders:
            path = Path(folder) / f"{stem}-{style}.ttf"
            if path.is_file():
                return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    raise Refused(
        _("Máy chủ chưa có phông chữ để vẽ ảnh này; trang thì vẫn đọc được. Nhờ quản trị viên cài gói fonts-croscore.")
    )
