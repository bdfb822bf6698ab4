"""What reports tell of press conferences and of releases sent to the press."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from phoihop.communications.models import (
    Conference,
    ConferenceAbout,
    ConferenceGuest,
    ConferenceQuestion,
    Release,
    ReleaseSending,
)
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Period, Scope, SectionValue, counted


def conference_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Press conferences about these plans and topics that were held in the period. Five queries; None where there were
    none and nothing was sent."""
    last = min(period.last, on)
    about = ConferenceAbout.rows.filter(code__in=list(scope.labels)).values("conference_id")
    rows = Conference.objects.visible_to(actor).filter(pk__in=about, state="HELD").order_by("code")
    held = {
        pk: code
        for pk, code, starts in rows.values_list("pk", "code", "starts_at")
        if period.first <= local_date(starts) <= last
    }
    releases = Release.objects.visible_to(actor).filter(dossier__in=list(scope.labels)).values("pk")
    sendings = ReleaseSending.rows.filter(release__in=releases).order_by("release__code", "pk")
    sent = [
        f"{code}/{number}/{outlet}"
        for code, number, outlet, moment in sendings.values_list("release__code", "number", "outlet", "sent_at")
        if period.first <= local_date(moment) <= last
    ]
    if not held and not sent:
        return None
    guests = ConferenceGuest.rows.filter(conference__in=list(held), is_there=True).order_by("pk")
    came = [f"{held[pk]}/{number}" for pk, number in guests.values_list("conference_id", "number")]
    asked = list(
        ConferenceQuestion.rows.filter(conference__in=list(held))
        .order_by("pk")
        .values_list("conference_id", "number", "query")
    )
    return SectionValue(
        key="conferences",
        title=_("Họp báo"),
        figures=(
            counted(
                "conferences.held",
                _("Họp báo đã tổ chức"),
                _("Số cuộc họp báo về các kế hoạch, vấn đề này đã họp trong kỳ."),
                held.values(),
            ),
            counted(
                "conferences.outlets",
                _("Lượt báo, đài đến dự"),
                _("Số lượt báo, đài, trang tin có mặt tại các cuộc họp báo ấy."),
                came,
            ),
            counted(
                "conferences.questions",
                _("Câu hỏi tại họp báo"),
                _("Số câu báo chí hỏi tại các cuộc họp báo ấy."),
                [f"{held[pk]}/{number}" for pk, number, _query in asked],
            ),
            counted(
                "conferences.later",
                _("Trong đó trả lời sau"),
                _("Trong số câu hỏi ấy, số câu chuyển thành câu hỏi của báo chí có hạn trả lời."),
                [f"{held[pk]}/{number}" for pk, number, query in asked if query],
            ),
            counted(
                "conferences.releases_sent",
                _("Lượt gửi thông cáo cho báo, đài"),
                _("Số lượt thông cáo thuộc các kế hoạch, vấn đề này đã gửi báo, đài trong kỳ."),
                sent,
            ),
        ),
    )
