"""The acts on one obligation: start, hand in, support, accept, return, waive, block, unblock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, command, on_record, tell
from phoihop.ground.text import nfc
from phoihop.obligations import events, states
from phoihop.obligations.commands.checking import (
    NOT_NOW,
    close_lanes,
    give_evidence,
    is_after_due,
    labels,
    lane_of,
    lanes_of,
    lead_lane,
    load,
    move,
    move_lane,
    needed,
    reason_of,
    reference_of,
)
from phoihop.obligations.commands.giving import give_evidence_document
from phoihop.obligations.commands.papers import Paper, bring_papers
from phoihop.obligations.commands.providing import missing_of
from phoihop.obligations.models import Lane, Obligation


@command("obligation.hand_in")
def start_obligation(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ObligationStarted:
    """The lead unit begins. Refused unless it is open or was returned."""
    row = load(code, "obligation.hand_in", by=by, version=version)
    changes = move(row, "start", at=at)
    move_lane(lead_lane(row), "start")
    return tell(events.ObligationStarted(**labels(row), unit_id=row.lead_id), changes=changes)


@command("obligation.hand_in")
def hand_in_obligation(
    *,
    code: str,
    statement: str,
    reference: str,
    without_support_reason: str = "",
    missing_reason: str = "",
    is_personal_confirmed: bool = False,
    papers: Sequence[Paper] = (),
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ObligationHandedIn:
    """The lead unit hands in the whole with its evidence; late is allowed and recorded as late.

    A document of its own register that the reference names is given to all who take part, and so are `papers`: files
    judged before this act, which enter the unit's register with it. Refused: no statement, a
    reference that is neither a number nor an http(s) link, a document that may not be given, supporting lanes still
    open or documents neither provided nor withheld and no reason to go on without them, an obligation that is blocked,
    handed in or closed.
    """
    row = load(code, "obligation.hand_in", by=by, version=version)
    statement = needed(statement, _("Hãy ghi kết quả đã làm."))
    reference = reference_of(reference)
    if states.after(states.OBLIGATION, row.state, "hand_in") is None:
        raise Refused(str(NOT_NOW[row.state]))
    left = [lane for lane in lanes_of(row) if lane.role == "SUPPORTING" and "hand_in" in states.LANE[lane.state]]
    without = nfc(without_support_reason).strip()
    if left and not without:
        raise Refused(
            _("Còn %(count)s cơ quan phối hợp chưa nộp phần của mình; muốn nộp ngay thì ghi lý do.")
            % {"count": len(left)}
        )
    missing = missing_of(row)
    without_documents = nfc(missing_reason).strip()
    if missing and not without_documents:
        raise Refused(
            _(
                "Còn %(count)s văn bản chưa cung cấp và cũng chưa được duyệt giữ lại;"
                " hãy cung cấp, hoặc muốn nộp ngay thì ghi lý do."
            )
            % {"count": missing}
        )
    is_late = is_after_due(row, at)
    changes = move(row, "hand_in", at=at, handed_in_at=at, is_late=is_late, reason="")  # first: see checking.move
    lane = lead_lane(row)
    reference = _give(row, lane, reference, papers, "obligation.hand_in", is_personal_confirmed, by, at)
    give_evidence(lane, statement, reference, by=by, at=at)
    move_lane(lane, "hand_in")
    told = events.ObligationHandedIn(
        **labels(row),
        statement=statement,
        reference=reference,
        is_late=is_late,
        without_support_reason=without if left else "",
        missing=missing,
        missing_reason=without_documents if missing else "",
    )
    return tell(told, changes=changes)


@command("obligation.work")
def support_obligation(
    *,
    code: str,
    statement: str,
    reference: str,
    is_personal_confirmed: bool = False,
    papers: Sequence[Paper] = (),
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ObligationSupported:
    """A supporting unit hands in its lane, and gives the document of its own register that the reference names.

    Refused for a unit without a supporting lane, for a document that may not be given, and once the whole is in.
    """
    row = load(code, "obligation.work", by=by, version=version)
    statement = needed(statement, _("Hãy ghi kết quả đã làm."))
    reference = reference_of(reference)
    lane = Lane.rows.filter(obligation=row, unit_id=by.unit_id or 0, role="SUPPORTING").first()
    if lane is None:
        raise Refused(_("Cơ quan của bạn không có làn phối hợp trong nghĩa vụ này."))
    if row.state not in states.OWED:
        raise Refused(str(NOT_NOW[row.state]))
    if not move_lane(lane, "hand_in"):
        raise Refused(_("Phần của cơ quan bạn đã nộp."))
    reference = _give(row, lane, reference, papers, "obligation.work", is_personal_confirmed, by, at)
    give_evidence(lane, statement, reference, by=by, at=at)
    return tell(
        events.ObligationSupported(**labels(row), unit_id=lane.unit_id, statement=statement, reference=reference)
    )


@command("obligation.accept")
def accept_obligation(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ObligationAccepted:
    """The entitled unit accepts what was handed in. Refused unless it waits for acceptance."""
    row = load(code, "obligation.accept", by=by, version=version)
    changes = move(row, "accept", at=at)
    close_lanes(row, "accept", on_record(gettext_lazy("Khép lại cùng nghĩa vụ.")))
    return tell(events.ObligationAccepted(**labels(row), is_late=row.is_late), changes=changes)


@command("obligation.return")
def return_obligation(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ObligationReturned:
    """The entitled unit gives it back with a reason; the lead's lane is open again. Refused without a reason."""
    row = load(code, "obligation.return", by=by, version=version)
    reason = reason_of(reason)
    changes = move(row, "return", at=at, reason=reason)
    move_lane(lead_lane(row), "return", note=reason)
    return tell(events.ObligationReturned(**labels(row), reason=reason), changes=changes)


@command("obligation.waive")
def waive_obligation(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ObligationWaived:
    """The entitled unit's approver does without it. Refused without a reason, and once it is closed."""
    row = load(code, "obligation.waive", by=by, version=version)
    reason = reason_of(reason)
    changes = move(row, "waive", at=at, reason=reason)
    close_lanes(row, "waive", reason)
    return tell(events.ObligationWaived(**labels(row), reason=reason), changes=changes)


@command("obligation.work")
def block_obligation(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ObligationBlocked:
    """A unit cannot go on, and says why and who must act. The clock runs on. Refused without a reason."""
    row = load(code, "obligation.work", by=by, version=version)
    reason = reason_of(reason)
    lane_of(row, by)
    changes = move(row, "block", at=at, reason=reason)
    return tell(events.ObligationBlocked(**labels(row), reason=reason), changes=changes)


@command("obligation.work")
def unblock_obligation(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ObligationUnblocked:
    """What stood in the way is gone. Refused unless it is blocked."""
    row = load(code, "obligation.work", by=by, version=version)
    lane = lane_of(row, by)
    changes = move(row, "unblock", at=at, reason="")
    move_lane(lane, "start")
    return tell(events.ObligationUnblocked(**labels(row)), changes=changes)


def _give(
    row: Obligation,
    lane: Lane,
    reference: str,
    papers: Sequence[Paper],
    power: str,
    is_personal_confirmed: bool,
    by: Actor,
    at: datetime,
) -> str:
    """Gives what the act brings: its papers, or the document that the reference names. The reference as it is kept."""
    if papers:
        return bring_papers(
            row,
            papers,
            reference,
            power=power,
            unit_id=lane.unit_id,
            is_personal_confirmed=is_personal_confirmed,
            by=by,
            at=at,
        )
    give_evidence_document(row, lane, reference, power=power, is_personal_confirmed=is_personal_confirmed, by=by, at=at)
    return reference
