"""The sheet of the room of communications."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.communications import commands, events, pages, policy, queries, reactions, states
from phoihop.communications.pages import conferences, public_records, releases
from phoihop.communications.pages import outreach as outreach_pages
from phoihop.ground.actor import DOERS
from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Dated, Entry, Finder, How, Keep, Notice, Panel, Sheet, Waiting, Work
from phoihop.intake.events import InputReceived
from phoihop.obligations.events import (
    DayDeclared,
    DayRevoked,
    ExtensionGranted,
    ObligationAccepted,
    ObligationHandedIn,
    ObligationReturned,
    ObligationWaived,
)
from phoihop.press.events import PressQueryAnswered, PressQueryPresented


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


# ── what this room says, by thing ───────────────────────────────────────────────────────────────────────────

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


# ── releases, the bulletin, plans and topics for the public ─────────────────────────────────────────────────


def _release(event: Event) -> str:
    return reverse("communications:release", args=[event.code])


def _bulletin(event: Event) -> str:
    return reverse("communications:bulletin", args=[event.code])


def _to_release_approvers(event: events.ReleasePresented) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.unit_id)]


def _to_release_hands(event: events.ReleaseReturned) -> list[Circle]:
    return [Circle(policy.HANDS, unit_id=event.unit_id)]


def _to_holder(event: events.ReleaseHolderAdded) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.holder_id)]


def _to_holders_too(event: events.ReleasePublished) -> list[Circle]:
    return [Circle(policy.HANDS, unit_id=unit_id) for unit_id in sorted(queries.release_parties([event.code]))]


def _to_readers(event: events.BulletinIssued | events.BulletinReminded | events.BulletinRecalled) -> list[Circle]:
    return [Circle(queries.ACKNOWLEDGERS, unit_id=unit_id) for unit_id in event.unit_ids]


def _waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    own = [*queries.waits(unit_ids, at), *queries.release_waits(unit_ids)]
    return [
        *own,
        *queries.bulletin_waits(unit_ids, at),
        *queries.conference_waits(unit_ids, at),
        *queries.outreach_waits(unit_ids, at),
    ]


def _parties(codes: Collection[str]) -> set[int]:
    return (
        queries.parties(codes)
        | queries.release_parties(codes)
        | queries.bulletin_parties(codes)
        | queries.conference_parties(codes)
        | queries.outreach_parties(codes)
    )


RELEASE_SAYS = {
    events.ProceedingsNoted: _("Ghi %(code)s là vụ việc đang tố tụng, thẩm quyền của %(owner_name)s"),
    events.ReleaseHabitSet: _("%(unit_name)s đặt thời gian chờ trước khi phát thông cáo: %(minutes)s phút"),
    events.ReleaseBegun: _("Viết thông cáo %(code)s: %(title)s"),
    events.ReleaseWritten: _("Lưu thông cáo %(code)s: %(title)s"),
    events.ReleasePresented: _("Trình bản %(number)s của thông cáo %(code)s: %(title)s"),
    events.ReleaseReturned: _("Trả lại thông cáo %(code)s để sửa: %(reason)s"),
    events.ReleaseWordingOverridden: _("Giữ lại “%(words)s” trong thông cáo %(code)s: %(reason)s"),
    events.ReleaseHolderAdded: _("Giao thông cáo %(code)s cho %(holder_name)s giữ trước"),
    events.ReleaseHolderRemoved: _("Thôi giao thông cáo %(code)s cho %(holder_name)s"),
    events.ReleaseOpened: _("%(holder_name)s mở bản %(number)s của thông cáo %(code)s trước giờ phát"),
    events.ReleaseEventRecorded: _("Ghi sự kiện cho phép phát thông cáo %(code)s: %(what)s lúc %(day)s (%(proof)s)"),
    events.ReleaseApproved: _("Người thứ nhất duyệt phát bản %(number)s của thông cáo %(code)s"),
    events.ReleaseReleased: _("Hai người đã duyệt bản %(number)s của thông cáo %(code)s; phát lúc %(day)s"),
    events.ReleaseTakenBack: _("Lấy lại thông cáo %(code)s trước khi phát: %(reason)s"),
    events.ReleaseHeldBack: _("Đến giờ nhưng thông cáo %(code)s chưa phát: %(reason)s"),
    events.ReleasePublished: _("Phát thông cáo %(code)s, bản %(number)s: %(title)s"),
    events.ReleaseRevised: _("Mở thông cáo %(code)s đã phát để sửa: %(reason)s"),
    events.ReleaseRestored: _("Bỏ lần sửa thông cáo %(code)s, giữ bản đang phát"),
    events.ReleaseWithdrawn: _("Rút thông cáo %(code)s: %(reason)s"),
    events.ReleaseDropped: _("Bỏ thông cáo %(code)s: %(title)s"),
}
BULLETIN_SAYS = {
    events.BulletinBegun: _("Soạn bản tin nội bộ %(code)s: %(title)s"),
    events.BulletinWritten: _("Sửa bản tin nội bộ %(code)s: %(title)s"),
    events.BulletinIssued: _("Phát hành bản tin nội bộ %(code)s, xác nhận trước hết ngày %(day)s: %(title)s"),
    events.BulletinRead: _("%(reader_name)s mở bản tin nội bộ %(code)s"),
    events.BulletinAcknowledged: _("%(reader_name)s xác nhận bản tin nội bộ %(code)s"),
    events.BulletinReminded: _("Nhắc xác nhận bản tin nội bộ %(code)s, hạn %(day)s"),
    events.BulletinRecalled: _("Thu hồi bản tin nội bộ %(code)s: %(reason)s"),
    events.BulletinDropped: _("Bỏ bản tin nội bộ %(code)s: %(title)s"),
}
RECORD_SAYS = {
    events.RecordPublished: _("Công bố %(code)s, số liệu đến ngày %(day)s: %(title)s"),
    events.RecordHeldBack: _("Chưa cập nhật được %(code)s trên cổng thông tin: %(reason)s"),
    events.RecordWithdrawn: _("Rút %(code)s khỏi cổng thông tin: %(reason)s"),
}
RELEASE_TELLS = [
    Notice(on=event, to=to, thing=queries.release_row, url=_release, how=how, is_duty=is_duty)
    for event, to, how, is_duty in (
        (events.ReleasePresented, _to_release_approvers, How.NORMAL, True),
        (events.ReleaseReturned, _to_release_hands, How.NORMAL, False),
        (events.ReleaseHolderAdded, _to_holder, How.NORMAL, True),
        (events.ReleaseReleased, _to_release_approvers, How.URGENT, True),
        (events.ReleaseTakenBack, _to_holders_too, How.NORMAL, False),
        (events.ReleaseHeldBack, _to_release_approvers, How.URGENT, True),
        (events.ReleasePublished, _to_holders_too, How.NORMAL, False),
        (events.ReleaseWithdrawn, _to_holders_too, How.NORMAL, False),
    )
]
BULLETIN_TELLS = [
    Notice(on=events.BulletinIssued, to=_to_readers, thing=queries.bulletin_row, url=_bulletin, is_duty=True),
    Notice(on=events.BulletinReminded, to=_to_readers, thing=queries.bulletin_row, url=_bulletin, is_duty=True),
    Notice(on=events.BulletinRecalled, to=_to_readers, thing=queries.bulletin_row, url=_bulletin),
]
OUTWARD_FINDS = [
    Finder(
        "release",
        _("Thông cáo"),
        prefixes=("TC-",),
        build=queries.found_releases,
        codes=queries.release_codes,
        visible=queries.visible_releases,
    ),
    Finder(
        "bulletin",
        _("Bản tin nội bộ"),
        prefixes=("BT-",),
        build=queries.found_bulletins,
        codes=queries.bulletin_codes,
        visible=queries.visible_bulletins,
    ),
]
OUTWARD_PANELS = [
    Panel(on="plan", build=public_records.record_on, template="communications/_record.html", order=60),
    Panel(on="topic", build=public_records.record_on, template="communications/_record.html", order=60),
    Panel(on="topic", build=outreach_pages.outreach_on, template="communications/outreach/_on_topic.html", order=58),
    Panel(on="topic", build=releases.releases_on, template="communications/_releases.html", order=62),
]
OUTWARD_REHOMES: list[Rehome | Stays] = [
    Rehome(
        "release",
        _("thông cáo đang viết"),
        model="communications.Release",
        column="unit_id",
        is_open=lambda day: Q(state__in=("DRAFT", "PRESENTED")),
        dossier="dossier",
        group="dossier",
    ),
    Rehome(
        "proceedings",
        _("vụ việc đang tố tụng"),
        model="communications.Proceedings",
        column="owner_id",
        code="dossier",
        dossier="dossier",
        group="dossier",
    ),
    Rehome(
        "bulletin",
        _("bản tin nội bộ đang soạn"),
        model="communications.Bulletin",
        column="unit_id",
        is_open=lambda day: Q(state="DRAFT"),
        dossier="dossier",
        group="dossier",
    ),
    Rehome(
        "bulletin-share",
        _("bản tin nội bộ chưa xác nhận"),
        model="communications.BulletinShare",
        column="unit_id",
        is_open=lambda day: Q(state="DELIVERED", bulletin__state="ISSUED"),
        code="bulletin__code",
        dossier="bulletin__dossier",
        group="bulletin__code",
        alike=("bulletin_id",),
    ),
    Rehome(
        "public-record",
        _("kế hoạch, vấn đề đang công khai"),
        model="communications.PublicRecord",
        column="lead_id",
        is_open=lambda day: Q(state="PUBLISHED"),
        dossier="code",
        group="code",
    ),
    Stays("communications.ReleaseHabit", "unit_id", "how long a body waits is its own habit; the heir sets its own"),
    Stays("communications.ReleaseHolder", "unit_id", "who was given the text was given it"),
    Stays("communications.BulletinAim", "unit_id", "resolved when it is issued; who has ended by then gets nothing"),
]

# ── communication plans ─────────────────────────────────────────────────────────────────────────────────────


def _outreach(event: Event) -> str:
    return reverse("communications:outreach", args=[event.code])


def _output(event: Event) -> str:
    return reverse("communications:output", args=[event.code])


def _to_plan_approvers(event: events.OutreachPresented) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.unit_id)]


def _to_plan_hands(event: events.OutreachReturned | events.OutreachFlagged | events.OutputDone) -> list[Circle]:
    return [Circle(policy.HANDS, unit_id=event.unit_id)]


def _to_plan_owners(event: events.OutreachApproved) -> list[Circle]:
    return [Circle(policy.MAKERS, unit_id=unit_id) for unit_id in (event.unit_id, *event.owner_ids)]


def _to_line_owner(event: events.OutreachLineMoved | events.OutreachLineDropped) -> list[Circle]:
    return [Circle(policy.MAKERS, unit_id=event.owner_id)]


def _to_output_approvers(event: events.OutputSent) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.owner_id)]


def _to_output_makers(event: events.OutputReturned | events.OutputApproved) -> list[Circle]:
    return [Circle(policy.MAKERS, unit_id=event.owner_id)]


OUTREACH_SAYS = {
    events.OutreachBegun: _("Lập kế hoạch truyền thông %(code)s: %(title)s"),
    events.OutreachWritten: _("Sửa kế hoạch truyền thông %(code)s: %(title)s"),
    events.OutreachPresented: _("Trình kế hoạch truyền thông %(code)s, %(lines)s dòng mới: %(title)s"),
    events.OutreachTakenBack: _("Lấy kế hoạch truyền thông %(code)s về sửa"),
    events.OutreachReturned: _("Trả lại kế hoạch truyền thông %(code)s để sửa: %(reason)s"),
    events.OutreachApproved: _("Duyệt kế hoạch truyền thông %(code)s, %(lines)s dòng mới: %(title)s"),
    events.OutreachRevised: _("Mở kế hoạch truyền thông %(code)s để thêm dòng: %(reason)s"),
    events.OutreachClosed: _("Kết thúc kế hoạch truyền thông %(code)s: %(result)s"),
    events.OutreachDropped: _("Bỏ kế hoạch truyền thông %(code)s: %(title)s"),
    events.OutreachLineAdded: _("Thêm dòng %(number)s vào kế hoạch %(code)s: %(message)s (%(owner_name)s, %(days)s)"),
    events.OutreachLineWritten: _("Sửa dòng %(number)s của kế hoạch %(code)s: %(message)s (%(owner_name)s, %(days)s)"),
    events.OutreachLineMoved: _("Dòng %(number)s của kế hoạch %(code)s nay là %(days)s: %(message)s"),
    events.OutreachLineDropped: _("Bỏ dòng %(number)s của kế hoạch %(code)s: %(reason)s"),
    events.OutreachLineHandedIn: _(
        "%(owner_name)s nộp dòng %(number)s của kế hoạch %(code)s ở nghĩa vụ %(obligation)s"
    ),
    events.OutreachLineReopened: _("Dòng %(number)s của kế hoạch %(code)s được trả lại ở nghĩa vụ: %(reason)s"),
    events.OutreachFlagged: _("%(by_unit)s đánh dấu một chỗ cần xem lại trong kế hoạch %(code)s: %(reason)s"),
    events.OutreachCleared: _("Đã xem lại một chỗ đánh dấu trong kế hoạch %(code)s. %(answer)s"),
    events.OutreachPaperAdded: _("Thêm giấy tờ vào kế hoạch %(code)s: %(paper)s"),
    events.OutreachPaperDropped: _("Bỏ giấy tờ khỏi kế hoạch %(code)s: %(paper)s"),
    events.OutreachWindowSet: _("%(unit_name)s ghi ngày không đưa tin %(days)s: %(reason)s"),
    events.OutreachWindowLifted: _("%(unit_name)s bỏ ngày không đưa tin %(days)s: %(reason)s"),
    events.OutputBegun: _("%(owner_name)s làm sản phẩm %(code)s: %(title)s"),
    events.OutputWritten: _("Sửa sản phẩm %(code)s: %(title)s"),
    events.OutputSent: _("Trình duyệt sản phẩm %(code)s: %(title)s"),
    events.OutputTakenBack: _("Lấy sản phẩm %(code)s về sửa"),
    events.OutputReturned: _("Trả lại sản phẩm %(code)s để sửa: %(reason)s"),
    events.OutputApproved: _("Duyệt sản phẩm %(code)s: %(title)s"),
    events.OutputScheduled: _("Hẹn sản phẩm %(code)s ngày %(days)s: %(title)s"),
    events.OutputProved: _("Thêm vào sản phẩm %(code)s: %(paper)s"),
    events.OutputUnproved: _("Bỏ khỏi sản phẩm %(code)s: %(paper)s"),
    events.OutputDone: _("%(owner_name)s đã làm sản phẩm %(code)s ngày %(day)s: %(title)s"),
    events.OutputMissed: _("%(owner_name)s không làm sản phẩm %(code)s: %(reason)s"),
    events.OutputCounted: _("Ghi số người, kinh phí của sản phẩm %(code)s: %(title)s"),
    events.OutputDropped: _("Bỏ bản thảo sản phẩm %(code)s: %(title)s"),
}
OUTREACH_TELLS = [
    *(
        Notice(on=event, to=to, thing=queries.outreach_row, url=_outreach, is_duty=is_duty)
        for event, to, is_duty in (
            (events.OutreachPresented, _to_plan_approvers, True),
            (events.OutreachReturned, _to_plan_hands, False),
            (events.OutreachApproved, _to_plan_owners, False),
            (events.OutreachFlagged, _to_plan_hands, False),
            (events.OutreachLineMoved, _to_line_owner, False),
            (events.OutreachLineDropped, _to_line_owner, False),
        )
    ),
    *(
        Notice(on=event, to=to, thing=queries.output_row, url=_output, how=how, is_duty=is_duty)
        for event, to, how, is_duty in (
            (events.OutputSent, _to_output_approvers, How.NORMAL, True),
            (events.OutputReturned, _to_output_makers, How.NORMAL, False),
            (events.OutputApproved, _to_output_makers, How.NORMAL, False),
            (events.OutputDone, _to_plan_hands, How.DIGEST, False),
            (events.OutputMissed, _to_plan_hands, How.NORMAL, False),
        )
    ),
]
OUTREACH_FINDS = [
    Finder(
        "outreach",
        _("Kế hoạch truyền thông"),
        prefixes=("KT-",),
        build=queries.found_outreach,
        codes=queries.outreach_codes,
        visible=queries.visible_outreach,
    ),
    Finder(
        "output",
        _("Sản phẩm truyền thông"),
        prefixes=("SP-",),
        build=queries.found_outputs,
        codes=queries.output_codes,
        visible=queries.visible_outputs,
    ),
]
OUTREACH_REHOMES: list[Rehome | Stays] = [
    *(
        Rehome(
            kind,
            words,
            model="communications.CommunicationPlan",
            column=column,
            is_open=lambda day: Q(state__in=("DRAFT", "PRESENTED", "APPROVED")),
            dossier="dossier",
            group="dossier",
        )
        for kind, words, column in (
            ("outreach", _("kế hoạch truyền thông đang lập, đang thực hiện"), "unit_id"),
            ("outreach-partner", _("kế hoạch truyền thông về vấn đề đã chọn"), "partner_id"),
        )
    ),
    Rehome(
        "outreach-line",
        _("dòng kế hoạch truyền thông chưa qua ngày"),
        model="communications.OutreachLine",
        column="owner_id",
        is_open=lambda day: Q(state__in=("DRAFT", "APPROVED"), plan__state__in=("DRAFT", "PRESENTED", "APPROVED")),
        dossier="plan__dossier",
        group="plan__dossier",
    ),
    *(
        Rehome(
            kind,
            words,
            model="communications.OutreachOutput",
            column=column,
            is_open=lambda day: Q(state__in=("DRAFT", "SENT", "APPROVED", "SCHEDULED")),
            dossier="dossier",
            group="dossier",
        )
        for kind, words, column in (
            ("output", _("sản phẩm truyền thông đang làm"), "owner_id"),
            ("output-plan", _("sản phẩm đang làm của kế hoạch"), "unit_id"),
        )
    ),
    Stays("communications.OutreachWindow", "unit_id", "days of silence are over soon; the heir sets its own"),
]

# ── press conferences ───────────────────────────────────────────────────────────────────────────────────────


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

sheet = Sheet(
    room="communications",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={**NEWS_SAYS, **RELEASE_SAYS, **CONFERENCE_SAYS, **BULLETIN_SAYS, **RECORD_SAYS, **OUTREACH_SAYS},
    tells=[*NEWS_TELLS, *RELEASE_TELLS, *CONFERENCE_TELLS, *BULLETIN_TELLS, *OUTREACH_TELLS],
    works=[Work(on=InputReceived, do=commands.take_feedback)],
    reacts={
        PressQueryPresented: reactions.hold_answer,
        PressQueryAnswered: reactions.hold_answer,
        DayDeclared: reactions.copy_calendar,
        DayRevoked: reactions.copy_calendar,
        ObligationHandedIn: reactions.hear_hand_in,
        ObligationAccepted: reactions.hear_acceptance,
        ObligationReturned: reactions.hear_return,
        ObligationWaived: reactions.hear_waiver,
        ExtensionGranted: reactions.hear_extension,
    },
    panels=[
        *OUTWARD_PANELS,
        *CONFERENCE_PANELS,
        *[
            Panel(on=page, build=pages.news_on, template="communications/_news.html", order=70)
            for page in ("topic", "plan", "obligation", "dispatch")
        ],
    ],
    finds=[*NEWS_FINDS, *OUTWARD_FINDS, *CONFERENCE_FINDS, *OUTREACH_FINDS],
    dates=[
        Dated("article", _("Hẹn công bố"), queries.going_out_between, order=70),
        Dated("release", _("Giờ được phát thông cáo"), queries.embargoes_between, order=71),
        Dated("outreach", _("Truyền thông"), queries.dated_lines, order=69),
        Dated("conference", _("Họp báo"), queries.conferences_between, order=73),
        Dated("bulletin", _("Hạn xác nhận bản tin"), queries.acknowledgements_between, order=72),
    ],
    reports=[
        Section("outreach", _("Truyền thông theo kênh"), queries.outreach_section, order=69),
        Section("bulletins", _("Bản tin nội bộ"), queries.bulletin_section, order=72),
        Section("releases", _("Thông cáo"), queries.release_section, order=71),
        Section("conferences", _("Họp báo"), queries.conference_section, order=74),
        Section("communications", _("Thông tin cho người dân"), queries.news_section, order=70),
    ],
    parties=_parties,
    waits=_waits,
    rehomes=[*NEWS_REHOMES, *OUTWARD_REHOMES, *CONFERENCE_REHOMES, *OUTREACH_REHOMES],
    menu=[
        Entry("communications:outreach-list", _("Truyền thông"), icon="publications", needs="outreach.list", order=57),
        Entry("communications:list", _("Tin bài"), icon="publications", needs="article.list", order=58),
        Entry("communications:photos", _("Kho ảnh"), icon="publications", needs="photo.list", order=59),
        Entry("communications:cards", _("Thẻ kinh nghiệm"), icon="publications", needs="card.list", order=60),
        Entry("communications:releases", _("Thông cáo"), icon="publications", needs="release.list", order=62),
        Entry("communications:conferences", _("Họp báo"), icon="publications", needs="conference.list", order=62),
        Entry("communications:bulletins", _("Bản tin nội bộ"), icon="notices", needs="bulletin.list", order=63),
        Entry("communications:portal", _("Cổng thông tin"), icon="publications", needs="portal.keep", order=66),
    ],
)
