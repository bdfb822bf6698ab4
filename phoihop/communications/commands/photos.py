"""The photo library: a file is judged and drawn anew before anything of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events, states
from phoihop.communications.commands.basics import (
    check_public,
    line_of,
    load,
    needed,
    next_state,
    post_of,
    territory_of,
)
from phoihop.communications.models import Article, Photo, PhotoFile
from phoihop.communications.rules import texts
from phoihop.documents import commands as documents
from phoihop.documents import queries as document_words
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import fold
from phoihop.organizations.commands import take_numbers
from phoihop.publications import commands as publications

NO_WORDS = "G7"  # nothing can be read in it, says the guard: of a scan a reason to doubt, of a photo the rule
LARGEST = 25_000_000  # bytes of one photo
NO_ALT = gettext_lazy(
    "Ảnh cần có lời mô tả cho người không nhìn thấy ảnh. Chưa ghi gì; hãy viết ảnh cho thấy gì rồi gửi lại."
)
NO_REASON = gettext_lazy("Cần nêu lý do rút ảnh. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại.")
NO_PICTURE = {
    "kind": gettext_lazy("Tệp này không phải ảnh JPEG, PNG hoặc WebP; không giữ lại gì. Hãy chọn tệp ảnh khác."),
    "large": gettext_lazy("Ảnh quá lớn để xử lý; không giữ lại gì. Hãy thu nhỏ ảnh rồi đưa lại."),
    "unreadable": gettext_lazy("Không đọc được ảnh này, có thể tệp bị hỏng; không giữ lại gì. Hãy đưa tệp khác."),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A photo that was judged and drawn anew. Nothing of its file has been kept."""

    fingerprint: str
    files: tuple[publications.Rendered, ...]


def draw_photo(*, spool: Any, name: str) -> Drawn:
    """Judges a file and draws it anew in several widths, before any act begins. Refused: no photo; too large; marks
    that the secrecy guard does not let in, among them words in the picture."""
    if spool.size > LARGEST:
        raise Refused(str(NO_PICTURE["large"]))
    spool.seek(0)
    try:
        files = publications.rendered(spool.read())
    except publications.NoPicture as trouble:
        raise Refused(str(NO_PICTURE[trouble.why])) from trouble
    spool.seek(0)
    verdict = documents.judge(spool, name=name).verdict
    rules = {found.rule for found in verdict.findings}
    if verdict.decision != "ACCEPTED" and rules != {NO_WORDS}:
        why = " ".join(dict.fromkeys(document_words.rule_in_words(found.rule) for found in verdict.findings))
        raise Refused(_("Bộ lọc bảo mật không nhận ảnh này: %(why)s Không giữ lại gì của ảnh.") % {"why": why})
    return Drawn(spool.sha256(), files)


@command("photo.add")
def add_photo(
    *,
    unit_id: int,
    drawn: Drawn,
    alt: str,
    caption: str = "",
    credit: str = "",
    taken_date: date | None = None,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.PhotoAdded:
    """A photo for the library of the unit. The same file again is the photo it was. Refused: no words for those who
    cannot see it; a day that is still to come; words that may not go out."""
    ask(by, "photo.add", unit_id=unit_id)
    known = Photo.rows.filter(unit_id=unit_id, fingerprint=drawn.fingerprint).exclude(state="WITHDRAWN").first()
    if known is not None:
        nothing_changed()
        return _added(known)
    values = _words(alt, caption, credit, taken_date, at)
    territory, year = territory_of(unit_id), local_date(at).year
    try:
        with transaction.atomic():
            row = Photo.rows.create(
                code=texts.code_of("AN", territory, year, take_numbers(f"AN-{territory}-{year}")[0]),
                territory=territory,
                unit_id=unit_id,
                fingerprint=drawn.fingerprint,
                added_at=at,
                added_post=post_of(by),
                is_illustration=is_illustration,
                **values,
            )
    except IntegrityError:  # the same file came in by another window in this very moment
        nothing_changed()
        return _added(Photo.rows.exclude(state="WITHDRAWN").get(unit_id=unit_id, fingerprint=drawn.fingerprint))
    PhotoFile.rows.bulk_create(
        PhotoFile(photo=row, width=one.width, height=one.height, media_type=one.media_type, content=one.content)
        for one in drawn.files
    )
    return tell(_added(row))


@command("photo.describe")
def describe_photo(
    *,
    code: str,
    alt: str,
    caption: str = "",
    credit: str = "",
    taken_date: date | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.PhotoDescribed | None:
    """Other words for a photo; what is out says the same at once. Refused: it was withdrawn; as adding is."""
    row = load(Photo, code, "photo.describe", by)
    _check_there(row)
    values = _words(alt, caption, credit, taken_date, at)
    if all(getattr(row, name) == value for name, value in values.items()):
        nothing_changed()
        return None
    change(row, version=version, **values)
    if row.state == "PUBLISHED":
        _copy_out(row, by=by.through("photo.publish"), at=at)
    return tell(events.PhotoDescribed(**_named(row)))


@command("photo.publish")
def publish_photo(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.PhotoPublished | None:
    """Into the portal's photo library. Twice is harmless. Refused: it was withdrawn; words that may not go out."""
    row = load(Photo, code, "photo.publish", by)
    if row.is_listed and row.state == "PUBLISHED":
        nothing_changed()
        return None
    following = next_state(states.PHOTO, row, "publish")
    check_public(row.alt, row.caption, row.credit)
    change(row, version=version, state=following, is_listed=True, published_at=row.published_at or at)
    _copy_out(row, by=by.through("photo.publish"), at=at)
    return tell(events.PhotoPublished(**_named(row)))


@command("photo.withdraw")
def withdraw_photo(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.PhotoWithdrawn:
    """Out of the library and of every article, its pixels with it. Refused: no reason."""
    row = load(Photo, code, "photo.withdraw", by)
    was_out = row.state == "PUBLISHED"
    following = next_state(states.PHOTO, row, "withdraw")
    said = needed(reason, texts.LONGEST_NOTE, NO_REASON)
    change(row, version=version, state=following, withdrawn_reason=said, is_listed=False)
    PhotoFile.rows.filter(photo=row).delete()
    if was_out:
        publications.withdraw_picture(code=code, by=by.through("photo.withdraw"), at=at)
    return tell(events.PhotoWithdrawn(**_named(row), reason=said))


# ── what articles do with photos ────────────────────────────────────────────────────────────────────────────


def usable_photo(code: str, unit_id: int) -> Photo | None:
    """The photo an article of this unit shows: the unit's own, or anybody's that is out."""
    row = Photo.rows.filter(code=code).exclude(state="WITHDRAWN").first() if code else None
    return row if row is not None and (row.unit_id == unit_id or row.state == "PUBLISHED") else None


def put_out(row: Photo, *, by: Actor, at: datetime) -> None:
    """With an article: out, though not in the portal's library unless it is there already."""
    if row.state == "PUBLISHED":
        return
    change(row, state=next_state(states.PHOTO, row, "publish"), published_at=at)
    _copy_out(row, by=by, at=at)


def files_of(row: Photo) -> Sequence[publications.Rendered]:
    return [
        publications.Rendered(one.width, one.height, one.media_type, bytes(one.content))
        for one in PhotoFile.rows.filter(photo=row).order_by("width")
    ]


def used_in(code: str) -> list[str]:
    """Codes of articles that show the photo."""
    return list(Article.rows.filter(picture=code).order_by("pk").values_list("code", flat=True))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _copy_out(row: Photo, *, by: Actor, at: datetime) -> None:
    publications.publish_picture(
        code=row.code,
        alt=row.alt,
        caption=row.caption,
        credit=row.credit,
        taken_date=row.taken_date,
        is_listed=row.is_listed,
        is_illustration=row.is_illustration,
        files=files_of(row),
        by=by,
        at=at,
    )


def _words(alt: str, caption: str, credit: str, taken_date: date | None, at: datetime) -> dict[str, Any]:
    if taken_date is not None and taken_date > local_date(at):
        raise Refused(_("Ngày chụp chưa tới. Chưa ghi gì; hãy xem lại ngày rồi gửi lại."))
    values = {
        "alt": needed(line_of(alt, 300), 300, NO_ALT),
        "caption": line_of(caption, 500),
        "credit": line_of(credit, 200),
    }
    check_public(*values.values())
    return {**values, "taken_date": taken_date, "words_fold": fold("\n".join(values.values()))}


def _check_there(row: Photo) -> None:
    if row.state == "WITHDRAWN":
        raise Refused(_("Ảnh %(code)s đã rút, không sửa được nữa.") % {"code": row.code})


def _added(row: Photo) -> events.PhotoAdded:
    return events.PhotoAdded(**_named(row))


def _named(row: Photo) -> dict[str, Any]:
    return {"code": row.code, "alt": row.alt, "unit_id": row.unit_id}
