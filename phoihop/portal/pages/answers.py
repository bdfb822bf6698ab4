"""An answer to a concern, a good practice, a page of the portal itself, who speaks for which body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Link, Note, Term, words
from phoihop.ground.powers import NotVisible
from phoihop.portal.pages import heads
from phoihop.portal.pages.frame import Site, name_of, standing
from phoihop.portal.pages.heads import Head
from phoihop.portal.pages.items import Photo, day_of, details_of, photo, safe
from phoihop.portal.pages.news import changed, versions_url, withdrawn_note
from phoihop.portal.pages.shelves import SHELVES, folder_of
from phoihop.publications import queries


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page with its own heading; plain text, line by line as it was written."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PiecePage:
    """One publication that is read from top to bottom."""

    title: str
    head: Head
    crumbs: tuple[Link, ...]
    unit: str
    day: str
    iso: str
    summary: str
    parts: tuple[Part, ...]  # before the body
    body_heading: str
    body: SafeString
    facts: tuple[Term, ...]
    evidence: tuple[Link, ...]
    photo: Photo | None
    byline: str
    changed: str
    versions_url: str
    feedback_url: str
    withdrawn: Note | None
    illustration: str


@dataclass(frozen=True, slots=True)
class Speaker:
    name: str
    post: str
    phone: str
    phone_url: str
    email: str
    since: str
    illustration: str


@dataclass(frozen=True, slots=True)
class SpeakingUnit:
    unit: str
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class SpokespersonsPage:
    title: str
    head: Head
    units: tuple[SpeakingUnit, ...]
    empty: Empty


def answer_page(code: str, site: Site) -> PiecePage:
    """Refused (NotVisible): there never was an answer of this code."""
    value = _found(code, "ANSWER")
    details = details_of(value.line, queries.AnswerDetails)
    raisers = ngettext("%(count)s người hỏi", "%(count)s người hỏi", details.raisers) % {"count": details.raisers}
    facts = [
        Term(_("Lĩnh vực"), details.service),
        Term(_("Nhận ngày"), day_of(details.received_date)),
        Term(_("Trả lời ngày"), day_of(details.answered_date)),
    ]
    if details.due_date:
        facts.append(Term(_("Hẹn trả lời"), day_of(details.due_date)))
    facts += [Term(unit, part) for unit, part in details.parts]
    if details.raisers >= queries.FEW:  # fewer are not told, as in the open data
        facts.append(Term(_("Trả lời chung cho"), raisers))
    question = {
        "@type": "Question",
        "name": value.line.title,
        "text": details.question,
        "acceptedAnswer": {
            "@type": "Answer",
            "text": queries.as_plain(value.body),
            "author": heads.organization(value.line.unit_name),
        },
    }
    page: dict[str, object] = {"@type": "QAPage", "mainEntity": question}
    evidence = tuple(Link(name, url) for name, url in details.evidence)
    parts = (Part(_("Câu hỏi"), details.question),)
    return _piece(value, site, parts, tuple(facts), evidence=evidence, body_heading=_("Câu trả lời chung"), node=page)


def card_page(code: str, site: Site) -> PiecePage:
    """Refused (NotVisible): there never was a card of this code."""
    return card_of(_found(code, "CARD"), site)


def card_of(value: queries.PublicationValue, site: Site) -> PiecePage:
    """The page of this card, whether it is out or an editor looks at it before."""
    details = details_of(value.line, queries.CardDetails)
    told = (
        (_("Vấn đề"), details.problem),
        (_("Cách làm"), details.practice),
        (_("Kết quả"), details.result),
        (_("Chi phí"), details.cost),
    )
    source = queries.by_codes([details.source]).get(details.source) if details.source else None
    facts = [Term(_("Từ"), source.title, site.url(source.path))] if source else []
    if details.contact:
        facts.append(Term(_("Hỏi thêm"), details.contact))
    parts = tuple(Part(name, text) for name, text in told if text)
    return _piece(value, site, parts, tuple(facts), body_heading=_("Nói thêm") if value.body else "")


def own_page(code: str, site: Site) -> PiecePage:
    """A page of the portal itself. Refused (NotVisible): there is none of this code."""
    return _piece(_found(code, "PAGE"), site, (), ())


def _piece(
    value: queries.PublicationValue,
    site: Site,
    parts: tuple[Part, ...],
    facts: tuple[Term, ...],
    *,
    evidence: tuple[Link, ...] = (),
    body_heading: str = "",
    node: dict[str, object] | None = None,
) -> PiecePage:
    line, known = value.line, standing()
    shelf = SHELVES.get(line.kind)
    folder = folder_of(line.kind)
    steps = [(name_of(known), "/"), *([(str(shelf.title), folder)] if shelf else []), (line.title, line.path)]
    nodes = [heads.breadcrumbs(site, *steps)]
    if node is not None and not value.is_withdrawn:
        nodes.insert(0, node)
    at = timezone.localtime(line.published_at)
    is_shown = not value.is_withdrawn
    return PiecePage(
        title=line.title,
        head=heads.line_head(line, site, text=queries.as_plain(value.body[:2000]), nodes=nodes, is_indexed=is_shown),
        crumbs=(Link(str(shelf.title), site.url(folder)),) if shelf else (),
        unit=line.unit_name,
        day=words.day(at),
        iso=at.date().isoformat(),
        summary=line.summary if is_shown else "",
        parts=parts if is_shown else (),
        body_heading=body_heading if is_shown else "",
        body=safe(value.body),
        facts=facts if is_shown else (),
        evidence=evidence if is_shown else (),
        photo=photo(line.picture, site) if is_shown else None,
        byline=line.byline if is_shown else "",
        changed=changed(line),
        versions_url=versions_url(line, site) if is_shown else "",
        feedback_url=site.url(f"{line.path}gop-y/") if line.kind == "CARD" and is_shown else "",
        withdrawn=withdrawn_note(value),
        illustration=words.illustration(line.is_illustration),
    )


def _found(code: str, kind: str) -> queries.PublicationValue:
    value = queries.publication(code)
    if value is None or value.line.kind != kind:
        raise NotVisible
    return value


def spokespersons_page(site: Site, at: datetime) -> SpokespersonsPage:
    """Who speaks for which body today."""
    known, title, today = standing(), _("Người phát ngôn"), local_date(at)
    lines = [one for one in queries.spokespersons() if _speaks(one, today)]
    units = tuple(
        SpeakingUnit(unit, tuple(_speaker(one) for one in group))
        for unit, group in groupby(lines, key=lambda one: one.unit_name)
    )
    nodes = [
        {
            **heads.organization(one.unit),
            "contactPoint": [
                {"@type": "ContactPoint", "contactType": "press", "telephone": who.phone, "email": who.email}
                for who in one.speakers
            ],
        }
        for one in units
    ]
    steps = heads.breadcrumbs(site, (name_of(known), "/"), (title, "/nguoi-phat-ngon/"))
    return SpokespersonsPage(
        title=title,
        head=Head(description=_("Ai trả lời báo chí thay mặt cơ quan nào."), data=heads.json_ld(*nodes, steps)),
        units=units,
        empty=Empty(
            _("Chưa có cơ quan nào công bố người phát ngôn"),
            _("Danh sách này do từng cơ quan tự công bố."),
            Link(_("Về trang đầu"), site.url("/")),
        ),
    )


def _speaks(one: queries.SpokespersonLine, today: date) -> bool:
    has_begun = one.since_date is None or one.since_date <= today
    return has_begun and (one.until_date is None or one.until_date >= today)


def _speaker(one: queries.SpokespersonLine) -> Speaker:
    digits = "".join(char for char in one.phone if char.isdigit() or char == "+")
    since = _("từ %(day)s") % {"day": words.day(one.since_date)} if one.since_date else ""
    illustration = words.illustration(one.is_illustration)
    return Speaker(one.name, one.post, one.phone, f"tel:{digits}" if digits else "", one.email, since, illustration)
