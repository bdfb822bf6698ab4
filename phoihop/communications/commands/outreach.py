"""Communication plans from the first draft to the last line: begun, presented, approved by another, closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events
from phoihop.communications.commands.basics import (
    line_of,
    load,
    needed,
    next_state,
    post_of,
    unit_name_of,
    words_of,
)
from phoihop.communications.commands.outreach_pieces import (
    note_hand,
    oblige,
    of_plan,
    own_hands,
    wash_hands,
)
from phoihop.communications.models import CommunicationPlan, OutreachFlag, OutreachLine, OutreachOutput
from phoihop.communications.queries.outreach_words import FLAG_WORDS, days_in_words
from phoihop.communications.rules import outreach as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import units_in_force
from phoihop.plans import queries as plans

NO_TITLE = gettext_lazy("Cần có tên kế hoạch. Chưa ghi gì; hãy viết rồi gửi lại.")
NO_REASON = gettext_lazy("Cần nêu lý do. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại.")
COPIED = gettext_lazy("Chép từ %(code)s: ngày đã dời %(years)s năm, cần xem lại.")
GONE = gettext_lazy("Chép từ %(code)s: cơ quan thực hiện cũ không còn hiệu lực.")


@command("outreach.begin")
def begin_outreach(
    *,
    dossier: str,
    title: str,
    copied_from: str = "",
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.OutreachBegun:
    """The lead of a topic begins a plan for it; with `copied_from` the lines of another plan come along as drafts,
    their days moved by as many years as lie between, each marked to be looked at.

    Refused: not the lead of the topic, a topic that is over, no title. Not visible: another's topic or plan.
    """
    ask(by, "outreach.begin", unit_id=by.unit_id)
    if dossier not in plans.visible_topics(by, [dossier]):
        raise NotVisible
    topic = plans.topic_value(by, dossier, local_date(at))
    lead_id = next(party.unit_id for party in topic.parties if party.role == "lead")
    partner_id = next(party.unit_id for party in topic.parties if party.role == "partner")
    if by.is_person and by.unit_id != lead_id:
        raise NotAllowed(
            _("Kế hoạch truyền thông do cơ quan chủ trì vấn đề lập: %(lead)s. Chưa ghi gì.")
            % {"lead": unit_name_of(lead_id)}
        )
    if topic.state in ("CLOSED", "DROPPED", "REFUSED", "CARRIED"):
        raise Refused(
            _("Vấn đề %(code)s đã kết thúc nên không lập kế hoạch truyền thông mới. Chưa ghi gì.") % {"code": dossier}
        )
    source = load(CommunicationPlan, copied_from, "outreach.see", by) if copied_from else None
    title = needed(line_of(title, rules.LONGEST_TITLE), rules.LONGEST_TITLE, NO_TITLE)
    series = f"KT-{topic.territory}-{topic.year}"
    row = CommunicationPlan.rows.create(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=topic.territory,
        unit_id=lead_id,
        partner_id=partner_id,
        dossier=dossier,
        plan=topic.plan,
        year=topic.year,
        title=title,
        goal=source.goal if source else "",
        copied_from=copied_from,
        opened_at=at,
        opened_post=post_of(by),
        is_illustration=is_illustration or topic.is_illustration,
    )
    note_hand(row.code, by)
    if source is not None:
        _copy_lines(source, row, by, at)
    return tell(events.OutreachBegun(**of_plan(row), copied_from=copied_from))


@command("outreach.write")
def write_outreach(
    *, code: str, title: str, goal: str, clause: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.OutreachWritten:
    """Title, goal and the clause it carries out. Refused: not a draft, no title, a clause of something else."""
    row = load(CommunicationPlan, code, "outreach.write", by)
    check_draft(row)
    new = {
        "title": needed(line_of(title, rules.LONGEST_TITLE), rules.LONGEST_TITLE, NO_TITLE),
        "goal": words_of(goal, rules.LONGEST_TEXT),
        "clause": line_of(clause, 200),
    }
    event = events.OutreachWritten(**of_plan(row) | {"title": new["title"]})
    changed = {name: value for name, value in new.items() if value != getattr(row, name)}
    if not changed:
        nothing_changed()
        return event
    if changed.get("clause") and changed["clause"] not in {one.clause for one in _duties(row, by, at)}:
        raise Refused(
            _("Quy chế của vấn đề này không có điều khoản „%(clause)s“. Chưa ghi gì; hãy chọn trong danh sách.")
            % {"clause": changed["clause"]}
        )
    change(row, version=version, **changed)
    note_hand(code, by)
    return tell(event)


@command("outreach.write")
def present_outreach(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.OutreachPresented:
    """Puts the plan before its approvers. Refused: nothing new in it, a new line whose days are over."""
    row = load(CommunicationPlan, code, "outreach.write", by)
    following = next_state(rules.PLAN, row, "present")
    drafts = list(OutreachLine.rows.filter(plan=row, state="DRAFT").order_by("number"))
    check_lines(row, drafts, at)
    change(row, version=version, state=following, presented_at=at, note="")
    return tell(events.OutreachPresented(**of_plan(row), lines=len(drafts)))


@command("outreach.write")
def take_back_outreach(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.OutreachTakenBack:
    """The writers take it back to go on writing."""
    row = load(CommunicationPlan, code, "outreach.write", by)
    change(row, version=version, state=next_state(rules.PLAN, row, "take_back"))
    return tell(events.OutreachTakenBack(**of_plan(row)))


@command("outreach.approve")
def return_outreach(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.OutreachReturned:
    """An approver wants something changed. Refused: no word about what."""
    row = load(CommunicationPlan, code, "outreach.approve", by)
    reason = needed(reason, 1000, NO_REASON)
    change(row, version=version, state=next_state(rules.PLAN, row, "return"), note=reason)
    return tell(events.OutreachReturned(**of_plan(row), reason=reason))


@command("outreach.approve")
def approve_outreach(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.OutreachApproved:
    """The plan stands; each line of another unit becomes an obligation of that unit, due on the line's last day.

    Refused: by one of its writers; while something in it is marked to be looked at; a new line whose days are over or
    whose unit is no more.
    """
    row = load(CommunicationPlan, code, "outreach.approve", by)
    following = next_state(rules.PLAN, row, "approve")
    if own_hands(code, by):
        raise Refused(
            _("Người viết không tự duyệt kế hoạch của mình; %(code)s vẫn chờ người duyệt khác.") % {"code": code}
        )
    marked = list(OutreachFlag.rows.filter(plan=row, cleared_at=None).order_by("pk").values_list("field", flat=True))
    if marked:
        raise Refused(
            _("Còn %(count)s chỗ cần xem lại (%(fields)s). Chưa duyệt; hãy xem lại từng chỗ hoặc trả kế hoạch.")
            % {"count": len(marked), "fields": ", ".join(str(FLAG_WORDS[field]) for field in dict.fromkeys(marked))}
        )
    drafts = list(OutreachLine.rows.filter(plan=row, state="DRAFT").order_by("number"))
    check_lines(row, drafts, at)
    change(
        row,
        version=version,
        state=following,
        approved_at=row.approved_at or at,
        approved_post=post_of(by),
        note="",
    )
    for line in drafts:
        change(line, state="APPROVED", approved_at=at)
    oblige(row, drafts, by=by, at=at)
    wash_hands(code)
    owners = tuple(sorted({line.owner_id for line in drafts} - {row.unit_id}))
    return tell(events.OutreachApproved(**of_plan(row), lines=len(drafts), owner_ids=owners))


@command("outreach.write")
def revise_outreach(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.OutreachRevised:
    """Opened for more lines. What was approved goes on meanwhile. Refused: no reason."""
    row = load(CommunicationPlan, code, "outreach.write", by)
    reason = needed(reason, 1000, NO_REASON)
    change(row, version=version, state=next_state(rules.PLAN, row, "revise"), note=reason)
    return tell(events.OutreachRevised(**of_plan(row), reason=reason))


@command("outreach.approve")
def close_outreach(
    *, code: str, result: str, version: int | None = None, by: Actor, at: datetime
) -> events.OutreachClosed:
    """The plan is over. Refused: an output of it is still under way; no word about what came of it."""
    row = load(CommunicationPlan, code, "outreach.approve", by)
    following = next_state(rules.PLAN, row, "close")
    result = needed(result, rules.LONGEST_TEXT, _("Cần ghi kết quả chung. Chưa có gì thay đổi; hãy viết rồi gửi lại."))
    left = OutreachOutput.rows.filter(line__plan=row, state__in=rules.OUTPUT_OPEN).count()
    lines = OutreachLine.rows.filter(plan=row, state="APPROVED", last_date__gte=local_date(at))
    ahead = lines.exclude(pk__in=OutreachOutput.rows.filter(state="DONE").values("line_id")).count()
    if left or ahead:
        raise Refused(
            _(
                "Còn %(left)s sản phẩm đang làm và %(ahead)s dòng chưa tới ngày. Chưa kết thúc;"
                " hãy ghi đã làm, ghi lý do không làm, hoặc bỏ dòng."
            )
            % {"left": left, "ahead": ahead}
        )
    change(row, version=version, state=following, closed_at=at, note=result)
    return tell(events.OutreachClosed(**of_plan(row), result=result))


@command("outreach.write")
def drop_outreach(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.OutreachDropped:
    """Gives up a plan that never stood. Refused: it has been approved before."""
    row = load(CommunicationPlan, code, "outreach.write", by)
    if row.approved_at is not None:
        raise Refused(
            _("Kế hoạch %(code)s đã từng được duyệt nên không bỏ được; hãy bỏ từng dòng hoặc kết thúc.")
            % {"code": code}
        )
    change(row, version=version, state=next_state(rules.PLAN, row, "drop"))
    return tell(events.OutreachDropped(**of_plan(row)))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def check_draft(row: CommunicationPlan) -> None:
    if row.state != "DRAFT":
        raise Refused(
            _("Kế hoạch %(code)s không còn là bản nháp nên không sửa được; mọi thứ giữ nguyên.") % {"code": row.code}
        )


def check_lines(row: CommunicationPlan, drafts: list[OutreachLine], at: datetime) -> None:
    """Refused: a plan that brings no line, or a new one that can no longer be kept."""
    if not drafts and not OutreachLine.rows.filter(plan=row, state="APPROVED").exists():
        raise Refused(
            _("Kế hoạch %(code)s chưa có dòng nào. Chưa trình; hãy thêm đối tượng, thông điệp, kênh.")
            % {"code": row.code}
        )
    today = local_date(at)
    in_force = units_in_force({line.owner_id for line in drafts}, at)
    for line in drafts:
        if line.last_date < today:
            raise Refused(
                _("Dòng %(number)s có ngày đã qua (%(days)s). Chưa có gì thay đổi; hãy sửa ngày của dòng ấy.")
                % {"number": line.number, "days": days_in_words(line.first_date, line.last_date)}
            )
        if line.owner_id not in in_force:
            raise Refused(
                _("Dòng %(number)s giao cho cơ quan không còn hiệu lực. Chưa có gì thay đổi; hãy chọn cơ quan khác.")
                % {"number": line.number}
            )


def _duties(row: CommunicationPlan, by: Actor, at: datetime) -> tuple[Any, ...]:
    return plans.plan_value(by, row.plan, local_date(at)).duties


def years_later(day: date, years: int) -> date:
    """The same day so many years later; of a leap day the one before."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _copy_lines(source: CommunicationPlan, row: CommunicationPlan, by: Actor, at: datetime) -> None:
    years = row.year - source.year
    lines = list(OutreachLine.rows.filter(plan=source).exclude(state="DROPPED").order_by("number"))
    in_force = units_in_force({line.owner_id for line in lines}, at)
    values: dict[str, Any] = {"unit_name": unit_name_of(row.unit_id), "post": post_of(by), "set_at": at}
    for number, line in enumerate(lines, 1):
        is_there = line.owner_id in in_force
        made = OutreachLine.rows.create(
            plan=row,
            number=number,
            code=f"{row.code}/{number}",
            audience=line.audience,
            audience_fold=line.audience_fold,
            message=line.message,
            channel=line.channel,
            owner_id=line.owner_id if is_there else row.unit_id,
            first_date=years_later(line.first_date, years),
            last_date=years_later(line.last_date, years),
            cost=line.cost,
            details=line.details,
        )
        said = on_record(COPIED, code=source.code, years=years)
        OutreachFlag.rows.create(plan=row, line=made, field="dates", reason=said, **values)
        if not is_there:
            gone = on_record(GONE, code=source.code)
            OutreachFlag.rows.create(plan=row, line=made, field="owner", reason=gone, **values)
    change(row, lines=len(lines))
