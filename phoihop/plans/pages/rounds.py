"""Pages of rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Note, Pager, Row, State, words
from phoihop.ground.powers import SIGNED_IN
from phoihop.plans import queries
from phoihop.plans.pages.words import PLAN_STATES, ROUND_STATES, day, glyph, joined


@dataclass(frozen=True, slots=True)
class RoundsPage:
    title: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    call: Link | None
    phases: Link | None
    why: str
    panels: tuple[sheet.Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One partner's answer in the table of a round."""

    partner: str
    url: str
    answer: Glyph
    text: str
    plan: Glyph
    code: str
    tag: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    title: str
    code: str
    tag: str
    meta: str
    state: Glyph
    note: Note | None
    answers: tuple[AnswerRow, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    back: Link
    why: str
    panels: tuple[sheet.Shown, ...] = ()


def rounds_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> RoundsPage:
    found = queries.rounds(actor, after=asked.get("sau", ""))
    today = local_date(at)
    next_url = f"?{urlencode({'sau': found.next})}" if found.next else ""
    return RoundsPage(
        title=_("Đợt chọn vấn đề"),
        rows=tuple(_row(line, today) for line in found.lines),
        pager=Pager(next_url=next_url),
        empty=Empty(
            _("Chưa có đợt chọn vấn đề nào."),
            _("Cơ quan chủ trì mở đợt mỗi năm một lần; cơ quan phối hợp chọn vấn đề hoặc trả lời không có."),
        ),
        call=Link(_("Mở đợt chọn vấn đề"), reverse("plans:call")) if found.may_call else None,
        phases=Link(_("Tên các giai đoạn"), reverse("plans:phases")) if found.may_define else None,
        why=str(SIGNED_IN),
        panels=sheet.shown_on("rounds", actor, "", at),
    )


def _row(line: queries.RoundLine, today: date) -> Row:
    is_over = line.state == "CALLED" and line.answer_by is not None and line.answer_by < today
    waits = is_over and line.answered < line.called
    said = _("%(answered)s/%(called)s cơ quan đã trả lời") % {"answered": line.answered, "called": line.called}
    return Row(
        glyph=Glyph.of(State.LATE, _("Quá hạn trả lời")) if waits else glyph(ROUND_STATES, line.state),
        what=_("Đợt năm %(year)s của %(lead)s") % {"year": line.year, "lead": line.lead},
        url=reverse("plans:round", args=[line.code]),
        meta=joined([said, _until(line.answer_by)]),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def _until(answer_by: date | None) -> str:
    return _("trả lời trước hết ngày %(day)s") % {"day": words.day(answer_by)} if answer_by else ""


def round_page(actor: Actor, code: str, at: datetime) -> RoundPage:
    value = queries.round_value(actor, code)
    today = local_date(at)
    primary, acts = _acts(actor, value)
    return RoundPage(
        title=_("Đợt chọn vấn đề năm %(year)s") % {"year": value.year},
        code=value.code,
        tag=words.illustration(value.is_illustration),
        meta=joined(
            [
                value.lead,
                _("mở ngày %(day)s") % {"day": words.day(local_date(value.called_at))},
                _until(value.answer_by),
            ]
        ),
        state=glyph(ROUND_STATES, value.state),
        note=_note(value, today),
        answers=tuple(_answer(line, value, today) for line in value.answers),
        primary=primary,
        acts=acts,
        back=Link(_("Đợt chọn vấn đề"), reverse("plans:rounds")),
        why=value.why,
        panels=sheet.shown_on("round", actor, value.code, at),
    )


def _acts(actor: Actor, value: queries.RoundValue) -> tuple[Act | None, tuple[Act, ...]]:
    """For the partner: choose. For the lead: call who is missing, then close once all have answered."""
    mine = next((line for line in value.answers if line.partner_id == actor.unit_id), None)
    if mine is not None and value.state == "CALLED" and not mine.answer:
        url = f"{reverse('plans:propose')}?{urlencode({'ke-hoach': mine.plan})}"
        return Act(_("Chọn vấn đề"), url), (Act(_("Xem kế hoạch"), reverse("plans:plan", args=[mine.plan])),)
    if value.may_call:
        return Act(_("Mời thêm cơ quan"), reverse("plans:call")), ()
    if value.may_close and all(line.answer for line in value.answers):
        return Act(_("Kết thúc đợt"), reverse("plans:close-round", args=[value.code]), value.version), ()
    return None, ()


def _note(value: queries.RoundValue, today: date) -> Note | None:
    silent = [line.partner for line in value.answers if not line.answer]
    if value.state != "CALLED" or not silent:
        return None
    said = ngettext("Còn %(count)s cơ quan chưa trả lời.", "Còn %(count)s cơ quan chưa trả lời.", len(silent)) % {
        "count": len(silent)
    }
    is_late = value.answer_by is not None and value.answer_by < today
    return Note(said, ", ".join(silent), is_late=is_late)


def _answer(line: queries.AnswerLine, value: queries.RoundValue, today: date) -> AnswerRow:
    if line.answer == "NONE":
        said, text = Glyph.of(State.HELD, _("Không có")), line.reason
    elif line.answer == "TOPICS":
        count = ngettext("%(count)s vấn đề", "%(count)s vấn đề", line.topics) % {"count": line.topics}
        said, text = Glyph.of(State.DONE, _("Đã chọn")), count
    elif value.answer_by and value.answer_by < today and value.state == "CALLED":
        said, text = Glyph.of(State.LATE, _("Quá hạn trả lời")), day(value.answer_by)
    else:
        said, text = Glyph.of(State.PLAN, _("Chưa trả lời")), ""
    if line.proposals:
        waiting = ngettext("%(count)s đề xuất", "%(count)s đề xuất", line.proposals) % {"count": line.proposals}
        text = joined([text, waiting])
    return AnswerRow(
        partner=line.partner,
        url=reverse("plans:plan", args=[line.plan]),
        answer=said,
        text=text,
        plan=glyph(PLAN_STATES, line.state),
        code=line.plan,
        tag=words.illustration(line.is_illustration),
    )


def call_choices(actor: Actor, at: datetime) -> tuple[queries.CallChoice, ...]:
    return queries.call_choices(actor, local_date(at))


def call_page(actor: Actor, choices: Sequence[queries.CallChoice], form: Any) -> ActPage:
    said = "; ".join(
        _("Năm %(year)s: %(partners)s") % {"year": choice.year, "partners": ", ".join(choice.partners)}
        for choice in choices
    )
    return ActPage(
        title=_("Mở đợt chọn vấn đề"),
        crumb=Link(_("Đợt chọn vấn đề"), reverse("plans:rounds")),
        said=said or _("Mọi cơ quan có quy chế phối hợp đang hiệu lực đều đã được mời; chưa có đợt nào để mở."),
        form=form,
        label=_("Mở đợt") if choices else "",
        why=str(SIGNED_IN),
    )


def phases_now(actor: Actor) -> list[tuple[str, str]]:
    return [(phase.key, phase.name) for phase in queries.phase_names(actor)]


def phases_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Tên các giai đoạn"),
        crumb=Link(_("Đợt chọn vấn đề"), reverse("plans:rounds")),
        said=_("Áp dụng cho kế hoạch của các đợt mở sau này; kế hoạch đã có giữ tên cũ. Xóa tên để bỏ giai đoạn."),
        form=form,
        label=_("Lưu"),
        why=_("Bạn xem được vì %(unit)s chủ trì kế hoạch.") % {"unit": actor.unit_name},
    )
