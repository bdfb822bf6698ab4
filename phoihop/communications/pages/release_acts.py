"""Acts on a release that need words, the text as a holder opens it, and what a body arranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import queries
from phoihop.communications.pages.releases import Found, found_in
from phoihop.communications.queries import releases as reading
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import ActPage, Link
from phoihop.ground.powers import NotAllowed
from phoihop.organizations.queries import unit_names, units_to_choose
from phoihop.press import queries as press
from phoihop.publications.queries import as_html


@dataclass(frozen=True, slots=True)
class OpenedPage:
    title: str
    back: Link
    said: str
    summary: str
    body: SafeString
    why: str


@dataclass(frozen=True, slots=True)
class WriteReleasePage:
    title: str
    crumb: Link
    form: Any
    found: tuple[Found, ...]
    why: str


ACTS = {
    "return": (
        gettext_lazy("Trả lại để sửa"),
        gettext_lazy("Lần duyệt đã có không còn hiệu lực."),
        gettext_lazy("Trả lại"),
    ),
    "take-back": (
        gettext_lazy("Lấy lại, không phát"),
        gettext_lazy("Chưa có gì ra công khai. Muốn phát phải có đủ hai lần duyệt lại."),
        gettext_lazy("Lấy lại"),
    ),
    "withdraw": (
        gettext_lazy("Rút thông cáo"),
        gettext_lazy("Địa chỉ công khai vẫn còn và hiện lý do này; nội dung không còn."),
        gettext_lazy("Rút"),
    ),
    "revise": (
        gettext_lazy("Sửa thông cáo đã phát"),
        gettext_lazy(
            "Bản đang công khai giữ nguyên cho đến khi bản mới được hai người duyệt. Người đọc thấy lý do này."
        ),
        gettext_lazy("Mở để sửa"),
    ),
    "event": (
        gettext_lazy("Ghi sự kiện cho phép phát"),
        gettext_lazy("Chỉ ghi khi sự kiện đã xảy ra và có văn bản chứng minh."),
        gettext_lazy("Ghi sự kiện"),
    ),
    "override": (
        gettext_lazy("Giữ lại câu chữ"),
        gettext_lazy("Lý do được lưu cùng thông cáo. Câu đoán trước hoặc thúc ép kết quả xét xử không giữ lại được."),
        gettext_lazy("Giữ lại"),
    ),
    "give": (
        gettext_lazy("Giao cơ quan giữ trước"),
        gettext_lazy("Cơ quan được giao thấy tiêu đề và giờ phát; mỗi lần mở văn bản đều được ghi lại."),
        gettext_lazy("Giao"),
    ),
}


def start_of(actor: Actor, code: str, at: datetime, asked: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What forms of a release begin with."""
    value = reading.release_value(actor, code)
    asked = asked or {}
    return {
        "version": value.version,
        "title": value.line.title,
        "summary": value.summary,
        "text": value.text,
        "contact": value.contact,
        "embargo_until": value.line.embargo_until,
        "event": value.event,
        "happened_at": value.event_at or timezone.localtime(at),
        "proof": value.event_proof,
        "rule": asked.get("quy-tac", "")[:40],
        "found": asked.get("chu", "")[:300],
    }


def release_act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the release stands."""
    value = reading.release_value(actor, code)
    rights = value.rights
    allowed = {
        "return": rights.give_back,
        "take-back": rights.take_back,
        "withdraw": rights.withdraw,
        "revise": rights.revise,
        "event": rights.record_event,
        "override": rights.override,
        "give": rights.give,
    }
    title, said, label = ACTS[act]
    if not allowed[act]:
        raise NotAllowed(_("Lúc này bạn không làm được việc này; thông cáo %(code)s giữ nguyên.") % {"code": code})
    return ActPage(
        title=str(title),
        crumb=Link(value.line.title, reverse("communications:release", args=[code])),
        said=str(said),
        form=form,
        label=str(label),
        why=value.why,
        finds=act == "give",
    )


def begin_release_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Viết thông cáo"),
        crumb=Link(_("Thông cáo"), reverse("communications:releases")),
        said=_("Thông cáo là lời của %(unit)s. Về vụ việc, không nêu tên người; chỉ nêu diễn biến tố tụng.")
        % {"unit": actor.unit_name},
        form=form,
        label=_("Bắt đầu viết"),
        why=_("Bạn xem được vì bạn viết hoặc duyệt cho %(unit)s.") % {"unit": actor.unit_name},
    )


def topics_to_speak_of(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    return reading.topics_to_speak_of(actor, local_date(at))


def contacts(actor: Actor, code: str, at: datetime) -> list[tuple[str, str]]:
    value = reading.release_value(actor, code)
    found = press.choices_of(actor, value.unit_id, local_date(at))
    known = {one for one, _words in found}
    return found if value.contact in (*known, "") else [*found, (value.contact, value.contact)]


def offices(actor: Actor, typed: Mapping[str, str], chosen: Sequence[str], at: datetime) -> list[tuple[int, str]]:
    """Units to choose from: what was searched for first, then those ticked, then the own territory."""
    ticked = [int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) < 10]
    return [(one.id, one.name) for one in units_to_choose(actor, at, text=typed.get("find", ""), chosen=ticked)]


def write_release_page(actor: Actor, code: str, form: Any) -> WriteReleasePage:
    """The writer's page, with what the rules find in the text as it is kept. Refused: not a draft, not his."""
    value = reading.release_value(actor, code)
    if not value.rights.write:
        raise NotAllowed(_("Lúc này bạn không sửa được thông cáo %(code)s; mọi thứ giữ nguyên.") % {"code": code})
    return WriteReleasePage(
        title=_("Sửa thông cáo"),
        crumb=Link(value.line.title, reverse("communications:release", args=[code])),
        form=form,
        found=found_in(value.findings, code, may_override=False),
        why=value.why,
    )


def opened_page(actor: Actor, opened: reading.OpenedText) -> OpenedPage:
    value = reading.release_value(actor, opened.code)
    return OpenedPage(
        title=opened.title,
        back=Link(value.line.title, reverse("communications:release", args=[opened.code])),
        said=_("Bản %(number)s. Giữ kín đến giờ phát; lần mở này đã được ghi lại.") % {"number": opened.number}
        if value.line.is_holder and value.line.state in reading.WORKED_ON
        else "",
        summary=opened.summary,
        body=mark_safe(as_html(opened.text)),  # noqa: S308  (made by publications.rules.prose)
        why=value.why,
    )


def habit_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Thời gian chờ trước khi phát"),
        crumb=Link(_("Thông cáo"), reverse("communications:releases")),
        said=_("Sau lần duyệt thứ hai, thông cáo chờ ngần ấy phút; trong lúc đó mỗi người duyệt đều lấy lại được."),
        form=form,
        label=_("Ghi lại"),
        why=_("Bạn xem được vì bạn giữ quyền duyệt của %(unit)s.") % {"unit": actor.unit_name},
    )


def habit_start(actor: Actor) -> dict[str, Any]:
    return {"minutes": reading.undo_minutes(actor.unit_id or 0)}


def proceedings_page(actor: Actor, code: str, form: Any) -> ActPage:
    speaking = queries.may_speak(code)
    return ActPage(
        title=_("Vụ việc đang tố tụng"),
        crumb=Link(speaking.title or code, reverse("plans:topic", args=[code])),
        said=_(
            "Ghi vấn đề này là vụ việc thì chỉ cơ quan có thẩm quyền được phát thông cáo trước; hồ sơ không công bố."
        ),
        form=form,
        label=_("Ghi lại"),
        why=_("Bạn xem được vì bạn giữ quyền duyệt của %(unit)s.") % {"unit": actor.unit_name},
    )


def owners_of(actor: Actor, code: str, at: datetime) -> list[tuple[int, str]]:
    """Whose case it may be: the parties of the topic first, then units of the territory."""
    reading.see_topic(actor, code)
    speaking = queries.may_speak(code)
    first = [pk for pk in dict.fromkeys((speaking.owner_id, *speaking.party_ids)) if pk is not None]
    names = unit_names(first)
    rest = [(one.id, one.name) for one in units_to_choose(actor, at) if one.id not in first]
    return [*((pk, names[pk].name) for pk in first if pk in names), *rest]


def proceedings_start(actor: Actor, code: str) -> dict[str, Any]:
    reading.see_topic(actor, code)
    speaking = queries.may_speak(code)
    return {"owner": speaking.owner_id or actor.unit_id, "stage": speaking.stage or "INVESTIGATION"}
