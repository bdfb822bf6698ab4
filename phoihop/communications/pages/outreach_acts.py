"""Acts on communication plans, lines and outputs that need words: each a form on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications.queries import outreach as plan_reading
from phoihop.communications.queries import outreach_outputs as output_reading
from phoihop.communications.queries.outreach_words import CHANNEL_HELP, CHANNEL_WORDS, REACH_HELP
from phoihop.communications.rules import outreach as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import ActPage, Link
from phoihop.ground.powers import NotAllowed
from phoihop.organizations.queries import unit_names, units_to_choose

Said = tuple[Any, Any, Any]  # title, what it means, the button
NOT_NOW = gettext_lazy("Lúc này bạn không làm được việc này; %(code)s giữ nguyên.")

PLAN_ACTS: Mapping[str, Said] = {
    "write": (
        gettext_lazy("Sửa kế hoạch"),
        gettext_lazy("Tên, mục tiêu và điều khoản mà kế hoạch thực hiện. Từng dòng sửa ở trang của dòng."),
        gettext_lazy("Lưu"),
    ),
    "give_back": (
        gettext_lazy("Trả lại để sửa"),
        gettext_lazy("Kế hoạch về bản thảo; người viết thấy lý do."),
        gettext_lazy("Trả lại"),
    ),
    "revise": (
        gettext_lazy("Mở để thêm dòng"),
        gettext_lazy("Các dòng đã duyệt vẫn thực hiện; dòng mới chờ duyệt lại."),
        gettext_lazy("Mở"),
    ),
    "close": (
        gettext_lazy("Kết thúc kế hoạch"),
        gettext_lazy("Mọi sản phẩm phải đã ghi làm hoặc không làm. Dòng chưa làm vẫn ở lại trong số liệu."),
        gettext_lazy("Kết thúc"),
    ),
    "flag": (
        gettext_lazy("Đánh dấu cần xem lại"),
        gettext_lazy("Còn dấu thì kế hoạch chưa duyệt được. Cơ quan và chức danh của bạn được ghi cùng lý do."),
        gettext_lazy("Đánh dấu"),
    ),
    "attach": (
        gettext_lazy("Thêm căn cứ"),
        gettext_lazy("Văn bản trong sổ, liên kết hoặc lời ghi mà kế hoạch dựa vào."),
        gettext_lazy("Thêm"),
    ),
}
LINE_ACTS: Mapping[str, Said] = {
    "write": (gettext_lazy("Sửa dòng"), "", gettext_lazy("Lưu")),
    "move": (
        gettext_lazy("Đổi hoặc chốt ngày"),
        gettext_lazy("Hạn nghĩa vụ của cơ quan thực hiện đi theo ngày cuối."),
        gettext_lazy("Ghi ngày"),
    ),
    "drop": (
        gettext_lazy("Bỏ dòng"),
        gettext_lazy("Nghĩa vụ của dòng này được rút với lý do; dòng ở lại trong kế hoạch, ghi là đã bỏ."),
        gettext_lazy("Bỏ dòng"),
    ),
    "flag": PLAN_ACTS["flag"],
    "attach": (
        gettext_lazy("Thêm tài liệu"),
        gettext_lazy("Văn bản trong sổ hoặc liên kết dùng để làm sản phẩm của dòng này."),
        gettext_lazy("Thêm"),
    ),
    "begin": (
        gettext_lazy("Làm sản phẩm"),
        gettext_lazy("Sản phẩm được người duyệt của cơ quan bạn duyệt trước khi đưa ra."),
        gettext_lazy("Bắt đầu"),
    ),
}
OUTPUT_ACTS: Mapping[str, Said] = {
    "write": (gettext_lazy("Sửa sản phẩm"), "", gettext_lazy("Lưu")),
    "link": (
        gettext_lazy("Gắn thông cáo, họp báo, tin bài"),
        gettext_lazy("Sản phẩm này chính là thông cáo, họp báo hoặc tin bài có mã trong hệ thống."),
        gettext_lazy("Gắn"),
    ),
    "give_back": (gettext_lazy("Trả lại để sửa"), "", gettext_lazy("Trả lại")),
    "schedule": (
        gettext_lazy("Hẹn ngày"),
        gettext_lazy("Ngày dự kiến hoặc đã chốt, trong thời gian của dòng kế hoạch."),
        gettext_lazy("Hẹn"),
    ),
    "prove": (
        gettext_lazy("Thêm bằng chứng, tài liệu"),
        gettext_lazy("Ảnh, văn bản trong sổ; nhật ký phát; liên kết bài đã đăng; hoặc lời xác nhận."),
        gettext_lazy("Thêm"),
    ),
    "finish": (
        gettext_lazy("Ghi đã làm"),
        gettext_lazy("Kết quả được nộp luôn ở nghĩa vụ của cơ quan bạn, không phải nộp lần nữa."),
        gettext_lazy("Ghi đã làm"),
    ),
    "count": (
        gettext_lazy("Ghi số người, kinh phí"),
        gettext_lazy("Số liệu có sau thì ghi sau; lần ghi cũ còn trong sổ cái."),
        gettext_lazy("Ghi"),
    ),
    "miss": (
        gettext_lazy("Không làm"),
        gettext_lazy("Dòng ở lại trong danh sách chưa làm, cùng lý do này."),
        gettext_lazy("Ghi không làm"),
    ),
}


def begin_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Lập kế hoạch truyền thông"),
        crumb=Link(_("Kế hoạch truyền thông"), reverse("communications:outreach-list")),
        said=_("Cho một vấn đề mà %(unit)s chủ trì.") % {"unit": actor.unit_name},
        form=form,
        label=_("Bắt đầu"),
        why=_("Bạn xem được vì bạn viết hoặc duyệt cho %(unit)s.") % {"unit": actor.unit_name},
    )


def begin_choices(actor: Actor, at: datetime) -> dict[str, list[tuple[str, str]]]:
    return {
        "topics": plan_reading.topics_to_plan(actor, local_date(at)),
        "sources": plan_reading.sources_for(actor),
    }


def begin_start(asked: Mapping[str, str]) -> dict[str, str]:
    return {"dossier": asked.get("ve", ""), "copied_from": asked.get("tu", "")}


def plan_act_page(actor: Actor, code: str, act: str, form: Any, at: datetime) -> ActPage:
    """Refused: an act that the reader may not do as the plan stands."""
    value = plan_reading.outreach_value(actor, code, local_date(at))
    if not getattr(value.rights, act):
        raise NotAllowed(str(NOT_NOW) % {"code": code})
    crumb = Link(value.row.title, reverse("communications:outreach", args=[code]))
    return _act_page(PLAN_ACTS[act], crumb, form, value.why)


def plan_start(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    value = plan_reading.outreach_value(actor, code, local_date(at))
    return {
        "version": value.version,
        "title": value.row.title,
        "goal": value.goal,
        "clause": value.clause,
        "channel": "",
    }


def clauses(actor: Actor, code: str, at: datetime) -> list[tuple[str, str]]:
    return plan_reading.clauses_of(actor, code, local_date(at))


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────


def add_line_page(actor: Actor, code: str, channel: str, form: Any, at: datetime) -> ActPage:
    value = plan_reading.outreach_value(actor, code, local_date(at))
    if not value.rights.add:
        raise NotAllowed(str(NOT_NOW) % {"code": code})
    return ActPage(
        title=_("Thêm dòng: %(channel)s") % {"channel": CHANNEL_WORDS[channel]},
        crumb=Link(value.row.title, reverse("communications:outreach", args=[code])),
        said=str(CHANNEL_HELP[channel]),
        form=form,
        label=_("Thêm dòng"),
        why=value.why,
        finds=True,
    )


def line_act_page(actor: Actor, code: str, number: int, act: str, form: Any, at: datetime) -> ActPage:
    """Refused: an act that the reader may not do as the line stands."""
    value = plan_reading.line_value(actor, code, number, local_date(at))
    if not getattr(value.rights, act):
        raise NotAllowed(str(NOT_NOW) % {"code": value.row.code})
    name = _("Dòng %(number)s: %(channel)s") % {"number": number, "channel": CHANNEL_WORDS[value.row.channel]}
    crumb = Link(name, reverse("communications:outreach-line", args=[code, number]))
    return _act_page(LINE_ACTS[act], crumb, form, value.why, finds=act == "write")


def line_start(actor: Actor, code: str, number: int, at: datetime) -> dict[str, Any]:
    """What the forms of a line begin with; `channel` says which form it is."""
    value = plan_reading.line_value(actor, code, number, local_date(at))
    row = value.row
    return {
        **{key: rules.text_of(kept) for key, kept in value.details.items()},
        "version": value.version,
        "audience": row.audience,
        "message": row.message,
        "channel": row.channel,
        "owner_id": row.owner_id,
        "first_date": row.first,
        "last_date": row.last,
        "is_confirmed": row.is_confirmed,
        "cost": row.cost,
    }


def flag_start(actor: Actor, code: str, flag: int) -> tuple[int, dict[str, Any]]:
    """On which line the mark is (0: on the plan), and its version. Not visible: another plan's."""
    number, version = plan_reading.flag_place(actor, code, flag)
    return number, {"version": version}


def clear_page(actor: Actor, code: str, number: int, form: Any, at: datetime) -> ActPage:
    value = plan_reading.outreach_value(actor, code, local_date(at))
    if not value.rights.attach:
        raise NotAllowed(str(NOT_NOW) % {"code": code})
    crumb = Link(value.row.title, _place(code, number))
    said = (_("Đã xem lại"), _("Dấu được gỡ; ai đánh dấu và vì sao vẫn còn ghi lại."), _("Gỡ dấu"))
    return _act_page(said, crumb, form, value.why)


def offices(actor: Actor, typed: Mapping[str, str], chosen: int | None, at: datetime) -> list[tuple[int, str]]:
    """Units to choose from: the own one, what was searched for, the one chosen, then the own territory."""
    text = typed.get("owner_id", "")
    ids = [int(text)] if text.isascii() and text.isdigit() and len(text) < 10 else []
    ids += [chosen] if chosen else []
    own = unit_names([actor.unit_id])
    found = units_to_choose(actor, at, text=typed.get("find", ""), chosen=ids)
    return [(one.id, one.name) for one in (*own.values(), *found)]


def _place(code: str, number: int) -> str:
    if number:
        return reverse("communications:outreach-line", args=[code, number])
    return reverse("communications:outreach", args=[code])


# ── outputs ─────────────────────────────────────────────────────────────────────────────────────────────────


def output_act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """Refused: an act that the reader may not do as the output stands."""
    value = output_reading.output_value(actor, code)
    if not getattr(value.rights, act):
        raise NotAllowed(str(NOT_NOW) % {"code": code})
    crumb = Link(value.row.title, reverse("communications:output", args=[code]))
    return _act_page(OUTPUT_ACTS[act], crumb, form, value.why)


def output_start(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    value = output_reading.output_value(actor, code)
    row = value.row
    return {
        "version": value.version,
        "title": row.title,
        "text": value.text,
        "product": value.product,
        "first_date": row.first,
        "last_date": row.last,
        "is_confirmed": row.is_confirmed,
        "done_date": local_date(at),
        "reach": row.reach,
        "counted": value.counted,
        "cost": row.cost,
        "is_proof": "1",
    }


def reach_hint(actor: Actor, code: str) -> str:
    return str(REACH_HELP[output_reading.output_value(actor, code).row.channel])


# ── windows ─────────────────────────────────────────────────────────────────────────────────────────────────


def window_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Ghi ngày không đưa tin"),
        crumb=Link(_("Chỗ trùng"), reverse("communications:outreach-clashes")),
        said=_("Mọi cơ quan thấy những ngày này ở trang chỗ trùng. Hệ thống không chặn ai; các cơ quan tự xếp lại."),
        form=form,
        label=_("Ghi"),
        why=_("Bạn xem được vì bạn giữ quyền duyệt của %(unit)s.") % {"unit": actor.unit_name},
    )


def _act_page(said: Said, crumb: Link, form: Any, why: str, *, finds: bool = False) -> ActPage:
    title, words, label = said
    return ActPage(title=str(title), crumb=crumb, said=str(words), form=form, label=str(label), why=why, finds=finds)


def fields_for(number: int) -> Sequence[str]:
    """What may be marked: on a line, or on the plan as a whole."""
    return rules.FLAGGED if number else rules.PLAN_FLAGGED
