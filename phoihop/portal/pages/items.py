"""What many pages show: one line of news, a photo in its widths, the key of a next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from phoihop.ground.parts import Pager, words
from phoihop.portal.pages.frame import Site, Standing
from phoihop.publications import queries

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Key = tuple[datetime, int]
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Photo:
    """`sizes` tells the browser how wide the photo will stand, so that a phone fetches the small one."""

    url: str  # of its page
    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class NewsItem:
    url: str
    title: str
    summary: str
    unit: str
    category: str
    category_url: str
    day: str
    iso: str
    photo: Photo | None
    is_illustration: bool


WIDE = "(max-width: 48rem) 100vw, 44rem"  # how wide a photo stands: over the column, in a list, in a grid
SMALL = "(max-width: 48rem) 30vw, 11rem"
GRID = "(max-width: 48rem) 50vw, 17rem"


def photo(line: queries.PictureLine | None, site: Site, sizes: str = WIDE) -> Photo | None:
    """A photo that is out; None where there is none."""
    if line is None or not line.sizes:
        return None
    middle = next((one for one in line.sizes if one[0] >= 640), line.sizes[-1])
    return Photo(
        url=site.url(f"/anh/{line.code}/"),
        src=picture_url(line, middle[0]),
        srcset=", ".join(f"{picture_url(line, width)} {width}w" for width, _height in line.sizes),
        sizes=sizes,
        width=middle[0],
        height=middle[1],
        alt=line.alt,
        caption=line.caption,
        credit=line.credit,
    )


def picture_url(line: queries.PictureLine, width: int) -> str:
    """The address of one width; other bytes have another address, so that it may be kept for long."""
    digest = next(digest for size, digest in zip(line.sizes, line.digests, strict=True) if size[0] == width)
    return f"/anh/{line.code}-{width}.webp?v={digest}"


def news_items(lines: Sequence[queries.PublicationLine], site: Site, known: Standing) -> tuple[NewsItem, ...]:
    return tuple(news_item(line, site, known) for line in lines)


def news_item(line: queries.PublicationLine, site: Site, known: Standing) -> NewsItem:
    category = known.category(line.category, site) if line.category else ""
    at = timezone.localtime(line.published_at)
    return NewsItem(
        url=site.url(line.path),
        title=line.title,
        summary=line.summary,
        unit=line.unit_name,
        category=category,
        category_url=site.url(f"/tin/muc/{line.category}/") if category else "",
        day=words.day(at),
        iso=at.date().isoformat(),
        photo=photo(line.picture, site, SMALL),
        is_illustration=line.is_illustration,
    )


def details_of(line: queries.PublicationLine, kind: type[Said]) -> Said:
    """What only this kind says; the query has asked for no other."""
    if not isinstance(line.details, kind):
        raise TypeError(f"{line.code} is no {kind.__name__}")
    return line.details


def safe(html: str) -> SafeString:
    """The body of a publication: made by publications.rules.prose, which lets no tag through."""
    return mark_safe(html)  # noqa: S308


def day_of(iso: str) -> str:
    """An ISO day of a copy as it is written; what is not one is shown as it stands."""
    try:
        return words.day(datetime.fromisoformat(iso))
    except ValueError:
        return iso


# ── pages of a list ─────────────────────────────────────────────────────────────────────────────────────────


def read_key(text: str) -> Key | None:
    """Where a page begins, from its address; None: at the newest, also for what nobody could have given out."""
    micros, _dot, pk = text.partition(".")
    if (
        not (micros.isascii() and micros.isdigit() and pk.isascii() and pk.isdigit())
        or len(micros) > 16
        or len(pk) > 18
    ):
        return None
    try:
        return EPOCH + timedelta(microseconds=int(micros)), int(pk)
    except OverflowError:
        return None


def write_key(key: Key) -> str:
    return f"{(key[0] - EPOCH) // timedelta(microseconds=1)}.{key[1]}"


def pager(path: str, *, at: str, following: Key | None) -> Pager:
    """On to older ones, and back to the newest."""
    return Pager(
        previous_url=path if at else "",
        next_url=f"{path}?truoc={write_key(following)}" if following else "",
        words=_("Mới nhất trước"),
    )
