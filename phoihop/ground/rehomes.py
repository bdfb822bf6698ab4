"""How the rows of a room go over to the heirs of a unit, declared; `organizations` carries it out as one batch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Model, Q


@dataclass(frozen=True, slots=True)
class Move:
    """One row that goes over from a unit to its heir; of a post's row the numbers are those of posts.

    `twin`: the row that already stands for the heir where this one would be its double; then this one does not go.
    """

    pk: int
    code: str
    dossier: str
    group: str
    from_id: int
    to_id: int
    twin: int | None = None
    is_upper: bool = False  # not to the heir: there it would stand on both sides


class Journal(Protocol):
    """What a batch changes, kept so that it can be taken back. Hooks of rooms change rows through it alone."""

    @property
    def at(self) -> datetime: ...

    @property
    def day(self) -> date: ...

    def put(self, model: str, pks: Collection[int], column: str, value: Any) -> None:
        """Sets a column of these rows, whatever stood there."""

    def put_all(self, model: str, pks: Collection[int], **values: Any) -> None:
        """Sets several columns of these rows in one statement, where they only make sense together."""

    def make(self, row: Model) -> Model:
        """Writes a new row."""


def _all(day: date) -> Q:
    return Q()


Hook = Callable[[Journal, Sequence[Move]], None]


@dataclass(frozen=True)
class Rehome:
    """Rows of `model` whose `column` names a unit (or, with `of`, a post) and that are open on `day`.

    What is over keeps its unit: names of the day stay right, and heirs may read it (`Actor.inherits`). Paths `code`,
    `dossier` and `group` give the code of the thing, of what it belongs to, and what a split may be decided by.
    """

    kind: str
    words: Any  # lazy plural
    model: str
    column: str
    is_open: Callable[[date], Q] = _all
    code: str = "code"
    dossier: str = ""
    group: str = ""
    of: str = "unit"
    asked_as: str = ""  # another kind whose answers decide this one too
    alike: tuple[str, ...] = ()  # columns that are unique together with `column`; ("",): the column alone is unique
    is_alike_open: bool = False  # only open rows are doubles of each other
    first: tuple[str, Any] | None = None  # of doubles the row whose column has this value is the one that goes over
    twins: Hook | None = None  # what becomes of doubles, which keep their old unit
    twin_words: Any = ""
    apart: str = ""  # another column of the row that must not name the same unit: then this one goes to the upper unit
    before: Hook | None = None
    after: Hook | None = None
    order: int = 50
    is_closing: bool = False  # the rows stay with a unit that ends; `twins` does what is to be done about them
    is_told: bool = True  # the ledger says so of each thing


@dataclass(frozen=True)
class Stays:
    """A column that names units and that no restructuring touches, and why."""

    model: str
    column: str
    because: str
    is_binding: bool = (
        False  # an act in the unit's name: while a new unit has one, what made the unit is not taken back
    )
