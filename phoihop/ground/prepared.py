"""Questions that stand on many pages are written once for all readers of the same roles, with stand-ins for what
differs: the ORM takes ten times as long to write such a statement as the database to answer it (decision 0036).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

from phoihop.ground.actor import EVERYWHERE, Actor

M = TypeVar("M", bound=Model)

NUMBER = 2**62  # from here on numbers stand in for others; nothing is numbered so
LETTER = "\ue000"  # of no alphabet: begins a text that stands in for another
DAY = date(9998, 12, 30)  # stands in for today


@dataclass(frozen=True, slots=True)
class Written:
    """A statement with stand-ins among its parameters; "" where nothing can answer."""

    sql: str
    params: tuple[Any, ...]

    def filled(self, own: dict[Any, Any]) -> list[Any]:
        return [own.get(param, param) for param in self.params]


def written(rows: QuerySet[Any, Any]) -> Written:
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return Written("", ())
    return Written(sql, tuple(params))


@functools.lru_cache(maxsize=4096)
def stand_in(actor: Actor) -> tuple[Actor, dict[Any, Any]]:
    """Somebody of the same roles with numbers and places that nobody has; and what each of them stands for."""
    numbers = count(NUMBER)
    own: dict[Any, Any] = {}

    def instead(value: int) -> int:
        number = next(numbers)
        own[number] = value
        return number

    places = {f"{LETTER}{n}": place for n, place in enumerate(sorted(actor.audits - {EVERYWHERE}))}
    reader = Actor(
        kind=actor.kind,
        account_id=None if actor.account_id is None else instead(actor.account_id),
        unit_id=None if actor.unit_id is None else instead(actor.unit_id),
        roles=actor.roles,
        audits=frozenset(places) | (actor.audits & {EVERYWHERE}),
        inherits=frozenset(instead(unit_id) for unit_id in sorted(actor.inherits)),
    )
    return reader, own | places


def stored(day: date) -> Any:
    """A day as the database's driver takes it."""
    return connection.ops.adapt_datefield_value(day)


def prepared(ask: Callable[..., QuerySet[M]]) -> Callable[..., list[M]]:
    """A question `ask(reader, *values)` for rows of one model; its answer is a list. `values` are texts and numbers.

    The rows may depend on the reader's account, units, audited places and roles. Values are compared with as they are:
    a length or the beginning of a text would be written with the stand-in, so that raises TypeError at the first use,
    and so do rows that bring others along. Whoever is no person, or acts through a cause, is asked for as usual.
    """
    known: dict[tuple[Actor, tuple[Any, ...]], tuple[type[M], Written]] = {}

    @functools.wraps(ask)
    def answer(actor: Actor, *values: str | int) -> list[M]:
        if not actor.is_person or actor.cause:
            return list(ask(actor, *values))
        reader, own = stand_in(actor)
        given = tuple(f"{LETTER}-{n}" if isinstance(one, str) else 2 * NUMBER - 1 - n for n, one in enumerate(values))
        if (reader, given) not in known:
            known[reader, given] = _write(ask, reader, given)
        model, statement = known[reader, given]
        if not statement.sql:
            return []
        own = {**own, **dict(zip(given, values, strict=True))}
        return list(model._base_manager.raw(statement.sql, statement.filled(own)))

    answer.is_prepared = True  # type: ignore[attr-defined]  # by which the tests find every one
    return answer


def _write(ask: Callable[..., QuerySet[M]], reader: Actor, given: tuple[Any, ...]) -> tuple[type[M], Written]:
    rows = ask(reader, *given)
    if rows.query.select_related or not rows.query.default_cols or rows.query.annotations:
        raise TypeError(f"{ask.__qualname__} asks for more than rows of one model")
    statement = written(rows)
    if statement.sql and not set(given) <= set(statement.params):
        raise TypeError(f"{ask.__qualname__} does not compare with each value as it is")
    return rows.model, statement
