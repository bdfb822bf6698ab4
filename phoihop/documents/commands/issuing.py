"""Papers written in the house: the next number of the book first, in the act that sends them; the files after it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.documents import events, states
from phoihop.documents.commands.books import book_for, take_book_number
from phoihop.documents.commands.checking import check_unit, load, one_line, post_of
from phoihop.documents.commands.intake import Judged, judge, plain_findings, rules_of, spooled
from phoihop.documents.models import Book, Content, Document, Link, Rendition, Share
from phoihop.documents.outside import store
from phoihop.documents.outside.store import Blob
from phoihop.documents.queries.verdicts import rule_in_words
from phoihop.documents.rules import numbers, retention, types
from phoihop.documents.rules.guard import Decision
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import fold, slug
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SYSTEMS = {"STATE": gettext_lazy("Nhà nước"), "PARTY": gettext_lazy("Đảng")}


@command("document.issue")
def issue_paper(
    *,
    unit_id: int,
    system: str,
    type_key: str,
    organ: str = "",
    subject: str,
    recipients: str = "",
    signer: str = "",
    signer_post: str = "",
    urgency: str = "NORMAL",
    dossier: str = "",
    about: Collection[str] = (),
    shared_with: Collection[int] = (),
    because: str = "",
    is_illustration: bool = False,
    key: str,
    by: Actor,
    at: datetime,
) -> events.PaperIssued:
    """An own outgoing paper takes the next number of the unit's book; its files follow by `keep_written`.

    `organ` are the letters behind the number (the unit's short name else), `about` the codes it is joined to; the units
    `shared_with` may open it from now on, for `because`. `key` names the act: twice issues once. The book of the year,
    or of the term, is opened if there is none. Refused: the book is closed, the unit numbers its papers in the books
    of the other system, an unknown type, a unit not in force.
    """
    ask(by, "document.issue", unit_id=unit_id)
    fingerprint = hashlib.sha256(f"paper/{key}".encode()).hexdigest()
    known = _known(unit_id, fingerprint)
    if known is not None:
        nothing_changed()
        return known
    if (system, type_key) not in types.TYPES:
        raise Refused(_("Loại văn bản %(type)s không có trong danh sách.") % {"type": type_key})
    if urgency not in states.URGENCIES:
        raise Refused(_("Hệ thống hoặc độ khẩn không có trong danh sách."))
    territory = check_unit(unit_id, at)
    unit = unit_names([unit_id])[unit_id]
    today = local_date(at)
    _check_one_system(unit_id, system, today)
    book = book_for(unit_id=unit_id, direction="OUT", system=system, type_key=type_key, day=today, by=by, at=at)
    series = f"VB-{territory}-{today.year}"
    post = post_of(by)[:200]
    try:
        with transaction.atomic():
            number = take_book_number(book)
            citation = numbers.write_number(system, number, type_key, organ or unit.short)
            row = Document.rows.create(
                code=f"{series}-{take_numbers(series)[0]:06}",
                territory=territory,
                owner_id=unit_id,
                state=states.DOCUMENT["DRAFT"]["register"],
                fingerprint=fingerprint,
                direction="OUT",
                book=book,
                book_number=number,
                system=system,
                type_key=type_key,
                citation=citation[:60],
                citation_key=numbers.citation_key(citation[:60]),
                issued_date=today,
                issuer=one_line(unit.name, 200),
                issuer_fold=fold(one_line(unit.name, 200)),
                subject=one_line(subject, 500),
                subject_fold=fold(one_line(subject, 500)),
                signer=one_line(signer, 50),
                signer_post=one_line(signer_post, 100),
                recipients=one_line(recipients, 1000),
                urgency=urgency,
                retention=retention.default_for(system, type_key).key,
                taken_in_at=at,
                taken_in_post=post,
                registered_at=at,
                registered_post=post,
                is_illustration=is_illustration,
            )
    except IntegrityError:  # the same act came by another window in this very moment; its number was given back
        known = _known(unit_id, fingerprint)
        if known is None:
            raise
        nothing_changed()
        return known
    Content.rows.create(document=row, text="")
    Link.rows.bulk_create(
        Link(document=row, about=one, linked_at=at, post=post)
        for one in dict.fromkeys(one_line(code, 80) for code in (*about, dossier, because))
        if one
    )
    Share.rows.bulk_create(
        Share(document=row, unit_id=other, because=because[:80], shared_at=at, post=post)
        for other in dict.fromkeys(shared_with)
        if other != unit_id
    )
    return tell(_issued(row, dossier, because, shared_with))


def keep_written(*, code: str, docx: bytes, pdf: bytes, by: Actor, at: datetime) -> events.PaperWritten:
    """The files of an issued paper: the DOCX as its original, the PDF beside it, the words for search.

    Both pass the guard in its child before anything is written; then one short act. Twice keeps them once, also when
    the first time was cut short anywhere. A paper that has an original by now keeps that. Refused: what the guard
    refuses or cannot read; then nothing of the files is kept.
    """
    row = load(code, "document.write", by=by)
    if Rendition.rows.filter(document=row, kind="ORIGINAL").exists():
        return _written(row)
    stem = slug(f"{types.name_of(row.system, row.type_key)} {row.citation}") or "van-ban"
    _judged(docx, f"{stem}.docx")
    judged = _judged(pdf, f"{stem}.pdf")
    return _keep(code=code, stem=stem, docx=store.put(docx), pdf=store.put(pdf), judged=judged, by=by, at=at)


@command("document.withdraw")
def withdraw_paper(*, code: str, reason: str, by: Actor, at: datetime) -> events.PaperWithdrawn:
    """Takes an issued paper back along with the act that sent it: the register says so, number and files stay. Twice is
    harmless."""
    ask(by, "document.withdraw")
    row = Document.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    event = events.PaperWithdrawn(code=code, owner_id=row.owner_id, citation=row.citation, reason=reason[:500])
    if row.state == "RECALLED":
        nothing_changed()
        return event
    change(row, state=states.DOCUMENT["REGISTERED"]["recall"], recall_reason=reason[:500])
    return tell(event)


@command("document.write")
def _keep(
    *, code: str, stem: str, docx: Blob, pdf: Blob, judged: Judged, by: Actor, at: datetime
) -> events.PaperWritten:
    row = load(code, "document.write", by=by)
    made: dict[str, Any] = {"made_at": at, "made_post": post_of(by)[:200]}
    _original, is_new = Rendition.rows.get_or_create(
        document=row,
        kind="ORIGINAL",
        number=1,
        defaults={
            **made,
            "blob": docx.sha256,
            "size": docx.size,
            "media_type": DOCX,
            "format": "docx",
            "file_name": f"{stem}.docx",
        },
    )
    if not is_new:  # another worker was there in this very moment
        nothing_changed()
        return _written(row)
    Rendition.rows.create(
        document=row,
        kind="PRINTED",
        number=1,
        **made,
        blob=pdf.sha256,
        size=pdf.size,
        media_type=PDF,
        format="pdf",
        file_name=f"{stem}.pdf",
    )
    Content.rows.filter(document=row).update(text=judged.reading.text())
    # No version moves: nothing that somebody decides on has changed.
    Document.rows.filter(pk=row.pk).update(
        pages=judged.reading.pages,
        is_internal=row.is_internal or judged.verdict.decision is Decision.INTERNAL,
        findings=plain_findings(judged.verdict.findings),
    )
    return tell(_written(row))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _known(unit_id: int, fingerprint: str) -> events.PaperIssued | None:
    """The paper that this act issued before."""
    row = Document.rows.filter(owner_id=unit_id, fingerprint=fingerprint).first()
    if row is None:
        return None
    shares = list(Share.rows.filter(document=row).order_by("pk").values_list("because", "unit_id"))
    because = shares[0][0] if shares else ""
    return _issued(row, "", because, [unit for _because, unit in shares])


def _issued(row: Document, dossier: str, because: str, units: Collection[int]) -> events.PaperIssued:
    return events.PaperIssued(
        code=row.code,
        dossier=dossier,
        owner_id=row.owner_id,
        system=row.system,
        type_key=row.type_key,
        citation=row.citation,
        book_number=str(row.book_number),
        issued_date=row.issued_date.isoformat() if row.issued_date else "",
        because=because,
        unit_ids=tuple(units),
    )


def _written(row: Document) -> events.PaperWritten:
    return events.PaperWritten(code=row.code, owner_id=row.owner_id, citation=row.citation)


def _check_one_system(unit_id: int, system: str, day: date) -> None:
    """A unit that numbers its papers in the books of one system has none of the other begun beside them unseen."""
    books = Book.rows.filter(unit_id=unit_id, direction="OUT", is_closed=False, first_date__lte=day)
    there = set(books.filter(Q(last_date__isnull=True) | Q(last_date__gte=day)).values_list("system", flat=True))
    if there and system not in there:
        raise Refused(
            _(
                "Chưa cấp được số: cơ quan đang đánh số văn bản đi theo sổ của %(there)s, còn mẫu văn bản theo thể "
                "thức của %(wanted)s. Chưa gửi gì; hãy sửa mẫu văn bản, hoặc mở sổ của %(wanted)s rồi gửi lại."
            )
            % {"there": ", ".join(str(SYSTEMS[one]) for one in sorted(there)), "wanted": SYSTEMS[system]}
        )


def _judged(content: bytes, name: str) -> Judged:
    with spooled(io.BytesIO(content), name=name) as spool:
        judged = judge(spool, name=name)
    if judged.verdict.decision in (Decision.REFUSED, Decision.HELD):
        why = " ".join(rule_in_words(rule) for rule in rules_of(judged.verdict.findings))
        raise Refused(
            _("Bộ lọc bảo mật không nhận tệp của văn bản vừa lập: %(why)s Không giữ lại gì của tệp.") % {"why": why}
        )
    return judged
