"""The official PDF (PDF/A-3b, tagged as far as the setter can) and pictures of its pages, from `Printed`."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy

from phoihop.reporting.outside import fonts, geometry
from phoihop.reporting.rules.layouts import Layout
from phoihop.reporting.rules.letters import URGENCIES, Printed

_SOURCES = Path(__file__).parents[1] / "templates" / "reporting"
PLACES = {
    "subject": gettext_lazy("trích yếu"),
    "about": gettext_lazy("trích yếu"),
    "title": gettext_lazy("trích yếu"),
    "grounds": gettext_lazy("căn cứ"),
    "body": gettext_lazy("đoạn %(number)s của nội dung"),
    "addressees": gettext_lazy("tên cơ quan nhận"),
    "annex": gettext_lazy("tên cơ quan nhận"),
    "recipients": gettext_lazy("nơi nhận"),
    "signer": gettext_lazy("tên người ký"),
    "signing": gettext_lazy("chức vụ người ký"),
}
_OTHER = gettext_lazy("mẫu văn bản của cơ quan")
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # the same letter makes the same bytes, dated or not


def pdf(letter: Printed, layout: Layout) -> bytes:
    """The letter as PDF/A-3b. Refused: no typeface on the machine, a character it does not have."""
    return set_pages(letter, layout, format="pdf", pdf_standards=["a-3b"])[0]


def pictures(letter: Printed, layout: Layout, *, dots: int = 80) -> list[bytes]:
    """Each page as PNG, so many dots to the inch."""
    return set_pages(letter, layout, format="png", ppi=float(dots))


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


def set_pages(letter: Printed, layout: Layout, blocks: Any = None, **wanted: Any) -> list[bytes]:
    """The pages as the setter gives them; `blocks` stand between bases and signature in place of the letter's own.

    Refused: no typeface, a character of the letter it does not have.
    """
    import typst

    check(letter)
    face = fonts.typeface()
    made = typst.compile(
        _sources(),
        font_paths=[str(face.folder)],
        ignore_system_fonts=True,
        sys_inputs={"given": _given(letter, layout, face.family, blocks)},
        timestamp=int(_instant(letter).timestamp()),
        **wanted,
    )
    return made if isinstance(made, list) else [made]


@lru_cache(maxsize=1)
def _sources() -> dict[str, bytes]:
    """The page of a letter, and what it takes the body of a report from."""
    return {"main": (_SOURCES / "letter.typ").read_bytes(), "report.typ": (_SOURCES / "report.typ").read_bytes()}


def _given(letter: Printed, layout: Layout, family: str, blocks: Any) -> str:
    says = asdict(replace(letter, date=None))
    says["day"] = [letter.date.year, letter.date.month, letter.date.day] if letter.date else None
    return json.dumps(
        {
            "layout": geometry.measures(letter, layout),
            "letter": says,
            "blocks": blocks,
            "font": family,
            "urgency_width": URGENCIES.get(letter.urgency, 0),
            "code": code_svg(letter.acknowledge_url) if letter.acknowledge_url else "",
        },
        ensure_ascii=False,
    )


def _instant(letter: Printed) -> datetime:
    day = letter.date
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else _UNDATED


def check(letter: Printed) -> None:
    """Refused: a character the typeface cannot print, with the place where it stands. Sets nothing, so it is quick."""
    for name, lines in words(letter).items():
        for number, line in enumerate(lines, 1):
            where = PLACES.get(name, _OTHER)
            fonts.check_letters(line, where=str(where) % {"number": number} if name == "body" else str(where))


def words(letter: Printed) -> dict[str, tuple[str, ...]]:
    """Every line that will be printed, by the part it belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in asdict(letter).items():
        if isinstance(value, str) and value:
            found[name] = (value,)
        elif isinstance(value, tuple) and value:
            found[name] = tuple(item if isinstance(item, str) else item["text"] for item in value)
    return found
