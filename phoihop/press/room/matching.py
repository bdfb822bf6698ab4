"""Standing queries and what they find."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS
from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Entry, Finder, How, Notice, Panel
from phoihop.plans.events import TopicCarried, TopicClosed, TopicDropped, TopicJoined
from phoihop.press import policy, queries, reactions
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
from phoihop.press.pages import matching

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
MATCHING_MENU = [Entry("press:standings", _("Câu tìm báo chí"), icon="find", needs="standing.list", order=530)]
