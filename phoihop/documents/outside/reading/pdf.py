"""PDF pages: their text, what is hidden in it, their pictures; scans are read by OCR, stamps by their ink."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as native
from PIL import Image

from phoihop.documents.outside.reading import pdf_objects, scans
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind, TroubleKind

_DPI = 300
_LEAST_DPI = 150  # a coarser scan is enlarged to it
_LOOK_DPI = 72  # enough to see whether there is red ink
_MOST_PIXELS = 20_000_000  # an A3 page at 300 dpi; larger sheets are read a little coarser
_TINY = 2.0  # points
_WHITE = 250
_DEEP = 8  # forms in forms
_MOST_OBJECTS = 50_000  # of one page, beyond which hidden ones are not told from others
_MARK = (28.0, 11.0)  # points: the smallest thing that can be read as a mark is a centimetre wide
_FIRST_PAGES = 20  # whose pictures are all looked into; of later pages as many again, spread over the rest
_PICTURES = 6  # of a page, the largest first
_EDGE = 6.0  # points around a picture: a stamp may stand over its edge
_PAGE_SHARE = 0.5  # of the page, from which a picture is the page
_FEW_LETTERS = 40  # a page of a picture and fewer letters than that is a scan with a stamp of its software
_RED = 60  # by how much red stands out
_FEW_RED = 0.00005  # share of the page
_RED_PATHS = 3
_SOFT_HYPHEN = "\ufffe"  # PDFium's sign for a hyphen at the end of a line
_LETTER = re.compile(r"[^\W\d_]")
_ODD = re.compile("[\ue000-\uf8ff\ufffd\ufffe\uffff\x00-\x08\x0e-\x1f]")

type_object = Any  # a ctypes pointer
type_box = tuple[float, float, float, float]  # left, bottom, right, top in points


def read(found: Found, raw: bytes) -> None:
    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as refused:
        is_locked = refused.err_code in (native.FPDF_ERR_PASSWORD, native.FPDF_ERR_SECURITY)
        found.trouble(TroubleKind.ENCRYPTED if is_locked else TroubleKind.DAMAGED)
        return
    try:
        count = len(document)
        if found.is_outermost:
            found.pages = count
        if count == 0:
            found.trouble(TroubleKind.DAMAGED)
        pdf_objects.read(found, raw)
        looked = _looked_into(count)
        for number in range(1, count + 1):
            found.use_page()
            with found.guarded(number):
                _read_page(found, document, number, is_looked_into=number in looked)
    finally:
        document.close()


def _looked_into(count: int) -> set[int]:
    """The first pages, and as many again spread evenly over the rest."""
    rest = count - _FIRST_PAGES
    steps = min(rest, _FIRST_PAGES)
    return {*range(1, _FIRST_PAGES + 1), *(_FIRST_PAGES + -(-rest * step // steps) for step in range(1, steps + 1))}


def _read_page(found: Found, document: pdfium.PdfDocument, number: int, *, is_looked_into: bool) -> None:
    page = document[number - 1]
    try:
        words = page.get_textpage()
        try:
            seen = _Seen(page)
            seen.look()
            text, hidden = _texts(words, seen)
        finally:
            words.close()
        found.add(PlaceKind.TEXT, text, number)
        found.add(PlaceKind.HIDDEN, hidden, number)
        letters = len(_LETTER.findall(text))
        if letters == 0 or _is_garbled(text) or (seen.is_scan and (letters < _FEW_LETTERS or is_looked_into)):
            if seen.count:
                _read_scan(found, page, number, text=text if letters else "")
        elif seen.pictures or seen.red_paths >= _RED_PATHS:
            _read_pictures(found, page, number, seen.pictures if is_looked_into else [])
    finally:
        page.close()


def _read_scan(found: Found, page: pdfium.PdfPage, number: int, *, text: str) -> None:
    """A page that is a picture. What its own text layer says already is not said twice."""
    dpi = _scanned_dpi(page)
    image = _rendered(page, dpi)
    says = scans.read_page(found, image, dpi=round(_scale(page, dpi) * 72), page=number, known=text)
    if not says and not text:
        found.trouble(TroubleKind.NO_TEXT, number)


def _read_pictures(found: Found, page: pdfium.PdfPage, number: int, boxes: list[type_box]) -> None:
    """Stamps and words in the pictures of a page of text; red ink is looked for wherever it is."""
    has_red = _has_red(_rendered(page, _LOOK_DPI))
    largest = sorted(boxes, key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))[:_PICTURES]
    if not has_red and not largest:
        return
    scale, sheet = _scale(page, _DPI), _rendered(page, _DPI)
    if has_red:
        scans.read_stamps(found, sheet, dpi=_dpi(page), page=number)
    for left, bottom, right, top in largest:
        corners = [_seen_at(page, sheet, x, y) for x, y in ((left, top), (right, bottom))]
        edge = round(_EDGE * scale)
        across, down = (sorted(corner[side] for corner in corners) for side in (0, 1))
        near = (max(0, across[0] - edge), max(0, down[0] - edge))
        crop = sheet.crop((*near, min(sheet.width, across[1] + edge), min(sheet.height, down[1] + edge)))
        scans.read_part(found, crop, dpi=round(scale * 72), page=number)


def _seen_at(page: pdfium.PdfPage, sheet: Image.Image, x: float, y: float) -> tuple[int, int]:
    """Where in the picture of a page, which may be turned and cut, one of its points lies."""
    across, down = ctypes.c_int(), ctypes.c_int()
    native.FPDF_PageToDevice(page, 0, 0, sheet.width, sheet.height, 0, x, y, across, down)
    return across.value, down.value


def _rendered(page: pdfium.PdfPage, dpi: int) -> Image.Image:
    image: Image.Image = page.render(scale=_scale(page, dpi)).to_pil()
    return image.convert("RGB")


def _scanned_dpi(page: pdfium.PdfPage) -> int:
    """As fine as the page was scanned, between 150 and 300 dpi: pixels made up between bring time, not letters."""
    finest = 0.0
    for picture in page.get_objects(filter=(native.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        wide, high = picture.get_px_size()
        points = max(right - left, top - bottom)  # a page may be turned: long side against long side
        if points > 0:
            finest = max(finest, max(wide, high) / points * 72)
    return min(_DPI, max(_LEAST_DPI, round(finest))) if finest else _DPI


def _scale(page: pdfium.PdfPage, dpi: int) -> float:
    width, height = page.get_size()
    scale = dpi / 72
    pixels = max(1.0, width * height * scale * scale)
    return float(scale * min(1.0, (_MOST_PIXELS / pixels) ** 0.5))


def _dpi(page: pdfium.PdfPage) -> int:
    return round(_scale(page, _DPI) * 72)


def _has_red(image: Image.Image) -> bool:
    pixels = np.asarray(image, dtype=np.int16)
    red = (pixels[..., 0] - np.maximum(pixels[..., 1], pixels[..., 2])) > _RED
    return bool(red.mean() > _FEW_RED)


def _is_garbled(text: str) -> bool:
    """Whether the fonts' letters are not letters to anybody: then only the picture of the page can be read."""
    return len(_ODD.findall(text)) * 5 > len(text)


def _texts(words: pdfium.PdfTextPage, seen: _Seen) -> tuple[str, str]:
    """What a reader sees, and what he does not."""
    everything = words.get_text_range().replace(_SOFT_HYPHEN, "-")
    hidden = set(seen.hidden)
    if seen.is_scan and hidden and not seen.shown:
        hidden -= set(seen.invisible)  # the text layer under a scan is how scans are searched: no hiding place
    if not hidden:
        return everything, ""
    shown: list[str] = []
    concealed: list[str] = []
    for at in range(words.count_chars()):
        char = chr(native.FPDFText_GetUnicode(words, at))
        owner = _address(native.FPDFText_GetTextObject(words, at))
        if owner in hidden:
            concealed.append(char)
        else:
            shown.append(char)
            if concealed and concealed[-1] != "\n":
                concealed.append("\n")
    return "".join(shown).replace(_SOFT_HYPHEN, "-"), "".join(concealed)


def _address(pointer: type_object) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


@dataclass(slots=True)
class _Seen:
    """What lies on a page, in the order it is painted."""

    page: pdfium.PdfPage
    count: int = 0
    shown: int = 0
    red_paths: int = 0
    pictures: list[type_box] = field(default_factory=list)  # large enough to hold a mark
    is_scan: bool = False
    hidden: list[int] = field(default_factory=list)
    invisible: list[int] = field(default_factory=list)
    grounds: list[tuple[float, float, float, float]] = field(default_factory=list)

    def look(self) -> None:
        width, height = self.page.get_size()
        left, bottom, right, top = self.page.get_mediabox()
        sheet = (left, bottom, right, top)
        self._walk(native.FPDFPage_CountObjects(self.page), self._on_page, sheet, max(1.0, width * height), 0)

    def _on_page(self, at: int) -> type_object:
        return native.FPDFPage_GetObject(self.page, at)

    def _walk(
        self,
        count: int,
        get: Any,
        sheet: tuple[float, float, float, float],
        area: float,
        depth: int,
        *,
        is_moved: bool = False,
    ) -> None:
        for at in range(count):
            self.count += 1
            if self.count > _MOST_OBJECTS:
                return
            one = get(at)
            kind = native.FPDFPageObj_GetType(one)
            if kind == native.FPDF_PAGEOBJ_TEXT:
                self._text(one, None if is_moved else sheet)
            elif kind == native.FPDF_PAGEOBJ_PATH:
                self._path(one)
            elif kind == native.FPDF_PAGEOBJ_IMAGE:
                self._picture(one, area, is_moved=is_moved)
            elif kind == native.FPDF_PAGEOBJ_SHADING:
                self.grounds.append(_bounds(one))
            elif kind == native.FPDF_PAGEOBJ_FORM and depth < _DEEP:
                self._form(one, sheet, area, depth)

    def _form(self, one: type_object, sheet: tuple[float, float, float, float], area: float, depth: int) -> None:
        """A drawing inside the page; its objects tell their places in its own measure."""

        def get(at: int) -> type_object:
            return native.FPDFFormObj_GetObject(one, at)

        grounds, self.grounds = self.grounds, []
        pictures, self.pictures = self.pictures, []
        self._walk(native.FPDFFormObj_CountObjects(one), get, sheet, area, depth + 1, is_moved=True)
        has_ground, has_picture = bool(self.grounds), bool(self.pictures)
        self.grounds, self.pictures = grounds, pictures
        left, bottom, right, top = bounds = _bounds(one)
        if has_ground:
            self.grounds.append(bounds)
        if has_picture:
            self.pictures.append(bounds)  # where in it, only its own measure says
        if self.pictures and (right - left) * (top - bottom) >= _PAGE_SHARE * area and not self.shown:
            self.is_scan = True

    def _text(self, one: type_object, sheet: tuple[float, float, float, float] | None) -> None:
        mode = native.FPDFTextObj_GetTextRenderMode(one)
        bounds = _bounds(one)
        if mode in (native.FPDF_TEXTRENDERMODE_INVISIBLE, native.FPDF_TEXTRENDERMODE_CLIP):
            self.invisible.append(_address(one))
            self.hidden.append(_address(one))
        elif (
            _is_pale(one, mode, self._has_ground(bounds))
            or _is_tiny(one)
            or (sheet is not None and _is_off(bounds, sheet))
        ):
            self.hidden.append(_address(one))
        else:
            self.shown += 1

    def _has_ground(self, bounds: tuple[float, float, float, float]) -> bool:
        """Whether something dark was painted under it before."""
        across, up = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
        return any(left <= across <= right and bottom <= up <= top for left, bottom, right, top in self.grounds)

    def _path(self, one: type_object) -> None:
        colour = _colour(native.FPDFPageObj_GetFillColor, one)
        line = _colour(native.FPDFPageObj_GetStrokeColor, one)
        if colour is not None and min(colour[:3]) < _WHITE and colour[3] > 0:
            self.grounds.append(_bounds(one))
        if any(ink is not None and ink[0] - max(ink[1], ink[2]) > _RED for ink in (colour, line)):
            self.red_paths += 1

    def _picture(self, one: type_object, area: float, *, is_moved: bool) -> None:
        left, bottom, right, top = bounds = _bounds(one)
        self.grounds.append(bounds)
        # Inside a drawing the measure is its own: there any picture counts.
        if is_moved or (max(right - left, top - bottom) > _MARK[0] and min(right - left, top - bottom) > _MARK[1]):
            self.pictures.append(bounds)
        if (right - left) * (top - bottom) >= _PAGE_SHARE * area:
            self.is_scan = True


def _bounds(one: type_object) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not native.FPDFPageObj_GetBounds(one, left, bottom, right, top):
        return (0.0, 0.0, 0.0, 0.0)
    return (left.value, bottom.value, right.value, top.value)


def _colour(get: Any, one: type_object) -> tuple[int, int, int, int] | None:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(one, red, green, blue, alpha):
        return None
    return (red.value, green.value, blue.value, alpha.value)


def _is_pale(one: type_object, mode: int, has_ground: bool) -> bool:
    """Whether its ink is the paper's, or no ink at all."""
    is_outline = mode in (native.FPDF_TEXTRENDERMODE_STROKE, native.FPDF_TEXTRENDERMODE_STROKE_CLIP)
    ink = _colour(native.FPDFPageObj_GetStrokeColor if is_outline else native.FPDFPageObj_GetFillColor, one)
    if ink is None:
        return False
    return ink[3] < 8 or (min(ink[:3]) >= _WHITE and not has_ground)


def _is_tiny(one: type_object) -> bool:
    size = ctypes.c_float()
    matrix = native.FS_MATRIX()
    if not native.FPDFTextObj_GetFontSize(one, size) or not native.FPDFPageObj_GetMatrix(one, matrix):
        return False
    return bool(abs(size.value) * max(abs(matrix.a), abs(matrix.b), abs(matrix.c), abs(matrix.d)) < _TINY)


def _is_off(bounds: tuple[float, float, float, float], sheet: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = bounds
    return right < sheet[0] or left > sheet[2] or top < sheet[1] or bottom > sheet[3]
