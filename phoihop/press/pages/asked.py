"""Pages of corrections asked of the press: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import (
    Act,
    ActPage,
    DueDate,
    Empty,
    Glyph,
    Link,
    Note,
    Pager,
    Row,
    State,
    Tab,
    Term,
    WhyDate,
    words,
)
from phoihop.ground.powers import NotAllowed
from phoihop.organizations.queries import units_to_choose
from phoihop.press.pages.asking import AskingPanel, joined, query_row, why_date
from phoihop.press.queries import asked as reading
from phoihop.press.queries import asking as queries
from phoihop.press.queries.asking_words import ASKED_WAY_WORDS, ASKED_WORDS

GLYPHS = {
    "DRAFT": State.DOING,
    "WAITING": State.WAIT,
    "APPROVED": State.SOON,
    "SENT": State.WAIT,
    "CORRECTED": State.DONE,
    "REFUSED": State.HELD,
    "UNANSWERED": State.HELD,
    "DROPPED": State.HELD,
}
SHOW_WORDS = {
    "": gettext_lazy("Tất cả"),
    "cho-duyet": gettext_lazy("Chờ duyệt, chờ gửi"),
    "cho-tra-loi": gettext_lazy("Chờ nơi đăng"),
    "xong": gettext_lazy("Đã xong"),
}
ACTS = {
    "write": (
        gettext_lazy("Sửa yêu cầu cải chính"),
        gettext_lazy("Nêu điều sai và điều đúng, kiểm chứng được. Không yêu cầu gỡ bài."),
        gettext_lazy("Lưu"),
    ),
    "paper": (
        gettext_lazy("Nêu văn bản"),
        gettext_lazy("Văn bản trong sổ, có số và trang, cho thấy điều đúng."),
        gettext_lazy("Nêu văn bản"),
    ),
    "give_back": (
        gettext_lazy("Trả lại để sửa"),
        gettext_lazy("Người viết sửa rồi trình lại."),
        gettext_lazy("Trả lại"),
    ),
    "send": (
        gettext_lazy("Gửi yêu cầu cải chính"),
        gettext_lazy("Hạn của nơi đăng tính từ hôm nay, theo thời hạn cơ quan đã đặt."),
        gettext_lazy("Gửi"),
    ),
    "settle": (
        gettext_lazy("Ghi kết quả"),
        gettext_lazy("Nơi đăng đã cải chính, từ chối và nêu lý do, hoặc hết hạn không trả lời."),
        gettext_lazy("Ghi kết quả"),
    ),
    "drop": (gettext_lazy("Bỏ yêu cầu"), gettext_lazy("Chưa gửi gì; hồ sơ vẫn được lưu."), gettext_lazy("Bỏ")),
}


@dataclass(frozen=True, slots=True)
class AskedListPage:
    title: str
    tabs: tuple[Tab, ...]
    find: str
    show: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    open: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class AskedPaperRow:
    citation: str
    url: str
    page: str
    drop: Act | None


@dataclass(frozen=True, slots=True)
class AskedPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    said: str
    right: str
    item: str
    item_url: str
    facts: tuple[Term, ...]
    papers: tuple[AskedPaperRow, ...]
    why_date: WhyDate | None
    why: str


def asked_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> AskedListPage:
    show = asked.get("xem", "") if asked.get("xem", "") in reading.ASKED_SHOWS else ""
    text = asked.get("tim", "")[:100]
    found = reading.asked_list(actor, at, show=show, text=text, after=asked.get("sau", ""))
    here = reverse("press:asked-corrections")
    following = {"sau": found.next} | ({"xem": show} if show else {}) | ({"tim": text} if text else {})
    return AskedListPage(
        title=_("Yêu cầu cải chính"),
        tabs=tuple(
            Tab(str(SHOW_WORDS[one]), f"{here}?{urlencode({'xem': one})}" if one else here, is_current=one == show)
            for one in reading.ASKED_SHOWS
        ),
        find=text,
        show=show,
        rows=tuple(asked_row(line, at) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có yêu cầu nào trong danh sách này."),
            _("Yêu cầu cải chính nêu điều đã đăng, điều đúng và văn bản chứng minh; không bao giờ yêu cầu gỡ bài."),
        ),
        open=Link(_("Soạn yêu cầu"), reverse("press:open-asked")) if found.may_open else None,
        why=_("Bạn xem được yêu cầu của cơ quan mình, và những gì bạn kiểm tra."),
    )


def asked_row(line: reading.AskedLine, at: datetime) -> Row:
    due = None
    if line.state == "SENT" and line.due_date is not None:
        days = (line.due_date - local_date(at)).days
        icon = "late" if days < 0 else "soon" if days <= 2 else "plan"
        due = DueDate(words.day(line.due_date), line.due_date.isoformat(), words.distance(days, is_working=False), icon)
    return Row(
        glyph=Glyph.of(State.LATE if line.is_late else GLYPHS[line.state], str(ASKED_WORDS[line.state])),
        what=f"{line.publisher}: {line.title}",
        url=reverse("press:asked-correction", args=[line.code]),
        meta=line.unit,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        due=due,
    )


def asked_one_page(actor: Actor, code: str, at: datetime) -> AskedPage:
    value = reading.asked_value(actor, code, at)
    line = value.line
    primary, acts = _acts(value)
    notes = []
    if value.reason and line.state in ("DRAFT", "DROPPED"):
        notes.append(Note(_("Ghi chú:"), value.reason))
    if line.is_late:
        notes.append(Note(_("Nơi đăng đã hết hạn trả lời."), _("Hãy ghi kết quả."), is_late=True))
    return AskedPage(
        title=value.item_title or line.publisher,
        code=code,
        tag=words.illustration(line.is_illustration),
        state=Glyph.of(GLYPHS[line.state], str(ASKED_WORDS[line.state])),
        meta=joined(line.publisher, line.unit),
        back=Link(_("Yêu cầu cải chính"), reverse("press:asked-corrections")),
        notes=tuple(notes),
        primary=primary,
        acts=acts,
        said=value.said,
        right=value.right,
        item=value.item,
        item_url=value.item if value.item.lower().startswith(("https://", "http://")) else "",
        facts=tuple(_facts(value)),
        papers=tuple(
            AskedPaperRow(
                paper.citation,
                paper.url,
                paper.page,
                Act(_("Bỏ"), reverse("press:drop-asked-evidence", args=[code, paper.number]), value.version)
                if value.rights.write
                else None,
            )
            for paper in value.papers
        ),
        why_date=why_date(value.explanation) if value.explanation else None,
        why=value.why,
    )


def _acts(value: reading.AskedValue) -> tuple[Act | None, tuple[Act, ...]]:
    def url(name: str) -> str:
        return reverse(f"press:{name}", args=[value.line.code])

    rights, version = value.rights, value.version
    primary = None
    if rights.approve:
        primary = Act(_("Duyệt"), url("approve-asked"), version)
    elif rights.send:
        primary = Act(_("Gửi nơi đăng"), url("send-asked"))
    elif rights.present:
        primary = Act(_("Trình duyệt"), url("present-asked"), version)
    elif rights.settle:
        primary = Act(_("Ghi kết quả"), url("settle-asked"))
    elif rights.write:
        primary = Act(_("Nêu văn bản"), url("asked-evidence"))
    more = [
        (rights.write and rights.present, Act(_("Nêu văn bản"), url("asked-evidence"))),
        (rights.write, Act(_("Sửa"), url("write-asked"))),
        (rights.give_back, Act(_("Trả lại để sửa"), url("return-asked"))),
        (rights.drop, Act(_("Bỏ yêu cầu"), url("drop-asked"))),
    ]
    return primary, tuple(act for allowed, act in more if allowed)


def _facts(value: reading.AskedValue) -> list[Term]:
    facts = [Term(_("Ngày đăng"), words.day(value.item_date))]
    if value.story:
        facts.append(Term(_("Chuyện trong điểm báo"), value.story))
    if value.dossier:
        page = "plans:plan" if value.dossier.startswith("KH-") else "plans:topic"
        facts.append(Term(_("Về vấn đề"), value.dossier, reverse(page, args=[value.dossier])))
    if value.claim:
        facts.append(Term(_("Hồ sơ đính chính"), value.claim))
    if value.approved_at is not None:
        facts.append(Term(_("Duyệt"), joined(_moment(value.approved_at), value.approved_post)))
    if value.sent_at is not None:
        way = joined(str(ASKED_WAY_WORDS[value.way]), value.mail or value.recipient)
        facts.append(Term(_("Gửi"), joined(_moment(value.sent_at), value.sent_post, way)))
    if value.line.due_date is not None:
        facts.append(Term(_("Hạn của nơi đăng"), words.day(value.line.due_date)))
    if value.settled_date is not None:
        facts.append(Term(_("Kết quả"), joined(str(ASKED_WORDS[value.line.state]), words.day(value.settled_date))))
    if value.outcome_address:
        facts.append(Term(_("Cải chính ở"), value.outcome_address))
    if value.outcome_note:
        facts.append(Term(_("Nơi đăng nêu"), value.outcome_note))
    return facts


def _moment(at: datetime) -> str:
    return words.moment(timezone.localtime(at))


# ── acts that need words ────────────────────────────────────────────────────────────────────────────────────


def open_asked_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Soạn yêu cầu cải chính"),
        crumb=Link(_("Yêu cầu cải chính"), reverse("press:asked-corrections")),
        said=_(
            "Nêu một điều đã đăng chưa đúng, điều đúng, và văn bản chứng minh. Không yêu cầu gỡ bài, không xét ai viết."
        ),
        form=form,
        label=_("Soạn"),
        why=_("Bạn xem được vì bạn soạn cho %(unit)s.") % {"unit": actor.unit_name},
    )


def start_of_open_asked(at: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    return {
        "item_date": local_date(at),
        "story": asked.get("chuyen", "")[:80],
        "claim": asked.get("dinh-chinh", "")[:80],
        "dossier": asked.get("van-de", "")[:80],
    }


def start_of_asked(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    value = reading.asked_value(actor, code, at)
    return {
        "version": value.version,
        "publisher": value.line.publisher,
        "item": value.item,
        "item_title": value.item_title,
        "item_date": value.item_date,
        "said": value.said,
        "right": value.right,
        "way": "MAIL",
        "day": local_date(at),
    }


def recipients(actor: Actor, at: datetime) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in units_to_choose(actor, at)]


def asked_act_page(actor: Actor, code: str, act: str, form: Any, at: datetime) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the request stands."""
    value = reading.asked_value(actor, code, at)
    if not getattr(value.rights, "write" if act == "paper" else act):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; %(code)s giữ nguyên.") % {"code": code})
    title, said, label = ACTS[act]
    return ActPage(
        title=str(title),
        crumb=Link(value.item_title or value.line.publisher, reverse("press:asked-correction", args=[code])),
        said=str(said),
        form=form,
        label=str(label),
        why=value.why,
    )


def asking_on(actor: Actor, code: str, at: datetime) -> AskingPanel | None:
    """What the press asked about a topic or plan, and what was asked of the press."""
    rows = [query_row(line, at) for line in queries.queries_on(actor, code, at)]
    rows += [asked_row(line, at) for line in reading.asked_on(actor, code, at)]
    return AskingPanel(tuple(rows)) if rows else None
