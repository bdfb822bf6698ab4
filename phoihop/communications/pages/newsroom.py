"""The list of the editor's desk, and what pages of the record show of the news about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.communications import queries
from phoihop.communications.pages import words as say
from phoihop.communications.pages.words import number_in
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Link, Pager, Row, Tab, words
from phoihop.ground.powers import SIGNED_IN, may

VIEWS = (
    ("working", gettext_lazy("Đang làm")),
    ("out", gettext_lazy("Đã công bố")),
    ("back", gettext_lazy("Đã rút, đã bỏ")),
    ("all", gettext_lazy("Tất cả")),
)


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    text: str
    view: str
    begin: Link | None
    readers: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class NewsPanel:
    rows: tuple[Row, ...]
    begin: Link | None
    card: Link | None


def list_page(actor: Actor, asked: Mapping[str, str]) -> ListPage:
    view = asked.get("xem", "")
    view = view if view in dict(VIEWS) else "working"
    text, after = asked.get("q", "").strip()[:100], number_in(asked.get("sau", ""))
    found = queries.articles(actor, view=view, words=text, after=after)
    here = reverse("communications:list")
    following = {"xem": view, **({"q": text} if text else {}), "sau": found.next}
    readers = _readers(actor, found.waiting_feedback)
    return ListPage(
        title=_("Tin bài"),
        tabs=tuple(
            Tab(str(label), f"{here}?{urlencode({'xem': key})}", is_current=key == view) for key, label in VIEWS
        ),
        rows=tuple(row_of(line) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Không có tin nào ở đây."),
            _("Tin viết từ hồ sơ vấn đề, kế hoạch, báo cáo hay công văn có sẵn tiêu đề, ngày, cơ quan và liên kết."),
            Link(_("Viết tin"), reverse("communications:begin")) if found.may_begin else None,
        ),
        text=text,
        view=view,
        begin=Link(_("Viết tin"), reverse("communications:begin")) if found.may_begin else None,
        readers=readers,
        why=str(SIGNED_IN),
    )


def row_of(line: queries.ArticleLine) -> Row:
    if line.state == "SCHEDULED":
        when = _("ra lúc %(moment)s") % {"moment": say.moment_of(line.goes_out_at)}
    elif line.state == "PUBLISHED":
        when = _("công bố ngày %(day)s") % {"day": say.day_of(line.at)}
    else:
        when = _("viết ngày %(day)s") % {"day": say.day_of(line.at)}
    still_out = _("bản đang có trên cổng giữ nguyên") if line.is_out and line.state != "PUBLISHED" else ""
    return Row(
        glyph=say.glyph(say.ARTICLE_STATES, line.state),
        what=line.title,
        url=reverse("communications:article", args=[line.code]),
        meta=say.joined([line.unit, when, still_out]),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        hit=_("Chờ cơ quan bạn duyệt") if line.is_mine else "",
    )


def news_on(actor: Actor, code: str, at: datetime) -> NewsPanel | None:
    """What a page of the record shows: the articles about it, and where to write one."""
    rows = tuple(row_of(line) for line in queries.articles_about(actor, code))
    begin = card = None
    if may(actor, "article.begin", unit_id=actor.unit_id) and queries.is_seen(actor, code):
        begin = Link(_("Viết tin từ đây"), f"{reverse('communications:begin')}?{urlencode({'tu': code})}")
        if code.startswith(("VD-", "KH-")):
            card = Link(_("Viết thẻ kinh nghiệm"), f"{reverse('communications:begin-card')}?{urlencode({'tu': code})}")
    return NewsPanel(rows, begin, card) if rows or begin else None


def _readers(actor: Actor, waiting: int) -> Link | None:
    if not may(actor, "feedback.list"):
        return None
    label = ngettext("%(count)s góp ý chờ trả lời", "%(count)s góp ý chờ trả lời", waiting) % {"count": waiting}
    return Link(label if waiting else _("Góp ý của người đọc"), reverse("communications:feedback"))
