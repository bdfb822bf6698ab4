"""Text from the picture of a page, however it lay on the glass. Runs in the reading child; writes no file.

Refused: a picture that Tesseract cannot take (OcrFailed).
"""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from phoihop.documents.outside.reading import stamps, tesseract
from phoihop.documents.outside.reading.tesseract import Line, OcrFailed, Word, is_available

__all__ = ["OcrFailed", "ScanText", "is_available", "read_scan"]

_DPI = 300  # what Tesseract's model was made for
_FAINT_DPI = 90  # below it the picture is enlarged; above it that was measured to cost letters
_FINE_DPI = 340  # above it more pixels bring time, not letters
_LONG_SIDE = 11.7  # inches, of A4: what a page is taken for when its dpi cannot be true
_MOST_PIXELS = 40_000_000
_SPECKS = 0.0003  # share of lone dark pixels from which a scan counts as noisy
_POOR = 60  # of 100; upright print worth keeping reads above it
_FEW_WORDS = 4
_PAGE_LAYOUT = 3  # Tesseract's fully automatic segmentation
_COLUMN_GAP = 1.6  # of the letter size: a wider gap inside a line parts two columns
_WORD_GAPS = 2.5  # and wider than this many of the line's own gaps, for justified text has wide ones
_SKEW = 1.5  # degrees from which Tesseract begins to lose lines
_MOST_SKEW = 12.0
_RULE = 0.45  # of the page's extent: a row of pixels darker than that is a rule, not print
_SIDEWAYS = 1.6  # how much sharper the lines must be the other way before a page is turned


_Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class ScanText:
    """A page as read: its lines, its stamps, its hOCR, how sure (0 to 100), and by how much it had to be turned.

    `hocr` has its boxes in the pixels of the picture after the turn; where the page lay askew, the title of its page
    says `x_skew DEGREES WIDTH HEIGHT`: by how much it was straightened about its centre, and its size before that.
    """

    text: str
    stamps: tuple[str, ...]
    hocr: str
    confidence: float
    angle: int  # degrees counter-clockwise by which the page was turned before it could be read: 0, 90, 180, 270


@dataclass(frozen=True, slots=True)
class _Attempt:
    angle: int
    hocr: str
    lines: tuple[Line, ...]
    confidence: float

    @property
    def is_poor(self) -> bool:
        return self.confidence < _POOR or sum(len(line.words) for line in self.lines) < _FEW_WORDS

    @property
    def worth(self) -> float:
        return self.confidence * sum(len(word.text) for line in self.lines for word in line.words)


def read_scan(image: Image.Image, *, dpi: int = _DPI) -> ScanText:
    """The text of a page and its stamps. Refused: OcrFailed."""
    image = _plain(image)
    dpi = _true_dpi(image, dpi)
    grey = _prepared(image.convert("L"), dpi)
    is_sideways, skew = _lie(grey)
    first, second = (90, 270) if is_sideways else (0, 180)
    best = _attempt(grey, first, skew)
    # Upside down reads as well as noise does: only how sure Tesseract is tells.
    if best.is_poor and (best.lines or is_sideways):
        best = max(best, _attempt(grey, second, skew), key=lambda attempt: attempt.worth)
    if best.is_poor and is_sideways:
        best = max(best, _attempt(grey, 0, 0.0), key=lambda attempt: attempt.worth)
    upright = image.rotate(best.angle, expand=True) if best.angle else image
    return ScanText(
        text="\n".join(_text(best.lines)),
        stamps=stamps.read_stamps(upright, dpi=dpi),
        hocr=best.hocr,
        confidence=best.confidence,
        angle=best.angle,
    )


# ── the picture ──────────────────────────────────────────────────────────────────────────────────────────────


def _plain(image: Image.Image) -> Image.Image:
    """Grey or RGB on white paper."""
    if image.mode in ("L", "RGB"):
        return image
    if image.mode in ("I;16", "I;16B", "I", "F"):  # Pillow would cut, not scale
        values = np.asarray(image, dtype=np.float32)
        low, high = float(values.min()), float(values.max())
        return Image.fromarray(((values - low) * (255 / max(1.0, high - low))).astype(np.uint8))
    if image.mode == "1":
        return image.convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        seen = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    return image.convert("RGB")


def _true_dpi(image: Image.Image, dpi: int) -> int:
    """The dpi, unless a page of that dpi would be a poster or a stamp: then that of an A4 page."""
    long_side = max(image.size)
    if dpi > 0 and 4 < long_side / dpi < 24:
        return dpi
    return max(30, round(long_side / _LONG_SIDE))


def _prepared(grey: Image.Image, dpi: int) -> Image.Image:
    """The picture at a size Tesseract reads well, without specks, faint print made darker."""
    grey = _without_specks(grey)
    scale = 1.0
    if dpi < _FAINT_DPI:
        scale = min(4.0, 2 * _FAINT_DPI / dpi)
    elif dpi > _FINE_DPI:
        scale = _DPI / dpi
    scale = min(scale, (_MOST_PIXELS / (grey.width * grey.height)) ** 0.5)
    if scale != 1.0:
        size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
        grey = grey.resize(size, Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX)
    return _stretched(grey)


def _without_specks(grey: Image.Image) -> Image.Image:
    """The picture, or where lone dark pixels are many, the median of three across and then of three down."""
    pixels = np.asarray(grey)
    dark = pixels < np.median(pixels[::8, ::8]) - 60
    alone = dark[1:-1, 1:-1] & ~(dark[:-2, 1:-1] | dark[2:, 1:-1] | dark[1:-1, :-2] | dark[1:-1, 2:])
    if not alone.size or alone.mean() < _SPECKS:
        return grey
    across = pixels.copy()
    across[:, 1:-1] = _median(pixels[:, :-2], pixels[:, 1:-1], pixels[:, 2:])
    both = across.copy()
    both[1:-1] = _median(across[:-2], across[1:-1], across[2:])
    return Image.fromarray(both)


def _median(one: _Pixels, two: _Pixels, three: _Pixels) -> _Pixels:
    low, high = np.minimum(one, two), np.maximum(one, two)
    return np.maximum(low, np.minimum(high, three))


def _stretched(grey: Image.Image) -> Image.Image:
    """Print and paper drawn apart where they are near each other."""
    small = np.asarray(grey)[::4, ::4]
    ink, paper = (float(level) for level in np.percentile(small, (0.5, 60)))
    if paper - ink > 110 or paper - ink < 12:
        return grey
    slope = 235 / (paper - ink)
    return grey.point([max(0, min(255, round(10 + (level - ink) * slope))) for level in range(256)])


def _lie(grey: Image.Image) -> tuple[bool, float]:
    """How the page lies: whether its lines run upwards, and by how many degrees it must be turned to be straight."""
    small = grey.reduce(max(1, round(max(grey.size) / 900)))
    pixels = np.asarray(small).astype(np.int16)
    rows, columns = np.nonzero(pixels < np.median(pixels) - 50)
    if len(rows) < 200:
        return False, 0.0
    across, skew = _sharpest(rows, columns)
    upwards, turned_skew = _sharpest(columns, -rows)
    is_sideways = upwards > across * _SIDEWAYS
    skew = turned_skew if is_sideways else skew
    return is_sideways, skew if abs(skew) >= _SKEW else 0.0


def _sharpest(down: npt.NDArray[np.int64], along: npt.NDArray[np.int64]) -> tuple[float, float]:
    """The turn at which dark pixels fall into the sharpest lines, and how sharp those are."""

    extent = int(along.max() - along.min()) + 1

    def sharpness(degrees: float) -> float:
        slope = np.tan(np.radians(degrees))
        places = np.rint(down + along * slope).astype(np.int64)
        profile = np.bincount(places - places.min())
        # Rules of a table are no lines of print: they would make every table lie sideways.
        profile[profile > _RULE * extent] = 0
        return float(np.square(np.diff(profile)).sum())

    best = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.1, 1.0), key=sharpness)
    best = max(np.arange(best - 0.75, best + 0.8, 0.25), key=sharpness)
    return sharpness(best), float(-best)


# ── the words ────────────────────────────────────────────────────────────────────────────────────────────────


def _attempt(grey: Image.Image, angle: int, skew: float) -> _Attempt:
    """The page read at one turn."""
    turned = grey.rotate(angle, expand=True) if angle else grey
    straight = turned.rotate(skew, Image.Resampling.BILINEAR, expand=True, fillcolor=255) if skew else turned
    hocr = unicodedata.normalize("NFC", tesseract.read(straight, layout=_PAGE_LAYOUT, dpi=_DPI))
    if skew:
        size = f"bbox 0 0 {straight.width} {straight.height};"
        hocr = hocr.replace(size, f"{size} x_skew {skew:.2f} {turned.width} {turned.height};", 1)
    lines = tuple(tesseract.lines(hocr))
    sure = [word.sure for line in lines for word in line.words]
    return _Attempt(angle, hocr, lines, round(statistics.fmean(sure), 1) if sure else 0.0)


def _text(lines: tuple[Line, ...]) -> Iterator[str]:
    """The lines as text; where two columns were read as one line, each column's part is a line of its own."""
    for line in lines:
        for part in _parted(line):
            yield " ".join(word.text for word in part)


def _parted(line: Line) -> Iterator[list[Word]]:
    gaps = [after.box[0] - before.box[2] for before, after in zip(line.words, line.words[1:], strict=False)]
    # The lower middle: one wide gap between two words must not be its own measure.
    usual = statistics.median_low(gaps) if len(gaps) > 2 else 0
    widest = max(_COLUMN_GAP * line.size, _WORD_GAPS * usual)
    part = [line.words[0]]
    for gap, word in zip(gaps, line.words[1:], strict=True):
        if gap > widest:
            yield part
            part = []
        part.append(word)
    yield part
