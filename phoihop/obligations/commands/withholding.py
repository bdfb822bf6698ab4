"""Documents kept back: a ground, a reason, a day to look again, and a second person's agreement."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, command, tell
from phoihop.ground.powers import NotAllowed, ask, may
from phoihop.obligations import events, states
from phoihop.obligations.commands.checking import iso, needed, signed
from phoihop.obligations.commands.providing import PROVIDED_ALREADY, load_line, move_line, of_line
from phoihop.obligations.models import Expected

NOTHING_KEPT = {
    "ground": "",
    "reason": "",
    "recheck_date": None,
    "is_title_hidden": False,
    "withheld_at": None,
    "withheld_post": "",
    "withheld_account_id": None,
    "reviewed_at": None,
    "reviewed_post": "",
}


@command("obligation.withhold")
def withhold_document(
    *,
    code: str,
    expected_id: int,
    ground: str,
    reason: str,
    recheck_date: date,
    is_title_hidden: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.WithholdingProposed:
    """Proposes to keep a document back, or to go on keeping it; it counts once the unit's approver agrees.

    The title of a state secret is hidden always. Only the title and the grounds are kept, never the paper. Refused: no
    ground, no reason, a day to look again that is not after today or lies more than a year away, another unit's line.
    """
    row, line = load_line(code, expected_id, "obligation.withhold", by=by, version=version)
    _check_own(line, by)
    if line.state == "PROVIDED":
        raise Refused(str(PROVIDED_ALREADY))
    if line.state == "WITHHELD" and line.reviewed_at is None:
        raise Refused(_("Đề nghị giữ lại văn bản này đang chờ người duyệt."))
    if ground not in states.GROUNDS:
        raise Refused(_("Hãy chọn căn cứ giữ lại."))
    reason = needed(reason, _("Cần nêu lý do giữ lại."))
    today = local_date(at)
    if not today < recheck_date <= states.year_after(today):
        raise Refused(_("Ngày xem lại phải sau hôm nay và không quá một năm."))
    if line.is_title_hidden and not may(by, "obligation.review_withholding", row):
        is_title_hidden = True  # once hidden, only an approver lets it be read again
    is_hidden = is_title_hidden or ground in states.NEVER_NAMED
    changes = move_line(
        row,
        line,
        "withhold",
        ground=ground,
        reason=reason,
        recheck_date=recheck_date,
        is_title_hidden=is_hidden,
        withheld_at=at,
        withheld_post=signed(by)[:500],
        withheld_account_id=by.account_id,
        reviewed_at=None,
        reviewed_post="",
    )
    event = events.WithholdingProposed(
        **of_line(row, line), ground=ground, recheck=iso(recheck_date), is_title_hidden=is_hidden
    )
    return tell(event, changes=changes)


@command("obligation.review_withholding")
def review_withholding(
    *, code: str, expected_id: int, is_agreed: bool, version: int | None = None, by: Actor, at: datetime
) -> events.WithholdingAgreed | events.WithholdingRefused:
    """The approver of the unit agrees, or the document is expected again and its title may be read.

    Refused: nothing waits for him, another unit's line, agreement by who proposed it, and after the day to look again.
    """
    row, line = load_line(code, expected_id, "obligation.review_withholding", by=by, version=version)
    _check_own(line, by)
    if line.state != "WITHHELD" or line.reviewed_at is not None:
        raise Refused(_("Không có đề nghị giữ lại nào đang chờ duyệt ở văn bản này."))
    if not is_agreed:
        changes = move_line(row, line, "refuse", **NOTHING_KEPT)
        return tell(events.WithholdingRefused(**of_line(row, line)), changes=changes)
    if by.is_person and line.withheld_account_id == by.account_id:
        raise Refused(_("Cần người thứ hai: bạn là người đề nghị giữ lại văn bản này."))
    if line.recheck_date is None or line.recheck_date <= local_date(at):
        raise Refused(_("Ngày xem lại đã qua. Hãy không đồng ý, rồi đề nghị lại với ngày mới."))
    changes = move_line(row, line, "agree", reviewed_at=at, reviewed_post=signed(by)[:500])
    event = events.WithholdingAgreed(**of_line(row, line), ground=line.ground, recheck=iso(line.recheck_date))
    return tell(event, changes=changes)


@command("obligation.withhold")
def lift_withholding(
    *, code: str, expected_id: int, version: int | None = None, by: Actor, at: datetime
) -> events.WithholdingLifted:
    """The ground is gone, or the proposal is taken back: the document is expected again.

    A hidden title is made readable by an approver only. Refused: not kept back, another unit's line.
    """
    row, line = load_line(code, expected_id, "obligation.withhold", by=by, version=version)
    _check_own(line, by)
    if line.state != "WITHHELD":
        raise Refused(_("Văn bản này không được giữ lại."))
    if line.is_title_hidden:
        ask(by, "obligation.review_withholding", row)
    changes = move_line(row, line, "lift", **NOTHING_KEPT)
    return tell(events.WithholdingLifted(**of_line(row, line)), changes=changes)


def _check_own(line: Expected, by: Actor) -> None:
    if by.is_person and line.unit_id != by.unit_id:
        raise NotAllowed(_("Chỉ cơ quan phải cung cấp văn bản này mới giữ lại được."))
