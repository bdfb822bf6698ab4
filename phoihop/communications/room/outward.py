"""Releases, the bulletin, plans and topics for the public."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.communications import events, policy, queries
from phoihop.communications.pages import outreach as outreach_pages
from phoihop.communications.pages import public_records, releases
from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Finder, How, Notice, Panel


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
