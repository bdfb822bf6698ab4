"""Drawing a report from the record, and printing one that was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from phoihop.ground import sheet
from phoihop.ground.actor import DOERS, Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, command, nothing_changed, tell
from phoihop.ground.figures import Figure, Period, Scope, SectionValue
from phoihop.ground.parts.words import day
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.organizations.queries import unit_names
from phoihop.reporting import queries
from phoihop.reporting.events import ReportCompiled, ReportHabitsSet
from phoihop.reporting.models import Report as Row
from phoihop.reporting.models import ReportHabits, ReportKey, ReportUnit
from phoihop.reporting.outside import report_docx, report_pdf
from phoihop.reporting.rules import bodies, letters, periods, reports
from phoihop.reporting.rules.letters import Printed, Unfit
from phoihop.reporting.rules.reports import Head, Report

KINDS = ("docx", "pdf", "json")
LONGEST_HABIT = 4000
READING = DOERS | {Role.CLERK}


@command("report.compile")
def compile_report(
    *,
    scope: Scope,
    period: Period,
    on: date,
    extra: tuple[SectionValue, ...] = (),
    title: str,
    key: str,
    bases: tuple[str, ...] = (),
    by: Actor,
    at: datetime,
) -> ReportCompiled:
    """Draws the report from what the record said at the end of the day `on`, and keeps it as it is.

    It tells what the lead's office may see, whoever presses: equal inputs over an equal record are one report with one
    code, byte for byte. `key` names the act: pressed twice, the same report. `extra` are sections of upper rooms.

    Refused: a day before the period or still to come, a key used for something else, no title, figures that do not
    count their rows.
    """
    ask(by, "report.compile", unit_id=scope.lead_id)
    name = letters.one_line(title)
    if not name or not key:
        raise Refused(_("Báo cáo cần tên và khóa của lần lập; chưa lập gì."))
    if on < period.first or on > local_date(at):
        raise Refused(
            _("Ngày chốt %(day)s phải từ ngày đầu kỳ %(first)s đến hôm nay; chưa lập gì. Hãy chọn lại ngày.")
            % {"day": day(on), "first": day(period.first)}
        )
    asked = reports.inputs(scope, period, on, name, extra, bases)
    pressed = ReportKey.rows.select_related("report").filter(key=key).first()
    if pressed is not None:
        if pressed.inputs != asked:
            raise Refused(_("Lần lập báo cáo này đã dùng cho nội dung khác; báo cáo cũ còn nguyên. Hãy mở lại trang."))
        nothing_changed()
        return _event(pressed.report)
    with translation.override(settings.LANGUAGE_CODE):
        value = _drawn(scope, period, on, extra, name, bases, by, at)
    text = reports.canonical(value)
    if len(text) > reports.LONGEST:
        raise Refused(_("Báo cáo quá lớn để giữ; chưa lập gì. Hãy chọn kỳ ngắn hơn hoặc ít kế hoạch hơn."))
    row, is_new = _keep(value, text, asked, by=by, at=at)
    try:
        with transaction.atomic():
            ReportKey.rows.create(key=key, inputs=asked, report=row)
    except IntegrityError as twice:
        raise SomebodyWasFaster(row.code) from twice
    if not is_new:
        nothing_changed()
        return _event(row)
    return tell(_event(row))


def render_report(
    *,
    code: str,
    kind: str,
    number: str = "",
    signed_date: date | None = None,
    by: Actor,
    at: datetime,
) -> bytes:
    """The report as "docx", "pdf" or "json". Keeps nothing; equal reports are equal bytes.

    `number` and `signed_date` are the register's, once it has one; without them there is room left.

    Refused: NotVisible, an unknown kind, a character the typeface has not.
    """
    kept = queries.report_value(by, code)
    if kind == "json":
        return reports.canonical(kept.report).encode()
    if kind not in KINDS:
        raise Refused(_("Báo cáo có ba dạng: docx, pdf và json. Hãy chọn một trong ba."))
    page = queries.layout_of(kept.report.scope.lead_id, kept.report.system)
    with translation.override(settings.LANGUAGE_CODE):
        said = printed(kept.report, is_illustration=kept.is_illustration, number=number, signed_date=signed_date)
        blocks = blocks_of(kept.report, code)
    if kind == "pdf":
        return report_pdf.pdf(said, page, blocks)
    content = queries.template_content(kept.report.scope.lead_id)
    return report_docx.docx(said, page, blocks, content)


def picture_report(*, code: str, dots: int = 80, by: Actor, at: datetime) -> list[bytes]:
    """The pages of the report as PNG. Refused as `render_report`."""
    kept = queries.report_value(by, code)
    page = queries.layout_of(kept.report.scope.lead_id, kept.report.system)
    with translation.override(settings.LANGUAGE_CODE):
        said = printed(kept.report, is_illustration=kept.is_illustration)
        return report_pdf.pictures(said, page, blocks_of(kept.report, code), dots=dots)


@command("report.habits_set")
def set_report_habits(
    *,
    unit_id: int,
    cut_off: str,
    bases: str = "",
    opening: str = "",
    closing: str = "",
    recipients: str = "",
    version: int = 0,
    by: Actor,
    at: datetime,
) -> ReportHabitsSet:
    """How an office's reports count periods, and the sentences they share. Reports already compiled stay as they are.

    Refused: an unknown way of counting, too long a text, somebody was faster.
    """
    ask(by, "report.habits_set", unit_id=unit_id)
    unit = unit_names([unit_id]).get(unit_id)
    if unit is None:
        raise NotVisible
    if cut_off not in periods.PERIODS:
        raise Refused(_("Chọn kỳ chốt giữa tháng hoặc theo năm dương lịch; chưa đổi gì."))
    values = {
        name: nfc(text).strip()
        for name, text in (("bases", bases), ("opening", opening), ("closing", closing), ("recipients", recipients))
    }
    if any(len(text) > LONGEST_HABIT for text in values.values()):
        raise Refused(_("Một ô dài quá %(most)s ký tự; chưa đổi gì.") % {"most": LONGEST_HABIT})
    values["cut_off"] = cut_off
    event = ReportHabitsSet(code=unit.code, unit_id=unit_id, unit_name=unit.name)
    now = queries.habits([unit_id])[unit_id]
    changes = {name: (getattr(now, name), value) for name, value in values.items() if getattr(now, name) != value}
    if not changes:
        nothing_changed()
        return event
    if now.version != version:
        raise SomebodyWasFaster(unit.code, now.version)
    if version:
        rows = ReportHabits.rows.filter(unit_id=unit_id, version=version)
        if rows.update(version=version + 1, **values) != 1:
            raise SomebodyWasFaster(unit.code)
    else:
        _row, is_new = ReportHabits.rows.get_or_create(unit_id=unit_id, defaults={"code": unit.code, **values})
        if not is_new:
            raise SomebodyWasFaster(unit.code)
    return tell(event, changes=changes)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def printed(report: Report, *, is_illustration: bool, number: str = "", signed_date: date | None = None) -> Printed:
    """Head and foot of the paper: every word that stands around the body. Refused: what no paper can do without."""
    letter = bodies.letter_of(report, is_illustration=is_illustration, number=number, signed_date=signed_date)
    try:
        return letters.printed(letter)
    except Unfit as unfit:
        raise Refused(
            _("Chưa in được báo cáo: mẫu văn bản của cơ quan thiếu tên cơ quan hoặc tên báo cáo. Báo cáo vẫn còn.")
        ) from unfit


def blocks_of(report: Report, code: str) -> tuple[bodies.Block, ...]:
    """The body of the paper; links lead to where this house is reached from outside."""
    words = bodies.Words(
        number=_("TT"),
        figure=_("Chỉ tiêu"),
        value=_("Số liệu"),
        figures=_("Số liệu trong kỳ"),
        told=_("Tình hình"),
        unknown=_("chưa có số liệu"),
        definitions=_("Cách tính và nguồn số liệu"),
        definition=_("Cách tính"),
        where=_("Từng dòng được tính trong mỗi số liệu xem tại:"),
        sources=_("Nguồn số liệu: %(rooms)s."),
    )
    here = settings.PHOIHOP_SITE_URL + reverse("reporting:report", args=[code])

    def url(figure: Figure) -> str:
        path = figure.url or reverse("reporting:figure", args=[code, figure.key])
        return path if path.startswith(("http://", "https://")) else settings.PHOIHOP_SITE_URL + path

    made = bodies.body(report, words, here, url)
    return tuple(_absolute(block) for block in made)


def _absolute(block: bodies.Block) -> bodies.Block:
    """Paths in tables of rooms, with the address of the house before them."""
    if not any(cell.link.startswith("/") for row in block.rows for cell in row):
        return block
    site = settings.PHOIHOP_SITE_URL
    rows = tuple(
        tuple(replace(cell, link=site + cell.link) if cell.link.startswith("/") else cell for cell in row)
        for row in block.rows
    )
    return replace(block, rows=rows)


def _drawn(
    scope: Scope,
    period: Period,
    on: date,
    extra: tuple[SectionValue, ...],
    title: str,
    bases: tuple[str, ...],
    by: Actor,
    at: datetime,
) -> Report:
    reader = _office(scope, by)
    under = sheet.filed_under(reader, scope.plans)
    whole = replace(scope, dossiers=tuple(sorted({*scope.dossiers, *under})))
    built = ((section, section.build(reader, whole, period, on)) for section in sheet.sections())
    own = [(section, value) for section, value in built if value is not None]
    sections = (*(value for _section, value in own), *extra)
    wrong = reports.doubled(sections) or reports.miscounted(sections)
    if wrong:
        raise Refused(
            _("Số liệu %(keys)s không khớp số dòng của nó nên báo cáo chưa được lập. Nhờ quản trị viên kiểm tra.")
            % {"keys": ", ".join(wrong[:5])}
        )
    head = queries.letterheads([scope.lead_id])[scope.lead_id]
    habit = queries.habits([scope.lead_id])[scope.lead_id]
    letter = queries.letter_of(head, at)
    return Report(
        head=Head(
            system=letter.system,
            organ=letter.organ,
            parent=letter.parent,
            place=letter.place,
            symbol=letter.symbol,
            authority=letter.authority,
            authority_of=letter.authority_of,
            post=letter.post,
            signer=letter.signer,
            archive=letter.archive,
            footer=letter.footer,
        ),
        scope=whole,
        period=period,
        on=on,
        title=title,
        sections=sections,
        bases=(*_lines(habit.bases), *bases),
        opening=_lines(habit.opening),
        closing=_lines(habit.closing) or (_("Trên đây là %(title)s") % {"title": _lower_first(title)},),
        recipients=_lines(habit.recipients) or _receivers(scope),
        notes=_notes(period, on, sections),
        sources=tuple(str(section.words) for section, _value in own),
        template=reports.VERSION,
    )


def _office(scope: Scope, by: Actor) -> Actor:
    """The lead's office as a reader: what a report tells does not hang on who of it presses, or on the clock."""
    name = unit_names([scope.lead_id]).get(scope.lead_id)
    if name is None:
        raise NotVisible
    return Actor(kind="person", unit_id=scope.lead_id, unit_name=name.name, roles=READING, cause=by.cause)


def _receivers(scope: Scope) -> tuple[str, ...]:
    names = unit_names(scope.unit_ids)
    return tuple(names[unit_id].name for unit_id in scope.unit_ids[1:6] if unit_id in names)


def _notes(period: Period, on: date, sections: Sequence[SectionValue]) -> tuple[str, ...]:
    values = {"first": day(period.first), "last": day(period.last), "day": day(on)}
    notes = [_("Kỳ số liệu: từ ngày %(first)s đến ngày %(last)s, theo sổ đến hết ngày %(day)s.") % values]
    if period.kind in periods.SPANS and not periods.is_calendar(period):
        notes.append(_("Số liệu chốt giữa tháng, theo kỳ báo cáo mà cơ quan đã chọn."))
    if on < period.last:
        notes.append(_("Kỳ báo cáo chưa hết: số liệu sau ngày %(day)s chưa được tính.") % values)
    unknown = [figure.words for section in sections for figure in section.figures if figure.number is None]
    if unknown:
        notes.append(
            _("Chưa có số liệu về: %(figures)s. Chưa có số liệu không có nghĩa là bằng không.")
            % {"figures": "; ".join(unknown)}
        )
    return tuple(notes)


def _lower_first(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(letters.one_line, text.split("\n")) if line)


def _keep(value: Report, text: str, asked: str, *, by: Actor, at: datetime) -> tuple[Row, bool]:
    sha256 = reports.digest(text)
    territory = unit_names([value.scope.lead_id])[value.scope.lead_id].territory
    post = by.acting_for or by.post
    row, is_new = Row.rows.get_or_create(
        sha256=sha256,
        defaults={
            "code": f"BC-{territory}-{value.scope.year}-{sha256[:12]}",
            "inputs": asked,
            "lead_id": value.scope.lead_id,
            "territory": territory,
            "year": value.scope.year,
            "scope": value.scope.code,
            "period": value.period.key,
            "on": value.on,
            "title": value.title[:500],
            "value": text,
            "compiled_at": at,
            "compiled_post": f"{post}, {by.unit_name}" if by.is_person else by.name,
            "is_illustration": value.scope.is_illustration,
        },
    )
    if is_new:
        units = dict.fromkeys(value.scope.unit_ids)
        ReportUnit.rows.bulk_create(ReportUnit(report=row, unit_id=unit_id) for unit_id in units)
    return row, is_new


def _event(row: Row) -> ReportCompiled:
    return ReportCompiled(
        code=row.code,
        dossier=row.scope,
        title=row.title,
        scope=row.scope,
        period=row.period,
        on=row.on.isoformat(),
        sha256=row.sha256,
    )
