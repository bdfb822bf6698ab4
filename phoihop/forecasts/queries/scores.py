"""How desks did: means over their scored questions, and calibration. Never of a seat or an account: what goes in here
is each question's aggregate, nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from phoihop.forecasts.models import Question
from phoihop.forecasts.queries.values import DeskLine, DeskScores, ScoresValue
from phoihop.forecasts.rules import limits
from phoihop.forecasts.rules.calibration import Pair, calibrate, murphy, pairs_of
from phoihop.forecasts.rules.scores import mean, skill
from phoihop.ground.actor import Actor
from phoihop.organizations.queries import unit_names


def scores(actor: Actor, *, desk: str = "") -> ScoresValue:
    """Desks whose resolved questions the reader sees, in the order of their names; and one of them in full: the one
    asked for, else the reader's own, else the first. Two queries."""
    settled = Question.objects.visible_to(actor).filter(state__in=("RESOLVED", "ANNULLED")).order_by("pk")
    by_desk: dict[int, list[Question]] = {}
    for row in settled:
        by_desk.setdefault(row.desk_id, []).append(row)
    names = unit_names(by_desk)
    lines = [desk_line(pk, names[pk].code, names[pk].name, rows) for pk, rows in by_desk.items()]
    lines.sort(key=lambda line: (line.name, line.code))
    chosen = next((line for line in lines if desk and line.code == desk), None)
    if chosen is None and not desk:
        chosen = next((line for line in lines if line.unit_id == actor.unit_id), lines[0] if lines else None)
    shown = desk_scores(chosen, by_desk[chosen.unit_id]) if chosen is not None else None
    return ScoresValue(desks=tuple(lines), desk=shown)


def desk_line(unit_id: int, code: str, name: str, rows: Collection[Question]) -> DeskLine:
    """Means over the scored ones: those on which the desk had an aggregate."""
    scored = scored_of(rows)
    brier = mean([row.brier for row in scored if row.brier is not None])
    base = mean([row.base_brier for row in scored if row.base_brier is not None])
    return DeskLine(
        unit_id=unit_id,
        code=code,
        name=name,
        resolved=sum(row.state == "RESOLVED" for row in rows),
        scored=len(scored),
        brier=brier,
        base_brier=base,
        skill=skill(brier, base) if brier is not None and base is not None else None,
        log_loss=mean([row.log_loss for row in scored if row.log_loss is not None]),
        base_log_loss=mean([row.base_log_loss for row in scored if row.base_log_loss is not None]),
    )


def desk_scores(line: DeskLine, rows: Sequence[Question]) -> DeskScores:
    pairs = pairs_of_rows(rows)
    return DeskScores(
        line=line,
        annulled=sum(row.state == "ANNULLED" for row in rows),
        bins=tuple(calibrate(pairs)),
        parts=murphy(pairs),
        pairs=len(pairs),
        is_small=line.scored < limits.FEWEST_QUESTIONS,
    )


def scored_of(rows: Collection[Question]) -> list[Question]:
    return [row for row in rows if row.state == "RESOLVED" and row.brier is not None]


def pairs_of_rows(rows: Collection[Question]) -> list[Pair]:
    """The last aggregate of each scored question, against what came."""
    return [
        pair
        for row in scored_of(rows)
        if row.outcome is not None
        for pair in pairs_of(row.final[0], row.outcome, is_yes_no=row.kind == "YESNO")
    ]
