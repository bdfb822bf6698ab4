"""Photos and files for the public, as bytes of the hatch's own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.publications.commands.editions import next_edition
from phoihop.publications.events import FilePublished, PicturePublished, PictureWithdrawn
from phoihop.publications.models import File, Picture, PictureFile
from phoihop.publications.rules.pictures import Rendered


@command("publication.publish")
def publish_picture(
    *,
    code: str,
    alt: str,
    caption: str = "",
    credit: str = "",
    taken_date: date | None = None,
    is_listed: bool = True,
    is_illustration: bool = False,
    files: Sequence[Rendered],
    by: Actor,
    at: datetime,
) -> PicturePublished:
    """A photo with what it shows (`alt`), or its words anew. Refused: no words for those who cannot see it; no file."""
    ask(by, "publication.publish")
    if not alt.strip():
        raise Refused(_("Ảnh cần có lời mô tả cho người không nhìn thấy ảnh."))
    if not files:
        raise Refused(_("Ảnh này không có tệp nào để công bố."))
    values = {
        "alt": nfc(alt).strip()[:300],
        "caption": nfc(caption).strip()[:500],
        "credit": nfc(credit).strip()[:200],
        "taken_date": taken_date,
        "is_listed": is_listed,
        "is_withdrawn": False,
        "is_illustration": is_illustration,
    }
    row = Picture.rows.filter(code=code).first()
    if row is None:
        row = Picture.rows.create(code=code, published_at=at, **values)
        PictureFile.rows.bulk_create(_file(row, one) for one in files)
    else:
        Picture.rows.filter(pk=row.pk).update(**values)
        PictureFile.rows.filter(picture=row).delete()
        PictureFile.rows.bulk_create(_file(row, one) for one in files)
    next_edition()
    return tell(PicturePublished(code=code))


def _file(row: Picture, one: Rendered) -> PictureFile:
    return PictureFile(
        picture=row,
        width=one.width,
        height=one.height,
        media_type=one.media_type,
        content=one.content,
        sha256=hashlib.sha256(one.content).hexdigest(),
    )


@command("publication.withdraw")
def withdraw_picture(*, code: str, by: Actor, at: datetime) -> PictureWithdrawn | None:
    """Takes a photo back, its bytes with it. Twice is harmless."""
    ask(by, "publication.withdraw")
    row = Picture.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    if row.is_withdrawn:
        nothing_changed()
        return None
    Picture.rows.filter(pk=row.pk).update(is_withdrawn=True)
    PictureFile.rows.filter(picture=row).delete()
    next_edition()
    return tell(PictureWithdrawn(code=code))


@command("publication.publish")
def publish_file(
    *, key: str, name: str, title: str, media_type: str, content: bytes, by: Actor, at: datetime
) -> FilePublished:
    """A file for the public under a permanent key; the same key again replaces it."""
    ask(by, "publication.publish")
    values = {
        "name": nfc(name)[:200],
        "title": nfc(title)[:500],
        "media_type": media_type,
        "content": content,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "is_withdrawn": False,
        "published_at": at,
    }
    File.rows.update_or_create(key=key, defaults=values)
    next_edition()
    return tell(FilePublished(code=key, name=nfc(name)[:200]))
