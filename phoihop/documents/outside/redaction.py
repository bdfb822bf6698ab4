"""The redacted twin of a paper: a new PDF in which what was marked is neither seen nor found.

Nothing of the original goes over but pictures of its pages, with black boxes drawn into them, and a text layer written
anew from the letters that were not marked. No object, property, attachment, comment or earlier version of the original
can survive, because none is copied. Papers without pages of their own (DOCX, mail, …) are set anew from their text.

Before it is handed out the twin is read again; if it holds any letter it should not hold, NotClean is raised and there
is no twin. Refused: files that cannot be drawn (NotPictured), marks that do not fit (BadMark), more than 200 pages.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pikepdf
from PIL import Image, ImageDraw

from phoihop.documents.outside.picturing import PICTURES, Glyph, Paper, opened
from phoihop.documents.outside.reading import tesseract
from phoihop.documents.outside.refusals import NotClean, NotPictured
from phoihop.documents.outside.twin import Run, TooManyLetters, Twin
from phoihop.documents.rules.blackening import Area, BadMark, Box, Mark, check_marks, find_same, fingerprint
from phoihop.documents.rules.reading import ScanPage, TroubleKind
from phoihop.ground.text import nfc

__all__ = [
    "Area",
    "BadMark",
    "Mark",
    "NotClean",
    "NotPictured",
    "find_same",
    "fingerprint",
    "page_texts",
    "redact",
]

_DPI = 200
_MOST_PAGES = 200
_MOST_TEXT = 1_000_000  # letters of a paper without pages
_OCR_SLACK = 0.15  # Tesseract's boxes lie close to the ink, sometimes inside it
_BAR: Final = "▇▇▇▇▇▇"  # always the same length: a bar does not tell how long a name is
_ASPECT = 0.03  # by how much the picture that OCR read may differ in shape from ours
_SIZE = re.compile(r"class=['\"]ocr_page['\"][^>]*?bbox 0 0 (\d+) (\d+)(?:; x_skew (-?\d+(?:\.\d+)?))?")

_PAPER = """
#set page(paper: "a4", margin: (left: 30mm, right: 18mm, y: 20mm))
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), size: 12pt, lang: "vi", hyphenate: false)
#set par(spacing: 0.75em)
#set document(title: none, date: none)
#for line in json(bytes(sys.inputs.lines)) { if line == "" { v(0.6em) } else { par(line) } }
"""


@dataclass(slots=True)
class _Sheet:
    """A page: its letters, and how its picture must be turned so that their boxes fit."""

    glyphs: tuple[Glyph, ...]
    angle: int = 0
    skew: float = 0.0
    shape: float = 0.0  # width by height of the picture that OCR read; 0 where none did

    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


def page_texts(content: bytes, *, media_type: str, text: str, scans: Sequence[ScanPage]) -> tuple[str, ...]:
    """The text of each page as it is marked; one page for a paper that has none of its own.

    `text` is what was extracted, `scans` what OCR read. Refused: NotPictured.
    """
    if not _has_pages(media_type):
        return (_bounded(text),)
    with opened(content, media_type) as paper:
        _check_pages(paper.count)
        read = {scan.page: scan for scan in scans}
        return tuple(_sheet(paper, page, read.get(page)).text() for page in range(1, paper.count + 1))


def redact(
    content: bytes,
    *,
    media_type: str,
    text: str,
    marks: Sequence[Mark],
    scans: Sequence[ScanPage],
    areas: Sequence[Area] = (),
) -> bytes:
    """The redacted twin, a PDF. Refused: NotPictured, BadMark, NotClean."""
    if not _has_pages(media_type):
        return _set_anew(_bounded(text), marks, areas)
    read = {scan.page: scan for scan in scans}
    twin = Twin()
    kept: list[Counter[str]] = []
    with opened(content, media_type) as paper:
        _check_pages(paper.count)
        check_marks(marks, areas, paper.count)
        for page in range(1, paper.count + 1):
            sheet = _sheet(paper, page, read.get(page))
            is_marked = _marked(sheet, [mark for mark in marks if mark.page == page])
            black = [area.box for area in areas if area.page == page]
            black += _black_boxes(sheet.glyphs, is_marked)
            # What lies under a box is gone too: letters drawn twice, hidden under others, or in a marked area.
            is_marked = [
                marked or any(_lies_in(glyph.box, box) for box in black)
                for glyph, marked in zip(sheet.glyphs, is_marked, strict=True)
            ]
            black += _black_boxes(sheet.glyphs, is_marked)
            picture = _turned(paper.picture(page, dpi=_DPI), sheet)
            _blacken(picture, black)
            runs = list(_runs(sheet.glyphs, is_marked))
            try:
                twin.add(picture, _points(paper, page, picture), runs)
            except TooManyLetters as error:
                raise NotPictured(TroubleKind.TOO_LARGE) from error
            kept.append(_letters_of(run.text for run in runs))
    made = twin.content()
    _check_clean(made, kept)
    return made


# ── pages, and what is marked on them ────────────────────────────────────────────────────────────────────────


def _has_pages(media_type: str) -> bool:
    return media_type == "application/pdf" or media_type in PICTURES


def _bounded(text: str) -> str:
    if len(text) > _MOST_TEXT:
        raise NotPictured(TroubleKind.TOO_LARGE)
    return text


def _check_pages(count: int) -> None:
    if count > _MOST_PAGES:
        raise NotPictured(TroubleKind.TOO_MANY)


def _sheet(paper: Paper, page: int, scan: ScanPage | None) -> _Sheet:
    """The page as OCR read it, for OCR reads all that is seen; if it read nothing, as its letters stand in the file."""
    if scan is None:
        return _Sheet(paper.glyphs(page))
    told = _SIZE.search(scan.hocr)
    if told is None:
        raise NotPictured(TroubleKind.DAMAGED)
    width, height = float(told[1]), float(told[2])
    glyphs: list[Glyph] = []
    for line in tesseract.lines(scan.hocr):
        for word in line.words:
            left, top, right, bottom = word.box
            box = (left / width, top / height, right / width, bottom / height)
            glyphs += (Glyph(unicodedata.normalize("NFC", word.text), box, _OCR_SLACK), Glyph(" "))
        glyphs[-1:] = [Glyph("\n")]
    if not glyphs:
        return _Sheet(paper.glyphs(page))
    return _Sheet(tuple(glyphs), scan.angle, float(told[3] or 0), width / height)


def _marked(sheet: _Sheet, marks: Sequence[Mark]) -> list[bool]:
    """For each letter whether a mark touches it. Refused: BadMark."""
    covered = bytearray(len(sheet.text()))
    for mark in marks:
        if mark.end > len(covered):
            raise BadMark("the mark lies outside the text of its page")
        covered[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    is_marked, at = [], 0
    for glyph in sheet.glyphs:
        is_marked.append(any(covered[at : at + len(glyph.text)]))
        at += len(glyph.text)
    return is_marked


def _lies_in(glyph: Box | None, box: Box) -> bool:
    """Whether the middle of a letter lies in the box."""
    if glyph is None:
        return False
    return box[0] < (glyph[0] + glyph[2]) / 2 < box[2] and box[1] < (glyph[1] + glyph[3]) / 2 < box[3]


# ── the picture ──────────────────────────────────────────────────────────────────────────────────────────────


def _turned(picture: Image.Image, sheet: _Sheet) -> Image.Image:
    """The picture as OCR saw it. Refused: NotPictured where its shape is another one, for boxes would miss."""
    if sheet.angle:
        picture = picture.rotate(sheet.angle, expand=True)
    if sheet.skew:
        picture = picture.rotate(sheet.skew, Image.Resampling.BILINEAR, expand=True, fillcolor="white")
    if sheet.shape and abs(picture.width / picture.height / sheet.shape - 1) > _ASPECT:
        raise NotPictured(TroubleKind.DAMAGED)
    return picture


def _points(paper: Paper, page: int, picture: Image.Image) -> tuple[float, float]:
    """The size of the new page in points: as large as the old one, in the shape of the picture."""
    width, height = paper.size(page)
    area = (width * height / (picture.width * picture.height)) ** 0.5
    return picture.width * area, picture.height * area


def _black_boxes(glyphs: Sequence[Glyph], is_marked: Sequence[bool]) -> list[Box]:
    """A box for each line of each mark: one straight bar, for an outline that follows the letters tells them."""
    boxes: list[Box] = []
    last: Glyph | None = None
    for glyph, marked in zip(glyphs, is_marked, strict=True):
        if not marked:
            last = None
        elif glyph.box is not None:
            box = _wider(glyph)
            if last is not None and _same_line(last, glyph):
                boxes[-1] = _union(boxes[-1], box)
            else:
                boxes.append(box)
            last = glyph
    return boxes


def _wider(glyph: Glyph) -> Box:
    """The letter's box with what its ink may stand out of it."""
    left, top, right, bottom = glyph.box or (0.0, 0.0, 0.0, 0.0)
    more = glyph.slack * min(bottom - top, 0.1) + 0.0008
    aside = more / 2 if glyph.slack < _OCR_SLACK else more  # print beside a mark stays readable
    return left - aside, top - more, right + aside, bottom + more


def _same_line(one: Glyph, other: Glyph) -> bool:
    if one.box is None or other.box is None or one.turned != other.turned:
        return False
    low, high = (1, 3) if one.turned in (0, 180) else (0, 2)
    shared = min(one.box[high], other.box[high]) - max(one.box[low], other.box[low])
    return shared > 0.5 * min(one.box[high] - one.box[low], other.box[high] - other.box[low])


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _blacken(picture: Image.Image, boxes: Iterable[Box]) -> None:
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        corners = (left * picture.width - 1, top * picture.height - 1, right * picture.width, bottom * picture.height)
        draw.rectangle(corners, fill="black")


# ── the new file ─────────────────────────────────────────────────────────────────────────────────────────────


def _runs(glyphs: Sequence[Glyph], is_marked: Sequence[bool]) -> Iterator[Run]:
    """The letters that were not marked, word by word; a space is kept with the word before it."""
    run: Run | None = None
    last: Glyph | None = None
    for glyph, marked in zip(glyphs, is_marked, strict=True):
        text = nfc(glyph.text)
        if marked or glyph.box is None or not text.strip():
            if run is not None:
                run.text += "" if marked else " "
                yield run
            run = None
        elif run is not None and last is not None and _same_line(last, glyph):
            run.text += text
            run.box = _union(run.box, glyph.box)
        else:
            if run is not None:
                yield run
            run = Run(text, glyph.box, glyph.turned)
        last = glyph
    if run is not None:
        yield run


def _letters_of(texts: Iterable[str]) -> Counter[str]:
    """How often each letter stands there; how words are parted does not count."""
    return Counter(letter for text in texts for letter in unicodedata.normalize("NFKC", text) if not letter.isspace())


def _check_clean(twin: bytes, kept: Sequence[Counter[str]]) -> None:
    """Reads the twin as anybody would. Refused: NotClean if a page holds a letter that was not meant to stay."""
    with opened(twin, "application/pdf") as paper:
        found = [_letters_of(glyph.text for glyph in paper.glyphs(page)) for page in range(1, paper.count + 1)]
    if len(found) != len(kept) or any(there - meant for there, meant in zip(found, kept, strict=True)):
        raise NotClean("the redacted copy still holds marked text; it was thrown away and nothing was kept")


# ── papers without pages ─────────────────────────────────────────────────────────────────────────────────────


def _set_anew(text: str, marks: Sequence[Mark], areas: Sequence[Area]) -> bytes:
    """The text set as pages, a bar in place of each mark. It goes in as a value, so that nothing in it is a command."""
    check_marks(marks, areas, 1)
    if areas:
        raise BadMark("a paper without pages has no areas")
    pieces: list[str] = []
    at = 0
    for start, end in _joined(marks):
        if end > len(text):
            raise BadMark("the mark lies outside the text")
        pieces += (text[at:start], _BAR)
        at = end
    kept = nfc("".join([*pieces, text[at:]])).expandtabs(4)
    lines = [line.rstrip() for line in kept.split("\n")]
    import typst  # 80 MB of typesetting that only this needs

    made = typst.compile(
        _PAPER.encode(), format="pdf", sys_inputs={"lines": json.dumps(lines)}, ignore_system_fonts=True
    )
    with pikepdf.open(io.BytesIO(made)) as twin:
        _check_pages(len(twin.pages))
    return bytes(made)


def _joined(marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """The marks in order, those that touch each other as one."""
    begun: tuple[int, int] | None = None
    for start, end in sorted((mark.start, mark.end) for mark in marks):
        if begun is not None and start <= begun[1]:
            begun = begun[0], max(begun[1], end)
            continue
        if begun is not None:
            yield begun
        begun = start, end
    if begun is not None:
        yield begun
