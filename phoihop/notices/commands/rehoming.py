"""What lies unread in the inboxes of units and of their people, and how the inboxes are kept."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.ground.rehomes import Rehome

REHOMES = (
    Rehome(
        "inbox",
        _("Tin chưa đọc của cơ quan"),
        "notices.OfficeNotice",
        "unit_id",
        is_open=lambda day: Q(read_at__isnull=True),
        alike=("entry_id",),
        twin_words=_("cơ quan mới đã có tin này"),
        order=80,
        is_told=False,
    ),
    Rehome(
        "notice",
        _("Tin chưa đọc của cá nhân"),
        "notices.Notice",
        "unit_id",
        is_open=lambda day: Q(read_at__isnull=True),
        order=81,
        is_told=False,
    ),
    Rehome(
        "reader",
        _("Cách nhận tin của hộp thư cơ quan"),
        "notices.Reader",
        "unit_id",
        code="unit__code",
        alike=("",),
        twin_words=_("cơ quan mới giữ cách nhận tin của mình"),
        order=82,
        is_told=False,
    ),
    Rehome(
        "reader-owner",
        _("Chức vụ giữ hộp thư cơ quan"),
        "notices.Reader",
        "owner_post_id",
        code="unit__code",
        of="post",
        order=83,
        is_told=False,
    ),
)
