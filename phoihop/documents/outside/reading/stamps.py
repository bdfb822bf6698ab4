"""Rubber stamps on the picture of a page: words in red ink, and words in a frame where a scan has lost its colours.

Reading a whole page finds hardly any of them: letters touch their frame, lie over print, or stand askew. So the ink is
taken region by region, frames and seals are taken out by their size, what is left is put upright, all pieces of a page
are read in one run, and what was read is compared with the few words that stamps bear. Refused: OcrFailed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from phoihop.documents.outside.reading import tesseract
from phoihop.documents.outside.reading.shapes import Mask, Part, labelled, spread
from phoihop.ground.text import fold

WORDS = (
    "TUYỆT MẬT",
    "TỐI MẬT",
    "MẬT",
    "GIẢI MẬT",
    "HỎA TỐC",
    "THƯỢNG KHẨN",
    "KHẨN",
    "LƯU HÀNH NỘI BỘ",
    "XEM XONG TRẢ LẠI",
    "TÀI LIỆU THU HỒI",
)

Ink = npt.NDArray[np.uint8]  # how much ink, 0 to 255

_COARSE = 100  # dpi at which regions are looked for
_FINE = 200  # dpi at which they are taken apart
_RED = 22  # by how much red must stand above the paper's own redness
_LEAST_RED = 60  # coarse pixels: less red than the faintest stamp leaves
_CELL = 6  # coarse pixels, 1.5 mm: ink nearer than this belongs together
_MOST_REGIONS = 20
_MOST_PIECES = 48  # pieces of a page that are read in one run
# Height of a piece in pixels, and whether in black and white: what one way loses, the other often reads.
_WAYS = ((64, False), (44, True))
_BAND = 110  # pixels from one piece to the next in the picture that is read
_BLOCK_LAYOUT = 6  # Tesseract: one block of lines
_TILT = 12
_RULE = 0.6  # share of a line of a frame that is still there when the rubber was worn


def read_stamps(image: Image.Image, *, dpi: int = 300) -> tuple[str, ...]:
    """The words of the stamps on a page, each once, as they stand in WORDS. Refused: OcrFailed."""
    regions = [list(_pieces(ink)) for ink in _regions(image, dpi)]
    found: dict[int, set[str]] = {}
    for height, is_bold in _WAYS:
        unread = {number: pieces for number, pieces in enumerate(regions) if pieces and number not in found}
        for number, text in _read(unread, height, is_bold=is_bold):
            if (word := _word(text)) is not None:
                found.setdefault(number, set()).add(word)
    # KHẨN read of a piece of THƯỢNG KHẨN is no stamp of its own.
    whole = {one for words in found.values() for one in words if not any(one != two and one in two for two in words)}
    return tuple(word for word in WORDS if word in whole)


# ── where ink of a stamp may be ──────────────────────────────────────────────────────────────────────────────


def _regions(image: Image.Image, dpi: int) -> Iterator[Ink]:
    """The ink of each region that may hold a stamp, at `_FINE` dpi."""
    coarse = _at(image, dpi, _COARSE)
    is_red = np.zeros((coarse.height, coarse.width), dtype=np.bool_)
    if image.mode == "RGB":
        redness = _redness(coarse)
        is_red = redness > _RED
        if is_red.sum() >= _LEAST_RED:
            for box in _red_boxes(is_red):
                yield _ink(_redness(_cut(image, box, dpi)))
    grey = image.convert("L")
    for box in _framed_boxes(_darkness(coarse.convert("L")) > 32):
        left, top, right, bottom = box
        if is_red[top:bottom, left:right].mean() < 0.03:
            darkness = _darkness(_cut(grey, box, dpi))
            yield _ink(darkness)
            if (pale := _paler(darkness)) is not None:
                yield _ink(pale)


def _at(image: Image.Image, dpi: int, wanted: int) -> Image.Image:
    scale = wanted / dpi
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC)


def _cut(image: Image.Image, box: tuple[int, int, int, int], dpi: int) -> Image.Image:
    """A box of the coarse picture with some paper around it, at `_FINE` dpi."""
    scale, edge = dpi / _COARSE, 5
    left, top, right, bottom = box
    around = (left - edge, top - edge, right + edge, bottom + edge)
    limits = (0, 0, image.width, image.height)
    low = [max(limit, round(side * scale)) for side, limit in zip(around[:2], limits[:2], strict=True)]
    high = [min(limit, round(side * scale)) for side, limit in zip(around[2:], limits[2:], strict=True)]
    return _at(image.crop((low[0], low[1], high[0], high[1])), dpi, _FINE)


def _redness(image: Image.Image) -> npt.NDArray[np.int16]:
    """How much redder than the paper."""
    pixels = np.asarray(image).astype(np.int16)
    redness = pixels[:, :, 0] - np.maximum(pixels[:, :, 1], pixels[:, :, 2])
    return redness - np.int16(np.median(redness[::4, ::4]))


def _darkness(image: Image.Image) -> npt.NDArray[np.int16]:
    pixels = np.asarray(image).astype(np.int16)
    return np.int16(np.percentile(pixels[::4, ::4], 70)) - pixels


def _paler(darkness: npt.NDArray[np.int16]) -> npt.NDArray[np.int16] | None:
    """Only the paler of two inks, where red turned grey lies over black print; nothing where there is one ink."""
    inked = np.clip(darkness[darkness > 40], 0, 255)
    if len(inked) < 200:
        return None
    counts = np.bincount(inked, minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    low = sums / np.maximum(below, 1)
    high = (sums[-1] - sums) / np.maximum(above, 1)
    cut = int(np.argmax(below * above * np.square(high - low)))
    if high[cut] - low[cut] < 40 or min(below[cut], above[cut]) < 0.08 * below[-1]:
        return None
    is_black = spread(darkness > cut)[1:-1, 1:-1]
    return np.where(is_black, 0, darkness).astype(np.int16)


def _ink(strength: npt.NDArray[np.int16]) -> Ink:
    """The strength of the ink, stretched so that this region's own full ink is 255."""
    full = max(30.0, float(np.percentile(strength, 97)))
    ink: Ink = np.clip(strength * (255 / full), 0, 255).astype(np.uint8)
    return ink


def _red_boxes(is_red: Mask) -> Iterator[tuple[int, int, int, int]]:
    """Boxes of red ink large enough for a word; a lone round seal is left out."""
    height, width = is_red.shape
    cells = np.zeros((-(-height // _CELL) * _CELL, -(-width // _CELL) * _CELL), dtype=np.int32)
    cells[:height, :width] = is_red
    counts = cells.reshape(cells.shape[0] // _CELL, _CELL, -1, _CELL).sum(axis=(1, 3))
    # Spread by a cell, so that the words of one line are one region: MẶT of a heading must not stand alone.
    parts = sorted(labelled(spread(counts >= 3)).parts, key=lambda part: -part.area)[:_MOST_REGIONS]
    seals: list[tuple[int, int, int, int]] = []
    for part in parts:
        box = (
            part.left * _CELL,  # the field is one cell wider, the part one cell larger
            part.top * _CELL,
            min(width, (part.right - 2) * _CELL),
            min(height, (part.bottom - 2) * _CELL),
        )
        across, down = _mm(box[2] - box[0], _COARSE), _mm(box[3] - box[1], _COARSE)
        if _is_seal(is_red, box):
            seals.append(box)
        elif min(across, down) > 3.5 and max(across, down) > 9 and not any(_holds(seal, box) for seal in seals):
            yield box


def _is_seal(is_red: Mask, box: tuple[int, int, int, int]) -> bool:
    """A round thing by itself: as high as wide, of a seal's size, with nothing in its corners."""
    left, top, right, bottom = box
    across, down = _mm(right - left, _COARSE), _mm(bottom - top, _COARSE)
    if not (18 < across < 50 and 18 < down < 50 and 0.85 < across / down < 1.18):
        return False
    y, x = np.ogrid[-1 : 1 : (bottom - top) * 1j, -1 : 1 : (right - left) * 1j]
    inside = is_red[top:bottom, left:right]
    return bool(inside[(x * x + y * y) > 1.12].sum() < 12)


def _framed_boxes(is_dark: Mask) -> list[tuple[int, int, int, int]]:
    """Boxes of frames with a stamp's proportions, whole or broken, and of frames that touch a seal."""
    found: list[tuple[int, int, int, int]] = []
    for mask, shift in ((spread(is_dark), 1), (is_dark, 0)):
        for part in labelled(mask).parts:
            low = (max(0, part.left - shift), max(0, part.top - shift))
            box = (*low, part.right - shift, part.bottom - shift)
            if _is_frame(part) and not any(_holds(other, box) or _holds(box, other) for other in found):
                found.append(box)
    found = [box for box in found if not _is_seal(is_dark, box)]
    return found[:_MOST_REGIONS] if len(found) <= 3 * _MOST_REGIONS else []


def _is_frame(part: Part) -> bool:
    long, short = sorted((_mm(part.right - part.left, _COARSE), _mm(part.bottom - part.top, _COARSE)), reverse=True)
    fill = part.area / ((part.right - part.left) * (part.bottom - part.top))
    is_stamp = 14 < long < 75 and 5 < short < 26 and long > short * 1.3
    with_seal = 34 < long < 90 and 30 < short < 60
    return (is_stamp and 0.03 < fill < 0.5) or (with_seal and fill < 0.35)


def _holds(outer: tuple[int, int, int, int], inner: tuple[int, int, int, int]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _mm(pixels: float, dpi: int) -> float:
    return pixels / dpi * 25.4


# ── a region taken apart ─────────────────────────────────────────────────────────────────────────────────────


def _pieces(ink: Ink) -> Iterator[Ink]:
    """What may be a word, upright, without its frame: read the likelier way first, then upside down."""
    rows, columns = np.nonzero(ink > 110)
    if len(rows) < 80:
        return
    across, tilt = _straight(rows, columns)
    upwards, turned_tilt = _straight(columns, -rows)
    ways = [(0, tilt, across), (90, turned_tilt, upwards)]
    ways.sort(key=lambda way: -way[2])
    if ways[0][2] > 1.5 * ways[1][2]:
        ways.pop()
    for turn, askew, _ in ways:
        straight = Image.fromarray(ink).rotate(-turn + askew, Image.Resampling.BICUBIC, expand=True)
        for words in _lines_of(np.asarray(straight)):
            if min(words.shape) < 8:
                continue
            yield words
            yield words[::-1, ::-1]


def _straight(down: npt.NDArray[np.int64], along: npt.NDArray[np.int64]) -> tuple[float, float]:
    """How sharp the lines of the ink are, and the turn that makes them level."""

    def sharpness(degrees: float) -> float:
        places = np.rint(down + along * np.tan(np.radians(degrees))).astype(np.int64)
        profile = np.bincount(places - places.min()).astype(np.float64)
        return float(np.square(profile).sum())

    best = max(np.arange(-_TILT, _TILT + 0.1, 1.0), key=sharpness)
    best = max(np.arange(best - 0.8, best + 0.9, 0.2), key=sharpness)
    return sharpness(best), float(-best)


def _lines_of(ink: Ink) -> Iterator[Ink]:
    """Lines of letter-sized parts of the ink: without frames and seals, and between the lines of a frame."""
    mask = ink > 90
    letters = np.zeros_like(mask)
    labels = labelled(mask)
    boxes = []
    for number, part in enumerate(labels.parts):
        across, down = _mm(part.right - part.left, _FINE), _mm(part.bottom - part.top, _FINE)
        # Joined letters are wide but lower than any frame; a broken frame leaves long thin lines.
        is_print = (across < 8 and down < 7.5) or (across < 50 and down < 5.6)
        if is_print and part.area >= 6 and not (down < 1.2 and across > 3):
            labels.paint(letters, number)
            if down > 1.6:
                boxes.append(part)
    for group in _rows_of(boxes):
        edge = round(1.6 / 25.4 * _FINE)
        top, bottom = max(0, group.top - edge), group.bottom + edge
        left, right = max(0, group.left - edge), group.right + edge
        yield np.where(letters, ink, 0)[top:bottom, left:right].astype(np.uint8)
    yield from _between_rules(ink, mask)


def _rows_of(parts: list[Part]) -> list[Part]:
    """Letters that stand in a row near each other, as one box each; at least two letters, the most ink first."""
    rows: list[Part] = []
    near = round(6 / 25.4 * _FINE)
    for part in sorted(parts, key=lambda one: one.left):
        for place, row in enumerate(rows):
            shared = min(row.bottom, part.bottom) - max(row.top, part.top)
            if shared > 0.5 * min(row.bottom - row.top, part.bottom - part.top) and part.left - row.right < near:
                rows[place] = row.joined(part)
                break
        else:
            rows.append(part)
    wide = [row for row in rows if _mm(row.right - row.left, _FINE) > 6]
    return sorted(wide, key=lambda row: -row.area)[:4]


def _between_rules(ink: Ink, mask: Mask) -> Iterator[Ink]:
    """The insides of frames, found by their level lines, broken as they may be: for letters that touch their frame."""
    rules = _rules(mask)
    for above in rules:
        for below in rules:
            gap = _mm(below.top - above.bottom, _FINE)
            left, right = max(above.left, below.left), min(above.right, below.right)
            if not 4.2 < gap < 14 or _mm(right - left, _FINE) < 12:
                continue
            if right - left < 0.8 * (max(above.right, below.right) - min(above.left, below.left)):
                continue
            # Of a double frame the inner one is tried by itself. A row of letters can look like a rule, but farther in.
            near, span = round(0.9 / 25.4 * _FINE), 0.8 * (right - left)
            long = [one for one in rules if one.right - one.left > span]
            if any(0 <= one.top - above.bottom < near or 0 <= below.top - one.bottom < near for one in long):
                continue
            yield _without_sides(ink[above.bottom : below.top, left:right])


def _rules(mask: Mask) -> list[Part]:
    """Level lines: thin rows where most of a window as wide as the smallest stamp is ink."""
    window = round(13 / 25.4 * _FINE)
    if mask.shape[1] <= window:
        return []
    thick = mask.copy()
    thick[1:] |= mask[:-1]
    sums = np.cumsum(np.pad(thick, ((0, 0), (1, 0))).astype(np.int32), axis=1)
    is_full = sums[:, window:] - sums[:, :-window] > _RULE * window
    rules = []
    for part in labelled(is_full).parts:
        right = part.right - 1 + window
        inked = np.nonzero(mask[part.top : part.bottom, part.left : right].any(axis=0))[0]
        if _mm(part.bottom - part.top, _FINE) < 2.2 and len(inked):
            left, right = part.left + int(inked[0]), part.left + int(inked[-1]) + 1
            rules.append(Part(left, part.top, right, part.bottom, part.area))
    return rules


def _without_sides(inside: Ink) -> Ink:
    """The inside of a frame without the upright lines at its ends, and without the paper's grain."""
    cleared = np.where(inside < 70, 0, inside).astype(np.uint8)
    dark = inside > 90
    dark[:, 1:] |= dark[:, :-1]  # a line a little askew fills two columns by halves
    filled = dark.mean(axis=0)
    width = len(filled)
    for edge, least in ((2.0, 0.5), (4.0, 0.75)):
        end = round(edge / 25.4 * _FINE)
        for place in np.nonzero(filled > least)[0]:
            if place < end:
                cleared[:, : place + 2] = 0
            elif place >= width - end:
                cleared[:, place - 1 :] = 0
    return cleared


# ── what they say ────────────────────────────────────────────────────────────────────────────────────────────


def _read(regions: dict[int, list[Ink]], height: int, *, is_bold: bool) -> Iterator[tuple[int, str]]:
    """The region and text of each piece that has any: all pieces one under the other, in one run."""
    # Each region's first pieces before any region's last: much red elsewhere must not crowd a stamp out.
    turns = ((place, number, piece) for number, pieces in regions.items() for place, piece in enumerate(pieces))
    pieces = [(number, piece) for _, number, piece in sorted(turns, key=lambda turn: turn[:2])][:_MOST_PIECES]
    if not pieces:
        return
    scaled = []
    for _, piece in pieces:
        picture = Image.fromarray(255 - (np.where(piece > 110, 255, 0).astype(np.uint8) if is_bold else piece))
        width = max(1, round(picture.width * height / picture.height))
        scaled.append(picture.resize((width, height), Image.Resampling.BICUBIC))
    sheet = Image.new("L", (max(one.width for one in scaled) + 80, _BAND * len(scaled) + 40), 255)
    for place, one in enumerate(scaled):
        sheet.paste(one, (40, 40 + place * _BAND))
    bands: dict[int, list[tuple[int, str]]] = {}
    for line in tesseract.lines(tesseract.read(sheet, layout=_BLOCK_LAYOUT, dpi=_FINE)):
        for word in line.words:
            band = ((word.box[1] + word.box[3]) // 2 - 20) // _BAND
            bands.setdefault(band, []).append((word.box[0], word.text))
    for place, words in bands.items():
        if 0 <= place < len(pieces):
            yield pieces[place][0], " ".join(text for _, text in sorted(words))


def _word(text: str) -> str | None:
    """The stamp's word that this is, read with some letters wrong, split or lost."""
    letters = _bare(text)
    best = max(WORDS, key=lambda word: fuzz.ratio(letters, _BARE[word]))
    bare = _BARE[best]
    if len(bare) < 4:
        return best if _SHORT.fullmatch(letters) else None
    if letters in _OTHERS:
        return None
    allowed = 1 if len(bare) < 7 else 2 if len(bare) < 10 else 3 if len(bare) < 12 else 5
    if Levenshtein.distance(letters, bare) <= allowed:
        return best
    # To miss a mark is worse than to ask once too often: something short before MẬT is a mark, before MẶT it is not.
    is_marked = letters.endswith("MAT") and len(letters) < 7 and not set("ĂẮẰẲẴẶ") & set(text.upper())
    return "TỐI MẬT" if is_marked else None


# Words of ordinary stamps that are one letter away from one of ours.
_OTHERS = ("KHAM", "KHAC", "KHAI")


def _bare(text: str) -> str:
    return "".join(char for char in fold(text).upper().translate(_STROKES) if char.isalnum())


_STROKES = str.maketrans("!¡|[]ÍÌ", "IIIIIII")


# MẬT has too few letters for a distance: what each is taken for, and a stroke of the frame before, between or after.
_SHORT = re.compile("[IL1J]?(M|N1|IM|MI|MI1|NI|IVI|1V1|W)[IL1J]?A[IL1J]?[T7YIF1][IL1J]?")
_BARE = {word: _bare(word) for word in WORDS}
