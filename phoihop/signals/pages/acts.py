"""Acts of an alert that need words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import ActPage, Link
from phoihop.ground.powers import NotAllowed
from phoihop.signals import queries

DUE_DAYS = 3
# The act: its title, what is said above the form, the button.
ACTS = {
    "share": (
        gettext_lazy("Mời cơ quan vào tổ công tác"),
        gettext_lazy("Cơ quan được mời thấy cảnh báo này và trả lời tham gia hay không."),
        gettext_lazy("Mời"),
    ),
    "decline": (
        gettext_lazy("Không tham gia tổ công tác"),
        gettext_lazy("Cơ quan phụ trách thấy lý do; sau này vẫn tham gia được."),
        gettext_lazy("Không tham gia"),
    ),
    "charge": (
        gettext_lazy("Giao việc trong tổ công tác"),
        gettext_lazy("Việc trở thành một nghĩa vụ có hạn của cơ quan được giao."),
        gettext_lazy("Giao việc"),
    ),
    "note": (
        gettext_lazy("Ghi sự việc"),
        gettext_lazy("Điều đã biết chắc: việc gì, ở đâu, ngày nào, văn bản nào cho thấy."),
        gettext_lazy("Ghi"),
    ),
    "close": (
        gettext_lazy("Kết thúc cảnh báo"),
        gettext_lazy("Kết luận này tính vào chất lượng của ngưỡng: báo đúng, báo nhầm, báo muộn."),
        gettext_lazy("Kết thúc"),
    ),
}


def start_of(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    """What forms of an alert begin with: the version that the reader sees, and likely days."""
    row = queries.visible_alert(actor, code)
    today = local_date(at)
    return {"version": row.version, "day": today, "due_date": today + timedelta(days=DUE_DAYS)}


def group(actor: Actor, code: str) -> list[tuple[int, str]]:
    """Who may be given something to do."""
    return queries.group_to_charge(actor, code)


def act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the alert stands."""
    row = queries.visible_alert(actor, code)
    if not getattr(queries.rights_of(actor, row), act):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; cảnh báo %(code)s giữ nguyên.") % {"code": code})
    title, said, label = ACTS[act]
    return ActPage(
        title=str(title),
        crumb=Link(row.title, reverse("signals:alert", args=[code])),
        said=str(said),
        form=form,
        label=str(label),
        why=queries.why_seen(actor, row),
        finds=act == "share",
    )
