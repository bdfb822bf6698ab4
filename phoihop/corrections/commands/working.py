"""The check itself: evidence with number and page, the finding, presenting, returning, approving."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.corrections import events
from phoihop.corrections.commands.basics import (
    claim_text,
    future_day,
    in_work,
    labels,
    line_of,
    load,
    next_state,
    no_person,
    post_of,
    reason_of,
    text_of,
    unchanged,
)
from phoihop.corrections.models import Appearance, Claim, Evidence
from phoihop.corrections.queries.names import verdict_name
from phoihop.corrections.queries.papers import is_openable, publishable_kind
from phoihop.corrections.rules import limits, verdicts
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ground.text import fold


@command("claim.evidence")
def attach_evidence(
    *,
    code: str,
    document: str,
    page: str = "",
    is_named: bool = True,
    is_public: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ClaimEvidenced:
    """A registered document speaks to the claim. `is_named`: its subject goes out beside its number; `is_public`: its
    file does. Twice is harmless.

    Refused: a document that one cannot open, a draft, a recalled one, a paper for internal circulation whose subject or
    file is to go out, a file with personal data in it; once the finding was presented.
    """
    row = load(code, "claim.evidence", by, version)
    document, page = line_of(document, 80), line_of(page, 40)
    line = documents.documents_of(by, [document]).get(document) if document else None
    if line is None:
        raise Refused(
            _("Không thấy văn bản „%(code)s“ trong sổ. Chưa ghi gì; hãy ghi mã như VB-kg-2021-000012.")
            % {"code": document}
        )
    if line.state != "REGISTERED" or not is_openable(by, line):
        raise Refused(
            _("Văn bản %(code)s chưa vào sổ, đã thu hồi, hoặc bạn không mở được. Chưa ghi gì.") % {"code": document}
        )
    if line.is_internal and (is_named or is_public):
        raise Refused(
            _(
                "Văn bản %(code)s lưu hành nội bộ: chỉ nêu được số, không nêu trích yếu và không công khai tệp."
                " Chưa ghi gì."
            )
            % {"code": document}
        )
    if is_public and not publishable_kind(by, line):
        raise Refused(
            _(
                "Tệp của văn bản %(code)s có dữ liệu cá nhân hoặc không công khai được. Chưa ghi gì; hãy lập bản đã"
                " che, hoặc chỉ nêu số văn bản."
            )
            % {"code": document}
        )
    event = events.ClaimEvidenced(**labels(row), document=document, page=page)
    known = list(Evidence.rows.filter(claim=row).order_by("number"))
    title = line.subject[:500] if is_named else ""
    same = next((one for one in known if (one.document, one.page) == (document, page)), None)
    if same is not None and (same.title, same.is_public) == (title, is_public):
        return unchanged(event)
    in_work(row)
    if len(known) >= limits.MOST_EVIDENCE:
        raise Refused(
            _("Mỗi điều nêu được nhiều nhất %(most)s chứng cứ. Chưa ghi gì.") % {"most": limits.MOST_EVIDENCE}
        )
    citation = (line.citation or line.code)[:120]
    if same is not None:
        change(row)
        Evidence.rows.filter(pk=same.pk).update(title=title, citation=citation, is_public=is_public)
        return tell(event)
    change(row, papers=len(known) + 1)
    Evidence.rows.create(
        claim=row,
        number=known[-1].number + 1 if known else 1,
        document=document,
        citation=citation,
        title=title,
        page=page,
        is_public=is_public,
    )
    return tell(event)


@command("claim.evidence")
def drop_evidence(
    *, code: str, number: int, version: int | None = None, by: Actor, at: datetime
) -> events.ClaimEvidenceDropped:
    """The document speaks to something else. Refused once the finding was presented."""
    row = load(code, "claim.evidence", by, version)
    one = Evidence.rows.filter(claim=row, number=number).first()
    if one is None:
        raise NotVisible
    in_work(row)
    change(row, papers=Evidence.rows.filter(claim=row).count() - 1)
    Evidence.rows.filter(pk=one.pk).delete()
    return tell(events.ClaimEvidenceDropped(**labels(row), document=one.document, page=one.page))


@command("claim.write")
def write_finding(
    *,
    code: str,
    text: str = "",
    verdict: str,
    fact: str,
    explanation: str,
    recheck_date: date | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ClaimWritten:
    """What the check found so far: verdict, what is right, why. `text` words the claim anew. Twice is harmless.

    Refused: a verdict that is not on the scale or not for such a claim, a person in the words, a day that is over for
    the next look; once it was presented.
    """
    row = load(code, "claim.write", by, version)
    if verdict not in verdicts.offered(is_own_error=row.is_own_error):
        raise Refused(
            _("Kết luận này không dùng được cho điều này. Chưa ghi gì. Chọn một trong: %(verdicts)s.")
            % {"verdicts": ", ".join(verdict_name(key) for key in verdicts.offered(is_own_error=row.is_own_error))}
        )
    given: dict[str, Any] = {
        "text": claim_text(text) if text.strip() else row.text,
        "verdict": verdict,
        "fact": no_person(line_of(fact, limits.LONGEST_FACT)),
        "explanation": no_person(text_of(explanation, limits.LONGEST_EXPLANATION)),
        "recheck_date": future_day(recheck_date, local_date(at)),
    }
    before = {name: getattr(row, name) for name in given}
    event = events.ClaimWritten(**{**labels(row), "title": given["text"][:200]}, verdict=verdict)
    if before == given:
        return unchanged(event)
    in_work(row)
    change(row, **given, text_fold=fold(given["text"])[:600], written_account_id=by.account_id)
    told = ("text", "verdict", "fact", "recheck_date")
    changes = {name: (str(before[name] or ""), str(given[name] or "")) for name in told if before[name] != given[name]}
    return tell(event, changes=changes)


@command("claim.present")
def present_claim(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ClaimPresented:
    """The finding goes to the owner's approver.

    Refused: no verdict, no fact, no explanation; a verdict other than "not enough evidence" without any evidence; no
    place where it was published.
    """
    row = load(code, "claim.present", by, version)
    following = next_state(row, "present")
    check_whole(row)
    change(
        row, state=following, presented_at=at, presented_post=post_of(by), presented_account_id=by.account_id, reason=""
    )
    return tell(events.ClaimPresented(**labels(row), verdict=row.verdict))


@command("claim.return")
def return_claim(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ClaimReturned:
    """The approver gives the finding back with a reason. Refused without one, and when nothing waits."""
    row = load(code, "claim.return", by, version)
    reason = reason_of(reason)
    following = next_state(row, "return")
    change(row, state=following, reason=reason, approved_at=None, approved_post="")
    return tell(events.ClaimReturned(**labels(row), reason=reason))


@command("claim.approve")
def approve_claim(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ClaimApproved:
    """A second person of the owner says that the finding stands. Refused: who wrote or presented it."""
    row = load(code, "claim.approve", by, version)
    following = next_state(row, "approve")
    if by.account_id is not None and by.account_id in (row.written_account_id, row.presented_account_id):
        raise NotAllowed(
            _("Người viết hoặc trình kết luận không tự duyệt. %(code)s vẫn chờ duyệt; hãy để người duyệt khác xem.")
            % {"code": code}
        )
    check_whole(row)
    change(row, state=following, approved_at=at, approved_post=post_of(by), reason="")
    return tell(events.ClaimApproved(**labels(row), verdict=row.verdict))


def check_whole(row: Claim) -> None:
    """What nobody may be asked to approve: a finding with holes in it."""
    rule = verdicts.BY_KEY.get(row.verdict)
    if rule is None or not row.fact or not row.explanation:
        raise Refused(_("Còn thiếu kết luận, điều đúng hoặc lời giải thích. Chưa trình; hãy viết đủ rồi trình lại."))
    if rule.needs_evidence and not row.papers:
        raise Refused(
            _(
                "Kết luận „%(verdict)s“ cần ít nhất một chứng cứ có số văn bản. Chưa trình; hãy nêu chứng cứ, hoặc kết"
                " luận „Chưa đủ chứng cứ“."
            )
            % {"verdict": verdict_name(row.verdict)}
        )
    if not Appearance.rows.filter(claim=row).exists():
        raise Refused(_("Chưa ghi điều này đã đăng ở đâu. Chưa trình; hãy thêm nơi đăng."))
