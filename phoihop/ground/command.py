"""A command is one human intention: load, ask, decide, change, tell. It rolls back if it forgot to ask or to tell."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F, Model
from django.utils import translation
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.events import Event
from phoihop.ground.reading import changing
from phoihop.ground.watch import step

P = ParamSpec("P")
R = TypeVar("R")
E = TypeVar("E", bound=Event)


class Refused(Exception):
    """A rule says no. The message is a sentence fit for the reader. Answered as 422."""


class SomebodyWasFaster(Exception):
    """The row changed since the reader saw it. Answered as 409; the reader keeps what he typed."""

    def __init__(self, code: str, version: int | None = None) -> None:
        super().__init__(_("Người khác vừa thay đổi %(code)s trước bạn.") % {"code": code})
        self.code, self.version = code, version


class ForgotToAsk(RuntimeError):
    """A command changed something without asking whether it may."""


class ForgotToTell(RuntimeError):
    """A command finished without telling what happened."""


@dataclass
class _Run:
    """One running command."""

    power: str
    by: Actor
    at: datetime
    asked: set[str] = field(default_factory=set)
    told: list[Event] = field(default_factory=list)


GAVE_WAY = ("40P01", "40001")  # PostgreSQL: of two acts that waited for each other it undid this one

_running: ContextVar[_Run | None] = ContextVar("running", default=None)
_commands: dict[str, Callable[..., Any]] = {}
_reactions: dict[type[Event], list[Callable[..., None]]] = {}
_takes_all: set[Callable[..., None]] = set()
_recorders: list[Callable[..., None]] = []  # the ledger, once it is installed


def command(power: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Makes a function a command. Every argument is keyword-only, `by` and `at` among them."""

    def make(function: Callable[P, R]) -> Callable[P, R]:
        parameters = inspect.signature(function).parameters
        name = ".".join([*function.__module__.split(".")[1:2], function.__name__])  # obligations.accept_evidence
        if not {"by", "at"} <= parameters.keys() or any(p.kind is not p.KEYWORD_ONLY for p in parameters.values()):
            raise TypeError(f"{function.__qualname__}: a command takes keyword-only arguments with by= and at=")

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by, at = kwargs["by"], kwargs["at"]
            if not isinstance(by, Actor) or not isinstance(at, datetime) or at.tzinfo is None:
                raise TypeError(f"{function.__qualname__}: by= is an Actor and at= an aware datetime")
            this = _Run(power, by, at)
            token = _running.set(this)
            try:
                with step("command", name), changing(), transaction.atomic():
                    result = function(*args, **kwargs)
                    if not this.asked:
                        raise ForgotToAsk(function.__qualname__)
                    if not this.told:
                        raise ForgotToTell(function.__qualname__)
                    _react(this)
                    return result
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") in GAVE_WAY:
                    raise SomebodyWasFaster(str(kwargs.get("code", ""))) from error
                raise
            finally:
                _running.reset(token)

        run.power = power  # type: ignore[attr-defined]  # read by the house tests and the docs
        _commands[f"{function.__module__}.{function.__qualname__}"] = run
        return run

    return make


def _react(this: _Run) -> None:
    """Upper rooms follow, in the order of what was told; a reaction that takes all of a kind comes with the first."""
    done: set[Callable[..., None]] = set()
    for event in this.told:
        for react in _reactions.get(type(event), ()):
            if react not in _takes_all:
                react(event, by=this.by.through(event.kind()), at=this.at)
            elif react not in done:
                done.add(react)
                same = [one for one in this.told if type(one) is type(event)]
                react(same, by=this.by.through(event.kind()), at=this.at)


def tell(event: E, *, changes: dict[str, tuple[Any, Any]] | None = None) -> E:
    """Records what happened, in the same transaction. `changes` holds field -> (before, after)."""
    this = _running.get()
    if this is None:
        raise RuntimeError("tell() belongs inside a command")
    if not _recorders:
        raise RuntimeError("no ledger is installed")
    this.told.append(event)
    for record in _recorders:
        record([event], changes=changes or {}, by=this.by, at=this.at)
    return event


def tell_all(events: Sequence[Event]) -> None:
    """Records many things that one act made happen, in few queries; as `tell` for each, in their order."""
    this = _running.get()
    if this is None:
        raise RuntimeError("tell_all() belongs inside a command")
    if not _recorders:
        raise RuntimeError("no ledger is installed")
    this.told.extend(events)
    for record in _recorders:
        record(events, changes={}, by=this.by, at=this.at)


def nothing_changed() -> None:
    """A command that finds its work already done says so instead of telling: twice is harmless."""
    this = _running.get()
    if this is None:
        raise RuntimeError("nothing_changed() belongs inside a command")
    this.told.append(_NOTHING)


def on_record(words: Any, **values: Any) -> str:
    """Text that becomes part of the record is in the language of the house, whatever the actor reads (lazy `words`)."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(words) % values if values else str(words)


def note_asked(power: str) -> None:
    this = _running.get()
    if this is not None:
        this.asked.add(power)


def change(row: Model, *, version: int | None = None, state: str | None = None, **values: Any) -> None:
    """A conditional UPDATE: one row, if it is still what the reader saw; else SomebodyWasFaster.

    `version` is the one on the reader's page (None: the one just loaded). `row` is brought up to date.
    """
    expected = row.version if version is None else version  # type: ignore[attr-defined]
    condition = {"pk": row.pk, "version": expected}
    if state is not None:
        values["state"] = state
        condition["state"] = row.state  # type: ignore[attr-defined]
    rows = type(row)._base_manager.filter(**condition)
    if rows.update(version=F("version") + 1, **values) != 1:
        now = type(row)._base_manager.filter(pk=row.pk).values_list("version", flat=True).first()
        raise SomebodyWasFaster(str(getattr(row, "code", row.pk)), now)
    for name, value in values.items():
        setattr(row, name, value)
    row.version = expected + 1  # type: ignore[attr-defined]


class _Nothing(Event):
    pass


_NOTHING = _Nothing(code="")


def use_recorder(record: Callable[..., None]) -> None:
    """The ledger announces itself here at start-up."""
    _recorders[:] = [record]


def takes_all(react: Callable[..., None]) -> Callable[..., None]:
    """Marks a reaction that takes the list of all events of its kind that one act told, instead of each alone."""
    _takes_all.add(react)
    return react


def add_reaction(event: type[Event], react: Callable[..., None]) -> None:
    _reactions.setdefault(event, []).append(react)


def all_commands() -> dict[str, Callable[..., Any]]:
    return dict(_commands)


def all_reactions() -> dict[type[Event], list[Callable[..., None]]]:
    return dict(_reactions)
