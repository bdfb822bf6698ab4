"""The programme picture: who owes which duty in which phase, when, and what came of it. Every number opens its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from phoihop.desk import queries
from phoihop.desk.pages.addresses import board_url
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import (
    Axis,
    Empty,
    Figure,
    Link,
    Matrix,
    MatrixCell,
    MatrixColumn,
    MatrixGroup,
    MatrixRow,
    Pager,
    State,
    Tab,
    axis,
    legend,
    time_axis,
    words,
)
from phoihop.plans.queries import AxisLine, DutyColumn, PlanLine, Programme, duty_name

URGENCY = (State.LATE, State.BLOCK, State.SOON, State.WAIT, State.DOING, State.PLAN, State.DONE, State.HELD)
WHOLE_PERIOD = "ca-ky"

NUMBERS: tuple[str | Promise, ...] = (
    gettext_lazy("Không"),
    gettext_lazy("Một"),
    gettext_lazy("Hai"),
    gettext_lazy("Ba"),
    gettext_lazy("Bốn"),
    pgettext_lazy("number", "Năm"),
    gettext_lazy("Sáu"),
    gettext_lazy("Bảy"),
    gettext_lazy("Tám"),
    gettext_lazy("Chín"),
    gettext_lazy("Mười"),
)


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    title: str
    lede: str
    mandates: tuple[Link, ...]
    all_mandates: str
    tabs: tuple[Tab, ...]
    figures: tuple[Figure, ...]
    matrix: Matrix | None
    axis: Axis | None
    pager: Pager
    empty: Empty
    why: str


def programme_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ProgrammePage:
    wanted, today = asked.get("nam", ""), local_date(at)
    if wanted == WHOLE_PERIOD:
        return _period_page(actor, today)
    year = int(wanted) if wanted.isdecimal() and len(wanted) == 4 else None
    return _year_page(actor, today, year, asked.get("sau", ""))


# ── one year ────────────────────────────────────────────────────────────────────────────────────────────────


def _year_page(actor: Actor, today: date, year: int | None, after: str) -> ProgrammePage:
    view = queries.year_view(actor, today, year=year, after=after)
    found = view.programme
    codes = [line.code for line in found.plans]
    is_running = found.year == today.year
    return ProgrammePage(
        title=_("Chương trình phối hợp"),
        lede=_counted(len(found.plans), len(found.duties), len(found.phases)) if found.plans else "",
        mandates=_mandates(view.mandates),
        all_mandates=reverse("agreements:mandates"),
        tabs=_tabs(found.years, view.horizon, chosen=found.year, today=today),
        figures=_figures(found.figures, codes),
        matrix=_matrix(view) if found.plans else None,
        axis=_axis(view.horizon, today, _axis_finding(view.horizon, today, is_running=is_running)) if codes else None,
        pager=Pager(_url(str(found.year)) if after else "", _url(str(found.year), found.next) if found.next else ""),
        empty=_empty(actor),
        why=_why(actor),
    )


def _matrix(view: queries.YearView) -> Matrix:
    found = view.programme
    groups, columns = _columns(found.duties)
    return Matrix(
        finding=_finding(found.plans, view.blocker, found.year),
        counted=_(
            "Độ phủ nhiệm vụ năm %(year)s, theo cơ quan, nhiệm vụ và giai đoạn. Mỗi ô đọc từ trái sang: %(phases)s. "
            "Bấm ô để mở các nghĩa vụ trong ô."
        )
        % {"year": found.year, "phases": ", ".join([_("cả năm"), *(name for _key, name in found.phases)])},
        caption=_("Độ phủ nhiệm vụ theo cơ quan và giai đoạn, năm %(year)s") % {"year": found.year},
        corner=_("Kế hoạch với"),
        groups=groups,
        columns=columns,
        rows=tuple(_plan_row(line, found, columns) for line in found.plans),
        legend=legend(),
    )


def _columns(duties: Sequence[DutyColumn]) -> tuple[tuple[MatrixGroup, ...], tuple[MatrixColumn, ...]]:
    """Duties come partner's first; the gap stands before the first of the lead."""
    of_partner = sum(duty.obliged == "partner" for duty in duties)
    of_lead = len(duties) - of_partner
    groups = []
    if of_partner:
        groups.append(MatrixGroup(_("Cơ quan phối hợp làm"), of_partner))
    if of_lead:
        groups.append(MatrixGroup(_("Cơ quan chủ trì làm với từng cơ quan"), of_lead, is_gap=bool(of_partner)))
    return tuple(groups), tuple(
        MatrixColumn(duty_name(duty.key, duty.text), is_gap=bool(of_partner) and place == of_partner)
        for place, duty in enumerate(duties)
    )


def _plan_row(line: PlanLine, found: Programme, columns: Sequence[MatrixColumn]) -> MatrixRow:
    phases = dict(found.phases)
    cells = []
    for duty, column in zip(found.duties, columns, strict=True):
        stages = found.cells.get((line.code, duty.key), {})
        order = [key for key in ("", *phases) if key in stages] + [key for key in stages if key and key not in phases]
        spoken = [_stage_words(phases.get(key, key), stages[key]) for key in order]
        cells.append(
            MatrixCell(
                column=column.label,
                tiles=tuple(worst(stages[key]).value for key in order),
                spoken="; ".join(spoken) if spoken else _("không có nghĩa vụ"),
                url=board_url(sources=[line.code], duty=duty.key) if order else "",
                is_gap=column.is_gap,
            )
        )
    return MatrixRow(_label(line, found.plans), tuple(cells), reverse("plans:plan", args=[line.code]))


def _finding(lines: Iterable[PlanLine], blocker: tuple[str, int] | None, year: int) -> str:
    """What the picture shows, as a sentence."""
    late = sum(line.counts.get("late", 0) > 0 for line in lines)
    if not late:
        return _("Năm %(year)s: không kế hoạch nào có việc quá hạn") % {"year": year}
    plans_late = ngettext("%(number)s kế hoạch có việc quá hạn", "%(number)s kế hoạch có việc quá hạn", late) % {
        "number": in_words(late)
    }
    if blocker is None:
        return plans_late
    unit, number = blocker
    held = ngettext(
        "việc trễ của %(unit)s đang chặn %(number)s việc khác",
        "việc trễ của %(unit)s đang chặn %(number)s việc khác",
        number,
    ) % {"unit": bare(unit), "number": in_words(number).lower()}
    return f"{plans_late}; {held}"


# ── the whole period ────────────────────────────────────────────────────────────────────────────────────────


def _period_page(actor: Actor, today: date) -> ProgrammePage:
    view = queries.period_view(actor, today)
    lines = list(view.plans.values())
    return ProgrammePage(
        title=_("Chương trình phối hợp"),
        lede=_("%(partners)s cơ quan phối hợp, %(plans)s kế hoạch trong cả kỳ.")
        % {"partners": len(view.partners), "plans": len(lines)}
        if lines
        else "",
        mandates=_mandates(view.mandates),
        all_mandates=reverse("agreements:mandates"),
        tabs=_tabs(view.years, view.horizon, chosen=None, today=today),
        figures=_figures(view.figures, [line.code for line in lines]),
        matrix=_period_matrix(view, lines) if lines else None,
        axis=_axis(view.horizon, today, _period_finding(view.horizon)) if lines else None,
        pager=Pager(),
        empty=_empty(actor),
        why=_why(actor),
    )


def _period_matrix(view: queries.PeriodView, lines: Sequence[PlanLine]) -> Matrix:
    columns = tuple(MatrixColumn(str(year)) for year in view.years)
    rows = []
    for partner in view.partners:
        own = [view.plans.get((partner, year)) for year in view.years]
        cells = tuple(
            MatrixCell(
                column=column.label,
                tiles=tuple(state.value for state in URGENCY if line.counts.get(state.value)) if line else (),
                spoken=_stage_words(column.label, line.counts) if line else _("chưa có kế hoạch"),
                url=board_url(sources=[line.code]) if line and any(line.counts.values()) else "",
            )
            for line, column in zip(own, columns, strict=True)
        )
        newest = next(line for line in reversed(own) if line)
        rows.append(MatrixRow(_label(newest, lines), cells, reverse("plans:plan", args=[newest.code])))
    late = {line.partner for line in lines if line.counts.get("late")}
    finding = _("Cả kỳ: không cơ quan nào có việc quá hạn")
    if late:
        finding = ngettext(
            "Cả kỳ: %(number)s cơ quan có việc quá hạn", "Cả kỳ: %(number)s cơ quan có việc quá hạn", len(late)
        ) % {"number": in_words(len(late)).lower()}
    return Matrix(
        finding=finding,
        counted=_("Mỗi ô là một kế hoạch năm và các trạng thái nghĩa vụ của nó. Bấm ô để mở các nghĩa vụ."),
        caption=_("Kế hoạch theo cơ quan và năm"),
        corner=_("Kế hoạch với"),
        groups=(),
        columns=columns,
        rows=tuple(rows),
        legend=legend(),
    )


# ── the time axis ───────────────────────────────────────────────────────────────────────────────────────────


def _axis(horizon: queries.Horizon, today: date, finding: str) -> Axis:
    extra = [*_rounds_on_axis(horizon, today), *_expiries_on_axis(horizon)]
    return time_axis(
        [*extra, *(_on_axis(line, horizon.phases) for line in horizon.lines)],
        first_year=horizon.first_year,
        last_year=horizon.last_year,
        year=horizon.year,
        today=today,
        finding=finding,
        counted=_("Giai đoạn, cuộc họp, hạn đáng chú ý, đợt chọn vấn đề, ngày quy chế hết hạn; ô năm ghi số vấn đề."),
        year_notes=_year_notes(horizon),
    )


def _on_axis(line: AxisLine, names: Sequence[str]) -> axis.Plan:
    return axis.Plan(
        label=line.partner,
        short=_cut(line.partner_short),
        url=reverse("plans:plan", args=[line.plan]),
        phases=tuple(axis.Phase(one.name, one.start, one.end, _drawn(one.name, names)) for one in line.phases),
        meetings=line.meetings,
        marks=tuple(axis.Mark(State(mark.shown), mark.day) for mark in line.due),
    )


def _drawn(name: str, names: Sequence[str]) -> str:
    """The first phase, the last, or one between."""
    if name not in names:
        return ""
    place = names.index(name)
    return axis.DRAWN[0] if place == 0 else axis.DRAWN[2] if place == len(names) - 1 else axis.DRAWN[1]


def _rounds_on_axis(horizon: queries.Horizon, today: date) -> list[axis.Plan]:
    found = []
    for one in horizon.rounds:
        if one.year != horizon.year:
            continue
        marks = [axis.Mark(State.DONE, one.called)]
        if one.answer_by is not None:
            is_late = one.answer_by < today and not one.is_answered
            marks.append(
                axis.Mark(State.DONE if one.is_answered else State.LATE if is_late else State.SOON, one.answer_by)
            )
        name = _("Đợt chọn vấn đề %(year)s") % {"year": one.year}
        found.append(axis.Plan(name, _("Đợt chọn vấn đề"), reverse("plans:round", args=[one.code]), marks=tuple(marks)))
    return found


def _expiries_on_axis(horizon: queries.Horizon) -> list[axis.Plan]:
    """Agreements that end within the year shown, on one line."""
    days = tuple(dict.fromkeys(day for day, _code in horizon.expiries if day.year == horizon.year))
    if not days:
        return []
    marks = tuple(axis.Mark(State.SOON, day) for day in days)
    return [axis.Plan(_("Quy chế hết hạn"), _("Quy chế hết hạn"), reverse("agreements:list"), marks=marks)]


def _year_notes(horizon: queries.Horizon) -> dict[int, str]:
    notes = {}
    for year in range(horizon.first_year, horizon.last_year + 1):
        topics = horizon.topics.get(year, 0)
        ends = sum(day.year == year for day, _code in horizon.expiries)
        said = []
        if topics:
            said.append(ngettext("%(count)s vấn đề", "%(count)s vấn đề", topics) % {"count": topics})
        if ends:
            said.append(ngettext("%(count)s quy chế hết", "%(count)s quy chế hết", ends) % {"count": ends})
        notes[year] = ", ".join(said)
    return notes


def _axis_finding(horizon: queries.Horizon, today: date, *, is_running: bool) -> str:
    ahead = sorted(mark.day for line in horizon.lines for mark in line.due if mark.day >= today)
    if is_running and ahead:
        return _("Hạn gần nhất phía trước: %(day)s") % {"day": words.long_day(ahead[0])}
    if is_running:
        return _("Không còn hạn nào phía trước trong năm %(year)s") % {"year": horizon.year}
    return _("Năm %(year)s trên trục thời gian") % {"year": horizon.year}


def _period_finding(horizon: queries.Horizon) -> str:
    if horizon.expiries:
        day = horizon.expiries[0][0]
        return _("Quy chế hết hạn sớm nhất: %(day)s") % {"day": words.day(day)}
    return _("Cả kỳ %(first)s–%(last)s trên trục thời gian") % {"first": horizon.first_year, "last": horizon.last_year}


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def worst(counts: Mapping[str, int]) -> State:
    """One outline for many: the most urgent; what is partly done and partly to come is being done."""
    there = [state for state in URGENCY if counts.get(state.value)]
    if there[:1] == [State.PLAN] and State.DONE in there:
        return State.DOING
    return there[0] if there else State.PLAN


def in_words(number: int) -> str:
    return str(NUMBERS[number]) if number < len(NUMBERS) else str(number)


def bare(name: str) -> str:
    """An office's name without its province."""
    return name.partition(" tỉnh ")[0]


def _cut(name: str) -> str:
    return shorten(bare(name), 22, placeholder="…")


def _label(line: PlanLine, among: Sequence[PlanLine]) -> str:
    """The partner; without its province where all are of one province."""
    places = {one.code.split("-")[1] for one in among}
    return bare(line.partner_short) if len(places) == 1 else line.partner


def _stage_words(stage: str, counts: Mapping[str, int]) -> str:
    said = ", ".join(f"{counts[state.value]} {state.word.lower()}" for state in URGENCY if counts.get(state.value))
    return f"{stage or _('cả năm')}: {said or '0'}"


def _counted(plans: int, duties: int, phases: int) -> str:
    return _("%(plans)s kế hoạch, %(duties)s loại nhiệm vụ, %(phases)s giai đoạn.") % {
        "plans": plans,
        "duties": duties,
        "phases": phases,
    }


def _mandates(lines: Iterable[queries.MandateLine]) -> tuple[Link, ...]:
    return tuple(Link(line.number, reverse("agreements:mandate", args=[line.code])) for line in lines)


def _tabs(years: Iterable[int], horizon: queries.Horizon, *, chosen: int | None, today: date) -> tuple[Tab, ...]:
    tabs = [
        Tab(
            str(year),
            _url(str(year)),
            count=_topics_words(horizon.topics.get(year, 0)),
            is_current=year == chosen,
        )
        for year in sorted(years)
    ]
    return (*tabs, Tab(_("Cả kỳ"), _url(WHOLE_PERIOD), is_current=chosen is None))


def _topics_words(topics: int) -> str:
    return ngettext("%(count)s vấn đề", "%(count)s vấn đề", topics) % {"count": topics}


def _figures(found: queries.Figures, codes: Sequence[str]) -> tuple[Figure, ...]:
    """Promised and what came of it. Each number opens the board with the rows it counts."""
    named = (
        ("", found.promised, _("đã hứa")),
        ("kept", found.kept, _("đã giữ lời")),
        ("kept_late", found.kept_late, _("trong đó giữ trễ")),
        ("waiting", found.waiting, _("chờ nghiệm thu")),
        ("late", found.late, _("quá hạn")),
        ("open", found.open, _("còn trong hạn")),
        ("waived", found.waived, _("được miễn")),
    )
    return tuple(Figure(str(number), board_url(sources=codes, status=status), said) for status, number, said in named)


def _empty(actor: Actor) -> Empty:
    return Empty(
        _("Cơ quan bạn chưa có kế hoạch phối hợp nào."),
        _("Kế hoạch mở khi cơ quan chủ trì mở đợt chọn vấn đề của năm theo quy chế đang có hiệu lực."),
        Link(_("Xem các đợt chọn vấn đề"), reverse("plans:rounds")),
    )


def _why(actor: Actor) -> str:
    return _("Trang này chỉ đếm những kế hoạch và nghĩa vụ mà %(unit)s được xem.") % {"unit": actor.unit_name}


def _url(year: str, after: str = "") -> str:
    return f"{reverse('desk:programme')}?{urlencode({'nam': year} | ({'sau': after} if after else {}))}"
