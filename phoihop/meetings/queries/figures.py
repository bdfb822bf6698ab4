"""What reports tell of meetings: held, who came, conclusions and what became of them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Figure, Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts.words import day
from phoihop.meetings.models import Conclusion, Occurrence, Place
from phoihop.meetings.queries.lines import seen_by
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import unit_names

MOST_SHOWN = 100


def report_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Occasions of meetings about these plans and topics that lay in the period. Six queries.

    An occasion has its day, but not the moment at which it was said to have been held: what is on record when the
    report is made is taken. None where no meeting was ever called about them.
    """
    about = Q(about__in=scope.labels) | Q(dossier__in=scope.labels)
    seen = seen_by(actor).filter(about, invited_at__isnull=False)
    rows = Occurrence.rows.filter(meeting__in=seen).select_related("meeting").order_by("meeting__code", "number")
    known = [row for row in rows if row.meeting.invited_at is not None and local_date(row.meeting.invited_at) <= on]
    if not known:
        return None
    codes = {row.pk: f"{row.meeting.code}/{row.number}" for row in known}
    last = min(period.last, on)
    mine = [row for row in known if period.first <= local_date(row.starts_at) <= last]
    gone = [row for row in mine if row.state == "CANCELLED" or row.meeting.state == "CANCELLED"]
    held = [row for row in mine if row.state == "HELD" and row not in gone]
    unsaid = [row for row in mine if row.state == "PLANNED" and row not in gone]
    until = day(on)
    return SectionValue(
        key="meetings",
        title=str(_("Cuộc họp")),
        figures=(
            counted(
                "meetings.held",
                _("Buổi họp đã họp"),
                _(
                    "Số buổi họp về các kế hoạch, vấn đề này có ngày họp trong kỳ và không sau ngày %(day)s,"
                    " đã điểm danh."
                )
                % {"day": until},
                [codes[row.pk] for row in held],
            ),
            counted(
                "meetings.unrecorded",
                _("Buổi họp chưa ghi nhận"),
                _("Số buổi họp có ngày họp trong kỳ và không sau ngày %(day)s mà chưa ghi là đã họp hay đã hủy.")
                % {"day": until},
                [codes[row.pk] for row in unsaid],
            ),
            counted(
                "meetings.cancelled",
                _("Buổi họp đã hủy"),
                _("Số buổi họp có ngày họp trong kỳ và không sau ngày %(day)s, đã hủy.") % {"day": until},
                [codes[row.pk] for row in gone],
            ),
            *_attendance(held, codes),
            *_conclusions(actor, held, on),
        ),
        tables=(_table(held, codes),) if held else (),
    )


def _attendance(held: list[Occurrence], codes: dict[int, str]) -> tuple[Figure, ...]:
    places = Place.rows.filter(occurrence__in=[row.pk for row in held]).order_by("pk")
    found = list(places.values_list("occurrence_id", "attendee__unit_id", "present_at"))
    names = unit_names({unit_id for _occurrence, unit_id, _present in found})
    rows = [(f"{codes[occurrence]}/{names[unit_id].code}", present) for occurrence, unit_id, present in found]
    return (
        counted(
            "meetings.invited",
            _("Lượt cơ quan được mời"),
            _("Số lượt cơ quan có tên trong danh sách mời của các buổi đã họp."),
            [code for code, _present in rows],
            is_known=bool(held),
        ),
        counted(
            "meetings.present",
            _("Lượt cơ quan dự họp"),
            _("Số lượt cơ quan được mời đã điểm danh có mặt tại các buổi đã họp."),
            [code for code, present in rows if present is not None],
            is_known=bool(held),
        ),
        counted(
            "meetings.absent",
            _("Lượt cơ quan vắng"),
            _("Số lượt cơ quan được mời không điểm danh có mặt tại các buổi đã họp."),
            [code for code, present in rows if present is None],
            is_known=bool(held),
        ),
    )


def _conclusions(actor: Actor, held: list[Occurrence], on: date) -> tuple[Figure, ...]:
    approved = [row.pk for row in held if row.approved_at is not None and local_date(row.approved_at) <= on]
    lines = list(Conclusion.rows.filter(occurrence__in=approved).order_by("code").values_list("code", "obligation"))
    stood = obligations.stood_on(actor, {owed for _code, owed in lines if owed}, on)
    kinds = {code: stood.get(owed, "") for code, owed in lines}
    groups = (
        ("done", _("Kết luận đã thực hiện"), ("kept", "late_done")),
        ("late", _("Kết luận quá hạn"), ("late",)),
        ("open", _("Kết luận đang thực hiện"), ("open", "waiting")),
    )
    until = day(on)
    return (
        counted(
            "meetings.conclusions",
            _("Kết luận cuộc họp"),
            _("Số kết luận trong biên bản được duyệt đến hết ngày %(day)s của các buổi đã họp.") % {"day": until},
            kinds,
            is_known=bool(held),
        ),
        *(
            counted(
                f"meetings.conclusions_{key}",
                words,
                _("Trong số kết luận: nghĩa vụ lập từ kết luận, tính đến hết ngày %(day)s, ở tình trạng này.")
                % {"day": until},
                [code for code, kind in kinds.items() if kind in of],
                is_known=bool(held),
            )
            for key, words, of in groups
        ),
    )


def _table(held: list[Occurrence], codes: dict[int, str]) -> Table:
    shown = sorted(held, key=lambda row: (row.starts_at, row.pk))[:MOST_SHOWN]
    return Table(
        title=str(_("Các buổi đã họp"))
        if len(held) <= MOST_SHOWN
        else str(_("%(most)s buổi họp đầu trong %(all)s buổi") % {"most": MOST_SHOWN, "all": len(held)}),
        columns=(str(_("Ngày")), str(_("Nội dung")), str(_("Cơ quan triệu tập")), str(_("Mã"))),
        rows=tuple(
            (day(local_date(row.starts_at)), row.meeting.title, row.meeting.organiser_name, codes[row.pk])
            for row in shown
        ),
        links=tuple(reverse("meetings:meeting", args=[row.meeting.code]) for row in shown),
    )
