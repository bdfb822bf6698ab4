"""What templates may know, by thing."""

from phoihop.press.pages.spokespersons import (
    GLYPHS,
    MODES,
    ListPage,
    SpokespersonPage,
    act_page,
    list_page,
    name_page,
    spokesperson_page,
    start_of,
)

__all__ = [
    "GLYPHS",
    "MODES",
    "ListPage",
    "SpokespersonPage",
    "act_page",
    "list_page",
    "name_page",
    "spokesperson_page",
    "start_of",
]
