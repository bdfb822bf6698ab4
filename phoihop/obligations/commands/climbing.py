"""The clock climbs the ladder: of each obligation the highest rung reached is told, once for each due date.

Safe to run twice, twice at once, and to be killed. In prose: docs/algorithms/ladder.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import command, nothing_changed, on_record, tell_all
from phoihop.ground.dates import WorkCalendar
from phoihop.ground.powers import ask
from phoihop.obligations import events, states
from phoihop.obligations.commands.checking import labels
from phoihop.obligations.commands.rungs import Run, put_down, untold
from phoihop.obligations.models import Escalation, Obligation, Rung
from phoihop.obligations.queries import calendar
from phoihop.obligations.queries.ladder import circles_of, ladders, units_told, wording
from phoihop.obligations.rules import ladder as rules
from phoihop.organizations.queries import absence_notes, absent_accounts, accounts_in

AT_ONCE = 500  # rungs per transaction


@dataclass
class _Strike:
    """One stroke of the clock."""

    by: Actor
    at: datetime
    days: WorkCalendar
    today: date
    left: int
    run: Run
    has_told: bool = False

    def covered(self, to: str, unit_id: int) -> tuple[bool, str]:
        """Whether anybody meant is at work in the unit, and who of it is away with who stands in."""
        known = self.run.coverage
        if (to, unit_id) not in known:
            meant = accounts_in(circles_of(to, unit_id), self.at)
            away = absent_accounts(meant, self.at)
            notes = absence_notes(self.by, [unit_id], self.at) if away else ()
            said = " ".join(str(note) for note in notes if note.account_id in away)
            known[to, unit_id] = (bool(meant - away), said)
        return known[to, unit_id]


@command("clock.strike")
def climb_ladders(*, by: Actor, at: datetime, run: Run | None = None) -> int:
    """Tells at most AT_ONCE rungs that were reached; returns how many. With `run` it goes on where the batch before
    stopped.

    Each rung is told once for an obligation and a due date: the unique row decides between two clocks. Rungs below the
    one told are put down as skipped. By night and on days off only urgent rungs are told; the others wait.
    """
    ask(by, "clock.strike")
    strike = _Strike(by, at, calendar(), local_date(at), AT_ONCE, run or Run())
    for ladder, climbers in ladders():
        is_quiet = ladder.is_quiet(strike.days, timezone.localtime(at))
        for step in ladder.steps(strike.days, strike.today):
            for rung in step.rungs:
                if strike.left > 0 and (rung.is_urgent or not is_quiet):
                    _tell_rung(strike, ladder, rung, _on_step(climbers, step))
    if not strike.has_told:
        nothing_changed()
    return AT_ONCE - strike.left


def _on_step(climbers: Q, step: rules.Step) -> Q:
    """Obligations whose highest rung reached is on this step."""
    due = (
        Q(board_date__lte=step.until)
        if step.after is None
        else Q(board_date__gt=step.after, board_date__lte=step.until)
    )
    return climbers & due & Q(state__in=states.CLIMBS)


def _tell_rung(strike: _Strike, ladder: rules.Ladder, rung: rules.Rung, which: Q) -> None:
    question, below = (ladder, rung.key), ladder.below(rung.offset)
    rows = untold(rung.key, which & strike.run.beyond(question), strike.left)
    strike.run.come_to(question, rows)
    units = units_told(rows, {rung.to})
    states_of = {row.pk: "TOLD" if units[row.pk, rung.to] else "SKIPPED" for row in rows}  # above the top is nobody
    ours = put_down([_rung(row, rung.key, states_of[row.pk], strike.at) for row in rows])
    rows = [row for row in rows if row.pk in ours]
    strike.left -= len(rows)
    skipped = _skip(rows, below, strike.at)
    rows = [row for row in rows if states_of[row.pk] == "TOLD"]
    if rung.to == "upper":
        _let_see(((row, units[row.pk, rung.to]) for row in rows), strike.at)
    tell_all([_event(strike, row, rung, units[row.pk, rung.to], skipped[row.pk]) for row in rows])
    strike.has_told |= bool(rows)


def _skip(rows: Sequence[Obligation], below: Sequence[rules.Rung], at: datetime) -> Counter[int]:
    """Puts down what was passed; what was told in its time stays so. How many, by the obligations' numbers."""
    known = set(Rung.rows.filter(obligation__in=rows).values_list("obligation_id", "on_date", "kind"))
    passed = [
        _rung(row, rung.key, "SKIPPED", at)
        for row in rows
        for rung in below
        if (row.pk, row.board_date, rung.key) not in known
    ]
    Rung.rows.bulk_create(passed, ignore_conflicts=True)
    return Counter(rung.obligation_id for rung in passed)


def _rung(row: Obligation, kind: str, state: str, at: datetime) -> Rung:
    return Rung(obligation=row, kind=kind, on_date=row.board_date, state=state, reached_at=at)


def _let_see(told: Iterable[tuple[Obligation, Iterable[int]]], at: datetime) -> None:
    seers = [Escalation(obligation=row, unit_id=unit_id, at=at) for row, unit_ids in told for unit_id in unit_ids]
    Escalation.rows.bulk_create(seers, ignore_conflicts=True)


def _event(
    strike: _Strike, row: Obligation, rung: rules.Rung, unit_ids: tuple[int, ...], skipped: int
) -> events.RungReached:
    covered = {unit_id: strike.covered(rung.to, unit_id) for unit_id in unit_ids}
    words = partial(wording, rung, strike.days, row.board_date, strike.today)
    return events.RungReached(
        **labels(row),
        rung=rung.key,
        offset=rung.offset,
        to=rung.to,
        unit_ids=unit_ids,
        uncovered_ids=tuple(unit_id for unit_id, (is_covered, _said) in covered.items() if not is_covered),
        wording=on_record(lazy(words, str)()),
        absence=" ".join(filter(None, (said for _is_covered, said in covered.values()))),
        is_urgent=rung.is_urgent,
        skipped=skipped,
    )
