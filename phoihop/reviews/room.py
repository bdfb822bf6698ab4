"""The sheet of the room of reviews."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS
from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Dated, Entry, Finder, Keep, Notice, Panel, Sheet
from phoihop.plans.events import RoundCalled
from phoihop.reviews import events, pages, policy, queries, reactions, states


def _review(event: Event) -> str:
    return reverse("reviews:review", args=[event.code])


def _own_part(event: events._OfUnit) -> str:
    return reverse("reviews:part", args=[event.code, event.unit_id])


def _lessons(event: Event) -> str:
    return reverse("reviews:lessons", args=[event.code])


def _to_arrangers(event: events._OfReview) -> list[Circle]:
    return [Circle(policy.ARRANGERS, unit_id=event.lead_id)]


def _to_writers(event: events.ReviewGathered | events.ReviewReopened | events.ReviewRecalled) -> list[Circle]:
    return [Circle(DOERS, unit_id=unit_id) for unit_id in event.unit_ids]


def _to_signers(event: events.ReviewPresented | events.ReviewCompiled) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=unit_id) for unit_id in (*event.unit_ids, event.lead_id)]


def _to_all(event: events.ReviewSettled) -> list[Circle]:
    return [Circle(DOERS, unit_id=unit_id) for unit_id in (event.lead_id, *event.unit_ids)]


def _to_asked_again(event: events.ReviewCompiled) -> list[Circle]:
    return _to_signers(event) if event.unit_ids else []


def _to_unit(event: events._OfUnit) -> list[Circle]:
    return [Circle(DOERS, unit_id=event.unit_id)]


sheet = Sheet(
    room="reviews",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={
        events.ReviewScheduled: _("Định sơ kết kỳ %(period)s của %(code)s, mở từ ngày %(day)s"),
        events.ReviewUnscheduled: _("Bỏ sơ kết kỳ %(period)s của %(code)s"),
        events.ReviewOpened: _("Mở báo cáo %(code)s: %(title)s"),
        events.ReviewCompiled: _("Lập bản %(number)s của báo cáo %(code)s (%(report)s)"),
        events.ReviewGathered: _("Mời các bên góp phần vào báo cáo %(code)s, nộp trước hết ngày %(day)s"),
        events.ReviewPresented: _("Trình ký bản %(number)s của báo cáo %(code)s"),
        events.ReviewReopened: _("Mở lại báo cáo %(code)s để sửa: %(reason)s"),
        events.ReviewSigned: _("%(unit_name)s ký bản %(number)s của báo cáo %(code)s"),
        events.ReviewDissented: _("%(unit_name)s không đồng ý với bản %(number)s của báo cáo %(code)s: %(text)s"),
        events.ReviewSettled: _("Báo cáo %(code)s đã có đủ ý kiến của các bên: %(title)s"),
        events.ReviewRecalled: _("Thu hồi báo cáo %(code)s: %(reason)s"),
        events.ReviewPublished: _("Công bố bản %(number)s của báo cáo %(code)s trên cổng thông tin"),
        events.ReviewWithdrawn: _("Rút báo cáo %(code)s khỏi cổng thông tin: %(reason)s"),
        events.PartWritten: _("%(unit_name)s viết phần của mình trong báo cáo %(code)s"),
        events.PartHandedIn: _("%(unit_name)s nộp phần của mình trong báo cáo %(code)s"),
        events.PartReturned: _("Trả lại phần của %(unit_name)s trong báo cáo %(code)s: %(message)s"),
        events.PartAccepted: _("Nhận phần của %(unit_name)s vào báo cáo %(code)s"),
        events.LessonProposed: _("%(unit_name)s đề xuất bài học %(number)s trong báo cáo %(code)s: %(text)s"),
        events.LessonWithdrawn: _("%(unit_name)s rút bài học %(number)s trong báo cáo %(code)s"),
        events.LessonTakenUp: _("Tiếp thu bài học %(number)s của báo cáo %(code)s vào %(into)s: %(text)s"),
        events.LessonRefused: _("Không tiếp thu bài học %(number)s của báo cáo %(code)s: %(reason)s"),
    },
    tells=[
        Notice(on=event, to=to, thing=queries.review_row, url=url)
        for event, to, url in (
            (events.ReviewOpened, _to_arrangers, _review),
            (events.ReviewCompiled, _to_asked_again, _review),
            (events.ReviewGathered, _to_writers, _review),
            (events.ReviewPresented, _to_signers, _review),
            (events.ReviewReopened, _to_writers, _review),
            (events.ReviewDissented, _to_arrangers, _review),
            (events.ReviewSettled, _to_all, _review),
            (events.ReviewRecalled, _to_writers, _review),
            (events.PartHandedIn, _to_arrangers, _own_part),
            (events.PartReturned, _to_unit, _own_part),
            (events.PartAccepted, _to_unit, _own_part),
            (events.LessonTakenUp, _to_unit, _lessons),
            (events.LessonRefused, _to_unit, _lessons),
        )
    ],
    reacts={RoundCalled: reactions.look_back_on},
    panels=[
        Panel(on="plan", build=pages.reviews_on, template="reviews/_about.html", order=80),
        Panel(on="round", build=pages.reviews_on, template="reviews/_about.html", order=80),
        Panel(on="round", build=pages.lessons_on_round, template="reviews/_on_round.html", order=20),
        Panel(on="rounds", build=pages.lessons_on_rounds, template="reviews/_on_round.html", order=20),
        Panel(on="obligation", build=pages.part_on_obligation, template="reviews/_on_obligation.html", order=40),
    ],
    finds=[
        Finder(
            "review",
            _("Sơ kết, tổng kết"),
            prefixes=("SK-",),
            build=queries.found_reviews,
            codes=queries.review_codes,
            visible=queries.visible_reviews,
        )
    ],
    dates=[Dated("review", _("Hạn nộp phần sơ kết"), queries.parts_due_between, order=60)],
    parties=queries.parties,
    waits=queries.waits,
    rehomes=[
        Rehome(
            "review",
            _("báo cáo sơ kết đang lập"),
            model="reviews.Review",
            column="lead_id",
            is_open=lambda day: Q(state__in=states.WRITTEN),
            dossier="source",
            group="source",
        ),
        Rehome(
            "review-part",
            _("phần trong báo cáo sơ kết đang lập"),
            model="reviews.Part",
            column="unit_id",
            is_open=lambda day: Q(review__state__in=states.WRITTEN),
            code="review__code",
            dossier="review__source",
            group="review__source",
            alike=("review_id",),
        ),
        Rehome(
            "review-schedule",
            _("định kỳ sơ kết"),
            model="reviews.Schedule",
            column="lead_id",
            is_open=lambda day: Q(opened_at=None, dropped_at=None),
            code="source",
            dossier="source",
            group="source",
            is_told=False,
        ),
        Stays("reviews.Review", "upper_id", "the upper unit on the day the review was signed"),
        Stays("reviews.Signature", "unit_id", "who signed has signed", is_binding=True),
    ],
    menu=[Entry("reviews:list", _("Sơ kết, tổng kết"), icon="reviews", needs="review.list", order=180)],
)
