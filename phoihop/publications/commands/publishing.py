"""Out to the public, and back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.publications.commands.editions import next_edition
from phoihop.publications.events import PublicationPublished, PublicationWithdrawn
from phoihop.publications.models import Publication, Version
from phoihop.publications.rules.copies import Copy, write_details
from phoihop.publications.rules.paths import path_of
from phoihop.publications.rules.prose import html_of, plain_of
from phoihop.publications.rules.words import words_of


@command("publication.publish")
def publish(*, copy: Copy, note: str = "", by: Actor, at: datetime) -> PublicationPublished | None:
    """Copies a thing out, field by field; what is out already and says something else gets a further version with the
    `note` why. The same once more changes nothing (None). Refused: a code that is out as another kind; no title."""
    ask(by, "publication.publish")
    if not copy.title.strip():
        raise Refused(_("Cần có tiêu đề trước khi công bố."))
    body = html_of(nfc(copy.text))
    values = {
        "title": nfc(copy.title).strip()[:500],
        "summary": nfc(copy.summary).strip(),
        "body": body,
        "details": write_details(copy.details),
    }
    rest = {
        "territory": copy.territory,
        "unit_name": copy.unit_name,
        "byline": nfc(copy.byline)[:300],
        "category": copy.category,
        "dossier": copy.dossier,
        "place": copy.place,
        "picture": copy.picture,
        "published_at": copy.published_at,
        "is_illustration": copy.is_illustration,
        "words": words_of(copy, plain_of(body)),
    }
    row = Publication.rows.filter(code=copy.code).first()
    if row is None:
        row = Publication.rows.create(
            code=copy.code, kind=copy.kind, changed_at=at, serial=next_edition(), **values, **rest
        )
    else:
        if row.kind != copy.kind:
            raise Refused(_("Mã %(code)s đã dùng cho một nội dung khác.") % {"code": copy.code})
        row_is_same = row.state == "PUBLISHED" and all(getattr(row, name) == value for name, value in values.items())
        if row_is_same and all(getattr(row, name) == value for name, value in rest.items()):
            nothing_changed()
            return None
        version = row.version if row_is_same else row.version + 1
        Publication.rows.filter(pk=row.pk).update(
            **values,
            **rest,
            state="PUBLISHED",
            withdrawn_note="",
            version=version,
            changed_at=at,
            serial=next_edition(),
        )
        row.version = version
        if row_is_same:  # only what stands beside the text changed: no further version
            return tell(_published(copy, version, note))
    Version.rows.create(publication_id=row.pk, number=row.version, note=nfc(note).strip(), at=at, **values)
    return tell(_published(copy, row.version, note))


def _published(copy: Copy, version: int, note: str) -> PublicationPublished:
    return PublicationPublished(
        code=copy.code,
        dossier=copy.dossier,
        what=copy.kind,
        title=copy.title,
        version=version,
        path=path_of(copy.kind, copy.code),
        note=note,
    )


@command("publication.withdraw")
def withdraw(*, code: str, note: str, by: Actor, at: datetime) -> PublicationWithdrawn | None:
    """Takes a publication back: its address stays and shows the note, its text is gone from there. Twice is harmless.
    Refused: no note."""
    ask(by, "publication.withdraw")
    note = nfc(note).strip()
    if not note:
        raise Refused(_("Cần ghi lý do rút để người đọc biết."))
    row = Publication.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    if Publication.rows.filter(pk=row.pk, state="PUBLISHED").update(
        state="WITHDRAWN", withdrawn_note=note, changed_at=at, serial=next_edition()
    ):
        return tell(PublicationWithdrawn(code=code, what=row.kind, note=note, path=path_of(row.kind, code)))
    nothing_changed()
    return None
