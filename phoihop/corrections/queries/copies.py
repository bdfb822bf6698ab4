"""The public copy of a claim as it stands, for publishing and for the preview: both say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation

from phoihop.corrections.models import Appearance, Claim, Evidence, Reply
from phoihop.corrections.queries.names import verdict_name
from phoihop.corrections.queries.papers import publishable_kind
from phoihop.corrections.rules import verdicts
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.organizations.queries import unit_names
from phoihop.publications import queries as publications
from phoihop.publications.commands import Copy, CorrectionDetails

FILES = "/tep/"


@dataclass(frozen=True, slots=True)
class PaperOut:
    """A file that goes out with the copy."""

    key: str
    document: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class PublicCopy:
    copy: Copy
    papers: tuple[PaperOut, ...]
    held_back: tuple[str, ...]  # numbers of papers whose file was to go out and cannot


def public_copy(row: Claim, reader: Actor, at: datetime) -> PublicCopy:
    """What the public gets to read if this reader lets it out now. A file goes out only if he may open it."""
    evidence, papers, held = _evidence(row, reader)
    places = list(Appearance.rows.filter(claim=row).order_by("number"))
    replies = list(Reply.rows.filter(claim=row, state="SHOWN").order_by("number"))
    answered = {reply.publisher for reply in replies}
    waited = [one for one in places if one.reply_date is not None and one.publisher not in answered]
    names = unit_names([row.owner_id, row.agency_id])
    wrong = publications.by_codes([row.corrected]).get(row.corrected) if row.corrected else None
    verdict = verdicts.BY_KEY.get(row.verdict)
    with translation.override(settings.LANGUAGE_CODE):
        verdict_words = verdict_name(row.verdict)
    details = CorrectionDetails(
        claim=row.text,
        verdict=row.verdict,
        verdict_words=verdict_words,
        is_own_error=row.is_own_error,
        fact=row.fact,
        rating=(verdict.rating or 0) if verdict else 0,
        shape=verdict.shape if verdict else "",
        corrected=row.corrected,
        corrected_title=wrong.title if wrong else "",
        appearances=tuple((one.publisher, one.address, one.day.isoformat(), one.sha256) for one in places),
        evidence=tuple(evidence),
        asked=tuple((one.publisher, one.reply_date.isoformat()) for one in waited if one.reply_date),
        replies=tuple((one.publisher, local_date(one.received_at).isoformat(), one.text) for one in replies),
        reply="\n\n".join(one.text for one in replies),
        reply_by=max((one.reply_date.isoformat() for one in waited if one.reply_date), default=""),
        recheck_date=row.recheck_date.isoformat() if row.recheck_date else "",
        checked_date=local_date(row.approved_at or at).isoformat(),
    )
    copy = Copy(
        code=row.code,
        territory=row.territory,
        title=row.text,
        summary=row.fact,
        text=row.explanation,
        unit_name=names[row.agency_id].name,
        byline=names[row.owner_id].name if row.owner_id != row.agency_id else "",
        category=row.verdict,
        dossier=row.corrected or row.dossier,  # an own error stands with the publication that was wrong
        published_at=row.published_at or at,
        is_illustration=row.is_illustration,
        details=details,
    )
    return PublicCopy(copy, tuple(papers), tuple(held))


def _evidence(row: Claim, reader: Actor) -> tuple[list[tuple[str, str, str, str]], list[PaperOut], list[str]]:
    rows = list(Evidence.rows.filter(claim=row).order_by("number"))
    lines = documents.documents_of(reader, [one.document for one in rows if one.is_public])
    evidence: list[tuple[str, str, str, str]] = []
    papers: list[PaperOut] = []
    held: list[str] = []
    for one in rows:
        address, line = "", lines.get(one.document)
        if one.is_public:
            kind = publishable_kind(reader, line) if line is not None else ""
            key = f"{row.code}-{one.number}"
            if kind:
                papers.append(PaperOut(key, one.document, kind, one.title or one.citation))
                address = f"{FILES}{key}"
            elif key in publications.files([key]):
                address = f"{FILES}{key}"  # went out before, by somebody who may open it
            else:
                held.append(one.citation)
        evidence.append((one.citation, one.title, one.page, address))
    return evidence, papers, held
