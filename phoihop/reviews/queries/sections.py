"""Sections that reviews add to their report: the year before, lessons, parts, units below, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground import sheet
from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Figure, Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts import words
from phoihop.organizations.queries import unit_names
from phoihop.reviews import rules, states
from phoihop.reviews.models import Cell, Lesson, Part, Review, Signature
from phoihop.reviews.queries.below import Below
from phoihop.reviews.queries.values import LessonLine
from phoihop.reviews.rules import Compared, KeptFigure

CELL_WORDS = {
    "result": gettext_lazy("Kết quả"),
    "difficulty": gettext_lazy("Khó khăn, vướng mắc"),
    "cause": gettext_lazy("Nguyên nhân"),
    "proposal": gettext_lazy("Kiến nghị"),
    "lesson": gettext_lazy("Bài học kinh nghiệm"),
}
KIND_WORDS = {
    "DUE_RULE": gettext_lazy("Sửa quy tắc thời hạn"),
    "PHASE": gettext_lazy("Sửa giai đoạn"),
    "CLAUSE": gettext_lazy("Sửa điều khoản"),
    "CHANNEL": gettext_lazy("Đổi kênh thông tin"),
    "TRAINING": gettext_lazy("Tập huấn"),
    "OTHER": gettext_lazy("Việc khác"),
}
LESSON_WORDS = {
    "PROPOSED": gettext_lazy("Chờ trả lời"),
    "TAKEN_UP": gettext_lazy("Đã tiếp thu"),
    "REFUSED": gettext_lazy("Không tiếp thu"),
    "WITHDRAWN": gettext_lazy("Đã rút"),
}
RUNG_WORDS = {
    "owner": gettext_lazy("người thực hiện"),
    "deputy": gettext_lazy("cấp phó"),
    "head": gettext_lazy("người đứng đầu"),
    "lead": gettext_lazy("cơ quan chủ trì thực hiện"),
    "entitled": gettext_lazy("cơ quan được nhận kết quả"),
    "upper": gettext_lazy("cơ quan cấp trên"),
}
VERDICT_WORDS = {
    rules.SAME: gettext_lazy("không đổi"),
    rules.NO_NUMBER: gettext_lazy("không so sánh được: một năm chưa có số liệu"),
    rules.NOT_BEFORE: gettext_lazy("không so sánh được: năm trước chưa có báo cáo đã ký"),
    rules.OTHER_DEFINITION: gettext_lazy("không so sánh được: cách tính đã đổi"),
    rules.OTHER_LAW: gettext_lazy("không so sánh được: văn bản căn cứ đã đổi"),
    rules.OTHER_UNITS: gettext_lazy("không so sánh được: các cơ quan tham gia đã đổi"),
}


def office(lead_id: int, by: Actor) -> Actor:
    """The lead's office as a reader: what a review tells hangs neither on who of it presses, nor on the clock."""
    name = unit_names([lead_id])[lead_id]
    return Actor(kind="person", unit_id=lead_id, unit_name=name.name, roles=DOERS, cause=by.cause)


def figures_now(reader: Actor, scope: Scope, period: Period, on: date) -> tuple[KeptFigure, ...]:
    """The figures of all rooms for this scope, before they become a report."""
    whole = replace(scope, dossiers=tuple(sorted({*scope.dossiers, *sheet.filed_under(reader, scope.plans)})))
    built = (section.build(reader, whole, period, on) for section in sheet.sections())
    return kept_of(tuple(value for value in built if value is not None))


def kept_of(sections: Sequence[SectionValue], report: str = "") -> tuple[KeptFigure, ...]:
    """Figures as a version keeps them, each with the page that lists its rows."""
    return tuple(
        KeptFigure(
            section=section.title,
            key=figure.key,
            words=figure.words,
            definition=figure.definition,
            number=figure.number,
            rows=figure.rows,
            url=figure.url or (reverse("reporting:figure", args=[report, figure.key]) if report else ""),
            unit=figure.unit,
            is_measure=figure.is_measure,
        )
        for section in sections
        for figure in section.figures
    )


def number_in(figure: KeptFigure | None) -> str:
    if figure is None or figure.number is None:
        return _("chưa có số liệu")
    return f"{figure.number} {figure.unit}".strip() if figure.unit != "%" else f"{figure.number} %"


def verdict_in(one: Compared) -> str:
    """How a figure compares, in words."""
    if one.verdict in (rules.MORE, rules.LESS) and one.before is not None:
        change = (one.now.number or 0) - (one.before.number or 0)
        return _("tăng %(count)s") % {"count": change} if change > 0 else _("giảm %(count)s") % {"count": -change}
    return str(VERDICT_WORDS[one.verdict])


def comparison(compared: Sequence[Compared]) -> SectionValue:
    """Each figure beside the year before; where they cannot be compared, why."""
    if all(one.verdict == rules.NOT_BEFORE for one in compared):
        return SectionValue(
            key="comparison",
            title=_("So sánh với năm trước"),
            paragraphs=(_("Năm trước chưa có báo cáo đã ký nên chưa so sánh được."),),
        )
    return SectionValue(
        key="comparison",
        title=_("So sánh với năm trước"),
        paragraphs=(_("Chỉ so sánh số liệu cùng cách tính, cùng văn bản căn cứ và cùng các cơ quan tham gia."),),
        tables=(
            Table(
                title=_("Số liệu năm nay và năm trước"),
                columns=(_("Chỉ tiêu"), _("Năm nay"), _("Năm trước"), _("So sánh")),
                rows=tuple(
                    (one.now.words, number_in(one.now), number_in(one.before), verdict_in(one)) for one in compared
                ),
            ),
        ),
    )


def parts(row: Review) -> SectionValue:
    """What the parties say: only parts that were accepted. Whose part is missing is said, not left out."""
    found = list(Part.rows.filter(review=row).order_by("pk"))
    cells: dict[int, dict[str, str]] = {}
    for part_id, key, text in Cell.rows.filter(part__in=found).values_list("part_id", "key", "text"):
        cells.setdefault(part_id, {})[key] = text
    said = [(part, _rows(cells.get(part.pk, {}))) for part in found if part.state == "ACCEPTED"]
    missing = [part.unit_name for part in found if part.state != "ACCEPTED"]
    lines = [
        _("%(sent)s trên %(all)s cơ quan có phần được nhận vào báo cáo.")
        % {"sent": len(found) - len(missing), "all": len(found)}
    ]
    if missing:
        lines.append(_("Chưa có phần được nhận của: %(units)s.") % {"units": "; ".join(missing)})
    if row.missing_reason:
        lines.append(_("Lý do trình ký khi chưa đủ phần: %(reason)s") % {"reason": row.missing_reason})
    return SectionValue(
        key="parts",
        title=_("Ý kiến, đánh giá của các bên"),
        paragraphs=tuple(lines),
        tables=tuple(
            Table(title=part.unit_name, columns=(_("Mục"), _("Nội dung")), rows=rows) for part, rows in said if rows
        ),
    )


def _rows(cells: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    return tuple((str(CELL_WORDS[key]), cells[key]) for key in rules.CELLS if cells.get(key))


def lessons(row: Review, before: Sequence[LessonLine]) -> SectionValue:
    """Lessons of accepted parts with their answers, and what became of those of the year before."""
    own = list(
        Lesson.rows.filter(review=row, part__state="ACCEPTED")
        .exclude(state="WITHDRAWN")
        .select_related("part")
        .order_by("number")
    )
    url = reverse("reviews:lessons", args=[row.code])
    answered = {state: [f"{row.code}/{one.number}" for one in own if one.state == state] for state in states.LESSON}
    figures = [
        replace(figure, url=url)
        for figure in (
            counted(
                "lessons.accepted",
                _("Bài học các bên đề xuất"),
                _("Số bài học trong những phần đã được nhận vào báo cáo này."),
                [f"{row.code}/{one.number}" for one in own],
            ),
            counted(
                "lessons.taken_up",
                _("Bài học đã tiếp thu"),
                _("Trong số bài học của báo cáo này: số bài học cơ quan chủ trì đã tiếp thu, có ghi tiếp thu vào đâu."),
                answered["TAKEN_UP"],
            ),
            counted(
                "lessons.refused",
                _("Bài học không tiếp thu"),
                _("Trong số bài học của báo cáo này: số bài học cơ quan chủ trì không tiếp thu, có nêu lý do."),
                answered["REFUSED"],
            ),
        )
    ]
    tables = []
    if own:
        tables.append(
            Table(
                title=_("Bài học của kỳ này"),
                columns=(_("Cơ quan"), _("Loại"), _("Bài học"), _("Trả lời")),
                rows=tuple(
                    (
                        one.part.unit_name,
                        str(KIND_WORDS[one.kind]),
                        one.text,
                        answer_in(one.state, one.into, one.answer),
                    )
                    for one in own
                ),
            )
        )
    if before:
        tables.append(
            Table(
                title=_("Bài học của năm trước và việc đã làm"),
                columns=(_("Cơ quan"), _("Bài học"), _("Trả lời")),
                rows=tuple((one.unit, one.text, answer_in(one.state, one.into, one.answer)) for one in before),
            )
        )
    return SectionValue(
        key="lessons",
        title=_("Bài học kinh nghiệm"),
        figures=tuple(figures),
        paragraphs=() if own else (_("Chưa có bài học nào trong các phần đã được nhận."),),
        tables=tuple(tables),
    )


def answer_in(state: str, into: str, answer: str) -> str:
    said = str(LESSON_WORDS[state])
    if state == "TAKEN_UP":
        said = _("Đã tiếp thu vào %(into)s") % {"into": into}
    return f"{said}. {answer}" if answer else said


def below(row: Review, value: Below) -> SectionValue | None:
    """The units below: who reported, who did not and how far their ladder climbed, and the sum of signed figures."""
    if not value.lines:
        return None
    here = reverse("reviews:below", args=[row.code])
    missing = [line for line in value.lines if not line.is_counted]
    lines = [
        _("%(sent)s trên %(all)s đơn vị đã gửi báo cáo đã ký.") % {"sent": value.sent, "all": len(value.lines)},
        _("Chỉ cộng số liệu của báo cáo đã ký; đơn vị chưa gửi không được tính là bằng không."),
    ]
    late = [line.unit for line in value.lines if line.is_late]
    if late:
        lines.append(_("Gửi sau khi báo cáo này được mở: %(units)s.") % {"units": "; ".join(late)})
    twice = sorted({code for one in value.summed for code in one.twice})
    if twice:
        lines.append(
            _("Có %(count)s mã được hai đơn vị cùng tính, chỉ cộng một lần: %(codes)s")
            % {"count": len(twice), "codes": ", ".join(twice[:10]) + ("…" if len(twice) > 10 else "")}
        )
    mixed = [one.words for one in value.summed if one.is_mixed]
    if mixed:
        lines.append(_("Không cộng vì các đơn vị tính khác nhau: %(figures)s.") % {"figures": "; ".join(mixed)})
    return SectionValue(
        key="below",
        title=_("Tổng hợp báo cáo của cấp dưới"),
        figures=tuple(
            Figure(
                key=f"below.{one.key}",
                words=one.words,
                definition=_("Cộng số liệu cùng mã của %(of)s báo cáo đã ký của cấp dưới; dòng trùng chỉ tính một lần.")
                % {"of": one.of},
                number=one.number,
                rows=one.rows if one.number is not None else (),
                url=here,
            )
            for one in value.summed
        ),
        paragraphs=tuple(lines),
        tables=(
            Table(
                title=_("Đơn vị chưa gửi báo cáo"),
                columns=(_("Đơn vị"), _("Báo cáo"), _("Đã nhắc tới đâu")),
                rows=tuple((line.unit, line.review or _("chưa mở"), ladder_in(line)) for line in missing),
            ),
        )
        if missing
        else (),
    )


def ladder_in(line: object) -> str:
    """How late a missing report is and whom its ladder has reached, as far as it is known at this level."""
    duty, days, rung = (getattr(line, name) for name in ("duty", "days_late", "rung"))
    if not duty:
        return _("chưa có nghĩa vụ sơ kết nào quá hạn")
    said = _("%(duty)s trễ %(days)s ngày làm việc") % {"duty": duty, "days": days}
    return said + "; " + _("đã báo tới %(to)s") % {"to": RUNG_WORDS[rung]} if rung else said


def signatures(row: Review) -> SectionValue:
    """Who signed, and the words of those who dissent, under the name of the unit."""
    given = list(Signature.rows.filter(review=row, number=row.number).order_by("pk"))
    dissent = [word for word in given if word.is_dissent]
    return SectionValue(
        key="signatures",
        title=_("Ý kiến của các bên khi ký"),
        paragraphs=tuple(
            _("%(unit)s không đồng ý: %(text)s") % {"unit": word.unit_name, "text": word.text} for word in dissent
        )
        or (_("Tất cả các bên đã ký."),),
        tables=(
            Table(
                title=_("Các bên ký"),
                columns=(_("Cơ quan"), _("Ý kiến"), _("Chức vụ"), _("Ngày")),
                rows=tuple(
                    (
                        word.unit_name,
                        _("Không đồng ý") if word.is_dissent else _("Đã ký"),
                        word.post,
                        words.day(_date(word.given_at)),
                    )
                    for word in given
                ),
            ),
        ),
    )


def _date(at: datetime) -> date:
    return local_date(at)
