"""What a page asks again is asked once. The rooms that stand together on a page do not know of each other, so each asks
for the topic, the office, the calendar; while a page is being read, nothing it asks for changes (decision 0035)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """From here on a question is remembered; at the end everything is forgotten. For requests that change nothing."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


@contextmanager
def changing() -> Iterator[None]:
    """A command changes what would be answered: in it nothing is remembered, and after it everything is asked anew."""
    answers = _answers.get()
    token = _answers.set(None)
    try:
        yield
    finally:
        _answers.reset(token)
        if answers is not None:
            answers.clear()


def once_a_reading(ask: Callable[P, R]) -> Callable[P, R]:
    """A query whose answer is remembered while a page is being read. Lists, sets and dicts are handed out as copies;
    what is in them must not be changed. Outside a reading it asks every time; a refusal is not remembered."""

    @functools.wraps(ask)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return ask(*args, **kwargs)
        key = (ask, *map(_hashable, args), *((name, _hashable(value)) for name, value in kwargs.items()))
        if key not in answers:
            answers[key] = ask(*args, **kwargs)
        known: R = answers[key]
        return copy(known) if isinstance(known, list | set | dict) else known

    return answer


def _hashable(value: Any) -> Hashable:
    """Whatever collection the asker had at hand, the keys or values of a dict among them."""
    match value:
        case str() | bytes():
            return value
        case AbstractSet():
            return frozenset(value)
        case Mapping():
            return tuple(value.items())
        case Collection():
            return tuple(value)
        case _:
            hashed: Hashable = value
            return hashed
