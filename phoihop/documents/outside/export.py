"""A table as a file that spreadsheets open: XLSX as it is printed (`outside.workbook`), CSV for other programs.

What people typed stays text: no cell is ever taken for a formula.
"""

from __future__ import annotations

import csv as csv_files
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | date | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
KINDS = {"xlsx": XLSX, "csv": CSV}
LONGEST = 32_767  # letters of a cell; a spreadsheet refuses the whole file for one more
# How a spreadsheet knows a formula; full-width signs are turned into plain ones by some.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title and its width in letters."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """`title` names the sheet's tab; `head` are the lines above the columns' titles, on paper only."""

    title: str
    head: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]


def write(table: Table, kind: str) -> bytes:
    """The table as a file of this kind: one of KINDS."""
    return {"xlsx": xlsx, "csv": csv}[kind](table)


def csv(table: Table) -> bytes:
    """UTF-8 with a mark at its beginning, without which spreadsheets misread Vietnamese; one row a line."""
    out = io.StringIO(newline="")
    writer = csv_files.writer(out, quoting=csv_files.QUOTE_ALL)
    writer.writerow(_plain(column.title) for column in table.columns)
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx(table: Table) -> bytes:
    """A sheet for A4 on its side."""
    from phoihop.documents.outside import workbook  # heavy, and not needed before a register is saved

    return workbook.written(table)


def _plain(value: Cell) -> str:
    """A cell of CSV: one line, nothing that a spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int):
        return f"{value:02}"
    text = " ".join(NOT_XML.sub("", value).split())[:LONGEST]
    return f"'{text}" if text.startswith(FORMULA) else text
