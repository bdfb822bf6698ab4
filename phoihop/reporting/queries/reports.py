"""Reading reports: the list, one report as it was compiled, the rows behind a figure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.figures import Figure, Period
from phoihop.ground.powers import NotVisible, tokens_of, why
from phoihop.ground.sheet import FoundRow
from phoihop.organizations.queries import search_names, unit_names
from phoihop.reporting.models import Report as Row
from phoihop.reporting.models import ReportHabits, ReportUnit
from phoihop.reporting.rules import periods, reports
from phoihop.reporting.rules.reports import Report

ON_A_PAGE = 50
NAMELESS = frozenset({"document"})  # kinds that a report tells by their code alone, never by title


class UnknownPeriod(Refused, ValueError):
    """A text that names no period."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list."""

    code: str
    title: str
    scope: str
    period: str
    on: date
    lead: str
    compiled_at: datetime
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class ReportList:
    lines: tuple[ReportLine, ...]
    next: str  # code after which the next page begins


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report as it was compiled, and by whom."""

    code: str
    sha256: str
    report: Report
    lead: str
    compiled_at: datetime
    compiled_post: str
    is_illustration: bool
    why: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row that a figure counts, as far as the reader may know of it."""

    code: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FigureRows:
    """The rows of a figure on one page of them. `hidden` of all rows may not be named to this reader."""

    report: KeptReport
    figure: Figure
    section: str
    rows: tuple[FigureRow, ...]
    hidden: int
    next: int | None  # where the next page begins


@dataclass(frozen=True, slots=True)
class Habits:
    """How an office reports."""

    cut_off: str = periods.DECREE
    bases: str = ""
    opening: str = ""
    closing: str = ""
    recipients: str = ""
    version: int = 0  # of the row; none yet


def report_value(actor: Actor, code: str) -> KeptReport:
    """The report of this code. Refused: NotVisible."""
    row = Row.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return _kept(actor, row)


def report_row(code: str) -> Row | None:
    """The row that rights are asked about."""
    return Row.rows.filter(code=code).first()


def report_list(actor: Actor, after: str = "", limit: int = ON_A_PAGE) -> ReportList:
    """The reports that the reader may see, the newest first. Three queries."""
    rows = Row.objects.visible_to(actor).defer("value").order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=Row.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    lines = _lines(found[:limit])
    return ReportList(lines, lines[-1].code if len(found) > limit else "")


def scope_reports(actor: Actor, scope: str, period: str) -> tuple[ReportLine, ...]:
    """The reports about one scope and period, the oldest first. Two queries."""
    rows = Row.objects.visible_to(actor).defer("value").filter(scope=scope, period=period)
    return _lines(list(rows.order_by("pk")))


def figure_rows(
    actor: Actor, code: str, key: str, *, part: str = "", start: int = 0, limit: int = ON_A_PAGE
) -> FigureRows:
    """The rows that a figure counted when the report was compiled; each is asked for whether this reader may see it.

    `part` names a row of a table, whose share of the figure is wanted.

    A constant number of queries: those of the rooms that own the codes. Refused: NotVisible.
    """
    kept = report_value(actor, code)
    found = next(
        ((section, figure) for section in kept.report.sections for figure in section.figures if figure.key == key), None
    )
    if found is None:
        raise NotVisible
    section, figure = found
    if part:
        own = reports.part(kept.report, figure, part)
        if own is None:
            raise NotVisible
        words, rows = own
        figure = replace(figure, words=f"{figure.words}, {words}", rows=rows, number=len(rows))
    bare = {row: row.split("/", 1)[0] for row in figure.rows}
    seen = _visible(actor, set(bare.values()))
    known = [row for row in figure.rows if bare[row] in seen]
    shown = known[start : start + limit]
    titles = _titles({bare[row] for row in shown})
    return FigureRows(
        report=kept,
        figure=figure,
        section=section.title,
        rows=tuple(FigureRow(row, *titles.get(bare[row], ("", ""))) for row in shown),
        hidden=len(figure.rows) - len(known),
        next=start + limit if len(known) > start + limit else None,
    )


def period_of(text: str, phases: Iterable[Period] = (), *, unit_id: int | None = None) -> Period:
    """The period of this key, by the cut-off of the office (the decree's, unless it chose the calendar).

    Refused (UnknownPeriod, also a ValueError): a text that names none.
    """
    cut_off = habits([unit_id])[unit_id].cut_off if unit_id is not None else periods.DECREE
    try:
        return periods.parse(text, phases, cut_off=cut_off)
    except periods.NoPeriod as none:
        raise UnknownPeriod(
            _(
                "“%(text)s” không phải là kỳ báo cáo; chưa lập gì. Viết như 2021-06, 2021-Q3, 2021-H1, 2021-9M, 2021,"
                " 2021-2025, hoặc tên một giai đoạn của kế hoạch."
            )
            % {"text": text[:40]}
        ) from none


def year_before(period: Period, *, unit_id: int | None = None) -> Period | None:
    """The same period a year earlier, by the same cut-off; None: a term or a phase has none."""
    cut_off = periods.CALENDAR if periods.is_calendar(period) else periods.DECREE
    return periods.year_before(period, cut_off=cut_off)


def habits(unit_ids: Iterable[int]) -> dict[int, Habits]:
    """How these offices report; the house's way where they have not said. One query."""
    wanted = list(unit_ids)
    rows = {row.unit_id: row for row in ReportHabits.rows.filter(unit__in=wanted)}
    return {unit_id: _habits(rows[unit_id]) if unit_id in rows else Habits() for unit_id in wanted}


# ── search ──────────────────────────────────────────────────────────────────────────────────────────────────


def found_reports(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of reports: title and units, no figures."""
    rows = list(Row.rows.filter(code__in=codes).defer("value"))
    tokens = tokens_of("report.see", rows)
    units: dict[int, list[int]] = {row.pk: [row.lead_id] for row in rows}
    parties = ReportUnit.rows.filter(report__in=list(units)).order_by("pk")
    for pk, unit_id in parties.values_list("report_id", "unit_id"):
        if unit_id not in units[pk]:
            units[pk].append(unit_id)
    return [
        FoundRow(
            code=row.code,
            kind="report",
            title=row.title,
            url=reverse("reporting:report", args=[row.code]),
            tokens=tokens[row.pk],
            numbers=(row.scope,),
            unit_ids=tuple(units[row.pk]),
            unit_names=search_names(tuple(units[row.pk])),
            date=row.on.isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def report_codes(after: str, limit: int) -> list[str]:
    """All codes in ascending order."""
    return list(Row.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_reports(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Row.objects.visible_to(actor).filter(code__in=list(codes)).values_list("code", flat=True))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _lines(rows: list[Row]) -> tuple[ReportLine, ...]:
    names = unit_names(row.lead_id for row in rows)
    return tuple(
        ReportLine(
            code=row.code,
            title=row.title,
            scope=row.scope,
            period=row.period,
            on=row.on,
            lead=names[row.lead_id].name,
            compiled_at=row.compiled_at,
            is_illustration=row.is_illustration,
        )
        for row in rows
    )


def _habits(row: ReportHabits) -> Habits:
    return Habits(row.cut_off, row.bases, row.opening, row.closing, row.recipients, row.version)


def _kept(actor: Actor, row: Row) -> KeptReport:
    return KeptReport(
        code=row.code,
        sha256=row.sha256,
        report=reports.read(row.value),
        lead=unit_names([row.lead_id])[row.lead_id].name,
        compiled_at=row.compiled_at,
        compiled_post=row.compiled_post,
        is_illustration=row.is_illustration,
        why=why(actor, row) if actor.is_person else "",
    )


def _visible(actor: Actor, codes: set[str]) -> set[str]:
    return set().union(
        *(finder.visible(actor, own) for finder, own in _owned(codes)),
    )


def _titles(codes: set[str]) -> dict[str, tuple[str, str]]:
    """Title and address of things, by code; documents by their code alone."""
    return {
        row.code: ("" if row.kind in NAMELESS else row.title, row.url)
        for finder, own in _owned(codes)
        for row in finder.build(own)
    }


def _owned(codes: set[str]) -> list[tuple[sheet.Finder, list[str]]]:
    owned = ((finder, sorted(code for code in codes if code.startswith(finder.prefixes))) for finder in sheet.finders())
    return [(finder, own) for finder, own in owned if own]
