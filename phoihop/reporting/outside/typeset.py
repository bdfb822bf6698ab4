"""The official PDF (PDF/A-3b, tagged as far as the setter can) and pictures of its pages, from `Printed`."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from phoihop.reporting.outside import fonts, geometry
from phoihop.reporting.rules.layouts import Layout
from phoihop.reporting.rules.letters import URGENCIES, Printed

_SOURCE = Path(__file__).parents[1] / "templates" / "reporting" / "letter.typ"
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # the same letter makes the same bytes, dated or not


def pdf(letter: Printed, layout: Layout) -> bytes:
    """The letter as PDF/A-3b. Refused: no typeface on the machine, a character it does not have."""
    return _set(letter, layout, format="pdf", pdf_standards=["a-3b"])[0]


def pictures(letter: Printed, layout: Layout, *, dots: int = 80) -> list[bytes]:
    """Each page as PNG, so many dots to the inch."""
    return _set(letter, layout, format="png", ppi=float(dots))


def code_svg(address: str) -> str:
    """The QR of an address, as a drawing."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, scale=4, xmldecl=False)
    return out.getvalue().decode()


def code_png(address: str) -> bytes:
    """The QR of an address, as a picture."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", border=2, scale=8)
    return out.getvalue()


def _set(letter: Printed, layout: Layout, **wanted: Any) -> list[bytes]:
    import typst

    fonts.check_letters(_words(letter))
    face = fonts.typeface()
    made = typst.compile(
        _source(),
        font_paths=[str(face.folder)],
        ignore_system_fonts=True,
        sys_inputs={"given": _given(letter, layout, face.family)},
        timestamp=int(_instant(letter).timestamp()),
        **wanted,
    )
    return made if isinstance(made, list) else [made]


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _SOURCE.read_bytes()


def _given(letter: Printed, layout: Layout, family: str) -> str:
    says = asdict(replace(letter, date=None))
    says["day"] = [letter.date.year, letter.date.month, letter.date.day] if letter.date else None
    return json.dumps(
        {
            "layout": geometry.measures(letter, layout),
            "letter": says,
            "font": family,
            "urgency_width": URGENCIES.get(letter.urgency, 0),
            "code": code_svg(letter.acknowledge_url) if letter.acknowledge_url else "",
        },
        ensure_ascii=False,
    )


def _instant(letter: Printed) -> datetime:
    day = letter.date
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else _UNDATED


def _words(letter: Printed) -> str:
    """Every character that will be printed."""
    values = asdict(letter)
    parts: list[str] = []
    for value in values.values():
        if isinstance(value, str):
            parts.append(value)
        elif isinstance(value, tuple):
            parts += [item if isinstance(item, str) else item["text"] for item in value]
    return "".join(parts)
