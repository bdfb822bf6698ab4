"""A new PDF of pictures with a text layer laid over them, written from nothing.

Refused: more different letters than a font can number (TooManyLetters).
"""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf
from PIL import Image, ImageChops

from phoihop.documents.rules.blackening import Box

_QUALITY = 78  # of JPEG: small print stays readable
_MOST_LETTERS = 0xFFFF


class TooManyLetters(ValueError):
    """The text has more different letters than a font can number."""


@dataclass(slots=True)
class Run:
    """Letters that stand together in one line; box and turn as in Glyph."""

    text: str
    box: Box
    turned: int


class Twin:
    """The new file, page by page."""

    def __init__(self) -> None:
        self._pdf = pikepdf.new()
        self._font = self._pdf.make_indirect(pikepdf.Dictionary())
        self._letters: dict[str, int] = {}  # numbered as they come: the font knows no others

    def add(self, picture: Image.Image, size: tuple[float, float], runs: Iterable[Run]) -> None:
        """One more page of that size in points. Refused: TooManyLetters.

        Where its lines run sideways or stand on their heads, the page is written upright and says that it is to be
        shown turned: readers of text want lines from left to right.
        """
        runs = list(runs)
        turn = Counter(run.turned for run in runs).most_common(1)[0][0] if runs else 0
        if turn:
            picture = picture.rotate(-turn, expand=True)
            runs = [Run(run.text, _turned(run.box, turn), (run.turned - turn) % 360) for run in runs]
        width, height = size[::-1] if turn in (90, 270) else size
        page = self._pdf.add_blank_page(page_size=(width, height))
        if turn:
            page.obj.Rotate = 360 - turn
        page.obj.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(P=_image_of(self._pdf, picture)), Font=pikepdf.Dictionary(F=self._font)
        )
        lines = [f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q", "BT 3 Tr"]
        lines += (f"{_place(run, width, height)} <{self._written(run.text)}> Tj" for run in runs)
        page.obj.Contents = self._pdf.make_stream("\n".join([*lines, "ET"]).encode("ascii"))

    def content(self) -> bytes:
        """The whole file."""
        _write_font(self._pdf, self._font, self._letters)
        out = io.BytesIO()
        self._pdf.save(out, deterministic_id=True)
        return out.getvalue()

    def _written(self, text: str) -> str:
        if len(self._letters) + len(text) > _MOST_LETTERS:
            raise TooManyLetters("the text has more different letters than a font can number")
        return "".join(f"{self._letters.setdefault(letter, len(self._letters) + 1):04x}" for letter in text)


def _turned(box: Box, turn: int) -> Box:
    """The box after its page is turned clockwise by so many degrees."""
    left, top, right, bottom = box
    if turn == 90:
        return 1 - bottom, left, 1 - top, right
    if turn == 180:
        return 1 - right, 1 - bottom, 1 - left, 1 - top
    return top, 1 - right, bottom, 1 - left


def _place(run: Run, width: float, height: float) -> str:
    """The operators that lay a run over its place in the picture."""
    left, right = run.box[0] * width, run.box[2] * width
    bottom, top = (1 - run.box[3]) * height, (1 - run.box[1]) * height
    along, across = (right - left, top - bottom) if run.turned in (0, 180) else (top - bottom, right - left)
    across = max(across, 0.5)
    stretch = max(1.0, along / (0.5 * across * len(run.text.rstrip() or " ")) * 100)
    drop = 0.22 * across  # from the foot of the box to the line that letters stand on
    place = {
        0: f"1 0 0 1 {left:.2f} {bottom + drop:.2f}",
        90: f"0 1 -1 0 {right - drop:.2f} {bottom:.2f}",
        180: f"-1 0 0 -1 {right:.2f} {top - drop:.2f}",
        270: f"0 -1 1 0 {left + drop:.2f} {top:.2f}",
    }[run.turned]
    return f"/F {across:.2f} Tf {stretch:.1f} Tz {place} Tm"


def _image_of(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Object:
    """The picture, grey where it has no colour, in the smaller of two encodings."""
    red, green, blue = picture.split()
    is_grey = all(_is_near(green, band) for band in (red, blue))
    seen = green if is_grey else picture
    jpeg = io.BytesIO()
    seen.save(jpeg, "JPEG", quality=_QUALITY)
    flat = zlib.compress(seen.tobytes(), 6)
    is_flat = len(flat) <= len(jpeg.getvalue())
    stream = pikepdf.Stream(pdf, flat if is_flat else jpeg.getvalue())
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = seen.width, seen.height, 8
    stream.ColorSpace = pikepdf.Name.DeviceGray if is_grey else pikepdf.Name.DeviceRGB
    stream.Filter = pikepdf.Name.FlateDecode if is_flat else pikepdf.Name.DCTDecode
    return pdf.make_indirect(stream)


def _is_near(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).point([0] * 13 + [255] * 243).getbbox() is None


def _write_font(pdf: pikepdf.Pdf, font: pikepdf.Object, letters: dict[str, int]) -> None:
    """A font without shapes: it only says which letter a number stands for."""
    pairs = [f"<{number:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, number in letters.items()]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    table = "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Letters def /CMapType 2 def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )
    described = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name.Letters,
        Flags=5,
        FontBBox=[0, -220, 500, 780],
        ItalicAngle=0,
        Ascent=780,
        Descent=-220,
        CapHeight=700,
        StemV=80,
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name.Letters,
        CIDSystemInfo=pikepdf.Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(described),
        CIDToGIDMap=pikepdf.Name.Identity,
        DW=500,
    )
    font.Type, font.Subtype, font.BaseFont = pikepdf.Name.Font, pikepdf.Name.Type0, pikepdf.Name.Letters
    font.Encoding = pikepdf.Name("/Identity-H")
    font.DescendantFonts = pikepdf.Array([pdf.make_indirect(descendant)])
    font.ToUnicode = pdf.make_stream(table.encode("ascii"))
