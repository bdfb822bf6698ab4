"""The letter as a DOCX that Word and LibreOffice edit: real styles, boxes of the head as a table, nothing painted.

The same letter makes the same bytes: times in the file are the letter's own.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from phoihop.reporting.outside import annex, geometry
from phoihop.reporting.outside.typeset import code_png
from phoihop.reporting.rules.layouts import PAGE, STATE, Layout
from phoihop.reporting.rules.letters import URGENCIES, Paragraph, Printed

FACE = "Times New Roman"  # what officers have; drawn on the same widths as ours
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RED = "E60000"
_FIXED = (1980, 1, 1, 0, 0, 0)  # of members of the archive

_CENTER, _LEFT, _BOTH = "center", "left", "both"


def docx(letter: Printed, layout: Layout, body: Callable[[Any], None] | None = None) -> bytes:
    """The letter as DOCX; `body` writes what stands between bases and signature in place of the letter's own.

    Refused: no typeface to measure the head with.
    """
    return _made(letter, layout, is_template=False, body=body)


def starter(letter: Printed, layout: Layout) -> bytes:
    """The same page with marks where words go: what an office begins its own template with."""
    return _made(letter, layout, is_template=True)


def settled(content: bytes) -> bytes:
    """The archive with its members' times fixed, so that equal letters are equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _FIXED)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(member, old.read(name))
    return out.getvalue()


def describe(properties: Any, letter: Printed) -> None:
    """Title, author and times of the file."""
    properties.title, properties.author, properties.last_modified_by = letter.title[:255], letter.author[:255], ""
    properties.language, properties.comments, properties.revision = "vi-VN", "", 1
    day = letter.date
    properties.created = properties.modified = datetime(day.year, day.month, day.day) if day else datetime(2000, 1, 1)  # noqa: DTZ001  # the format knows no zone


def _made(letter: Printed, layout: Layout, *, is_template: bool, body: Callable[[Any], None] | None = None) -> bytes:
    from docx import Document

    paper = Document()
    at = geometry.measures(letter, layout)
    describe(paper.core_properties, letter)
    _styles(paper, layout)
    _page(paper, letter, layout)
    _head(paper, letter, layout, at)
    _title(paper, letter, at)
    _addressees(paper, letter, is_template)
    for ground in letter.grounds:
        paper.add_paragraph(ground, "Căn cứ" if not ground.startswith("{%p") else "Nội dung")
    if body is None:
        heading, text = (paper.styles[name].style_id for name in ("Đề mục", "Nội dung"))
        for part in letter.body:
            style = heading if part.is_heading else text
            paper.add_paragraph(part.text)._p.style = style  # noqa: SLF001  # looked up by name each would cost most
        _keep_last(paper, letter.body)
    else:
        body(paper)
    _foot(paper, letter, layout, is_template)
    annex.add(paper, letter)
    out = io.BytesIO()
    paper.save(out)
    return settled(out.getvalue())


def _styles(paper: Any, layout: Layout) -> None:
    is_state = layout.system == STATE
    normal = paper.styles["Normal"]
    _face(normal, layout.body_size)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = 0
    _language(normal)
    # name as Word lists it, size, bold, italic, alignment, points before and after
    for name, size, bold, italic, align, before, after in (
        ("Tên cơ quan chủ quản", layout.organ_size, False, False, _CENTER, 0, 0),
        ("Tên cơ quan", layout.organ_size, True, False, _CENTER, 0, 0),
        ("Quốc hiệu" if is_state else "Tiêu đề Đảng", layout.title_size, True, False, _CENTER, 0, 0),
        ("Tiêu ngữ", layout.motto_size, True, False, _CENTER, 0, 0),
        ("Số, ký hiệu", layout.number_size, False, False, _CENTER, 4, 0),
        ("Địa danh, ngày", layout.place_size, False, True, _CENTER, 4, 0),
        ("Trích yếu công văn", layout.about_size, False, not is_state, _CENTER, 6, 0),
        ("Tên loại", 14, True, False, _CENTER, 14, 0),
        ("Trích yếu", 14, True, False, _CENTER, 2, 0),
        ("Kính gửi", layout.body_size, False, False, _CENTER, 8, 10),
        ("Kính gửi nhiều nơi", layout.body_size, False, False, _LEFT, 0, 0),
        ("Căn cứ", layout.body_size, False, True, _BOTH, 0, layout.gap),
        ("Nội dung", layout.body_size, False, False, _BOTH, 0, layout.gap),
        ("Đề mục", layout.body_size, True, False, _BOTH, 0, layout.gap),
        ("Nơi nhận", 12 if is_state else 14, is_state, is_state, _LEFT, 0, 2),
        ("Danh sách nơi nhận", layout.list_size, False, False, _LEFT, 0, 0),
        ("Chức vụ", 14, False, False, _CENTER, 0, 0),
        ("Chỗ ký", 12, False, True, _CENTER, 22, 22),
        ("Người ký", 14, True, False, _CENTER, 0, 0),
        ("Dấu khẩn", 13, True, False, _CENTER, 0, 0),
        ("Chân trang", 11, False, False, _CENTER, 0, 0),
        ("Vạch", 1, False, False, _CENTER, 0, 0),
    ):
        style = _style(paper, name, size, is_bold=bold, is_italic=italic, align=align, before=before, after=after)
        if name in ("Căn cứ", "Nội dung", "Đề mục"):
            _body_form(style, layout)
        if name == "Đề mục":
            style.paragraph_format.keep_with_next = True
        if name == "Kính gửi nhiều nơi":
            style.paragraph_format.left_indent = _mm(25)


def _style(
    paper: Any, name: str, size: float, *, is_bold: bool, is_italic: bool, align: str, before: float, after: float
) -> Any:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = paper.styles["Normal"]
    style.quick_style = True
    _face(style, size)
    style.font.bold, style.font.italic = is_bold, is_italic
    form = style.paragraph_format
    form.alignment = {
        _CENTER: WD_ALIGN_PARAGRAPH.CENTER,
        _LEFT: WD_ALIGN_PARAGRAPH.LEFT,
        _BOTH: WD_ALIGN_PARAGRAPH.JUSTIFY,
    }[align]
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
    if name == "Dấu khẩn":
        from docx.shared import RGBColor

        style.font.color.rgb = RGBColor.from_string(_RED)
    if name == "Vạch":
        form.line_spacing = Pt(3)
    return style


def _body_form(style: Any, layout: Layout) -> None:
    from docx.shared import Pt

    form = style.paragraph_format
    form.first_line_indent = _mm(layout.indent)
    form.line_spacing = Pt(layout.pitch) if layout.is_exact else layout.line
    form.widow_control = True


def _face(style: Any, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = FACE, Pt(size)
    named = style.element.get_or_add_rPr().get_or_add_rFonts()
    for which in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        named.set(qn(which), FACE)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        named.attrib.pop(qn(theme), None)


def _language(style: Any) -> None:
    spoken = _element("w:lang", {"w:val": "vi-VN", "w:eastAsia": "vi-VN"})
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(spoken.tag):
        properties.remove(old)
    properties.append(spoken)


def _page(paper: Any, letter: Printed, layout: Layout) -> None:
    """A4 with the layout's margins; the page's number at the top centre, from the second page on."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    section = paper.sections[0]
    section.page_width, section.page_height = _mm(PAGE[0]), _mm(PAGE[1])
    section.top_margin, section.bottom_margin = _mm(layout.margin_top), _mm(layout.margin_bottom)
    section.left_margin, section.right_margin = _mm(layout.margin_left), _mm(layout.margin_right)
    section.header_distance, section.footer_distance = _mm(10), _mm(8)
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run()
    run.font.size = Pt(14)
    for kind, words in (("begin", ""), ("", " PAGE "), ("end", "")):
        piece = _element("w:fldChar", {"w:fldCharType": kind}) if kind else _element("w:instrText", {}, words)
        run._r.append(piece)  # noqa: SLF001  # a field has no other way in
    if letter.notes:
        note = section.first_page_header.paragraphs[0]
        note.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        said = note.add_run(" · ".join(letter.notes))
        said.italic, said.font.size = True, Pt(9)
    if letter.footer:
        foot = section.first_page_footer.paragraphs[0]
        foot.style = paper.styles["Chân trang"]
        foot.add_run(letter.footer)
        _border(foot, "top", size=4)


def _head(paper: Any, letter: Printed, layout: Layout, at: dict[str, float]) -> None:
    is_state = layout.system == STATE
    table = _grid(paper, 2, (at["left_width"], at["right_width"]))
    left, right = table.rows[0].cells
    lines = [(letter.parent, "Tên cơ quan chủ quản"), (letter.organ, "Tên cơ quan")]
    _fill(left, [line for line in lines if line[0]])
    if is_state:
        _rule(left, at["organ_rule"], at["left_width"])
    else:
        left.add_paragraph("*", "Tên cơ quan chủ quản")
    _fill(right, [(letter.head, "Quốc hiệu" if is_state else "Tiêu đề Đảng")])
    if letter.motto:
        right.add_paragraph(letter.motto, "Tiêu ngữ")
    _rule(right, at["head_rule"], at["right_width"])
    below_left, below_right = table.rows[1].cells
    _fill(below_left, [(letter.number, "Số, ký hiệu")])
    if letter.about:
        below_left.add_paragraph(letter.about, "Trích yếu công văn")
    if letter.urgency in URGENCIES:
        _stamp(below_left, letter.urgency)
    elif letter.urgency:  # a template's mark: a box would stand there empty
        below_left.add_paragraph(letter.urgency, "Dấu khẩn")
    _fill(below_right, [(letter.place_date, "Địa danh, ngày")])


def _title(paper: Any, letter: Printed, at: dict[str, float]) -> None:
    if not letter.type_name:
        return
    paper.add_paragraph(letter.type_name, "Tên loại")
    paper.add_paragraph(letter.subject, "Trích yếu")
    if letter.system == STATE:
        _rule(paper, at["subject_rule"], at["left_width"] + at["right_width"])
        paper.paragraphs[-1].paragraph_format.space_after = _points(12)
    else:
        paper.add_paragraph("-----", "Kính gửi").paragraph_format.space_before = 0


def _addressees(paper: Any, letter: Printed, is_template: bool) -> None:
    lines = letter.addressees
    if not lines:
        return
    if len(lines) == 1:
        paper.add_paragraph(f"{letter.addressed} {lines[0]}", "Kính gửi")
        return
    first = paper.add_paragraph(letter.addressed, "Kính gửi nhiều nơi")
    first.paragraph_format.space_before = _points(8)
    for line in lines:
        below = paper.add_paragraph(line, "Kính gửi nhiều nơi")
        below.paragraph_format.left_indent = _mm(35)
    if not is_template:
        paper.paragraphs[-1].paragraph_format.space_after = _points(10)


def _keep_last(paper: Any, body: tuple[Paragraph, ...]) -> None:
    """The signature never stands alone on a page."""
    if body and len(body[-1].text) < 900:
        paper.paragraphs[-1].paragraph_format.keep_with_next = True


def _foot(paper: Any, letter: Printed, layout: Layout, is_template: bool) -> None:
    width = layout.text_width
    table = _grid(paper, 1, (width * 0.46, width * 0.54))
    left, right = table.rows[0].cells
    _fill(left, [(letter.recipients_words, "Nơi nhận")])
    if layout.system != STATE:
        left.paragraphs[0].runs[0].underline = True
    for line in letter.recipients:
        left.add_paragraph(line, "Danh sách nơi nhận")
    if letter.drafter:
        left.add_paragraph(letter.drafter, "Danh sách nơi nhận").paragraph_format.space_before = _points(8)
    _fill(right, [(line.text, "Chức vụ") for line in letter.signing] or [("", "Chức vụ")])
    for signed, paragraph in zip(letter.signing, right.paragraphs, strict=False):
        paragraph.runs[0].bold = signed.is_bold
    right.add_paragraph(letter.signature, "Chỗ ký")
    right.add_paragraph(letter.signer, "Người ký")
    if letter.acknowledge_url and not is_template:
        _code(paper, letter)
    elif is_template:
        paper.add_paragraph("{{ ma_xac_nhan }}", "Danh sách nơi nhận")


def _code(paper: Any, letter: Printed) -> None:
    paper.add_paragraph("", "Vạch").paragraph_format.space_before = _points(10)
    table = _grid(paper, 1, (30, 100))
    picture, words = table.rows[0].cells
    shape = picture.paragraphs[0].add_run().add_picture(io.BytesIO(code_png(letter.acknowledge_url)), width=_mm(26))
    shape._inline.docPr.set("descr", f"{letter.acknowledge_words}: {letter.acknowledge_url}")  # noqa: SLF001
    _fill(words, [(f"{letter.acknowledge_words}:", "Danh sách nơi nhận")])
    words.add_paragraph(letter.acknowledge_url, "Danh sách nơi nhận")


# ── pieces of the format ────────────────────────────────────────────────────────────────────────────────────


def _grid(paper: Any, rows: int, widths: tuple[float, ...]) -> Any:
    """A table without lines whose cells have no padding; rows stay whole."""
    table = paper.add_table(rows, len(widths))
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001
    margins = _element("w:tblCellMar", {})
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", {"w:w": "0", "w:type": "dxa"}))
    properties.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = _mm(width)
        for cell in column.cells:
            cell.width = _mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit", {}))  # noqa: SLF001
    return table


def _fill(cell: Any, lines: list[tuple[str, str]]) -> None:
    """Writes lines into a cell, the first into the paragraph it already has."""
    for at, (text, style) in enumerate(lines):
        if at == 0:
            cell.paragraphs[0].style = style
            cell.paragraphs[0].add_run(text)
        else:
            cell.add_paragraph(text, style)


def _rule(place: Any, length: float, room: float) -> None:
    """A line of that length in the middle: the upper border of an empty paragraph, indented on both sides."""
    line = place.add_paragraph("", "Vạch")
    side = max((room - length) / 2, 0)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = _mm(side)
    line.paragraph_format.space_before = _points(4)
    _border(line, "top", size=6)


def _border(paragraph: Any, side: str, *, size: int) -> None:
    borders = _element("w:pBdr", {})
    borders.append(_element(f"w:{side}", {"w:val": "single", "w:sz": str(size), "w:space": "1", "w:color": "000000"}))
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _stamp(cell: Any, words: str) -> None:
    """The stamp of urgency: a box of its own width, 8 mm high, with a single red border."""
    from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT

    cell.add_paragraph("", "Vạch").paragraph_format.space_before = _points(6)
    box = cell.add_table(1, 1)
    box.autofit, box.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    borders = _element("w:tblBorders", {})
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(f"w:{side}", {"w:val": "single", "w:sz": "8", "w:space": "0", "w:color": _RED}))
    box._tbl.tblPr.append(borders)  # noqa: SLF001
    row, inside = box.rows[0], box.rows[0].cells[0]
    row.height, row.height_rule = _mm(8), WD_ROW_HEIGHT_RULE.EXACTLY
    box.columns[0].width = inside.width = _mm(URGENCIES[words])
    inside.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _fill(inside, [(words, "Dấu khẩn")])
    cell.paragraphs[-1].style = "Vạch"  # a cell must end with a paragraph


def _element(name: str, attributes: dict[str, str], text: str = "") -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    if text:
        made.text = text
    return made


def _mm(length: float) -> Any:
    from docx.shared import Mm

    return Mm(length)


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)
