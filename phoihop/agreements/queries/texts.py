"""Reading texts: the clauses of a revision, the duties in force on a day, what differs between two revisions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from phoihop.agreements import rules
from phoihop.agreements.models import Agreement, Clause, Duty, Revision
from phoihop.agreements.rules import ClauseChange, ClauseText, DutyText
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible


@dataclass(frozen=True, slots=True)
class DutyValue:
    """A duty in force, as plans compile it. `obliged` and `entitled` are "lead" or "partner"."""

    key: str
    text: str
    clause_ref: str
    clause_label: str  # "QC-kg-07, 4.1"
    obliged: str
    entitled: str
    rule: dict[str, Any] | None
    channels: tuple[str, ...]
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class RevisionName:
    """A text as it is named in a list of texts."""

    id: int
    number: int
    state: str
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts of one agreement, clause by clause."""

    code: str
    title: str
    old: RevisionName
    new: RevisionName
    changes: tuple[ClauseChange, ...]
    revisions: tuple[RevisionName, ...]


def duties_in_force(actor: Actor, agreement_id: int, on: date) -> list[DutyValue]:
    """The duties of the text in force on that day, in the order of their clauses; none outside its days of force.

    Not visible when the actor may not see the agreement, so that nobody takes "not for you" for "no duties".
    """
    return duties_by_agreement(actor, [agreement_id], on)[agreement_id]


def duties_by_agreement(actor: Actor, agreement_ids: Iterable[int], on: date) -> dict[int, list[DutyValue]]:
    """The same for many agreements at once, in four queries."""
    wanted = set(agreement_ids)
    found = Agreement.objects.visible_to(actor).in_bulk(wanted)
    if found.keys() != wanted:
        raise NotVisible
    running = [row.pk for row in found.values() if _runs_on(row, on)]
    texts = revisions_on(running, on)
    answer: dict[int, list[DutyValue]] = {pk: [] for pk in wanted}
    duties = Duty.rows.filter(revision_id__in=[text.pk for text in texts.values()]).order_by("clause__position", "key")
    of_revision = {text.pk: (found[pk], text) for pk, text in texts.items()}
    for duty in duties.annotate(ref=F("clause__ref")):
        agreement, text = of_revision[duty.revision_id]
        answer[agreement.pk].append(
            DutyValue(
                key=duty.key,
                text=duty.text,
                clause_ref=duty.ref,
                clause_label=rules.clause_label(agreement.code, duty.ref),
                obliged=duty.obliged,
                entitled=duty.entitled,
                rule=json.loads(duty.rule),
                channels=tuple(json.loads(duty.channels)),
                is_illustration=agreement.is_illustration or text.is_illustration,
            )
        )
    return answer


def revisions_on(agreement_ids: Iterable[int], on: date) -> dict[int, Revision]:
    """For each agreement the signed text that holds on that day; before all of them, the first."""
    texts: dict[int, Revision] = {}
    rows = Revision.rows.filter(agreement_id__in=list(agreement_ids), is_signed=True)
    for row in sorted(rows, key=lambda row: (row.effective_from or date.min, row.number)):
        if row.agreement_id not in texts or (row.effective_from or date.min) <= on:
            texts[row.agreement_id] = row
    return texts


def clauses_of(revision_ids: Iterable[int]) -> dict[int, tuple[ClauseText, ...]]:
    """The clauses of each revision in their order, with their duties; two queries."""
    numbers = set(revision_ids)
    duties: dict[int, list[DutyText]] = {}
    for duty in Duty.rows.filter(revision_id__in=numbers).order_by("key"):
        text = DutyText(
            duty.key, duty.text, json.loads(duty.rule), tuple(json.loads(duty.channels)), entitled=duty.entitled
        )
        duties.setdefault(duty.clause_id, []).append(text)
    clauses: dict[int, list[ClauseText]] = {number: [] for number in numbers}
    for clause in Clause.rows.filter(revision_id__in=numbers).order_by("position", "pk"):
        clauses[clause.revision_id].append(ClauseText(clause.ref, clause.text, tuple(duties.get(clause.pk, ()))))
    return {number: tuple(found) for number, found in clauses.items()}


def visible_revisions(actor: Actor, agreement: Agreement) -> list[Revision]:
    """The texts a reader may know, newest first: what was never proposed belongs to the unit that wrote it alone."""
    rows = Revision.rows.filter(agreement_id=agreement.pk).order_by("-number")
    return [
        row
        for row in rows
        if row.is_signed or row.proposed_at is not None or not actor.is_person or row.proposed_by_id == actor.unit_id
    ]


def compare(actor: Actor, code: str, old: int, new: int) -> Comparison:
    """Two texts of an agreement by their numbers. Not visible when either is not for this reader."""
    agreement = Agreement.objects.visible_to(actor).filter(code=code).first()
    if agreement is None:
        raise NotVisible
    rows = visible_revisions(actor, agreement)
    by_number = {row.number: row for row in rows}
    if old not in by_number or new not in by_number:
        raise NotVisible
    clauses = clauses_of({by_number[old].pk, by_number[new].pk})
    return Comparison(
        code=agreement.code,
        title=agreement.title,
        old=name_of(by_number[old]),
        new=name_of(by_number[new]),
        changes=rules.compare(clauses[by_number[old].pk], clauses[by_number[new].pk]),
        revisions=tuple(name_of(row) for row in rows),
    )


def name_of(row: Revision) -> RevisionName:
    return RevisionName(row.pk, row.number, row.state, row.proposed_by_id)


def _runs_on(row: Agreement, on: date) -> bool:
    if row.state not in ("IN_FORCE", "ENDED"):
        return False
    days = [day for day in (row.to_date, row.ended_date) if day is not None]  # ended before its time
    return rules.is_in_force(on, row.from_date, min(days, default=None))
