"""The engine: an index of tantivy in a folder of this node. One process writes it, many read it."""

from phoihop.search.outside.finding import Filters, Hits, find, suggest
from phoihop.search.outside.index import (
    Busy,
    Entry,
    NoIndex,
    Reader,
    Stored,
    Writer,
    ask_to_rebuild,
    folder,
    read_cursor,
    reader,
)

__all__ = [
    "Busy",
    "Entry",
    "Filters",
    "Hits",
    "NoIndex",
    "Reader",
    "Stored",
    "Writer",
    "ask_to_rebuild",
    "find",
    "folder",
    "read_cursor",
    "reader",
    "suggest",
]
