"""A table as an XLSX file, as it is printed. Refused: nothing; what no spreadsheet may hold is left out."""

from __future__ import annotations

import io
import re
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter

from phoihop.documents.outside.export import FORMULA, LONGEST, NOT_XML, Cell, Table

_THIN = Side(style="thin")
_LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FACE, _BOLD = Font(name="Times New Roman", size=12), Font(name="Times New Roman", size=12, bold=True)
_TOP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def written(table: Table) -> bytes:
    """A sheet for A4 on its side: head, titles with their numbers on every page, page numbers; days and numbers as
    such. Rows are written as they come, so that a long register needs no more memory than a short one."""
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    sheet = book.create_sheet(_tab(table.title))
    _set_up(sheet, table)
    for line in table.head:
        sheet.append([_cell(sheet, line, "head")])
    sheet.append([_cell(sheet, column.title, "title") for column in table.columns])
    sheet.append([_cell(sheet, f"({n})", "count") for n in range(1, len(table.columns) + 1)])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _styles() -> list[NamedStyle]:
    """A style bears its name once for the whole file: giving each cell its own takes twice as long."""
    return [
        NamedStyle("head", font=_BOLD),
        NamedStyle("title", font=_BOLD, border=_LINES, alignment=_MIDDLE),
        NamedStyle("count", font=_FACE, border=_LINES, alignment=_MIDDLE),
        NamedStyle("text", font=_FACE, border=_LINES, alignment=_TOP),
        NamedStyle("day", font=_FACE, border=_LINES, alignment=_TOP, number_format="DD/MM/YYYY"),
        NamedStyle("number", font=_FACE, border=_LINES, alignment=_TOP, number_format="00"),
    ]


def _set_up(sheet: Any, table: Table) -> None:
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    titles = len(table.head) + 1
    sheet.freeze_panes = f"A{titles + 2}"
    sheet.print_title_rows = f"{titles}:{titles + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left, sheet.page_margins.right = 1.18, 0.59  # inches: 30 and 15 mm
    sheet.page_margins.top = sheet.page_margins.bottom = 0.79  # 20 mm
    sheet.oddHeader.center.text = "&P"


def _cell(sheet: Any, value: Cell, style: str = "") -> Any:
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]  # its stub forgets days
        cell.style = "text" if value is None else "number" if isinstance(value, int) else "day"
        return cell
    cell = WriteOnlyCell(sheet, value=NOT_XML.sub("", value)[:LONGEST])
    cell.style = style or "text"
    if value:
        cell.data_type = "s"  # openpyxl takes what begins with "=" for a formula
    if value.startswith(FORMULA):
        cell.quotePrefix = True  # and a spreadsheet does, once somebody edits the cell
    return cell


def _tab(title: str) -> str:
    """What a spreadsheet allows as the name of a tab."""
    return re.sub(r"[\\/*?:\[\]]", "-", title).strip("' ")[:31] or "1"
