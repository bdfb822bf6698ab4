"""What reports tell of releases and of the internal bulletin."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from phoihop.communications.models import Bulletin, BulletinShare, Release
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Period, Scope, SectionValue, counted
from phoihop.ground.parts.words import day
from phoihop.organizations.queries import unit_names


def release_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Releases about these plans and topics that went out in the period. One query; None where there are none."""
    last = min(period.last, on)
    rows = Release.objects.visible_to(actor).filter(dossier__in=list(scope.labels), published_at__isnull=False)
    out = [
        (code, is_case)
        for code, first, is_case in rows.order_by("code").values_list("code", "published_at", "is_case")
        if first is not None and period.first <= local_date(first) <= last
    ]
    if not out:
        return None
    return SectionValue(
        key="releases",
        title=_("Thông cáo"),
        figures=(
            counted(
                "releases.out",
                _("Thông cáo đã phát"),
                _("Thông cáo thuộc các kế hoạch và vấn đề này, phát lần đầu trong kỳ."),
                [code for code, _case in out],
            ),
            counted(
                "releases.case",
                _("Trong đó thông tin vụ việc"),
                _("Thông cáo về vụ việc, phát lần đầu trong kỳ sau sự kiện cho phép, do hai người duyệt."),
                [code for code, is_case in out if is_case],
            ),
        ),
    )


def bulletin_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Issues of the bulletin under these plans, and what became of each unit's share by that day. Two queries."""
    last = min(period.last, on)
    rows = Bulletin.objects.visible_to(actor).filter(dossier__in=list(scope.labels), issued_at__isnull=False)
    issued = {
        pk: code
        for pk, code, at in rows.order_by("code").values_list("pk", "code", "issued_at")
        if at is not None and period.first <= local_date(at) <= last
    }
    if not issued:
        return None
    shares = BulletinShare.rows.filter(bulletin__in=list(issued)).order_by("pk")
    told = list(shares.values_list("bulletin_id", "unit_id", "acknowledged_at"))
    names = unit_names({unit_id for _pk, unit_id, _at in told})
    keys = [(f"{issued[pk]}/{names[unit_id].code}", at) for pk, unit_id, at in told]
    acknowledged = [key for key, at in keys if at is not None and local_date(at) <= on]
    until = day(on)
    return SectionValue(
        key="bulletins",
        title=_("Bản tin nội bộ"),
        figures=(
            counted(
                "bulletins.issued",
                _("Bản tin nội bộ đã phát hành"),
                _("Bản tin nội bộ phục vụ các kế hoạch và vấn đề này, phát hành trong kỳ."),
                list(issued.values()),
            ),
            counted(
                "bulletins.shares",
                _("Lượt cơ quan nhận"),
                _("Số lượt cơ quan nhận các bản tin ấy, theo danh sách chốt khi phát hành."),
                [key for key, _at in keys],
            ),
            counted(
                "bulletins.acknowledged",
                _("Lượt đã xác nhận"),
                _("Số lượt cơ quan nhận đã xác nhận đến hết ngày %(day)s.") % {"day": until},
                acknowledged,
            ),
        ),
    )
