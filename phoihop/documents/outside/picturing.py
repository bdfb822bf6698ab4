"""Pages of a PDF or a scan as pictures, and where each letter of a page stands in its picture.

Comments, stamps and form fields are pressed into the page first: what is seen is what can be read and marked. pdfium is
not safe in threads, so one page is drawn at a time. Refused, as NotPictured: files that are no PDF and no picture,
damaged or encrypted ones, pages that are not there, pictures too large to draw.
"""

from __future__ import annotations

import ctypes
import io
import math
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from phoihop.documents.outside.refusals import NotPictured
from phoihop.documents.rules.blackening import Box
from phoihop.documents.rules.reading import TroubleKind

__all__ = ["PICTURES", "Box", "Glyph", "NotPictured", "Paper", "opened"]

PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif", "image/webp"})
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_MOST_PIXELS = 60_000_000  # of a picture as it comes: A2 at 300 dpi
_MOST_DRAWN = 12_000_000  # of a page as it is drawn: A3 at 200 dpi
_MOST_LETTERS = 100_000  # on one page
_FINE = 100_000_000  # parts into which a page's side is divided when a place on it is asked
_A4 = 842.0  # points, its long side
_INVISIBLE = 3  # the rendering mode of a text layer laid under a scan

_one_at_a_time = threading.RLock()


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter with its marks, and its box in parts of the page's width and height from the upper left corner.

    No box: a space or line end that stands in the text only. `slack`: how far, in parts of its height, the ink may
    stand outside the box. `turned`: by how many degrees counter-clockwise its line is turned,
    to the nearest right angle.
    """

    text: str
    box: tuple[float, float, float, float] | None = None
    slack: float = 0.0
    turned: int = 0


class Paper(Protocol):
    """An open file, page by page, from 1."""

    count: int

    def size(self, page: int) -> tuple[float, float]:
        """Width and height in points as the page is seen."""

    def picture(self, page: int, *, dpi: float) -> Image.Image:
        """The page as seen, RGB, coarser than asked where it would be too large. Refused: NotPictured."""

    def glyphs(self, page: int) -> tuple[Glyph, ...]:
        """The letters of the page in reading order; none for a picture. Refused: NotPictured."""


@contextmanager
def opened(content: bytes, media_type: str) -> Iterator[Paper]:
    """The file, open. Refused: NotPictured."""
    with _one_at_a_time:
        if media_type == "application/pdf":
            paper = _Pdf(content)
            try:
                yield paper
            finally:
                paper.close()
        elif media_type in PICTURES:
            with _image(content) as image:
                yield _Scan(image)
        else:
            raise NotPictured(TroubleKind.UNKNOWN)


class _Pdf:
    def __init__(self, content: bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            is_locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
            raise NotPictured(TroubleKind.ENCRYPTED if is_locked else TroubleKind.DAMAGED) from error
        self._document.init_forms()  # draws the values of form fields
        self.count = len(self._document)
        self._number = 0
        self._page: pypdfium2.PdfPage | None = None

    def close(self) -> None:
        self._leave()
        self._document.close()

    def _leave(self) -> None:
        if self._page is not None:
            self._page.close()
        self._page = None

    def _open(self, page: int) -> pypdfium2.PdfPage:
        """The page with its comments and fields pressed in."""
        if not 1 <= page <= self.count:
            raise NotPictured(TroubleKind.DAMAGED)
        if self._page is None or self._number != page:
            self._leave()
            try:
                loose = self._document[page - 1]
                pdfium.FPDFPage_Flatten(loose, pdfium.FLAT_NORMALDISPLAY)  # what cannot be pressed in is not drawn
                loose.close()
                self._page, self._number = self._document[page - 1], page
            except pypdfium2.PdfiumError as error:
                raise NotPictured(TroubleKind.DAMAGED) from error
        return self._page

    def size(self, page: int) -> tuple[float, float]:
        width, height = self._open(page).get_size()
        return max(1.0, width), max(1.0, height)

    def picture(self, page: int, *, dpi: float) -> Image.Image:
        width, height = self.size(page)
        scale = min(dpi / 72, (_MOST_DRAWN / (width * height)) ** 0.5, 20_000 / max(width, height))
        bitmap = self._open(page).render(scale=scale, draw_annots=False, may_draw_forms=False, rev_byteorder=True)
        try:
            drawn: Image.Image = bitmap.to_pil()
            return drawn.convert("RGB")
        finally:
            bitmap.close()

    def glyphs(self, page: int) -> tuple[Glyph, ...]:
        open_page = self._open(page)
        text_page = open_page.get_textpage()
        try:
            count = text_page.count_chars()
            if count > _MOST_LETTERS:
                raise NotPictured(TroubleKind.TOO_LARGE)
            return tuple(_clustered(_letters(open_page, text_page, count)))
        finally:
            text_page.close()


class _Scan:
    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self.count = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1

    def _frame(self, page: int) -> Image.Image:
        if not 1 <= page <= self.count:
            raise NotPictured(TroubleKind.DAMAGED)
        try:
            self._image.seek(page - 1)
            if self._image.width * self._image.height > _MOST_PIXELS:
                raise NotPictured(TroubleKind.TOO_LARGE)
            return _on_white(ImageOps.exif_transpose(self._image))
        except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
            raise NotPictured(TroubleKind.DAMAGED) from error

    def size(self, page: int) -> tuple[float, float]:
        """By its own dpi where a page of it would be a page; else as A4."""
        frame = self._frame(page)
        dots = self._image.info.get("dpi")
        dpi = float(dots[0]) if isinstance(dots, tuple) and dots[0] else 0.0
        long_side = max(frame.size)
        if not 0.2 * _A4 <= long_side * 72 / (dpi or 1e9) <= 4 * _A4:
            dpi = long_side * 72 / _A4
        return max(1.0, frame.width * 72 / dpi), max(1.0, frame.height * 72 / dpi)

    def picture(self, page: int, *, dpi: float) -> Image.Image:
        width, _height = self.size(page)
        frame = self._frame(page)
        most = min(1.0, dpi * width / 72 / frame.width, (_MOST_DRAWN / (frame.width * frame.height)) ** 0.5)
        if most < 1.0:
            frame = frame.resize((max(1, round(frame.width * most)), max(1, round(frame.height * most))))
        return frame

    def glyphs(self, page: int) -> tuple[Glyph, ...]:
        return ()


def _image(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotPictured(TroubleKind.TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotPictured(TroubleKind.DAMAGED) from error
    if image.width * image.height > _MOST_PIXELS:
        image.close()
        raise NotPictured(TroubleKind.TOO_LARGE)
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """The picture as RGB on white paper."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        levels = np.asarray(image, dtype=np.float32)
        spread = 255 / max(1.0, float(levels.max() - levels.min()))
        return Image.fromarray(((levels - levels.min()) * spread).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    return image.convert("RGB")


def _letters(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, count: int) -> Iterator[Glyph]:
    """One for each of pdfium's characters. Those that stand off the page are left out: nobody sees them."""
    held = ""  # the first half of a character that UTF-16 writes as two
    turn = page.get_rotation()
    view = _View(page)
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            held = chr(code)
            continue
        text = _readable(code, is_hyphen=pdfium.FPDFText_IsHyphen(text_page, index) == 1, before=held)
        held = ""
        if not text or pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            yield Glyph(text)
            continue
        box = _box(view, text_page, index)
        if box is None:
            yield Glyph(text if text.isspace() else "")
        else:
            clockwise = round(math.degrees(pdfium.FPDFText_GetCharAngle(text_page, index)) / 90) * 90
            yield Glyph(text, box, _slack(text_page, index), (-clockwise - turn) % 360)


def _readable(code: int, *, is_hyphen: bool, before: str) -> str:
    if before and 0xDC00 <= code < 0xE000:
        return (before + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if is_hyphen or code in (0x02, 0xFFFE):
        return "-"
    if code in (0x0A, 0x0D):
        return "\n" if code == 0x0A else ""
    if code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"  # no letter is known for it, yet it is seen and can be marked
    return chr(code)


class _View:
    """From points of a page, which may be turned and cut, to parts of what is seen of it."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        shown = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, shown)
        self._left, self._bottom = shown.left, shown.bottom
        wide, tall = max(shown.right - shown.left, 1e-3), max(shown.top - shown.bottom, 1e-3)
        self._from = self._seen(page, shown.left, shown.bottom)
        right, top = self._seen(page, shown.right, shown.bottom), self._seen(page, shown.left, shown.top)
        self._across = tuple((there - here) / wide for there, here in zip(right, self._from, strict=True))
        self._up = tuple((there - here) / tall for there, here in zip(top, self._from, strict=True))

    def _seen(self, page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
        return across.value / _FINE, down.value / _FINE

    def place(self, x: float, y: float) -> tuple[float, float]:
        right, up = x - self._left, y - self._bottom
        return (
            self._from[0] + right * self._across[0] + up * self._up[0],
            self._from[1] + right * self._across[1] + up * self._up[1],
        )


def _box(view: _View, text_page: pypdfium2.PdfTextPage, index: int) -> Box | None:
    """The box of the letter's ink and of its type together, or None if it stands off the page."""
    edges: list[tuple[float, float]] = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
        edges += [(left.value, bottom.value), (right.value, top.value)]
    loose = pdfium.FS_RECTF()
    if pdfium.FPDFText_GetLooseCharBox(text_page, index, loose):
        edges += [(loose.left, loose.bottom), (loose.right, loose.top)]
    places = [view.place(x, y) for x, y in edges]
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    if not xs or max(xs) <= 0 or min(xs) >= 1 or max(ys) <= 0 or min(ys) >= 1:
        return None
    return max(0.0, min(xs)), max(0.0, min(ys)), min(1.0, max(xs)), min(1.0, max(ys))


def _slack(text_page: pypdfium2.PdfTextPage, index: int) -> float:
    """A text layer under a scan was laid by somebody's OCR: its boxes are less sure than those of print."""
    drawn = pdfium.FPDFText_GetTextObject(text_page, index)
    return 0.25 if drawn and pdfium.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE else 0.06


def _clustered(letters: Iterator[Glyph]) -> Iterator[Glyph]:
    """Letters joined with the marks that follow them, as NFC; a run of line ends becomes one."""
    last: Glyph | None = None
    for letter in letters:
        if not letter.text:
            continue
        if last is not None and unicodedata.combining(letter.text[0]) and not last.text.isspace():
            joined = unicodedata.normalize("NFC", last.text + letter.text)
            last = Glyph(joined, _around(last.box, letter.box), max(last.slack, letter.slack), last.turned)
            continue
        if last is not None:
            yield last
        last = letter
    if last is not None:
        yield last


def _around(one: Box | None, other: Box | None) -> Box | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
