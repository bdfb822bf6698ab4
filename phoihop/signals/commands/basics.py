"""What the commands of this room share: loading, words, labels of events."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from phoihop.documents.commands import check_text
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, nothing_changed
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.signals import states
from phoihop.signals.models import Alarm, Alert
from phoihop.signals.rules import limits, wording

Told = TypeVar("Told")


def load_alert(code: str, power: str, by: Actor, version: int | None = None) -> Alert:
    """The alert, if the actor holds the power over it and it is still what his page shows."""
    row = Alert.rows.select_related("alarm").filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    if version is not None and version != row.version:
        raise SomebodyWasFaster(code, row.version)
    return row


def load_alarm(code: str, power: str, by: Actor, version: int | None = None) -> Alarm:
    row = Alarm.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    if version is not None and version != row.version:
        raise SomebodyWasFaster(code, row.version)
    return row


def labels(row: Alert) -> dict[str, Any]:
    return {"code": row.code, "dossier": row.topic, "title": row.title, "owner_id": row.owner_id}


def alarm_labels(row: Alarm) -> dict[str, Any]:
    return {"code": row.code, "dossier": row.topic, "title": row.title, "unit_id": row.unit_id}


def post_of(by: Actor) -> str:
    return (by.acting_for or by.post)[:200]


def under_way(row: Alert) -> None:
    """Refused once it is closed."""
    if row.state == "CLOSED":
        raise Refused(
            _("Cảnh báo %(code)s đã kết thúc. Không có gì thay đổi; vượt ngưỡng lần nữa thì cảnh báo mới mở.")
            % {"code": row.code}
        )


def next_state(row: Alert, act: str) -> str:
    under_way(row)
    following = states.after(states.ALERT, row.state, act)
    if following is None:
        raise Refused(_("%(code)s đã có người nhận xử lý. Không có gì thay đổi.") % {"code": row.code})
    return following


def fact_of(text: str, most: int = limits.LONGEST_NOTE) -> str:
    """Words about what happened. Refused: nothing, too long, marked secret, about a person."""
    given = nfc(text).strip()
    if not given:
        raise Refused(_("Chưa có nội dung. Chưa ghi gì; hãy viết một câu rồi gửi lại."))
    if len(given) > most:
        raise Refused(_("Nội dung dài quá %(most)s ký tự. Chưa ghi gì; hãy rút gọn rồi gửi lại.") % {"most": most})
    if wording.names_a_person(given):
        raise Refused(
            _(
                "Nội dung nêu một người hoặc số máy, số giấy tờ, tài khoản. Chưa ghi gì; ở đây chỉ ghi sự việc, nơi,"
                " ngày và con số chung."
            )
        )
    check_text(given)
    return given


def units_there(unit_ids: list[int], today_at: Any) -> dict[int, str]:
    """Names of these units. Refused: one that is not in force."""
    names = unit_names(unit_ids)
    missing = set(unit_ids) - units_in_force(unit_ids, today_at)
    if missing:
        raise Refused(_("Có cơ quan không còn hoạt động trong danh sách. Chưa ghi gì; hãy chọn lại."))
    return {pk: names[pk].name for pk in unit_ids}


def day_to_come(day: date, today: date) -> date:
    if day <= today:
        raise Refused(
            _("Ngày phải sau hôm nay (%(today)s). Chưa ghi gì; hãy chọn ngày khác.") % {"today": words.day(today)}
        )
    return day


def unchanged(event: Told) -> Told:
    """The work was done already, or there is none: twice is harmless."""
    nothing_changed()
    return event
