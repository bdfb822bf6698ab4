"""The growth curve as an SVG: one line a page, rows of the country across, server time up, both by powers of ten.

Drawn here: a few lines and words, readable without a script, in light and dark.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM = 860, 460, 64, 230, 24, 56
COLOURS = ("#1f5f8b", "#b23a2e", "#2f6f5f", "#8a5a2b", "#6b4c9a", "#4a4a4a", "#b8860b", "#00838f")
STYLE = (
    "<style>svg{background:#fff;font:13px system-ui,sans-serif}text{fill:#222}.axis{stroke:#777}.grid{stroke:#ddd}"
    "@media(prefers-color-scheme:dark){svg{background:#1b1f24}text{fill:#e6e6e6}.grid{stroke:#3a3f46}}</style>"
)
Point = tuple[float, float]


def drawn(title: str, across: str, up: str, lines: Mapping[str, Sequence[Point]]) -> str:
    """`lines`: by name the points, x and y above zero. Refused: no point at all."""
    xs = [x for points in lines.values() for x, _y in points]
    ys = [y for points in lines.values() for _x, y in points]
    if not xs:
        raise ValueError("nothing to draw: no page was measured at any scale")
    x_span, y_span = _span(xs), _span(ys)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img">',
        f"<title>{escape(title)}</title>",
        STYLE,
        *_ticks_across(x_span),
        *_ticks_up(y_span),
        f'<text x="{(LEFT + WIDE - RIGHT) / 2:.0f}" y="{HIGH - 12}" text-anchor="middle">{escape(across)}</text>',
        f'<text x="{LEFT - 44}" y="{TOP - 8}">{escape(up)}</text>',
    ]
    ends = _apart(sorted((_y(points[-1][1], y_span), name) for name, points in lines.items()))
    for number, (name, points) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{_x(x, x_span):.1f},{_y(y, y_span):.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{_x(x, x_span):.1f}" cy="{_y(y, y_span):.1f}" r="3.5" fill="{colour}"/>' for x, y in points
        ]
        label = f'<tspan fill="{colour}">■</tspan> {escape(name)}'
        parts.append(f'<text x="{WIDE - RIGHT + 14}" y="{ends[name] + 4:.1f}">{label}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _span(values: Sequence[float]) -> tuple[float, float]:
    """Whole powers of ten around all values."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _x(value: float, span: tuple[float, float]) -> float:
    return LEFT + (WIDE - LEFT - RIGHT) * (math.log10(value) - span[0]) / (span[1] - span[0])


def _y(value: float, span: tuple[float, float]) -> float:
    return HIGH - BOTTOM - (HIGH - TOP - BOTTOM) * (math.log10(value) - span[0]) / (span[1] - span[0])


def _ticks_across(span: tuple[float, float]) -> list[str]:
    found = []
    for power in range(int(span[0]), int(span[1]) + 1):
        x = _x(10**power, span)
        found.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HIGH - BOTTOM}"/>')
        found.append(f'<text x="{x:.1f}" y="{HIGH - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>')
    return found


def _ticks_up(span: tuple[float, float]) -> list[str]:
    found = []
    for power in range(int(span[0]), int(span[1]) + 1):
        y = _y(10**power, span)
        found.append(f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDE - RIGHT}" y2="{y:.1f}"/>')
        found.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    return found


def _apart(ends: Sequence[tuple[float, str]]) -> dict[str, float]:
    """Names beside the ends of their lines, none over another."""
    placed: dict[str, float] = {}
    last = -math.inf
    for y, name in ends:
        last = max(y, last + 17)
        placed[name] = last
    return placed
