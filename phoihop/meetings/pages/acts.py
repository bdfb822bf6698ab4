"""Acts that need words, each with its form on a page of its own; what an office without an account is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.parts import ActPage, Link
from phoihop.ground.powers import NotVisible
from phoihop.ground.sheet import ActView
from phoihop.meetings import queries
from phoihop.meetings.pages import words as say
from phoihop.meetings.queries import MeetingValue
from phoihop.organizations.queries import unit_names, units_to_choose


def offices(actor: Actor, text: str, chosen: Sequence[str], at: datetime) -> list[tuple[int, str]]:
    """The offices a meeting may invite: what was searched for first, then those ticked, then the own territory."""
    ids = [int(one) for one in chosen if one.isdecimal() and len(one) < 19]
    return [
        (unit.id, unit.name) for unit in units_to_choose(actor, at, text=text, chosen=ids) if unit.id != actor.unit_id
    ]


def call_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Triệu tập cuộc họp"),
        crumb=Link(_("Cuộc họp"), reverse("meetings:list")),
        said=_("Với danh nghĩa %(unit)s. Giấy mời chỉ đi khi bạn bấm gửi ở trang sau.") % {"unit": actor.unit_name},
        form=form,
        label=_("Lập cuộc họp"),
        why="",
        finds=True,
    )


def act_page(actor: Actor, code: str, act: str, form: Any, at: datetime, number: int | None = None) -> ActPage:
    """The form of one act; without a right to it there is nothing to send."""
    value = queries.meeting_value(actor, code, at, number)
    title, said, label, is_open = _told(value, act)
    return ActPage(
        title=title,
        crumb=Link(code, reverse("meetings:meeting", args=[code])),
        said=said,
        form=form,
        label=label if is_open else "",
        why=value.why,
    )


def start_of(actor: Actor, code: str, act: str, at: datetime, number: int | None = None) -> dict[str, Any]:
    """What the form of an act begins with: how things stand."""
    value = queries.meeting_value(actor, code, at, number)
    if act == "change":
        same = ("title", "starts_at", "ends_at", "place", "video_url", "text", "version")
        return {name: getattr(value, name) for name in same}
    if act == "answer" and value.own is not None:
        own = value.own
        return {
            "answer": "" if own.state == "NEEDS-ACTION" else own.state,
            "person": own.person,
            "comment": own.comment,
            "delegate": own.delegate,
            "delegate_post": own.delegate_post,
            "delegate_scope": own.delegate_scope,
            "number": value.shown.number,
            "version": own.version,
        }
    if act == "move-occasion":
        shown = value.shown
        return {"starts_at": shown.starts_at, "ends_at": shown.ends_at, "place": shown.place, "version": value.version}
    if act == "minutes":
        return {"text": "", "version": value.shown.version}
    return {"version": value.version}


def counter_start(actor: Actor, code: str, number: int, at: datetime) -> dict[str, Any]:
    shown = queries.meeting_value(actor, code, at, number).shown
    return {"starts_at": shown.starts_at, "ends_at": shown.ends_at}


def minutes_units(actor: Actor, code: str, number: int, at: datetime) -> dict[str, Any]:
    """The units a conclusion may name, the lines there are, and what was written so far."""
    found = queries.minutes_value(actor, code, number, at)
    value = found.meeting
    units = [(value.organiser_id, value.organiser_name), *((one.unit_id, one.unit_name) for one in value.roll)]
    start = {"text": found.text, "version": value.shown.version}
    return {"units": units, "lines": value.conclusions, "initial": start}


def answer_view(code: str, unit_id: int, at: datetime) -> ActView | None:
    """What a unit without an account is shown before it answers."""
    value = _for_office(code, unit_id, "meeting.answer", at)
    if value is None:
        return None
    is_open = value.rights.answer
    because = "" if is_open else _("Buổi họp đã bắt đầu, đã xong hoặc đã hủy: không trả lời được nữa.")
    own = value.own
    facts = [*_facts(value)]
    if own is not None and own.state != "NEEDS-ACTION":
        facts.append((_("Đã trả lời"), str(say.ANSWER[own.state][1])))
    return ActView(value.title, tuple(facts), value.text, is_open, because)


def attend_view(code: str, unit_id: int, at: datetime) -> ActView | None:
    """What a unit is shown on the phone before it checks in."""
    value = _for_office(code, unit_id, "meeting.attend", at)
    if value is None:
        return None
    is_there = value.own is not None and value.own.present_at is not None
    starts = timezone.localtime(value.shown.starts_at)
    is_on = (
        value.state == "INVITED" and value.shown.state == "PLANNED" and starts.date() == timezone.localtime(at).date()
    )
    because = "" if is_on else _("Lúc này không có buổi họp nào đang điểm danh.")
    if is_there:
        is_on, because = False, _("Cơ quan đã điểm danh.")
    return ActView(value.title, _facts(value), "", is_on, because)


def _for_office(code: str, unit_id: int, power: str, at: datetime) -> MeetingValue | None:
    unit = unit_names([unit_id]).get(unit_id)
    if unit is None:
        return None
    try:
        return queries.meeting_value(Actor.office(unit_id, unit.name, power=power, about=code, way="link"), code, at)
    except NotVisible:
        return None


def _facts(value: MeetingValue) -> tuple[tuple[str, str], ...]:
    place = value.shown.place or value.place
    facts = [
        (_("Cơ quan triệu tập"), value.organiser_name),
        (_("Thời gian"), say.span(value.shown.starts_at, value.shown.ends_at)),
        (_("Địa điểm"), place),
        (_("Họp trực tuyến"), value.video_url),
    ]
    return tuple((name, text) for name, text in facts if text)


def _told(value: MeetingValue, act: str) -> tuple[str, str, str, bool]:
    """Title, what it does, the button, and whether it is open to the reader now."""
    rights, when = value.rights, say.span(value.shown.starts_at, value.shown.ends_at)
    is_invited = rights.arrange and value.state == "INVITED"
    told = {
        "answer": (_("Trả lời giấy mời"), when, _("Gửi câu trả lời"), rights.answer),
        "counter": (
            _("Đề nghị giờ khác"),
            _("Đang định: %(when)s. Cơ quan triệu tập sẽ trả lời đề nghị.") % {"when": when},
            _("Gửi đề nghị"),
            rights.answer,
        ),
        "decide": (_("Trả lời đề nghị đổi giờ"), when, _("Trả lời"), is_invited),
        "change": (
            _("Sửa cuộc họp"),
            _("Giấy mời mới được gửi tới mọi cơ quan; đổi giờ thì các cơ quan phải trả lời lại."),
            _("Lưu và gửi"),
            rights.arrange,
        ),
        "cancel": (_("Hủy cuộc họp"), _("Thư hủy được gửi tới mọi cơ quan đã mời."), _("Hủy cuộc họp"), rights.arrange),
        "add-unit": (_("Mời thêm cơ quan"), "", _("Mời"), rights.arrange),
        "attach": (_("Thêm văn bản"), _("Ai mở được văn bản do sổ văn bản quyết định."), _("Thêm"), rights.arrange),
        "add-occasion": (_("Thêm một buổi"), "", _("Thêm buổi"), is_invited),
        "move-occasion": (_("Dời buổi này"), when, _("Dời"), is_invited),
        "cancel-occasion": (_("Hủy buổi này"), when, _("Hủy buổi này"), is_invited),
        "minutes": (
            _("Biên bản họp"),
            _("Kết luận trở thành nghĩa vụ khi biên bản được duyệt."),
            _("Lưu biên bản"),
            rights.minute,
        ),
    }
    return told[act]
