"""Lengths that depend on how wide words stand: columns of the head and the rules under names."""

from __future__ import annotations

from dataclasses import asdict

from phoihop.reporting.outside.fonts import width_mm
from phoihop.reporting.rules.layouts import STATE, Layout
from phoihop.reporting.rules.letters import Printed

GUTTER = 3.0  # between the columns of the head
_ROOM = 2.0  # beside the widest line of the right column
_NARROWEST = 50.0  # of the left column: a long name wraps in it


def measures(letter: Printed, layout: Layout) -> dict[str, float]:
    """All measures of the page, those of the layout and those worked out from the words."""
    head = width_mm(letter.head, layout.title_size, is_bold=True)
    motto = width_mm(letter.motto, layout.motto_size, is_bold=True) if letter.motto else head
    day = width_mm(letter.place_date, layout.place_size)
    least = 84.0 if layout.system == STATE else 80.0
    right = min(max(head, day, least) + _ROOM, layout.text_width - _NARROWEST)
    left = layout.text_width - right
    organ = min(width_mm(letter.organ, layout.organ_size, is_bold=True), left - GUTTER)
    subject = min(width_mm(letter.subject, 14, is_bold=True), layout.text_width * 0.86)
    return {
        **{name: value for name, value in asdict(layout).items() if name != "system"},
        "motto_size": layout.motto_size,
        "number_size": layout.number_size,
        "place_size": layout.place_size,
        "about_size": layout.about_size,
        "list_size": layout.list_size,
        "pitch": layout.pitch,
        "left_width": round(left, 2),
        "right_width": round(right, 2),
        "head_rule": round(min(motto, right), 2),  # as long as the words above it
        "organ_rule": round(organ * 0.42, 2),  # a third to a half of the words
        "subject_rule": round(max(subject * 0.42, 15), 2),
    }
