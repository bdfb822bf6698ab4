"""What was promised and how far it is: plans, topics, reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.ground.parts import Empty, Glyph, Link, Meter, Note, Pager, State, Term, legend, words
from phoihop.ground.powers import NotVisible
from phoihop.portal.pages import heads
from phoihop.portal.pages.frame import Site, Standing, name_of, standing
from phoihop.portal.pages.heads import Head
from phoihop.portal.pages.items import NewsItem, Photo, day_of, details_of, pager, photo, read_key, safe
from phoihop.portal.pages.news import changed, versions_url, withdrawn_note
from phoihop.portal.pages.progress import (
    STATES,
    Counted,
    PlanLine,
    Progress,
    plan_lines,
    progress_of,
    said_of,
    total_of,
)
from phoihop.portal.pages.shelves import SHELVES, TOLD_OF, folder_of, shelf_item
from phoihop.publications import queries


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as a row of the table: its counts in the order of `PlanListPage.columns`."""

    title: str
    url: str
    counts: tuple[tuple[str, int], ...]  # column, count
    total: int


@dataclass(frozen=True, slots=True)
class PlanListPage:
    title: str
    head: Head
    plans: tuple[PlanLine, ...]
    legend: tuple[Glyph, ...]
    columns: tuple[str, ...]
    rows: tuple[PlanRow, ...]
    pager: Pager
    empty: Empty


@dataclass(frozen=True, slots=True)
class TopicLine:
    title: str
    url: str
    state: str
    said: str
    meter: Meter


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    state: str
    span: str


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A plan or a topic: facts, progress with its table, what belongs to it, what was told of it."""

    title: str
    head: Head
    crumbs: tuple[Link, ...]
    kind: str
    summary: str
    body: SafeString
    photo: Photo | None
    facts: tuple[Term, ...]
    phases: tuple[Phase, ...]
    progress: Progress | None
    topics: tuple[TopicLine, ...]
    news: tuple[NewsItem, ...]
    all_news_url: str
    changed: str
    versions_url: str
    withdrawn: Note | None
    illustration: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    name: str
    number: str
    definition: str


@dataclass(frozen=True, slots=True)
class FileLine:
    title: str
    url: str
    meta: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    title: str
    head: Head
    crumbs: tuple[Link, ...]
    unit: str
    summary: str
    body: SafeString
    facts: tuple[Term, ...]
    signers: tuple[Term, ...]
    figures: tuple[FigureRow, ...]
    files: tuple[FileLine, ...]
    changed: str
    versions_url: str
    withdrawn: Note | None
    illustration: str


def plan_list_page(site: Site, *, at: str = "") -> PlanListPage:
    known, title = standing(), _("Kế hoạch và tiến độ")
    lines, following = queries.newest(kinds=("PLAN",), before=read_key(at), limit=40)
    return PlanListPage(
        title=title,
        head=Head(
            description=_("Từng kế hoạch phối hợp: bao nhiêu phần việc đã xong, đang làm, quá hạn."),
            data=heads.json_ld(heads.breadcrumbs(site, (name_of(known), "/"), (title, "/ke-hoach/"))),
            is_indexed=not at,
        ),
        plans=plan_lines(lines, site),
        legend=legend((State.DONE, State.DOING, State.LATE, State.BLOCK)),
        columns=tuple(str(word) for _name, _state, word in STATES),
        rows=tuple(_plan_row(line, site) for line in lines),
        pager=pager(site.url("/ke-hoach/"), at=at, following=following),
        empty=Empty(
            _("Chưa có kế hoạch nào được công bố"),
            _("Kế hoạch hiện ở đây cùng số liệu tiến độ khi cơ quan chủ trì công bố."),
            Link(_("Tin mới"), site.url("/tin/")),
        ),
    )


def _plan_row(line: queries.PublicationLine, site: Site) -> PlanRow:
    details = details_of(line, queries.PlanDetails)
    counts = tuple((str(word), int(getattr(details, name))) for name, _state, word in STATES)
    return PlanRow(line.title, site.url(line.path), counts, total_of(details))


def plan_page(code: str, site: Site) -> WorkPage:
    """Refused (NotVisible): no plan of this code ever was out."""
    return plan_of(_found(code, "PLAN"), site)


def plan_of(value: queries.PublicationValue, site: Site) -> WorkPage:
    """The page of this plan, whether it is out or an editor looks at it before."""
    details = details_of(value.line, queries.PlanDetails)
    facts = (
        (_("Chủ trì"), details.lead),
        (_("Phối hợp"), details.partner),
        (_("Năm"), str(details.year)),
        (_("Kỳ"), details.period),
    )
    topics = queries.by_codes(details.topics) if details.topics and not value.is_withdrawn else {}
    in_order = [topics[one] for one in details.topics if one in topics]
    return _work(
        value, details, site, _facts(facts), kind=_("Kế hoạch"), topics=tuple(_topic(line, site) for line in in_order)
    )


def topic_page(code: str, site: Site) -> WorkPage:
    """Refused (NotVisible): no topic of this code ever was out."""
    return topic_of(_found(code, "TOPIC"), site)


def topic_of(value: queries.PublicationValue, site: Site) -> WorkPage:
    """The page of this topic, whether it is out or an editor looks at it before."""
    details = details_of(value.line, queries.TopicDetails)
    plan = queries.by_codes([details.plan]).get(details.plan)
    facts = [
        Term(_("Kế hoạch"), plan.title if plan else details.plan, site.url(plan.path) if plan else ""),
        *_facts(((_("Loại"), details.topic_kind), (_("Tình trạng"), details.state))),
        *_facts(((_("Cơ quan"), ", ".join(details.units)),)),
    ]
    crumbs = (Link(plan.title, site.url(plan.path)),) if plan else ()
    phases = tuple(Phase(name, state, _span(start, end)) for name, state, start, end in details.phases)
    return _work(value, details, site, tuple(facts), kind=_("Vấn đề"), crumbs=crumbs, phases=phases)


def _work(
    value: queries.PublicationValue,
    details: Counted,
    site: Site,
    facts: tuple[Term, ...],
    *,
    kind: str,
    crumbs: tuple[Link, ...] = (),
    topics: tuple[TopicLine, ...] = (),
    phases: tuple[Phase, ...] = (),
) -> WorkPage:
    line, known = value.line, standing()
    lines, more = queries.newest(kinds=TOLD_OF, dossier=line.code, limit=10)
    steps = [(name_of(known), "/"), (_("Kế hoạch"), "/ke-hoach/"), (line.title, line.path)]
    nodes: list[dict[str, Any]] = [
        {**heads.organization(line.unit_name), "@id": f"{site.origin}{line.path}#co-quan"},
        heads.breadcrumbs(site, *steps),
    ]
    feeds = heads.feeds_at(line.path, line.title, site)
    return WorkPage(
        title=line.title,
        head=heads.line_head(line, site, kind="website", feeds=feeds, nodes=nodes, is_indexed=not value.is_withdrawn),
        crumbs=(Link(_("Kế hoạch"), site.url("/ke-hoach/")), *crumbs),
        kind=kind,
        summary="" if value.is_withdrawn else line.summary,
        body=safe(value.body),
        photo=None if value.is_withdrawn else photo(line.picture, site),
        facts=() if value.is_withdrawn else facts,
        phases=() if value.is_withdrawn else phases,
        progress=None if value.is_withdrawn else progress_of(details),
        topics=topics,
        news=tuple(shelf_item(one, site, known) for one in lines),
        all_news_url=site.url(f"{line.path}tin/") if more else "",
        changed=changed(line),
        versions_url="" if value.is_withdrawn else versions_url(line, site),
        withdrawn=withdrawn_note(value),
        illustration=words.illustration(line.is_illustration),
    )


def _topic(line: queries.PublicationLine, site: Site) -> TopicLine:
    details = details_of(line, queries.TopicDetails)
    return TopicLine(line.title, site.url(line.path), details.state, said_of(details), progress_of(details).meter)


def _facts(told: Sequence[tuple[str, str]]) -> tuple[Term, ...]:
    return tuple(Term(name, text) for name, text in told if text)


def _span(start: str, end: str) -> str:
    if start and end:
        return f"{day_of(start)}–{day_of(end)}"
    if start:
        return _("từ %(day)s") % {"day": day_of(start)}
    return _("đến %(day)s") % {"day": day_of(end)} if end else ""


def _found(code: str, kind: str) -> queries.PublicationValue:
    value = queries.publication(code)
    if value is None or value.line.kind != kind:
        raise NotVisible
    return value


# ── reviews ─────────────────────────────────────────────────────────────────────────────────────────────────


def review_page(code: str, site: Site) -> ReviewPage:
    """Refused (NotVisible): no review of this code ever was out."""
    value, known = _found(code, "REVIEW"), standing()
    line = value.line
    details = details_of(line, queries.ReviewDetails)
    shown = queries.ReviewDetails(source=details.source, period=details.period) if value.is_withdrawn else details
    source = queries.by_codes([details.source]).get(details.source)
    found = queries.files(shown.files) if shown.files else {}
    signed = day_of(shown.signed_date) if shown.signed_date else ""
    shelf = str(SHELVES["REVIEW"].title)
    return ReviewPage(
        title=line.title,
        head=_review_head(line, site, known, is_indexed=not value.is_withdrawn),
        crumbs=(Link(shelf, site.url(folder_of("REVIEW"))),),
        unit=line.unit_name,
        summary="" if value.is_withdrawn else line.summary,
        body=safe(value.body),
        facts=(
            Term(_("Của"), source.title if source else details.source, site.url(source.path) if source else ""),
            *_facts(((_("Kỳ"), shown.period), (_("Ngày ký"), signed))),
        ),
        signers=_facts(shown.signers),
        figures=tuple(FigureRow(*row) for row in shown.figures),
        files=tuple(_file(found[key]) for key in shown.files if key in found),
        changed=changed(line),
        versions_url="" if value.is_withdrawn else versions_url(line, site),
        withdrawn=withdrawn_note(value),
        illustration=words.illustration(line.is_illustration),
    )


def _review_head(line: queries.PublicationLine, site: Site, known: Standing, *, is_indexed: bool) -> Head:
    report = {
        "@type": "Report",
        "name": line.title,
        "datePublished": timezone.localtime(line.published_at).isoformat(),
        "inLanguage": "vi",
        "author": heads.organization(line.unit_name),
        "publisher": heads.publisher(known, site),
    }
    steps = [(name_of(known), "/"), (str(SHELVES["REVIEW"].title), folder_of("REVIEW")), (line.title, line.path)]
    return heads.line_head(line, site, nodes=[report, heads.breadcrumbs(site, *steps)], is_indexed=is_indexed)


def _file(one: queries.PublicFile) -> FileLine:
    return FileLine(one.title or one.name, f"/tep/{one.key}", f"{one.name} · {size_of(one.size)}")


def size_of(size: int) -> str:
    """A size as it is read: 240 kB, 1,2 MB."""
    if size < 1_000_000:
        return ngettext("%(count)s kB", "%(count)s kB", size) % {"count": max(1, round(size / 1000))}
    return _("%(count)s MB") % {"count": f"{size / 1_000_000:.1f}".replace(".", ",")}
