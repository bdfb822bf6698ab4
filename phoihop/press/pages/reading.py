"""Pages of stories: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.ground.actor import Actor
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Note, Pager, Row, State, Tab, words
from phoihop.ground.powers import SIGNED_IN, NotAllowed
from phoihop.ground.sheet import Shown, shown_on
from phoihop.press.queries import reading
from phoihop.press.queries.reading_words import STORY_WORDS

GLYPHS = {"SHOWN": State.DOING, "HIDDEN": State.HELD, "MERGED": State.DONE}
MODES = ("", "an")


@dataclass(frozen=True, slots=True)
class StoriesPage:
    title: str
    tabs: tuple[Tab, ...]
    show: str
    form: Any
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    clip: Link | None
    sources: Link
    why: str


@dataclass(frozen=True, slots=True)
class ItemPart:
    """One publisher's article. `url` is empty for what was only printed or sent on the air."""

    publisher: str
    title: str
    url: str
    host: str
    extract: str
    day: str
    iso: str
    meta: str


@dataclass(frozen=True, slots=True)
class StoryPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    acts: tuple[Act, ...]
    notes: tuple[Note, ...]
    items: tuple[ItemPart, ...]
    panels: tuple[Shown, ...]
    why: str


def stories_page(actor: Actor, asked: Mapping[str, str], form: Any) -> StoriesPage:
    """The list by what is asked for; a filter that cannot be read filters nothing and says so beside its field."""
    show = asked.get("xem", "") if asked.get("xem", "") in MODES else ""
    wanted = form.cleaned_data if form.is_valid() else {}
    day: date | None = wanted.get("ngay")
    found = reading.stories(
        actor,
        topic=wanted.get("ve", "").strip(),
        publisher=wanted.get("noi", ""),
        day=day,
        text=wanted.get("tim", ""),
        show=show,
        after=asked.get("sau", ""),
    )
    here = reverse("press:stories")
    labels = {"": _("Đang hiện"), "an": _("Đã ẩn")}
    kept = {key: asked[key] for key in ("tim", "noi", "ngay", "ve", "xem") if asked.get(key)}
    return StoriesPage(
        title=_("Tin báo chí"),
        tabs=tuple(
            Tab(labels[mode], f"{here}?{urlencode({'xem': mode})}" if mode else here, is_current=mode == show)
            for mode in MODES
        ),
        show=show,
        form=form,
        rows=tuple(row_of(line) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode({**kept, 'sau': found.next})}" if found.next else ""),
        empty=Empty(
            _("Không có chuyện nào như vậy.") if kept else _("Chưa có tin nào."),
            _("Tin đến từ các nguồn đang đọc, mỗi chuyện hiện một lần dù nhiều báo đăng."),
            Link(_("Các nguồn tin"), reverse("press:sources")),
        ),
        clip=Link(_("Ghi tin bằng tay"), reverse("press:clip")) if found.may_clip else None,
        sources=Link(_("Nguồn tin"), reverse("press:sources")),
        why=str(SIGNED_IN),
    )


def story_page(actor: Actor, code: str, at: datetime) -> StoryPage:
    value = reading.story_value(actor, code)
    line = value.line
    rights = value.rights
    acts = [
        (rights.show, Act(_("Cho hiện lại"), reverse("press:show-story", args=[code]), value.version)),
        (rights.part, Act(_("Tách lại như cũ"), reverse("press:part-story", args=[code]), value.version)),
        (rights.merge, Act(_("Gộp vào chuyện khác"), reverse("press:merge-story", args=[code]))),
        (rights.split, Act(_("Tách thành hai chuyện"), reverse("press:split-story", args=[code]))),
        (rights.hide, Act(_("Ẩn khỏi danh sách"), reverse("press:hide-story", args=[code]))),
    ]
    return StoryPage(
        title=line.title,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=Glyph.of(GLYPHS[line.state], str(STORY_WORDS[line.state])),
        meta=" · ".join((line.publisher, _counted(line), words.moment(line.first_at))),
        back=Link(_("Tin báo chí"), reverse("press:stories")),
        acts=tuple(act for is_open, act in acts if is_open),
        notes=tuple(_notes(value)),
        items=tuple(_item(item) for item in value.items),
        panels=shown_on("story", actor, code, at),
        why=value.why,
    )


def clip_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Ghi tin bằng tay"),
        crumb=Link(_("Tin báo chí"), reverse("press:stories")),
        said=_(
            "Dành cho báo giấy, đài và nơi không có nguồn tin. Chỉ ghi nơi đăng, tiêu đề, thời điểm và một đoạn ngắn."
        ),
        form=form,
        label=_("Ghi tin"),
        why=str(SIGNED_IN),
    )


def hide_page(actor: Actor, code: str, form: Any) -> ActPage:
    value = _value(actor, code, "hide")
    return _act(
        value,
        form,
        title=_("Ẩn chuyện"),
        said=_("Chuyện rời danh sách; tin giống nó đến sau cũng không hiện. Có thể cho hiện lại bất cứ lúc nào."),
        label=_("Ẩn"),
    )


def merge_page(actor: Actor, code: str, form: Any) -> ActPage:
    value = _value(actor, code, "merge")
    like = ", ".join(f"{line.code} ({line.title})" for line in reading.likely_same(actor, code, most=3))
    said = _("Các tin của chuyện này sang chuyện kia. Có thể tách lại như cũ.")
    if like:
        said += " " + _("Có thể là: %(stories)s.") % {"stories": like}
    return _act(value, form, title=_("Gộp chuyện"), said=said, label=_("Gộp"))


def split_page(actor: Actor, code: str, form: Any) -> ActPage:
    value = _value(actor, code, "split")
    return _act(
        value,
        form,
        title=_("Tách chuyện"),
        said=_("Các tin được chọn thành một chuyện riêng. Muốn trở lại thì gộp chuyện mới vào chuyện này."),
        label=_("Tách"),
    )


def start_of(actor: Actor, code: str) -> dict[str, Any]:
    return {"version": reading.story_value(actor, code).version}


def items_of(actor: Actor, code: str) -> list[tuple[str, str]]:
    """The items of a story, to choose from."""
    value = reading.story_value(actor, code)
    return [(str(item.id), f"{item.publisher}: {item.title}") for item in value.items]


def row_of(line: reading.StoryLine) -> Row:
    """A story as one line of a list."""
    about = ", ".join(mark.code for mark in line.topics)
    return Row(
        glyph=Glyph.of(GLYPHS[line.state], str(STORY_WORDS[line.state])),
        what=line.title,
        url=reverse("press:story", args=[line.code]),
        meta=" · ".join(filter(None, (line.publisher, _counted(line), words.moment(line.first_at), about))),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def _counted(line: reading.StoryLine) -> str:
    return ngettext("%(count)s nơi đăng", "%(count)s nơi đăng", line.publishers) % {"count": line.publishers}


def _notes(value: reading.StoryValue) -> list[Note]:
    notes = []
    if value.into:
        link = Link(value.into, reverse("press:story", args=[value.into]))
        notes.append(Note(_("Chuyện này đã gộp vào một chuyện khác."), _("Các tin của nó ở đó."), link))
    if value.line.state == "HIDDEN":
        notes.append(Note(_("Chuyện này đang ẩn khỏi danh sách."), value.reason))
    if value.merged:
        codes = ", ".join(value.merged)
        notes.append(
            Note(
                _("Đã nhận tin của chuyện khác."),
                codes,
                Link(value.merged[0], reverse("press:story", args=[value.merged[0]])),
            )
        )
    return notes


def _item(item: reading.ItemValue) -> ItemPart:
    moment = item.published_at or item.seen_at
    host = item.url.partition("://")[2].partition("/")[0]
    seen = _("nhận lúc %(moment)s") % {"moment": words.moment(item.seen_at)}
    moved = _("từ %(code)s") % {"code": item.came_from} if item.came_from else ""
    return ItemPart(
        publisher=item.publisher,
        title=item.title,
        url=item.url,
        host=host,
        extract=item.extract,
        day=words.moment(moment),
        iso=moment.isoformat(),
        meta=" · ".join(filter(None, (seen, item.source, moved))),
    )


def _value(actor: Actor, code: str, act: str) -> reading.StoryValue:
    value = reading.story_value(actor, code)
    if not getattr(value.rights, act):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; %(code)s giữ nguyên.") % {"code": code})
    return value


def _act(value: reading.StoryValue, form: Any, *, title: str, said: str, label: str) -> ActPage:
    crumb = Link(value.line.title, reverse("press:story", args=[value.line.code]))
    return ActPage(title=title, crumb=crumb, said=said, form=form, label=label, why=value.why)
