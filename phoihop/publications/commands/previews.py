"""What would go out, shown beforehand to whoever holds the token, as the portal itself would show it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, tell
from phoihop.ground.powers import ask
from phoihop.publications.events import PreviewLaid
from phoihop.publications.models import Picture, PictureFile, Preview
from phoihop.publications.rules.copies import Copy, write_copy
from phoihop.publications.rules.pictures import Rendered

LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPhoto:
    """The photo of a preview that is not out yet."""

    alt: str
    caption: str = ""
    credit: str = ""
    taken_date: date | None = None
    is_illustration: bool = False
    files: Sequence[Rendered]


@command("publication.preview")
def lay_preview(*, copy: Copy, photo: PreviewPhoto | None = None, by: Actor, at: datetime) -> str:
    """Lays the copy down for an hour and gives the token of its address. A photo that is not out yet lies under a name
    that nobody can guess, and goes with it."""
    ask(by, "publication.preview")
    clear_previews(at=at)
    token = secrets.token_urlsafe(24)
    picture = ""
    if photo is not None:
        picture = f"XT-{secrets.token_hex(16)}"
        row = Picture.rows.create(
            code=picture,
            alt=photo.alt,
            caption=photo.caption,
            credit=photo.credit,
            taken_date=photo.taken_date,
            is_illustration=photo.is_illustration,
            is_listed=False,
            published_at=at,
        )
        PictureFile.rows.bulk_create(
            PictureFile(
                picture=row,
                width=one.width,
                height=one.height,
                media_type=one.media_type,
                content=one.content,
                sha256=hashlib.sha256(one.content).hexdigest(),
            )
            for one in photo.files
        )
    Preview.rows.create(
        token_digest=hashlib.sha256(token.encode()).hexdigest(),
        copy=write_copy(copy),
        picture=picture,
        until=at + LASTS,
    )
    tell(PreviewLaid(code=copy.code, dossier=copy.dossier, title=copy.title))
    return token


def clear_previews(*, at: datetime) -> int:
    """Forgets previews whose hour is over, with their photos."""
    rows = Preview.rows.filter(until__lte=at)
    codes = [code for code in rows.values_list("picture", flat=True) if code]
    if codes:
        PictureFile.rows.filter(picture__code__in=codes).delete()
        Picture.rows.filter(code__in=codes).delete()
    return rows.delete()[0]
