"""Pages of the register: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Pager, Row, State, Tab, Term, words
from phoihop.ground.powers import SIGNED_IN, NotAllowed
from phoihop.press import queries
from phoihop.press.queries.words import KIND_WORDS, STANDS_WORDS

GLYPHS = {"COMING": State.PLAN, "SPEAKING": State.DOING, "ENDED": State.DONE}
MODES = ("", "own", "ended")


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    tabs: tuple[Tab, ...]
    find: str
    show: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    name: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class SpokespersonPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    acts: tuple[Act, ...]
    facts: tuple[Term, ...]
    why: str


def list_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ListPage:
    show = asked.get("xem", "") if asked.get("xem", "") in MODES else ""
    text = asked.get("tim", "")[:100]
    found = queries.spokespersons(actor, local_date(at), show=show, text=text, after=asked.get("sau", ""))
    here = reverse("press:list")
    labels = {"": _("Đang phát ngôn"), "own": _("Cơ quan mình"), "ended": _("Đã thôi")}
    following = {"sau": found.next} | ({"xem": show} if show else {}) | ({"tim": text} if text else {})
    return ListPage(
        title=_("Người phát ngôn"),
        tabs=tuple(
            Tab(labels[mode], f"{here}?{urlencode({'xem': mode})}" if mode else here, is_current=mode == show)
            for mode in MODES
        ),
        find=text,
        show=show,
        rows=tuple(_row(line) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có ai trong danh sách này."),
            _("Người duyệt của mỗi cơ quan giao người phát ngôn của cơ quan mình, kèm số văn bản công bố."),
        ),
        name=Link(_("Giao người phát ngôn"), reverse("press:name")) if found.may_name else None,
        why=str(SIGNED_IN),
    )


def spokesperson_page(actor: Actor, code: str, at: datetime) -> SpokespersonPage:
    value = queries.spokesperson_value(actor, code, local_date(at))
    line = value.line
    acts = []
    if value.may_amend:
        acts.append(Act(_("Sửa cách liên hệ"), reverse("press:amend", args=[code])))
    if value.may_end:
        acts.append(Act(_("Thôi giao"), reverse("press:end", args=[code])))
    public = _("Có trên cổng thông tin") if value.is_shown else _("Không có trên cổng thông tin")
    facts = [
        Term(_("Cơ quan"), line.unit),
        Term(_("Loại"), _upper(str(KIND_WORDS[line.kind]))),
        Term(_("Chức vụ"), line.post),
        Term(_("Điện thoại"), line.phone or "–"),
        Term(_("Thư điện tử"), line.email or "–"),
        Term(_("Văn bản công bố"), line.announced_by),
        Term(_("Thời hạn"), words.span(line.first, line.last)),
        Term(_("Công khai"), public),
    ]
    if value.end_reason:
        facts.append(Term(_("Lý do thôi"), value.end_reason))
    return SpokespersonPage(
        title=line.name,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=Glyph.of(GLYPHS[line.stands], str(STANDS_WORDS[line.stands])),
        meta=line.unit,
        back=Link(_("Người phát ngôn"), reverse("press:list")),
        acts=tuple(acts),
        facts=tuple(facts),
        why=value.why,
    )


def name_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Giao người phát ngôn"),
        crumb=Link(_("Người phát ngôn"), reverse("press:list")),
        said=_("Tên, chức vụ và cách liên hệ của %(unit)s hiện công khai trên cổng thông tin từ ngày bắt đầu.")
        % {"unit": actor.unit_name},
        form=form,
        label=_("Giao"),
        why=_("Bạn xem được vì bạn giữ quyền duyệt của %(unit)s.") % {"unit": actor.unit_name},
    )


def start_of(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    value = queries.spokesperson_value(actor, code, local_date(at))
    line = value.line
    return {
        "version": value.version,
        "post": line.post,
        "phone": line.phone,
        "email": line.email,
        "to_date": line.last or local_date(at),
    }


def act_page(actor: Actor, code: str, act: str, form: Any, at: datetime) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the line stands."""
    value = queries.spokesperson_value(actor, code, local_date(at))
    if not (value.may_amend if act == "amend" else value.may_end):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; %(code)s giữ nguyên.") % {"code": code})
    is_end = act == "end"
    return ActPage(
        title=_("Thôi giao người phát ngôn") if is_end else _("Sửa cách liên hệ"),
        crumb=Link(value.line.name, reverse("press:spokesperson", args=[code])),
        said=_("Sau ngày cuối, tên tự rút khỏi cổng thông tin.") if is_end else "",
        form=form,
        label=_("Thôi giao") if is_end else _("Ghi lại"),
        why=value.why,
    )


def _row(line: queries.SpokespersonLine) -> Row:
    reach = " · ".join(filter(None, (line.phone, line.email)))
    return Row(
        glyph=Glyph.of(GLYPHS[line.stands], str(STANDS_WORDS[line.stands])),
        what=f"{line.name}, {line.post}",
        url=reverse("press:spokesperson", args=[line.code]),
        meta=" · ".join(filter(None, (line.unit, str(KIND_WORDS[line.kind]), reach))),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
