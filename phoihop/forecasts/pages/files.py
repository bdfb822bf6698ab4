"""The list as CSV: what the screen shows, in letters that spreadsheets read and take for no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from phoihop.forecasts import queries
from phoihop.forecasts.pages.items import asked_view
from phoihop.forecasts.pages.words import state_names
from phoihop.ground.actor import Actor

BOM = "\ufeff"  # without which spreadsheets misread Vietnamese
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_of(actor: Actor, asked: Mapping[str, str]) -> bytes:
    """The whole view."""
    view, desk = asked_view(asked)
    rows = queries.exported(actor, view=view, desk=desk, states=state_names())
    return (BOM + "".join(_lines(rows))).encode()


def _lines(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _line(queries.columns())
    for row in rows:
        yield _line(_cell(text) for text in row)


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
