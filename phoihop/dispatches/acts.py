"""What an office may do with a letter by a signed link or by answering a mail, without an account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches import commands, pages, queries, rules, states
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotVisible
from phoihop.ground.sheet import Act, ActField, ActView


def seen_for(power: str) -> Callable[[str, int, datetime], ActView | None]:
    """The letter as the office sees it that holds this one power over it."""

    def view(code: str, unit_id: int, at: datetime) -> ActView | None:
        office = Actor.office(unit_id, "", power=power, about=code, way="link")
        try:
            value = queries.dispatch_page_value(office, code)
        except NotVisible:
            return None
        own = value.line.own
        return None if own is None else pages.act_view(value, own, is_open=own.state in states.WAITING)

    return view


def run_acknowledge(*, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime) -> str:
    """By mail the words written are the reservation; a bare receipt is none. Refused: words that sound like a no."""
    written = str(values.get("text", ""))
    if rules.sounds_like_refusal(written):
        raise Refused(
            _("Thư trả lời có vẻ là từ chối. Chưa ghi nhận gì: hãy dùng liên kết từ chối hoặc tiếp nhận trong thư.")
        )
    reservation = str(values.get("reservation", "")) or ("" if rules.is_bare_receipt(written) else written)
    told = commands.acknowledge_dispatch(
        code=code, unit_id=unit_id, reservation=reservation, version=None, by=by, at=at
    )
    return _("%(unit)s đã tiếp nhận công văn %(code)s. Cơ quan gửi thấy ngay.") % {
        "unit": told.unit_name,
        "code": code,
    }


def run_refuse(*, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime) -> str:
    told = commands.refuse_dispatch(
        code=code, unit_id=unit_id, reason=str(values.get("reason", "")), version=None, by=by, at=at
    )
    return _("%(unit)s đã từ chối công văn %(code)s. Cơ quan gửi thấy lý do.") % {"unit": told.unit_name, "code": code}


def seen_recall(code: str, unit_id: int, at: datetime) -> ActView | None:
    """The letter an office took on and is asked to give back."""
    office = Actor.office(unit_id, "", power="dispatch.answer_recall", about=code, way="link")
    try:
        value = queries.dispatch_page_value(office, code)
    except NotVisible:
        return None
    own = value.line.own
    return None if own is None else pages.recall_view(value, own)


def run_answer_recall(
    *, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime
) -> str:
    told = commands.answer_recall(
        code=code,
        unit_id=unit_id,
        is_agreed=values.get("answer") == "agree",
        reason=str(values.get("reason", "")),
        version=None,
        by=by,
        at=at,
    )
    words = {"unit": told.unit_name, "code": code}
    if values.get("answer") == "agree":
        return _("%(unit)s đã đồng ý thu hồi công văn %(code)s. Cơ quan gửi thấy ngay.") % words
    return _("%(unit)s giữ công văn %(code)s. Cơ quan gửi thấy lý do.") % words


ACTS = (
    Act(
        "dispatch.acknowledge",
        gettext_lazy("tiếp nhận công văn"),
        view=seen_for("dispatch.acknowledge"),
        run=run_acknowledge,
        fields=(
            ActField(
                "reservation",
                gettext_lazy("Ý kiến bảo lưu"),
                is_needed=False,
                help=gettext_lazy("Chỉ ghi khi tiếp nhận có kèm điều kiện hoặc ý kiến khác."),
            ),
        ),
    ),
    Act(
        "dispatch.refuse",
        gettext_lazy("từ chối công văn"),
        view=seen_for("dispatch.refuse"),
        run=run_refuse,
        fields=(ActField("reason", gettext_lazy("Lý do từ chối")),),
    ),
    Act(
        "dispatch.answer_recall",
        gettext_lazy("trả lời đề nghị thu hồi công văn"),
        view=seen_recall,
        run=run_answer_recall,
        fields=(
            ActField(
                "answer",
                gettext_lazy("Trả lời"),
                kind="choice",
                choices=(
                    ("agree", gettext_lazy("Đồng ý thu hồi")),
                    ("keep", gettext_lazy("Không đồng ý, giữ công văn")),
                ),
            ),
            ActField(
                "reason",
                gettext_lazy("Lý do"),
                is_needed=False,
                help=gettext_lazy("Cần ghi khi không đồng ý."),
            ),
        ),
    ),
)
