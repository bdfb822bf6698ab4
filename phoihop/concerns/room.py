"""The sheet of the room of concerns."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.concerns import acts, commands, events, pages, policy, queries, reactions, states
from phoihop.ground.actor import DOERS
from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Dated, Entry, Finder, How, Keep, Notice, Panel, Sheet, Work
from phoihop.intake.events import InputReceived
from phoihop.obligations.events import DayDeclared, DayRevoked, ExtensionGranted, ObligationAccepted, ObligationWaived


def _concern(event: Event) -> str:
    return reverse("concerns:concern", args=[event.code])


def _to_reception(event: events._OfConcern) -> list[Circle]:
    return [Circle(policy.WORKERS, unit_id=event.reception_id)]


def _to_lead(event: events._OfConcern) -> list[Circle]:
    return [] if event.lead_id is None else [Circle(DOERS, unit_id=event.lead_id)]


def _to_units(event: events.ConcernAssigned | events.ConcernDecided) -> list[Circle]:
    return [Circle(DOERS, unit_id=unit_id) for unit_id in event.unit_ids]


def _to_approvers(event: events.ConcernSubmitted) -> list[Circle]:
    own = [] if event.lead_id is None else [Circle(policy.APPROVERS, unit_id=event.lead_id)]
    return [*own, Circle(policy.APPROVERS, unit_id=event.reception_id)] if event.is_reopened else own


def _to_decider(event: events.ConcernDisputed) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.decider_id)]


def _to_all(event: events._OfConcern) -> list[Circle]:
    return [*_to_reception(event), *_to_lead(event)]


def _to_all_answered(event: events.ConcernAnswered) -> list[Circle]:
    return [*_to_reception(event), *(Circle(DOERS, unit_id=unit_id) for unit_id in event.unit_ids)]


sheet = Sheet(
    room="concerns",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={
        events.ConcernTakenIn: _("Tiếp nhận phản ánh %(code)s: %(title)s"),
        events.PhotoLeftOut: _("Bộ lọc bảo mật không nhận ảnh %(number)s của phản ánh %(code)s; không giữ lại gì"),
        events.ConcernAdmitted: _("Cho phản ánh %(code)s đi tiếp sau khi xem xét"),
        events.ConcernModerated: _("Xem xét nội dung công khai của phản ánh %(code)s"),
        events.ConcernRefused: _("Không tiếp nhận phản ánh %(code)s; nơi tiếp nhận: %(owner)s"),
        events.ConcernReconsidered: _("Xem xét lại và tiếp nhận phản ánh %(code)s: %(reason)s"),
        events.ConcernMerged: _("Gộp phản ánh %(code)s vào %(into)s"),
        events.ConcernUnmerged: _("Tách phản ánh %(code)s khỏi %(was_in)s: %(reason)s"),
        events.ConcernAssigned: _("Giao phản ánh %(code)s cho %(lead_name)s trả lời, hạn %(due)s"),
        events.ConcernStarted: _("Bắt đầu xử lý phản ánh %(code)s"),
        events.ConcernPassedOn: _("%(from_name)s chuyển phản ánh %(code)s đến %(owner)s: %(reason)s"),
        events.ConcernPaused: _("Hỏi thêm người phản ánh %(code)s; thời hạn tạm dừng"),
        events.ConcernResumed: _("Tiếp tục xử lý phản ánh %(code)s, hạn %(due)s"),
        events.ConcernAdded: _("Người phản ánh bổ sung cho %(code)s"),
        events.ConcernExtended: _("Gia hạn trả lời phản ánh %(code)s đến %(due)s: %(reason)s"),
        events.ConcernPartWritten: _("%(unit_name)s viết phần trả lời phản ánh %(code)s"),
        events.ConcernComposed: _("Soạn câu trả lời %(number)s của phản ánh %(code)s"),
        events.ConcernSubmitted: _("Trình duyệt câu trả lời %(number)s của phản ánh %(code)s"),
        events.ConcernReturned: _("Trả lại câu trả lời %(number)s của phản ánh %(code)s: %(reason)s"),
        events.ConcernAnswered: _("Đã trả lời phản ánh %(code)s, báo cho %(raisers)s người phản ánh"),
        events.ConcernDisputed: _("%(unit_name)s nêu bất đồng về phản ánh %(code)s: %(reason)s"),
        events.ConcernDecided: _("Quyết định %(lead_name)s trả lời phản ánh %(code)s: %(decision)s"),
        events.ConcernReopened: _("Mở lại phản ánh %(code)s, hạn %(due)s"),
        events.ConcernRated: _("Người phản ánh %(code)s đánh giá câu trả lời %(stars)s trên 5"),
        events.ConcernPublished: _("Công khai câu trả lời của phản ánh %(code)s"),
        events.ConcernUnpublished: _("Rút câu trả lời công khai của phản ánh %(code)s: %(reason)s"),
        events.ConcernClosed: _("Khép phản ánh %(code)s, hết thời hạn mở lại"),
        events.ConcernFiled: _("Gắn phản ánh %(code)s vào vấn đề %(dossier)s"),
        events.ContactOpened: _("Xem cách liên hệ với người phản ánh %(code)s"),
        events.PersonalErased: _("Xóa dữ liệu cá nhân của phản ánh %(code)s"),
        events.DataRequested: _("Nhận yêu cầu %(request)s về dữ liệu cá nhân của phản ánh %(code)s, hạn %(due)s"),
        events.ContactCorrected: _("Sửa cách liên hệ với người phản ánh %(code)s"),
        events.DataExported: _("Xuất dữ liệu đang giữ về người phản ánh %(code)s"),
        events.DataAnswered: _("Trả lời yêu cầu %(request)s về dữ liệu cá nhân của phản ánh %(code)s"),
        events.InputSetAside: _("Không dùng được nội dung gửi thêm %(code)s; không giữ lại gì"),
        events.ServicesArranged: _("Sửa tuyến và hạn của phản ánh: %(code)s"),
    },
    tells=[
        Notice(on=event, to=to, thing=queries.row_of, url=_concern, how=how)
        for event, to, how in (
            (events.ConcernTakenIn, _to_reception, How.DIGEST),
            (events.ConcernAssigned, _to_units, How.NORMAL),
            (events.ConcernPassedOn, _to_all, How.NORMAL),
            (events.ConcernAdded, _to_all, How.NORMAL),
            (events.ConcernPartWritten, _to_lead, How.DIGEST),
            (events.ConcernSubmitted, _to_approvers, How.NORMAL),
            (events.ConcernReturned, _to_lead, How.NORMAL),
            (events.ConcernDisputed, _to_decider, How.NORMAL),
            (events.ConcernDecided, _to_units, How.NORMAL),
            (events.ConcernReopened, _to_all, How.NORMAL),
            (events.ConcernAnswered, _to_all_answered, How.DIGEST),
            (events.DataRequested, _to_reception, How.NORMAL),
        )
    ],
    acts=acts.ACTS,
    panels=[
        Panel(on="topic", build=pages.on_topic, template="concerns/_on.html", order=55),
        Panel(on="obligation", build=pages.on_obligation, template="concerns/_on.html", order=20),
    ],
    menu=[
        Entry(
            "concerns:list", _("Phản ánh"), icon="concerns", needs="concern.list", order=310, waiting=queries.in_menu
        ),
    ],
    works=[
        Work(on=InputReceived, do=commands.take_input),
        Work(on=events.ConcernAssigned, do=commands.write_of_parts),
    ],
    reacts={
        ExtensionGranted: reactions.follow,
        ObligationAccepted: reactions.keep_open,
        ObligationWaived: reactions.keep_open,
        DayDeclared: reactions.recopy_calendar,
        DayRevoked: reactions.recopy_calendar,
    },
    finds=[
        Finder(
            "concern",
            _("Phản ánh"),
            prefixes=("PA-",),
            build=queries.found_concerns,
            codes=queries.concern_codes,
            visible=queries.visible_concerns,
        )
    ],
    dates=[Dated("concern-forward", _("Hạn chuyển phản ánh"), queries.forwards_between, order=70)],
    reports=[Section("concerns", _("Phản ánh của người dân"), queries.report_section, order=70)],
    parties=queries.parties,
    waits=queries.waits,
    rehomes=[
        Rehome(
            "concern-desk",
            _("việc tiếp nhận phản ánh của địa bàn"),
            model="concerns.Desk",
            column="unit_id",
            code="territory",
            is_told=False,
        ),
        Rehome(
            "concern-route",
            _("tuyến phản ánh"),
            model="concerns.Route",
            column="unit_id",
            code="service",
            group="service",
            is_told=False,
        ),
        Rehome(
            "concern-reception",
            _("phản ánh đang tiếp nhận"),
            model="concerns.Concern",
            column="reception_id",
            is_open=lambda day: Q(state__in=states.OPEN),
            dossier="dossier",
            group="service",
        ),
        Rehome(
            "concern",
            _("phản ánh đang trả lời"),
            model="concerns.Concern",
            column="lead_id",
            is_open=lambda day: Q(state__in=states.OPEN),
            dossier="dossier",
            group="service",
        ),
        Rehome(
            "concern-decider",
            _("phản ánh chờ quyết định cơ quan trả lời"),
            model="concerns.Concern",
            column="decider_id",
            is_open=lambda day: Q(state="DISPUTED"),
            dossier="dossier",
            group="service",
        ),
        Rehome(
            "concern-dispute",
            _("bất đồng chờ quyết định"),
            model="concerns.Dispute",
            column="decider_id",
            is_open=lambda day: Q(state="OPEN"),
            code="concern__code",
            dossier="concern__dossier",
            group="concern__service",
            asked_as="concern-decider",
            is_told=False,
        ),
        Rehome(
            "concern-part",
            _("phần trả lời phản ánh"),
            model="concerns.Part",
            column="unit_id",
            is_open=lambda day: Q(concern__state__in=states.OPEN),
            code="concern__code",
            dossier="concern__dossier",
            group="concern__service",
            asked_as="concern",
            alike=("concern_id",),
            is_told=False,
        ),
        Stays("concerns.Answer", "unit_id", "who answered has answered"),
        Stays("concerns.Transfer", "from_unit_id", "who passed it on has passed it on"),
        Stays("concerns.Transfer", "to_unit_id", "whom it was passed on to"),
        Stays("concerns.Dispute", "unit_id", "who disagreed has disagreed"),
    ],
)
