"""Outputs of a line: written and approved by its owner, scheduled, done with proof, or not done with a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events
from phoihop.communications.commands.basics import line_of, needed, next_state, post_of, words_of
from phoihop.communications.commands.outreach import NO_REASON
from phoihop.communications.commands.outreach_lines import line_at, money
from phoihop.communications.commands.outreach_papers import Paper, add_paper, paper_name
from phoihop.communications.commands.outreach_pieces import (
    note_hand,
    of_output,
    own_hands,
    settle,
    wash_hands,
)
from phoihop.communications.models import CommunicationPlan, OutreachLine, OutreachOutput, OutreachPaper
from phoihop.communications.queries.outreach_outputs import finder_of
from phoihop.communications.queries.outreach_words import days_in_words
from phoihop.communications.rules import outreach as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.parts.words import day
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.organizations.commands import take_numbers

NO_NAME = gettext_lazy("Cần có tên sản phẩm. Chưa ghi gì; hãy viết rồi gửi lại.")
DONE = gettext_lazy("Đã làm ngày %(day)s: %(title)s (%(code)s)")


@command("output.begin")
def begin_output(
    *, code: str, number: int, title: str, text: str = "", product: str = "", by: Actor, at: datetime
) -> events.OutputBegun:
    """The owner of an approved line begins an output of it. Refused: a line that does not stand, a plan that is over,
    too many, no name, a thing of the house that this channel does not know or the reader does not see."""
    row, line = line_at(code, number, "output.begin", by)
    if by.is_person and by.unit_id != line.owner_id:
        raise NotAllowed(_("Sản phẩm do cơ quan được giao dòng này làm; mọi thứ giữ nguyên."))
    if line.state != "APPROVED" or row.state in ("CLOSED", "DROPPED"):
        raise Refused(
            _("Dòng %(number)s chưa duyệt, đã bỏ hoặc kế hoạch đã kết thúc. Chưa ghi sản phẩm nào.")
            % {"number": number}
        )
    if OutreachOutput.rows.filter(line=line).count() >= rules.MOST_OUTPUTS:
        raise Refused(_("Mỗi dòng nhiều nhất %(most)s sản phẩm. Chưa ghi gì.") % {"most": rules.MOST_OUTPUTS})
    made = make_output(row, line, at, title=_title(title), text=words_of(text, rules.LONGEST_TEXT))
    if product:
        change(made, product=_product(line, product, by))
    note_hand(made.code, by)
    return tell(events.OutputBegun(**of_output(made), channel=line.channel))


@command("output.write")
def write_output(
    *, code: str, title: str, text: str, product: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.OutputWritten:
    """Refused: not a draft, no name; a product as in `begin_output`."""
    row = load_output(code, "output.write", by)
    if row.state != "DRAFT":
        raise Refused(
            _("Sản phẩm %(code)s không còn là bản nháp nên không sửa được. Mọi thứ giữ nguyên.") % {"code": code}
        )
    product = line_of(product, 80)
    new = {"title": _title(title), "text": words_of(text, rules.LONGEST_TEXT), "product": product}
    changed = {name: value for name, value in new.items() if value != getattr(row, name)}
    event = events.OutputWritten(**of_output(row) | {"title": new["title"]})
    if not changed:
        nothing_changed()
        return event
    if changed.get("product"):
        _product(row.line, product, by)
    change(row, version=version, **changed)
    note_hand(code, by)
    return tell(event)


@command("output.write")
def link_product(
    *, code: str, product: str, version: int | None = None, by: Actor, at: datetime
) -> events.OutputProved:
    """Says which release, press conference or article of the house the output is, also after approval. Refused as in
    `begin_output`, and once it is settled."""
    row = load_output(code, "output.write", by)
    _check_open(row)
    product = _product(row.line, product, by)
    event = events.OutputProved(**of_output(row), role="PRODUCT", paper=product)
    if product == row.product:
        nothing_changed()
        return event
    change(row, version=version, product=product)
    return tell(event)


@command("output.write")
def send_output(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.OutputSent:
    """Asks the owner's approver."""
    row = load_output(code, "output.write", by)
    change(row, version=version, state=next_state(rules.OUTPUT, row, "send"), sent_at=at, note="")
    return tell(events.OutputSent(**of_output(row)))


@command("output.write")
def take_back_output(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.OutputTakenBack:
    row = load_output(code, "output.write", by)
    change(row, version=version, state=next_state(rules.OUTPUT, row, "take_back"))
    return tell(events.OutputTakenBack(**of_output(row)))


@command("output.approve")
def return_output(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.OutputReturned:
    """The approver wants something changed. Refused: no word about what."""
    row = load_output(code, "output.approve", by)
    reason = needed(reason, 1000, NO_REASON)
    change(row, version=version, state=next_state(rules.OUTPUT, row, "return"), note=reason)
    return tell(events.OutputReturned(**of_output(row), reason=reason))


@command("output.approve")
def approve_output(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.OutputApproved:
    """Refused: by one of its writers."""
    row = load_output(code, "output.approve", by)
    following = next_state(rules.OUTPUT, row, "approve")
    if own_hands(code, by):
        raise Refused(
            _("Người viết không tự duyệt sản phẩm của mình; %(code)s vẫn chờ người duyệt khác.") % {"code": code}
        )
    change(row, version=version, state=following, approved_at=at, approved_post=post_of(by))
    wash_hands(code)
    return tell(events.OutputApproved(**of_output(row)))


@command("output.work")
def schedule_output(
    *,
    code: str,
    first_date: date,
    last_date: date | None = None,
    is_confirmed: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.OutputScheduled:
    """Potential or confirmed days. Refused: not approved, days that are over, or beyond the line's last day."""
    row = load_output(code, "output.work", by)
    following = next_state(rules.OUTPUT, row, "schedule")
    last = last_date or first_date
    if last < first_date or last < local_date(at):
        raise Refused(_("Ngày đã qua hoặc ngày cuối trước ngày đầu. Chưa hẹn gì; hãy chọn lại."))
    if last > row.line.last_date:
        raise Refused(
            _("Dòng kế hoạch đến hết ngày %(day)s. Chưa hẹn gì; hãy chọn ngày trước đó hoặc xin đổi ngày của dòng.")
            % {"day": day(row.line.last_date)}
        )
    change(row, version=version, state=following, first_date=first_date, last_date=last, is_confirmed=is_confirmed)
    return tell(
        events.OutputScheduled(**of_output(row), days=days_in_words(first_date, last), is_confirmed=is_confirmed)
    )


@command("output.work")
def give_paper(*, code: str, paper: Paper, is_proof: bool = True, by: Actor, at: datetime) -> events.OutputProved:
    """A proof that it was done, or a material it is made from. Proofs may come later too; materials not."""
    row = load_output(code, "output.work", by)
    if row.state in ("NOT_DONE", "DROPPED") or not (is_proof or row.state in rules.OUTPUT_OPEN):
        raise Refused(_("Sản phẩm %(code)s đã khép lại nên không thêm được gì.") % {"code": code})
    made = add_paper(row.line.plan, row.line, row, "PROOF" if is_proof else "MATERIAL", paper, by=by, at=at)
    return tell(events.OutputProved(**of_output(row), role=made.role, paper=paper_name(made)))


@command("output.work")
def take_paper(*, code: str, paper: int, by: Actor, at: datetime) -> events.OutputUnproved:
    """Put there by mistake. Refused once the output is settled."""
    row = load_output(code, "output.work", by)
    _check_open(row)
    one = OutreachPaper.rows.filter(output=row, number=paper).first()
    if one is None:
        raise NotVisible
    name = paper_name(one)
    one.delete()
    return tell(events.OutputUnproved(**of_output(row), paper=name))


@command("output.work")
def finish_output(
    *,
    code: str,
    done_date: date,
    reach: int | None = None,
    counted: str = "",
    cost: int | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.OutputDone:
    """It is done. At the owner's obligation it is handed in with the same act, unless that was done there before.

    Refused: not approved, no proof, a day to come or before the line was approved, a reach without how it was counted.
    """
    row = load_output(code, "output.work", by)
    following = next_state(rules.OUTPUT, row, "finish")
    if done_date > local_date(at):
        raise Refused(_("Ngày làm xong chưa tới. Chưa ghi gì; hãy ghi ngày đã làm."))
    OutreachPaper.rows.filter(line=row.line, output=None, role="PROOF").update(output=row)
    if not OutreachPaper.rows.filter(output=row, role="PROOF").exists():
        raise Refused(
            _(
                "Sản phẩm %(code)s chưa có bằng chứng nào. Chưa ghi đã làm; hãy thêm ảnh, nhật ký, bài đã đăng"
                " hoặc xác nhận."
            )
            % {"code": code}
        )
    figures = _figures(reach, counted, cost)
    change(row, version=version, state=following, done_date=done_date, settled_at=at, note="", **figures)
    _settle_line(row, by, at)
    return tell(events.OutputDone(**of_output(row), day=day(done_date)))


@command("output.work")
def miss_output(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> events.OutputMissed:
    """It will not be done, and why. The line stays in the list of gaps with this reason. Refused: no reason."""
    row = load_output(code, "output.work", by)
    following = next_state(rules.OUTPUT, row, "miss")
    reason = needed(reason, 1000, NO_REASON)
    change(row, version=version, state=following, settled_at=at, note=reason)
    _settle_line(row, by, at)
    return tell(events.OutputMissed(**of_output(row), reason=reason))


@command("output.work")
def count_output(
    *,
    code: str,
    reach: int | None,
    counted: str,
    cost: int | None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.OutputCounted:
    """Reach and cost as they became known. Refused: not done yet, a reach without how it was counted."""
    row = load_output(code, "output.work", by)
    if row.state != "DONE":
        raise Refused(_("Số liệu ghi khi sản phẩm đã làm xong. Chưa ghi gì."))
    figures = _figures(reach, counted, cost)
    event = events.OutputCounted(**of_output(row), **figures)
    if all(getattr(row, name) == value for name, value in figures.items()):
        nothing_changed()
        return event
    changes = {name: (getattr(row, name), value) for name, value in figures.items() if getattr(row, name) != value}
    change(row, version=version, **figures)
    return tell(event, changes=changes)


@command("output.write")
def drop_output(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.OutputDropped:
    """Begun by mistake. Refused unless it is a draft."""
    row = load_output(code, "output.write", by)
    change(row, version=version, state=next_state(rules.OUTPUT, row, "drop"))
    return tell(events.OutputDropped(**of_output(row)))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def load_output(code: str, power: str, by: Actor) -> OutreachOutput:
    row = OutreachOutput.rows.filter(code=code).select_related("line__plan").first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    return row


def make_output(plan: CommunicationPlan, line: OutreachLine, at: datetime, *, title: str, text: str) -> OutreachOutput:
    series = f"SP-{plan.territory}-{local_date(at).year}"
    return OutreachOutput.rows.create(
        code=f"{series}-{take_numbers(series)[0]:05d}",
        territory=plan.territory,
        line=line,
        unit_id=plan.unit_id,
        owner_id=line.owner_id,
        dossier=plan.dossier,
        title=title,
        text=text,
        opened_at=at,
        is_illustration=plan.is_illustration,
    )


def _title(title: str) -> str:
    return needed(line_of(title, rules.LONGEST_TITLE), rules.LONGEST_TITLE, NO_NAME)


def _product(line: OutreachLine, product: str, by: Actor) -> str:
    product = line_of(product, 80)
    known = finder_of(product)
    if not rules.is_product(line.channel, product) or known is None or product not in known.visible(by, [product]):
        raise Refused(
            _("„%(code)s“ không phải thông cáo, họp báo hay tin bài mà bạn xem được và kênh này dùng. Chưa ghi gì.")
            % {"code": product}
        )
    return product


def _check_open(row: OutreachOutput) -> None:
    if row.state not in rules.OUTPUT_OPEN:
        raise Refused(_("Sản phẩm %(code)s đã khép lại; mọi thứ giữ nguyên.") % {"code": row.code})


def _figures(reach: int | None, counted: str, cost: int | None) -> dict[str, Any]:
    counted = line_of(counted, 300)
    if reach is not None and not counted:
        raise Refused(_("Cần ghi số người được đếm bằng cách nào. Chưa ghi gì; hãy bổ sung rồi gửi lại."))
    return {"reach": money(reach), "counted": counted, "cost": money(cost)}


def _settle_line(row: OutreachOutput, by: Actor, at: datetime) -> None:
    """Handed in at the obligation once something of the line is done and nothing of it is under way."""
    of_line = OutreachOutput.rows.filter(line=row.line)
    if of_line.filter(state__in=rules.OUTPUT_OPEN).exists():
        return
    done = of_line.filter(state="DONE").order_by("-settled_at", "-pk").first()
    if done is None or done.done_date is None:
        return
    last = OutreachPaper.rows.filter(output=done, role="PROOF").order_by("-number").first()
    reference = (last.link or last.citation or last.document) if last else ""
    said = on_record(DONE, day=day(done.done_date), title=done.title, code=done.code)
    settle(row.line, said, reference, by=by, at=at)
