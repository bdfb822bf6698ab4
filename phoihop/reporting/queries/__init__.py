"""Reading an office's letterhead, and the letters that begin with it."""

from phoihop.reporting.queries.letterheads import (
    LetterheadValue,
    LetterheadView,
    Signer,
    TemplateLine,
    blank_letter,
    layout_of,
    letter_of,
    letterhead,
    letterheads,
    row_of,
    template_content,
    unit_of,
)
from phoihop.reporting.queries.words import MEASURE_WORDS, SYSTEM_WORDS, plain, signer_line
from phoihop.reporting.rules.letters import Letter, Paragraph

__all__ = [
    "MEASURE_WORDS",
    "SYSTEM_WORDS",
    "Letter",
    "LetterheadValue",
    "LetterheadView",
    "Paragraph",
    "Signer",
    "TemplateLine",
    "blank_letter",
    "layout_of",
    "letter_of",
    "letterhead",
    "letterheads",
    "plain",
    "row_of",
    "signer_line",
    "template_content",
    "unit_of",
]
