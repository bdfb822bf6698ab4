"""What waits for the reader's office today, put together from obligations, letters and rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from phoihop.dispatches import queries as dispatches
from phoihop.dispatches.queries import DispatchLine
from phoihop.ground.actor import DOERS, Actor, Role
from phoihop.obligations import queries as obligations
from phoihop.obligations.queries import TodayLists
from phoihop.plans import queries as plans
from phoihop.plans.queries import RoundLine

ROWS = 7
LETTERS = 5
ROUNDS = 3
ANSWERING = DOERS | {Role.CLERK}


@dataclass(frozen=True, slots=True)
class Today:
    """Four groups of the reader's own office, the coming week, and what waits for the word of his office."""

    lists: TodayLists
    letters: tuple[DispatchLine, ...]
    rounds: tuple[RoundLine, ...]


def today(actor: Actor, day: date) -> Today:
    """The reader's own office only; what he audits is on the board."""
    return Today(obligations.today_lists(actor, day, limit=ROWS), _letters(actor), _rounds(actor))


def _rounds(actor: Actor) -> tuple[RoundLine, ...]:
    """Rounds in which an office that chooses topics has not answered; what an auditor sees is not his to answer."""
    if not actor.has_role(DOERS) or actor.has_role({Role.AUDITOR}):
        return ()
    return tuple(plans.rounds_to_answer(actor, limit=ROUNDS))


def _letters(actor: Actor) -> tuple[DispatchLine, ...]:
    """Letters that wait for the word of the reader's office, the newest first."""
    if actor.unit_id is None or not actor.has_role(ANSWERING):
        return ()
    return dispatches.box(actor, "in", "waiting", limit=LETTERS).lines
