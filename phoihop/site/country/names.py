"""How a body is called in its rows: its names in every form that a room makes of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property

from phoihop.ground.text import fold, slug, sort_key, tone_key
from phoihop.site.country.order import Turn

CODE = 0  # the place of the official code among the forms: it is a number, and compared as one


class Called:
    """The forms of one body's names, in the same order for every body; a form that a body has not is empty."""

    def __init__(self, turn: Turn) -> None:
        self.forms = tuple(_forms(turn))

    def split(self, text: str) -> list[str]:
        """Between the names: what stands at odd places is one."""
        return self._pattern.split(text)

    def places_of(self, form: str) -> frozenset[int]:
        return self._places[form]

    @cached_property
    def _places(self) -> dict[str, frozenset[int]]:
        return {
            form: frozenset(place for place, one in enumerate(self.forms) if one == form)
            for form in set(self.forms[CODE + 1 :])
            if form
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._places, key=lambda form: (-len(form), form))
        return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")


def by_given_name(full_name: str) -> str:
    """How lists of people are sorted: by the last word first."""
    *family, given = full_name.split() or [""]
    return sort_key(" ".join([given, *family]))


# What rooms work out of a whole text of the same row, so that replacing a name within it would not do.
WORKED_OUT = {"sort_key": sort_key, "by_given_name": by_given_name, "fold": fold, "slug": slug, "tone_key": tone_key}


def _forms(turn: Turn) -> Iterator[str]:
    body = turn.body
    yield body.code
    yield from _of_slug(body.territory)
    yield from _of_slug(turn.above.territory if turn.above else "")
    for place in (body, turn.above):
        for name in (place.lead[1], place.name, place.bare_name) if place else ("", "", ""):
            yield from _of_name(name)


def _of_slug(text: str) -> Iterator[str]:
    yield text
    yield slug(text)
    yield text.upper()


def _of_name(name: str) -> Iterator[str]:
    for text in (name, name[:1].upper() + name[1:], name.upper()):
        yield text
        yield json.dumps(text)[1:-1]
    yield fold(name)
    yield tone_key(name)
    yield slug(name)
