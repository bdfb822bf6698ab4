"""A command that forgot to ask or to tell is rolled back; names tell one story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.conf import settings

from phoihop.ground import command as commands
from phoihop.ground import powers, sheet
from phoihop.ground.actor import Actor, Role
from phoihop.ground.command import ForgotToAsk, ForgotToTell, command, tell
from phoihop.ground.events import Event
from phoihop.ledger.models import Entry
from phoihop.organizations.models import Counter

AT = datetime(2021, 8, 2, 2, 0, tzinfo=UTC)
AUDITOR = Actor(kind="person", name="Kim", roles=frozenset({Role.AUDITOR}))


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseTried(Event):
    pass


@command("ledger.see")
def forgets_to_ask(*, by: Actor, at: datetime) -> None:
    Counter.rows.create(series="forgot-to-ask", last=1)


@command("ledger.see")
def forgets_to_tell(*, by: Actor, at: datetime) -> None:
    powers.ask(by, "ledger.see")
    Counter.rows.create(series="forgot-to-tell", last=1)


@pytest.mark.django_db
@pytest.mark.parametrize(("function", "complaint"), [(forgets_to_ask, ForgotToAsk), (forgets_to_tell, ForgotToTell)])
def test_forgetful_command_is_rolled_back(function: object, complaint: type[Exception]) -> None:
    before = Entry.rows.count()
    with pytest.raises(complaint):
        function(by=AUDITOR, at=AT)  # type: ignore[operator]
    assert not Counter.rows.filter(series__startswith="forgot").exists()
    assert Entry.rows.count() == before


def test_command_without_by_and_at_is_refused_at_import() -> None:
    with pytest.raises(TypeError):
        command("ledger.see")(lambda *, by: None)
    with pytest.raises(TypeError):
        command("ledger.see")(lambda by, at: None)


@pytest.mark.django_db
def test_naive_time_is_refused() -> None:
    with pytest.raises(TypeError):
        forgets_to_tell(by=AUDITOR, at=datetime(2021, 8, 2))


def test_tell_outside_a_command_is_refused() -> None:
    with pytest.raises(RuntimeError):
        tell(HouseTried(code="X-kg-1"))


def test_every_command_names_a_declared_power() -> None:
    declared = {power.name for power in powers.all_powers()}
    wrong = {
        name: run.power
        for name, run in commands.all_commands().items()
        if name.startswith("phoihop.") and run.power not in declared
    }
    assert not wrong


def test_every_event_has_its_sentence() -> None:
    silent = []
    for room in settings.ROOMS:
        try:
            events = import_module(f"phoihop.{room}.events")
        except ModuleNotFoundError:
            continue
        for thing in vars(events).values():
            is_own = isinstance(thing, type) and issubclass(thing, Event) and thing.__module__ == events.__name__
            is_base = thing is Event or getattr(thing, "__name__", "_").startswith("_")
            if is_own and not is_base and sheet.sentence(thing.kind()) is None:
                silent.append(thing.__name__)
    assert not silent


def test_every_sentence_uses_fields_of_its_event() -> None:
    for room in sheet.sheets():
        for event, words in room.says.items():
            fields = dict.fromkeys(event.__dataclass_fields__, "")
            str(words) % fields
