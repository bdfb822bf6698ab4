"""Shelves: one list for each kind of publication that is not news, all built alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.parts import Empty, Link
from phoihop.ground.powers import NotVisible
from phoihop.portal.pages import heads
from phoihop.portal.pages.frame import Site, Standing, name_of, standing
from phoihop.portal.pages.heads import Head
from phoihop.portal.pages.items import NewsItem, news_item, pager, read_key
from phoihop.portal.pages.news import NewsListPage
from phoihop.publications import queries

TOLD_OF = ("ARTICLE", "RELEASE", "ANSWER", "CORRECTION", "REVIEW", "CARD")  # what may be about a plan or topic


@dataclass(frozen=True, slots=True)
class Shelf:
    title: str | Promise
    lede: str | Promise
    empty: str | Promise
    why: str | Promise


SHELVES: dict[str, Shelf] = {
    "RELEASE": Shelf(
        gettext_lazy("Thông cáo"),
        gettext_lazy("Điều các cơ quan công bố về vụ việc của mình, sau khi có sự kiện cho phép nói."),
        gettext_lazy("Chưa có thông cáo nào"),
        gettext_lazy("Thông cáo hiện ở đây khi cơ quan có thẩm quyền công bố."),
    ),
    "CARD": Shelf(
        gettext_lazy("Cách làm hay"),
        gettext_lazy("Việc đã làm được ở một nơi, viết đủ để nơi khác làm theo."),
        gettext_lazy("Chưa có cách làm nào được giới thiệu"),
        gettext_lazy("Khi một kế hoạch có kết quả đáng chia sẻ, cơ quan thực hiện viết lại thành thẻ ở đây."),
    ),
    "ANSWER": Shelf(
        gettext_lazy("Câu trả lời"),
        gettext_lazy("Phản ánh đã được trả lời và được phép công khai; không nêu người gửi."),
        gettext_lazy("Chưa có câu trả lời nào được công khai"),
        gettext_lazy("Câu trả lời cho từng người gửi vẫn xem được bằng mã phản ánh."),
    ),
    "REVIEW": Shelf(
        gettext_lazy("Sơ kết, tổng kết"),
        gettext_lazy("Kết quả của từng kế hoạch theo kỳ, có số liệu và ý kiến bảo lưu."),
        gettext_lazy("Chưa có bản sơ kết nào"),
        gettext_lazy("Bản sơ kết hiện ở đây sau khi các bên đã ký."),
    ),
    "TOPIC": Shelf(
        gettext_lazy("Vấn đề"),
        gettext_lazy("Từng việc các cơ quan cùng làm, với tiến độ và tin liên quan."),
        gettext_lazy("Chưa có vấn đề nào được công bố"),
        gettext_lazy("Vấn đề hiện ở đây khi kế hoạch của nó được công bố."),
    ),
}


def folder_of(kind: str) -> str:
    return queries.path_of(kind, "").removesuffix("/")


def shelf_page(kind: str, site: Site, *, at: str = "") -> NewsListPage:
    """One kind, the newest first."""
    known, shelf = standing(), SHELVES[kind]
    lines, following = queries.newest(kinds=(kind,), before=read_key(at))
    path, title = folder_of(kind), str(shelf.title)
    return NewsListPage(
        title=title,
        lede=str(shelf.lede),
        head=Head(
            description=str(shelf.lede),
            data=heads.json_ld(heads.breadcrumbs(site, (name_of(known), "/"), (title, path))),
            is_indexed=not at,
        ),
        items=tuple(shelf_item(line, site, known) for line in lines),
        headings=(),
        current=site.url(path),
        pager=pager(site.url(path), at=at, following=following),
        empty=Empty(str(shelf.empty), str(shelf.why), Link(_("Về trang đầu"), site.url("/"))),
    )


def told_page(kind: str, code: str, site: Site, *, at: str = "") -> NewsListPage:
    """Everything told of one plan or topic, the newest first. Refused (NotVisible): it is not out."""
    known, about = standing(), queries.by_codes([code]).get(code)
    if about is None or about.kind != kind:
        raise NotVisible
    lines, following = queries.newest(kinds=TOLD_OF, dossier=code, before=read_key(at))
    path = f"{about.path}tin/"
    return NewsListPage(
        title=_("Đã công bố về “%(title)s”") % {"title": about.title},
        lede=about.summary,
        head=Head(feeds=heads.feeds_at(about.path, about.title, site), is_indexed=not at),
        items=tuple(shelf_item(line, site, known) for line in lines),
        headings=(),
        current=site.url(path),
        pager=pager(site.url(path), at=at, following=following),
        empty=Empty(
            _("Chưa có gì được công bố về việc này"),
            _("Tin, câu trả lời, đính chính về việc này sẽ hiện ở đây."),
            Link(about.title, site.url(about.path)),
        ),
    )


def shelf_item(line: queries.PublicationLine, site: Site, known: Standing) -> NewsItem:
    """A line with what this kind says first: the service of an answer, the period of a review."""
    item, details = news_item(line, site, known), line.details
    match details:
        case queries.AnswerDetails():
            return replace(item, category=details.service)
        case queries.ReviewDetails():
            return replace(item, category=details.period)
        case queries.TopicDetails():
            return replace(item, category=details.topic_kind)
    return item
