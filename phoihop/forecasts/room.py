"""The sheet of the room of forecasts."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.forecasts import events, pages, policy, queries, states
from phoihop.ground.figures import Section
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome
from phoihop.ground.sheet import Dated, Entry, Finder, How, Keep, Notice, Panel, Sheet


def _question(event: events._OfQuestion) -> str:
    return reverse("forecasts:question", args=[event.code])


def _to_approvers(event: events._OfQuestion) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.desk_id)]


def _to_forecasters(event: events._OfQuestion) -> list[Circle]:
    return [Circle(policy.FORECASTERS, unit_id=event.desk_id)]


sheet = Sheet(
    room="forecasts",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={
        events.QuestionDrafted: _("Soạn câu hỏi dự báo %(code)s: %(title)s"),
        events.QuestionWritten: _("Sửa câu hỏi dự báo %(code)s"),
        events.QuestionPresented: _("Trình câu hỏi dự báo %(code)s"),
        events.QuestionReturned: _("Trả lại câu hỏi dự báo %(code)s: %(reason)s"),
        events.QuestionOpened: _("Mở câu hỏi dự báo %(code)s: %(title)s"),
        events.QuestionDropped: _("Bỏ câu hỏi dự báo %(code)s: %(reason)s"),
        events.EstimateGiven: _("Một vị trí cho xác suất về %(code)s, lần %(turn)s của vị trí đó"),
        events.QuestionClosingSoon: _("Sắp khép câu hỏi dự báo %(code)s: %(title)s"),
        events.QuestionClosed: _("Khép câu hỏi dự báo %(code)s"),
        events.QuestionDue: _("Đến ngày có kết quả của câu hỏi dự báo %(code)s: %(title)s"),
        events.ResolutionProposed: _("Ghi kết quả của câu hỏi dự báo %(code)s, chờ xác nhận: %(outcome)s"),
        events.ResolutionRefused: _("Không xác nhận kết quả của câu hỏi dự báo %(code)s: %(reason)s"),
        events.QuestionResolved: _("Xác nhận kết quả của câu hỏi dự báo %(code)s: %(outcome)s"),
        events.QuestionAnnulled: _("Hủy câu hỏi dự báo %(code)s: %(reason)s"),
        events.QuestionDisputed: _("Đề nghị xem lại kết quả của câu hỏi dự báo %(code)s: %(reason)s"),
    },
    tells=[
        Notice(on=event, to=to, thing=queries.question_row, url=_question, how=how)
        for event, to, how in (
            (events.QuestionPresented, _to_approvers, How.NORMAL),
            (events.QuestionReturned, _to_forecasters, How.NORMAL),
            (events.QuestionOpened, _to_forecasters, How.NORMAL),
            (events.QuestionClosingSoon, _to_forecasters, How.DIGEST),
            (events.QuestionDue, _to_approvers, How.NORMAL),
            (events.ResolutionProposed, _to_forecasters, How.NORMAL),
            (events.ResolutionRefused, _to_approvers, How.NORMAL),
            (events.QuestionResolved, _to_forecasters, How.DIGEST),
            (events.QuestionAnnulled, _to_forecasters, How.DIGEST),
            (events.QuestionDisputed, _to_approvers, How.NORMAL),
        )
    ],
    panels=[Panel(on="topic", build=pages.questions_on, template="forecasts/_on_topic.html", order=80)],
    finds=[
        Finder(
            "question",
            _("Dự báo"),
            prefixes=("DO-",),
            build=queries.found_questions,
            codes=queries.question_codes,
            visible=queries.visible_questions,
        )
    ],
    dates=[Dated("question", _("Khép xác suất, có kết quả"), queries.dated_between, order=85)],
    reports=[Section("forecasts", _("Dự báo và kết quả"), queries.report_section, order=65)],
    parties=queries.parties,
    waits=queries.waits,
    rehomes=[
        Rehome(
            "question",
            _("câu hỏi dự báo của cơ quan"),
            model="forecasts.Question",
            column="desk_id",
            is_open=lambda day: Q(state__in=(*states.IN_PREPARATION, *states.UNDER_WAY)),
            dossier="dossier",
            group="dossier",
        ),
        Rehome(
            "question-party",
            _("câu hỏi dự báo cơ quan cùng xem"),
            model="forecasts.QuestionParty",
            column="unit_id",
            is_open=lambda day: Q(question__state__in=states.UNDER_WAY),
            code="question__code",
            dossier="question__dossier",
            group="question__dossier",
            alike=("question_id",),
        ),
    ],
    menu=[
        Entry("forecasts:list", _("Dự báo"), icon="reviews", needs="question.list", order=630, waiting=queries.in_menu)
    ],
)
