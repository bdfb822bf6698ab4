"""Pictures that may be pages: OCR, stamps, and the texts that a picture file carries beside its pixels."""

from __future__ import annotations

import re
from io import BytesIO
from statistics import fmean

import numpy as np
from PIL import ExifTags, Image, ImageOps, ImageSequence, UnidentifiedImageError

from phoihop.documents.outside.reading import ocr, stamps, tesseract
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind, TroubleKind
from phoihop.ground.text import fold, nfc

MOST_PIXELS = 80_000_000  # an A2 page at 300 dpi; Pillow itself warns from here and refuses twice as much
_DPI = 300
_PAGE_SIDE = 600  # pixels from which a picture in a document may be a page
_A4 = 8.27  # inches
_SHEET = (4.2, 2.0)  # inches: what a small picture is laid on
_MARGIN = 0.4  # inches
_TALL = 3.5  # inches
_FEW_DPI = 200
_BLOCK_LAYOUT = 6  # Tesseract: one block of lines
_LONG_LINE = 60  # letters: no stamp and no heading
_DRAWINGS = ("WMF", "EMF")  # only Windows draws them; they hold lines, seldom words
_SMALLEST = (40, 14)  # pixels of a picture in which letters can be told
_STAMP_SIDE = 1.8  # inches, 45 mm: how long a small picture without a true dpi is taken to be
_STRIP_SIDE = 6.3  # inches, the width of a page's text: a long one
_STRIP = 600  # pixels from which it is
_LIKE_STAMPS = (1.3, 8.0)  # long side by short side
_RED, _FEW_RED = 50, 0.003  # by how much red stands out, and in what share of a picture
_SURE = 40  # of 100: below it the words are Tesseract's own, read out of grain
_TEXT_TAGS = tuple(
    ExifTags.Base[name]
    for name in (
        *("ImageDescription", "DocumentName", "PageName", "Artist", "Copyright"),
        *("XPTitle", "XPComment", "XPAuthor", "XPKeywords", "XPSubject", "UserComment"),
    )
)
_WORDS = re.compile(r"[^\W\d_]{2}")
_XML_TAGS = re.compile(r"<[^>]*>")

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def read(found: Found, raw: bytes) -> None:
    """Every page of a picture file, and its properties."""
    image = _open(found, raw)
    if image is None:
        return
    with image:
        _read_properties(found, image)
        count = getattr(image, "n_frames", 1)
        if found.is_outermost:
            found.pages = count
        for number, frame in enumerate(ImageSequence.Iterator(image), 1):
            with found.guarded(number):
                found.use_page()
                if frame.width * frame.height > MOST_PIXELS:
                    found.trouble(TroubleKind.BOMB, number)
                    continue
                _read_properties(found, frame, number)
                upright = ImageOps.exif_transpose(frame)
                if not read_page(found, upright, dpi=_dpi(upright), page=number):
                    found.trouble(TroubleKind.NO_TEXT, number)


def read_embedded(found: Found, raw: bytes, name: str) -> None:
    """A picture inside a document: a page when it is large enough, else perhaps a stamp; a photograph says nothing,
    and may."""
    try:
        with Image.open(BytesIO(raw)) as image:
            if image.format in _DRAWINGS:
                return
            is_page, is_stamp = min(image.size) >= _PAGE_SIDE, _may_be_stamp(image)
    except UnidentifiedImageError:  # whatever else a document may hold
        return
    except Image.DecompressionBombError:
        with found.inside(name):
            found.trouble(TroubleKind.BOMB)
        return
    except (OSError, SyntaxError, ValueError):  # a broken picture; a document shows nothing in its place
        return
    if not (is_page or is_stamp):
        return
    with found.inside(name), found.guarded():
        picture = _open(found, raw)
        if picture is None:
            return
        with picture:
            _read_properties(found, picture)
            found.use_page()
            upright = ImageOps.exif_transpose(picture)
            if is_page:
                read_page(found, upright, dpi=_dpi(upright))
            else:
                read_part(found, upright, dpi=_small_dpi(upright))


def read_page(found: Found, image: Image.Image, *, dpi: int = _DPI, page: int = 0, known: str = "") -> bool:
    """OCR and stamps of one page; whether it says anything, or is blank, or is already a trouble.

    `known`: what a text layer says, which need not be said again.
    """
    if is_blank(image):
        return True
    if not ocr.is_available():
        found.trouble(TroubleKind.NO_OCR)
        return True
    scan = ocr.read_scan(image, dpi=dpi)
    found.scan(page, scan.hocr, scan.confidence, scan.angle)
    found.add(PlaceKind.OCR, _news(scan.text, known), page)
    for stamp in scan.stamps:
        found.add(PlaceKind.STAMP, stamp, page)
    return bool(scan.stamps) or (scan.confidence >= _SURE and bool(_WORDS.search(scan.text)))


def read_stamps(found: Found, image: Image.Image, *, dpi: int, page: int) -> None:
    """Stamps alone, for a page whose text is known."""
    if not ocr.is_available():
        found.trouble(TroubleKind.NO_OCR)
        return
    for stamp in stamps.read_stamps(image, dpi=dpi):
        found.add(PlaceKind.STAMP, stamp, page)


def read_part(found: Found, image: Image.Image, *, dpi: int, page: int = 0) -> None:
    """A picture on a page or in a document that may be no more than a stamp: laid on paper, words and stamps read."""
    if is_blank(image) or not found.is_new_picture(image.tobytes()):
        return
    if not ocr.is_available():
        found.trouble(TroubleKind.NO_OCR)
        return
    paper = _on_paper(image, dpi)
    if image.height > _TALL * dpi:  # as much as half a page: laid out like one
        scan = ocr.read_scan(paper, dpi=dpi)
        words, red = scan.text if scan.confidence >= _SURE else "", scan.stamps
    else:
        words, red = _few_words(paper, dpi), stamps.read_stamps(paper, dpi=dpi)
    if _WORDS.search(words):
        found.add(PlaceKind.OCR, words, page)
    told = [place.text for place in found.places if place.kind == PlaceKind.STAMP and place.page == page]
    for stamp in red:
        if page == 0 or stamp not in told:
            found.add(PlaceKind.STAMP, stamp, page)


def _few_words(paper: Image.Image, dpi: int) -> str:
    """The lines of a small picture as it stands: so few words do not tell Tesseract which way is up."""
    grey = paper.convert("L")
    if dpi != _FEW_DPI:
        size = (round(grey.width * _FEW_DPI / dpi), round(grey.height * _FEW_DPI / dpi))
        grey = grey.resize(size, Image.Resampling.BICUBIC if dpi < _FEW_DPI else Image.Resampling.BOX)
    lines = tesseract.lines(nfc(tesseract.read(grey, layout=_BLOCK_LAYOUT, dpi=_DPI)))
    sure = (line.words for line in lines if fmean(word.sure for word in line.words) >= _SURE)
    return "\n".join(" ".join(word.text for word in words) for words in sure)


def _on_paper(image: Image.Image, dpi: int) -> Image.Image:
    """The picture with white paper around it, at least as large as a sheet on which OCR can find its bearings."""
    seen = _plain(image)
    edge = round(_MARGIN * dpi)
    size = (max(seen.width + 2 * edge, round(_SHEET[0] * dpi)), max(seen.height + 2 * edge, round(_SHEET[1] * dpi)))
    paper = Image.new("RGB", size, "white")
    paper.paste(seen, ((size[0] - seen.width) // 2, (size[1] - seen.height) // 2))
    return paper


def _plain(image: Image.Image) -> Image.Image:
    """RGB on white."""
    if "A" in image.getbands() or "transparency" in image.info:
        drawn = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("RGB")
    return image.convert("RGB")


def _news(text: str, known: str) -> str:
    """The lines of a reading that a text layer does not have.

    A short line goes only for the same line with the same marks: MẶT in the layer must not stand for MẬT on the page.
    """
    if not known:
        return text
    lines, layer = {_squeezed(line) for line in known.split("\n")}, _squeezed(fold(known))
    return "\n".join(
        line
        for line in text.split("\n")
        if _squeezed(line) not in lines and (len(line) < _LONG_LINE or _squeezed(fold(line)) not in layer)
    )


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def is_blank(image: Image.Image) -> bool:
    """Whether there is nothing on the page: one tone all over."""
    low, high = image.convert("L").getextrema()
    return isinstance(low, int | float) and isinstance(high, int | float) and high - low < 8


def _open(found: Found, raw: bytes) -> Image.Image | None:
    try:
        image = Image.open(BytesIO(raw))
    except Image.DecompressionBombError:
        found.trouble(TroubleKind.BOMB)
        return None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        found.trouble(TroubleKind.DAMAGED)
        return None
    if image.width * image.height > MOST_PIXELS:
        found.trouble(TroubleKind.BOMB)
        return None
    return image


def _dpi(image: Image.Image) -> int:
    told = image.info.get("dpi")
    if isinstance(told, tuple) and told and 70 <= float(told[0]) <= 1300:
        return round(float(told[0]))
    return max(72, round(min(image.size) / _A4))


def _may_be_stamp(image: Image.Image) -> bool:
    """Whether letters fit into a small picture, and it has the proportions or the colour of a stamp."""
    short, long = sorted(image.size)
    if short < _SMALLEST[1] or long < _SMALLEST[0] or image.width * image.height > MOST_PIXELS:
        return False
    if _LIKE_STAMPS[0] <= long / short <= _LIKE_STAMPS[1]:
        return True
    pixels = np.asarray(_plain(image), dtype=np.int16)
    red = pixels[..., 0] - np.maximum(pixels[..., 1], pixels[..., 2])
    return bool((red > _RED).mean() > _FEW_RED)


def _small_dpi(image: Image.Image) -> int:
    """Its own dpi where that makes it a stamp or a strip of a page; else that of a stamp, or of a strip."""
    told, long = image.info.get("dpi"), max(image.size)
    if isinstance(told, tuple) and told and 70 <= float(told[0]) <= 1300 and 0.6 <= long / float(told[0]) <= 8:
        return round(float(told[0]))
    return max(40, round(long / (_STAMP_SIDE if long < _STRIP else _STRIP_SIDE)))


def _read_properties(found: Found, image: Image.Image, page: int = 0) -> None:
    for key, value in image.info.items():
        if key in ("exif", "icc_profile", "photoshop", "transparency", "background"):
            continue
        text = value if isinstance(value, str) else value.decode("utf-8", "replace") if isinstance(value, bytes) else ""
        if str(key).lower() in ("xmp", "xml:com.adobe.xmp"):
            text = "\n".join(part.strip() for part in _XML_TAGS.split(text) if _WORDS.search(part))
        _add_once(found, text, page)
    tags = image.getexif()
    for where in (tags, tags.get_ifd(ExifTags.IFD.Exif)):
        for tag in _TEXT_TAGS:
            _add_once(found, _tag_text(where.get(tag), is_wide=tag >= 0x9C9B), page)


def _add_once(found: Found, text: str, page: int) -> None:
    is_told = any(place.kind == PlaceKind.PROPERTY and place.text == text for place in found.places)
    if _WORDS.search(text) and not is_told:
        found.add(PlaceKind.PROPERTY, text, page)


def _tag_text(value: object, *, is_wide: bool) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    if is_wide and value[:8] not in (b"UNICODE\0", b"ASCII\0\0\0"):
        return value.decode("utf-16-le", "replace")
    if value[:8] == b"UNICODE\0":
        return value[8:].decode("utf-16", "replace")
    return value.removeprefix(b"ASCII\0\0\0").decode("utf-8", "replace")
