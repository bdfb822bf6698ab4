"""Acts that need words: drafting, opening, estimates, results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.forecasts import queries
from phoihop.forecasts.pages import words as say
from phoihop.forecasts.queries.names import WHAT_MAY_BE_ASKED
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Link
from phoihop.ground.powers import NotAllowed

# The act: its title, what is said above the form, the button.
ACTS = {
    "write": (
        gettext_lazy("Sửa câu hỏi"),
        gettext_lazy("Sau khi mở, lời câu hỏi, quy tắc và tỷ lệ nền không đổi được nữa."),
        gettext_lazy("Lưu"),
    ),
    "return": (gettext_lazy("Trả lại để sửa"), gettext_lazy("Người soạn sửa rồi trình lại."), gettext_lazy("Trả lại")),
    "open": (
        gettext_lazy("Mở câu hỏi"),
        gettext_lazy("Từ lúc mở, các vị trí của cơ quan cho xác suất; lời câu hỏi và quy tắc không đổi được nữa."),
        gettext_lazy("Mở câu hỏi"),
    ),
    "drop": (gettext_lazy("Bỏ câu hỏi"), gettext_lazy("Câu hỏi chưa mở; hồ sơ vẫn lưu."), gettext_lazy("Bỏ")),
    "estimate": (
        gettext_lazy("Cho xác suất"),
        gettext_lazy("Sửa được đến hết ngày khép; các lần trước vẫn lưu. Không ai được chấm điểm riêng."),
        gettext_lazy("Cho xác suất"),
    ),
    "resolve": (
        gettext_lazy("Ghi kết quả"),
        gettext_lazy("Theo đúng quy tắc đã mở, kèm chứng cứ; người thứ hai xác nhận rồi mới chấm điểm."),
        gettext_lazy("Ghi kết quả"),
    ),
    "refuse": (
        gettext_lazy("Không xác nhận kết quả"),
        gettext_lazy("Người ghi xem lại chứng cứ rồi ghi lại."),
        gettext_lazy("Không xác nhận"),
    ),
    "dispute": (
        gettext_lazy("Đề nghị xem lại kết quả"),
        gettext_lazy("Chỉ một lần cho mỗi câu hỏi. Điểm tạm bỏ cho đến khi có kết quả xác nhận lại."),
        gettext_lazy("Đề nghị xem lại"),
    ),
}


@dataclass(frozen=True, slots=True)
class DraftPage:
    title: str
    crumb: Link
    said: str
    what: str
    form: Any
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class AskedPage:
    """An act with the question's rule beside it: who decides by a rule reads it."""

    title: str
    crumb: Link
    said: str
    form: Any
    label: str
    text: str
    rule: str
    source: str
    base: str
    own: str
    why: str


def start_of(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    """What forms of a question begin with: as it stands, in the version that the reader sees."""
    value = queries.question_value(actor, code, at)
    line = value.line
    start: dict[str, Any] = {
        "version": line.version,
        "dossier": line.dossier,
        "kind": line.kind,
        "text": line.text,
        "rule": value.rule,
        "source": value.source,
        "closes_date": line.closes_date,
        "resolves_date": line.resolves_date,
        "base_class": value.base_class,
        "base_source": value.base_source,
    }
    if line.kind == "YESNO":
        return start | {"base_came": value.counts[0], "base_total": sum(value.counts)}
    lines = (f"{name} = {count}" for name, count in zip(line.outcomes, value.counts, strict=True))
    return start | {"outcomes": "\n".join(lines)}


def start_of_estimate(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    """The reader's own latest estimate; `version` is its turn."""
    value = queries.question_value(actor, code, at)
    own = value.own
    start: dict[str, Any] = {"kind": value.line.kind, "version": own.turn if own is not None else 0}
    if own is not None:
        start |= {f"share_{number}": _plain(share) for number, share in enumerate(own.shares)}
        start["reason"] = own.reason
    return start


def _plain(share: float) -> str:
    return f"{share * 100:.1f}".removesuffix(".0")


def outcomes(actor: Actor, code: str, at: datetime) -> tuple[str, ...]:
    return queries.question_value(actor, code, at).line.outcomes


def results(actor: Actor, code: str, at: datetime) -> list[tuple[str, str]]:
    """The results that may be recorded: the outcomes, and that the rule cannot decide."""
    names = outcomes(actor, code, at)
    return [*((str(number), name) for number, name in enumerate(names)), ("none", _("Quy tắc không quyết định được"))]


def start_of_draft(asked: QueryDict) -> dict[str, Any]:
    return {"dossier": asked.get("ve", "")[:80], "kind": "YESNO"}


def draft_page(actor: Actor, form: Any) -> DraftPage:
    return DraftPage(
        title=_("Soạn câu hỏi dự báo"),
        crumb=Link(_("Dự báo"), reverse("forecasts:list")),
        said=_("Câu hỏi được người duyệt mở; tỷ lệ nền ghi trước để mọi xác suất có chỗ so."),
        what=str(WHAT_MAY_BE_ASKED),
        form=form,
        label=_("Lưu câu hỏi"),
        why=_("Bạn xem được vì %(unit)s soạn câu hỏi dự báo của mình.") % {"unit": actor.unit_name},
    )


def _allowed(value: queries.QuestionValue, act: str) -> bool:
    rights = value.rights
    return {
        "write": rights.write,
        "return": rights.give_back,
        "open": rights.open,
        "drop": rights.drop,
        "estimate": rights.estimate,
        "resolve": rights.resolve,
        "refuse": rights.confirm,
        "dispute": rights.dispute,
    }[act]


def act_page(actor: Actor, code: str, act: str, form: Any, at: datetime) -> AskedPage:
    """The form of an act. Refused: one that the reader may not do as the question stands."""
    value = queries.question_value(actor, code, at)
    if not _allowed(value, act):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; câu hỏi %(code)s giữ nguyên.") % {"code": code})
    title, said, label = ACTS[act]
    line = value.line
    own = say.all_shares(line.kind, line.outcomes, value.own.shares) if value.own is not None else ""
    return AskedPage(
        title=str(title),
        crumb=Link(line.text, reverse("forecasts:question", args=[code])),
        said=str(said),
        form=form,
        label=str(label),
        text=line.text,
        rule=value.rule,
        source=value.source,
        base=_("%(shares)s, %(class)s (%(source)s)")
        % {
            "shares": say.all_shares(line.kind, line.outcomes, line.base),
            "class": value.base_class,
            "source": value.base_source,
        },
        own=own,
        why=value.why,
    )
