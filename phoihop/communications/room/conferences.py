"""Press conferences."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.communications import events, policy, queries
from phoihop.communications.pages import conferences
from phoihop.ground.actor import DOERS
from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Finder, How, Notice, Panel


def _conference(event: Event) -> str:
    return reverse("communications:conference", args=[event.code])


def _to_conference_hands(event: events._OfConference) -> list[Circle]:
    return [Circle(policy.HANDS, unit_id=event.unit_id)]


def _to_conference_approvers(event: events._OfConference) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.unit_id)]


def _to_preparer(event: events.ConferencePreparationAsked) -> list[Circle]:
    return [Circle(DOERS, unit_id=event.preparer_id)]


def _to_all_of_conference(event: events.ConferenceCalled | events.ConferenceCancelled) -> list[Circle]:
    return [
        Circle(policy.HANDS | DOERS, unit_id=unit_id) for unit_id in sorted(queries.conference_parties([event.code]))
    ]


CONFERENCE_SAYS = {
    events.ConferenceBegun: _("Chuẩn bị họp báo %(code)s lúc %(moment)s: %(title)s"),
    events.ConferenceWritten: _("Sửa họp báo %(code)s, nay lúc %(moment)s: %(title)s"),
    events.ConferenceGuestsAdded: _("Thêm %(count)s nơi được mời dự họp báo %(code)s"),
    events.ConferenceGuestRemoved: _("Bỏ %(outlet)s khỏi danh sách mời họp báo %(code)s"),
    events.ConferenceGuestAnswered: _("%(outlet)s trả lời giấy mời họp báo %(code)s"),
    events.ConferenceMaterialAdded: _("Thêm tài liệu %(document)s cho họp báo %(code)s"),
    events.ConferenceMaterialRemoved: _("Bỏ tài liệu %(document)s khỏi họp báo %(code)s"),
    events.ConferencePreparationAsked: _("%(preparer_name)s chuẩn bị họp báo %(code)s trước hết %(day)s: %(what)s"),
    events.ConferenceCalled: _("Gửi giấy mời họp báo %(code)s lúc %(moment)s cho %(count)s nơi: %(title)s"),
    events.ConferenceCancelled: _("Hủy họp báo %(code)s: %(reason)s"),
    events.ConferenceDropped: _("Bỏ họp báo %(code)s: %(title)s"),
    events.ConferenceHeld: _("Đã họp báo %(code)s, %(count)s nơi dự: %(title)s"),
    events.ConferenceQuestionNoted: _("Ghi câu hỏi của %(outlet)s tại họp báo %(code)s %(query)s"),
    events.ConferenceRecordWritten: _("Viết biên bản họp báo %(code)s"),
    events.ConferenceRecordApproved: _("Duyệt biên bản họp báo %(code)s"),
    events.ConferenceReleased: _("Lập thông cáo %(release)s từ biên bản họp báo %(code)s"),
    events.OutletKept: _("%(unit_name)s ghi %(outlet)s vào danh sách báo, đài"),
    events.OutletDropped: _("%(unit_name)s bỏ %(outlet)s khỏi danh sách báo, đài"),
    events.PressHabitSet: _("%(unit_name)s đặt nhịp nhắc với báo chí"),
    events.ReleaseDistributed: _("Gửi thông cáo %(code)s cho %(count)s báo, đài: %(title)s"),
}
CONFERENCE_TELLS = [
    Notice(on=event, to=to, thing=queries.conference_row, url=_conference, how=how, is_duty=is_duty)
    for event, to, how, is_duty in (
        (events.ConferencePreparationAsked, _to_preparer, How.NORMAL, True),
        (events.ConferenceCalled, _to_all_of_conference, How.NORMAL, False),
        (events.ConferenceCancelled, _to_all_of_conference, How.URGENT, False),
        (events.ConferenceRecordWritten, _to_conference_approvers, How.NORMAL, True),
        (events.ConferenceRecordApproved, _to_conference_hands, How.NORMAL, False),
    )
]
CONFERENCE_FINDS = [
    Finder(
        "conference",
        _("Họp báo"),
        prefixes=("HB-",),
        build=queries.found_conferences,
        codes=queries.conference_codes,
        visible=queries.visible_conferences,
    )
]
CONFERENCE_PANELS = [
    Panel(on="topic", build=conferences.conferences_panel, template="communications/conferences/_on.html", order=63),
    Panel(on="plan", build=conferences.conferences_panel, template="communications/conferences/_on.html", order=63),
    Panel(
        on="obligation",
        build=conferences.conference_on_obligation,
        template="communications/conferences/_on_obligation.html",
        order=47,
    ),
    Panel(on="press_query", build=conferences.speaking_on_query, template="communications/conferences/_on_query.html"),
]
CONFERENCE_REHOMES: list[Rehome | Stays] = [
    Rehome(
        "conference",
        _("họp báo đang chuẩn bị, chờ biên bản"),
        model="communications.Conference",
        column="unit_id",
        is_open=lambda day: Q(state__in=("DRAFT", "CALLED")) | Q(state="HELD") & ~Q(record_state="APPROVED"),
    ),
    Rehome(
        "conference-preparation",
        _("việc chuẩn bị họp báo"),
        model="communications.ConferencePreparation",
        column="unit_id",
        is_open=lambda day: Q(conference__state__in=("DRAFT", "CALLED")),
        code="conference__code",
        group="conference__code",
        is_told=False,
    ),
    Rehome(
        "outlet",
        _("báo, đài trong danh sách của cơ quan"),
        model="communications.Outlet",
        column="unit_id",
        code="name",
        alike=("fold",),
        is_told=False,
    ),
    Stays("communications.PressHabit", "unit_id", "the rhythm a body wants is its own; the heir sets its own"),
]
