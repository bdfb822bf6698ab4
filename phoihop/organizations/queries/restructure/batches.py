"""Batches as they are kept: proposed, approved, carried out, taken back; and what each thing went through."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from phoihop.ground.actor import Actor
from phoihop.ground.powers import Circle, NotVisible, may, who_may
from phoihop.ground.sheet import rehomes
from phoihop.organizations.models import Approval, Batch, Moved
from phoihop.organizations.queries.restructure.dry import GoesLine
from phoihop.organizations.queries.units import UnitName, unit_names
from phoihop.organizations.rules.restructure import APPROVERS

MOST = 200


@dataclass(frozen=True, slots=True)
class BatchLine:
    code: str
    key: str
    title: str
    on_date: date
    legal_basis: str
    state: str
    approvals: int
    trouble: str


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    name: str
    post: str
    at: datetime
    is_of_now: bool  # of the text as it stands


@dataclass(frozen=True, slots=True)
class BatchView:
    line: BatchLine
    version: int
    raw: dict[str, Any]
    approvals: tuple[ApprovalLine, ...]
    applied_at: datetime | None
    undone_at: datetime | None
    undo_reason: str
    is_approved: bool
    has_approved: bool  # the reader has
    may_propose: bool
    may_approve: bool
    may_apply: bool
    may_undo: bool


@dataclass(frozen=True, slots=True)
class MovedLine:
    """Where a thing came from, and with which batch."""

    code: str
    kind: str
    came_from: UnitName
    went_to: UnitName
    on_date: date
    legal_basis: str
    batch: str
    is_undone: bool


def batches(actor: Actor) -> list[BatchLine]:
    """The newest first. Two queries."""
    rows = list(Batch.objects.visible_to(actor).order_by("-on_date", "-pk")[:MOST])
    given: dict[int, set[int]] = {}
    digests = {row.pk: row.digest for row in rows}
    approvals = Approval.rows.filter(batch_id__in=list(digests))
    for batch_id, account_id, digest in approvals.values_list("batch_id", "account_id", "digest"):
        if digests[batch_id] == digest:
            given.setdefault(batch_id, set()).add(account_id)
    return [_line(row, len(given.get(row.pk, ()))) for row in rows]


def batch_row(key: str) -> Batch:
    """By its key or its code."""
    row = Batch.rows.filter(key=key).first() or Batch.rows.filter(code=key).first()
    if row is None:
        raise NotVisible
    return row


def batch(actor: Actor, code: str) -> BatchView:
    """One batch. Not visible to whoever it does not touch."""
    row = Batch.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    approvals = list(Approval.rows.filter(batch=row).select_related("account").order_by("at", "pk"))
    current = {one.account_id for one in approvals if one.digest == row.digest}
    return BatchView(
        line=_line(row, len(current)),
        version=row.version,
        raw=json.loads(row.document),
        approvals=tuple(
            ApprovalLine(one.account.full_name, one.post, one.at, one.digest == row.digest) for one in approvals
        ),
        applied_at=row.applied_at,
        undone_at=row.undone_at,
        undo_reason=row.undo_reason,
        is_approved=len(current) >= APPROVERS,
        has_approved=actor.account_id in current,
        may_propose=may(actor, "restructure.propose"),
        may_approve=may(actor, "restructure.approve", row),
        may_apply=may(actor, "restructure.apply", row),
        may_undo=may(actor, "restructure.undo", row),
    )


def batch_documents() -> dict[str, dict[str, Any]]:
    """Key -> document, of all batches."""
    return {key: json.loads(document) for key, document in Batch.rows.values_list("key", "document")}


def approvers_of(event: Any) -> list[Circle]:
    return who_may("restructure.approve", batch_row(event.code))


def moved_of(codes: Collection[str]) -> dict[str, tuple[MovedLine, ...]]:
    """What batches did with things of these codes, the oldest first. Two queries."""
    moved = Moved.rows.filter(code__in=set(codes), from_unit_id__isnull=False).exclude(code="")
    rows = list(moved.select_related("batch").order_by("batch__on_date", "batch_id", "position"))
    names = unit_names(pk for row in rows for pk in (row.from_unit_id, row.to_unit_id))
    found: dict[str, dict[tuple[Any, ...], MovedLine]] = {}
    for row in rows:
        came_from, went_to = names.get(row.from_unit_id or 0), names.get(row.to_unit_id or 0)
        if came_from is None or went_to is None:
            continue
        line = MovedLine(
            code=row.code,
            kind=row.kind,
            came_from=came_from,
            went_to=went_to,
            on_date=row.batch.on_date,
            legal_basis=row.batch.legal_basis,
            batch=row.batch.code,
            is_undone=row.batch.state == "UNDONE",
        )
        found.setdefault(row.code, {}).setdefault((came_from.id, went_to.id, row.batch_id), line)
    return {code: tuple(lines.values()) for code, lines in found.items()}


def done_by(actor: Actor, code: str) -> list[GoesLine]:
    """What a batch that is carried out did, by kind and by units. Three queries."""
    row = Batch.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    kinds = {rehome.kind: rehome for rehome in rehomes()}
    groups: dict[tuple[str, int, int], list[str]] = {}
    moved = Moved.rows.filter(batch=row, from_unit_id__isnull=False).order_by("position")
    for kind, old, new, thing in moved.values_list("kind", "from_unit_id", "to_unit_id", "code"):
        groups.setdefault((kind, old or 0, new or 0), []).append(thing)
    names = unit_names(pk for _kind, old, new in groups for pk in (old, new))
    return [
        GoesLine(
            kind=kind,
            words=str(kinds[kind].words) if kind in kinds else kind,
            from_ref="",
            from_name=names[old].name if old in names else "",
            to_ref="",
            to_name=names[new].name if new in names else "",
            codes=tuple(codes),
        )
        for (kind, old, new), codes in groups.items()
    ]


def _line(row: Batch, approvals: int) -> BatchLine:
    return BatchLine(row.code, row.key, row.title, row.on_date, row.legal_basis, row.state, approvals, row.trouble)
