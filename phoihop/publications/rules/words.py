"""All words of a copy, for the portal's search."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from phoihop.publications.rules.copies import Copy

_NOT_WORDS = frozenset({"as_of", "phases", "verdict", "files", "topics", "related"})


def words_of(copy: Copy, body: str) -> str:
    """Title, summary, body, names, and what the details say in words."""
    said = [copy.title, copy.summary, body, copy.unit_name, copy.byline, copy.code]
    for name, value in asdict(copy.details).items():
        if name not in _NOT_WORDS:
            said += _texts(value)
    return "\n".join(line for line in said if line)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return []
