"""Readers' words on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.communications import queries
from phoihop.communications.pages import words as say
from phoihop.communications.pages.words import number_in
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Glyph, Link, Note, Pager, Row, Term, words
from phoihop.ground.powers import SIGNED_IN


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    title: str
    said: str
    back: Link
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    why: str


@dataclass(frozen=True, slots=True)
class FeedbackOnePage:
    title: str
    code: str
    back: Link
    state: Glyph
    text: str
    answer: str
    facts: tuple[Term, ...]
    notes: tuple[Note, ...]
    form: Any
    close_url: str
    erase_url: str
    version: int
    why: str


def feedback_page(actor: Actor, asked: Mapping[str, str]) -> FeedbackPage:
    found = queries.feedback(actor, after=number_in(asked.get("sau", "")))
    return FeedbackPage(
        title=_("Góp ý của người đọc"),
        said=_("%(waiting)s chờ trả lời, %(total)s từ trước đến nay.")
        % {"waiting": found.waiting, "total": found.total},
        back=Link(_("Tin bài"), reverse("communications:list")),
        rows=tuple(
            Row(
                glyph=say.glyph(say.FEEDBACK_STATES, line.state),
                what=line.title,
                url=_at("feedback-one", line.code),
                meta=say.joined(
                    [
                        _("nhận ngày %(day)s") % {"day": say.day_of(line.received_at)},
                        _("có địa chỉ để trả lời") if line.has_address else "",
                        _("lời đã xóa theo hạn") if line.is_erased else "",
                    ]
                ),
                code=line.code,
            )
            for line in found.lines
        ),
        pager=Pager(next_url=f"?{urlencode({'sau': found.next})}" if found.next else ""),
        empty=Empty(_("Chưa có góp ý nào."), _("Người đọc gửi góp ý ở cuối mỗi tin trên cổng thông tin.")),
        why=str(SIGNED_IN),
    )


def feedback_version(actor: Actor, code: str) -> dict[str, Any]:
    return {"version": queries.feedback_value(actor, code).version}


def feedback_one_page(actor: Actor, code: str, form: Any) -> FeedbackOnePage:
    value = queries.feedback_value(actor, code)
    line = value.line
    facts = [
        Term(_("Về"), line.title, _at("article", line.about) if line.about.startswith("TT-") else ""),
        Term(_("Nhận ngày"), say.day_of(line.received_at)),
        Term(_("Lời và địa chỉ được xóa ngày"), words.day(value.delete_on)),
    ]
    if value.settled_at:
        facts.append(Term(_("Xong ngày"), say.joined([say.day_of(value.settled_at), value.answered_post])))
    notes = []
    if line.is_erased:
        notes.append(Note(_("Lời của người đọc đã xóa."), _("Góp ý vẫn được tính trong số liệu.")))
    elif value.may_answer and not line.has_address:
        notes.append(Note(_("Người đọc không để lại địa chỉ thư."), _("Câu trả lời được lưu ở đây, không gửi đi đâu.")))
    return FeedbackOnePage(
        title=_("Góp ý về: %(title)s") % {"title": line.title},
        code=code,
        back=Link(_("Góp ý của người đọc"), reverse("communications:feedback")),
        state=say.glyph(say.FEEDBACK_STATES, line.state),
        text=value.text,
        answer=value.answer,
        facts=tuple(facts),
        notes=tuple(notes),
        form=form if value.may_answer else None,
        close_url=_at("close-feedback", code) if value.may_answer else "",
        erase_url=_at("erase-feedback", code) if value.may_erase else "",
        version=value.version,
        why=value.why,
    )


def _at(name: str, code: str) -> str:
    return reverse(f"communications:{name}", args=[code])
