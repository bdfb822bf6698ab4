"""Documents in lists. Each is asked for on its own: a link to a dossier opens nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from phoihop.documents.models import Document, Link, Rendition, Share
from phoihop.documents.rules.numbers import citation_key
from phoihop.documents.rules.types import LETTER, name_of
from phoihop.ground.actor import Actor
from phoihop.ground.powers import may
from phoihop.ground.prepared import prepared
from phoihop.ground.text import fold, nfc


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in a list."""

    id: int
    code: str
    state: str
    direction: str
    system: str
    type_key: str
    citation: str
    subject: str
    issuer: str
    issued_date: date | None
    book_number: int | None
    arrival_date: date | None
    due_date: date | None
    urgency: str
    owner_id: int
    is_internal: bool
    is_scan: bool
    is_unread: bool
    is_illustration: bool
    taken_in_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """What stands on a paper that was written in the house, beside its words."""

    code: str
    system: str
    type_key: str
    type_name: str  # as the record keeps it; empty for a letter (công văn), which has none on paper
    citation: str
    issued_date: date
    signer: str
    signer_post: str
    urgency: str
    is_written: bool
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """`next` is what `before` must be for the following page; None on the last."""

    lines: tuple[DocumentLine, ...]
    next: int | None


def register_lines(
    actor: Actor, *, view: str = "", text: str = "", before: int | None = None, limit: int = 50
) -> Lines:
    """Documents the actor may see, the newest first. `view`: "in", "out", "kept" of the own unit, "given" by others,
    "" all. `text` finds number, subject or issuer, with or without marks."""
    rows = Document.objects.visible_to(actor).exclude(state="DRAFT")
    if view in ("in", "out", "kept"):
        rows = rows.filter(owner_id=actor.unit_id, direction=view.upper())
    elif view == "given":
        rows = rows.exclude(owner_id=actor.unit_id)
    rows = _matching(rows, text)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return Lines(tuple(line_of(row) for row in shown), shown[-1].pk if len(found) > limit else None)


def drafts(actor: Actor, limit: int = 200) -> list[DocumentLine]:
    """What waits for the actor to confirm, the oldest first."""
    rows = Document.objects.visible_to(actor, "document.register").filter(state="DRAFT")
    return [line_of(row) for row in rows.order_by("pk")[:limit]]


def draft_count(actor: Actor) -> int:
    return _drafts(actor).count()


def in_menu(actor: Actor, today: date) -> QuerySet[Document]:
    """For the menu: drafts of the reader's unit."""
    return _drafts(actor)


def _drafts(actor: Actor) -> QuerySet[Document]:
    """Papers that wait to be registered, for those who may."""
    if actor.unit_id is None or not may(actor, "document.register"):
        return Document.rows.none()
    return Document.rows.filter(owner_id=actor.unit_id, state="DRAFT")


def issued_papers(codes: Collection[str]) -> dict[str, IssuedPaper]:
    """Own outgoing papers by code, for those who write them: what is printed on paper everybody there reads."""
    rows = Document.rows.filter(code__in=codes, direction="OUT", issued_date__isnull=False)
    rows = rows.annotate(is_written=Exists(Rendition.rows.filter(document=OuterRef("pk"), kind="ORIGINAL")))
    return {
        row.code: IssuedPaper(
            code=row.code,
            system=row.system,
            type_key=row.type_key,
            type_name="" if row.type_key in ("", LETTER) else name_of(row.system, row.type_key),
            citation=row.citation,
            issued_date=row.issued_date,
            signer=row.signer,
            signer_post=row.signer_post,
            urgency=row.urgency,
            is_written=row.is_written,
            is_illustration=row.is_illustration,
        )
        for row in rows
        if row.issued_date is not None
    }


def documents_about(actor: Actor, about: str) -> list[DocumentLine]:
    """The documents joined to a dossier, of which the actor may see each, the newest first."""
    return [line_of(row) for row in _about(actor, about)]


@prepared
def _about(actor: Actor, about: str) -> QuerySet[Document]:
    joined = Link.rows.filter(about=about).values("document_id")
    return seen_by(actor).filter(pk__in=joined).order_by("-pk")[:100]


def documents_of(actor: Actor, codes: Iterable[str]) -> dict[str, DocumentLine]:
    """These documents by code; those the actor may not see are left out. One query."""
    wanted = set(codes)
    rows = seen_by(actor).filter(code__in=wanted) if wanted else ()
    return {row.code: line_of(row) for row in rows}


def own_documents(actor: Actor, text: str = "", limit: int = 20) -> list[DocumentLine]:
    """Registered documents of the actor's own unit, the newest first, to choose one from."""
    rows = Document.objects.visible_to(actor).filter(owner_id=actor.unit_id, state="REGISTERED")
    return [line_of(row) for row in _matching(rows, text).order_by("-pk")[:limit]]


def duplicates(actor: Actor, code: str) -> list[DocumentLine]:
    """Other documents the actor may see that hold the same file, or bear the same number of the same issuer."""
    row = seen_by(actor).filter(code=code).first()
    if row is None:
        return []
    blobs = Rendition.rows.filter(document=row, kind="ORIGINAL").values("blob")
    same: QuerySet[Any, Any] = Rendition.rows.filter(blob__in=blobs, kind="ORIGINAL").values("document_id")
    if row.citation_key and row.issuer_fold:
        numbered = Document.rows.filter(citation_key=row.citation_key, issuer_fold=row.issuer_fold)
        same = same.union(numbered.values("pk"))
    rows = seen_by(actor).filter(pk__in=same).exclude(pk=row.pk)
    return [line_of(other) for other in rows.order_by("pk")[:10]]


def numbered_like(actor: Actor, *, citation: str, issuer: str, besides: str = "") -> list[DocumentLine]:
    """Documents the actor may see with this number of this issuer: the warning before a draft is confirmed."""
    key, name = citation_key(citation), fold(" ".join(nfc(issuer).split()))
    if not key or not name:
        return []
    rows = seen_by(actor).filter(citation_key=key, issuer_fold=name).exclude(code=besides)
    return [line_of(row) for row in rows.order_by("pk")[:10]]


def seen_by(actor: Actor) -> QuerySet[Document]:
    """The documents whose pages the actor may open: drafts are for those who work in their unit."""
    mine = Document.objects.visible_to(actor, "document.link").filter(state="DRAFT")
    return Document.objects.visible_to(actor).filter(~Q(state="DRAFT") | Q(pk__in=mine.values("pk")))


def line_of(row: Document) -> DocumentLine:
    return DocumentLine(
        id=row.pk,
        code=row.code,
        state=row.state,
        direction=row.direction,
        system=row.system,
        type_key=row.type_key,
        citation=row.citation,
        subject=row.subject,
        issuer=row.issuer,
        issued_date=row.issued_date,
        book_number=row.book_number,
        arrival_date=row.arrival_date,
        due_date=row.due_date,
        urgency=row.urgency,
        owner_id=row.owner_id,
        is_internal=row.is_internal,
        is_scan=row.is_scan,
        is_unread=row.is_unread,
        is_illustration=row.is_illustration,
        taken_in_at=row.taken_in_at,
        url=reverse("documents:document", args=[row.code]),
    )


def _matching(rows: QuerySet[Document], text: str) -> QuerySet[Document]:
    words: Sequence[str] = fold(nfc(text)).split()[:8]
    for word in words:
        by_number = Q(citation_key__contains=citation_key(word)) if citation_key(word) else Q()
        rows = rows.filter(
            Q(subject_fold__contains=word) | Q(issuer_fold__contains=word) | Q(code__iexact=word) | by_number
        )
    return rows


def papers_given(actor: Actor, about: str) -> list[DocumentLine]:
    """Registered papers of a dossier that the actor's unit was given or owns, for a reader without an account: none for
    internal circulation."""
    joined = Link.rows.filter(about=about).values("document_id")
    given = Share.rows.filter(unit_id=actor.unit_id or 0).values("document_id")
    rows = seen_by(actor).filter(pk__in=joined, state="REGISTERED", is_internal=False)
    return [line_of(row) for row in rows.filter(Q(pk__in=given) | Q(owner_id=actor.unit_id or 0)).order_by("pk")]


def given_to(code: str) -> list[int]:
    """The units that were given the document."""
    return list(Share.rows.filter(document__code=code).order_by("pk").values_list("unit_id", flat=True))


def row_of(code: str) -> Document:
    """The document itself, for the question who may see it."""
    return Document.rows.get(code=code)
