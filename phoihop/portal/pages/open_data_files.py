"""Datasets as files, made as they are sent: CSV that spreadsheets open safely, JSON that says what its columns mean."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from phoihop.portal.pages import open_data_words as said
from phoihop.publications import queries

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
BOM = "\ufeff"  # without which spreadsheets misread Vietnamese
# How a spreadsheet knows a formula; full-width signs are turned into plain ones by some.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PIECE = 16_384  # letters that go out at once

Cell = str | int | bool | None


def pieces(dataset: queries.Dataset, form: str) -> Iterator[bytes]:
    """The whole file, piece by piece, in one form of MEDIA_TYPES. Its head is made now, in the reader's language; its
    rows when they are sent."""
    return _in_pieces(_csv(dataset) if form == "csv" else _json(dataset, _head(dataset)))


def _in_pieces(lines: Iterator[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()


def _csv(dataset: queries.Dataset) -> Iterator[str]:
    yield BOM + _line(dataset.columns)
    for row in dataset.rows():
        yield _line(map(_cell, row))


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: Cell) -> str:
    """Numbers and truths as JSON writes them; words so that no spreadsheet takes them for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = value.replace("\x00", "")
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def _json(dataset: queries.Dataset, head: dict[str, Any]) -> Iterator[str]:
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "rows": [\n'
    before = ""
    for row in dataset.rows():
        yield before + json.dumps(dict(zip(dataset.columns, row, strict=True)), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _head(dataset: queries.Dataset) -> dict[str, Any]:
    title, description = said.DATASETS[dataset.key]
    note, portal = queries.open_data_note(), queries.portal_note()
    columns = said.COLUMNS[dataset.key]
    return {
        "dataset": dataset.key,
        "title": str(title),
        "description": str(description),
        "edition": queries.edition(),
        "publisher": portal.publisher,
        "licence": note.licence_name,
        "licence_url": note.licence_url,
        "illustration": portal.is_illustration,
        "columns": [
            {"name": name, "type": columns[name][0], "description": str(columns[name][1])} for name in dataset.columns
        ],
    }
