"""Articles, photos, cards, feedback and the portal's own words."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.communications import events, policy, queries, states
from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Finder, How, Notice


def _article(event: Event) -> str:
    return reverse("communications:article", args=[event.code])


def _card(event: Event) -> str:
    return reverse("communications:card", args=[event.code])


def _feedback(event: Event) -> str:
    return reverse("communications:feedback-one", args=[event.code])


def _to_approvers(event: events.ArticleSent | events.CardSent) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.unit_id)]


def _to_writers(event: events.ArticleReturned | events.CardReturned) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=event.unit_id)]


def _to_hands(event: events.ArticlePublished | events.FeedbackTakenIn) -> list[Circle]:
    return [Circle(policy.HANDS, unit_id=event.unit_id)]


NEWS_SAYS = {
    events.ArticleBegun: _("Viết tin %(code)s: %(title)s"),
    events.ArticleWritten: _("Lưu bản viết %(number)s của tin %(code)s: %(title)s"),
    events.ArticleSent: _("Trình duyệt tin %(code)s: %(title)s"),
    events.ArticleTakenBack: _("Lấy tin %(code)s về bản thảo: %(title)s"),
    events.ArticleReturned: _("Trả lại tin %(code)s để sửa: %(reason)s"),
    events.ArticleApproved: _("Duyệt bản viết %(number)s của tin %(code)s: %(title)s"),
    events.ArticleScheduled: _("Hẹn công bố tin %(code)s lúc %(moment)s: %(title)s"),
    events.ArticleUnscheduled: _("Bỏ hẹn công bố tin %(code)s: %(title)s"),
    events.ArticleHeldBack: _("Đến giờ hẹn nhưng tin %(code)s chưa ra: %(reason)s"),
    events.ArticlePublished: _("Công bố tin %(code)s, bản %(number)s: %(title)s"),
    events.ArticleRevised: _("Mở tin %(code)s để viết bản mới: %(title)s"),
    events.ArticleWithdrawn: _("Rút tin %(code)s: %(note)s"),
    events.ArticleDropped: _("Bỏ bản thảo %(code)s: %(title)s"),
    events.ArticleRestored: _("Bỏ bản mới của tin %(code)s, giữ bản đang công bố: %(title)s"),
    events.FeedbackTakenIn: _("Nhận góp ý %(code)s của người đọc về %(about)s"),
    events.FeedbackAnswered: _("Trả lời góp ý %(code)s về %(about)s"),
    events.FeedbackClosed: _("Xem xong góp ý %(code)s về %(about)s"),
    events.FeedbackErased: _("Xóa lời và địa chỉ của góp ý %(code)s"),
    events.PhotoAdded: _("Đưa ảnh %(code)s vào kho: %(alt)s"),
    events.PhotoDescribed: _("Sửa lời của ảnh %(code)s: %(alt)s"),
    events.PhotoPublished: _("Đưa ảnh %(code)s ra thư viện công khai: %(alt)s"),
    events.PhotoWithdrawn: _("Rút ảnh %(code)s: %(reason)s"),
    events.CardBegun: _("Viết thẻ kinh nghiệm %(code)s: %(title)s"),
    events.CardWritten: _("Sửa thẻ kinh nghiệm %(code)s: %(title)s"),
    events.CardSent: _("Trình duyệt thẻ kinh nghiệm %(code)s: %(title)s"),
    events.CardTakenBack: _("Lấy thẻ kinh nghiệm %(code)s về bản thảo: %(title)s"),
    events.CardReturned: _("Trả lại thẻ kinh nghiệm %(code)s: %(reason)s"),
    events.CardPublished: _("Công bố thẻ kinh nghiệm %(code)s: %(title)s"),
    events.CardRevised: _("Mở thẻ kinh nghiệm %(code)s để sửa: %(title)s"),
    events.CardWithdrawn: _("Rút thẻ kinh nghiệm %(code)s: %(note)s"),
    events.CardDropped: _("Bỏ bản thảo thẻ %(code)s: %(title)s"),
    events.CardTakenOver: _("%(by_unit)s dùng thẻ %(code)s cho kế hoạch %(plan)s, thành %(topic)s"),
    events.PageWritten: _("Viết trang %(code)s của cổng thông tin: %(title)s"),
    events.PageWithdrawn: _("Rút trang %(code)s của cổng thông tin: %(note)s"),
    events.PortalSet: _("Đặt lại phần %(part)s của cổng thông tin"),
}
NEWS_TELLS = [
    Notice(on=events.ArticleSent, to=_to_approvers, thing=queries.article_row, url=_article, is_duty=True),
    Notice(on=events.ArticleReturned, to=_to_writers, thing=queries.article_row, url=_article),
    Notice(on=events.ArticleHeldBack, to=_to_hands, thing=queries.article_row, url=_article, how=How.URGENT),
    Notice(on=events.ArticlePublished, to=_to_hands, thing=queries.article_row, url=_article, how=How.DIGEST),
    Notice(on=events.ArticleWithdrawn, to=_to_hands, thing=queries.article_row, url=_article),
    Notice(on=events.CardSent, to=_to_approvers, thing=queries.card_row, url=_card, is_duty=True),
    Notice(on=events.CardReturned, to=_to_writers, thing=queries.card_row, url=_card),
    Notice(on=events.FeedbackTakenIn, to=_to_hands, thing=queries.feedback_row, url=_feedback),
]
NEWS_FINDS = [
    Finder(
        "article",
        _("Tin bài"),
        prefixes=("TT-",),
        build=queries.found_articles,
        codes=queries.article_codes,
        visible=queries.visible_articles,
    ),
    Finder(
        "photo",
        _("Ảnh"),
        prefixes=("AN-",),
        build=queries.found_photos,
        codes=queries.photo_codes,
        visible=queries.visible_photos,
    ),
    Finder(
        "card",
        _("Thẻ kinh nghiệm"),
        prefixes=("KN-",),
        build=queries.found_cards,
        codes=queries.card_codes,
        visible=queries.visible_cards,
    ),
]
NEWS_REHOMES: list[Rehome | Stays] = [
    Rehome(
        "article",
        _("tin bài"),
        model="communications.Article",
        column="unit_id",
        is_open=lambda day: Q(state__in=(*states.WORKED_ON, "PUBLISHED")),
        dossier="dossier",
        group="dossier",
    ),
    Rehome(
        "photo",
        _("ảnh trong kho"),
        model="communications.Photo",
        column="unit_id",
        is_open=lambda day: ~Q(state="WITHDRAWN"),
        is_told=False,
    ),
    Rehome(
        "card",
        _("thẻ kinh nghiệm"),
        model="communications.Card",
        column="unit_id",
        is_open=lambda day: Q(state__in=(*states.WORKED_ON, "PUBLISHED")),
        dossier="source",
        group="source",
    ),
    Rehome(
        "feedback",
        _("góp ý của người đọc chờ trả lời"),
        model="communications.Feedback",
        column="unit_id",
        is_open=lambda day: Q(state="WAITING"),
        group="about",
    ),
]
