"""A report as the official PDF (PDF/A-3b) and as pictures of its pages: the head and foot of a letter, its own body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from phoihop.reporting.outside import fonts, typeset
from phoihop.reporting.rules.bodies import Block
from phoihop.reporting.rules.layouts import Layout
from phoihop.reporting.rules.letters import Printed

SMALL_FROM = 40  # parts of width: a column of sentences is set small


def pdf(letter: Printed, layout: Layout, blocks: Sequence[Block]) -> bytes:
    """The report as PDF/A-3b, its headings as bookmarks. Refused: no typeface, a character it does not have."""
    return typeset.set_pages(letter, layout, _plain(blocks), format="pdf", pdf_standards=["a-3b"])[0]


def pictures(letter: Printed, layout: Layout, blocks: Sequence[Block], *, dots: int = 80) -> list[bytes]:
    """Each page as PNG, so many dots to the inch. Refused as `pdf`."""
    return typeset.set_pages(letter, layout, _plain(blocks), format="png", ppi=float(dots))


def check(blocks: Sequence[Block]) -> None:
    """Refused: a character that the typeface cannot print, with the heading under which it stands."""
    where = ""
    for block in blocks:
        if block.kind in ("part", "item"):
            where = block.text
        texts = [block.text, *block.columns, *(cell.text for row in block.rows for cell in row)]
        fonts.check_letters("".join(set("".join(texts))), where=where)


def _plain(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    check(blocks)
    return [
        {
            "kind": block.kind,
            "text": block.text,
            "link": block.link,
            "columns": list(block.columns),
            "widths": list(block.widths),
            "numeric": list(block.numeric),
            "is_small": bool(block.widths) and max(block.widths) > SMALL_FROM and len(block.columns) < 6,
            "rows": [[{"text": cell.text, "link": cell.link} for cell in row] for row in block.rows],
        }
        for block in blocks
    ]
