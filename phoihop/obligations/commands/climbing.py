"""The clock climbs the ladder: of each obligation the highest rung reached is told, once for each due date.

Safe to run twice, twice at once, and to be killed. In prose: docs/algorithms/ladder.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import command, nothing_changed, on_record, tell
from phoihop.ground.dates import WorkCalendar
from phoihop.ground.powers import ask
from phoihop.obligations import events, states
from phoihop.obligations.commands.checking import labels
from phoihop.obligations.commands.passed import Passed
from phoihop.obligations.models import Escalation, Obligation, Rung
from phoihop.obligations.queries import calendar
from phoihop.obligations.queries.ladder import circles_of, ladders, units_told, wording
from phoihop.obligations.rules import ladder as rules
from phoihop.organizations.queries import absence_notes, absent_accounts, accounts_in

AT_ONCE = 500  # rungs per transaction


@dataclass
class _Strike:
    """One stroke of the clock, and what it has looked up about units."""

    by: Actor
    at: datetime
    days: WorkCalendar
    today: date
    left: int
    passed: Passed
    coverage: dict[tuple[str, int], tuple[bool, str]] = field(default_factory=dict)

    def covered(self, to: str, unit_id: int) -> tuple[bool, str]:
        """Whether anybody meant is at work in the unit, and who of it is away with who stands in."""
        if (to, unit_id) not in self.coverage:
            meant = accounts_in(circles_of(to, unit_id), self.at)
            away = absent_accounts(meant, self.at)
            notes = absence_notes(self.by, [unit_id], self.at) if away else ()
            said = " ".join(str(note) for note in notes if note.account_id in away)
            self.coverage[to, unit_id] = (bool(meant - away), said)
        return self.coverage[to, unit_id]


@command("clock.strike")
def climb_ladders(*, by: Actor, at: datetime, passed: Passed | None = None) -> int:
    """Tells at most AT_ONCE rungs that were reached; returns how many. With `passed` it goes on where the batch before
    stopped.

    Each rung is told once for an obligation and a due date: the unique row decides between two clocks. Rungs below the
    one told are put down as skipped. By night and on days off only urgent rungs are told; the others wait.
    """
    ask(by, "clock.strike")
    strike = _Strike(by, at, calendar(), local_date(at), AT_ONCE, passed or Passed())
    for ladder, climbers in ladders():
        is_quiet = ladder.is_quiet(strike.days, timezone.localtime(at))
        for step in ladder.steps(strike.days, strike.today):
            for rung in step.rungs:
                if strike.left > 0 and (rung.is_urgent or not is_quiet):
                    _tell_rung(strike, ladder, rung, _on_step(climbers, step))
    if strike.left == AT_ONCE:
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
    told_of = Rung.rows.filter(obligation=OuterRef("pk"), kind=rung.key, on_date=OuterRef("board_date"))
    open_rows = Obligation.rows.filter(~Exists(told_of), which, strike.passed.beyond(question))
    rows = list(open_rows.order_by("board_date", "pk")[: strike.left])
    units = units_told(rows, {rung.to})
    for row in rows:
        strike.passed.come_to(question, row)
        told = units[row.pk, rung.to]
        state = "TOLD" if told else "SKIPPED"  # above the top there is nobody
        values = {"state": state, "reached_at": strike.at}
        place = {"obligation_id": row.pk, "kind": rung.key, "on_date": row.board_date}
        if not Rung.rows.get_or_create(**place, defaults=values)[1]:
            continue
        strike.left -= 1
        skipped = _skip(row, below, strike.at)
        if told:
            if rung.to == "upper":
                _let_see(row, told, strike.at)
            tell(_event(strike, row, rung, told, skipped))
        else:
            nothing_changed()


def _skip(row: Obligation, below: Iterable[rules.Rung], at: datetime) -> int:
    """Puts down what was passed; what was told in its time stays so."""
    known = set(Rung.rows.filter(obligation=row, on_date=row.board_date).values_list("kind", flat=True))
    missing = [rung for rung in below if rung.key not in known]
    passed = [
        Rung(obligation=row, kind=rung.key, on_date=row.board_date, state="SKIPPED", reached_at=at) for rung in missing
    ]
    Rung.rows.bulk_create(passed, ignore_conflicts=True)
    return len(passed)


def _let_see(row: Obligation, unit_ids: Iterable[int], at: datetime) -> None:
    seers = [Escalation(obligation=row, unit_id=unit_id, at=at) for unit_id in unit_ids]
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
