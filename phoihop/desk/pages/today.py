"""Today: four groups of work with the one act that moves each row, the coming week, letters and rounds that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.desk import queries
from phoihop.desk.pages.addresses import group_url, item_url, why_url
from phoihop.ground.actor import DOERS, Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import DueDate, Empty, Glyph, Link, Row, RowGroup, State, Tally, words

# What is done by another act than handing in, on the page of the plan or of the letter.
OTHER_WAYS: dict[str, str | Promise] = {
    "dispatch.acknowledge": gettext_lazy("Tiếp nhận"),
    "partner.select-topics": gettext_lazy("Chọn vấn đề"),
    "partner.notify-topics": gettext_lazy("Thông báo"),
}
ICONS = {"late": State.LATE, "week": State.SOON, "for_me": State.WAIT, "for_others": State.DOING}
KEYS = {"late": "qua-han", "week": "tuan-nay", "for_me": "cho-toi", "for_others": "cho-co-quan-khac"}


@dataclass(frozen=True, slots=True)
class Group:
    """One of the four groups: its first rows, or those rows by day, or why there are none."""

    key: str
    title: str
    note: str
    rows: tuple[Row, ...]
    days: tuple[RowGroup, ...]
    all: Link | None
    empty: Empty


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the load: its place in the picture and its words in the table."""

    day: str
    short: str
    number: str
    x: str
    y: str
    middle: str
    text_y: str
    height: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Load:
    finding: str
    counted: str
    spoken: str
    view_box: str
    width: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    url: str
    meta: str


@dataclass(frozen=True, slots=True)
class ItemList:
    title: str
    items: tuple[Item, ...]
    all: Link


@dataclass(frozen=True, slots=True)
class TodayPage:
    title: str
    lede: str
    first: Link | None
    tallies: tuple[Tally, ...]
    groups: tuple[Group, ...]
    load: Load
    letters: tuple[ItemList, ...]
    why: str


def today_page(actor: Actor, at: datetime) -> TodayPage:
    today = local_date(at)
    view = queries.today(actor, today)
    groups = tuple(_group(name, view, actor, today) for name in KEYS)
    return TodayPage(
        title=_("Hôm nay"),
        lede=_("%(day)s · tuần %(week)s") % {"day": words.long_day(today), "week": today.isocalendar().week},
        first=_first(view, actor),
        tallies=tuple(_tally(name, view, today) for name in KEYS),
        groups=groups,
        load=_load(view.lists.load, today),
        letters=tuple(filter(None, (_letters(view), _rounds(view)))),
        why=_("Trang này chỉ gồm việc của %(unit)s; bạn giữ vị trí: %(post)s.")
        % {"unit": actor.unit_name, "post": actor.post},
    )


# ── groups ──────────────────────────────────────────────────────────────────────────────────────────────────


def _group(name: str, view: queries.Today, actor: Actor, today: date) -> Group:
    group: queries.Listing = getattr(view.lists, name)
    title, note, empty = _words(name)
    rows = [(one, _row(one, name, actor)) for one in group.rows]
    by_day = groupby(rows, key=lambda pair: pair[0].due_date) if name == "week" else ()
    return Group(
        key=KEYS[name],
        title=title,
        note=note,
        rows=() if name == "week" else tuple(row for _one, row in rows),
        days=tuple(
            RowGroup(_day_words(day, today), tuple(row for _one, row in same), is_now=day == today)
            for day, same in by_day
        ),
        all=_all(name, group),
        empty=empty,
    )


def _all(name: str, group: queries.Listing) -> Link | None:
    """To the board with the whole group, where the page shows only its beginning."""
    if group.count <= len(group.rows):
        return None
    return Link(_("Xem tất cả %(count)s việc") % {"count": _count(group)}, group_url(name))


def _count(group: queries.Listing) -> str:
    return f"{group.count}+" if group.is_capped else str(group.count)


def _words(name: str) -> tuple[str, str, Empty]:
    """Title, what is counted, and what to say when nothing is there."""
    board = Link(_("Mở bảng nghĩa vụ của cơ quan"), reverse("obligations:board"))
    return {
        "late": (
            _("Quá hạn"),
            _("trễ lâu nhất trước"),
            Empty(_("Không có việc nào quá hạn."), _("Việc của cơ quan bạn đều còn trong hạn hoặc đã nộp.")),
        ),
        "week": (
            _("Đến hạn tuần này"),
            _("theo ngày, hôm nay trước"),
            Empty(
                _("Tuần này không có việc nào đến hạn."),
                _("Việc có hạn xa hơn nằm ở bảng nghĩa vụ; hệ thống nhắc trước hạn 3 ngày làm việc."),
                board,
            ),
        ),
        "for_me": (
            _("Chờ cơ quan tôi"),
            _("cơ quan khác đã nộp, chờ nghiệm thu hoặc trả lại"),
            Empty(
                _("Không có kết quả nào chờ nghiệm thu."), _("Khi cơ quan khác nộp, việc hiện ở đây và trong hộp thư.")
            ),
        ),
        "for_others": (
            _("Chờ cơ quan khác"),
            _("nhắc tự động, không cần gọi"),
            Empty(
                _("Không có việc nào đang chờ cơ quan khác."), _("Việc đã nộp và việc cơ quan khác nợ bạn hiện ở đây.")
            ),
        ),
    }[name]


def _day_words(day: date | None, today: date) -> str:
    if day is None:
        return _("Chưa có hạn")
    said = words.weekday_day(day)
    return _("Hôm nay, %(day)s") % {"day": said} if day == today else said


def _row(one: queries.ObligationRow, name: str, actor: Actor) -> Row:
    state = State(one.shown)
    other = one.entitled if one.lead_id == actor.unit_id else one.lead
    meta = [other, one.clause]
    if name == "for_me" and one.handed_in_at is not None:
        day = words.day_month(timezone.localtime(one.handed_in_at).date())
        meta[0] = _("%(unit)s nộp %(day)s") % {"unit": other, "day": day}
    return Row(
        glyph=Glyph.of(state),
        what=one.title,
        url=item_url(one.code),
        meta=" · ".join(filter(None, meta)),
        code=one.dossier or one.source,
        tag=words.illustration(one.is_illustration),
        hit=_blocked_words(len(one.blocks)) if one.blocks else "",
        due=_due(one, state),
        do=_act(one, name, actor),
        key=one.code,
    )


def _blocked_words(count: int) -> str:
    return ngettext("Đang chặn %(count)s việc khác", "Đang chặn %(count)s việc khác", count) % {"count": count}


def _due(one: queries.ObligationRow, state: State) -> DueDate | None:
    if one.due_date is None:
        return None
    return DueDate(
        day=words.day(one.due_date),
        iso=one.due_date.isoformat(),
        distance=_distance(one),
        icon=state.value,
        why_url=why_url(one.code),
    )


def _distance(one: queries.ObligationRow) -> str:
    if one.distance is not None:
        return words.distance(one.distance)
    if one.handed_in_at is None:
        return ""
    return _("nộp trễ") if one.is_late else _("nộp đúng hạn")


def _act(one: queries.ObligationRow, name: str, actor: Actor) -> Link:
    """The one act that moves the row, for whoever may do it; for others the row itself."""
    if name == "for_me" and actor.has_role(DOERS):
        return Link(_("Nghiệm thu"), item_url(one.code))
    if name in ("late", "week") and one.state != "BLOCKED":
        if one.duty in OTHER_WAYS:
            return _other_way(one)
        if actor.has_role(DOERS):
            return Link(_("Nộp"), item_url(one.code))
    return Link(_("Xem"), item_url(one.code))


def _other_way(one: queries.ObligationRow) -> Link:
    """Duties that are done by an act of their own, and settled by it."""
    if one.duty == "dispatch.acknowledge" and one.source.startswith("CV-"):
        return Link(_("Tiếp nhận"), reverse("dispatches:letter", args=[one.source]))
    if one.source.startswith("KH-") and one.duty in OTHER_WAYS:
        return Link(str(OTHER_WAYS[one.duty]), reverse("plans:plan", args=[one.source]))
    return Link(_("Xem"), item_url(one.code))


def _first(view: queries.Today, actor: Actor) -> Link | None:
    """The page's one button: straight to the act of the most urgent row; else to a letter or a round that waits."""
    label = _("Bắt đầu từ việc gấp nhất")
    for name in ("late", "week", "for_me"):
        for one in getattr(view.lists, name).rows[:1]:
            return Link(label, _act(one, name, actor).url)
    if view.letters:
        return Link(label, reverse("dispatches:letter", args=[view.letters[0].code]))
    if view.rounds:
        return Link(label, reverse("plans:round", args=[view.rounds[0].code]))
    return None


# ── counters ────────────────────────────────────────────────────────────────────────────────────────────────


def _tally(name: str, view: queries.Today, today: date) -> Tally:
    group: queries.Listing = getattr(view.lists, name)
    word = {
        "late": _("Quá hạn"),
        "week": _("Tuần này"),
        "for_me": _("Chờ tôi"),
        "for_others": _("Chờ cơ quan khác"),
    }[name]
    return Tally(_count(group), Glyph.of(ICONS[name], word), f"#{KEYS[name]}", _tally_note(name, group.rows, today))


def _tally_note(name: str, rows: Sequence[queries.ObligationRow], today: date) -> str:
    """What is said under the number: of the rows shown, which come first."""
    if name == "late":
        holding = sum(bool(one.blocks) for one in rows)
        return ngettext("%(count)s đang chặn việc khác", "%(count)s đang chặn việc khác", holding) % {"count": holding}
    if name == "week":
        now = sum(one.due_date == today for one in rows)
        return ngettext("%(count)s đến hạn hôm nay", "%(count)s đến hạn hôm nay", now) % {"count": now}
    if name == "for_me":
        days = [timezone.localtime(one.handed_in_at).date() for one in rows if one.handed_in_at is not None]
        return _("nộp sớm nhất %(day)s") % {"day": words.day_month(min(days))} if days else _("không có gì chờ")
    units = len({unit for one in rows for unit in (one.lead_id, one.entitled_id)}) - 1 if rows else 0
    return ngettext("%(count)s cơ quan", "%(count)s cơ quan", units) % {"count": units}


# ── the load of the week ────────────────────────────────────────────────────────────────────────────────────

STEP, WIDE, HIGH, FLOOR = 44, 36, 46, 69


def _load(counts: Mapping[date, tuple[int, bool]], today: date) -> Load:
    """Bars of what falls due day by day; a day off is left out while nothing is due on it."""
    due = {day: number for day, (number, is_working) in counts.items() if number or is_working}
    most = max(due.values(), default=0)
    bars = tuple(_bar(place, day, number, most, today) for place, (day, number) in enumerate(due.items()))
    days = list(counts)
    width = len(bars) * STEP
    said = ", ".join(f"{words.weekday(day).lower()} {number}" for day, number in due.items())
    return Load(
        finding=_load_finding(due, most),
        counted=_("Việc cơ quan bạn phải nộp, %(span)s") % {"span": words.span(days[0], days[-1])},
        spoken=_("Số việc đến hạn: %(days)s") % {"days": said},
        view_box=f"0 0 {max(width, STEP)} 90",
        width=str(width),
        bars=bars,
    )


def _bar(place: int, day: date, number: int, most: int, today: date) -> Bar:
    high = max(round(HIGH * number / most), 4) if number else 0
    x = place * STEP
    return Bar(
        day=words.long_day(day),
        short=_short(day),
        number=str(number),
        x=str(x),
        y=str(FLOOR - high),
        middle=str(x + WIDE // 2),
        text_y=str(FLOOR - high - 5),
        height=str(high) if high else "",
        is_now=day == today,
    )


def _short(day: date) -> str:
    """T2 … T7, CN"""
    return [_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")][day.weekday()]


def _load_finding(counts: Mapping[date, int], most: int) -> str:
    if not most:
        return _("Những ngày tới không có hạn nào")
    busiest = next(day for day, number in counts.items() if number == most)
    return _("%(day)s nhiều việc nhất") % {"day": words.weekday(busiest)}


# ── letters and rounds ──────────────────────────────────────────────────────────────────────────────────────


def _letters(view: queries.Today) -> ItemList | None:
    if not view.letters:
        return None
    box = f"{reverse('dispatches:list')}?chieu=in&trang-thai=waiting"
    items = []
    for letter in view.letters:
        sent = words.day(timezone.localtime(letter.sent_at).date()) if letter.sent_at else ""
        meta = " · ".join(filter(None, (letter.sender_name, sent)))
        items.append(Item(letter.subject, reverse("dispatches:letter", args=[letter.code]), meta))
    return ItemList(_("Công văn chờ tiếp nhận"), tuple(items), Link(_("Hộp công văn đến"), box))


def _rounds(view: queries.Today) -> ItemList | None:
    if not view.rounds:
        return None
    items = []
    for one in view.rounds:
        by = _("hạn trả lời %(day)s") % {"day": words.day(one.answer_by)} if one.answer_by else ""
        label = _("Chọn vấn đề năm %(year)s") % {"year": one.year}
        meta = " · ".join(filter(None, (one.lead, by)))
        items.append(Item(label, reverse("plans:round", args=[one.code]), meta))
    return ItemList(
        _("Đợt chọn chờ cơ quan bạn trả lời"), tuple(items), Link(_("Các đợt chọn"), reverse("plans:rounds"))
    )
