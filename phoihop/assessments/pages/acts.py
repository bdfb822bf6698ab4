"""Acts that need words: each with its form on a page of its own, and what the form begins with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.assessments import queries
from phoihop.assessments.rules import scoring
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import ActPage, Link
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.organizations.queries import unit_names, units_to_choose

Words = str | Promise
MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
# The act: the right it needs, its title, what is said above the form, the button.
ACTS: dict[str, tuple[str, Words, Words, Words]] = {
    "ask-again": (
        "ask_again",
        gettext_lazy("Yêu cầu lại"),
        gettext_lazy("Lý do trả lại lần trước vẫn ghi trong sổ."),
        gettext_lazy("Gửi yêu cầu"),
    ),
    "decline": (
        "decline",
        gettext_lazy("Trả lại yêu cầu"),
        gettext_lazy("Nghĩa vụ khép lại; cơ quan yêu cầu thấy lý do."),
        gettext_lazy("Trả lại"),
    ),
    "withdraw": (
        "withdraw",
        gettext_lazy("Rút yêu cầu"),
        gettext_lazy("Hồ sơ vẫn được lưu; nghĩa vụ khép lại theo."),
        gettext_lazy("Rút yêu cầu"),
    ),
    "scope": (
        "write",
        gettext_lazy("Bảng câu hỏi phạm vi"),
        gettext_lazy("Câu trả lời được giữ lại. „Chưa rõ“ tính như „Có“: nghi ngờ thì đánh giá."),
        gettext_lazy("Lưu câu trả lời"),
    ),
    "write": (
        "write",
        gettext_lazy("Bối cảnh và kết luận"),
        gettext_lazy("Viết về nhóm, nơi và điều thay đổi; không viết về người."),
        gettext_lazy("Lưu"),
    ),
    "group": (
        "write",
        gettext_lazy("Nhóm chịu tác động"),
        gettext_lazy("Nhóm nhỏ hơn cỡ nhỏ nhất của hồ sơ bị từ chối, vì sau số nhỏ có thể thấy từng người."),
        gettext_lazy("Lưu nhóm"),
    ),
    "impact": (
        "write",
        gettext_lazy("Tác động"),
        gettext_lazy("Bốn thang, mỗi thang năm mức có lời. Mức của tác động tính theo bảng đã công bố."),
        gettext_lazy("Lưu tác động"),
    ),
    "left": (
        "write",
        gettext_lazy("Mức còn lại sau biện pháp"),
        gettext_lazy("Chấm lại bốn thang như thể các biện pháp đã làm xong."),
        gettext_lazy("Lưu mức còn lại"),
    ),
    "add-evidence": (
        "write",
        gettext_lazy("Thêm căn cứ"),
        gettext_lazy("Bậc của căn cứ tốt nhất cho biết mức của tác động có thể sai bao nhiêu."),
        gettext_lazy("Thêm căn cứ"),
    ),
    "measure": (
        "write",
        gettext_lazy("Biện pháp"),
        gettext_lazy("Mỗi biện pháp có cơ quan thực hiện, hạn và kinh phí."),
        gettext_lazy("Lưu biện pháp"),
    ),
    "question": (
        "write",
        gettext_lazy("Điều chưa rõ"),
        gettext_lazy("Điều chưa biết được nói ra, không giấu trong con số."),
        gettext_lazy("Lưu"),
    ),
    "consult": (
        "write",
        gettext_lazy("Ghi lần tham vấn"),
        gettext_lazy("Chỉ kết quả chung của nhóm. Không tên, không ý kiến của từng người."),
        gettext_lazy("Ghi lại"),
    ),
    "take-over": (
        "write",
        gettext_lazy("Lấy lại đánh giá trước"),
        gettext_lazy("Nhóm, tác động, căn cứ, biện pháp còn hạn và điều chưa rõ thành bản nháp; bảng câu hỏi làm mới."),
        gettext_lazy("Lấy lại làm bản nháp"),
    ),
    "remark": (
        "evaluate",
        gettext_lazy("Thêm nhận xét"),
        gettext_lazy("Cơ quan đánh giá phải trả lời từng nhận xét."),
        gettext_lazy("Gửi nhận xét"),
    ),
    "answer": (
        "answer",
        gettext_lazy("Trả lời nhận xét"),
        gettext_lazy("Nhận xét và câu trả lời đi cùng hồ sơ."),
        gettext_lazy("Gửi trả lời"),
    ),
    "pass": (
        "evaluate",
        gettext_lazy("Chuyển xác nhận"),
        gettext_lazy("Mọi nhận xét phải được trả lời và chấp nhận trước."),
        gettext_lazy("Chuyển xác nhận"),
    ),
    "return": (
        "give_back",
        gettext_lazy("Trả lại để sửa"),
        gettext_lazy("Cơ quan đánh giá sửa rồi trình lại; bản đã trình vẫn được giữ."),
        gettext_lazy("Trả lại"),
    ),
    "dissent": (
        "dissent",
        gettext_lazy("Ý kiến bảo lưu"),
        gettext_lazy("Giữ nguyên văn, mang tên cơ quan; không ai sửa hay bỏ được."),
        gettext_lazy("Ghi ý kiến bảo lưu"),
    ),
    "validate": (
        "validate",
        gettext_lazy("Xác nhận đánh giá"),
        gettext_lazy("Hồ sơ được đóng băng cùng mã băm; các điều kiện thành nghĩa vụ có hạn."),
        gettext_lazy("Xác nhận"),
    ),
    "revise": (
        "revise",
        gettext_lazy("Mở lại để sửa"),
        gettext_lazy("Điều kiện đang có vẫn hiệu lực cho đến lần xác nhận sau."),
        gettext_lazy("Mở lại"),
    ),
    "rescore": (
        "rescore",
        gettext_lazy("Chấm lại điều đã xảy ra"),
        gettext_lazy("Dự kiến giữ nguyên; ở đây ghi điều đã thấy, có căn cứ."),
        gettext_lazy("Lưu"),
    ),
    "unforeseen": (
        "rescore",
        gettext_lazy("Điều không lường trước"),
        gettext_lazy("Tác động đã xảy ra mà bản xác nhận không nêu."),
        gettext_lazy("Lưu"),
    ),
    "close": (
        "close",
        gettext_lazy("Kết thúc đánh giá"),
        gettext_lazy("Dự kiến và điều đã xảy ra được đóng băng cùng nhau."),
        gettext_lazy("Kết thúc"),
    ),
    "take-back": (
        "take_back",
        gettext_lazy("Rút tóm tắt đã công bố"),
        gettext_lazy("Địa chỉ trang vẫn còn và hiện lý do này; nội dung không còn ở đó."),
        gettext_lazy("Rút"),
    ),
}


def act_page(actor: Actor, code: str, act: str, form: Any, at: datetime) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the file stands."""
    value = queries.assessment_value(actor, code, local_date(at))
    right, title, said, label = ACTS[act]
    if not getattr(value.rights, right):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; đánh giá %(code)s giữ nguyên.") % {"code": code})
    return ActPage(
        title=str(title),
        crumb=Link(value.line.title, reverse("assessments:assessment", args=[code])),
        said=str(said),
        form=form,
        label=str(label),
        why=value.why,
        finds="find" in form.fields,
    )


def start_of(actor: Actor, code: str, act: str, number: int, at: datetime) -> dict[str, Any]:
    """What the form of an act begins with: the file, or one of its lines, as the reader sees it."""
    value = queries.assessment_value(actor, code, local_date(at))
    begin = STARTS.get(act)
    return {"version": value.version, **(begin(value, number) if begin else {})}


def _of_text(value: queries.AssessmentValue, number: int) -> dict[str, Any]:
    return {name: getattr(value, name) for name in ("before", "after", "findings", "summary", "task")}


def _of_group(value: queries.AssessmentValue, number: int) -> dict[str, Any]:
    one = next((one for one in value.groups if one.number == number), None)
    if one is None:
        return _new(number)
    return {name: getattr(one, name) for name in ("name", "place", "size", "source", "is_vulnerable")}


def _of_impact(value: queries.AssessmentValue, number: int) -> dict[str, Any]:
    one = next((one for one in value.impacts if one.number == number), None)
    if one is None:
        return _new(number)
    plain = {name: getattr(one, name) for name in ("group", "theme", "text", "is_positive")}
    return {**plain, **{scale: getattr(one.first, scale) for scale in scoring.SCALES}}


def _of_left(value: queries.AssessmentValue, number: int) -> dict[str, Any]:
    one = _impact(value, number)
    score = one.left or one.first
    return {**{scale: getattr(score, scale) for scale in scoring.SCALES}, "reason": one.left_reason}


def _of_rescore(value: queries.AssessmentValue, number: int) -> dict[str, Any]:
    one = _impact(value, number)
    start: dict[str, Any] = {"came": one.came, "text": one.came_text}
    if one.actual is not None:
        start |= {scale: getattr(one.actual, scale) for scale in ("severity", "reach", "duration")}
    return start


def _of_measure(value: queries.AssessmentValue, number: int) -> dict[str, Any]:
    one = next((one for one in value.measures if one.number == number), None)
    if one is None:
        return {"impact": number, **({} if any(of.number == number for of in value.impacts) else _new(number))}
    return {name: getattr(one, name) for name in ("impact", "text", "unit_id", "due_date", "cost", "is_condition")}


def _of_question(value: queries.AssessmentValue, number: int) -> dict[str, Any]:
    one = next((one for one in value.questions if one.number == number), None)
    return _new(number) if one is None else {"text": one.text, "answer": one.answer}


def _of_answer(value: queries.AssessmentValue, number: int) -> dict[str, Any]:
    one = next((one for one in value.remarks if one.number == number), None)
    if one is None:
        raise NotVisible
    return {"answer": one.answer}


def _of_scope(value: queries.AssessmentValue, number: int) -> dict[str, Any]:
    start: dict[str, Any] = {"reason": value.scope_reason}
    for one in value.answers:
        start |= {f"q_{one.key}": one.answer, f"n_{one.key}": one.note}
    return start


def _of_evidence(value: queries.AssessmentValue, number: int) -> dict[str, Any]:
    _impact(value, number)
    return {}


def _new(number: int) -> dict[str, Any]:
    """A new line begins empty; a line that is not there is not visible."""
    if number:
        raise NotVisible
    return {}


def _impact(value: queries.AssessmentValue, number: int) -> queries.ImpactValue:
    one = next((one for one in value.impacts if one.number == number), None)
    if one is None:
        raise NotVisible
    return one


STARTS: dict[str, Callable[[queries.AssessmentValue, int], dict[str, Any]]] = {
    "write": _of_text,
    "ask-again": _of_text,
    "scope": _of_scope,
    "group": _of_group,
    "impact": _of_impact,
    "left": _of_left,
    "add-evidence": _of_evidence,
    "measure": _of_measure,
    "question": _of_question,
    "answer": _of_answer,
    "rescore": _of_rescore,
}


# ── what fields offer ───────────────────────────────────────────────────────────────────────────────────────


def units(actor: Actor, at: datetime, sent: QueryDict | None = None) -> list[tuple[int, str]]:
    """Units that may be chosen: the own one first, those found by what was typed, those chosen already."""
    chosen = [int(one) for name in ("assessor_id", "evaluator_id", "unit_id") for one in _sent(sent, name)]
    found = units_to_choose(actor, at, text=sent.get("find", "") if sent else "", chosen=chosen)
    own = unit_names([actor.unit_id])
    return [*((pk, name.name) for pk, name in own.items()), *((one.id, one.name) for one in found)]


def _sent(sent: QueryDict | None, name: str) -> list[str]:
    given = sent.getlist(name) if sent else []
    return [one for one in given if one.isascii() and one.isdigit() and len(one) < 10]


def groups(actor: Actor, code: str, at: datetime) -> list[tuple[int, str]]:
    value = queries.assessment_value(actor, code, local_date(at))
    return [(one.number, f"{one.name}, {one.place}") for one in value.groups]


def impacts(actor: Actor, code: str, at: datetime) -> list[tuple[int, str]]:
    value = queries.assessment_value(actor, code, local_date(at))
    return [(one.number, one.text) for one in value.impacts]


def sources(actor: Actor, code: str) -> list[tuple[str, str]]:
    return queries.to_take_over(actor, code)


# ── pages that belong to no file ────────────────────────────────────────────────────────────────────────────


def ask_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Yêu cầu thẩm định"),
        crumb=Link(_("Đánh giá tác động"), reverse("assessments:list")),
        said=_("Cơ quan được yêu cầu đánh giá; người khác thẩm tra; người đứng đầu cơ quan bạn xác nhận."),
        form=form,
        label=_("Gửi yêu cầu"),
        why=_("Bạn xem được vì %(unit)s yêu cầu thẩm định về vấn đề của mình.") % {"unit": actor.unit_name},
        finds=True,
    )


def group_size_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Cỡ nhóm nhỏ nhất"),
        crumb=Link(_("Đánh giá tác động"), reverse("assessments:list")),
        said=_("Nhóm nhỏ hơn không vào được hồ sơ, để sau con số không thấy từng người."),
        form=form,
        label=_("Lưu"),
        why=_("Bạn xem được vì bạn duyệt cho %(unit)s.") % {"unit": actor.unit_name},
    )


def start_of_group_size(actor: Actor) -> dict[str, Any]:
    return {"size": queries.smallest_group_of(actor.unit_id or 0)}


def file_headers(code: str, kind: str, sha256: str = "") -> dict[str, str]:
    """How a browser takes a text that is downloaded: never from a store shared with others."""
    headers = {
        "Content-Type": MIME[kind],
        "Content-Disposition": f'attachment; filename="{code}.{kind}"',
        "Cache-Control": "private, no-store",
    }
    return {**headers, "X-Content-SHA256": sha256} if sha256 else headers
