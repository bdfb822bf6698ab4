"""The register as a list, the tray of drafts, bringing files in, what is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.documents import queries
from phoihop.documents.commands import Outcome
from phoihop.documents.pages.words import (
    DECISIONS,
    moment,
    row_of,
    size_in_words,
)
from phoihop.documents.rules.guard import Decision, Finding
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Glyph, Link, Note, Pager, Row, Tab
from phoihop.ground.powers import may

VIEWS = {
    "": gettext_lazy("Tất cả"),
    "in": gettext_lazy("Văn bản đến"),
    "out": gettext_lazy("Văn bản đi"),
    "kept": gettext_lazy("Giữ để tham khảo"),
    "given": gettext_lazy("Được gửi cho mình"),
}


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    lede: str
    take_in_url: str
    books_url: str
    notes: tuple[Note, ...]
    tabs: tuple[Tab, ...]
    view: str
    text: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    why: str = ""


@dataclass(frozen=True, slots=True)
class TrayPage:
    title: str
    lede: str
    next: Link | None
    rows: tuple[Row, ...]
    empty: Empty
    why: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file. `name` is shown to who brought it and kept nowhere when the file was refused."""

    name: str
    glyph: Glyph
    reasons: tuple[str, ...]
    do: str
    link: Link | None
    is_taken: bool


@dataclass(frozen=True, slots=True)
class TakeInPage:
    title: str
    form: Form
    tray_url: str
    results: tuple[Result, ...]
    said: str
    tray: Link | None
    back: Link
    why: str = ""


@dataclass(frozen=True, slots=True)
class HeldItem:
    name: str
    facts: str
    reasons: tuple[str, ...]
    first: str
    release_url: str
    release_label: str
    asks_reason: bool
    drop_url: str


@dataclass(frozen=True, slots=True)
class HeldPage:
    title: str
    lede: str
    items: tuple[HeldItem, ...]
    form: Form
    empty: Empty
    why: str = ""


@dataclass(frozen=True, slots=True)
class AboutPanel:
    """Documents of a thing of another room, on that thing's page: those the reader may see."""

    rows: tuple[Row, ...]
    take_in_url: str


def list_page(actor: Actor, asked: Mapping[str, str]) -> ListPage:
    view = asked.get("xem", "")
    view = view if view in VIEWS else ""
    text = asked.get("q", "").strip()[:200]
    before = asked.get("truoc", "")
    found = queries.register_lines(
        actor, view=view, text=text, before=int(before) if before.isdecimal() and len(before) < 19 else None
    )
    return ListPage(
        title=_("Văn bản"),
        lede=_("Văn bản trong sổ của cơ quan và văn bản được gửi cho cơ quan. Mỗi lần mở tệp đều được ghi lại."),
        take_in_url=reverse("documents:take-in") if may(actor, "document.take_in") else "",
        books_url=reverse("documents:books"),
        notes=_waiting(actor),
        tabs=tuple(Tab(str(label), _list_url(one), is_current=one == view) for one, label in VIEWS.items()),
        view=view,
        text=text,
        rows=tuple(row_of(line) for line in found.lines),
        pager=Pager(
            previous_url=_list_url(view, text) if before else "",
            next_url=_list_url(view, text, found.next) if found.next else "",
        ),
        empty=Empty(
            _("Không có văn bản nào ở đây."),
            _("Văn bản hiện ở đây khi đã vào sổ.") if not text else _("Thử bớt chữ, hoặc tìm trong mọi phần."),
        ),
    )


def tray_page(actor: Actor) -> TrayPage:
    """What the clerk confirms, one after the other."""
    lines = queries.drafts(actor)
    rows = tuple(row_of(line, url=reverse("documents:register", args=[line.code])) for line in lines)
    return TrayPage(
        title=_("Chờ vào sổ"),
        lede=_("Số, loại, ngày, cơ quan và trích yếu đã được đề xuất từ nội dung. Xem lại, rồi bấm Enter để vào sổ."),
        next=Link(_("Xem văn bản đầu tiên"), rows[0].url) if rows else None,
        rows=rows,
        empty=Empty(
            _("Không còn văn bản nào chờ vào sổ."), "", Link(_("Đưa văn bản vào"), reverse("documents:take-in"))
        ),
    )


def take_in_page(actor: Actor, form: Form, results: Sequence[Result] = ()) -> TakeInPage:
    taken, may_register = sum(result.is_taken for result in results), may(actor, "document.register")
    said = (
        ngettext("Đã nhận %(taken)s trên %(all)s tệp.", "Đã nhận %(taken)s trên %(all)s tệp.", taken)
        % {"taken": taken, "all": len(results)}
        if results
        else ""
    )
    return TakeInPage(
        title=_("Đưa văn bản vào"),
        form=form,
        tray_url=reverse("documents:tray") if may_register else "",
        results=tuple(results),
        said=said,
        tray=Link(_("Xem và vào sổ"), reverse("documents:tray")) if taken and may_register else None,
        back=Link(_("Văn bản"), reverse("documents:list")),
    )


def result_of(actor: Actor, name: str, outcome: Outcome) -> Result:
    state, word = DECISIONS[outcome.decision]
    rules = [finding.rule for finding in outcome.findings]
    reasons = [_reason(finding) for finding in outcome.findings[:5]]
    if outcome.is_known and outcome.held_id:
        reasons.append(_("Tệp này đang được giữ; không giữ bản thứ hai."))
    elif outcome.is_known:
        reasons = [_("Cơ quan đã có tệp này; không tạo bản thứ hai.")]
    link = Link(outcome.code, reverse("documents:document", args=[outcome.code])) if outcome.code else None
    if outcome.held_id and may(actor, "held.see"):
        link = Link(_("Xem tệp đang giữ"), reverse("documents:held"))
    return Result(
        name=name,
        glyph=Glyph.of(state, str(word)),
        reasons=tuple(dict.fromkeys(reasons)),
        do=queries.what_to_do(outcome.decision, rules),
        link=link,
        is_taken=bool(outcome.code),
    )


def not_taken(name: str, sentence: str) -> Result:
    """A file of several that could not be brought in; the others were."""
    state, word = DECISIONS[Decision.REFUSED]
    return Result(name, Glyph.of(state, str(word)), (sentence,), "", None, is_taken=False)


def held_page(actor: Actor, at: datetime, form: Form) -> HeldPage:
    items = []
    for line in queries.held_lines(actor, at):
        waits = _("%(post)s đã cho nhận: %(reason)s") % {"post": line.first_post, "reason": line.reason}
        if line.wants_approver:
            waits = " ".join([waits, _("Người thứ hai phải là người duyệt.")])
        items.append(
            HeldItem(
                name=line.name,
                facts=_("%(size)s, %(post)s đưa vào lúc %(at)s; tự xóa lúc %(until)s")
                % {
                    "size": size_in_words(line.size),
                    "post": line.post,
                    "at": moment(line.held_at),
                    "until": moment(line.until),
                },
                reasons=tuple(queries.rule_in_words(rule) for rule in line.rules),
                first=waits if line.first_post else "",
                release_url=reverse("documents:release", args=[line.id]) if line.may_release else "",
                release_label=_("Đồng ý nhận (người thứ hai)") if line.first_post else _("Cho nhận (người thứ nhất)"),
                asks_reason=not line.first_post,
                drop_url=reverse("documents:drop", args=[line.id]) if line.may_drop else "",
            )
        )
    return HeldPage(
        title=_("Tệp đang giữ"),
        lede=_(
            "Tệp mà máy không đọc được: có mật khẩu, hỏng hoặc bản quét không có chữ. Tệp được mã hóa; cần hai người "
            "cùng cho nhận, quá hạn thì tự xóa. Tốt nhất là đưa lại một bản đọc được."
        ),
        items=tuple(items),
        form=form,
        empty=Empty(_("Không có tệp nào đang giữ.")),
    )


def _reason(finding: Finding) -> str:
    words, place = queries.rule_in_words(finding.rule), queries.place_in_words(finding)
    return f"{words} ({place})" if place else words


def documents_about(actor: Actor, code: str, at: datetime) -> AboutPanel | None:
    lines = queries.documents_about(actor, code)
    url = f"{reverse('documents:take-in')}?{urlencode({'ve': code})}" if may(actor, "document.take_in") else ""
    return AboutPanel(tuple(row_of(line) for line in lines), url) if lines or url else None


def _waiting(actor: Actor) -> tuple[Note, ...]:
    notes = []
    drafts, held = queries.draft_count(actor), queries.held_count(actor)
    if drafts:
        title = ngettext("%(count)s văn bản chờ vào sổ.", "%(count)s văn bản chờ vào sổ.", drafts) % {"count": drafts}
        notes.append(Note(title, link=Link(_("Xem và vào sổ"), reverse("documents:tray"))))
    if held:
        title = ngettext("%(count)s tệp đang giữ.", "%(count)s tệp đang giữ.", held) % {"count": held}
        notes.append(Note(title, link=Link(_("Xem tệp đang giữ"), reverse("documents:held"))))
    return tuple(notes)


def _list_url(view: str, text: str = "", before: int | None = None) -> str:
    asked: dict[str, Any] = {"xem": view, "q": text, "truoc": before}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('documents:list')}{'?' if query else ''}{query}"
