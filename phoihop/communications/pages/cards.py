"""Good-practice cards on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.communications import queries
from phoihop.communications.pages import words as say
from phoihop.communications.pages.words import number_in
from phoihop.communications.rules.texts import LONGEST_CELL
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Note, Pager, Row, Term, words
from phoihop.ground.powers import SIGNED_IN, NotAllowed, may
from phoihop.plans.queries import plan_choices
from phoihop.publications import queries as publications

CARD_ACTS = {
    "return": (
        gettext_lazy("Trả lại để sửa"),
        gettext_lazy("Người viết đọc lời này và sửa; thẻ trở về bản thảo."),
        gettext_lazy("Trả lại"),
    ),
    "withdraw": (
        gettext_lazy("Rút thẻ khỏi cổng thông tin"),
        gettext_lazy("Địa chỉ của thẻ vẫn còn và hiện lý do rút; nội dung không hiện nữa."),
        gettext_lazy("Rút thẻ"),
    ),
}


@dataclass(frozen=True, slots=True)
class CardsPage:
    title: str
    own: tuple[Row, ...]
    out: tuple[Row, ...]
    pager: Pager
    empty: Empty
    begin: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class CardPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    preview_url: str
    public: Link | None
    cells: tuple[Term, ...]
    facts: tuple[Term, ...]
    uses: tuple[Term, ...]
    why: str


def cards_page(actor: Actor, asked: Mapping[str, str]) -> CardsPage:
    found = queries.cards(actor, after=number_in(asked.get("sau", "")))
    begin = Link(_("Viết thẻ"), reverse("communications:begin-card")) if found.may_begin else None
    return CardsPage(
        title=_("Thẻ kinh nghiệm"),
        own=tuple(_card_row(line) for line in found.own),
        out=tuple(_card_row(line) for line in found.out),
        pager=Pager(next_url=f"?{urlencode({'sau': found.next})}" if found.next else ""),
        empty=Empty(
            _("Chưa có thẻ nào được công bố."),
            _("Một cách làm tốt kể trong bốn ô, để cơ quan khác đưa được vào kế hoạch của mình."),
            begin,
        ),
        begin=begin,
        why=str(SIGNED_IN),
    )


def card_page(actor: Actor, code: str) -> CardPage:
    value = queries.card_value(actor, code)
    line = value.line
    primary, acts = _card_acts(value)
    notes = []
    if value.returned_reason and line.state == "DRAFT":
        notes.append(Note(_("Người duyệt đề nghị sửa:"), value.returned_reason))
    if value.withdrawn_note and line.state == "WITHDRAWN":
        notes.append(Note(_("Đã rút khỏi cổng thông tin:"), value.withdrawn_note))
    source, title, url = value.source
    facts = [Term(_("Cơ quan"), line.unit)]
    if source:
        facts.append(Term(_("Viết từ"), title or source, url))
    if value.contact:
        facts.append(Term(_("Hỏi thêm ở đâu"), value.contact))
    return CardPage(
        title=line.title,
        code=code,
        tag=words.illustration(line.is_illustration),
        state=say.glyph(say.CARD_STATES, line.state),
        meta=line.unit,
        back=Link(_("Thẻ kinh nghiệm"), reverse("communications:cards")),
        notes=tuple(notes),
        primary=primary,
        acts=acts,
        preview_url=_at("preview-card", code) if may(actor, "card.write") or may(actor, "card.publish") else "",
        public=Link(_("Xem trên cổng thông tin"), publications.path_of("CARD", code)) if line.is_out else None,
        cells=tuple(
            Term(name, text)
            for name, text in (
                (_("Vấn đề"), value.problem),
                (_("Cách làm"), value.practice),
                (_("Kết quả"), value.result),
                (_("Cần những gì"), value.cost),
            )
            if text
        ),
        facts=tuple(facts),
        uses=tuple(Term(unit, f"{plan} · {topic} · {say.day_of(at)}") for unit, plan, topic, at in value.uses),
        why=value.why or str(SIGNED_IN),
    )


def card_form_page(actor: Actor, code: str, form: Any, source: str = "") -> ActPage:
    """The form of a card, new or a draft. Refused: one that is past writing."""
    if not code:
        title, url = queries.title_of(actor, source) if source else ("", "")
        crumb = Link(title, url) if title else Link(_("Thẻ kinh nghiệm"), reverse("communications:cards"))
        said = _("Tên và vấn đề lấy từ sổ; hãy kể cách làm và kết quả.") if title else ""
        return ActPage(_("Viết thẻ kinh nghiệm"), crumb, said, form, _("Lưu"), str(SIGNED_IN))
    value = queries.card_value(actor, code)
    if not value.rights.write:
        raise NotAllowed(_("Lúc này bạn không sửa được thẻ %(code)s; mọi thứ giữ nguyên.") % {"code": code})
    crumb = Link(value.line.title, _at("card", code))
    return ActPage(_("Sửa thẻ kinh nghiệm"), crumb, value.returned_reason, form, _("Lưu"), value.why)


def card_act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """Refused: one that the reader may not do as the card stands."""
    value = queries.card_value(actor, code)
    allowed = {"return": value.rights.give_back, "withdraw": value.rights.withdraw}
    if not allowed[act]:
        raise NotAllowed(_("Lúc này bạn không làm được việc này; thẻ %(code)s giữ nguyên.") % {"code": code})
    title, said, label = CARD_ACTS[act]
    return ActPage(str(title), Link(value.line.title, _at("card", code)), str(said), form, str(label), value.why)


def take_over_page(actor: Actor, code: str, form: Any) -> ActPage:
    """Refused: a card that is not out, or a reader who proposes topics nowhere."""
    value = queries.card_value(actor, code)
    if not value.rights.take_over:
        raise NotAllowed(_("Lúc này bạn không dùng được thẻ %(code)s cho kế hoạch nào.") % {"code": code})
    return ActPage(
        title=_("Dùng cho kế hoạch của mình"),
        crumb=Link(value.line.title, _at("card", code)),
        said=_("Cách làm này thành một vấn đề đề xuất trong kế hoạch; nguồn của nó được ghi trong mô tả."),
        form=form,
        label=_("Thêm vào kế hoạch"),
        why=value.why or str(SIGNED_IN),
    )


def plans_for(actor: Actor, today: date) -> list[tuple[str, str]]:
    """Plans that take topics from the reader, as a form offers them."""
    return [
        (one.code, _("%(year)s: %(lead)s – %(partner)s") % {"year": one.year, "lead": one.lead, "partner": one.partner})
        for one in plan_choices(actor, today)
    ]


def card_from(actor: Actor, source: str) -> dict[str, Any]:
    """What the form of a new card begins with. Not visible: a source the writer may not see."""
    if not source:
        return {}
    known = queries.record(actor, source)
    return {"title": known.title, "problem": known.text[:LONGEST_CELL]}


def card_start(actor: Actor, code: str) -> dict[str, Any]:
    return queries.card_fields(queries.card_value(actor, code))


def _card_row(line: queries.CardLine) -> Row:
    uses = ngettext("%(count)s kế hoạch đã dùng", "%(count)s kế hoạch đã dùng", line.uses) % {"count": line.uses}
    return Row(
        glyph=say.glyph(say.CARD_STATES, line.state),
        what=line.title,
        url=_at("card", line.code),
        meta=say.joined([line.unit, say.day_of(line.at), uses if line.uses else ""]),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def _card_acts(value: queries.CardValue) -> tuple[Act | None, tuple[Act, ...]]:
    rights, code, version = value.rights, value.line.code, value.version
    found = [
        Act(_("Duyệt và công bố"), _at("publish-card", code), version) if rights.publish else None,
        Act(_("Trình duyệt"), _at("send-card", code), version) if rights.send else None,
        Act(_("Dùng cho kế hoạch của mình"), _at("take-over-card", code)) if rights.take_over else None,
        Act(_("Sửa"), _at("write-card", code)) if rights.write else None,
        Act(_("Trả lại để sửa"), _at("return-card", code)) if rights.give_back else None,
        Act(_("Lấy về bản thảo"), _at("take-back-card", code), version) if rights.take_back else None,
        Act(_("Viết bản mới"), _at("revise-card", code), version) if rights.revise else None,
        Act(_("Bỏ bản thảo"), _at("drop-card", code), version) if rights.drop else None,
        Act(_("Rút thẻ"), _at("withdraw-card", code)) if rights.withdraw else None,
    ]
    acts = [act for act in found if act is not None]
    is_led = rights.publish or rights.send or rights.take_over
    return (acts[0], tuple(acts[1:])) if acts and is_led else (None, tuple(acts))


def _at(name: str, code: str) -> str:
    return reverse(f"communications:{name}", args=[code])
