"""How a page of a letter is laid out, for the State and for the Party, and how sure each measure is. No framework.

State: Decree 30/2020/NĐ-CP, annex I. Party: what programs in use agree on, and where they differ a setting of the
office (`docs/algorithms/letters.md`). Millimetres and points throughout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

STATE, PARTY = "STATE", "PARTY"
SYSTEMS = (STATE, PARTY)
PAGE = (210.0, 297.0)

# How sure a span is: the text of the law; programs that agree; programs that differ; the form of papers seen.
LAW, AGREED, DIFFER, CUSTOM = "LAW", "AGREED", "DIFFER", "CUSTOM"


@dataclass(frozen=True, slots=True)
class Span:
    """What a measure may be, what it is unless the office says otherwise, and how sure that is."""

    low: float
    high: float
    usual: float
    sureness: str


SPANS: dict[str, dict[str, Span]] = {
    STATE: {
        "margin_top": Span(20, 25, 20, LAW),
        "margin_bottom": Span(20, 25, 20, LAW),
        "margin_left": Span(30, 35, 30, LAW),
        "margin_right": Span(15, 20, 15, LAW),
        "title_size": Span(12, 13, 12, LAW),  # Quốc hiệu; the motto is one point larger
        "organ_size": Span(12, 13, 13, LAW),
        "body_size": Span(13, 14, 14, LAW),
        "line": Span(1, 1.5, 1.15, LAW),  # times a single line
        "indent": Span(10, 12.7, 10, LAW),
        "gap": Span(6, 12, 6, LAW),  # the law names no upper end: 12 points are the house's
    },
    PARTY: {
        "margin_top": Span(20, 20, 20, AGREED),
        "margin_bottom": Span(20, 20, 20, AGREED),
        "margin_left": Span(30, 30, 30, AGREED),
        "margin_right": Span(15, 15, 15, AGREED),
        "title_size": Span(14, 15, 15, DIFFER),
        "organ_size": Span(14, 14, 14, AGREED),
        "body_size": Span(14, 14, 14, AGREED),
        "line": Span(18, 20, 18, DIFFER),  # points, exactly
        "indent": Span(10, 10, 10, AGREED),
        "gap": Span(6, 6, 6, AGREED),
    },
}
MEASURES = tuple(SPANS[STATE])

# What a form takes at all: beyond it a page cannot be set.
POSSIBLE: dict[str, tuple[float, float]] = {
    "margin_top": (10, 60),
    "margin_bottom": (10, 60),
    "margin_left": (10, 60),
    "margin_right": (10, 60),
    "title_size": (8, 16),
    "organ_size": (8, 16),
    "body_size": (8, 18),
    "line": (1, 30),
    "indent": (0, 30),
    "gap": (0, 24),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures of one office's letters. `line` is a factor for the State and exact points for the Party."""

    system: str
    margin_top: float
    margin_bottom: float
    margin_left: float
    margin_right: float
    title_size: float
    organ_size: float
    body_size: float
    line: float
    indent: float
    gap: float

    @property
    def text_width(self) -> float:
        return PAGE[0] - self.margin_left - self.margin_right

    @property
    def motto_size(self) -> float:
        return self.title_size + 1

    @property
    def number_size(self) -> float:
        return 13 if self.system == STATE else 14

    @property
    def place_size(self) -> float:
        return min(self.body_size, 14) if self.system == STATE else 14

    @property
    def about_size(self) -> float:
        """Of a letter's subject under its number."""
        return 12

    @property
    def list_size(self) -> float:
        """Of the lines under "Nơi nhận"."""
        return 11 if self.system == STATE else 12

    @property
    def pitch(self) -> float:
        """From line to line of the body, in points: a single line of Times is 1.15 of its size."""
        return self.line if self.is_exact else round(self.body_size * 1.149 * self.line, 2)

    @property
    def is_exact(self) -> bool:
        return self.system == PARTY or self.line > 4


def layout(system: str, own: Mapping[str, float] | None = None) -> Layout:
    """The usual measures of a system with an office's own over them; unknown names are left out."""
    given = own or {}
    measures = {name: float(given.get(name, span.usual)) for name, span in SPANS[system].items()}
    if system == STATE and measures["line"] > 4:  # points kept from before the office changed its system
        measures["line"] = SPANS[STATE]["line"].usual
    if system == PARTY and measures["line"] < 10:
        measures["line"] = SPANS[PARTY]["line"].usual
    return Layout(system=system, **measures)


def is_possible(name: str, value: float) -> bool:
    low, high = POSSIBLE[name]
    return low <= value <= high


def own_measures(wanted: Layout) -> dict[str, float]:
    """Of a layout what differs from the usual."""
    usual = layout(wanted.system)
    names = [field.name for field in fields(Layout) if field.name != "system"]
    return {name: getattr(wanted, name) for name in names if getattr(wanted, name) != getattr(usual, name)}
