"""Questions of the press, corrections asked of it."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Dated, Entry, Finder, How, Notice, Panel
from phoihop.press import events, policy, queries
from phoihop.press.pages import asked, asking


def _query(event: Event) -> str:
    return reverse("press:press-query", args=[event.code])


def _asked(event: Event) -> str:
    return reverse("press:asked-correction", args=[event.code])


def _to_answerer(event: events._OfQuery) -> list[Circle]:
    return [Circle(policy.ANSWER_WRITERS, unit_id=event.answerer_id)]


def _to_answer_approvers(event: events._OfQuery) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.answerer_id)]


def _to_both(event: events._OfQuery) -> list[Circle]:
    units = dict.fromkeys((event.owner_id, event.answerer_id))
    return [Circle(policy.ANSWER_WRITERS, unit_id=unit_id) for unit_id in units]


def _to_askers(event: events._OfAsked) -> list[Circle]:
    return [Circle(policy.RECORDERS, unit_id=event.unit_id)]


def _to_asking_approvers(event: events._OfAsked) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.unit_id)]


ASKING_SAYS = {
    events.PressQueryReceived: _("Nhận câu hỏi %(code)s của %(outlet)s, %(answerer_name)s trả lời trước hết %(day)s"),
    events.PressQueryAssigned: _("Giao %(answerer_name)s trả lời câu hỏi %(code)s của %(outlet)s"),
    events.PressQueryWritten: _("Viết câu trả lời %(code)s cho %(outlet)s"),
    events.PressQueryPresented: _("Trình câu trả lời %(code)s cho %(outlet)s"),
    events.PressQueryReturned: _("Trả lại câu trả lời %(code)s để sửa: %(reason)s"),
    events.PressQueryAnswered: _("%(answerer_name)s trả lời câu hỏi %(code)s của %(outlet)s"),
    events.PressQueryRefused: _("%(answerer_name)s từ chối có căn cứ câu hỏi %(code)s của %(outlet)s: %(referral)s"),
    events.PressQueryExtended: _("Gia hạn trả lời câu hỏi %(code)s của %(outlet)s đến hết %(day)s: %(reason)s"),
    events.PressQueryWithdrawn: _("%(outlet)s thôi hỏi câu hỏi %(code)s: %(reason)s"),
    events.AskingTermSet: _("%(unit_name)s đặt lại thời hạn với báo chí"),
    events.AskedCorrectionOpened: _("Soạn yêu cầu cải chính %(code)s gửi %(publisher)s"),
    events.AskedCorrectionWritten: _("Sửa yêu cầu cải chính %(code)s gửi %(publisher)s"),
    events.AskedCorrectionEvidenced: _("Nêu văn bản %(document)s cho yêu cầu cải chính %(code)s"),
    events.AskedCorrectionEvidenceDropped: _("Bỏ văn bản %(document)s khỏi yêu cầu cải chính %(code)s"),
    events.AskedCorrectionPresented: _("Trình yêu cầu cải chính %(code)s gửi %(publisher)s"),
    events.AskedCorrectionReturned: _("Trả lại yêu cầu cải chính %(code)s để sửa: %(reason)s"),
    events.AskedCorrectionApproved: _("Duyệt yêu cầu cải chính %(code)s gửi %(publisher)s"),
    events.AskedCorrectionSent: _("Gửi yêu cầu cải chính %(code)s cho %(publisher)s, chờ trả lời đến hết %(day)s"),
    events.AskedCorrectionSettled: _("Ghi kết quả yêu cầu cải chính %(code)s gửi %(publisher)s"),
    events.AskedCorrectionDropped: _("Bỏ yêu cầu cải chính %(code)s: %(reason)s"),
}
ASKING_TELLS = [
    *(
        Notice(on=event, to=to, thing=queries.query_row, url=_query, how=how, is_duty=is_duty)
        for event, to, how, is_duty in (
            (events.PressQueryReceived, _to_answerer, How.NORMAL, True),
            (events.PressQueryAssigned, _to_answerer, How.NORMAL, True),
            (events.PressQueryPresented, _to_answer_approvers, How.NORMAL, True),
            (events.PressQueryReturned, _to_answerer, How.NORMAL, False),
            (events.PressQueryAnswered, _to_both, How.NORMAL, False),
            (events.PressQueryRefused, _to_both, How.NORMAL, False),
            (events.PressQueryExtended, _to_both, How.NORMAL, False),
            (events.PressQueryWithdrawn, _to_both, How.DIGEST, False),
        )
    ),
    *(
        Notice(on=event, to=to, thing=queries.asked_row, url=_asked, is_duty=is_duty)
        for event, to, is_duty in (
            (events.AskedCorrectionPresented, _to_asking_approvers, True),
            (events.AskedCorrectionReturned, _to_askers, False),
            (events.AskedCorrectionApproved, _to_askers, False),
            (events.AskedCorrectionSettled, _to_askers, False),
        )
    ),
]
ASKING_FINDS = [
    Finder(
        "press_query",
        _("Câu hỏi của báo chí"),
        prefixes=("CH-",),
        build=queries.found_queries,
        codes=queries.query_codes,
        visible=queries.visible_queries,
    ),
    Finder(
        "asked_correction",
        _("Yêu cầu cải chính"),
        prefixes=("YC-",),
        build=queries.found_asked,
        codes=queries.asked_codes,
        visible=queries.visible_asked,
    ),
]
ASKING_PANELS = [
    Panel(on="topic", build=asked.asking_on, template="press/asking/_on.html", order=68),
    Panel(on="plan", build=asked.asking_on, template="press/asking/_on.html", order=72),
    Panel(on="obligation", build=asking.query_on_obligation, template="press/asking/_on_obligation.html", order=46),
]
ASKING_DATES = [
    Dated("press_query", _("Giờ trả lời báo chí"), queries.query_days, order=76),
    Dated("asked_correction", _("Hạn cải chính của nơi đăng"), queries.asked_days, order=77),
]
ASKING_REHOMES: list[Rehome | Stays] = [
    Rehome(
        "press-query",
        _("câu hỏi của báo chí gửi cơ quan"),
        model="press.PressQuery",
        column="owner_id",
        is_open=lambda day: Q(state__in=("OPEN", "WAITING")),
        dossier="dossier",
        group="dossier",
    ),
    Rehome(
        "press-query-answerer",
        _("câu hỏi của báo chí cơ quan phải trả lời"),
        model="press.PressQuery",
        column="answerer_id",
        is_open=lambda day: Q(state__in=("OPEN", "WAITING")),
        dossier="dossier",
        group="dossier",
    ),
    Rehome(
        "asked-correction",
        _("yêu cầu cải chính đang làm"),
        model="press.AskedCorrection",
        column="unit_id",
        is_open=lambda day: Q(state__in=("DRAFT", "WAITING", "APPROVED", "SENT")),
        dossier="dossier",
        group="dossier",
    ),
    Stays("press.AskedCorrection", "recipient_id", "who was sent the request was sent it"),
    Stays("press.AskingTerm", "unit_id", "how long a body gives itself is its own; the heir sets its own"),
]
ASKING_MENU = [
    Entry(
        "press:press-queries",
        _("Câu hỏi của báo chí"),
        icon="concerns",
        needs="press_query.list",
        order=550,
        waiting=queries.queries_in_menu,
    ),
    Entry("press:asked-corrections", _("Yêu cầu cải chính"), icon="info", needs="asked_correction.list", order=560),
]
