"""The part of one party, and the lessons of a review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import ActPage, Glyph, Link, Note, words
from phoihop.ground.powers import NotAllowed, may
from phoihop.reviews import queries
from phoihop.reviews.pages import words as say
from phoihop.reviews.queries.sections import CELL_WORDS, KIND_WORDS


@dataclass(frozen=True, slots=True)
class CellRow:
    name: str
    text: str
    message: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class LessonRow:
    number: int
    unit: str
    kind: str
    text: str
    state: Glyph
    into: Link | None
    answer: str
    meta: str
    answer_url: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class PartPage:
    title: str
    review: Link
    unit: str
    state: Glyph
    meta: str
    notes: tuple[Note, ...]
    form: Any  # of the open cells, for who may write
    write_url: str
    hand_in_url: str
    accept_url: str
    return_url: str
    propose_url: str
    version: int
    cells: tuple[CellRow, ...]
    lessons: tuple[LessonRow, ...]
    why: str


@dataclass(frozen=True, slots=True)
class LessonsPage:
    title: str
    review: Link
    lede: str
    note: Note | None
    rows: tuple[LessonRow, ...]
    why: str


@dataclass(frozen=True, slots=True)
class RoundLessonsPanel:
    """Lessons of the year before, on the page of a round; on the list of rounds those that hold the next one back."""

    title: str
    note: Note | None
    rows: tuple[LessonRow, ...]


@dataclass(frozen=True, slots=True)
class ObligationPanel:
    """The part that is the evidence of a duty to look back."""

    text: str
    link: Link
    state: Glyph


def open_cells(actor: Actor, code: str, unit_id: int) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """The cells that may be written, each with what the lead asked for, and what stands in them."""
    part = queries.part_value(actor, code, unit_id).part
    asked = _("Chủ trì đề nghị: %(message)s")
    cells = [
        (cell.key, asked % {"message": cell.message} if cell.message else "") for cell in part.cells if cell.is_open
    ]
    return cells, {**{cell.key: cell.text for cell in part.cells}, "version": part.version}


def part_page(actor: Actor, code: str, unit_id: int, at: datetime, form: Any) -> PartPage:
    line, part, lessons, rights, why = queries.part_value(actor, code, unit_id)
    is_own = actor.unit_id == unit_id
    writes, checks = is_own and rights.write, rights.check and not part.is_lead
    args = [code, unit_id]
    return PartPage(
        title=_("Phần của %(unit)s") % {"unit": part.unit},
        review=Link(line.title, reverse("reviews:review", args=[code])),
        unit=part.unit,
        state=say.glyph(say.PART_STATES, part.state),
        meta=say.joined(
            [
                say.until(line.parts_due) if line.state == "GATHERING" else "",
                _("nộp ngày %(day)s") % {"day": say.day_of(part.handed_in_at)} if part.handed_in_at else "",
                part.handed_in_post,
            ]
        ),
        notes=tuple(_notes(line, part, local_date(at), is_own=is_own)),
        form=form if writes else None,
        write_url=reverse("reviews:write", args=args) if writes else "",
        hand_in_url=reverse("reviews:hand-in", args=args) if is_own and rights.hand_in else "",
        accept_url=reverse("reviews:accept", args=args) if checks and part.state == "HANDED_IN" else "",
        return_url=reverse("reviews:return", args=args)
        if checks and part.state in ("HANDED_IN", "ACCEPTED", "RETURNED")
        else "",
        propose_url=reverse("reviews:propose-lesson", args=args) if is_own and rights.propose else "",
        version=part.version,
        cells=tuple(
            CellRow(str(CELL_WORDS[cell.key]), cell.text, cell.message, cell.is_open)
            for cell in part.cells
            if not (writes and cell.is_open)
        ),
        lessons=tuple(_lesson(one, may_withdraw=is_own and rights.propose) for one in lessons),
        why=why,
    )


def _notes(line: queries.ReviewLine, part: queries.PartLine, today: Any, *, is_own: bool) -> list[Note]:
    notes = []
    open_cells = [str(CELL_WORDS[cell.key]) for cell in part.cells if cell.is_open]
    if part.state == "RETURNED":
        notes.append(
            Note(
                _("Cơ quan chủ trì trả lại và mở khóa: %(cells)s.") % {"cells": ", ".join(open_cells)},
                _("Các ô khác giữ nguyên như đã nộp."),
            )
        )
    if is_own and line.state == "DRAFT":
        notes.append(Note(_("Viết trước được; nộp sau khi cơ quan chủ trì mời các bên góp phần.")))
    if line.state == "GATHERING" and line.parts_due and line.parts_due < today and part.state in ("OPEN", "RETURNED"):
        notes.append(Note(_("Đã quá hạn nộp phần."), words.day(line.parts_due), is_late=True))
    return notes


def start_of_part(actor: Actor, code: str, unit_id: int) -> dict[str, Any]:
    _line, part, _lessons, _rights, _why = queries.part_value(actor, code, unit_id)
    return {"version": part.version}


def return_page(actor: Actor, code: str, unit_id: int, form: Any) -> ActPage:
    line, part, _lessons, rights, why = queries.part_value(actor, code, unit_id)
    if not rights.check:
        raise NotAllowed(_("Chỉ cơ quan chủ trì trả lại phần, khi báo cáo đang nhận phần; phần giữ nguyên."))
    return ActPage(
        title=_("Trả lại phần của %(unit)s") % {"unit": part.unit},
        crumb=Link(line.title, reverse("reviews:part", args=[code, unit_id])),
        said=_("Chỉ ô được chọn mở khóa; các ô khác giữ nguyên như đã nộp."),
        form=form,
        label=_("Trả lại"),
        why=why,
    )


# ── lessons ─────────────────────────────────────────────────────────────────────────────────────────────────


def propose_page(actor: Actor, code: str, unit_id: int, form: Any) -> ActPage:
    line, part, _lessons, rights, why = queries.part_value(actor, code, unit_id)
    if actor.unit_id != unit_id or not rights.propose:
        raise NotAllowed(_("Chỉ đề xuất bài học trong phần của cơ quan mình, khi phần chưa nộp; phần giữ nguyên."))
    return ActPage(
        title=_("Đề xuất bài học"),
        crumb=Link(_("Phần của %(unit)s") % {"unit": part.unit}, reverse("reviews:part", args=[code, unit_id])),
        said=_("Cơ quan chủ trì trả lời từng bài học trước khi mở đợt năm sau: tiếp thu vào đâu, hoặc vì sao không.")
        + f" {line.title}.",
        form=form,
        label=_("Đề xuất"),
        why=why,
    )


def lessons_page(actor: Actor, code: str) -> LessonsPage:
    found = queries.lessons_of(actor, code)
    waiting = sum(one.state == "PROPOSED" and one.part_state == "ACCEPTED" for one in found.lessons)
    return LessonsPage(
        title=_("Bài học đề xuất"),
        review=Link(found.line.title, reverse("reviews:review", args=[code])),
        lede=_("Mỗi bài học của phần đã nhận phải được trả lời trước khi mở đợt năm sau."),
        note=Note(_("Còn %(count)s bài học chờ trả lời.") % {"count": waiting}) if waiting else None,
        rows=tuple(_lesson(one, may_answer=found.may_answer) for one in found.lessons),
        why=found.why,
    )


def start_of_lesson(actor: Actor, code: str, number: int) -> dict[str, Any]:
    lesson, _line, _why = queries.lesson_line(actor, code, number)
    return {"version": lesson.version}


def answer_page(actor: Actor, code: str, number: int, form: Any) -> ActPage:
    lesson, line, why = queries.lesson_line(actor, code, number)
    if not queries.lessons_of(actor, code).may_answer:
        raise NotAllowed(_("Chỉ cơ quan chủ trì trả lời bài học; bài học giữ nguyên."))
    is_open = lesson.state == "PROPOSED"
    return ActPage(
        title=_("Trả lời bài học %(number)s") % {"number": number},
        crumb=Link(line.title, reverse("reviews:lessons", args=[code])),
        said=_("%(unit)s (%(kind)s): %(text)s")
        % {"unit": lesson.unit, "kind": KIND_WORDS[lesson.kind], "text": lesson.text},
        form=form,
        label=_("Trả lời") if is_open else "",
        why=why,
    )


def _lesson(one: queries.LessonLine, *, may_answer: bool = False, may_withdraw: bool = False) -> LessonRow:
    is_open = one.state == "PROPOSED"
    return LessonRow(
        number=one.number,
        unit=one.unit,
        kind=str(KIND_WORDS[one.kind]),
        text=one.text,
        state=say.glyph(say.LESSON_STATES, one.state),
        into=Link(one.into, _into_url(one.into)) if one.into else None,
        answer=one.answer,
        meta=say.joined([say.day_of(one.answered_at), one.answered_post]),
        answer_url=reverse("reviews:answer-lesson", args=[one.review, one.number])
        if may_answer and is_open and one.part_state == "ACCEPTED"
        else "",
        withdraw_url=reverse("reviews:withdraw-lesson", args=[one.review, one.number])
        if may_withdraw and is_open
        else "",
    )


def _into_url(into: str) -> str:
    thing = into.partition("/")[0]
    names = {"QC-": "agreements:agreement", "KH-": "plans:plan", "VD-": "plans:topic"}
    return reverse(names[thing[:3]], args=[thing])


# ── panels ──────────────────────────────────────────────────────────────────────────────────────────────────


def lessons_on_round(actor: Actor, code: str, at: datetime) -> RoundLessonsPanel | None:
    """On a round: what came of the lessons of the year before."""
    found = queries.lessons_for_round(actor, code)
    if not found:
        return None
    return RoundLessonsPanel(_("Bài học của năm trước"), None, tuple(_lesson(one) for one in found))


def lessons_on_rounds(actor: Actor, code: str, at: datetime) -> RoundLessonsPanel | None:
    """On the list of rounds, before the next is opened: what the reader's unit has to answer first."""
    if not may(actor, "round.call", unit_id=actor.unit_id):
        return None
    found = queries.open_lessons_of(actor)
    if not found:
        return None
    note = Note(
        _("Còn %(count)s bài học chưa trả lời: trả lời xong mới mở được đợt của năm sau.") % {"count": len(found)},
        is_late=True,
    )
    return RoundLessonsPanel(_("Bài học chờ trả lời"), note, tuple(_lesson(one, may_answer=True) for one in found))


def part_on_obligation(actor: Actor, code: str, at: datetime) -> ObligationPanel | None:
    """On a duty to look back: the part of its unit, which is its evidence and is not asked for twice."""
    owed = queries.duty_labels(code)
    if not owed.duty.endswith(".review"):
        return None
    found = queries.part_for(actor, source=owed.source, unit_id=owed.lead_id)
    if found is None:
        return None
    line, part = found
    return ObligationPanel(
        text=_("Phần của %(unit)s trong %(review)s là bằng chứng của nghĩa vụ này; khi nộp kết quả, ghi số %(code)s.")
        % {"unit": part.unit, "review": line.title, "code": line.code},
        link=Link(line.code, reverse("reviews:review", args=[line.code])),
        state=say.glyph(say.PART_STATES, part.state),
    )
