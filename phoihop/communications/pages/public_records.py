"""Showing plans and topics to the public: the exact copy beforehand, field by field."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications.pages.words import moment_of
from phoihop.communications.queries import may_speak
from phoihop.communications.queries import public_records as reading
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import ActPage, Glyph, Link, Note, State, Term, words
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.publications.commands import Copy
from phoihop.publications.queries import path_of

FIELD_WORDS = {
    "title": gettext_lazy("Tiêu đề"),
    "summary": gettext_lazy("Lời giới thiệu"),
    "unit_name": gettext_lazy("Cơ quan"),
    "dossier": gettext_lazy("Thuộc"),
    "year": gettext_lazy("Năm"),
    "lead": gettext_lazy("Chủ trì"),
    "partner": gettext_lazy("Phối hợp"),
    "plan": gettext_lazy("Kế hoạch"),
    "topic_kind": gettext_lazy("Loại"),
    "state": gettext_lazy("Tình trạng"),
    "units": gettext_lazy("Các cơ quan"),
    "phases": gettext_lazy("Giai đoạn"),
    "as_of": gettext_lazy("Số liệu đến ngày"),
    "done": gettext_lazy("Việc hoàn thành"),
    "doing": gettext_lazy("Việc đang làm"),
    "late": gettext_lazy("Việc quá hạn"),
    "blocked": gettext_lazy("Việc bị chặn"),
    "planned": gettext_lazy("Việc chưa tới kỳ"),
    "topics": gettext_lazy("Vấn đề đã công bố"),
}


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The form, the state it is in, and what would go out."""

    title: str
    crumb: Link
    code: str
    state: Glyph
    notes: tuple[Note, ...]
    form: Any
    fields: tuple[Term, ...]
    refusal: str
    preview_url: str
    public_url: str
    withdraw_url: str
    why: str


@dataclass(frozen=True, slots=True)
class RecordPanel:
    state: Glyph
    text: str
    publish: Link | None
    public: Link | None
    refusal: str


def record_start(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    value = _allowed(actor, code, at)
    return {"version": value.version, "summary": value.summary}


def record_page(actor: Actor, code: str, form: Any, copy: Copy | None, refusal: str, at: datetime) -> RecordPage:
    """What would go out of a plan or topic, with the button that does it; or why it cannot."""
    value = _allowed(actor, code, at)
    notes = []
    if value.refusal:
        notes.append(Note(_("Lần cập nhật gần nhất không thực hiện được."), value.refusal, is_late=True))
    if value.note:
        notes.append(Note(_("Đã rút:"), value.note))
    is_out = value.state == "PUBLISHED"
    return RecordPage(
        title=_("Công bố kế hoạch") if value.kind == "PLAN" else _("Công bố vấn đề"),
        crumb=Link(copy.title if copy else code, reverse(_page(value.kind), args=[code])),
        code=code,
        state=_glyph(value.state),
        notes=tuple(notes),
        form=form,
        fields=fields_of(copy) if copy else (),
        refusal=refusal,
        preview_url=reverse("communications:preview-record", args=[code]) if copy else "",
        public_url=path_of(value.kind, code) if is_out else "",
        withdraw_url=reverse("communications:withdraw-record", args=[code]) if is_out else "",
        why=_("Bạn xem được vì bạn biên tập hoặc duyệt cho cơ quan chủ trì."),
    )


def withdraw_record_page(actor: Actor, code: str, form: Any, at: datetime) -> ActPage:
    value = _allowed(actor, code, at)
    if value.state != "PUBLISHED":
        raise NotAllowed(_("%(code)s không còn trên cổng thông tin; không có gì để rút.") % {"code": code})
    return ActPage(
        title=_("Rút khỏi cổng thông tin"),
        crumb=Link(code, reverse("communications:publish-record", args=[code])),
        said=_("Địa chỉ công khai vẫn còn và hiện lý do này; số liệu không còn."),
        form=form,
        label=_("Rút"),
        why=_("Bạn xem được vì bạn biên tập hoặc duyệt cho cơ quan chủ trì."),
    )


def record_on(actor: Actor, code: str, at: datetime) -> RecordPanel | None:
    """On the page of a plan or topic: whether the public sees it, and the button for those who may show it."""
    try:
        value = reading.record_value(actor, code, local_date(at))
    except NotVisible:
        return None
    is_case = may_speak(code).is_case  # a case is told of by releases alone
    if not value.state and (is_case or not value.may_publish):
        return None
    is_out = value.state == "PUBLISHED"
    return RecordPanel(
        state=_glyph(value.state),
        text=_("từ %(moment)s, số liệu đến ngày %(day)s")
        % {"moment": moment_of(value.published_at), "day": words.day(value.as_of)}
        if is_out and value.as_of
        else "",
        publish=Link(_("Công bố"), reverse("communications:publish-record", args=[code]))
        if value.may_publish and not is_case
        else None,
        public=Link(_("Xem trang công khai"), path_of(value.kind, code)) if is_out else None,
        refusal=value.refusal if value.may_publish else "",
    )


def fields_of(copy: Copy) -> tuple[Term, ...]:
    """Every field that goes out, in words, as it goes out."""
    details = asdict(copy.details)
    values = {
        "title": copy.title,
        "summary": copy.summary,
        "unit_name": copy.unit_name,
        "dossier": copy.dossier,
        **details,
    }
    values["as_of"] = words.day(date.fromisoformat(details["as_of"]))
    return tuple(Term(str(FIELD_WORDS[name]), _shown(value)) for name, value in values.items() if name in FIELD_WORDS)


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return "; ".join(", ".join(filter(None, one)) if isinstance(one, tuple | list) else one for one in value) or "–"
    return str(value) if value != "" else "–"


def _allowed(actor: Actor, code: str, at: datetime) -> reading.RecordValue:
    value = reading.record_value(actor, code, local_date(at))
    if not value.may_publish:
        raise NotAllowed(_("Chỉ người biên tập hoặc duyệt của cơ quan chủ trì công bố được %(code)s.") % {"code": code})
    return value


def _glyph(state: str) -> Glyph:
    if state == "PUBLISHED":
        return Glyph.of(State.DONE, _("Đang công khai"))
    return Glyph.of(State.HELD, _("Đã rút")) if state else Glyph.of(State.PLAN, _("Chưa công bố"))


def _page(kind: str) -> str:
    return "plans:plan" if kind == "PLAN" else "plans:topic"
