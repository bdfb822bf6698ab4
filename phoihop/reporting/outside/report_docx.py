"""A report as a DOCX that officers edit: the head and foot of a letter, or an office's own template, with its own body.

Tables are written as XML at once: a review of many plans has thousands of cells. Equal reports are equal bytes.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from phoihop.reporting.outside import docx as letter_docx
from phoihop.reporting.outside import own
from phoihop.reporting.rules.bodies import Block, Cell
from phoihop.reporting.rules.layouts import Layout
from phoihop.reporting.rules.letters import Paragraph, Printed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_TWIPS = 1440 / 25.4  # to the millimetre
_HERE = "[noi-dung-bao-cao]"  # stands in a filled template until the body takes its place
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
SMALL_FROM = 40
_LEVELS = {"part": 0, "item": 1}  # of headings


def docx(letter: Printed, layout: Layout, blocks: Sequence[Block], template: bytes | None = None) -> bytes:
    """The report in our own layout, or in the office's `template`. Refused: no typeface; Unusable as `own.fill`."""
    if template is None:
        return letter_docx.docx(letter, layout, lambda paper: _append(paper, layout, blocks))
    filled = own.fill(template, replace(letter, body=(Paragraph(_HERE),)))
    return _put_in(filled, layout, blocks)


class _Writer:
    """Elements of one file; addresses are numbered in the order they are met."""

    def __init__(self, paper: Any, width: float) -> None:
        self.paper, self.width = paper, width
        self._links: dict[str, str] = {}

    def paragraph(self, block: Block, form: str, run: str) -> Any:
        """A text with its address behind it."""
        words = self._words(f"{block.text} " if block.link else block.text, "", run)
        address = self._words(block.link, block.link, run) if block.link else ""
        return _parsed(f"<w:p {_SPACES}>{form}{words}{address}</w:p>")

    def table(self, block: Block) -> Any:
        is_small = len(block.columns) > 5 or (bool(block.widths) and max(block.widths) > SMALL_FROM)
        size = 22 if is_small else 26  # half points
        whole = sum(block.widths)
        widths = [round(width / whole * self.width * _TWIPS) for width in block.widths]
        head = self._row(tuple(map(Cell, block.columns)), widths, (True,) * len(widths), size, is_head=True)
        rows = "".join(self._row(row, widths, block.numeric, size) for row in block.rows)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return _parsed(
            f'<w:tbl {_SPACES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
        )

    def _row(
        self, cells: Sequence[Cell], widths: Sequence[int], numeric: Sequence[bool], size: int, *, is_head: bool = False
    ) -> str:
        repeated = "<w:tblHeader/>" if is_head else ""
        run = f'<w:rPr>{"<w:b/>" if is_head else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        made = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
            f'<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
            f'<w:jc w:val="{"center" if is_centred else "left"}"/></w:pPr>'
            f"{self._words(cell.text, cell.link, run)}</w:p></w:tc>"
            for cell, width, is_centred in zip(cells, widths, numeric, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{made}</w:tr>"

    def _words(self, text: str, link: str, run: str) -> str:
        words = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
        if not link:
            return f"<w:r>{run}{words}</w:r>"
        underlined = run.replace("<w:sz ", '<w:u w:val="single"/><w:sz ', 1) if "<w:sz " in run else _underlined(run)
        name = quoteattr(self._link(link))
        return f'<w:hyperlink r:id={name} w:history="1"><w:r>{underlined}{words}</w:r></w:hyperlink>'

    def _link(self, address: str) -> str:
        if address not in self._links:
            name = f"rIdSo{len(self._links) + 1}"
            self._links[address] = name
            self.paper.part.rels.add_relationship(_HYPERLINK, address, name, is_external=True)
        return self._links[address]


def _append(paper: Any, layout: Layout, blocks: Sequence[Block]) -> None:
    """The body at the end of what has been written, in the styles of our own layout."""
    writer = _Writer(paper, layout.text_width)
    text, heading = (paper.styles[name].style_id for name in ("Nội dung", "Đề mục"))
    end = paper.element.body.sectPr
    for at, block in enumerate(blocks):
        if block.kind == "table":
            end.addprevious(writer.table(block))
            if at + 1 == len(blocks) or blocks[at + 1].kind == "table":
                end.addprevious(_parsed(f"<w:p {_SPACES}/>"))  # two tables that touch would become one
            continue
        style = heading if block.kind in _LEVELS else text
        before = ' w:before="120"' if block.kind in _LEVELS or block.kind == "last" else ""
        level = _LEVELS.get(block.kind)
        form = "".join(
            (
                f"<w:pPr><w:pStyle w:val={quoteattr(style)}/>",
                "<w:keepNext/>" if block.kind == "last" else "",
                f"<w:spacing{before}/>" if before else "",
                '<w:jc w:val="left"/>' if block.link else "",
                "" if level is None else f'<w:outlineLvl w:val="{level}"/>',
                "</w:pPr>",
            )
        )
        end.addprevious(writer.paragraph(block, form, ""))


def _put_in(content: bytes, layout: Layout, blocks: Sequence[Block]) -> bytes:
    """The body where the template has its text, in the form the template gave that text."""
    from docx import Document

    paper = Document(io.BytesIO(content))
    place = next((found for found in paper.element.body.iter(f"{{{_W}}}p") if _HERE in _text(found)), None)
    if place is None:
        raise own.Unusable("missing", "noi_dung")
    section = paper.sections[0]
    sides = (section.page_width, section.left_margin, section.right_margin)
    width, left, right = (length.mm if length is not None else 0.0 for length in sides)
    writer = _Writer(paper, width - left - right if width else layout.text_width)
    form, run = place.find(f"{{{_W}}}pPr"), next(place.iter(f"{{{_W}}}rPr"), None)
    for block in blocks:
        if block.kind == "table":
            place.addprevious(writer.table(block))
            place.addprevious(_parsed(f"<w:p {_SPACES}/>"))
            continue
        made = writer.paragraph(block, "", "<w:rPr><w:b/></w:rPr>" if block.kind in _LEVELS else "<w:rPr/>")
        if form is not None:
            made.insert(0, copy.deepcopy(form))
        for own_run in made.iter(f"{{{_W}}}rPr"):
            if own_run.getparent().tag == f"{{{_W}}}r" and run is not None:
                _take_on(own_run, run)
        place.addprevious(made)
    place.getparent().remove(place)
    out = io.BytesIO()
    paper.save(out)
    return letter_docx.settled(out.getvalue())


def _take_on(mine: Any, theirs: Any) -> None:
    """The face and size of the template's own text, where ours says nothing of them."""
    for name in ("rFonts", "sz", "szCs", "lang"):
        found = theirs.find(f"{{{_W}}}{name}")
        if found is not None and mine.find(f"{{{_W}}}{name}") is None:
            mine.insert(0, copy.deepcopy(found)) if name == "rFonts" else mine.append(copy.deepcopy(found))


def _underlined(run: str) -> str:
    if not run or run == "<w:rPr/>":
        return '<w:rPr><w:u w:val="single"/></w:rPr>'
    return run.replace("</w:rPr>", '<w:u w:val="single"/></w:rPr>')


def _text(paragraph: Any) -> str:
    return "".join(piece.text or "" for piece in paragraph.iter(f"{{{_W}}}t"))


def _parsed(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)
