"""What the templates of this room may know."""

from phoihop.dispatches.pages.boxes import box_page, box_url, letters_about
from phoihop.dispatches.pages.letters import act_view, letter_page, recall_view
from phoihop.dispatches.pages.words import PURPOSE_WORDS
from phoihop.dispatches.pages.writing import (
    as_begun,
    asks_ways,
    choices,
    former,
    offices,
    papers,
    print_page,
    write_page,
)

__all__ = [
    "PURPOSE_WORDS",
    "act_view",
    "as_begun",
    "asks_ways",
    "box_page",
    "box_url",
    "choices",
    "former",
    "letter_page",
    "letters_about",
    "offices",
    "papers",
    "print_page",
    "recall_view",
    "write_page",
]
