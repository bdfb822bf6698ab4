"""Where whoever runs the house may look on: what begins and ends, and what happened. Nobody looks: it costs nothing.

Rooms say `with step("mail", "send"):` around work that takes time; they do not know who looks. The site does, when it
counts or traces (`phoihop.site.watching`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

Look = Callable[[str, str, dict[str, str]], AbstractContextManager[Any]]

_looks: list[Look] = []
_notes: list[Callable[[Sequence[str]], None]] = []
_nobody: AbstractContextManager[Any] = nullcontext()

doing: ContextVar[str] = ContextVar("doing", default="")  # the step under way, as log lines tell it


def step(kind: str, name: str, **facts: str) -> AbstractContextManager[Any]:
    """Around a piece of work: "command", "listener", "clock", "mail" or "feed", and which. `facts` are ids, no words
    of anybody."""
    return _watched(kind, name, facts) if _looks else _nobody


def happened(kinds: Sequence[str]) -> None:
    """Kinds of events whose act is committed."""
    for note in _notes:
        note(kinds)


def is_noted() -> bool:
    """Whether anybody wants to know what happened."""
    return bool(_notes)


def look_on(look: Look) -> None:
    """From now on `look(kind, name, facts)` is entered around every step; the same one once."""
    if look not in _looks:
        _looks.append(look)


def note(hear: Callable[[Sequence[str]], None]) -> None:
    """From now on `hear(kinds)` is called after every commit that told something; the same one once."""
    if hear not in _notes:
        _notes.append(hear)


@contextmanager
def _watched(kind: str, name: str, facts: dict[str, str]) -> Any:
    token = doing.set(f"{kind} {name}")
    try:
        with ExitStack() as stack:
            for look in _looks:
                stack.enter_context(look(kind, name, facts))
            yield
    finally:
        doing.reset(token)
