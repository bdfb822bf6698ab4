"""The sheet of the room of meetings."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.powers import Circle
from phoihop.ground.sheet import Act, ActField, Dated, Entry, Finder, How, Keep, Notice, Panel, Sheet
from phoihop.meetings import commands, events, forms, pages, policy, queries, reactions
from phoihop.meetings.commands.rehoming import REHOMES


def _meeting(event: Event) -> str:
    return reverse("meetings:meeting", args=[event.code])


def _to_invited(event: Event) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=unit_id) for unit_id in queries.unit_ids(event.code)]


def _to_organiser(event: events._OfMeeting) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=event.organiser_id)]


def _to_unit(event: events._OfUnit) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=event.unit_id)]


def _to_head(event: events.MinutesWritten) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.organiser_id)]


def _soon(event: events._OfMeeting, _meeting: object, changes: dict[str, tuple[str, str]], at: datetime) -> How:
    """Urgent when a moved or cancelled occasion was to be, or is to be, within a day."""
    number = getattr(event, "number", None)
    times = queries.starts_of(event.code, number)
    times += [datetime.fromisoformat(time) for time in changes.get("starts_at", ()) if time]
    is_soon = any(at <= time <= at + timedelta(days=1) for time in times)
    return How.URGENT if is_soon and getattr(event, "is_moved", True) else How.NORMAL


sheet = Sheet(
    room="meetings",
    powers=policy.POWERS,
    rehomes=REHOMES,
    keep=Keep(years=10),
    keeps={
        events.ReplyIgnored: Keep(years=2, personal=("from_address",)),
        events.InvitationDelegated: Keep(years=10, personal=("delegate",)),
    },
    says={
        events.MeetingDrafted: _("Chuẩn bị cuộc họp %(code)s: %(title)s"),
        events.MeetingCalled: _("Gửi giấy mời cuộc họp %(code)s: %(title)s"),
        events.MeetingChanged: _("Sửa cuộc họp %(code)s: %(title)s"),
        events.MeetingCancelled: _("Hủy cuộc họp %(code)s “%(title)s”: %(reason)s"),
        events.MeetingJoined: _("Mời thêm %(unit_name)s dự cuộc họp %(code)s: %(title)s"),
        events.MeetingLeft: _("Thôi mời %(unit_name)s dự cuộc họp %(code)s"),
        events.OccurrenceAdded: _("Thêm buổi %(number)s của cuộc họp %(code)s: %(title)s"),
        events.OccurrenceChanged: _("Dời buổi %(number)s của cuộc họp %(code)s: %(title)s"),
        events.OccurrenceCancelled: _("Hủy buổi %(number)s của cuộc họp %(code)s: %(reason)s"),
        events.PaperAttached: _("Thêm văn bản %(document)s vào cuộc họp %(code)s"),
        events.InvitationAnswered: _("%(unit_name)s trả lời giấy mời họp %(code)s: %(said)s"),
        events.InvitationDelegated: _("%(unit_name)s cử %(delegate)s dự họp %(code)s: %(scope)s"),
        events.InvitationCountered: _("%(unit_name)s đề nghị giờ khác cho cuộc họp %(code)s: %(when)s"),
        events.InvitationRefreshed: _("%(unit_name)s xin lại giấy mời họp %(code)s"),
        events.AnswerOutdated: _("%(unit_name)s trả lời lịch cũ của cuộc họp %(code)s: %(said)s; đã hỏi lại"),
        events.ReplyIgnored: _("Bỏ qua một thư lịch về cuộc họp %(code)s: %(reason)s"),
        events.CounterAccepted: _("Đổi giờ cuộc họp %(code)s theo đề nghị của %(unit_name)s"),
        events.CounterDeclined: _("Giữ nguyên giờ cuộc họp %(code)s, trả lời %(unit_name)s: %(answer)s"),
        events.AttendanceOpened: _("Phát mã điểm danh buổi %(number)s của cuộc họp %(code)s"),
        events.AttendanceTaken: _("Điểm danh %(unit_name)s, buổi %(number)s của cuộc họp %(code)s"),
        events.OccurrenceHeld: _("Khóa danh sách buổi %(number)s của cuộc họp %(code)s: %(present)s cơ quan có mặt"),
        events.MinutesWritten: _("Viết biên bản buổi %(number)s của cuộc họp %(code)s: %(title)s"),
        events.MinutesApproved: _("Duyệt biên bản buổi %(number)s của cuộc họp %(code)s: %(conclusions)s kết luận"),
    },
    tells=[
        Notice(event, to, lambda e: queries.row_of(e.code), _meeting, how=how)
        for event, to, how in (
            (events.MeetingCalled, _to_invited, How.NORMAL),
            (events.MeetingChanged, _to_invited, _soon),
            (events.MeetingCancelled, _to_invited, _soon),
            (events.MeetingJoined, _to_unit, How.NORMAL),
            (events.OccurrenceAdded, _to_invited, How.NORMAL),
            (events.OccurrenceChanged, _to_invited, _soon),
            (events.OccurrenceCancelled, _to_invited, _soon),
            (events.InvitationDelegated, _to_organiser, How.DIGEST),
            (events.InvitationCountered, _to_organiser, How.NORMAL),
            (events.CounterDeclined, _to_unit, How.NORMAL),
            (events.AnswerOutdated, _to_unit, How.NORMAL),
            (events.MinutesWritten, _to_head, How.NORMAL),
            (events.MinutesApproved, _to_invited, How.DIGEST),
        )
    ],
    panels=[
        *(
            Panel(on=page, build=pages.meetings_panel, template="meetings/_about.html", order=65)
            for page in ("topic", "plan", "agreement")
        ),
        Panel(on="obligation", build=pages.conclusion_panel, template="meetings/_conclusion.html", order=40),
    ],
    finds=[
        Finder(
            "meeting",
            _("Cuộc họp"),
            prefixes=("HN-",),
            build=queries.found_meetings,
            codes=queries.meeting_codes,
            visible=queries.visible_meetings,
        )
    ],
    acts=[
        Act(
            "meeting.answer",
            _("Trả lời giấy mời họp"),
            view=pages.answer_view,
            run=reactions.answer_by_link,
            fields=(
                ActField("answer", _("Trả lời"), "choice", choices=tuple(forms.ANSWERS)),
                ActField("person", _("Người dự họp"), "line", is_needed=False),
                ActField("comment", _("Ý kiến"), is_needed=False),
                ActField(
                    "delegate",
                    _("Người được cử dự thay"),
                    "line",
                    is_needed=False,
                    help=_("Chỉ ghi khi cử người dự thay."),
                ),
                ActField("delegate_post", _("Chức danh người được cử"), "line", is_needed=False),
                ActField("delegate_scope", _("Được phát biểu, quyết định đến đâu"), is_needed=False),
            ),
        ),
        Act(
            "meeting.attend",
            _("Điểm danh"),
            view=pages.attend_view,
            run=reactions.attend_by_link,
            fields=(ActField("person", _("Người dự họp"), "line", is_needed=False),),
        ),
    ],
    calendars=[commands.hear_calendar],
    dates=[Dated("meeting", _("Cuộc họp"), queries.meetings_between, order=20)],
    reports=[Section("meetings", _("Cuộc họp"), queries.report_section, order=50)],
    parties=queries.parties,
    waits=queries.waits,
    menu=[
        Entry("meetings:list", _("Cuộc họp"), "days", "meeting.list", order=150, waiting=queries.in_menu),
    ],
)
