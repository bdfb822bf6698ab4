"""Sources and stories."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Entry, Finder, How, Notice
from phoihop.press import events, policy, queries


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
READING_MENU = [Entry("press:stories", _("Tin báo chí"), icon="publications", needs="story.list", order=510)]
