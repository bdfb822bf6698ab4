"""One document with everything its page shows; a draft with what its text proposes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.documents import states
from phoihop.documents.models import Book, Content, Document, Link, Rendition, Share
from phoihop.documents.outside import bench, store
from phoihop.documents.queries.lines import DocumentLine, line_of, seen_by
from phoihop.documents.queries.scans import scans_of
from phoihop.documents.rules import blackening, personal, retention
from phoihop.documents.rules.reading import Signature
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotVisible, ask, may, why
from phoihop.ground.text import fold
from phoihop.organizations.queries import unit_names


@dataclass(frozen=True, slots=True)
class RenditionValue:
    kind: str
    number: int
    size: int
    media_type: str
    file_name: str
    made_at: datetime
    made_post: str
    signatures: tuple[Signature, ...]
    signatures_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShareValue:
    unit_id: int
    unit: str
    because: str
    shared_at: datetime
    post: str


@dataclass(frozen=True, slots=True)
class DocumentRights:
    """What the reader may do with it as it stands now."""

    open: bool
    register: bool
    describe: bool
    discard: bool
    replace: bool
    link: bool
    share: bool
    redact: bool
    recall: bool
    retain: bool
    freeze: bool


@dataclass(frozen=True, slots=True)
class DocumentValue:
    line: DocumentLine
    owner: str
    book_id: int | None
    book: str
    signer: str
    signer_post: str
    recipients: str
    note: str
    pages: int
    findings: tuple[tuple[str, str, int], ...]  # rule, kind of place, page
    proposal: dict[str, Any]
    retention: str
    keep_until: date | None
    is_frozen: bool
    frozen_reason: str
    recall_reason: str
    taken_in_post: str
    registered_at: datetime | None
    registered_post: str
    renditions: tuple[RenditionValue, ...]  # newest first within a kind, originals first
    links: tuple[str, ...]
    shares: tuple[ShareValue, ...]
    personal: tuple[str, ...]
    rights: DocumentRights
    version: int
    why: str


def document_value(actor: Actor, code: str, *, power: str = "") -> DocumentValue:
    """The document as its page shows it. Not visible to outsiders; drafts only to those who work in their unit.

    `power` is that of the act whose page this is: refused as the command would refuse.
    """
    row = _visible(actor, code)
    if power:
        ask(actor, power, row)
    shares = list(Share.rows.filter(document=row).order_by("pk"))
    names = unit_names([row.owner_id, *(one.unit_id for one in shares)])
    book = Book.rows.filter(pk=row.book_id).first() if row.book_id else None
    opens = may(actor, opening(row), row)
    is_own = may(actor, "document.link", row)
    return DocumentValue(
        line=line_of(row),
        owner=names[row.owner_id].name,
        book_id=row.book_id if book and may(actor, "book.see", book) else None,
        book=book.name if book else "",
        signer=row.signer,
        signer_post=row.signer_post,
        recipients=row.recipients,
        note=row.note,
        pages=row.pages,
        findings=tuple((f["rule"], f["kind"] or "", f["page"]) for f in json.loads(row.findings)),
        proposal=json.loads(row.proposal),
        retention=row.retention,
        keep_until=_keep_until(row),
        is_frozen=row.is_frozen,
        frozen_reason=row.frozen_reason,
        recall_reason=row.recall_reason,
        taken_in_post=row.taken_in_post,
        registered_at=row.registered_at,
        registered_post=row.registered_post,
        renditions=renditions_of(row),
        links=tuple(Link.rows.filter(document=row).order_by("pk").values_list("about", flat=True)) if is_own else (),
        shares=tuple(
            ShareValue(one.unit_id, names[one.unit_id].name, one.because, one.shared_at, one.post) for one in shares
        ),
        personal=personal_kinds(row) if is_own and opens else (),
        rights=_rights(actor, row, opens=opens),
        version=row.version,
        why=why(actor, row),
    )


def renditions_of(row: Document) -> tuple[RenditionValue, ...]:
    order = {kind: place for place, kind in enumerate(states.RENDITIONS)}
    rows = sorted(Rendition.rows.filter(document=row), key=lambda one: (order[one.kind], -one.number))
    return tuple(
        RenditionValue(
            kind=one.kind,
            number=one.number,
            size=one.size,
            media_type=one.media_type,
            file_name=one.file_name,
            made_at=one.made_at,
            made_post=one.made_post,
            signatures=tuple(_signature(plain) for plain in json.loads(one.signatures)),
            signatures_at=one.signatures_at,
        )
        for one in rows
    )


def proposed(value: DocumentValue) -> dict[str, Any]:
    """What the text of a draft proposes for its description, whole enough to be confirmed as it is: a file without a
    subject is called by its name, and one that names no office is kept without a number."""
    proposal = value.proposal
    names = ("subject", "system", "type_key", "citation", "issued_date", "issuer", "signer", "signer_post", "urgency")
    recipients = proposal.get("recipients") or ""
    issuer = fold(proposal.get("issuer") or "")  # a letter's head leaves out the province: "SỞ Y TẾ"
    is_own = bool(issuer) and f"{fold(value.owner)} ".startswith(f"{issuer} ")
    return {
        "urgency": "NORMAL",
        "system": "STATE",
        "recipients": "; ".join(recipients) if isinstance(recipients, list | tuple) else recipients,
        "direction": "OUT" if is_own else "IN" if issuer else "KEPT",
        "subject": _stem(value),
        "version": value.version,
        **{name: proposal[name] for name in names if proposal.get(name)},
    }


def _stem(value: DocumentValue) -> str:
    name = value.renditions[0].file_name if value.renditions else ""
    return name.rpartition(".")[0] or name


def personal_in(actor: Actor, code: str) -> tuple[str, ...]:
    """Kinds of personal data in the text of a document the actor may open, to be pointed out before it is sent."""
    row = _visible(actor, code)
    ask(actor, opening(row), row)
    return personal_kinds(row)


def personal_kinds(row: Document) -> tuple[str, ...]:
    text = Content.rows.filter(document=row).values_list("text", flat=True).first() or ""
    return tuple(dict.fromkeys(found.kind for found in personal.find_personal(text)))


def personal_strings(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Kind and string of the personal data in these texts, each once."""
    found = [(one.kind, text[one.start : one.end]) for text in texts for one in personal.find_personal(text)]
    return list(dict.fromkeys(found))


def marks_of(
    texts: Sequence[str], strings: Sequence[str], spans: Sequence[tuple[int, int, int]]
) -> tuple[blackening.Mark, ...]:
    """The places to make black: every occurrence of the strings, and the spans picked by hand. Refused: a string that
    is not there, a span outside its page."""
    marks: list[blackening.Mark] = []
    for string in strings:
        page = len(texts) + 1  # the string as a page of its own: found with the same tolerance as a mark on a page
        found = blackening.find_same((*texts, string), blackening.Mark(page, 0, len(string)))
        same = [mark for mark in found if mark.page != page]
        if not same:
            raise Refused(_("Không thấy “%(string)s” trong văn bản; không che được.") % {"string": string[:80]})
        marks += same
    for page, start, end in spans:
        if not (1 <= page <= len(texts) and 0 <= start < end <= len(texts[page - 1])):
            raise Refused(_("Có chỗ đánh dấu nằm ngoài trang. Hãy tải lại trang và đánh dấu lại."))
        marks.append(blackening.Mark(page, start, end))
    return tuple(dict.fromkeys(marks))


def page_texts(actor: Actor, code: str) -> tuple[str, ...]:
    """The text of each page as marking and redaction count it. For those who may redact it."""
    row = _visible(actor, code)
    ask(actor, "document.redact", row)
    shown = shown_rendition(row)
    text = Content.rows.get(document=row).text
    content = store.read(shown.blob)
    try:
        return bench.page_texts(content, media_type=shown.media_type, text=text, scans=scans_of(row))
    except bench.ReaderUnavailable as busy:
        raise Refused(_("Máy chủ đang bận nên chưa dựng được trang. Hãy thử lại sau vài phút.")) from busy
    except bench.JobFailed:
        raise Refused(_("Không dựng được trang của tệp này nên chưa che được. Hãy đưa bản PDF vào.")) from None


def page_picture(actor: Actor, code: str, page: int, *, width: int = 900) -> bytes:
    """The picture of one page of the newest original, for those who may open it. Not visible: no such page."""
    row = _visible(actor, code)
    ask(actor, opening(row), row)
    shown = shown_rendition(row)
    if not 1 <= page <= max(row.pages, 1):
        raise NotVisible
    try:
        return bench.page_picture(store.read(shown.blob), shown.media_type, page, width=width)
    except bench.ReaderUnavailable as busy:
        raise Refused(_("Máy chủ đang bận nên chưa dựng được trang. Hãy thử lại sau vài phút.")) from busy
    except bench.JobFailed:  # no page to draw: a spreadsheet, a damaged page
        raise NotVisible from None


def shown_of(renditions: Sequence[RenditionValue]) -> RenditionValue:
    """The rendition whose pages are shown: the newest original, or the PDF that was written along with it."""
    newest = renditions[0]
    printed = (one for one in renditions if one.kind == "PRINTED" and one.number == newest.number)
    return next(printed, newest)


def is_pictured(media_type: str) -> bool:
    """Whether the pages of such a file can be drawn."""
    return media_type == "application/pdf" or media_type.startswith("image/")


def first_words(actor: Actor, code: str, *, most: int = 4000) -> str:
    """The beginning of a document's text, for those who may open it: what a page shows that has no picture."""
    row = _visible(actor, code)
    ask(actor, opening(row), row)
    return (Content.rows.filter(document=row).values_list("text", flat=True).first() or "")[:most]


def opening(row: Document) -> str:
    """The power that opens this document's files."""
    return "document.open_internal" if row.is_internal else "document.open"


def _visible(actor: Actor, code: str) -> Document:
    row = seen_by(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def shown_rendition(row: Document) -> Rendition:
    """The file whose pages are shown and made black: the newest original, or the PDF written along with it."""
    rows = Rendition.rows.filter(document=row, kind__in=("ORIGINAL", "PRINTED"))
    shown = rows.order_by("-number", "-kind").first()
    if shown is None:
        raise NotVisible
    return shown


def _signature(plain: dict[str, Any]) -> Signature:
    return Signature(**{**plain, "problems": tuple(plain["problems"])})


def _keep_until(row: Document) -> date | None:
    kept = retention.CLASSES.get(row.retention)
    start = row.issued_date or (local_date(row.registered_at) if row.registered_at else None)
    return retention.keep_until(kept, start) if kept and start else None


def _rights(actor: Actor, row: Document, *, opens: bool) -> DocumentRights:
    is_draft, is_live = row.state == "DRAFT", row.state == "REGISTERED"
    return DocumentRights(
        open=opens,
        register=is_draft and may(actor, "document.register", row),
        describe=is_live and may(actor, "document.describe", row),
        discard=is_draft and not row.is_frozen and may(actor, "document.discard", row),
        replace=is_live and may(actor, "document.replace", row),
        link=row.state != "RECALLED" and may(actor, "document.link", row),
        share=is_live and may(actor, "document.share", row),
        redact=is_live and may(actor, "document.redact", row),
        recall=is_live and may(actor, "document.recall", row),
        retain=is_live and may(actor, "document.retain", row),
        freeze=not is_draft and may(actor, "document.freeze", row),
    )
