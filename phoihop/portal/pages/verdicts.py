"""The outline of a verdict: a shape, not only a colour."""

from __future__ import annotations

from phoihop.ground.parts import Glyph, State
from phoihop.publications import queries


def verdict_glyph(details: queries.CorrectionDetails) -> Glyph:
    """Outline and words as the room that judged gave them; without an outline that of an open question."""
    return Glyph(details.shape or State.HELD.value, details.verdict_words)
