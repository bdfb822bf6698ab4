"""What is made from an accepted file: the searchable copy of a scan, the look at its signatures, the redacted twin."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from phoihop.documents import events
from phoihop.documents.commands.checking import check_in_force, load, post_of
from phoihop.documents.models import Content, Document, Rendition
from phoihop.documents.outside import bench, store
from phoihop.documents.queries.items import shown_rendition
from phoihop.documents.queries.scans import scans_of
from phoihop.documents.rules.blackening import Mark
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, command, nothing_changed, tell
from phoihop.ground.events import Event

_log = logging.getLogger(__name__)

PDF = "application/pdf"
WORKS = Actor.system("document-works")


def finish_file(event: Event, *, at: datetime) -> None:
    """Long work after a file came in: verify its signatures; give a scan its searchable copy. May run twice."""
    row = Document.rows.filter(code=event.code).first()
    if row is None:  # a draft thrown away meanwhile
        return
    original = Rendition.rows.filter(document=row, kind="ORIGINAL").order_by("-number").first()
    if original is None:
        return
    if original.media_type == PDF and original.signatures_at is None:
        verify_signatures(original, at=at)
    scans = scans_of(row)
    if scans and not Rendition.rows.filter(document=row, kind="SEARCHABLE", number=original.number).exists():
        try:
            content = bench.make_searchable(store.read(original.blob), media_type=original.media_type, scans=scans)
        except bench.JobFailed as failed:  # it would fail again; the words are found all the same, the paper is there
            _log.warning("No searchable copy of %s could be made: %s", row.code, failed.kind)
            return
        add_rendition(
            code=row.code,
            kind="SEARCHABLE",
            number=original.number,
            content=content,
            file_name=_named(original.file_name, "ocr"),
            by=WORKS,
            at=at,
        )


def verify_signatures(rendition: Rendition, *, at: datetime) -> None:
    """Looks at the signatures of a PDF anew; the trust list may have changed."""
    found = bench.verify_signatures(store.read(rendition.blob), trust=Path(settings.PHOIHOP_TRUST))
    Rendition.rows.filter(pk=rendition.pk).update(
        signatures=json.dumps([asdict(one) for one in found], ensure_ascii=False), signatures_at=at
    )


@command("document.render")
def add_rendition(
    *, code: str, kind: str, number: int, content: bytes, file_name: str, by: Actor, at: datetime
) -> events.DocumentRendered:
    """Keeps a PDF made from the original of the same number. Twice is harmless."""
    row = load(code, "document.render", by=by)
    blob = store.put(content)
    _made, is_new = Rendition.rows.get_or_create(
        document=row,
        kind=kind,
        number=number,
        defaults={
            "blob": blob.sha256,
            "size": blob.size,
            "media_type": PDF,
            "format": "pdf",
            "file_name": file_name,
            "made_at": at,
            "made_post": post_of(by)[:200],
        },
    )
    event = events.DocumentRendered(code=code, rendition=kind, number=number)
    if not is_new:
        nothing_changed()
        return event
    return tell(event)


def redact_document(
    *, code: str, marks: Sequence[Mark], version: int | None = None, by: Actor, at: datetime
) -> events.DocumentRendered:
    """Makes the redacted twin of the newest original: what is marked is black in the picture and gone from every layer.

    Refused: nothing marked, a file of which no pages can be made.
    """
    row = load(code, "document.redact", by=by, version=version)
    check_in_force(row)
    if not marks:
        raise Refused(_("Hãy đánh dấu ít nhất một chỗ cần che."))
    if not Rendition.rows.filter(document=row, kind="ORIGINAL").exists():
        raise Refused(_("Văn bản này không có tệp."))
    original = shown_rendition(row)
    try:
        content = bench.redact(
            store.read(original.blob),
            media_type=original.media_type,
            text=Content.rows.get(document=row).text,
            marks=marks,
            scans=scans_of(row),
        )
    except bench.ReaderUnavailable as busy:
        said = _("Máy chủ đang bận nên chưa lập được bản đã che; không có gì được lưu. Hãy thử lại sau vài phút.")
        raise Refused(said) from busy
    except (bench.JobFailed, bench.BadMark, bench.NotClean) as failed:
        said = _("Chưa lập được bản đã che; không có gì được lưu. Hãy đánh dấu lại, hoặc đưa bản PDF vào.")
        raise Refused(said) from failed
    return keep_redacted(code=code, content=content, file_name=_named(original.file_name, "che"), by=by, at=at)


@command("document.redact")
def keep_redacted(*, code: str, content: bytes, file_name: str, by: Actor, at: datetime) -> events.DocumentRendered:
    """Keeps a redacted twin under the next number; older ones stay in the record."""
    row = load(code, "document.redact", by=by)
    last = Rendition.rows.filter(document=row, kind="REDACTED").order_by("-number").first()
    blob = store.put(content)
    made = Rendition.rows.create(
        document=row,
        kind="REDACTED",
        number=(last.number if last else 0) + 1,
        blob=blob.sha256,
        size=blob.size,
        media_type=PDF,
        format="pdf",
        file_name=file_name,
        made_at=at,
        made_post=post_of(by)[:200],
    )
    return tell(events.DocumentRendered(code=code, rendition="REDACTED", number=made.number))


def _named(file_name: str, mark: str) -> str:
    return f"{file_name.rpartition('.')[0] or file_name}.{mark}.pdf"[-255:]
