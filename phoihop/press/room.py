"""The sheet of the room of the press."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED
from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Dated, Entry, Finder, How, Keep, Notice, Panel, Sheet, Waiting
from phoihop.obligations.events import (
    ExtensionGranted,
    ObligationAccepted,
    ObligationHandedIn,
    ObligationReturned,
    ObligationWaived,
    ObligationWithdrawn,
)
from phoihop.plans.events import TopicCarried, TopicClosed, TopicDropped, TopicJoined
from phoihop.press import commands, events, policy, queries, reactions
from phoihop.press.events.matching import (
    MatchAdded,
    MatchDropped,
    MatchKept,
    StandingAmended,
    StandingBegun,
    StandingCarried,
    StandingEnded,
    StandingPaused,
    StandingResumed,
    StoryMatched,
    _OfStanding,
)
from phoihop.press.pages import asked, asking, handing, matching


def _line(event: Event) -> str:
    return reverse("press:spokesperson", args=[event.code])


def _to_unit(event: events._OfSpokesperson) -> list[Circle]:
    return [Circle(SEATED, unit_id=event.unit_id)]


# ── questions of the press, corrections asked of it ─────────────────────────────────────────────────────────


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
        order=64,
        count=queries.query_count,
    ),
    Entry("press:asked-corrections", _("Yêu cầu cải chính"), icon="info", needs="asked_correction.list", order=65),
]


# ── hand-offs, the press digest ─────────────────────────────────────────────────────────────────────────────


def _handoff(event: Event) -> str:
    return reverse("press:handoff", args=[event.code])


def _digest(event: Event) -> str:
    return reverse("press:digest", args=[event.code])


def _to_agency(event: events._OfHandoff) -> list[Circle]:
    return [Circle(DOERS, unit_id=event.agency_id)]


def _to_giver(event: events._OfHandoff) -> list[Circle]:
    return [Circle(policy.GIVERS, unit_id=event.unit_id)]


def _to_issuers(event: events._OfDigest) -> list[Circle]:
    return [Circle(policy.ISSUERS, unit_id=event.unit_id)]


def _to_editors(event: events._OfDigest) -> list[Circle]:
    return [Circle(policy.GIVERS, unit_id=event.unit_id)]


def _to_digest_readers(event: events.PressDigestIssued) -> list[Circle]:
    return [Circle(SEATED, unit_id=unit_id) for unit_id in event.unit_ids]


HANDING_SAYS = {
    events.HandoffGiven: _("Chuyển tin %(story)s cho %(agency_name)s trả lời (%(code)s), hạn %(day)s: %(title)s"),
    events.HandoffAnswered: _("%(agency_name)s trả lời về tin %(story)s (%(code)s): %(title)s"),
    events.HandoffAccepted: _("Nghiệm thu câu trả lời %(code)s của %(agency_name)s về tin %(story)s"),
    events.HandoffReturned: _("Trả lại câu trả lời %(code)s của %(agency_name)s: %(reason)s"),
    events.HandoffRefused: _("%(agency_name)s từ chối trả lời %(code)s: %(reason)s %(next_unit_name)s"),
    events.HandoffWithdrawn: _("Rút tin %(story)s đã chuyển %(agency_name)s (%(code)s): %(reason)s"),
    events.HandoffExtended: _("%(agency_name)s được trả lời %(code)s đến hết ngày %(day)s"),
    events.PressDigestMade: _("Làm điểm báo %(code)s ngày %(day)s: %(stories)s tin"),
    events.PressDigestEdited: _("Sắp xếp điểm báo %(code)s: %(story)s"),
    events.PressDigestApproved: _("Duyệt điểm báo %(code)s ngày %(day)s"),
    events.PressDigestReturned: _("Trả lại điểm báo %(code)s: %(reason)s"),
    events.PressDigestIssued: _("%(unit_name)s phát hành điểm báo %(code)s ngày %(day)s: %(stories)s tin"),
    events.PressDigestDropped: _("Bỏ điểm báo %(code)s ngày %(day)s"),
    events.DigestSettingChanged: _("%(unit_name)s đặt lại cách làm điểm báo: từ %(hour)s, %(readers)s nơi nhận"),
    events.DigestReaderLeft: _("%(reader_name)s thôi nhận điểm báo của %(unit_name)s"),
}
HANDING_TELLS = [
    *(
        Notice(on=event, to=to, thing=queries.handoff_row, url=_handoff, how=how, is_duty=is_duty)
        for event, to, how, is_duty in (
            (events.HandoffGiven, _to_agency, How.NORMAL, True),
            (events.HandoffAnswered, _to_giver, How.NORMAL, False),
            (events.HandoffAccepted, _to_agency, How.DIGEST, False),
            (events.HandoffReturned, _to_agency, How.NORMAL, True),
            (events.HandoffRefused, _to_giver, How.NORMAL, False),
            (events.HandoffWithdrawn, _to_agency, How.NORMAL, False),
        )
    ),
    *(
        Notice(on=event, to=to, thing=queries.digest_row, url=_digest, how=How.DIGEST)
        for event, to in (
            (events.PressDigestMade, _to_issuers),
            (events.PressDigestReturned, _to_editors),
            (events.PressDigestIssued, _to_digest_readers),
        )
    ),
]
HANDING_FINDS = [
    Finder(
        "handoff",
        _("Tin báo chuyển trả lời"),
        prefixes=("GB-",),
        build=queries.found_handoffs,
        codes=queries.handoff_codes,
        visible=queries.visible_handoffs,
    ),
    Finder(
        "press-digest",
        _("Điểm báo"),
        prefixes=("DP-",),
        build=queries.found_digests,
        codes=queries.digest_codes,
        visible=queries.visible_digests,
    ),
]
HANDING_PANELS = [
    Panel(on="story", build=handing.story_panel, template="press/handing/_on_story.html", order=40),
    Panel(on="obligation", build=handing.obligation_panel, template="press/handing/_on_obligation.html", order=47),
]
HANDING_REHOMES: list[Rehome | Stays] = [
    Rehome(
        "handoff",
        _("tin báo cơ quan đã chuyển, chưa xong"),
        model="press.Handoff",
        column="unit_id",
        is_open=lambda day: Q(state__in=("OPEN", "ANSWERED")),
        dossier="dossier",
        group="dossier",
        apart="agency_id",
    ),
    Rehome(
        "handoff-agency",
        _("tin báo cơ quan phải trả lời"),
        model="press.Handoff",
        column="agency_id",
        is_open=lambda day: Q(state__in=("OPEN", "ANSWERED")),
        dossier="dossier",
        group="dossier",
        alike=("story", "dossier"),
        is_alike_open=True,
        apart="unit_id",
    ),
    Stays("press.Handoff", "next_unit_id", "who was named as the one to answer was named"),
    Rehome(
        "press-digest-reader",
        _("điểm báo cơ quan đang nhận"),
        model="press.DigestReader",
        column="unit_id",
        code="setting__code",
        alike=("setting_id",),
        is_told=False,
    ),
    Stays("press.DigestSetting", "unit_id", "how a body makes its digest is its own; the heir sets its own"),
    Stays("press.PressDigest", "unit_id", "a digest is of the unit that made it; heirs may read it"),
    Stays("press.DigestShare", "unit_id", "who was sent a digest was sent it; heirs may read it"),
]
HANDING_MENU = [
    Entry("press:digests", _("Điểm báo"), icon="info", needs="press_digest.list", order=62),
    Entry("press:handoffs", _("Tin báo chuyển trả lời"), icon="concerns", needs="handoff.list", order=63),
]
HANDING_REACTS: dict[type[Event], Callable[..., None]] = {
    ObligationHandedIn: reactions.follow_hand_in,
    ObligationAccepted: reactions.follow_accept,
    ObligationReturned: reactions.follow_return,
    ObligationWaived: reactions.follow_waive,
    ObligationWithdrawn: reactions.follow_waive,
    ExtensionGranted: reactions.follow_extension,
}


def _waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    return [
        *queries.query_waits(unit_ids, at),
        *queries.asked_waits(unit_ids, at),
        *queries.digest_waits(unit_ids, at),
    ]


def _parties(codes: Collection[str]) -> set[int]:
    return (
        queries.query_parties(codes)
        | queries.standing_parties(codes)
        | queries.asked_parties(codes)
        | queries.handoff_parties(codes)
        | queries.digest_parties(codes)
    )


# ── standing queries and what they find ─────────────────────────────────────────────────────────────────────

MOST_AT_ONCE = 5  # stories of one topic on one day that are told at once; the rest waits for the digest


def _standing(event: Event) -> str:
    return reverse("press:standing", args=[event.code])


def _story_of_topic(event: Event) -> str:
    return reverse("press:story", args=[event.code])


def _to_seekers(event: StoryMatched) -> list[Circle]:
    return [Circle(policy.SEEKERS | DOERS, unit_id=unit_id) for unit_id in event.unit_ids]


def _to_parties(event: _OfStanding) -> list[Circle]:
    return [Circle(policy.SEEKERS, unit_id=unit_id) for unit_id in sorted(queries.standing_parties([event.code]))]


def _how_matched(event: StoryMatched, thing: object, changes: object, at: datetime) -> How:
    """At once where a query says so, by day; a flood goes to the digest."""
    return How.NORMAL if event.is_at_once and event.number <= MOST_AT_ONCE else How.DIGEST


MATCHING_SAYS = {
    StandingBegun: _("Đặt câu tìm báo chí %(code)s: %(title)s (%(expression)s)"),
    StandingAmended: _("Sửa câu tìm báo chí %(code)s: %(title)s (%(expression)s)"),
    StandingPaused: _("Tạm dừng câu tìm báo chí %(code)s: %(reason)s"),
    StandingResumed: _("Tìm tiếp câu tìm báo chí %(code)s: %(title)s"),
    StandingEnded: _("Thôi câu tìm báo chí %(code)s: %(reason)s"),
    StandingCarried: _("Câu tìm báo chí %(code)s đi theo vấn đề từ %(before)s"),
    StoryMatched: _("Báo chí nói về vấn đề %(dossier)s: %(title)s (%(publisher)s)"),
    MatchDropped: _("Chuyện %(code)s không phải về vấn đề %(dossier)s: %(title)s"),
    MatchKept: _("Chuyện %(code)s đúng là về vấn đề %(dossier)s: %(title)s"),
    MatchAdded: _("Gắn chuyện %(code)s vào vấn đề %(dossier)s: %(title)s"),
}
MATCHING_TELLS = [
    Notice(on=StoryMatched, to=_to_seekers, thing=queries.standing_row, url=_story_of_topic, how=_how_matched),
    *(
        Notice(on=event, to=_to_parties, thing=queries.standing_row, url=_standing, how=How.DIGEST)
        for event in (StandingBegun, StandingPaused, StandingEnded)
    ),
]
MATCHING_FINDS = [
    Finder(
        "standing",
        _("Câu tìm báo chí"),
        prefixes=("TV-",),
        build=queries.found_standings,
        codes=queries.standing_codes,
        visible=queries.visible_standings,
    ),
]
MATCHING_PANELS = [
    Panel(on="topic", build=matching.press_on, template="press/matching/_on_topic.html", order=66),
    Panel(on="story", build=matching.topics_of, template="press/matching/_on_story.html", order=10),
]
MATCHING_REACTS: dict[type[Event], Callable[..., None]] = {
    TopicClosed: reactions.follow_topic_end,
    TopicDropped: reactions.follow_topic_end,
    TopicCarried: reactions.follow_topic_on,
    TopicJoined: reactions.widen_to_parties,
}
MATCHING_REHOMES: list[Rehome | Stays] = [
    Rehome(
        "standing",
        _("câu tìm báo chí đang dùng"),
        model="press.StandingQuery",
        column="unit_id",
        is_open=lambda day: ~Q(state="ENDED"),
        dossier="topic__code",
        group="topic__code",
    ),
    Rehome(
        "standing-party",
        _("câu tìm báo chí của vấn đề mà cơ quan tham gia"),
        model="press.StandingQueryUnit",
        column="unit_id",
        is_open=lambda day: ~Q(query__state="ENDED"),
        code="query__code",
        dossier="query__topic__code",
        group="query__topic__code",
        alike=("query_id",),
        is_told=False,
    ),
]
MATCHING_MENU = [Entry("press:standings", _("Câu tìm báo chí"), icon="search", needs="standing.list", order=63)]


# ── sources and stories ─────────────────────────────────────────────────────────────────────────────────────


def _source(event: Event) -> str:
    return reverse("press:source", args=[event.code])


def _to_keepers(event: events.SourceBroken) -> list[Circle]:
    return [Circle(policy.GIVERS, unit_id=event.unit_id)]


READING_SAYS = {
    events.SourceAdded: _("%(unit_name)s thêm nguồn tin %(code)s: %(publisher)s"),
    events.SourceAmended: _("Sửa nguồn tin %(code)s: %(publisher)s"),
    events.SourcePaused: _("Tạm dừng nguồn tin %(code)s, %(publisher)s: %(reason)s"),
    events.SourceResumed: _("Đọc tiếp nguồn tin %(code)s: %(publisher)s"),
    events.SourceRead: _("Đọc nguồn tin %(code)s, %(publisher)s: %(items)s tin mới, %(stories)s chuyện mới"),
    events.SourceBroken: _("Không đọc được nguồn tin %(code)s, %(publisher)s: %(reason)s"),
    events.SourceMended: _("Lại đọc được nguồn tin %(code)s: %(publisher)s"),
    events.StoryBegun: _("Chuyện mới %(code)s trên %(publisher)s: %(title)s"),
    events.StoryJoined: _("Thêm tin của %(publisher)s vào chuyện %(code)s: %(title)s"),
    events.StoryHidden: _("Ẩn chuyện %(code)s: %(reason)s"),
    events.StoryShown: _("Cho hiện lại chuyện %(code)s: %(title)s"),
    events.StoryMerged: _("Gộp chuyện %(code)s vào %(into)s"),
    events.StoryParted: _("Tách chuyện %(code)s khỏi %(out_of)s như cũ"),
    events.StorySplit: _("Tách %(items)s tin của chuyện %(code)s thành %(new)s"),
    events.StoryForgotten: _("Xóa chuyện %(code)s vì hết thời hạn lưu"),
    events.ReadingRuleSet: _("Đặt thời hạn đọc %(every_minutes)s phút, lưu %(keep_days)s ngày (%(code)s)"),
}
READING_TELLS = [
    Notice(on=events.SourceBroken, to=_to_keepers, thing=queries.source_row, url=_source, how=How.DIGEST),
]
READING_FINDS = [
    Finder(
        "story",
        _("Tin báo chí"),
        prefixes=("BA-",),
        build=queries.found_stories,
        codes=queries.story_codes,
        visible=queries.visible_stories,
    ),
    Finder(
        "press-source",
        _("Nguồn tin báo chí"),
        prefixes=("NB-",),
        build=queries.found_sources,
        codes=queries.source_codes,
        visible=queries.visible_sources,
    ),
]
READING_REHOMES: list[Rehome | Stays] = [
    Rehome("press-source", _("nguồn tin cơ quan giữ"), model="press.Source", column="unit_id"),
    Rehome(
        "press-story",
        _("chuyện báo chí 30 ngày gần đây"),
        model="press.Story",
        column="unit_id",
        is_open=lambda day: Q(state="SHOWN", last_at__date__gte=day - timedelta(days=30)),
        is_told=False,
    ),
]
READING_MENU = [Entry("press:stories", _("Tin báo chí"), icon="publications", needs="story.list", order=62)]


sheet = Sheet(
    room="press",
    powers=(
        *policy.POWERS,
        *policy.ASKING_POWERS,
        *policy.MATCHING_POWERS,
        *policy.HANDING_POWERS,
        *policy.DIGEST_POWERS,
        *policy.READING_POWERS,
    ),
    keep=Keep(years=10),
    says={
        **READING_SAYS,
        **ASKING_SAYS,
        **MATCHING_SAYS,
        **HANDING_SAYS,
        events.SpokespersonNamed: _("%(unit_name)s giao người phát ngôn %(code)s từ ngày %(day)s (%(announced_by)s)"),
        events.SpokespersonAmended: _("%(unit_name)s sửa cách liên hệ của người phát ngôn %(code)s"),
        events.SpokespersonEnded: _("%(unit_name)s thôi giao người phát ngôn %(code)s sau ngày %(day)s: %(reason)s"),
        events.SpokespersonsShown: _("Danh sách người phát ngôn công khai (%(code)s): thêm %(came)s, bớt %(went)s"),
    },
    tells=[
        *READING_TELLS,
        *ASKING_TELLS,
        *MATCHING_TELLS,
        *HANDING_TELLS,
        *(
            Notice(on=event, to=_to_unit, thing=queries.spokesperson_row, url=_line, how=How.DIGEST)
            for event in (events.SpokespersonNamed, events.SpokespersonEnded)
        ),
    ],
    finds=[
        *READING_FINDS,
        *ASKING_FINDS,
        *MATCHING_FINDS,
        *HANDING_FINDS,
        Finder(
            "spokesperson",
            _("Người phát ngôn"),
            prefixes=("NP-",),
            build=queries.found_spokespersons,
            codes=queries.spokesperson_codes,
            visible=queries.visible_spokespersons,
        ),
    ],
    dates=[*ASKING_DATES, Dated("spokesperson", _("Hết hạn phát ngôn"), between=queries.days_between, order=75)],
    panels=[*ASKING_PANELS, *MATCHING_PANELS, *HANDING_PANELS],
    reacts={**MATCHING_REACTS, **HANDING_REACTS},
    reports=[
        Section("matching", _("Báo chí nói về các vấn đề"), queries.matching_section, order=72),
        Section("asking", _("Câu hỏi của báo chí, yêu cầu cải chính"), queries.asking_section, order=73),
        Section("press-handing", _("Tin báo chuyển cơ quan trả lời"), queries.handing_section, order=74),
    ],
    newsletters=[commands.take_letter],
    parties=_parties,
    waits=_waits,
    rehomes=[
        *READING_REHOMES,
        *ASKING_REHOMES,
        *MATCHING_REHOMES,
        *HANDING_REHOMES,
        Stays("press.Spokesperson", "unit_id", "who spoke for a unit spoke for that one; the heir announces its own"),
    ],
    menu=[
        *READING_MENU,
        *ASKING_MENU,
        *MATCHING_MENU,
        *HANDING_MENU,
        Entry("press:list", _("Người phát ngôn"), icon="person", needs="spokesperson.list", order=64),
    ],
)
