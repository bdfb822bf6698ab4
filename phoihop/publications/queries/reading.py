"""Publications, photos and files as they stand for everybody. There is no actor: nobody sees more than another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from phoihop.ground.text import nfc
from phoihop.publications.models import (
    Category,
    Edition,
    File,
    Link,
    Notebook,
    Picture,
    PictureFile,
    Preview,
    Publication,
    Spokesperson,
    Version,
)
from phoihop.publications.queries.values import (
    CategoryLine,
    PictureLine,
    PublicationLine,
    PublicationValue,
    PublicFile,
    SpokespersonLine,
    VersionValue,
)
from phoihop.publications.rules import notes
from phoihop.publications.rules.copies import emptied, read_copy, read_details, write_details
from phoihop.publications.rules.paths import path_of
from phoihop.publications.rules.prose import html_of

_HEAVY = ("body", "words", "withdrawn_note")


def edition() -> int:
    """The number of the last change that the public can see."""
    return Edition.rows.filter(pk=1).values_list("number", flat=True).first() or 0


def edition_mark() -> str:
    """The edition as text that never stands for anything else: what is kept in memory is kept under it."""
    row = Edition.rows.filter(pk=1).values_list("number", "mark").first()
    return "0" if row is None else f"{row[0]}-{row[1]}"


def publication(code: str) -> PublicationValue | None:
    """A publication; or what stands in its place after it was withdrawn: its title, whose it was, when, and the note.
    None: there never was one."""
    row = Publication.rows.filter(code=code).first()
    if row is None:
        return None
    is_withdrawn = row.state == "WITHDRAWN"
    (line,) = _lines([row], with_pictures=not is_withdrawn)
    if is_withdrawn:
        line = replace(line, summary="", byline="", category="", dossier="", details=emptied(line.details))
    return PublicationValue(
        line=line,
        territory=row.territory,
        body="" if is_withdrawn else row.body,
        place="" if is_withdrawn else row.place,
        is_withdrawn=is_withdrawn,
        withdrawn_note=row.withdrawn_note,
    )


def preview(token: str, at: datetime) -> PublicationValue | None:
    """A copy as it would stand if it went out now; None: no such preview, or its hour is over."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    row = Preview.rows.filter(token_digest=digest, until__gt=at).first()
    if row is None:
        return None
    copy = read_copy(row.copy)
    known = Publication.rows.filter(code=copy.code).values_list("version", flat=True).first() or 0
    stands = Publication(
        code=copy.code,
        kind=copy.kind,
        title=nfc(copy.title).strip(),
        summary=nfc(copy.summary).strip(),
        unit_name=copy.unit_name,
        byline=nfc(copy.byline),
        category=copy.category,
        dossier=copy.dossier,
        picture=row.picture or copy.picture,
        details=write_details(copy.details),
        published_at=copy.published_at,
        changed_at=copy.published_at if known == 0 else at,
        version=known + 1,
        is_illustration=copy.is_illustration,
    )
    (line,) = _lines([stands])
    body = html_of(nfc(copy.text))
    return PublicationValue(
        line=line, territory=copy.territory, body=body, place=copy.place, is_withdrawn=False, withdrawn_note=""
    )


def versions(code: str) -> tuple[VersionValue, ...]:
    """All versions of a publication, the newest first; none of one that is withdrawn."""
    row = Publication.rows.filter(code=code, state="PUBLISHED").values("pk", "kind").first()
    if row is None:
        return ()
    return tuple(
        VersionValue(
            number=one.number,
            title=one.title,
            summary=one.summary,
            body=one.body,
            note=one.note,
            at=one.at,
            details=read_details(row["kind"], one.details),
        )
        for one in Version.rows.filter(publication_id=row["pk"]).order_by("-number")
    )


def newest(
    *,
    kinds: Sequence[str] = (),
    category: str = "",
    dossier: str = "",
    place: str = "",
    unit_name: str = "",
    before: tuple[datetime, int] | None = None,
    limit: int = 20,
    with_pictures: bool = True,
) -> tuple[list[PublicationLine], tuple[datetime, int] | None]:
    """Publications of these kinds, the newest first, and the key of the next page (None: this is the last)."""
    rows = Publication.rows.filter(state="PUBLISHED")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if category:
        rows = rows.filter(category=category)
    if dossier:
        rows = rows.filter(dossier=dossier)
    if place:
        rows = rows.filter(place=place)
    if unit_name:
        rows = rows.filter(unit_name=unit_name)
    if before is not None:
        moment, pk = before
        rows = rows.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk))
    found = list(rows.defer(*_HEAVY).order_by("-published_at", "-pk")[: limit + 1])
    key = (found[limit - 1].published_at, found[limit - 1].pk) if len(found) > limit else None
    return _lines(found[:limit], with_pictures=with_pictures), key


def by_codes(codes: Collection[str], *, with_pictures: bool = True) -> dict[str, PublicationLine]:
    """Those of these codes that are out."""
    rows = Publication.rows.filter(code__in=list(codes), state="PUBLISHED").defer(*_HEAVY)
    return {line.code: line for line in _lines(rows, with_pictures=with_pictures)}


def all_of(kind: str, territory: str = "") -> list[PublicationLine]:
    """Everything of one kind, by code."""
    rows = Publication.rows.filter(kind=kind, state="PUBLISHED").defer(*_HEAVY)
    return _lines((rows.filter(territory=territory) if territory else rows).order_by("code"))


def addresses(after: str = "", limit: int = 5000) -> list[tuple[str, str, datetime]]:
    """Code, path and last change of everything that is out, in order of codes: for the map of the site."""
    rows = Publication.rows.filter(state="PUBLISHED", code__gt=after).order_by("code")[:limit]
    return [(code, path_of(kind, code), at) for code, kind, at in rows.values_list("code", "kind", "changed_at")]


def changed_since(serial: int, limit: int = 2000) -> list[dict[str, Any]]:
    """What the portal's index must take up: rows changed after this edition, oldest change first."""
    rows = Publication.rows.filter(serial__gt=serial).order_by("serial", "pk")[:limit]
    names = ("code", "kind", "title", "words", "unit_name", "category", "published_at", "state", "serial")
    return [dict(zip(names, row, strict=True)) for row in rows.values_list(*names)]


def words_of(codes: Collection[str]) -> dict[str, str]:
    """All words of these publications, as search reads them."""
    rows = Publication.rows.filter(code__in=list(codes), state="PUBLISHED")
    return dict(rows.values_list("code", "words"))


def address_starts(step: int = 5000) -> list[str]:
    """The code before each stretch of this many addresses ("" before the first): parts of the map of the site."""
    codes = Publication.rows.filter(state="PUBLISHED").order_by("code").values_list("code", flat=True)
    return ["", *(code for number, code in enumerate(codes.iterator(), start=1) if number % step == 0)]


def last_change(kinds: Sequence[str] = (), dossier: str = "", category: str = "") -> datetime | None:
    """When anything of these last changed."""
    rows = Publication.rows.filter(kind__in=kinds) if kinds else Publication.rows.all()
    rows = rows.filter(dossier=dossier) if dossier else rows
    rows = rows.filter(category=category) if category else rows
    at: datetime | None = rows.aggregate(at=Max("changed_at"))["at"]
    return at


def _lines(rows: Iterable[Publication] | QuerySet[Publication], *, with_pictures: bool = True) -> list[PublicationLine]:
    found = list(rows)
    pictures = pictures_of({row.picture for row in found if row.picture}) if with_pictures else {}
    return [
        PublicationLine(
            code=row.code,
            kind=row.kind,
            path=path_of(row.kind, row.code),
            title=row.title,
            summary=row.summary,
            unit_name=row.unit_name,
            byline=row.byline,
            category=row.category,
            dossier=row.dossier,
            picture=pictures.get(row.picture),
            published_at=row.published_at,
            changed_at=row.changed_at,
            version=row.version,
            is_illustration=row.is_illustration,
            details=read_details(row.kind, row.details),
        )
        for row in found
    ]


def pictures_of(codes: Collection[str]) -> dict[str, PictureLine]:
    """These photos, if they are out."""
    if not codes:
        return {}
    return {line.code: line for line in _picture_lines(Q(picture__code__in=list(codes)))}


def library(*, before: tuple[datetime, int] | None = None, limit: int = 24) -> tuple[list[PictureLine], Any]:
    """The photo library, the newest first, and the key of the next page."""
    rows = Picture.rows.filter(is_listed=True, is_withdrawn=False)
    if before is not None:
        moment, pk = before
        rows = rows.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk))
    found = list(rows.order_by("-published_at", "-pk")[: limit + 1])
    key = (found[limit - 1].published_at, found[limit - 1].pk) if len(found) > limit else None
    lines = {line.code: line for line in _picture_lines(Q(picture__in=[row.pk for row in found[:limit]]))}
    return [lines[row.code] for row in found[:limit] if row.code in lines], key


def _picture_lines(which: Q) -> list[PictureLine]:
    """Photos with their widths, in one query."""
    files = PictureFile.rows.filter(which, picture__is_withdrawn=False).order_by("picture_id", "width")
    names = ("code", "alt", "caption", "credit", "taken_date", "is_illustration", "published_at")
    rows = files.values_list("width", "height", "sha256", *(f"picture__{name}" for name in names))
    sizes: dict[str, list[tuple[int, int]]] = {}
    digests: dict[str, list[str]] = {}
    said: dict[str, tuple[Any, ...]] = {}
    for width, height, digest, *rest in rows:
        sizes.setdefault(rest[0], []).append((width, height))
        digests.setdefault(rest[0], []).append(digest[:16])
        said[rest[0]] = tuple(rest)
    return [
        PictureLine(
            code=code,
            alt=alt,
            caption=caption,
            credit=credit,
            taken_date=taken_date,
            sizes=tuple(sizes[code]),
            is_illustration=is_illustration,
            published_at=published_at,
            digests=tuple(digests[code]),
        )
        for code, alt, caption, credit, taken_date, is_illustration, published_at in said.values()
    ]


def picture_file(code: str, width: int) -> tuple[bytes, str, str] | None:
    """Bytes, media type and digest of a photo in one of its widths."""
    row = PictureFile.rows.filter(picture__code=code, picture__is_withdrawn=False, width=width).first()
    return None if row is None else (bytes(row.content), row.media_type, row.sha256)


def illustrated_by(code: str, limit: int = 20) -> list[PublicationLine]:
    """What is out with this photo, the newest first."""
    rows = Publication.rows.filter(picture=code, state="PUBLISHED").defer(*_HEAVY)
    return _lines(rows.order_by("-published_at", "-pk")[:limit])


def pages() -> tuple[tuple[str, str], ...]:
    """Code and title of the portal's own pages, in their order."""
    rows = Publication.rows.filter(kind="PAGE", state="PUBLISHED").values_list("code", "title", "details")
    orders = {code: json.loads(details).get("order", 50) for code, _title, details in rows}
    return tuple(sorted(((code, title) for code, title, _details in rows), key=lambda one: (orders[one[0]], one[0])))


def dossiers_of(kind: str) -> frozenset[str]:
    """The codes of what publications of this kind are about."""
    rows = Publication.rows.filter(kind=kind, state="PUBLISHED").exclude(dossier="")
    return frozenset(rows.values_list("dossier", flat=True))


def counts() -> dict[str, int]:
    """How much of each kind is out."""
    rows = Publication.rows.filter(state="PUBLISHED").values_list("kind").annotate(n=Count("pk"))
    return dict(rows.order_by("kind"))


def files(keys: Collection[str]) -> dict[str, PublicFile]:
    """What the public may fetch, of these keys; without the bytes."""
    rows = File.rows.filter(key__in=list(keys), is_withdrawn=False).defer("content")
    return {
        row.key: PublicFile(row.key, row.name, row.title, row.media_type, row.size, row.sha256, row.published_at)
        for row in rows
    }


def file_content(key: str) -> tuple[bytes, PublicFile] | None:
    row = File.rows.filter(key=key, is_withdrawn=False).first()
    if row is None:
        return None
    known = PublicFile(row.key, row.name, row.title, row.media_type, row.size, row.sha256, row.published_at)
    return bytes(row.content), known


def categories() -> tuple[CategoryLine, ...]:
    return tuple(CategoryLine(row.key, row.name, row.english) for row in Category.rows.order_by("order", "key"))


def links() -> tuple[tuple[str, str], ...]:
    """Name and address of other sites."""
    return tuple(Link.rows.order_by("order", "pk").values_list("name", "url"))


def spokespersons() -> tuple[SpokespersonLine, ...]:
    return tuple(
        SpokespersonLine(
            row.key,
            row.unit_name,
            row.name,
            row.post,
            row.phone,
            row.email,
            row.since_date,
            row.until_date,
            row.is_illustration,
        )
        for row in Spokesperson.rows.order_by("sort_key", "pk")
    )


def portal_note() -> notes.PortalNote:
    """The portal's own words; empty ones until somebody wrote them."""
    text = Notebook.rows.filter(key=notes.PortalNote.KEY).values_list("text", flat=True).first()
    return notes.PortalNote() if text is None else notes.read_note(notes.PortalNote.KEY, text)


def calendar_note() -> notes.CalendarNote:
    text = Notebook.rows.filter(key=notes.CalendarNote.KEY).values_list("text", flat=True).first()
    return notes.CalendarNote() if text is None else notes.read_note(notes.CalendarNote.KEY, text)
