"""What search, the calendar, reports and the sheet know of assessments."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.assessments.models import Assessment, Impact, Party
from phoihop.assessments.queries.items import impact_value
from phoihop.assessments.queries.names import level_name, outcome_name, theme_name
from phoihop.assessments.rules import limits, scoring
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.events import Event
from phoihop.ground.figures import Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts import State
from phoihop.ground.parts.words import day
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import DatedRow, FoundRow
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import search_names


def assessment_row(event: Event) -> Assessment:
    return Assessment.rows.get(code=event.code)


def found_assessments(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps. Four queries."""
    rows = list(Assessment.rows.filter(code__in=codes))
    tokens = tokens_of("assessment.see", rows)
    impacts: dict[int, list[str]] = {row.pk: [] for row in rows}
    found = (
        Impact.rows.filter(assessment__in=rows).order_by("number").values_list("assessment_id", "text", "group__name")
    )
    for assessment_id, text, group in found:
        impacts[assessment_id].append(f"{group}: {text}")
    return [
        FoundRow(
            code=row.code,
            kind="assessment",
            title=row.title,
            url=reverse("assessments:assessment", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, (row.task, row.findings, row.summary, *impacts[row.pk]))),
            numbers=(row.dossier,),
            unit_ids=_units(row),
            unit_names=search_names(list(_units(row))),
            date=local_date(row.validated_at or row.asked_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def _units(row: Assessment) -> tuple[int, ...]:
    return tuple(dict.fromkeys((row.owner_id, row.assessor_id, row.evaluator_id)))


def assessment_codes(after: str, limit: int) -> list[str]:
    return list(Assessment.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_assessments(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Assessment.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def parties(codes: Collection[str]) -> set[int]:
    """Who asks, assesses, evaluates, and the parties. Two queries however many."""
    wanted = [code for code in codes if code.startswith("TD-")]
    if not wanted:
        return set()
    rows = Assessment.rows.filter(code__in=wanted).values_list("owner_id", "assessor_id", "evaluator_id")
    joined = Party.rows.filter(assessment__code__in=wanted).values_list("unit_id", flat=True)
    return {*(pk for units in rows for pk in units), *joined}


def dated_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The days on which validated assessments are to be scored anew. One query."""
    rows = Assessment.objects.visible_to(actor).filter(
        state="VALIDATED", rescore_date__gte=first, rescore_date__lte=last
    )
    today = local_date(at)
    return [
        DatedRow(
            kind="assessment",
            code=row.code,
            title=_("Chấm lại đánh giá tác động: %(title)s") % {"title": row.title},
            url=reverse("assessments:assessment", args=[row.code]),
            first=on,
            last=on,
            state=(State.LATE if on < today else State.PLAN).value,
            stamp=row.validated_at or row.asked_at,
            doer_ids=(row.assessor_id,),
            other_ids=tuple(pk for pk in _units(row) if pk != row.assessor_id),
            dossier=row.dossier,
            sequence=row.version,
            is_illustration=row.is_illustration,
        )
        for row in rows.order_by("rescore_date", "pk")[:most]
        if (on := row.rescore_date) is not None
    ]


def report_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Assessments of the topics under these plans: dated acts count by their day, how a condition stands and what came
    as the record stands. Four queries; None where nothing was ever asked for."""
    seen = Assessment.objects.visible_to(actor).filter(dossier__in=scope.labels).order_by("code")
    known = [row for row in seen if local_date(row.asked_at) <= on]
    if not known:
        return None
    last = min(period.last, on)

    def within(at: datetime | None) -> bool:
        return at is not None and period.first <= local_date(at) <= last

    asked = [row for row in known if within(row.asked_at)]
    validated = [row for row in known if within(row.validated_at)]
    closed = [row for row in known if within(row.closed_at)]
    owed = obligations.rows_of(actor, source=[row.code for row in known], today=on)
    conditions = [one for one in owed if one.duty == limits.CONDITION and _falls(one.due_date, period, last)]
    kept = [one for one in conditions if one.state == "ACCEPTED"]
    codes = {row.pk: row.code for row in closed}
    came = [
        (codes[one.assessment_id], impact_value(one, ()))
        for one in Impact.rows.filter(assessment__in=closed).select_related("group").order_by("assessment_id", "number")
    ]
    until = {"day": day(on)}

    def rows_with(*outcomes: str) -> list[str]:
        return [f"{code}/{one.number}" for code, one in came if one.outcome in outcomes]

    return SectionValue(
        key="assessments",
        title=str(_("Thẩm định, đánh giá tác động xã hội")),
        figures=(
            counted(
                "assessments.asked",
                _("Yêu cầu thẩm định"),
                _("Số yêu cầu thẩm định gửi trong kỳ và không sau ngày %(day)s, về các vấn đề này.") % until,
                [row.code for row in asked],
            ),
            counted(
                "assessments.validated",
                _("Đánh giá được xác nhận"),
                _("Số đánh giá được người đứng đầu xác nhận trong kỳ và không sau ngày %(day)s.") % until,
                [row.code for row in validated],
            ),
            counted(
                "assessments.conditions",
                _("Điều kiện đến hạn"),
                _("Số điều kiện đã thành nghĩa vụ, có hạn trong kỳ và không sau ngày %(day)s.") % until,
                [one.code for one in conditions],
            ),
            counted(
                "assessments.kept",
                _("Điều kiện đã thực hiện"),
                _("Trong số điều kiện đến hạn, số đã được nghiệm thu, như sổ ghi lúc lập báo cáo."),
                [one.code for one in kept],
            ),
            counted(
                "assessments.closed",
                _("Đánh giá đã chấm lại"),
                _("Số đánh giá kết thúc trong kỳ, mọi tác động đã chấm lại theo điều đã xảy ra."),
                [row.code for row in closed],
            ),
            counted(
                "assessments.as_expected",
                _("Tác động đúng như dự kiến"),
                _("Trong các đánh giá đã chấm lại, số tác động xảy ra ở đúng bậc đã dự kiến."),
                rows_with("AS_EXPECTED"),
                is_known=bool(closed),
            ),
            counted(
                "assessments.apart",
                _("Tác động khác dự kiến"),
                _("Trong các đánh giá đã chấm lại, số tác động nặng hơn, nhẹ hơn hoặc không xảy ra."),
                rows_with("MORE", "LESS", "NOT_CAME"),
                is_known=bool(closed),
            ),
            counted(
                "assessments.unforeseen",
                _("Tác động không lường trước"),
                _("Trong các đánh giá đã chấm lại, số tác động xảy ra mà bản xác nhận không nêu."),
                rows_with("UNFORESEEN"),
                is_known=bool(closed),
            ),
        ),
        tables=(
            Table(
                title=str(_("Dự kiến và điều đã xảy ra")),
                columns=(
                    str(_("Tác động")),
                    str(_("Chủ đề")),
                    str(_("Mức dự kiến")),
                    str(_("Điều đã xảy ra")),
                ),
                rows=tuple(
                    (
                        one.text,
                        theme_name(one.theme),
                        level_name(scoring.level(one.expected)) if one.expected else "–",
                        outcome_name(one.outcome, is_positive=one.is_positive) if one.outcome else "–",
                    )
                    for _code, one in came
                ),
                links=tuple(reverse("assessments:assessment", args=[code]) for code, _one in came),
            ),
        )
        if came
        else (),
    )


def _falls(due: date | None, period: Period, last: date) -> bool:
    return due is not None and period.first <= due <= last
