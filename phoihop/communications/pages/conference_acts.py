"""Acts on press conferences that need words; the distribution list; a release and the press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications.pages.conferences import asking_row
from phoihop.communications.pages.words import joined, moment_of
from phoihop.communications.queries import conferences as reading
from phoihop.communications.queries import outlets as lists
from phoihop.communications.queries.releases import release_value
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, ActPage, Link, Row, Term
from phoihop.ground.powers import NotAllowed
from phoihop.organizations.queries import unit_names, units_to_choose
from phoihop.press import queries as press

# The act: its title, what is said above the form, the button.
ACTS = {
    "write": (
        gettext_lazy("Sửa họp báo"),
        gettext_lazy("Nơi đã được mời nhận ngay giờ, địa điểm mới."),
        gettext_lazy("Lưu"),
    ),
    "guests": (
        gettext_lazy("Thêm nơi được mời"),
        gettext_lazy("Chỉ tên báo, đài, trang tin và thư của tòa soạn. Giấy mời gửi sau, khi người duyệt bấm gửi."),
        gettext_lazy("Thêm"),
    ),
    "material": (
        gettext_lazy("Thêm tài liệu"),
        gettext_lazy("Văn bản trong sổ, phát hoặc dẫn tại họp báo. Quyền xem văn bản không đổi."),
        gettext_lazy("Thêm"),
    ),
    "prepare": (
        gettext_lazy("Giao chuẩn bị"),
        gettext_lazy("Thành nghĩa vụ của cơ quan được giao, có hạn và thang nhắc."),
        gettext_lazy("Giao"),
    ),
    "cancel": (
        gettext_lazy("Hủy họp báo"),
        gettext_lazy("Nơi được mời nhận thư hủy; nghĩa vụ chuẩn bị khép lại."),
        gettext_lazy("Hủy họp báo"),
    ),
    "hold": (gettext_lazy("Ghi đã họp"), gettext_lazy("Đánh dấu báo, đài có mặt."), gettext_lazy("Ghi đã họp")),
    "question": (
        gettext_lazy("Ghi câu hỏi"),
        gettext_lazy("Câu chưa trả lời được tại chỗ thành câu hỏi của báo chí, có hạn và cơ quan trả lời."),
        gettext_lazy("Ghi"),
    ),
    "record": (
        gettext_lazy("Viết biên bản"),
        gettext_lazy("Người khác duyệt. Muốn công khai thì lập thông cáo từ biên bản đã duyệt."),
        gettext_lazy("Lưu"),
    ),
}
RIGHTS = {"guests": "write", "material": "write", "record": "write_record"}


@dataclass(frozen=True, slots=True)
class OutletRow:
    name: str
    mail: str
    drop_url: str


@dataclass(frozen=True, slots=True)
class OutletsPage:
    title: str
    crumb: Link
    rows: tuple[OutletRow, ...]
    form: Any
    why: str


@dataclass(frozen=True, slots=True)
class ReleasePressPage:
    title: str
    crumb: Link
    code: str
    sendings: tuple[Term, ...]
    questions: tuple[Row, ...]
    receive: Link
    form: Any | None
    distribute: Act | None
    why: str


def begin_conference_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Chuẩn bị họp báo"),
        crumb=Link(_("Họp báo"), reverse("communications:conferences")),
        said=_("Chưa mời ai. Thêm nơi được mời, tài liệu, việc chuẩn bị rồi người duyệt gửi giấy mời."),
        form=form,
        label=_("Bắt đầu"),
        why=_("Bạn xem được vì bạn viết hoặc duyệt cho %(unit)s.") % {"unit": actor.unit_name},
    )


def start_of_begin(at: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    begins = timezone.localtime(at).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=3)
    return {"starts_at": begins, "ends_at": begins + timedelta(hours=1), "about": asked.get("ve", "")[:80]}


def speakers(actor: Actor, at: datetime, code: str = "") -> list[tuple[str, str]]:
    """Who may speak: of a conference on its day, of a new one today."""
    if not code:
        return press.choices_of(actor, actor.unit_id or 0, local_date(at))
    value = reading.conference_value(actor, code, at)
    found = press.choices_of(actor, value.unit_id, local_date(value.line.starts_at))
    known = dict(found)
    return found if value.spokesperson in ("", *known) else [*found, (value.spokesperson, value.spokesperson)]


def start_of_conference(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    value = reading.conference_value(actor, code, at)
    return {
        "version": value.version,
        "title": value.line.title,
        "text": value.text,
        "place": value.line.place,
        "starts_at": timezone.localtime(value.line.starts_at),
        "ends_at": timezone.localtime(value.ends_at),
        "spokesperson": value.spokesperson,
        "event_at": timezone.localtime(value.event_at) if value.event_at else None,
        "due_date": local_date(value.line.starts_at),
        "record": value.record,
        "came": [one.number for one in value.guests if one.answer == "COMES"],
    }


def outlet_choices(actor: Actor) -> list[tuple[int, str]]:
    return [(one.id, f"{one.name} ({one.mail})") for one in lists.outlets_of(actor.unit_id)]


def guest_choices(actor: Actor, code: str, at: datetime) -> list[tuple[int, str]]:
    return [(one.number, one.outlet) for one in reading.conference_value(actor, code, at).guests]


def preparers(actor: Actor, typed: Mapping[str, str], at: datetime) -> list[tuple[int, str]]:
    """Units that may be given something to prepare: the own one first, then those found."""
    chosen = [
        int(one)
        for name in ("unit_id", "answerer_id")
        if (one := typed.get(name, "")).isascii() and one.isdigit() and len(one) < 10
    ]
    own = unit_names([actor.unit_id]) if actor.unit_id else {}
    found = units_to_choose(actor, at, text=typed.get("find", ""), chosen=chosen)
    return [*((pk, name.name) for pk, name in own.items()), *((one.id, one.name) for one in found)]


def conference_act_page(actor: Actor, code: str, act: str, form: Any, at: datetime) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the conference stands."""
    value = reading.conference_value(actor, code, at)
    if not getattr(value.rights, RIGHTS.get(act, act)):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; họp báo %(code)s giữ nguyên.") % {"code": code})
    title, said, label = ACTS[act]
    return ActPage(
        title=str(title),
        crumb=Link(value.line.title, reverse("communications:conference", args=[code])),
        said=str(said),
        form=form,
        label=str(label),
        why=value.why,
        finds=act == "prepare",
    )


def press_habit_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Nhịp nhắc với báo chí"),
        crumb=Link(_("Họp báo"), reverse("communications:conferences")),
        said=_(
            "Cơ quan tự đặt để được nhắc ở trang Họp báo. Đây là lời nhắc, không phải kết luận về nghĩa vụ pháp lý."
        ),
        form=form,
        label=_("Ghi lại"),
        why=_("Bạn xem được vì bạn giữ quyền duyệt của %(unit)s.") % {"unit": actor.unit_name},
    )


def start_of_habit(actor: Actor) -> dict[str, Any]:
    rhythm = lists.rhythm_of(actor.unit_id)
    return {
        "conference_months": rhythm.conference_months,
        "information_months": rhythm.information_months,
        "sudden_hours": rhythm.sudden_hours,
    }


def outlets_page(actor: Actor, form: Any) -> OutletsPage:
    return OutletsPage(
        title=_("Danh sách báo, đài"),
        crumb=Link(_("Họp báo"), reverse("communications:conferences")),
        rows=tuple(
            OutletRow(one.name, one.mail, reverse("communications:drop-outlet", args=[one.id]))
            for one in lists.outlets_of(actor.unit_id)
        ),
        form=form,
        why=_("Bạn xem được vì bạn viết hoặc duyệt cho %(unit)s.") % {"unit": actor.unit_name},
    )


def release_press_page(actor: Actor, code: str, form: Any, at: datetime) -> ReleasePressPage:
    """To whom a release went, and what was asked about it. Not visible: another body's release."""
    value = release_value(actor, code)
    sendings = lists.sendings_of(actor, code)
    may = lists.may_distribute(actor, code)
    return ReleasePressPage(
        title=_("Thông cáo và báo chí"),
        crumb=Link(value.line.title, reverse("communications:release", args=[code])),
        code=code,
        sendings=tuple(
            Term(
                one.outlet,
                joined((one.mail, _("bản %(number)s") % {"number": one.number}, moment_of(one.sent_at), one.post)),
            )
            for one in sendings
        ),
        questions=tuple(asking_row(line, at) for line in press.queries_about(actor, [code], at)),
        receive=Link(_("Ghi câu hỏi về thông cáo này"), f"{reverse('press:receive-query')}?ve={code}"),
        form=form if may else None,
        distribute=Act(_("Gửi báo, đài"), reverse("communications:release-press", args=[code])) if may else None,
        why=value.why,
    )


def start_of_release_press(actor: Actor, code: str) -> dict[str, Any]:
    return {"version": release_value(actor, code).version}
