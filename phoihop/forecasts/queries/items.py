"""Reading questions: the list, one question with everything its page shows, those about a topic."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from phoihop.documents import queries as documents
from phoihop.forecasts import states
from phoihop.forecasts.models import Estimate, Question, QuestionParty, Resolution
from phoihop.forecasts.policy import APPROVERS, FORECASTERS
from phoihop.forecasts.queries.marks import mark_of
from phoihop.forecasts.queries.names import outcome_names
from phoihop.forecasts.queries.values import (
    EstimateValue,
    QuestionLine,
    QuestionList,
    QuestionValue,
    ResolutionValue,
    Rights,
)
from phoihop.forecasts.rules import limits, together
from phoihop.forecasts.rules.together import Given, Stretch, base_rate, fractions
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.powers import NotVisible, may, why
from phoihop.ground.prepared import prepared
from phoihop.organizations.queries import unit_names

MOST_SHOWN = 50
VIEWS: dict[str, dict[str, object]] = {
    "": {},
    "chuan-bi": {"state__in": states.IN_PREPARATION},
    "dang-mo": {"state": "OPEN"},
    "cho-ket-qua": {"state__in": ("CLOSED", "RESOLVING")},
    "da-co-ket-qua": {"state": "RESOLVED"},
    "da-cham": {"state": "RESOLVED", "brier__isnull": False},
    "da-huy": {"state__in": ("ANNULLED", "DROPPED")},
}


def questions(
    actor: Actor, *, view: str = "", desk: str = "", after: str = "", limit: int = MOST_SHOWN
) -> QuestionList:
    """The questions that the reader may see, the newest first. A constant number of queries."""
    rows = Question.objects.visible_to(actor).order_by("-pk").filter(**VIEWS.get(view, {}))
    if desk:
        rows = rows.filter(desk__code=desk)
    if after:
        rows = rows.filter(pk__lt=Question.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return QuestionList(
        lines=tuple(lines_of(actor, shown)),
        next=shown[-1].code if len(found) > limit else "",
        may_draft=actor.unit_id is not None and may(actor, "question.draft", unit_id=actor.unit_id),
    )


def questions_about(actor: Actor, dossier: str) -> list[QuestionLine]:
    """What was asked about a topic, the newest first."""
    return lines_of(actor, _about(actor, dossier))


@prepared
def _about(actor: Actor, dossier: str) -> QuerySet[Question]:
    rows = Question.objects.visible_to(actor).filter(dossier=dossier).exclude(state="DROPPED")
    return rows.order_by("-pk")[:MOST_SHOWN]


def lines_of(actor: Actor, rows: Sequence[Question]) -> list[QuestionLine]:
    """Three queries however many."""
    names = unit_names(row.desk_id for row in rows)
    given = _estimates_of([row for row in rows if is_running(row)])
    desks = {pk: (name.name, name.code) for pk, name in names.items()}
    return [_line(actor, row, desks[row.desk_id], given.get(row.pk, [])) for row in rows]


def _estimates_of(rows: Collection[Question]) -> dict[int, list[Estimate]]:
    found: dict[int, list[Estimate]] = {}
    for one in Estimate.rows.filter(question__in=[row.pk for row in rows]).order_by("given_at", "pk"):
        found.setdefault(one.question_id, []).append(one)
    return found


def _line(actor: Actor, row: Question, desk: tuple[str, str], given: Sequence[Estimate]) -> QuestionLine:
    hidden = is_running(row) and not has_given(actor, row.code, given)
    mean = middle = None
    if is_running(row) and not hidden:
        made = together.aggregate(as_given(given), date.max)
        mean, middle = (made[0], made[1]) if made is not None else (None, None)
    elif row.final:
        mean, middle = tuple(row.final[0]), tuple(row.final[1])
    return QuestionLine(
        code=row.code,
        text=row.text,
        kind=row.kind,
        state=row.state,
        desk=desk[0],
        desk_code=desk[1],
        dossier=row.dossier,
        outcomes=outcome_names(row.outcomes),
        base=base_rate(row.counts),
        closes_date=row.closes_date,
        resolves_date=row.resolves_date,
        seats=row.seats,
        together=mean,
        median=middle,
        is_hidden=hidden,
        is_mine=is_mine(actor, row, given),
        outcome=row.outcome,
        decided_date=row.decided_date,
        brier=row.brier,
        base_brier=row.base_brier,
        log_loss=row.log_loss,
        base_log_loss=row.base_log_loss,
        opened_at=row.opened_at,
        settled_at=row.settled_at,
        version=row.version,
        is_illustration=row.is_illustration,
    )


def is_running(row: Question) -> bool:
    """Estimates may still be given, or may be given again if an early result does not stand."""
    return row.opened_at is not None and row.closed_at is None


def as_given(estimates: Collection[Estimate]) -> list[Given]:
    return [Given(one.seat, local_date(one.given_at), tuple(one.shares)) for one in estimates]


def has_given(actor: Actor, code: str, estimates: Collection[Estimate]) -> bool:
    mark = mark_of(actor, code)
    return bool(mark) and any(one.mark == mark for one in estimates)


def is_mine(actor: Actor, row: Question, given: Collection[Estimate]) -> bool:
    """Whether the reader's own unit, in one of the reader's roles, has the next step."""
    if actor.unit_id != row.desk_id:
        return False
    if row.state == "OPEN":
        return actor.has_role(FORECASTERS) and not has_given(actor, row.code, given)
    if row.state == "RESOLVING":
        return actor.has_role(FORECASTERS)
    return row.state in ("WAITING", "CLOSED") and actor.has_role(APPROVERS)


def visible_question(actor: Actor, code: str) -> Question:
    row = Question.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def question_value(actor: Actor, code: str, at: datetime) -> QuestionValue:
    """One question with everything its page shows. Not visible to outsiders; a constant number of queries.

    Before the reader's own first estimate, and before the last day is over, no other estimate and no aggregate is
    given out: not as a value either, so that no page can show it.
    """
    row = visible_question(actor, code)
    estimates = list(Estimate.rows.filter(question=row).order_by("given_at", "pk"))
    units = list(QuestionParty.rows.filter(question=row).order_by("pk").values_list("unit_id", flat=True))
    names = unit_names([row.desk_id, *units])
    line = _line(actor, row, (names[row.desk_id].name, names[row.desk_id].code), estimates)
    own = mark_of(actor, code)
    latest = {one.seat: one.turn for one in estimates}
    values = [
        EstimateValue(
            seat=one.seat,
            turn=one.turn,
            post=one.post,
            unit=one.unit_name,
            shares=fractions(one.shares),
            reason=one.reason,
            given_at=one.given_at,
            is_own=bool(own) and one.mark == own,
            is_latest=latest[one.seat] == one.turn,
        )
        for one in estimates
        if not line.is_hidden
    ]
    return QuestionValue(
        line=line,
        rule=row.rule,
        source=row.source,
        counts=tuple(row.counts),
        base_class=row.base_class,
        base_source=row.base_source,
        drafted_at=row.drafted_at,
        drafted_post=row.drafted_post,
        presented_at=row.presented_at,
        presented_post=row.presented_post,
        opened_post=row.opened_post,
        parties=tuple(names[pk].name for pk in units if pk in names),
        disputes=row.disputes,
        reason=row.reason,
        estimates=tuple(values),
        own=next((one for one in values if one.is_own and one.is_latest), None),
        history=() if line.is_hidden else tuple(history_of(row, estimates, local_date(at))),
        resolutions=tuple(_resolutions(actor, row)),
        rights=_rights(actor, row, estimates, at),
        why=why(actor, row),
    )


def history_of(row: Question, estimates: Collection[Estimate], today: date) -> list[Stretch]:
    """The aggregate from day to day, from the opening on: as far as it counts, or to today."""
    first = first_day(row)
    if first is None:
        return []
    last = last_day(row, row.decided_date)
    if is_running(row):
        last = min(last, today)
    return together.stretches(as_given(estimates), first, last, base_rate(row.counts)) if last >= first else []


def first_day(row: Question) -> date | None:
    return local_date(row.opened_at) if row.opened_at is not None else None


def last_day(row: Question, decided: date | None) -> date:
    """The last day that counts: that of closing, or the day before it was decided in the world."""
    return row.closes_date if decided is None else min(row.closes_date, decided - timedelta(days=1))


def _resolutions(actor: Actor, row: Question) -> list[ResolutionValue]:
    found = list(Resolution.rows.filter(question=row).order_by("number"))
    readable = documents.documents_of(actor, [one.document for one in found if one.document])
    return [
        ResolutionValue(
            number=one.number,
            state=one.state,
            outcome=one.outcome,
            decided_date=one.decided_date,
            reason=one.reason,
            document=one.document,
            citation=one.citation,
            page=one.page,
            link=one.link,
            is_visible=one.document in readable,
            proposed_at=one.proposed_at,
            proposed_post=one.proposed_post,
            settled_at=one.settled_at,
            settled_post=one.settled_post,
            note=one.note,
        )
        for one in found
    ]


def _rights(actor: Actor, row: Question, estimates: Collection[Estimate], at: datetime) -> Rights:
    def can(power: str) -> bool:
        return may(actor, power, row)

    today, mark = local_date(at), mark_of(actor, row.code)
    wrote = bool(mark) and mark in (row.drafted_mark, row.presented_mark)
    proposal = None
    if row.state == "RESOLVING":
        proposal = (
            Resolution.rows.filter(question=row, state="PROPOSED").values_list("proposed_mark", flat=True).first()
        )
    return Rights(
        write=row.state == "DRAFT" and can("question.write"),
        present=row.state == "DRAFT" and can("question.present"),
        give_back=row.state == "WAITING" and can("question.return"),
        open=row.state == "WAITING" and not wrote and can("question.open"),
        drop=row.state in states.IN_PREPARATION and can("question.drop"),
        estimate=row.state == "OPEN" and today <= row.closes_date and bool(mark) and can("estimate.give"),
        resolve=row.state in ("OPEN", "CLOSED")
        and can("question.resolve")
        and not has_given(actor, row.code, estimates),
        confirm=row.state == "RESOLVING" and can("question.confirm") and (not mark or proposal != mark),
        dispute=row.state in states.OVER
        and row.disputes < limits.MOST_DISPUTES
        and row.settled_at is not None
        and today <= local_date(row.settled_at) + timedelta(days=limits.DISPUTE_DAYS)
        and can("question.dispute"),
    )


def in_menu(actor: Actor, today: date) -> QuerySet[Question]:
    """For the menu: questions to open and results to give, for approvers of the unit."""
    if actor.unit_id is None or not actor.has_role(APPROVERS):
        return Question.rows.none()
    return Question.rows.filter(desk_id=actor.unit_id, state__in=("WAITING", "CLOSED", "RESOLVING"))
