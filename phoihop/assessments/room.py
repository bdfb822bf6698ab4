"""The sheet of the room of appraisal and social impact."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.assessments import events, pages, policy, queries, states
from phoihop.ground.actor import DOERS
from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Dated, Entry, Finder, Keep, Notice, Panel, Sheet


def _assessment(event: Event) -> str:
    return reverse("assessments:assessment", args=[event.code])


def _to_assessor(event: events._OfAssessment) -> list[Circle]:
    return [Circle(DOERS, unit_id=event.assessor_id)]


def _to_owner(event: events._OfAssessment) -> list[Circle]:
    return [Circle(DOERS, unit_id=event.owner_id)]


def _to_approvers(event: events._OfAssessment) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.owner_id)]


def _to_evaluator(event: events._OfAssessment) -> list[Circle]:
    return [Circle(DOERS, unit_id=event.evaluator_id)]


def _to_all(event: events._OfAssessment) -> list[Circle]:
    units = dict.fromkeys((event.owner_id, event.assessor_id, event.evaluator_id))
    return [Circle(DOERS, unit_id=unit_id) for unit_id in units]


def _is_open(day: object) -> Q:
    return Q(state__in=states.OPEN)


sheet = Sheet(
    room="assessments",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={
        events.AssessmentAsked: _("Yêu cầu thẩm định %(code)s: %(title)s"),
        events.AssessmentAccepted: _("Nhận việc đánh giá %(code)s"),
        events.AssessmentDeclined: _("Trả lại yêu cầu thẩm định %(code)s: %(reason)s"),
        events.AssessmentWithdrawn: _("Rút yêu cầu thẩm định %(code)s: %(reason)s"),
        events.AssessmentScoped: _("Trả lời bảng câu hỏi phạm vi của %(code)s"),
        events.AssessmentWritten: _("Viết đánh giá %(code)s"),
        events.AssessmentPartDropped: _("Bỏ dòng %(number)s khỏi đánh giá %(code)s"),
        events.AssessmentTakenOver: _("Lấy lại %(source)s làm bản nháp của %(code)s"),
        events.AssessmentPresented: _("Trình thẩm tra bản %(number)s của %(code)s"),
        events.AssessmentRemarked: _("Nhận xét thẩm tra %(number)s về %(code)s"),
        events.AssessmentAnswered: _("Trả lời nhận xét %(number)s về %(code)s"),
        events.AssessmentRemarkSettled: _("Chấp nhận câu trả lời %(number)s về %(code)s"),
        events.AssessmentReturned: _("Trả lại đánh giá %(code)s: %(reason)s"),
        events.AssessmentPassed: _("Thẩm tra xong bản %(number)s của %(code)s"),
        events.AssessmentDissented: _("%(unit_name)s ghi ý kiến bảo lưu về %(code)s"),
        events.AssessmentValidated: _("Xác nhận bản %(number)s của %(code)s, %(conditions)s điều kiện"),
        events.AssessmentRevised: _("Mở lại đánh giá %(code)s: %(reason)s"),
        events.AssessmentRescored: _("Chấm lại tác động %(number)s của %(code)s"),
        events.AssessmentClosed: _("Kết thúc đánh giá %(code)s, bản %(number)s"),
        events.AssessmentPublished: _("Công bố tóm tắt của %(code)s: %(title)s"),
        events.AssessmentTakenBack: _("Rút tóm tắt đã công bố của %(code)s: %(reason)s"),
        events.SmallestGroupSet: _("%(unit_name)s đặt cỡ nhóm nhỏ nhất: %(size)s người"),
    },
    tells=[
        Notice(on=event, to=to, thing=queries.assessment_row, url=_assessment)
        for event, to in (
            (events.AssessmentAsked, _to_assessor),
            (events.AssessmentAccepted, _to_owner),
            (events.AssessmentDeclined, _to_owner),
            (events.AssessmentWithdrawn, _to_assessor),
            (events.AssessmentPresented, _to_evaluator),
            (events.AssessmentRemarked, _to_assessor),
            (events.AssessmentAnswered, _to_evaluator),
            (events.AssessmentReturned, _to_assessor),
            (events.AssessmentPassed, _to_approvers),
            (events.AssessmentDissented, _to_all),
            (events.AssessmentValidated, _to_all),
            (events.AssessmentRevised, _to_assessor),
            (events.AssessmentClosed, _to_all),
        )
    ],
    panels=[
        Panel(on="topic", build=pages.assessments_on, template="assessments/_about.html", order=60),
        Panel(
            on="obligation", build=pages.assessment_on_obligation, template="assessments/_on_obligation.html", order=47
        ),
    ],
    finds=[
        Finder(
            "assessment",
            _("Đánh giá tác động"),
            prefixes=("TD-",),
            build=queries.found_assessments,
            codes=queries.assessment_codes,
            visible=queries.visible_assessments,
        )
    ],
    dates=[Dated("assessment", _("Ngày chấm lại đánh giá"), queries.dated_between, order=75)],
    reports=[Section("assessments", _("Thẩm định, đánh giá tác động xã hội"), queries.report_section, order=60)],
    parties=queries.parties,
    waits=queries.waits,
    rehomes=[
        Rehome(
            "assessment",
            _("đánh giá tác động do cơ quan yêu cầu"),
            model="assessments.Assessment",
            column="owner_id",
            is_open=_is_open,
            dossier="dossier",
            group="dossier",
        ),
        Rehome(
            "assessment-assessor",
            _("đánh giá tác động cơ quan phải làm"),
            model="assessments.Assessment",
            column="assessor_id",
            is_open=_is_open,
            dossier="dossier",
            group="dossier",
        ),
        Rehome(
            "assessment-evaluator",
            _("đánh giá tác động cơ quan thẩm tra"),
            model="assessments.Assessment",
            column="evaluator_id",
            is_open=_is_open,
            dossier="dossier",
            group="dossier",
        ),
        Rehome(
            "assessment-party",
            _("đánh giá tác động về vấn đề của cơ quan"),
            model="assessments.Party",
            column="unit_id",
            is_open=lambda day: Q(assessment__state__in=states.OPEN),
            code="assessment__code",
            dossier="assessment__dossier",
            group="assessment__dossier",
            alike=("assessment_id",),
            is_told=False,
        ),
        Rehome(
            "assessment-measure",
            _("biện pháp trong đánh giá tác động"),
            model="assessments.Measure",
            column="unit_id",
            is_open=lambda day: Q(assessment__state__in=states.OPEN),
            code="assessment__code",
            dossier="assessment__dossier",
            group="assessment__dossier",
            is_told=False,
        ),
        Rehome(
            "assessment-habit",
            _("cỡ nhóm nhỏ nhất của đánh giá"),
            model="assessments.Habit",
            column="unit_id",
            code="unit__code",
            alike=("",),
            is_told=False,
        ),
        Stays("assessments.Dissent", "unit_id", "who dissented has dissented", is_binding=True),
    ],
    menu=[
        Entry(
            "assessments:list",
            _("Đánh giá tác động"),
            icon="topics",
            needs="assessment.list",
            order=620,
            waiting=queries.in_menu,
        )
    ],
)
