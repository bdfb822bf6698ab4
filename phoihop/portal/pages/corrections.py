"""What was claimed, what the evidence says, and how the correction itself changed. Nothing here is about a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground import clock
from phoihop.ground.parts import Empty, Glyph, Link, Note, Pager, words
from phoihop.ground.powers import NotVisible
from phoihop.portal.pages import heads
from phoihop.portal.pages.frame import Site, name_of, standing
from phoihop.portal.pages.heads import Head
from phoihop.portal.pages.items import day_of, details_of, pager, read_key, safe
from phoihop.portal.pages.news import changed, versions_url, withdrawn_note
from phoihop.publications import queries

HERE = "/dinh-chinh/"
BEST, WORST = 5, 1
VERDICTS: dict[str, str | Promise] = {
    "TRUE": gettext_lazy("Đúng"),
    "CONTEXT": gettext_lazy("Thiếu bối cảnh"),
    "PARTLY": gettext_lazy("Sai một phần"),
    "FALSE": gettext_lazy("Sai"),
    "UNPROVEN": gettext_lazy("Chưa đủ chứng cứ"),
    "CORRECTED": gettext_lazy("Đã đính chính"),
}
SCALE = gettext_lazy("5: đúng · 3: thiếu bối cảnh · 2: sai một phần · 1: sai; chưa đủ chứng cứ thì không cho điểm")
ONE_PAGE = 30


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    claim: str
    url: str
    verdict: Glyph
    fact: str
    unit: str
    day: str
    iso: str
    is_own_error: bool
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many stand under it."""

    label: str
    value: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    title: str
    head: Head
    rows: tuple[CorrectionRow, ...]
    verdicts: tuple[Choice, ...]
    units: tuple[Choice, ...]
    verdict: str
    here: str
    ask_url: str
    scale: str
    pager: Pager
    empty: Empty


@dataclass(frozen=True, slots=True)
class PlaceLine:
    publisher: str
    address: str
    url: str  # empty where the address is no web address
    day: str
    iso: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    number: str
    title: str
    page: str
    url: str


@dataclass(frozen=True, slots=True)
class ReplyLine:
    publisher: str
    day: str
    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    title: str
    head: Head
    crumbs: tuple[Link, ...]
    code: str
    unit: str
    byline: str
    day: str
    iso: str
    verdict: Glyph
    is_own_error: bool
    corrected: Link | None
    corrected_words: str
    fact: str
    body: SafeString
    places: tuple[PlaceLine, ...]
    papers: tuple[PaperLine, ...]
    replies: tuple[ReplyLine, ...]
    waiting: tuple[str, ...]
    recheck: str
    address: str  # as it is printed
    changed: str
    versions_url: str
    feedback_url: str
    reply_url: str
    card_url: str
    withdrawn: Note | None
    illustration: str


@dataclass(frozen=True, slots=True)
class SendPage:
    """A form of the public, or what its sender is told."""

    title: str
    head: Head
    crumbs: tuple[Link, ...]
    lede: str
    about: str
    form: Any
    shield: Any
    send: str
    receipt: str = ""
    receipt_words: str = ""


def correction_list_page(site: Site, *, verdict: str = "", unit: str = "", at: str = "") -> CorrectionsPage:
    """Corrections, the newest first, own errors among them; of one verdict, of one agency. A constant number of
    queries."""
    known, title = standing(), _("Đính chính và kiểm chứng")
    counts = queries.correction_counts()
    verdict = verdict if verdict in VERDICTS else ""
    unit = unit if unit in dict(counts.units) else ""
    lines, following = queries.newest(
        kinds=("CORRECTION",), category=verdict, unit_name=unit, before=read_key(at), limit=ONE_PAGE
    )
    here = site.url(HERE)
    path = _filtered(here, verdict, unit)
    numbers = dict(counts.verdicts)
    steps = ((name_of(known), "/"), (title, HERE))
    return CorrectionsPage(
        title=title,
        head=Head(
            description=_("Điều đã được nói, kết luận kèm chứng cứ có số và trang, và mọi lần kết luận thay đổi."),
            feeds=heads.feeds_at(HERE, title, site),
            data=heads.json_ld(heads.breadcrumbs(site, *steps)),
            is_indexed=not (at or verdict or unit),
        ),
        rows=tuple(_row(line, site) for line in lines),
        verdicts=(
            Choice(_("Mọi kết luận"), "", _filtered(here, "", unit), not verdict),
            *(
                Choice(f"{words_} ({numbers[key]})", key, _filtered(here, key, unit), key == verdict)
                for key, words_ in VERDICTS.items()
                if numbers.get(key)
            ),
        ),
        units=(
            Choice(_("Mọi cơ quan"), "", _filtered(here, verdict, ""), not unit),
            *(Choice(f"{name} ({n})", name, _filtered(here, verdict, name), name == unit) for name, n in counts.units),
        ),
        verdict=verdict,
        here=here,
        ask_url=site.url(f"{HERE}yeu-cau/"),
        scale=str(SCALE),
        pager=_pager(path, at, following),
        empty=Empty(
            _("Chưa có kết luận nào như vậy"),
            _("Kết luận chỉ hiện ở đây sau khi đã có chứng cứ và người thứ hai duyệt."),
            Link(_("Mọi kết luận"), here),
        ),
    )


def correction_page(code: str, site: Site) -> CorrectionPage:
    """Refused (NotVisible): no correction of this code ever was out."""
    value = queries.publication(code)
    if value is None or value.line.kind != "CORRECTION":
        raise NotVisible
    return correction_of(value, site)


def correction_of(value: queries.PublicationValue, site: Site) -> CorrectionPage:
    """The page of this copy, whether it is out or somebody looks at it before."""
    line, gone = value.line, value.is_withdrawn
    full = details_of(line, queries.CorrectionDetails)
    details = queries.CorrectionDetails(claim=full.claim, verdict="", verdict_words="") if gone else full
    wrong = queries.by_codes([details.corrected]).get(details.corrected) if details.corrected else None
    at, today = timezone.localtime(line.published_at), clock.local_date(clock.now())
    title = _("Đính chính và kiểm chứng")
    return CorrectionPage(
        title=line.title,
        head=_head(value, details, site),
        crumbs=(Link(title, site.url(HERE)),),
        code=line.code,
        unit=line.unit_name,
        byline=line.byline,
        day=words.day(at),
        iso=at.date().isoformat(),
        verdict=verdict_of(details),
        is_own_error=details.is_own_error,
        corrected=Link(wrong.title, site.url(wrong.path)) if wrong else None,
        corrected_words=details.corrected_title or details.corrected,
        fact=details.fact,
        body=safe(value.body),
        places=tuple(_place(*one) for one in details.appearances),
        papers=tuple(PaperLine(*one) for one in details.evidence),
        replies=tuple(ReplyLine(name, day_of(iso), iso, text) for name, iso, text in details.replies),
        waiting=tuple(_waiting(name, iso, today) for name, iso in details.asked),
        recheck=_recheck(details.recheck_date, today),
        address=site.whole(line.path),
        changed=changed(line),
        versions_url="" if gone else versions_url(line, site),
        feedback_url="" if gone else site.url(f"{line.path}gop-y/"),
        reply_url="" if gone or not details.appearances else site.url(f"{line.path}tra-loi/"),
        card_url=f"{line.path}the.png",
        withdrawn=withdrawn_note(value),
        illustration=words.illustration(line.is_illustration),
    )


def verdict_of(details: queries.CorrectionDetails) -> Glyph:
    """Outline and words of a verdict, in the reader's language where the portal knows it."""
    said = str(VERDICTS[details.verdict]) if details.verdict in VERDICTS else details.verdict_words
    return Glyph(details.shape or "held", said)


def publishers_of(code: str) -> tuple[str, ...]:
    """Who published the claim of a correction that is out. Refused (NotVisible): none is."""
    line = queries.by_codes([code]).get(code)
    if line is None or line.kind != "CORRECTION":
        raise NotVisible
    details = details_of(line, queries.CorrectionDetails)
    return tuple(dict.fromkeys(one[0] for one in details.appearances))


def reply_page(code: str, site: Site, *, form: Any, shield: Any, receipt: str = "") -> SendPage:
    line = queries.by_codes([code])[code]
    return SendPage(
        title=_("Đã nhận phản hồi") if receipt else _("Phản hồi của nơi đăng"),
        head=Head(is_indexed=False),
        crumbs=(Link(line.title, site.url(line.path)),),
        lede=_(
            "Dành cho báo, đài, trang tin, cơ quan đã đăng điều này. Phản hồi được kiểm tra là đúng của nơi đăng rồi"
            " công khai nguyên văn bên kết luận."
        ),
        about=line.title,
        form=form,
        shield=shield,
        send=_("Gửi phản hồi"),
        receipt=receipt,
        receipt_words=_("%(unit)s kiểm tra rồi công khai nguyên văn; không ai sửa lời của nơi đăng.")
        % {"unit": line.byline or line.unit_name},
    )


def request_page(site: Site, *, form: Any, shield: Any, receipt: str = "") -> SendPage:
    return SendPage(
        title=_("Đã nhận yêu cầu kiểm chứng") if receipt else _("Yêu cầu kiểm chứng một thông tin"),
        head=Head(is_indexed=False),
        crumbs=(Link(_("Đính chính và kiểm chứng"), site.url(HERE)),),
        lede=_(
            "Gửi một điều đã được đăng mà bạn muốn biết đúng hay sai: có gì, ở đâu, khi nào, bao nhiêu. Ý kiến và lời"
            " phê bình không phải thứ để kiểm chứng. Không cần tài khoản; không hỏi và không lưu bạn là ai."
        ),
        about="",
        form=form,
        shield=shield,
        send=_("Gửi yêu cầu"),
        receipt=receipt,
        receipt_words=_("Nếu kiểm chứng được, kết luận hiện ở trang Đính chính; không ai liên hệ với bạn."),
    )


def send_page(about: str, site: Site, *, form: Any, shield: Any, receipt: str = "") -> SendPage:
    """The form of a reply to `about`, or of somebody's wish."""
    if about:
        return reply_page(about, site, form=form, shield=shield, receipt=receipt)
    return request_page(site, form=form, shield=shield, receipt=receipt)


def territory_for(about: str) -> str:
    """The territory of a correction, which its code carries; of a new wish that of the portal."""
    return about.split("-")[1] if about else queries.portal_note().territory


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _row(line: queries.PublicationLine, site: Site) -> CorrectionRow:
    details = details_of(line, queries.CorrectionDetails)
    at = timezone.localtime(line.published_at)
    return CorrectionRow(
        claim=line.title,
        url=site.url(line.path),
        verdict=verdict_of(details),
        fact=details.fact,
        unit=line.unit_name,
        day=words.day(at),
        iso=at.date().isoformat(),
        is_own_error=details.is_own_error,
        is_illustration=line.is_illustration,
    )


def _filtered(here: str, verdict: str, unit: str) -> str:
    asked = {name: value for name, value in (("ket-luan", verdict), ("co-quan", unit)) if value}
    return f"{here}?{urlencode(asked)}" if asked else here


def _pager(path: str, at: str, following: Any) -> Pager:
    found = pager(path.partition("?")[0], at=at, following=following)
    query = path.partition("?")[2]
    if not query:
        return found
    more = found.next_url.replace("?", f"?{query}&") if found.next_url else ""
    return Pager(previous_url=path if found.previous_url else "", next_url=more, words=found.words)


def _place(publisher: str, address: str, iso: str, sha256: str) -> PlaceLine:
    is_web = address.lower().startswith(("https://", "http://"))
    return PlaceLine(publisher, address, address if is_web else "", day_of(iso), iso, sha256)


def _waiting(publisher: str, iso: str, today: date) -> str:
    values = {"publisher": publisher, "day": day_of(iso)}
    if iso < today.isoformat():
        return _("%(publisher)s được đề nghị phản hồi trước hết ngày %(day)s và chưa phản hồi.") % values
    return _("%(publisher)s được đề nghị phản hồi trước hết ngày %(day)s.") % values


def _recheck(iso: str, today: date) -> str:
    if not iso:
        return ""
    if iso <= today.isoformat():
        return _("Đang được kiểm tra lại từ ngày %(day)s.") % {"day": day_of(iso)}
    return _("Sẽ kiểm tra lại ngày %(day)s.") % {"day": day_of(iso)}


def _head(value: queries.PublicationValue, details: queries.CorrectionDetails, site: Site) -> Head:
    line, known = value.line, standing()
    steps = [(name_of(known), "/"), (_("Đính chính và kiểm chứng"), HERE), (line.title, line.path)]
    nodes = [heads.breadcrumbs(site, *steps)]
    if not value.is_withdrawn:
        nodes.insert(0, claim_review(value, details, site))
    feeds = heads.feeds_at(HERE, _("Đính chính và kiểm chứng"), site)
    head = heads.line_head(line, site, feeds=feeds, nodes=nodes, is_indexed=not value.is_withdrawn)
    return replace(head, description="") if value.is_withdrawn else head


def claim_review(value: queries.PublicationValue, details: queries.CorrectionDetails, site: Site) -> dict[str, Any]:
    """ClaimReview of schema.org: what was claimed where, and the verdict on the scale. Its author is an office."""
    line, known = value.line, standing()
    rating: dict[str, Any] = {
        "@type": "Rating",
        "alternateName": details.verdict_words,
        "ratingExplanation": details.fact,
        "bestRating": BEST,
        "worstRating": WORST,
    }
    if details.rating:
        rating["ratingValue"] = details.rating
    days = sorted(iso for _publisher, _address, iso, _sha in details.appearances if iso)
    claim: dict[str, Any] = {
        "@type": "Claim",
        "name": details.claim,
        "appearance": [_work(*one) for one in details.appearances],
    }
    if days:
        claim["datePublished"] = days[0]
    review: dict[str, Any] = {
        "@type": "ClaimReview",
        "@id": f"{site.origin}{line.path}#kiem-chung",
        "url": site.whole(line.path),
        "claimReviewed": details.claim,
        "datePublished": timezone.localtime(line.published_at).isoformat(),
        "dateModified": timezone.localtime(line.changed_at).isoformat(),
        "inLanguage": "vi",
        "author": heads.organization(line.unit_name),
        "publisher": heads.publisher(known, site),
        "reviewRating": rating,
        "itemReviewed": claim,
        "reviewBody": queries.as_plain(value.body),
        "version": line.version,
    }
    papers = [
        {
            "@type": "CreativeWork",
            "identifier": number,
            "name": title or number,
            **({"url": site.origin + url} if url else {}),
        }
        for number, title, _page, url in details.evidence
    ]
    if papers:
        review["citation"] = papers
    return review


def _work(publisher: str, address: str, iso: str, sha256: str) -> dict[str, Any]:
    work: dict[str, Any] = {
        "@type": "CreativeWork",
        "publisher": {"@type": "Organization", "name": publisher},
        "datePublished": iso,
    }
    work["url" if address.lower().startswith(("https://", "http://")) else "name"] = address
    if sha256:
        work["sha256"] = sha256
    return work
