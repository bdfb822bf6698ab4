"""What search, the calendar, reports and the sheet know of questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.forecasts import states
from phoihop.forecasts.models import Question, QuestionParty, Resolution
from phoihop.forecasts.queries.names import decimal, outcome_names, percent
from phoihop.forecasts.queries.scores import desk_line, pairs_of_rows, scored_of
from phoihop.forecasts.rules import limits
from phoihop.forecasts.rules.calibration import calibrate
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.events import Event
from phoihop.ground.figures import Figure, Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts import State
from phoihop.ground.parts.words import day
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import DatedRow, FoundRow
from phoihop.organizations.queries import search_names


def question_row(event: Event) -> Question:
    return Question.rows.get(code=event.code)


def found_questions(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of questions. Estimates are not in them. Four queries."""
    rows = list(Question.rows.filter(code__in=codes))
    tokens = tokens_of("question.see", rows)
    units: dict[int, list[int]] = {row.pk: [row.desk_id] for row in rows}
    for pk, unit_id in (
        QuestionParty.rows.filter(question__in=rows).order_by("pk").values_list("question_id", "unit_id")
    ):
        units[pk].append(unit_id)
    numbers: dict[int, list[str]] = {row.pk: [] for row in rows}
    for pk, number in Resolution.rows.filter(question__in=rows).order_by("pk").values_list("question_id", "citation"):
        numbers[pk].append(number)
    return [
        FoundRow(
            code=row.code,
            kind="question",
            title=row.text,
            url=reverse("forecasts:question", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, (row.rule, row.source, *row.outcomes, row.base_class, row.base_source))),
            numbers=tuple(dict.fromkeys(filter(None, (row.dossier, *numbers[row.pk])))),
            unit_ids=tuple(dict.fromkeys(units[row.pk])),
            unit_names=search_names(list(dict.fromkeys(units[row.pk]))),
            date=local_date(row.opened_at or row.drafted_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def question_codes(after: str, limit: int) -> list[str]:
    return list(Question.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_questions(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Question.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def parties(codes: Collection[str]) -> set[int]:
    """The desk and the units of the topic. Two queries however many."""
    wanted = [code for code in codes if code.startswith("DO-")]
    if not wanted:
        return set()
    desks = Question.rows.filter(code__in=wanted).values_list("desk_id", flat=True)
    return {*desks, *QuestionParty.rows.filter(question__code__in=wanted).values_list("unit_id", flat=True)}


def dated_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The last days for estimates, and the days on which rules decide. One query."""
    rows = Question.objects.visible_to(actor).filter(state__in=(*states.UNDER_WAY, "RESOLVED"))
    asked = rows.filter(
        Q(closes_date__gte=first, closes_date__lte=last) | Q(resolves_date__gte=first, resolves_date__lte=last)
    )
    today = local_date(at)
    found = [
        dated
        for row in asked.order_by("closes_date", "pk")[:most]
        for dated in (_closing(row, today), _deciding(row, today))
        if first <= dated.first <= last
    ]
    return sorted(found, key=lambda row: (row.first, row.code))[:most]


def _closing(row: Question, today: date) -> DatedRow:
    is_open = row.state == "OPEN" and row.closes_date >= today
    return _dated(
        row,
        f"{row.code}/1",
        _("Ngày cuối cho xác suất: %(text)s") % {"text": row.text},
        row.closes_date,
        State.PLAN if is_open else State.DONE,
        is_open=is_open,
    )


def _deciding(row: Question, today: date) -> DatedRow:
    is_open = row.state != "RESOLVED"
    state = State.PLAN if row.resolves_date >= today else State.LATE
    return _dated(
        row,
        f"{row.code}/2",
        _("Có kết quả: %(text)s") % {"text": row.text},
        row.resolves_date,
        state if is_open else State.DONE,
        is_open=is_open,
    )


def _dated(row: Question, code: str, title: str, on: date, state: State, *, is_open: bool) -> DatedRow:
    return DatedRow(
        kind="question",
        code=code,
        title=title,
        url=reverse("forecasts:question", args=[row.code]),
        first=on,
        last=on,
        state=state.value,
        stamp=row.settled_at or row.closed_at or row.opened_at or row.drafted_at,
        doer_ids=(row.desk_id,),
        dossier=row.dossier,
        sequence=row.version,
        is_open=is_open,
        is_illustration=row.is_illustration,
    )


def report_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Questions about these topics. What is dated counts by its day; what is open is taken as it stands. One query;
    None where nothing was ever asked."""
    seen = Question.objects.visible_to(actor).filter(dossier__in=scope.labels, opened_at__isnull=False)
    known = [row for row in seen.order_by("code") if row.opened_at is not None and local_date(row.opened_at) <= on]
    if not known:
        return None
    last = min(period.last, on)

    def within(at: datetime | None) -> bool:
        return at is not None and period.first <= local_date(at) <= last

    settled = [row for row in known if row.state in states.OVER and within(row.settled_at)]
    resolved = [row for row in settled if row.state == "RESOLVED"]
    scored = scored_of(resolved)
    until = {"day": day(on)}
    figures = [
        counted(
            "forecasts.opened",
            _("Câu hỏi dự báo đã mở"),
            _("Số câu hỏi dự báo mở trong kỳ và không sau ngày %(day)s, về các vấn đề này.") % until,
            [row.code for row in known if within(row.opened_at)],
        ),
        counted(
            "forecasts.resolved",
            _("Câu hỏi đã có kết quả"),
            _("Số câu hỏi có kết quả được xác nhận trong kỳ và không sau ngày %(day)s.") % until,
            [row.code for row in resolved],
        ),
        counted(
            "forecasts.annulled",
            _("Câu hỏi hủy vì quy tắc không quyết định được"),
            _("Số câu hỏi được hai người xác nhận hủy trong kỳ và không sau ngày %(day)s.") % until,
            [row.code for row in settled if row.state == "ANNULLED"],
        ),
        counted(
            "forecasts.waiting",
            _("Đã đến ngày, chưa có kết quả"),
            _("Số câu hỏi có ngày kết quả trước ngày %(day)s mà chưa được xác nhận, như sổ ghi lúc lập báo cáo.")
            % until,
            [row.code for row in known if row.state in states.UNDER_WAY and row.resolves_date < on],
        ),
        *_measures(scored),
    ]
    return SectionValue(
        key="forecasts",
        title=str(_("Dự báo và kết quả")),
        figures=tuple(figures),
        paragraphs=tuple(_said(scored)),
        tables=tuple(_tables(resolved, scored)),
    )


def _measures(scored: Sequence[Question]) -> list[Figure]:
    line = desk_line(0, "", "", scored)
    rows = tuple(row.code for row in scored)
    said = (
        (
            "forecasts.brier",
            _("Brier trung bình của ước tính chung"),
            _("Trung bình theo câu của điểm Brier theo ngày của ước tính chung; 0 là tốt nhất, 2000 là kém nhất."),
            line.brier,
        ),
        (
            "forecasts.base",
            _("Brier trung bình của tỷ lệ nền"),
            _("Trung bình trên cùng các câu nếu chỉ lấy tỷ lệ nền; 0 là tốt nhất, 2000 là kém nhất."),
            line.base_brier,
        ),
    )
    return [
        Figure(
            key,
            str(label),
            str(definition),
            round(value * 1000) if value is not None else None,
            rows if value is not None else (),
            is_measure=True,
            unit=str(_("phần nghìn")),
        )
        for key, label, definition, value in said
    ]


def _said(scored: Sequence[Question]) -> list[str]:
    line = desk_line(0, "", "", scored)
    if line.brier is None:
        return []
    values = {"count": line.scored, "brier": decimal(line.brier), "base": decimal(line.base_brier)}
    found = [
        _("Trên %(count)s câu được chấm, Brier trung bình là %(brier)s; tỷ lệ nền là %(base)s.") % values,
    ]
    if line.scored < limits.FEWEST_QUESTIONS:
        found.append(_("Dưới %(fewest)s câu: chưa nói lên điều gì.") % {"fewest": limits.FEWEST_QUESTIONS})
    return found


def _tables(resolved: Sequence[Question], scored: Sequence[Question]) -> list[Table]:
    found = []
    if resolved:
        found.append(
            Table(
                title=str(_("Câu hỏi có kết quả trong kỳ")),
                columns=(
                    str(_("Câu hỏi")),
                    str(_("Kết quả")),
                    str(_("Ước tính chung cuối cùng")),
                    str(_("Brier")),
                    str(_("Brier của tỷ lệ nền")),
                ),
                rows=tuple(_result(row) for row in resolved),
                links=tuple(reverse("forecasts:question", args=[row.code]) for row in resolved),
            )
        )
    if scored:
        found.append(
            Table(
                title=str(_("Hiệu chuẩn: đã cho bao nhiêu, xảy ra bao nhiêu")),
                columns=(
                    str(_("Đã cho")),
                    str(_("Số lần")),
                    str(_("Đã xảy ra")),
                    str(_("Tỷ lệ xảy ra")),
                    str(_("Khoảng tin cậy 95 phần trăm")),
                ),
                rows=tuple(
                    (
                        f"{percent(one.low)}–{percent(one.high)}",
                        str(one.count),
                        str(one.came),
                        percent(one.rate) if one.rate is not None else "–",
                        f"{percent(one.least)}–{percent(one.most)}",
                    )
                    for one in calibrate(pairs_of_rows(scored))
                    if one.count
                ),
            )
        )
    return found


def _result(row: Question) -> tuple[str, ...]:
    outcome = row.outcome or 0
    return (
        row.text,
        outcome_names(row.outcomes)[outcome],
        percent(row.final[0][outcome]) if row.final else "–",
        decimal(row.brier),
        decimal(row.base_brier),
    )
