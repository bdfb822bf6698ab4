"""Stories by hand: clipped, hidden, merged, split. Each can be taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import fold, nfc
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.press.commands.reading_taking import Article, preparer, put
from phoihop.press.events import reading as events
from phoihop.press.models import Item, Source, Story
from phoihop.press.rules.reading_urls import readable
from phoihop.press.states import reading as states


@dataclass(frozen=True, slots=True)
class Clipped:
    story: str
    is_new: bool


@command("story.clip")
def clip(
    *,
    unit_id: int,
    publisher: str,
    title: str,
    url: str = "",
    extract: str = "",
    published_at: datetime | None = None,
    source: str = "",
    by: Actor,
    at: datetime,
) -> Clipped:
    """An article typed in by hand; one that is there already is shown instead.

    Refused: no publisher, no headline, an address that is none, a time that has not come yet.
    """
    ask(by, "story.clip", unit_id=unit_id)
    if unit_id not in units_in_force([unit_id], at):
        raise Refused(_("Cơ quan này không còn hoặc chưa có hiệu lực; chưa ghi tin nào."))
    if not publisher.strip() or not title.strip():
        raise Refused(_("Cần nơi đăng và tiêu đề. Chưa ghi gì; hãy điền đủ rồi gửi lại."))
    address = readable(nfc(url)) if url.strip() else ""
    if url.strip() and not address:
        raise Refused(_("Địa chỉ không đúng dạng http hoặc https. Chưa ghi gì; hãy sửa rồi gửi lại."))
    if published_at is not None and published_at > at:
        raise Refused(_("Thời điểm đăng chưa đến. Chưa ghi gì; hãy sửa ngày giờ rồi gửi lại."))
    row = Source.rows.filter(code=source, kind="MANUAL").first() if source else None
    article = Article(publisher=publisher, url=address, title=title, summary=extract, published_at=published_at)
    one = preparer(at)(article)
    known = Item.rows.filter(url_key=one.url_key).select_related("story").first()
    if known is not None:
        nothing_changed()
        return Clipped(known.story.code, is_new=False)
    territory = unit_names([unit_id])[unit_id].territory
    taken = put([one], unit_id=unit_id, territory=territory, source=row, by=by.through("story.clip"), at=at)
    if row is not None:
        Source.rows.filter(pk=row.pk).update(item_count=row.item_count + 1, last_at=at)
    return Clipped(taken.codes[0], is_new=True)


@command("story.hide")
def hide_story(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> events.StoryHidden:
    """It leaves the list; copies that come later stay with it. Refused: no reason, a merged one. Twice is harmless."""
    row = _story(code, "story.hide", by)
    reason = _reason(reason)
    event = events.StoryHidden(code=row.code, title=row.title, reason=reason)
    if row.state == "HIDDEN":
        nothing_changed()
        return event
    _check(row, "hide")
    change(row, version=version, state=states.STORY[row.state]["hide"], reason=reason)
    return tell(event)


@command("story.hide")
def show_story(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.StoryShown:
    """It stands in the list again. Twice is harmless."""
    row = _story(code, "story.hide", by)
    event = events.StoryShown(code=row.code, title=row.title)
    if row.state == "SHOWN":
        nothing_changed()
        return event
    _check(row, "show")
    change(row, version=version, state=states.STORY[row.state]["show"], reason="")
    return tell(event)


@command("story.merge")
def merge_story(*, code: str, into: str, version: int | None = None, by: Actor, at: datetime) -> events.StoryMerged:
    """Its items go over to another story that tells the same.

    Refused: into itself, into one that is merged or unknown, one that is merged already into something else.
    """
    row = _story(code, "story.merge", by)
    other = Story.rows.filter(code=into.strip()).first()
    event = events.StoryMerged(code=row.code, title=row.title, into=into.strip())
    if other is not None and row.into_id == other.pk:
        nothing_changed()
        return event
    _check(row, "merge")
    if other is None or other.state == "MERGED" or other.pk == row.pk:
        raise Refused(
            _("Không gộp được vào %(into)s: mã không có, đã gộp hoặc là chính chuyện này. %(code)s giữ nguyên.")
            % {"into": into.strip() or "–", "code": row.code}
        )
    Item.rows.filter(story=row).update(story=other, came_from=row)
    change(row, version=version, state=states.STORY[row.state]["merge"], into=other, item_count=0, publisher_count=0)
    _count(other)
    return tell(event)


@command("story.merge")
def part_story(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.StoryParted:
    """A merge is taken back: what it brought is its own again. Refused: nothing of it is left there."""
    row = _story(code, "story.merge", by)
    if row.state == "SHOWN":
        nothing_changed()
        return events.StoryParted(code=row.code, title=row.title, out_of="")
    _check(row, "part")
    other = row.into
    if other is None or not Item.rows.filter(story=other, came_from=row).update(story=row, came_from=None):
        raise Refused(_("Các tin của %(code)s không còn ở đó nên không tách lại được.") % {"code": row.code})
    change(row, version=version, state=states.STORY[row.state]["part"], into=None)
    _count(row)
    _count(other)
    return tell(events.StoryParted(code=row.code, title=row.title, out_of=other.code))


@command("story.split")
def split_story(
    *, code: str, item_ids: Collection[int], version: int | None = None, by: Actor, at: datetime
) -> events.StorySplit:
    """Some of its items become a story of their own; merging that back takes it back.

    Refused: none of its items, or all of them.
    """
    row = _story(code, "story.split", by)
    _check(row, "merge")
    items = list(Item.rows.filter(story=row).order_by("seen_at", "pk"))
    chosen = [item for item in items if item.pk in set(item_ids)]
    if not chosen or len(chosen) == len(items):
        raise Refused(_("Hãy chọn một phần các tin, không phải tất cả. %(code)s giữ nguyên.") % {"code": row.code})
    first = chosen[0]
    series = f"BA-{row.territory}-{local_date(at).year}"
    new = Story.rows.create(
        code=f"{series}-{take_numbers(series)[0]:06d}",
        territory=row.territory,
        unit_id=row.unit_id,
        title=first.title,
        fold=f"{fold(first.title)} {fold(first.extract)}"[:700],
        url=first.url,
        publisher=first.publisher,
        first_at=first.seen_at,
        last_at=chosen[-1].seen_at,
        is_illustration=row.is_illustration,
    )
    Item.rows.filter(pk__in=[item.pk for item in chosen]).update(story=new, came_from=row)
    _count(new)
    left = next(item for item in items if item not in chosen)
    change(row, version=version, title=left.title, url=left.url, publisher=left.publisher)
    _count(row)
    return tell(events.StorySplit(code=row.code, title=row.title, new=new.code, items=len(chosen)))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _story(code: str, power: str, by: Actor) -> Story:
    row = Story.rows.filter(code=code).select_related("into").first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    return row


def _check(row: Story, act: str) -> None:
    if act in states.STORY[row.state]:
        return
    said: dict[str, Any] = {"code": row.code, "into": row.into.code if row.into is not None else ""}
    if row.state == "MERGED":
        raise Refused(_("%(code)s đã gộp vào %(into)s; hãy làm việc này ở đó.") % said)
    if row.state == "HIDDEN":
        raise Refused(_("%(code)s đang ẩn; hãy cho hiện lại trước.") % said)
    raise Refused(_("%(code)s đang hiện nên không cần làm việc này.") % said)


def _reason(text: str) -> str:
    text = " ".join(nfc(text).split())[:300]
    if not text:
        raise Refused(_("Cần nêu lý do. Chuyện giữ nguyên; hãy viết một câu rồi gửi lại."))
    return text


def _count(row: Story) -> None:
    counted = Item.rows.filter(story=row).aggregate(
        items=Count("pk"), publishers=Count("publisher", distinct=True), last=Max("seen_at")
    )
    Story.rows.filter(pk=row.pk).update(
        item_count=counted["items"], publisher_count=counted["publishers"], last_at=counted["last"] or row.last_at
    )
