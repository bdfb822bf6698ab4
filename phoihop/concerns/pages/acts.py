"""Acts that need words: each has its form on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import queries, states
from phoihop.concerns.queries import ConcernValue
from phoihop.ground.actor import Actor
from phoihop.ground.parts import ActPage, Link, Term, words
from phoihop.ground.powers import NotAllowed
from phoihop.organizations.queries import units_to_choose

Choice = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """What whoever called or wrote is told: shown once, since the key is kept nowhere."""

    title: str
    code: str
    said: str
    terms: tuple[Term, ...]
    back: Link
    open: Link
    why: str


# The act: the right it needs as things stand, its title, what is said above the form, the button.
ACTS = {
    "assign": (
        "concern.assign:assign",
        gettext_lazy("Giao cho các cơ quan"),
        gettext_lazy(
            "Một cơ quan chủ trì và trả lời; các cơ quan khác viết phần của mình cùng lúc. Hạn là ngày đã hứa."
        ),
        gettext_lazy("Giao"),
    ),
    "refuse": (
        "concern.refuse:refuse",
        gettext_lazy("Từ chối tiếp nhận"),
        gettext_lazy(
            "Người gửi được báo lý do và nơi phải đến. Khiếu nại, tố cáo: nội dung bị xóa, chỉ giữ việc đã chỉ đường."
        ),
        gettext_lazy("Từ chối và chỉ nơi tiếp nhận"),
    ),
    "reconsider": (
        "concern.refuse:reconsider",
        gettext_lazy("Nhận lại để xử lý"),
        gettext_lazy("Phản ánh trở về hàng chờ giao; người gửi được báo."),
        gettext_lazy("Nhận lại"),
    ),
    "merge": (
        "concern.merge:merge",
        gettext_lazy("Gộp vào phản ánh khác"),
        gettext_lazy("Cả hai người gửi nhận cùng một câu trả lời. Có thể tách ra sau."),
        gettext_lazy("Gộp"),
    ),
    "unmerge": (
        "concern.merge:unmerge",
        gettext_lazy("Tách ra"),
        gettext_lazy("Phản ánh trở lại thành một việc riêng, với ngày hứa của nó."),
        gettext_lazy("Tách ra"),
    ),
    "ask": (
        "concern.ask_more:ask",
        gettext_lazy("Hỏi thêm người gửi"),
        gettext_lazy("Người gửi thấy câu hỏi bằng mã của mình và trả lời tại đó."),
        gettext_lazy("Gửi câu hỏi"),
    ),
    "more": (
        "concern.take_more:more",
        gettext_lazy("Ghi điều người gửi bổ sung"),
        gettext_lazy("Khi người gửi trả lời qua điện thoại, thư hoặc đến tận nơi."),
        gettext_lazy("Ghi"),
    ),
    "extend": (
        "concern.extend:extend",
        gettext_lazy("Gia hạn trả lời"),
        gettext_lazy("Người gửi được báo ngày mới và lý do."),
        gettext_lazy("Gia hạn"),
    ),
    "pass-on": (
        "concern.pass_on:pass_on",
        gettext_lazy("Chuyển đến nơi có thẩm quyền"),
        gettext_lazy("Không trả lại người dân: phải nêu cơ quan tiếp theo, và việc đến thẳng cơ quan đó."),
        gettext_lazy("Chuyển đến cơ quan này"),
    ),
    "dispute": (
        "concern.dispute:dispute",
        gettext_lazy("Không phải việc của cơ quan mình"),
        gettext_lazy("Bất đồng về ai trả lời được đưa lên cơ quan cấp trên chung để quyết định. Ngày hứa không đổi."),
        gettext_lazy("Đưa lên cấp trên"),
    ),
    "decide": (
        "concern.decide:decide",
        gettext_lazy("Quyết định cơ quan trả lời"),
        gettext_lazy("Quyết định có hiệu lực ngay; các bên đều được báo."),
        gettext_lazy("Quyết định"),
    ),
    "compose": (
        "concern.compose:answer",
        gettext_lazy("Soạn câu trả lời chung"),
        gettext_lazy(
            "Một câu trả lời cho mọi người gửi, ghép từ phần của các cơ quan. Người duyệt không phải người soạn."
        ),
        gettext_lazy("Lưu và xem trước"),
    ),
    "submit": (
        "concern.compose:submit",
        gettext_lazy("Trình duyệt khi chưa đủ phần"),
        gettext_lazy("Còn cơ quan phối hợp chưa viết phần của mình. Muốn trình ngay thì ghi lý do."),
        gettext_lazy("Trình duyệt"),
    ),
    "return": (
        "concern.answer:return",
        gettext_lazy("Trả lại để sửa"),
        gettext_lazy("Cơ quan chủ trì sửa rồi trình lại."),
        gettext_lazy("Trả lại"),
    ),
    "publish": (
        "concern.publish:publish",
        gettext_lazy("Công khai câu trả lời"),
        "",
        gettext_lazy("Công khai"),
    ),
    "unpublish": (
        "concern.publish:publish",
        gettext_lazy("Rút khỏi cổng thông tin"),
        gettext_lazy("Địa chỉ vẫn còn và nói vì sao; nội dung không còn ở trang, nguồn tin và ô tìm kiếm."),
        gettext_lazy("Rút"),
    ),
    "reopen": (
        "concern.reopen:reopen",
        gettext_lazy("Ghi yêu cầu mở lại"),
        gettext_lazy("Khi người gửi yêu cầu qua điện thoại, thư hoặc đến tận nơi. Việc sang người duyệt khác."),
        gettext_lazy("Mở lại"),
    ),
    "rate": (
        "concern.rate:rate",
        gettext_lazy("Ghi mức hài lòng"),
        gettext_lazy("Như người gửi nói; không ghi lời về một cán bộ nào."),
        gettext_lazy("Ghi"),
    ),
    "file": (
        "concern.moderate:moderate",
        gettext_lazy("Xếp vào vấn đề"),
        gettext_lazy("Phản ánh hiện trên trang của vấn đề, cho những ai được xem phản ánh."),
        gettext_lazy("Xếp"),
    ),
}


def act_page(actor: Actor, code: str, act: str, form: Any, at: datetime) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the concern stands."""
    value = queries.concern_value(actor, code)
    right, title, said, label = ACTS[act]
    if right not in value.rights:
        raise NotAllowed(_("Lúc này bạn không làm được việc này; phản ánh %(code)s giữ nguyên.") % {"code": code})
    return ActPage(
        title=str(title),
        crumb=Link(value.title, reverse("concerns:concern", args=[code])),
        said=_said(value, act) or str(said),
        form=form,
        label=str(label),
        why=_("Bạn làm được việc này vì %(unit)s có quyền đối với phản ánh này.") % {"unit": actor.unit_name},
    )


def _said(value: ConcernValue, act: str) -> str:
    if act == "publish":
        if not value.public_title:
            return _("Chưa có lời được hiện ra ngoài: hãy xem lại phần đó trên trang của phản ánh trước.")
        return _("Sẽ ra cổng: „%(title)s“ với lời: %(text)s") % {"title": value.public_title, "text": value.public_text}
    if act == "extend":
        return _("Ngày hứa hiện nay là %(day)s. Người gửi được báo ngày mới và lý do.") % {
            "day": words.day(value.promised_date)
        }
    return ""


def start_of(actor: Actor, code: str, act: str, at: datetime) -> dict[str, Any]:
    """What the form of an act begins with."""
    value = queries.concern_value(actor, code)
    start: dict[str, Any] = {"version": value.version}
    if act == "compose":
        start |= _draft_of(value)
    if act == "assign":
        supporting = [part.unit.id for part in value.parts if part.role == "SUPPORTING" and part.state != "LEFT"]
        lead = value.lead or value.route_unit
        start |= {"lead_id": lead.id if lead else "", "supporting_ids": supporting}
    if act == "file":
        start["dossier"] = value.dossier
    if act == "decide" and value.lead is not None:
        start["lead_id"] = value.lead.id
    return start


def _draft_of(value: ConcernValue) -> dict[str, Any]:
    """The draft as it stands; before there is one, what the agencies have written, lead first."""
    if value.draft is not None:
        proof = "\n".join(f"{name} | {url}" if url else name for name, url in value.draft.evidence)
        return {"text": value.draft.text, "evidence": proof}
    written = sorted((part for part in value.parts if part.text), key=lambda part: part.role != "LEAD")
    text = "\n\n".join(part.text if part.role == "LEAD" else f"**{part.unit.name}:** {part.text}" for part in written)
    return {"text": text, "evidence": "\n".join(part.evidence for part in written if part.evidence)}


# ── what a form may choose from ─────────────────────────────────────────────────────────────────────────────


def units(actor: Actor, code: str, at: datetime) -> list[Choice]:
    """Agencies a concern may go to: those it has or its route names first, then those of the territory."""
    value = queries.concern_value(actor, code)
    known = [value.route_unit, value.lead, *(part.unit for part in value.parts), value.reception]
    first = {unit.id: unit.name for unit in known if unit is not None}
    rest = {unit.id: unit.name for unit in units_to_choose(actor, at, chosen=sorted(first))}
    return list({**first, **rest}.items())


def reasons() -> list[Choice]:
    return [(key, str(queries.REASONS[key])) for key in states.REASONS]


def reopen_reasons() -> list[Choice]:
    return [(key, str(queries.REOPENS[key])) for key in states.REOPENS]


def wishes() -> list[Choice]:
    return [(key, str(queries.WISHES[key])) for key in states.WISHES]


def record_choices(actor: Actor) -> dict[str, list[Choice]]:
    """What the reader's own desk may note down a call about, with the territory before the key."""
    territories = queries.desks_of(actor)
    services = [(f"{one}/{key}", name) for one in territories for key, name in queries.services_of(one)]
    places = [(spot.key, spot.name) for one in territories for spot in queries.spots_of(one)]
    return {"services": services, "places": places}


def record_page(actor: Actor, form: Any) -> ActPage:
    has = bool(queries.desks_of(actor))
    return ActPage(
        title=_("Ghi phản ánh nhận qua điện thoại, thư, tại chỗ"),
        crumb=Link(_("Phản ánh"), reverse("concerns:list")),
        said=_("Người gửi nhận mã, cơ quan trả lời và ngày hứa ngay, như khi gửi qua cổng. Cách liên hệ được mã hóa.")
        if has
        else _("%(unit)s không phải cơ quan tiếp nhận phản ánh của địa bàn nào.") % {"unit": actor.unit_name},
        form=form,
        label=_("Ghi và lấy mã") if has else "",
        why=_("Bạn làm được việc này vì ngồi ở %(unit)s.") % {"unit": actor.unit_name},
    )


def receipt_page(actor: Actor, code: str, key: str, at: datetime) -> ReceiptPage:
    value = queries.concern_value(actor, code)
    unit = value.route_unit or value.reception
    link = f"{settings.PHOIHOP_SITE_URL}/phan-anh/{code}/{key}/"
    return ReceiptPage(
        title=_("Đã ghi phản ánh"),
        code=code,
        said=_("Đọc cho người gửi mã, cơ quan trả lời và ngày hứa."),
        terms=(
            Term(_("Cơ quan trả lời"), unit.name),
            Term(_("Ngày hứa trả lời"), words.day(value.promised_date)),
            Term(_("Đường dẫn riêng của người gửi"), link, link),
        ),
        back=Link(_("Phản ánh"), reverse("concerns:list")),
        open=Link(_("Mở phản ánh"), reverse("concerns:concern", args=[code])),
        why=_("Bạn xem được vì %(unit)s tiếp nhận phản ánh của địa bàn.") % {"unit": actor.unit_name},
    )
