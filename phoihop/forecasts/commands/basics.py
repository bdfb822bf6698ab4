"""What the commands of this room share: loading, checking words, labels of events."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from phoihop.documents.commands import check_text
from phoihop.forecasts import states
from phoihop.forecasts.models import Estimate, Question
from phoihop.forecasts.queries.items import as_given, last_day
from phoihop.forecasts.queries.marks import mark_of
from phoihop.forecasts.queries.names import wording_in_words
from phoihop.forecasts.rules import limits, together, wording
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, nothing_changed
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc

Told = TypeVar("Told")


def load(code: str, power: str, by: Actor, version: int | None = None) -> Question:
    """The question, if the actor holds the power over it and it is still what his page shows."""
    row = Question.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    if version is not None and version != row.version:
        raise SomebodyWasFaster(code, row.version)
    return row


def labels(row: Question) -> dict[str, Any]:
    return {"code": row.code, "dossier": row.dossier, "title": row.text[:200], "desk_id": row.desk_id}


def post_of(by: Actor) -> str:
    return (by.acting_for or by.post)[:200]


def line_of(text: str, most: int) -> str:
    """One line of text. Refused: too long."""
    return _cut(" ".join(nfc(text).split()), most)


def text_of(text: str, most: int) -> str:
    return _cut(nfc(text).strip(), most)


def _cut(given: str, most: int) -> str:
    if len(given) > most:
        raise Refused(_("Nội dung dài quá %(most)s ký tự. Chưa ghi gì; hãy rút gọn rồi gửi lại.") % {"most": most})
    return given


def reason_of(text: str, most: int = limits.LONGEST_NOTE) -> str:
    """Why something is done. Refused: nothing, a person, a verdict not yet read."""
    given = text_of(text, most)
    if not given:
        raise Refused(_("Cần nêu lý do. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại."))
    return no_person(given)


def no_person(text: str) -> str:
    """Words beside a question. Refused: about a person or a pending verdict, or marked secret."""
    if faults := wording.faults_of(text, wording.OF_REASONS):
        raise Refused(_("Chưa ghi gì. %(why)s") % {"why": wording_in_words(faults)})
    if text:
        check_text(text)
    return text


def mark_or_refuse(by: Actor, code: str) -> str:
    mark = mark_of(by, code)
    if not mark:
        raise Refused(_("Xác suất do một vị trí có tài khoản cho. Chưa ghi gì; hãy đăng nhập rồi gửi lại."))
    return mark


def estimates_of(row: Question) -> list[Estimate]:
    return list(Estimate.rows.filter(question=row).order_by("given_at", "pk"))


def final_of(row: Question, estimates: Collection[Estimate], decided: date | None = None) -> list[list[float]]:
    """The aggregate at the end of the last day that counts, mean log-odds and median; empty: too few seats."""
    made = together.aggregate(as_given(estimates), last_day(row, decided))
    return [list(made[0]), list(made[1])] if made is not None else []


def next_state(row: Question, act: str) -> str:
    """The state that the act leads to. Refused, with how the question stands, where the table has no such step."""
    following = states.after(states.QUESTION, row.state, act)
    if following is None:
        raise Refused(refusal(row))
    return following


def unchanged(event: Told) -> Told:
    """The work was done already, or there is none: twice is harmless."""
    nothing_changed()
    return event


def refusal(row: Question) -> str:
    code = {"code": row.code}
    match row.state:
        case "DRAFT":
            return _("%(code)s đang soạn. Chưa có gì thay đổi; hãy trình để người duyệt mở.") % code
        case "WAITING":
            return _("%(code)s đang chờ mở. Chưa có gì thay đổi; người duyệt có thể trả lại để sửa.") % code
        case "OPEN":
            return _("%(code)s đang mở, lời câu hỏi và quy tắc giữ nguyên. Chưa có gì thay đổi.") % code
        case "CLOSED":
            return _("%(code)s đã khép, chờ kết quả. Không có gì thay đổi.") % code
        case "RESOLVING":
            return _("%(code)s đang chờ người thứ hai xác nhận kết quả. Không có gì thay đổi.") % code
        case "RESOLVED":
            return _("%(code)s đã có kết quả. Không có gì thay đổi; nếu kết quả sai, hãy đề nghị xem lại.") % code
        case "ANNULLED":
            return _("%(code)s đã hủy vì quy tắc không quyết định được. Không có gì thay đổi.") % code
    return _("%(code)s đã bỏ. Không có gì thay đổi; hãy soạn câu hỏi mới nếu cần.") % code


def is_second(by: Actor, row: Question, marks: Collection[str]) -> bool:
    """Whether the actor is another than those who left these marks. System actors leave none."""
    mark = mark_of(by, row.code)
    return not mark or mark not in marks
