"""Lines of a communication plan, what is marked for review, what the plan rests on, and windows of silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events
from phoihop.communications.commands.basics import line_of, load, needed, next_state, post_of, territory_of
from phoihop.communications.commands.outreach import NO_REASON, check_draft
from phoihop.communications.commands.outreach_papers import Paper, add_paper, paper_name
from phoihop.communications.commands.outreach_pieces import note_hand, oblige, of_line, of_plan, release
from phoihop.communications.models import (
    CommunicationPlan,
    OutreachFlag,
    OutreachLine,
    OutreachOutput,
    OutreachPaper,
    OutreachWindow,
)
from phoihop.communications.queries.outreach_words import CHANNEL_WORDS, DETAIL_WORDS, FLAG_WORDS, days_in_words
from phoihop.communications.rules import outreach as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell
from phoihop.ground.parts.words import day
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.ground.text import fold
from phoihop.organizations.queries import unit_names, units_in_force

NO_AUDIENCE = gettext_lazy("Cần nêu đối tượng. Chưa ghi gì; hãy viết rồi gửi lại.")
NO_MESSAGE = gettext_lazy("Cần nêu thông điệp. Chưa ghi gì; hãy viết rồi gửi lại.")
WRONG: Mapping[str, Any] = {
    "needed": gettext_lazy("Kênh %(channel)s cần ghi „%(field)s“. Chưa ghi gì; hãy bổ sung rồi gửi lại."),
    "number": gettext_lazy("„%(field)s“ phải là số nguyên. Chưa ghi gì; hãy sửa rồi gửi lại."),
    "hours": gettext_lazy("„%(field)s“ ghi như 05:00-05:30, mỗi dòng một khung giờ. Chưa ghi gì."),
    "long": gettext_lazy("„%(field)s“ dài quá. Chưa ghi gì; hãy rút gọn rồi gửi lại."),
}


@command("outreach.write")
def add_line(
    *,
    code: str,
    audience: str,
    message: str,
    channel: str,
    owner_id: int,
    first_date: date,
    last_date: date | None = None,
    is_confirmed: bool = False,
    cost: int | None = None,
    details: Mapping[str, Any] | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.OutreachLineAdded:
    """One more line. Refused: not a draft, too many, an unknown channel or what it asks for is missing, a unit that is
    no more, days that end before they begin."""
    row = load(CommunicationPlan, code, "outreach.write", by)
    check_draft(row)
    values = _values(audience, message, channel, owner_id, first_date, last_date, is_confirmed, cost, details, at)
    if row.lines >= rules.MOST_LINES:
        raise Refused(_("Mỗi kế hoạch nhiều nhất %(most)s dòng. Chưa ghi gì.") % {"most": rules.MOST_LINES})
    number = row.lines + 1
    change(row, version=version, lines=number)
    line = OutreachLine.rows.create(plan=row, number=number, code=f"{row.code}/{number}", **values)
    note_hand(code, by)
    return tell(events.OutreachLineAdded(**of_line(row, line)))


@command("outreach.write")
def write_line(
    *,
    code: str,
    number: int,
    audience: str,
    message: str,
    owner_id: int,
    first_date: date,
    last_date: date | None = None,
    is_confirmed: bool = False,
    cost: int | None = None,
    details: Mapping[str, Any] | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.OutreachLineWritten:
    """Changes a line that was not approved yet; its channel stays. Refused as `add_line`."""
    row, line = line_at(code, number, "outreach.write", by)
    check_draft(row)
    if line.state != "DRAFT":
        raise Refused(
            _("Dòng %(number)s đã duyệt: chỉ đổi ngày hoặc bỏ được. Mọi thứ giữ nguyên.") % {"number": number}
        )
    new = _values(audience, message, line.channel, owner_id, first_date, last_date, is_confirmed, cost, details, at)
    changed = {name: value for name, value in new.items() if value != getattr(line, name)}
    event = events.OutreachLineWritten(**of_line(row, line))
    if not changed:
        nothing_changed()
        return event
    change(line, version=version, **changed)
    note_hand(code, by)
    return tell(events.OutreachLineWritten(**of_line(row, line)))


@command("outreach.move")
def move_line(
    *,
    code: str,
    number: int,
    first_date: date,
    last_date: date,
    is_confirmed: bool,
    reason: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.OutreachLineMoved:
    """An approved line gets other days, or its days become certain; the obligation's date goes with them. The owner
    settles days within what was approved; a later end is for the unit of the plan.

    Refused: a line that is not approved, days that are over or end before they begin, other days without a reason.
    """
    row, line = line_at(code, number, "outreach.move", by)
    if by.is_person and by.unit_id not in (row.unit_id, line.owner_id):
        raise NotAllowed(_("Dòng %(number)s không thuộc cơ quan của bạn; mọi thứ giữ nguyên.") % {"number": number})
    if line.state != "APPROVED" or row.state not in ("APPROVED", "DRAFT", "PRESENTED"):
        raise Refused(_("Chỉ đổi ngày của dòng đã duyệt và chưa kết thúc. Mọi thứ giữ nguyên."))
    _check_days(first_date, last_date)
    is_moved = (first_date, last_date) != (line.first_date, line.last_date)
    if is_moved and last_date < local_date(at):
        raise Refused(_("Ngày mới đã qua nên chưa đổi gì. Hãy chọn ngày từ hôm nay trở đi."))
    if last_date > line.last_date and by.is_person and by.unit_id != row.unit_id:
        raise Refused(
            _("Lùi ngày quá %(day)s là việc của cơ quan lập kế hoạch. Chưa đổi gì; hãy xin gia hạn ở nghĩa vụ.")
            % {"day": day(line.last_date)}
        )
    reason = needed(reason, 1000, NO_REASON) if is_moved else line_of(reason, 1000)
    if not is_moved and is_confirmed == line.is_confirmed:
        nothing_changed()
        return events.OutreachLineMoved(**of_line(row, line), is_confirmed=is_confirmed, reason=reason)
    change(line, version=version, first_date=first_date, last_date=last_date, is_confirmed=is_confirmed, note=reason)
    oblige(row, [line], by=by, at=at)
    return tell(events.OutreachLineMoved(**of_line(row, line), is_confirmed=is_confirmed, reason=reason))


@command("outreach.write")
def drop_line(
    *, code: str, number: int, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.OutreachLineDropped:
    """A line will not be carried out; what was owed by it is withdrawn. Refused: no reason; an output of it is done."""
    row, line = line_at(code, number, "outreach.write", by)
    following = next_state(rules.LINE, line, "drop")
    reason = needed(reason, 1000, NO_REASON)
    if row.state in ("CLOSED", "DROPPED"):
        raise Refused(_("Kế hoạch đã kết thúc; dòng giữ nguyên."))
    if OutreachOutput.rows.filter(line=line, state__in=("DONE", *rules.OUTPUT_OPEN)).exists():
        raise Refused(
            _("Dòng %(number)s đã có sản phẩm nên không bỏ được; hãy ghi lý do không làm ở sản phẩm.")
            % {"number": number}
        )
    change(line, version=version, state=following, dropped_at=at, note=reason)
    OutreachFlag.rows.filter(line=line, cleared_at=None).update(cleared_at=at, cleared_post=post_of(by), answer=reason)
    release(line, reason, by=by, at=at)
    if line.approved_at is None:
        note_hand(code, by)
    return tell(events.OutreachLineDropped(**of_line(row, line), reason=reason))


# ── what is to be looked at again ───────────────────────────────────────────────────────────────────────────


@command("outreach.flag")
def flag_field(
    *, code: str, field: str, reason: str, number: int = 0, by: Actor, at: datetime
) -> events.OutreachFlagged:
    """Marks a field of a line (or, without `number`, of the plan) to be looked at again. Refused: an unknown field, no
    reason, marked already, a plan that is over."""
    row, line = _place(code, number, "outreach.flag", by)
    if row.state in ("CLOSED", "DROPPED"):
        raise Refused(_("Kế hoạch đã kết thúc nên không đánh dấu gì thêm."))
    if field not in (rules.FLAGGED if line else rules.PLAN_FLAGGED):
        raise Refused(_("Hãy chọn một mục có trong danh sách. Chưa đánh dấu gì."))
    reason = needed(reason, 1000, NO_REASON)
    if OutreachFlag.rows.filter(plan=row, line=line, field=field, cleared_at=None).exists():
        raise Refused(
            _("„%(field)s“ đang được đánh dấu rồi; hãy xem lại dấu ấy trước. Mọi thứ giữ nguyên.")
            % {"field": FLAG_WORDS[field]}
        )
    unit = by.unit_name or post_of(by)
    OutreachFlag.rows.create(
        plan=row, line=line, field=field, reason=reason, unit_name=unit[:300], post=post_of(by), set_at=at
    )
    return tell(events.OutreachFlagged(**of_plan(row), line=number, field=field, reason=reason, by_unit=unit))


@command("outreach.write")
def clear_flag(
    *, code: str, flag: int, answer: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.OutreachCleared:
    """Somebody of the plan's unit has looked at it. Twice is harmless."""
    row = load(CommunicationPlan, code, "outreach.write", by)
    one = OutreachFlag.rows.filter(plan=row, pk=flag).select_related("line").first()
    if one is None:
        raise NotVisible
    answer = line_of(answer, 1000)
    number = one.line.number if one.line else 0
    event = events.OutreachCleared(**of_plan(row), line=number, field=one.field, answer=answer)
    if one.cleared_at is not None:
        nothing_changed()
        return event
    try:
        change(one, version=version, cleared_at=at, cleared_post=post_of(by), answer=answer)
    except SomebodyWasFaster as faster:
        raise SomebodyWasFaster(row.code, faster.version) from faster
    return tell(event)


# ── evidence of the plan, materials of a line ───────────────────────────────────────────────────────────────


@command("outreach.write")
def attach_paper(*, code: str, paper: Paper, number: int = 0, by: Actor, at: datetime) -> events.OutreachPaperAdded:
    """A document of the register, a link or a statement: what the plan rests on, or with `number` what a line is made
    from. Refused: a document that the reader cannot open or that is not registered; nothing given; too many."""
    row, line = _place(code, number, "outreach.write", by)
    if row.state in ("CLOSED", "DROPPED"):
        raise Refused(_("Kế hoạch đã kết thúc nên không thêm được gì."))
    made = add_paper(row, line, None, "MATERIAL" if line else "EVIDENCE", paper, by=by, at=at)
    return tell(events.OutreachPaperAdded(**of_plan(row), line=number, role=made.role, paper=paper_name(made)))


@command("outreach.write")
def drop_paper(*, code: str, paper: int, by: Actor, at: datetime) -> events.OutreachPaperDropped:
    """Takes evidence or a material off. Refused once the plan stands: what it rested on stays on record."""
    row = load(CommunicationPlan, code, "outreach.write", by)
    one = OutreachPaper.rows.filter(plan=row, number=paper, output=None).exclude(role="PROOF").first()
    if one is None:
        raise NotVisible
    if row.approved_at is not None and one.given_at <= row.approved_at:
        raise Refused(_("Kế hoạch đã duyệt dựa trên giấy tờ này nên giữ lại. Mọi thứ giữ nguyên."))
    name = paper_name(one)
    one.delete()
    return tell(events.OutreachPaperDropped(**of_plan(row), paper=name))


# ── windows of silence ──────────────────────────────────────────────────────────────────────────────────────


@command("outreach.block")
def set_window(
    *,
    first_date: date,
    last_date: date,
    channels: Sequence[str] = (),
    reason: str,
    by: Actor,
    at: datetime,
) -> events.OutreachWindowSet:
    """The reader's body asks that in its territory nothing goes out on these days. Nothing is stopped by it: plans that
    touch it are shown to all as clashing. Refused: no reason, days over or the wrong way round, an unknown channel."""
    ask(by, "outreach.block", unit_id=by.unit_id)
    reason = needed(line_of(reason, 300), 300, NO_REASON)
    _check_days(first_date, last_date)
    if last_date < local_date(at):
        raise Refused(_("Những ngày này đã qua nên chưa ghi gì. Hãy chọn ngày từ hôm nay trở đi."))
    if set(channels) - set(rules.CHANNELS):
        raise Refused(_("Hãy chọn kênh có trong danh sách. Chưa ghi gì."))
    unit_id = by.unit_id or 0
    row = OutreachWindow.rows.create(
        unit_id=unit_id,
        territory=territory_of(unit_id),
        first_date=first_date,
        last_date=last_date,
        channels=[channel for channel in rules.CHANNELS if channel in set(channels)],
        reason=reason,
        set_at=at,
        set_post=post_of(by),
    )
    return tell(events.OutreachWindowSet(**_of_window(row)))


@command("outreach.block")
def lift_window(*, window: int, version: int | None = None, by: Actor, at: datetime) -> events.OutreachWindowLifted:
    """The days are free again. Only the body that set the window lifts it; twice is harmless."""
    row = OutreachWindow.rows.filter(pk=window).first()
    if row is None:
        raise NotVisible
    ask(by, "outreach.block", unit_id=row.unit_id)
    event = events.OutreachWindowLifted(**_of_window(row))
    if row.lifted_at is not None:
        nothing_changed()
        return event
    change(row, version=version, lifted_at=at)
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def line_at(code: str, number: int, power: str, by: Actor) -> tuple[CommunicationPlan, OutreachLine]:
    row = load(CommunicationPlan, code, power, by)
    line = OutreachLine.rows.filter(plan=row, number=number).first()
    if line is None:
        raise NotVisible
    return row, line


def _place(code: str, number: int, power: str, by: Actor) -> tuple[CommunicationPlan, OutreachLine | None]:
    return line_at(code, number, power, by) if number else (load(CommunicationPlan, code, power, by), None)


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise Refused(_("Ngày cuối trước ngày đầu nên chưa ghi gì. Hãy sửa lại ngày."))
    if (last - first).days > 366:
        raise Refused(_("Một dòng kéo dài nhiều nhất một năm. Chưa ghi gì; hãy chia thành nhiều dòng."))


def _values(
    audience: str,
    message: str,
    channel: str,
    owner_id: int,
    first: date,
    last: date | None,
    is_confirmed: bool,
    cost: int | None,
    details: Mapping[str, Any] | None,
    at: datetime,
) -> dict[str, Any]:
    if channel not in rules.CHANNELS:
        raise Refused(_("Hãy chọn kênh có trong danh sách. Chưa ghi gì."))
    if owner_id not in units_in_force([owner_id], at):
        raise Refused(_("Cơ quan thực hiện không còn hoặc chưa có hiệu lực. Chưa ghi gì; hãy chọn cơ quan khác."))
    _check_days(first, last or first)
    said = needed(line_of(audience, rules.LONGEST_LINE), rules.LONGEST_LINE, NO_AUDIENCE)
    return {
        "audience": said,
        "audience_fold": fold(said)[: rules.LONGEST_LINE],
        "message": needed(message, rules.LONGEST_TEXT, NO_MESSAGE),
        "channel": channel,
        "owner_id": owner_id,
        "first_date": first,
        "last_date": last or first,
        "is_confirmed": is_confirmed,
        "cost": money(cost),
        "details": _details(channel, details or {}),
    }


def _details(channel: str, given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return rules.read_details(channel, given)
    except rules.BadDetails as bad:
        words = {"channel": CHANNEL_WORDS[channel], "field": DETAIL_WORDS[bad.field]}
        raise Refused(str(WRONG[bad.why]) % words) from bad


def money(amount: int | None) -> int | None:
    if amount is not None and not 0 <= amount <= rules.HIGHEST:
        raise Refused(_("Số tiền, số người phải từ 0 trở lên và không quá lớn. Chưa ghi gì."))
    return amount


def _of_window(row: OutreachWindow) -> dict[str, Any]:
    unit = unit_names([row.unit_id])[row.unit_id]
    return {
        "code": unit.code,
        "unit_id": row.unit_id,
        "unit_name": unit.name,
        "days": days_in_words(row.first_date, row.last_date),
        "reason": row.reason,
    }
