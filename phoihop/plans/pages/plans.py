"""Pages of plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
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
from phoihop.ground.parts import (
    Act,
    ActPage,
    Empty,
    Glyph,
    Link,
    Matrix,
    MatrixCell,
    MatrixColumn,
    MatrixRow,
    Note,
    Pager,
    Row,
    State,
    Tab,
    Tally,
    legend,
    words,
)
from phoihop.ground.powers import SIGNED_IN, may
from phoihop.plans import queries
from phoihop.plans.pages.words import (
    KIND_WORDS,
    PLAN_STATES,
    TOPIC_STATES,
    board_url,
    check_open,
    glyph,
    joined,
    spoken,
    state_of,
    year_asked,
)


@dataclass(frozen=True, slots=True)
class PlansPage:
    title: str
    years: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    propose: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    title: str
    code: str
    tag: str
    crumbs: tuple[Link, ...]
    agreement: Link
    meta: str
    state: Glyph
    note: Note | None
    primary: Act | None
    acts: tuple[Act, ...]
    tallies: tuple[Tally, ...]
    matrix: Matrix | None
    topics: tuple[Row, ...]
    no_topics: Empty
    panels: tuple[sheet.Shown, ...]
    why: str


def plans_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> PlansPage:
    found = queries.plans(actor, local_date(at), year=year_asked(asked), after=asked.get("sau", ""))
    here = reverse("plans:plans")
    proposes = may(actor, "topic.propose")
    return PlansPage(
        title=_("Kế hoạch năm %(year)s") % {"year": found.year},
        years=tuple(
            Tab(str(year), f"{here}?{urlencode({'nam': year})}", is_current=year == found.year) for year in found.years
        ),
        rows=tuple(_row(line, actor) for line in found.lines),
        pager=Pager(next_url=f"{here}?{urlencode({'nam': found.year, 'sau': found.next})}" if found.next else ""),
        empty=Empty(
            _("Chưa có kế hoạch nào."),
            _("Kế hoạch có khi cơ quan chủ trì mở đợt chọn vấn đề của năm."),
            Link(_("Xem các đợt chọn vấn đề"), reverse("plans:rounds")),
        ),
        propose=Link(_("Thêm vấn đề"), reverse("plans:propose")) if proposes and found.lines else None,
        why=str(SIGNED_IN),
    )


def _row(line: queries.PlanLine, actor: Actor) -> Row:
    state = state_of(line.counts)
    other = line.lead if line.partner == actor.unit_name else line.partner
    topics = ngettext("%(count)s vấn đề", "%(count)s vấn đề", line.topics) % {"count": line.topics}
    answers = {"": _("chưa trả lời"), "NONE": _("không có vấn đề"), "TOPICS": topics}
    return Row(
        glyph=Glyph.of(State(state), spoken(line.counts)) if state else glyph(PLAN_STATES, line.state),
        what=_("Với %(unit)s") % {"unit": other},
        url=reverse("plans:plan", args=[line.code]),
        meta=joined([answers[line.answer], str(PLAN_STATES[line.state][1]).lower(), spoken(line.counts)]),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def plan_page(actor: Actor, code: str, at: datetime) -> PlanPage:
    value = queries.plan_value(actor, code, local_date(at))
    primary, acts = _acts(value)
    return PlanPage(
        title=_("Kế hoạch năm %(year)s với %(partner)s") % {"year": value.year, "partner": value.partner},
        code=value.code,
        tag=words.illustration(value.is_illustration),
        crumbs=(
            Link(_("Kế hoạch"), f"{reverse('plans:plans')}?{urlencode({'nam': value.year})}"),
            Link(value.round, reverse("plans:round", args=[value.round])),
        ),
        agreement=Link(
            f"{value.agreement}: {value.agreement_title}", reverse("agreements:agreement", args=[value.agreement])
        ),
        meta=_("chủ trì %(unit)s") % {"unit": value.lead},
        state=glyph(PLAN_STATES, value.state),
        note=_note(value, local_date(at)),
        primary=primary,
        acts=acts,
        tallies=_tallies(value),
        matrix=_matrix(value),
        topics=tuple(topic_row(line) for line in value.topics),
        no_topics=Empty(
            _("Chưa có vấn đề nào."),
            _("Cơ quan phối hợp chọn vấn đề trong đợt; vấn đề phát sinh thêm lúc nào cũng được."),
        ),
        panels=sheet.shown_on("plan", actor, value.code, at),
        why=value.why,
    )


def _note(value: queries.PlanValue, today: date) -> Note | None:
    if value.answer == "NONE":
        return Note(_("%(unit)s trả lời không có vấn đề:") % {"unit": value.partner}, value.reason)
    if not value.answer and value.round_state == "CALLED":
        until = _("Hạn trả lời: %(day)s.") % {"day": words.day(value.answer_by)} if value.answer_by else ""
        is_late = value.answer_by is not None and value.answer_by < today
        return Note(_("%(unit)s chưa trả lời đợt chọn vấn đề.") % {"unit": value.partner}, until, is_late=is_late)
    return None


def _acts(value: queries.PlanValue) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step first; the rest beside it."""
    rights, code = value.rights, value.code
    found: list[Act] = []
    adding = f"{reverse('plans:propose')}?{urlencode({'ke-hoach': code})}"
    if rights.notify:
        found.append(Act(_("Thông báo vấn đề đã chọn"), reverse("plans:notify", args=[code])))
    if rights.approve:
        found.append(Act(_("Duyệt kế hoạch"), reverse("plans:approve", args=[code]), value.version))
    if rights.propose:
        found.append(Act(_("Đề xuất vấn đề"), adding))
    elif rights.add_ad_hoc:
        found.append(Act(_("Thêm vấn đề phát sinh"), adding))
    if rights.answer:
        found.append(Act(_("Trả lời không có vấn đề"), reverse("plans:decline", args=[code])))
    if rights.close:
        found.append(Act(_("Kết thúc kế hoạch"), reverse("plans:close-plan", args=[code])))
    return (found[0] if found else None), tuple(found[1:])


def topic_row(line: queries.TopicLine) -> Row:
    state = glyph(TOPIC_STATES, line.state)
    return Row(
        glyph=state,
        what=line.title,
        url=reverse("plans:topic", args=[line.code]),
        meta=joined(
            [
                str(KIND_WORDS[line.kind]),
                state.word,
                _("giai đoạn %(phase)s") % {"phase": line.phase} if line.phase else "",
                _("phát sinh") if line.is_ad_hoc else "",
                _("chưa thông báo cho chủ trì") if line.is_unnotified and line.state == "RUNNING" else "",
            ]
        ),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def _tallies(value: queries.PlanValue) -> tuple[Tally, ...]:
    """Each number opens exactly its rows: the board knows the same figures by the same names."""
    figures = value.figures
    shown = (
        ("promised", figures.promised, State.PLAN, _("Đã hứa"), ""),
        ("kept", figures.kept, State.DONE, _("Đã làm"), ""),
        ("kept_late", figures.kept_late, State.DONE, _("Làm trễ"), _("trong số đã làm")),
        ("late", figures.late, State.LATE, _("Quá hạn"), ""),
        ("waiting", figures.waiting, State.WAIT, _("Chờ nghiệm thu"), ""),
        ("open", figures.open, State.DOING, _("Còn trong hạn"), ""),
        ("waived", figures.waived, State.HELD, _("Được miễn"), ""),
    )
    return tuple(
        Tally(str(number), Glyph.of(state, word), board_url(source=value.code, status=name), note)
        for name, number, state, word, note in shown
        if number or name not in ("kept_late", "waiting", "waived")
    )


def _matrix(value: queries.PlanValue) -> Matrix | None:
    """The plan's duties by phase; what belongs to no phase stands in a column of its own."""
    if not value.duties:
        return None
    columns = [*value.phases, ("", _("Ngoài giai đoạn"))]
    late = sum(counts.get("late", 0) for duty in value.duties for counts in duty.counts.values())
    finding = ngettext("%(count)s việc quá hạn", "%(count)s việc quá hạn", late) % {"count": late}
    return Matrix(
        finding=finding if late else _("Không có việc quá hạn"),
        counted=_("Mỗi ô là các nghĩa vụ của một điều khoản trong một giai đoạn; bấm ô để mở đúng các nghĩa vụ ấy."),
        caption=_("Nghĩa vụ của kế hoạch theo giai đoạn"),
        corner=_("Nghĩa vụ"),
        groups=(),
        columns=tuple(MatrixColumn(name, is_gap=not key) for key, name in columns),
        rows=tuple(
            MatrixRow(
                label=queries.duty_name(duty.key, duty.text),
                cells=tuple(_cell(value.code, duty, key, name) for key, name in columns),
                url=board_url(source=value.code, duty=duty.key),
            )
            for duty in value.duties
        ),
        legend=legend(),
    )


def _cell(plan: str, duty: queries.DutyRow, stage: str, name: str) -> MatrixCell:
    counts: Mapping[str, int] = duty.counts.get(stage, Counter())
    state = state_of(counts)
    if not state:
        return MatrixCell(name, (), _("không có việc"), is_gap=not stage)
    url = board_url(source=plan, duty=duty.key, stage=stage)
    return MatrixCell(name, (state,), spoken(counts), url, is_gap=not stage)


# ── acts that need words ────────────────────────────────────────────────────────────────────────────────────


def plan_act(actor: Actor, code: str, act: str, form: Any, at: datetime) -> ActPage:
    value = queries.plan_value(actor, code, local_date(at))
    rights = value.rights
    is_open, title, said, label = {
        "decline": (
            rights.answer,
            _("Trả lời không có vấn đề"),
            _("Cơ quan chủ trì sẽ thấy lý do này trong đợt chọn vấn đề."),
            _("Gửi trả lời"),
        ),
        "notify": (
            bool(rights.notify),
            _("Thông báo vấn đề đã chọn"),
            _("Một công văn được gửi tới %(unit)s.") % {"unit": value.lead},
            _("Gửi thông báo"),
        ),
        "approve": (rights.approve, _("Duyệt kế hoạch"), "", _("Duyệt")),
        "close": (
            rights.close,
            _("Kết thúc kế hoạch"),
            _("Sau khi kết thúc, kế hoạch không nhận thêm vấn đề."),
            _("Kết thúc kế hoạch"),
        ),
    }[act]
    check_open(is_open=is_open)
    form.initial.setdefault("version", value.version)
    return ActPage(
        title=title,
        crumb=Link(value.code, reverse("plans:plan", args=[code])),
        said=said,
        form=form,
        label=label,
        why=value.why,
    )


def unnotified(actor: Actor, code: str, at: datetime) -> list[tuple[str, str]]:
    value = queries.plan_value(actor, code, local_date(at))
    return [(line.code, f"{line.code}: {line.title}") for line in value.topics if line.code in value.rights.notify]
