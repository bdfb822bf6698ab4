"""Pages of reports: the list, one report with its sections, the rows behind a figure, an office's habits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import period_in_words
from phoihop.ground.figures import Figure, Period, SectionValue
from phoihop.ground.parts import Empty, Glyph, Link, Note, Pager, Row, State, Term, words
from phoihop.ground.powers import SIGNED_IN, may
from phoihop.ground.text import slug
from phoihop.reporting import queries
from phoihop.reporting.pages.letterheads import said
from phoihop.reporting.queries import FigureRow, KeptReport, ReportLine
from phoihop.reporting.rules import checks
from phoihop.reporting.rules.bodies import PART, letter_of, number_words, part_url

FILE_WORDS = (("docx", "DOCX"), ("pdf", "PDF"), ("json", "JSON"))


@dataclass(frozen=True, slots=True)
class ReportsPage:
    title: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    habits: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure in a table of the page; without `url` there is nothing to open."""

    words: str
    number: str
    url: str
    definition: str
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class TableCell:
    text: str
    url: str
    column: str


@dataclass(frozen=True, slots=True)
class TableView:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    anchor: str
    title: str
    figures: tuple[FigureLine, ...]
    paragraphs: tuple[str, ...]
    tables: tuple[TableView, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    title: str
    code: str
    tag: str
    crumbs: tuple[Link, ...]
    facts: tuple[Term, ...]
    digest: str
    sections: tuple[SectionView, ...]
    notes: tuple[str, ...]
    bases: tuple[str, ...]
    departures: tuple[str, ...]
    downloads: tuple[Link, ...]
    preview_url: str
    preview_words: str
    why: str


@dataclass(frozen=True, slots=True)
class FigurePage:
    title: str
    code: str
    crumbs: tuple[Link, ...]
    number: str
    definition: str
    counted: str
    rows: tuple[Row, ...]
    hidden: Note | None
    pager: Pager
    empty: Empty
    why: str


@dataclass(frozen=True, slots=True)
class HabitsPage:
    title: str
    unit: str
    form: Form
    url: str
    why: str


def reports_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ReportsPage:
    found = queries.report_list(actor, asked.get("sau", ""))
    here = reverse("reporting:reports")
    return ReportsPage(
        title=_("Báo cáo"),
        rows=tuple(_line(line) for line in found.lines),
        pager=Pager(next_url=f"{here}?sau={found.next}" if found.next else ""),
        empty=Empty(
            _("Chưa có báo cáo nào."), _("Báo cáo có khi cơ quan chủ trì lập sơ kết hoặc tổng kết của một kế hoạch.")
        ),
        habits=(
            Link(_("Cách lập báo cáo"), reverse("reporting:habits"))
            if may(actor, "report.habits_set", unit_id=actor.unit_id)
            else None
        ),
        why=str(SIGNED_IN),
    )


def report_page(actor: Actor, code: str, at: datetime) -> ReportPage:
    kept = queries.report_value(actor, code)
    report = kept.report
    return ReportPage(
        title=report.title,
        code=kept.code,
        tag=words.illustration(kept.is_illustration),
        crumbs=(Link(_("Báo cáo"), reverse("reporting:reports")),),
        facts=_facts(kept),
        digest=kept.sha256,
        sections=tuple(_section(kept.code, section) for section in report.sections),
        notes=report.notes,
        bases=report.bases,
        departures=_departures(kept),
        downloads=tuple(
            Link(label, reverse("reporting:report-file", args=[kept.code, kind])) for kind, label in FILE_WORDS
        ),
        preview_url=reverse("reporting:report-picture", args=[kept.code]),
        preview_words=_("Trang đầu của báo cáo như bản in"),
        why=kept.why,
    )


def figure_page(actor: Actor, code: str, key: str, asked: Mapping[str, str], at: datetime) -> FigurePage:
    text = asked.get("tu", "")
    start = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
    part = asked.get(PART, "")
    found = queries.figure_rows(actor, code, key, part=part, start=start)
    here = reverse("reporting:figure", args=[code, key])
    report = found.report.report
    following = {**({PART: part} if part else {}), "tu": found.next}
    return FigurePage(
        title=found.figure.words,
        code=code,
        crumbs=(
            Link(_("Báo cáo"), reverse("reporting:reports")),
            Link(report.title, f"{reverse('reporting:report', args=[code])}#{_anchor(found.section)}"),
        ),
        number=number_words(found.figure, _("chưa có số liệu")),
        definition=found.figure.definition,
        counted=_("%(rows)s dòng được tính, theo sổ đến hết ngày %(day)s.")
        % {"rows": len(found.figure.rows), "day": words.day(report.on)},
        rows=tuple(_row(row) for row in found.rows),
        hidden=_hidden(found.hidden),
        pager=Pager(next_url=f"{here}?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Không có dòng nào."),
            _("Chưa có số liệu: trong sổ không có gì để tính.") if found.figure.number is None else "",
        ),
        why=found.report.why,
    )


def habits_page(actor: Actor, form: Form) -> HabitsPage:
    return HabitsPage(
        title=_("Cách lập báo cáo của cơ quan"),
        unit=actor.unit_name,
        form=form,
        url=reverse("reporting:habits"),
        why=str(SIGNED_IN),
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def period_words(period: Period) -> str:
    """năm 2021 (15/12/2020 - 14/12/2021)"""
    name = period_in_words(period.key, _)
    if period.kind == "nine":
        name = _("9 tháng đầu năm %(year)s") % {"year": period.key[:4]}
    elif period.kind == "term":
        name = _("giai đoạn %(years)s") % {"years": period.key}
    elif period.kind == "phase":
        name = _("giai đoạn %(phase)s") % {"phase": period.key}
    return _("%(name)s (%(first)s - %(last)s)") % {
        "name": name,
        "first": words.day(period.first),
        "last": words.day(period.last),
    }


def _departures(kept: KeptReport) -> tuple[str, ...]:
    """What the paper still lacks or has otherwise than the rule says; number and day come with the signature."""
    letter = letter_of(kept.report, is_illustration=kept.is_illustration)
    given = ("date", "number")
    return tuple(said(letter.system, one) for one in checks.of_letter(letter) if one.part not in given)


def _line(line: ReportLine) -> Row:
    return Row(
        glyph=Glyph.of(State.DONE, _("Đã lập")),
        what=line.title,
        url=reverse("reporting:report", args=[line.code]),
        meta=_("%(lead)s, số liệu đến hết ngày %(day)s") % {"lead": line.lead, "day": words.day(line.on)},
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def _facts(kept: KeptReport) -> tuple[Term, ...]:
    report = kept.report
    return (
        Term(_("Phạm vi"), report.scope.title),
        Term(_("Kỳ"), period_words(report.period)),
        Term(_("Theo sổ đến hết ngày"), words.day(report.on)),
        Term(_("Cơ quan chủ trì"), kept.lead),
        Term(_("Lập lúc"), f"{words.day(local_date(kept.compiled_at))}, {kept.compiled_post}".rstrip(", ")),
    )


def _section(code: str, section: SectionValue) -> SectionView:
    return SectionView(
        anchor=_anchor(section.title),
        title=section.title,
        figures=tuple(_figure(code, figure) for figure in section.figures),
        paragraphs=section.paragraphs,
        tables=tuple(_table(code, section, at) for at in range(len(section.tables))),
    )


def _figure(code: str, figure: Figure) -> FigureLine:
    url = figure.url or reverse("reporting:figure", args=[code, figure.key])
    return FigureLine(
        words=figure.words,
        number=number_words(figure, _("chưa có số liệu")),
        url=url if figure.rows else "",
        definition=figure.definition,
        is_unknown=figure.number is None,
    )


def _table(code: str, section: SectionValue, at: int) -> TableView:
    table = section.tables[at]
    figures = {figure.key: figure for figure in section.figures}
    of = part_url(
        table, figures, f"{section.key}.{at}", lambda figure: reverse("reporting:figure", args=[code, figure.key])
    )
    links = table.links or ("",) * len(table.rows)
    return TableView(
        title=table.title,
        columns=table.columns,
        rows=tuple(
            tuple(
                TableCell(text, of(number, column) if column else links[number], table.columns[column])
                for column, text in enumerate(row)
            )
            for number, row in enumerate(table.rows)
        ),
    )


def _row(row: FigureRow) -> Row:
    part = row.code.partition("/")[2]
    return Row(
        glyph=Glyph("info", _("Được tính")),
        what=row.title or row.code,
        url=row.url,
        meta=part,
        code=row.code.partition("/")[0] if row.title else "",
    )


def _hidden(number: int) -> Note | None:
    if not number:
        return None
    return Note(
        ngettext("%(number)s dòng bạn không được xem", "%(number)s dòng bạn không được xem", number)
        % {"number": number},
        _("Các dòng này vẫn được tính trong số liệu, nhưng không nêu tên ở đây."),
    )


def _anchor(title: str) -> str:
    return slug(title)
