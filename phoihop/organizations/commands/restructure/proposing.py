"""Writing a batch down, answering what it asks, standing by it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command
from phoihop.ground.powers import ask
from phoihop.organizations import events, rules
from phoihop.organizations.commands.checking import needed, same, told
from phoihop.organizations.models import Approval, Batch, BatchUnit, Moved
from phoihop.organizations.queries.restructure import Fault, batch_row, faults_of, plan, refs_of
from phoihop.organizations.rules.restructure import (
    APPROVERS,
    BATCH,
    CHANGES,
    STAYS,
    Document,
    digest_of,
    read_document,
)


class FaultyBatch(Refused):
    """The document cannot be carried out; `faults` holds everything wrong with it, each with its place."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.sentence for fault in faults))


@command("restructure.propose")
def propose_batch(*, document: Mapping[str, Any], by: Actor, at: datetime) -> events.BatchProposed:
    """Writes a batch down, or changes one that is not carried out. `document` has the shape of the schema.

    Refused with FaultyBatch: everything wrong with it at once. Refused: one that was carried out or withdrawn. The same
    document again changes nothing; another one loses the approvals it had.
    """
    ask(by, "restructure.propose")
    wanted = read_document(document)
    if not rules.is_key(wanted.key):
        raise Refused(_("Khóa đợt %(key)s chỉ được gồm chữ thường không dấu, số, gạch nối.") % {"key": wanted.key})
    row = Batch.rows.filter(key=wanted.key).first()
    digest = digest_of(document)
    if row is not None and row.digest == digest and row.state in ("PROPOSED", "APPLIED"):
        return same(_proposed(row))
    if row is not None and "apply" not in BATCH[row.state]:
        raise Refused(_("Đợt %(key)s đã thực hiện hoặc đã rút; hãy lập đợt khác.") % {"key": wanted.key})
    if faults := faults_of(wanted):
        raise FaultyBatch(faults)
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    values: dict[str, Any] = {
        "title": needed(wanted.title),
        "on_date": wanted.on_date,
        "legal_basis": needed(wanted.legal_basis),
        "document": text,
        "digest": digest,
        "trouble": "",
    }
    if row is None:
        row = _new_row(wanted, values, at)
    else:
        Moved.rows.filter(batch=row).delete()  # of a time that was taken back; the ledger tells of it
        change(row, state="PROPOSED", **values)
    _note_units(row, wanted)
    return told(_proposed(row))


@command("restructure.propose")
def answer_question(*, code: str, key: str, answer: str, by: Actor, at: datetime) -> events.BatchProposed:
    """Answers one of the batch's questions; it is then another text, which nobody has approved yet.

    Refused: a question it does not ask, a unit that is none.
    """
    row = batch_row(code)
    ask(by, "restructure.propose")
    raw = json.loads(row.document)
    asked = plan(read_document(raw)).questions.get(key)
    if asked is None:
        raise Refused(_("Đợt này không có câu hỏi %(key)s.") % {"key": key})
    if asked.choices and answer not in asked.choices and answer != STAYS and not key.startswith("upper:"):
        raise Refused(_("Câu trả lời phải là một trong: %(all)s.") % {"all": ", ".join(asked.choices)})
    raw["answers"] = {**(raw.get("answers") or {}), key: answer}
    proposed: events.BatchProposed = propose_batch(document=raw, by=by, at=at)
    return same(proposed)


@command("restructure.approve")
def approve_batch(*, code: str, digest: str = "", by: Actor, at: datetime) -> events.BatchApproved:
    """Stands by the text as it is now; `digest` is the one on the approver's page.

    Refused: open questions, a batch that is over, a text that has changed since. Twice is harmless.
    """
    row = batch_row(code)
    ask(by, "restructure.approve", row)
    if row.state != "PROPOSED":
        raise Refused(_("Đợt này không còn chờ duyệt."))
    if digest and digest != row.digest:
        raise SomebodyWasFaster(row.code, row.version)
    document = read_document(json.loads(row.document))
    if faults := faults_of(document):
        raise FaultyBatch(faults)
    if plan(document).open_questions():
        raise Refused(_("Còn câu hỏi chưa trả lời; hãy trả lời rồi mới duyệt."))
    approvals = Approval.rows.filter(batch=row, digest=row.digest)
    event = events.BatchApproved(
        code=row.code, batch_id=row.pk, title=row.title, digest=row.digest, count=approvals.count() + 1
    )
    if by.account_id is None or approvals.filter(account_id=by.account_id).exists():
        return same(event)
    post = f"{by.acting_for or by.post}, {by.unit_name}"[:400]
    try:
        with transaction.atomic():
            Approval.rows.create(batch=row, account_id=by.account_id, post=post, digest=row.digest, at=at)
    except IntegrityError:  # pressed twice in one moment
        return same(event)
    return told(event)


@command("restructure.propose")
def withdraw_batch(*, code: str, reason: str, by: Actor, at: datetime) -> events.BatchWithdrawn:
    """The batch will not be carried out. Refused: one that was, or without a reason."""
    row = batch_row(code)
    ask(by, "restructure.propose")
    reason = needed(reason, 500)
    event = events.BatchWithdrawn(code=row.code, batch_id=row.pk, title=row.title, reason=reason)
    if row.state == "WITHDRAWN":
        return same(event)
    if "withdraw" not in BATCH[row.state]:
        raise Refused(_("Đợt đã thực hiện thì hoàn tác, không rút."))
    change(row, state="WITHDRAWN")
    return told(event)


def is_approved(row: Batch) -> bool:
    """Whether enough people stand by the text as it is."""
    given = Approval.rows.filter(batch=row, digest=row.digest).values_list("account_id", flat=True).distinct()
    return given.count() >= APPROVERS


def _proposed(row: Batch) -> events.BatchProposed:
    return events.BatchProposed(
        code=row.code, batch_id=row.pk, title=row.title, on_date=row.on_date.isoformat(), digest=row.digest
    )


def _new_row(wanted: Document, values: dict[str, Any], at: datetime) -> Batch:
    code = f"SX-{wanted.territory or 'vn'}-{wanted.key}"
    return Batch.rows.create(code=code, key=wanted.key, state="PROPOSED", proposed_at=at, **values)


def _note_units(row: Batch, wanted: Document) -> None:
    """Who is touched, and who stands above: their approvers may approve."""
    there = refs_of(wanted).rows
    named = {ref for step in wanted.steps for ref in (*step.froms, *(part.ref for part in step.parts))}
    named |= {step.parent for step in wanted.steps if step.kind in CHANGES}
    touched = {there[ref].pk: there[ref] for ref in named if ref in there}
    BatchUnit.rows.filter(batch=row).delete()
    BatchUnit.rows.bulk_create(
        BatchUnit(batch=row, unit=unit, upper_id=unit.parent_id or unit.pk) for _pk, unit in sorted(touched.items())
    )
