"""The annexed list of addressees in a DOCX: a section of its own, so that its pages are counted for themselves."""

from __future__ import annotations

from typing import Any

from phoihop.reporting.rules.letters import Printed

FACE = "Times New Roman"


def add(paper: Any, letter: Printed) -> None:
    """Adds the list behind the letter, in our own layout or in a template of an office's own. Nothing: no list."""
    from docx.enum.section import WD_SECTION
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    if not letter.annex:
        return
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    counted = section._sectPr.find(qn("w:pgNumType"))  # noqa: SLF001  # the library has no word for it
    if counted is None:
        counted = OxmlElement("w:pgNumType")
        section._sectPr.find(qn("w:pgMar")).addnext(counted)  # noqa: SLF001
    counted.set(qn("w:start"), "1")
    if section.different_first_page_header_footer:
        section.first_page_footer.is_linked_to_previous = False  # the office's address stands on the letter alone
    _line(paper, letter.annex_title, is_bold=True, after=4).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(paper, letter.annex_said, is_italic=True, after=14).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in letter.annex:
        form = _line(paper, line, after=6).paragraph_format
        form.left_indent, form.first_line_indent = Mm(10), Mm(-10)


def _line(paper: Any, text: str, *, after: float, is_bold: bool = False, is_italic: bool = False) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = paper.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size, run.font.name = is_bold, is_italic, Pt(14), FACE
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)  # noqa: SLF001
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(after), 1.0
    return paragraph
