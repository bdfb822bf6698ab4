from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from phoihop.ground import powers, sheet
from phoihop.ground.actor import Actor
from phoihop.ground.command import command, tell
from phoihop.ground.events import Event
from phoihop.ledger import commands


@dataclass(frozen=True, slots=True, kw_only=True)
class StoneTurned(Event):
    note: str = ""


@command("stone.turn")
def turn_stone(*, note: str, changes: Any = None, fails: bool = False, by: Actor, at: datetime) -> StoneTurned:
    powers.ask(by, "stone.turn")
    event = tell(StoneTurned(code="ST-kg-1", dossier="VD-kg-1", note=note), changes=changes)
    if fails:
        raise ZeroDivisionError
    return event


@pytest.fixture
def turn(db: None, monkeypatch: pytest.MonkeyPatch, at: datetime) -> Callable[..., StoneTurned]:
    """A command of a room that exists in these tests only; its note is personal."""
    monkeypatch.setattr(powers, "_powers", dict(powers._powers))
    monkeypatch.setattr(sheet, "_sheets", dict(sheet._sheets))
    sheet.Sheet(
        room="stones",
        powers=[powers.Power("stone.turn", "lật đá", systems={"tests"})],
        says={StoneTurned: "Lật đá: %(note)s"},
        keeps={StoneTurned: sheet.Keep(10, personal=("note",))},
    )

    def turned(note: str = "", **values: Any) -> StoneTurned:
        return turn_stone(note=note, **{"by": Actor.system("tests"), "at": at, **values})

    return turned


@pytest.fixture
def listen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[int]]:
    """Replaces the listeners by one of the test's own; gives the list of what it heard."""
    monkeypatch.setattr(commands, "_listeners", {})

    def listener(hear: Callable[..., None] | None = None, name: str = "test") -> list[int]:
        heard: list[int] = []

        def note(entry: Any, *, at: datetime) -> None:
            heard.append(entry.id)
            if hear is not None:
                hear(entry, at=at)

        commands.add_listener(commands.Listener(name, lambda kind: kind == "stone.turned", note))
        return heard

    return listener
