"""What came: proposed with evidence by who gave no estimate, confirmed by a second person, looked at again once."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from phoihop.documents import queries as documents
from phoihop.forecasts import events
from phoihop.forecasts.commands.basics import (
    estimates_of,
    final_of,
    is_second,
    labels,
    line_of,
    load,
    next_state,
    post_of,
    reason_of,
    refusal,
)
from phoihop.forecasts.models import Question, Resolution
from phoihop.forecasts.queries.items import as_given, first_day, has_given, last_day
from phoihop.forecasts.queries.marks import mark_of
from phoihop.forecasts.queries.names import outcome_names
from phoihop.forecasts.rules import limits, together
from phoihop.forecasts.rules.scores import brier, log_score
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotAllowed

_LINK = re.compile(r"https?://[^\s<>\"']{3,}", re.IGNORECASE)
NO_SCORES: dict[str, Any] = {"brier": None, "log_loss": None, "base_brier": None, "base_log_loss": None}


@command("question.resolve")
def propose_resolution(
    *,
    code: str,
    outcome: int | None,
    decided_date: date | None,
    reason: str,
    document: str = "",
    page: str = "",
    link: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ResolutionProposed:
    """What came by the rule, with a document of the register (number and page) or a link, and the day on which it was
    decided in the world; or, with no `outcome`, why the rule cannot decide.

    Refused: who gave an estimate, no evidence, a document that one does not see, a day to come or on which the question
    was not open yet, no reason; a question that is not open or closed.
    """
    row = load(code, "question.resolve", by, version)
    following = next_state(row, "propose")
    estimates = estimates_of(row)
    if has_given(by, code, estimates):
        raise NotAllowed(
            _("Người đã cho xác suất không ghi kết quả. %(code)s giữ nguyên; hãy để người duyệt khác ghi.")
            % {"code": code}
        )
    names = outcome_names(row.outcomes)
    if outcome is not None and not 0 <= outcome < len(names):
        raise Refused(_("Không có khả năng này trong câu hỏi. Chưa ghi gì; hãy chọn lại."))
    if outcome is None and row.state == "OPEN":
        raise Refused(_("Câu hỏi còn mở; chỉ hủy được sau ngày khép. Chưa ghi gì."))
    why = reason_of(reason)
    decided = _decided(row, decided_date, at) if outcome is not None else None
    proof = _evidence(document, page, link, by, is_needed=outcome is not None)
    number = Resolution.rows.filter(question=row).count() + 1
    change(row, state=following, reason="")
    Resolution.rows.create(
        question=row,
        number=number,
        outcome=outcome,
        decided_date=decided,
        reason=why,
        **proof,
        proposed_at=at,
        proposed_post=post_of(by),
        proposed_mark=mark_of(by, code),
    )
    return tell(
        events.ResolutionProposed(
            **labels(row),
            outcome=on_record(names[outcome]) if outcome is not None else "",
            evidence=proof["citation"] or proof["link"],
        )
    )


@command("question.confirm")
def confirm_resolution(
    *, code: str, version: int | None = None, by: Actor, at: datetime
) -> events.QuestionResolved | events.QuestionAnnulled:
    """A second person says that it came so: the desk's aggregate is scored, day by day, beside the base rate. Refused:
    who proposed it."""
    row = load(code, "question.confirm", by, version)
    proposal = _proposed(row)
    _second(by, row, proposal)
    closed: dict[str, Any] = {"closed_at": row.closed_at or at, "settled_at": at, "reason": ""}
    Resolution.rows.filter(pk=proposal.pk).update(state="CONFIRMED", settled_at=at, settled_post=post_of(by))
    if proposal.outcome is None:
        final = final_of(row, estimates_of(row))
        change(row, state=next_state(row, "annul"), **{**closed, "reason": proposal.reason}, final=final)
        return tell(events.QuestionAnnulled(**labels(row), reason=proposal.reason))
    change(row, state=next_state(row, "resolve"), **closed, **scored(row, proposal.outcome, proposal.decided_date))
    name = on_record(outcome_names(row.outcomes)[proposal.outcome])
    return tell(events.QuestionResolved(**labels(row), outcome=name))


@command("question.confirm")
def refuse_resolution(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ResolutionRefused:
    """A second person says that it did not come so; before the last day is over estimates go on. Refused: who proposed
    it, without a reason."""
    row = load(code, "question.confirm", by, version)
    proposal = _proposed(row)
    _second(by, row, proposal)
    reason = reason_of(reason)
    Resolution.rows.filter(pk=proposal.pk).update(state="REFUSED", settled_at=at, settled_post=post_of(by), note=reason)
    if row.closed_at is None and local_date(at) <= row.closes_date:
        change(row, state=next_state(row, "refuse_early"), reason=reason)
    else:
        final = final_of(row, estimates_of(row))
        change(row, state=next_state(row, "refuse"), reason=reason, closed_at=row.closed_at or at, final=final)
    return tell(events.ResolutionRefused(**labels(row), reason=reason))


@command("question.dispute")
def dispute_question(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.QuestionDisputed:
    """The result is looked at again, its scores gone until then. Refused: a second time, after its days, without a
    reason."""
    row = load(code, "question.dispute", by, version)
    reason = reason_of(reason)
    following = next_state(row, "dispute")
    if row.disputes >= limits.MOST_DISPUTES:
        raise Refused(
            _("%(code)s đã được xem lại một lần; kết quả lần đó là cuối cùng. Không có gì thay đổi.") % {"code": code}
        )
    if row.settled_at is None or local_date(at) > local_date(row.settled_at) + timedelta(days=limits.DISPUTE_DAYS):
        raise Refused(
            _("Chỉ đề nghị xem lại trong %(days)s ngày từ khi có kết quả. Không có gì thay đổi.")
            % {"days": limits.DISPUTE_DAYS}
        )
    Resolution.rows.filter(question=row, state="CONFIRMED").update(state="DISPUTED", note=reason)
    change(
        row,
        state=following,
        reason=reason,
        disputes=row.disputes + 1,
        outcome=None,
        decided_date=None,
        settled_at=None,
        final=final_of(row, estimates_of(row)),
        **NO_SCORES,
    )
    return tell(events.QuestionDisputed(**labels(row), reason=reason))


def scored(row: Question, outcome: int, decided: date | None) -> dict[str, Any]:
    """The columns of a result. Without an aggregate on any day there is nothing to score: the base rate alone would be
    compared with itself."""
    estimates = estimates_of(row)
    values: dict[str, Any] = {
        "outcome": outcome,
        "decided_date": decided,
        "final": final_of(row, estimates, decided),
        **NO_SCORES,
    }
    first, last = first_day(row), last_day(row, decided)
    if first is None or last < first or not values["final"]:
        return values
    base = together.base_rate(row.counts)
    found = together.stretches(as_given(estimates), first, last, base)
    return values | {
        "brier": together.daily(brier, found, outcome),
        "log_loss": together.daily(log_score, found, outcome),
        "base_brier": brier(base, outcome),
        "base_log_loss": log_score(base, outcome),
    }


def _proposed(row: Question) -> Resolution:
    found = Resolution.rows.filter(question=row, state="PROPOSED").first()
    if found is None:
        raise Refused(refusal(row))
    return found


def _second(by: Actor, row: Question, proposal: Resolution) -> None:
    if not is_second(by, row, (proposal.proposed_mark,)):
        raise NotAllowed(
            _("Người ghi kết quả không tự xác nhận. %(code)s vẫn chờ; hãy để người thứ hai xem chứng cứ.")
            % {"code": row.code}
        )


def _decided(row: Question, day: date | None, at: datetime) -> date:
    first = first_day(row)
    if day is None:
        raise Refused(_("Cần ngày mà kết quả được quyết định ngoài thực tế. Chưa ghi gì."))
    if day > local_date(at):
        raise Refused(_("Ngày có kết quả không thể sau hôm nay. Chưa ghi gì; hãy xem lại ngày."))
    if first is None or day <= first:
        raise Refused(
            _(
                "Ngày %(day)s không sau ngày mở câu hỏi: lúc mở thì việc đã xảy ra. Chưa ghi gì; nếu đúng như vậy, hãy"
                " ghi „quy tắc không quyết định được“ kèm lý do."
            )
            % {"day": words.day(day)}
        )
    if row.state == "OPEN" and day > row.closes_date:
        raise Refused(_("Câu hỏi còn mở đến hết ngày khép. Chưa ghi gì."))
    return day


def _evidence(document: str, page: str, link: str, by: Actor, *, is_needed: bool) -> dict[str, str]:
    document, page = line_of(document, 80), line_of(page, 40)
    link = line_of(link, limits.LONGEST_LINK)
    if link and not _LINK.fullmatch(link):
        raise Refused(_("Đường dẫn không đọc được. Hãy chép nguyên, bắt đầu bằng https://. Chưa ghi gì."))
    if not document and not link:
        if is_needed:
            raise Refused(
                _("Kết quả cần chứng cứ: mã văn bản trong sổ kèm trang, hoặc đường dẫn của nguồn. Chưa ghi gì.")
            )
        return {"document": "", "citation": "", "page": "", "link": ""}
    if not document:
        return {"document": "", "citation": "", "page": "", "link": link}
    line = documents.documents_of(by, [document]).get(document)
    if line is None or line.state != "REGISTERED":
        raise Refused(
            _("Không thấy văn bản „%(code)s“ đã vào sổ. Chưa ghi gì; hãy ghi mã như VB-kg-2021-000012.")
            % {"code": document}
        )
    return {"document": document, "citation": (line.citation or line.code)[:120], "page": page, "link": link}
