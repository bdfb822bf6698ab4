"""What reports tell of questions of the press and of corrections asked of it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Figure, Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts.words import day
from phoihop.press.models.asking import AskedCorrection, PressQuery
from phoihop.press.queries.asking_words import GROUND_WORDS
from phoihop.press.rules import asking as rules


def asking_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Questions and requests about these plans and topics. Two queries; None where there never were any. What is
    dated counts by its day: a question by that of its receipt, a request by that of its sending."""
    last = min(period.last, on)
    labels = list(scope.labels)
    queries = [
        row
        for row in PressQuery.objects.visible_to(actor).filter(dossier__in=labels).order_by("code")
        if local_date(row.received_at) <= on and row.state != "WITHDRAWN"
    ]
    asked = [
        row
        for row in AskedCorrection.objects.visible_to(actor).filter(dossier__in=labels).order_by("code")
        if row.sent_at is not None and local_date(row.sent_at) <= on
    ]
    if not queries and not asked:
        return None
    mine = [row for row in queries if period.first <= local_date(row.received_at) <= last]
    out = [row for row in asked if row.sent_at and period.first <= local_date(row.sent_at) <= last]
    return SectionValue(
        key="asking",
        title=_("Câu hỏi của báo chí, yêu cầu cải chính"),
        figures=(*_of_queries(mine, on), *_of_asked(out, on)),
        tables=tuple(_tables(mine, on)),
    )


def _of_queries(rows: list[PressQuery], on: date) -> tuple[Figure, ...]:
    settled = [row for row in rows if _settled(row, on)]
    late = [row for row in rows if (row.is_late if _settled(row, on) else on > row.due_date)]
    answered = [row for row in settled if row.state == "ANSWERED"]
    until = {"day": day(on)}
    return (
        counted(
            "press_queries.received",
            _("Câu hỏi của báo chí"),
            _("Số câu hỏi nhận trong kỳ, không kể câu báo chí thôi hỏi."),
            [row.code for row in rows],
        ),
        counted(
            "press_queries.in_time",
            _("Trả lời trong hạn"),
            _("Trong số câu hỏi ấy, số câu đã trả lời không sau hạn, tính đến hết ngày %(day)s.") % until,
            [row.code for row in answered if not row.is_late],
        ),
        counted(
            "press_queries.late",
            _("Trễ hạn"),
            _("Số câu trả lời hoặc từ chối sau hạn, hoặc đến hết ngày %(day)s vẫn để quá hạn.") % until,
            [row.code for row in late],
        ),
        counted(
            "press_queries.refused",
            _("Từ chối có căn cứ"),
            _("Số câu từ chối vì một trong bốn lý do, tính đến hết ngày %(day)s.") % until,
            [row.code for row in settled if row.state == "REFUSED"],
        ),
    )


def _of_asked(rows: list[AskedCorrection], on: date) -> tuple[Figure, ...]:
    def of(state: str) -> list[str]:
        settled = (row for row in rows if row.settled_date is not None and row.settled_date <= on)
        return [row.code for row in settled if row.state == state]

    until = {"day": day(on)}
    return (
        counted(
            "asked_corrections.sent",
            _("Yêu cầu cải chính đã gửi"),
            _("Số yêu cầu gửi nơi đăng trong kỳ, mỗi yêu cầu có văn bản chứng minh và người duyệt."),
            [row.code for row in rows],
        ),
        counted(
            "asked_corrections.corrected",
            _("Nơi đăng đã cải chính"),
            _("Trong số ấy, số nơi đăng đã cải chính đến hết ngày %(day)s.") % until,
            of("CORRECTED"),
        ),
        counted(
            "asked_corrections.refused",
            _("Nơi đăng từ chối"),
            _("Trong số ấy, số nơi đăng từ chối và nêu lý do đến hết ngày %(day)s.") % until,
            of("REFUSED"),
        ),
        counted(
            "asked_corrections.unanswered",
            _("Không trả lời"),
            _("Trong số ấy, số nơi đăng hết hạn không trả lời, ghi nhận đến hết ngày %(day)s.") % until,
            of("UNANSWERED"),
        ),
    )


def _tables(rows: list[PressQuery], on: date) -> list[Table]:
    """Refusals by ground; each number opens its rows."""
    refused = [row for row in rows if row.state == "REFUSED" and _settled(row, on)]
    grounds = [one for one in rules.GROUNDS if any(row.ground == one for row in refused)]
    if not grounds:
        return []
    own = [tuple(row.code for row in refused if row.ground == one) for one in grounds]
    return [
        Table(
            title=_("Từ chối theo lý do"),
            columns=(_("Lý do"), _("Số câu")),
            rows=tuple((str(GROUND_WORDS[one]), str(len(codes))) for one, codes in zip(grounds, own, strict=True)),
            keys=("", "press_queries.refused"),
            own=tuple(own),
        )
    ]


def _settled(row: PressQuery, on: date) -> bool:
    return row.settled_at is not None and timezone.localtime(row.settled_at).date() <= on
