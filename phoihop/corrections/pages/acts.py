"""Acts that need words: opening, evidence, the finding, replies, and what the public asks to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.corrections import queries
from phoihop.corrections.pages import words as say
from phoihop.corrections.pages.items import similar_rows
from phoihop.corrections.queries.names import WHAT_A_CLAIM_IS
from phoihop.corrections.rules.similar import SAME
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Pager, Row
from phoihop.ground.powers import NotAllowed
from phoihop.organizations.queries import unit_names, units_to_choose

REPLY_DAYS = 7
# The act: its title, what is said above the form, the button.
ACTS = {
    "appear": (
        gettext_lazy("Thêm nơi đăng"),
        gettext_lazy("Mỗi nơi đăng một dòng. Bản chụp giúp thấy điều đã đăng dù trang gốc đổi."),
        gettext_lazy("Thêm"),
    ),
    "attach": (
        gettext_lazy("Nêu chứng cứ"),
        gettext_lazy("Chứng cứ là văn bản trong sổ, có số và trang. Quyền xem văn bản không đổi vì nó được nêu ở đây."),
        gettext_lazy("Nêu chứng cứ"),
    ),
    "write": (
        gettext_lazy("Viết kết luận"),
        gettext_lazy(
            "Chưa trình và chưa ai ngoài các cơ quan của hồ sơ thấy. Thiếu chứng cứ thì nói là chưa đủ chứng cứ."
        ),
        gettext_lazy("Lưu kết luận"),
    ),
    "return": (
        gettext_lazy("Trả lại để sửa"),
        gettext_lazy("Người viết sửa rồi trình lại."),
        gettext_lazy("Trả lại"),
    ),
    "publish": (
        gettext_lazy("Công bố đính chính"),
        gettext_lazy("Bản công khai giống hệt bản xem trước. Bản cũ, nếu có, vẫn đọc được cùng chỗ khác nhau."),
        gettext_lazy("Công bố"),
    ),
    "drop": (
        gettext_lazy("Thôi kiểm chứng"),
        gettext_lazy("Hồ sơ vẫn được lưu; nghĩa vụ kiểm chứng khép lại theo."),
        gettext_lazy("Thôi kiểm chứng"),
    ),
    "recheck": (
        gettext_lazy("Kiểm tra lại"),
        gettext_lazy("Bản đang công khai giữ nguyên cho đến khi có bản mới."),
        gettext_lazy("Mở kiểm tra lại"),
    ),
    "withdraw": (
        gettext_lazy("Rút đính chính"),
        gettext_lazy("Địa chỉ trang vẫn còn và hiện lời giải thích này; nội dung không còn ở đó."),
        gettext_lazy("Rút"),
    ),
    "ask": (
        gettext_lazy("Đề nghị nơi đăng phản hồi"),
        gettext_lazy(
            "Phản hồi được công khai nguyên văn. Hết hạn mà không có phản hồi thì trang công khai ghi như vậy."
        ),
        gettext_lazy("Đề nghị phản hồi"),
    ),
    "record": (
        gettext_lazy("Ghi phản hồi"),
        gettext_lazy("Chép nguyên văn, không tóm tắt, không sửa."),
        gettext_lazy("Ghi phản hồi"),
    ),
    "show-reply": (
        gettext_lazy("Công khai phản hồi"),
        gettext_lazy("Trước khi công khai, hãy chắc rằng phản hồi đúng là của nơi đăng, ví dụ xem đường dẫn họ đưa."),
        gettext_lazy("Công khai nguyên văn"),
    ),
    "pass-over-reply": (
        gettext_lazy("Không công khai phản hồi"),
        gettext_lazy(
            "Chỉ khi đây không phải lời của nơi đăng, hoặc không nói về điều này. Không phải vì không đồng ý."
        ),
        gettext_lazy("Không công khai"),
    ),
}


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A new claim: the form, and earlier claims like the text typed."""

    title: str
    crumb: Link
    said: str
    what: str
    form: Any
    similar: tuple[Row, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ChecksPage:
    title: str
    crumb: Link
    said: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    set_url: str
    why: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    title: str
    crumb: Link
    code: str
    state: Glyph
    text: str
    meta: str
    address: str
    reason: str
    claim: Link | None
    open: Link | None
    join: Act | None
    decline: Act | None
    similar: tuple[Row, ...]
    why: str


def start_of(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    """What forms of a claim begin with: as it stands, in the version that the reader sees."""
    value = queries.claim_value(actor, code)
    return {
        "version": value.version,
        "text": value.line.text,
        "verdict": value.line.verdict,
        "fact": value.fact,
        "explanation": value.explanation,
        "recheck_date": value.recheck_date,
        "until": local_date(at) + timedelta(days=REPLY_DAYS),
        "is_named": True,
    }


def start_of_reply(actor: Actor, code: str, number: int) -> dict[str, Any]:
    value = queries.claim_value(actor, code)
    reply = next((one for one in value.replies if one.number == number), None)
    return {"version": reply.version, "publisher": reply.publisher} if reply is not None else {}


def verdicts(actor: Actor, code: str) -> list[tuple[str, str]]:
    """The verdicts that this claim may get."""
    return say.verdict_choices(is_own_error=queries.claim_value(actor, code).line.is_own_error)


def places(actor: Actor, code: str) -> list[tuple[int, str]]:
    return [(one.number, one.publisher) for one in queries.claim_value(actor, code).appearances]


def units(
    actor: Actor, at: datetime, sent: QueryDict | None = None, *, with_own: bool = False
) -> list[tuple[int, str]]:
    """Units that may be chosen: the own one first, those found by what was typed, those chosen already."""
    chosen = [int(one) for name in ("agency_id", "supporting_ids", "unit_id") for one in _sent(sent, name)]
    found = units_to_choose(actor, at, text=sent.get("find", "") if sent else "", chosen=chosen)
    own = unit_names([actor.unit_id]) if with_own else {}
    return [*((pk, name.name) for pk, name in own.items()), *((one.id, one.name) for one in found)]


def _sent(sent: QueryDict | None, name: str) -> list[str]:
    given = sent.getlist(name) if sent else []
    return [one for one in given if one.isascii() and one.isdigit() and len(one) < 10]


def act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the claim stands."""
    value = queries.claim_value(actor, code)
    rights = value.rights
    allowed = {
        "appear": rights.archive,
        "attach": rights.evidence,
        "write": rights.write,
        "return": rights.give_back,
        "publish": rights.publish,
        "drop": rights.drop,
        "recheck": rights.recheck,
        "withdraw": rights.withdraw,
        "ask": rights.ask,
        "record": rights.record,
        "show-reply": rights.check,
        "pass-over-reply": rights.check,
    }
    if not allowed[act]:
        raise NotAllowed(_("Lúc này bạn không làm được việc này; hồ sơ %(code)s giữ nguyên.") % {"code": code})
    title, said, label = ACTS[act]
    return ActPage(
        title=str(title),
        crumb=Link(value.line.text, reverse("corrections:claim", args=[code])),
        said=str(said),
        form=form,
        label=str(label),
        why=value.why,
    )


def open_page(actor: Actor, form: Any) -> OpenPage:
    text = form.data.get("text", "") if form.is_bound else form.initial.get("text", "")
    return OpenPage(
        title=_("Mở kiểm chứng"),
        crumb=Link(_("Đính chính"), reverse("corrections:list")),
        said=_("Cơ quan nắm việc kiểm chứng bằng văn bản có số, trang; kết luận được duyệt rồi mới công bố."),
        what=str(WHAT_A_CLAIM_IS),
        form=form,
        similar=similar_rows(actor, text[:1000]) if text else (),
        why=_("Bạn xem được vì %(unit)s mở kiểm chứng của mình.") % {"unit": actor.unit_name},
    )


def is_known(actor: Actor, form: Any) -> bool:
    """Whether an earlier claim says the same and nobody has said that this is another: then the form says so."""
    if form.cleaned_data["is_other"]:
        return False
    same = [one for one in queries.similar_claims(actor, form.cleaned_data["text"]) if one.likeness >= SAME]
    if same:
        said = _("Đã có điều gần như vậy (%(code)s). Hãy xem bên dưới; nếu đây là điều khác, đánh dấu rồi gửi lại.")
        form.add_error("is_other", said % {"code": same[0].code})
    return bool(same)


def start_of_open(actor: Actor, asked: QueryDict) -> dict[str, Any]:
    """What a new claim begins with: a topic, or what somebody asked to be checked."""
    start: dict[str, Any] = {"dossier": asked.get("ve", "")[:80], "agency_id": actor.unit_id}
    if asked.get("yeu-cau"):
        check = queries.check_value(actor, asked.get("yeu-cau", ""))
        start |= {"check": check.code, "text": check.text, "publisher": check.publisher, "address": check.address}
    return start


def checks_page(actor: Actor, after: str) -> ChecksPage:
    found = queries.checks(actor, after=after)
    said = (
        _("%(desk)s nhận yêu cầu kiểm chứng của địa bàn. Không biết và không lưu ai gửi.") % {"desk": found.desk}
        if found.desk
        else _("Chưa có cơ quan nào nhận yêu cầu của địa bàn; những gì người dân gửi đang chờ, chưa ai đọc.")
    )
    return ChecksPage(
        title=_("Yêu cầu kiểm chứng của người dân"),
        crumb=Link(_("Đính chính"), reverse("corrections:list")),
        said=said,
        rows=tuple(
            Row(
                glyph=say.glyph(say.CHECK_STATES, line.state),
                what=line.text or _("Đã xóa theo hạn lưu"),
                url=reverse("corrections:check", args=[line.code]),
                meta=say.joined([line.publisher, say.day_of(line.received_at), line.claim]),
                code=line.code,
            )
            for line in found.lines
        ),
        pager=Pager(next_url=f"?sau={found.next}" if found.next else ""),
        empty=Empty(_("Chưa có yêu cầu nào."), _("Người dân gửi ở trang Đính chính của cổng thông tin.")),
        set_url=reverse("corrections:set-desk") if found.may_set else "",
        why=_("Bạn xem được vì %(unit)s nhận yêu cầu kiểm chứng, hoặc để biết ai nhận.") % {"unit": actor.unit_name},
    )


def check_page(actor: Actor, code: str) -> CheckPage:
    line = queries.check_value(actor, code)
    may = line.may_settle
    return CheckPage(
        title=_("Yêu cầu kiểm chứng %(code)s") % {"code": code},
        crumb=Link(_("Yêu cầu của người dân"), reverse("corrections:checks")),
        code=code,
        state=say.glyph(say.CHECK_STATES, line.state),
        text=line.text or _("Đã xóa theo hạn lưu"),
        meta=say.joined([line.publisher, say.day_of(line.received_at)]),
        address=line.address,
        reason=line.reason,
        claim=Link(line.claim, reverse("corrections:claim", args=[line.claim])) if line.claim else None,
        open=Link(_("Mở kiểm chứng"), f"{reverse('corrections:open')}?yeu-cau={code}") if may else None,
        join=Act(_("Gộp vào hồ sơ đã có…"), reverse("corrections:join-check", args=[code])) if may else None,
        decline=Act(_("Không kiểm chứng…"), reverse("corrections:decline-check", args=[code])) if may else None,
        similar=similar_rows(actor, line.text) if may else (),
        why=_("Bạn xem được vì %(unit)s nhận yêu cầu kiểm chứng của địa bàn.") % {"unit": actor.unit_name},
    )


def check_act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    line = queries.check_value(actor, code)
    titles: dict[str, Sequence[str]] = {
        "decline": (_("Không kiểm chứng"), _("Ghi vì sao: ý kiến, nhắm vào người, không tài liệu nào cho thấy được…")),
        "join": (_("Gộp vào hồ sơ đã có"), _("Điều được hỏi đã có trong một hồ sơ đính chính.")),
    }
    title, said = titles[act]
    if not line.may_settle:
        raise NotAllowed(
            _("Yêu cầu %(code)s đã được trả lời hoặc không thuộc cơ quan bạn; giữ nguyên.") % {"code": code}
        )
    return ActPage(
        title=title,
        crumb=Link(line.text[:120] or code, reverse("corrections:check", args=[code])),
        said=said,
        form=form,
        label=title,
        why=_("Bạn xem được vì %(unit)s nhận yêu cầu kiểm chứng của địa bàn.") % {"unit": actor.unit_name},
    )


def start_of_check(actor: Actor, code: str) -> dict[str, Any]:
    return {"version": queries.check_value(actor, code).version}
