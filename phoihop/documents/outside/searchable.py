"""A scan that can be searched: the same pages with the words that OCR read laid over them, unseen.

Refused: a file that cannot be opened as what it says it is, or that is locked (NotSearchable).
"""

from __future__ import annotations

import io
import math
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from ocrmypdf.font import MultiFontManager
from ocrmypdf.fpdf_renderer import Fpdf2MultiPageRenderer
from ocrmypdf.hocrtransform import HocrParseError, HocrParser
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from phoihop.documents.rules.reading import ScanPage

_LAYER_DPI = 300  # any would do: the layer is scaled to its page
_LONG_SIDE = 11.7  # inches, of A4: how large a picture without a true dpi is printed
_SIZE = re.compile(r"bbox 0 0 (\d+) (\d+)")
_SKEW = re.compile(r"x_skew (-?\d+(?:\.\d+)?) (\d+) (\d+)")


_UNOPENED = (pikepdf.PdfError, pikepdf.PasswordError, UnidentifiedImageError, Image.DecompressionBombError)


class NotSearchable(ValueError):
    """The file could not be opened."""


def make_searchable(content: bytes, *, media_type: str, scans: Sequence[ScanPage]) -> bytes:
    """A PDF that looks as before and whose scanned pages have their words. Refused: NotSearchable."""
    try:
        pdf = _opened(content, media_type)
    except (*_UNOPENED, OSError) as failure:
        raise NotSearchable(
            "The searchable copy could not be made: the file does not open. The original is kept as it was handed in."
        ) from failure
    with pdf:
        read = [scan for scan in scans if scan.hocr and 1 <= scan.page <= len(pdf.pages)]
        if read:
            _lay(pdf, read)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _opened(content: bytes, media_type: str) -> pikepdf.Pdf:
    if media_type == "application/pdf":
        return pikepdf.open(io.BytesIO(content))
    return _of_pictures(content)


# ── the words ────────────────────────────────────────────────────────────────────────────────────────────────


def _lay(pdf: pikepdf.Pdf, scans: Sequence[ScanPage]) -> None:
    """Put over each scanned page the layer of its words, turned and straightened back to where they stand."""
    with _layers(scans) as layers:
        for scan, layer in zip(scans, layers.pages, strict=True):
            page = pdf.pages[scan.page - 1]
            form = pdf.copy_foreign(layer.as_form_xobject())
            name = page.add_resource(form, pikepdf.Name.XObject, _free_name(page))
            matrix = " ".join(f"{part:.6f}" for part in _matrix(page, layer, scan))
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(f"Q\nq {matrix} cm {name} Do Q\n".encode())


def _free_name(page: pikepdf.Page) -> pikepdf.Name:
    """A name that the page does not use yet; not a random one, so that the same scan gives the same bytes."""
    used = page.resources.get("/XObject")
    number = 1
    while used is not None and f"/Words{number}" in used:
        number += 1
    return pikepdf.Name(f"/Words{number}")


def _layers(scans: Sequence[ScanPage]) -> pikepdf.Pdf:
    """A PDF with nothing but the unseen words, one page a scan."""
    with tempfile.TemporaryDirectory(prefix="phoihop-layer-") as folder:
        pages = []
        for number, scan in enumerate(scans):
            path = Path(folder) / f"{number}.hocr"
            path.write_text(scan.hocr, encoding="utf-8")
            try:
                pages.append((number, HocrParser(path).parse(), float(_LAYER_DPI)))
            except HocrParseError as failure:
                raise NotSearchable(
                    "The searchable copy could not be made: the reading of a page is damaged. Read the file again."
                ) from failure
        made = Path(folder) / "layers.pdf"
        Fpdf2MultiPageRenderer(pages, MultiFontManager()).render(made)
        return pikepdf.open(io.BytesIO(made.read_bytes()))


def _matrix(page: pikepdf.Page, layer: pikepdf.Page, scan: ScanPage) -> tuple[float, ...]:
    """From the layer to the page: undo the straightening, then the turn, then fit what is seen, then its rotation."""
    _, _, layer_width, layer_height = (float(side) for side in layer.mediabox)
    left, bottom, right, top = _box(page)
    rotation = int(page.obj.get("/Rotate", 0)) % 360
    skew, width, height = _straightened(scan.hocr)
    if scan.angle % 180:
        width, height = height, width
    seen = (right - left, top - bottom) if rotation % 180 == 0 else (top - bottom, right - left)
    # The layer's points per pixel of the picture that was read.
    unit = layer_width / _picture(scan.hocr)[0]
    undone = _product(_turn(-scan.angle), _turn(-skew))
    fitted = _product((seen[0] / (width * unit), 0, 0, seen[1] / (height * unit)), undone)
    a, b, c, d = _product(_turn(rotation), fitted)
    x, y = layer_width / 2, layer_height / 2
    return a, b, c, d, (left + right) / 2 - a * x - c * y, (bottom + top) / 2 - b * x - d * y


def _box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The part of the page that is shown."""
    x0, y0, x1, y1 = (float(side) for side in page.cropbox)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _picture(hocr: str) -> tuple[int, int]:
    """The size in pixels of the picture that was read."""
    size = _SIZE.search(hocr)
    if size is None:
        raise NotSearchable("The searchable copy could not be made: the reading of a page has no size. Read it again.")
    return int(size[1]), int(size[2])


def _straightened(hocr: str) -> tuple[float, int, int]:
    """By how many degrees the page was straightened, and the picture's size before that."""
    if (found := _SKEW.search(hocr)) is None:
        return 0.0, *_picture(hocr)
    return float(found[1]), int(found[2]), int(found[3])


def _turn(degrees: float) -> tuple[float, float, float, float]:
    """The matrix of a turn, counter-clockwise, in the order of a PDF: a b c d."""
    angle = math.radians(degrees)
    return math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle)


def _product(
    after: tuple[float, float, float, float], before: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    a, b, c, d = after
    e, f, g, h = before
    return a * e + c * f, b * e + d * f, a * g + c * h, b * g + d * h


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────


def _of_pictures(content: bytes) -> pikepdf.Pdf:
    """A PDF with the pictures of the file, one a page, losing nothing: a JPEG goes in as it is."""
    with Image.open(io.BytesIO(content)) as image:
        pdf = pikepdf.new()
        for frame in ImageSequence.Iterator(image):
            upright = ImageOps.exif_transpose(frame)
            is_as_it_is = image.format == "JPEG" and frame.mode in ("L", "RGB") and frame.getexif().get(0x0112, 1) == 1
            picture = upright if upright.mode in ("L", "RGB") else upright.convert("RGB")
            stream = pikepdf.Stream(pdf, content if is_as_it_is else picture.tobytes())
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            stream.Width, stream.Height, stream.BitsPerComponent = picture.width, picture.height, 8
            stream.ColorSpace = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
            if is_as_it_is:
                stream.Filter = pikepdf.Name.DCTDecode
            _add_page(pdf, stream, (picture.width, picture.height), frame.info.get("dpi"))
    return pdf


def _add_page(pdf: pikepdf.Pdf, picture: pikepdf.Stream, size: tuple[int, int], dpi: object) -> None:
    across = float(dpi[0]) if isinstance(dpi, tuple) and dpi[0] else 0.0
    if not across or not 4 < max(size) / across < 24:
        across = max(size) / _LONG_SIDE
    width, height = (side / across * 72 for side in size)
    page = pdf.add_blank_page(page_size=(width, height))
    name = page.add_resource(picture, pikepdf.Name.XObject, pikepdf.Name.Picture)
    page.contents_add(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm {name} Do Q\n".encode())
