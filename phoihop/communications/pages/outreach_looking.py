"""What was not done, what clashes over all agencies, and what is coming on one printed sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.communications.pages.outreach import STANDS, line_row
from phoihop.communications.pages.words import glyph, joined
from phoihop.communications.queries import outreach_looking as reading
from phoihop.communications.queries.outreach_words import CHANNEL_WORDS, GROUND_WORDS, days_in_words
from phoihop.communications.rules import outreach_looking as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Glyph, Link, Note, Pager, Row, Tab, words

ON_A_PAGE = 42  # lines of the printed sheet
MOST_CLASHES = 60


@dataclass(frozen=True, slots=True)
class GapsPage:
    title: str
    back: Link
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    why: str


@dataclass(frozen=True, slots=True)
class Side:
    """One line of a clash as everybody may read it."""

    topic: str
    owner: str
    url: str
    days: str


@dataclass(frozen=True, slots=True)
class ClashRow:
    days: str
    iso: str
    channel: str
    grounds: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class WindowRow:
    days: str
    unit: str
    channels: str
    reason: str
    lift_url: str
    version: int


@dataclass(frozen=True, slots=True)
class ClashesPage:
    title: str
    back: Link
    spans: tuple[Tab, ...]
    finding: str
    clashes: tuple[ClashRow, ...]
    blocked: tuple[ClashRow, ...]
    rest: str
    windows: tuple[WindowRow, ...]
    block: Link | None
    cut: Note | None
    empty: Empty | None
    why: str


@dataclass(frozen=True, slots=True)
class AheadRow:
    day: str  # "" where it is the day of the line before
    iso: str
    spoken: str
    channel: str
    topic: str
    url: str
    owner: str
    state: Glyph
    said: str
    tag: str


@dataclass(frozen=True, slots=True)
class AheadPage:
    title: str
    lede: str
    back: Link
    spans: tuple[Tab, ...]
    whose: tuple[Tab, ...]
    counted: str
    rows: tuple[AheadRow, ...]
    windows: tuple[WindowRow, ...]
    rest: str
    empty: Empty | None
    cut: Note | None
    caption: str
    why: str


def _back() -> Link:
    return Link(_("Kế hoạch truyền thông"), reverse("communications:outreach-list"))


def _cut(is_cut: bool) -> Note | None:
    if not is_cut:
        return None
    return Note(_("Còn nhiều hơn."), _("Chỉ xét những dòng gần nhất; hãy chọn khoảng ngắn hơn."))


def gaps_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> GapsPage:
    today = local_date(at)
    found = reading.gap_list(actor, today, after=asked.get("sau", ""))
    return GapsPage(
        title=_("Đã lên kế hoạch, chưa làm"),
        back=_back(),
        rows=tuple(line_row(line, today, with_plan=True) for line in found.rows),
        pager=Pager(next_url=f"?{urlencode({'sau': found.next})}" if found.next else ""),
        empty=Empty(
            _("Không có dòng nào quá ngày mà chưa làm."),
            _("Một dòng vào danh sách này khi ngày cuối đã qua mà chưa có sản phẩm nào ghi đã làm."),
        ),
        why=_("Bạn xem được các dòng của kế hoạch mà cơ quan bạn lập, chọn vấn đề, hoặc thực hiện."),
    )


def clashes_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ClashesPage:
    days = rules.days_in(asked.get("so", ""))
    today = local_date(at)
    found = reading.clash_rows(actor, today, today + timedelta(days=days), at)
    here = reverse("communications:outreach-clashes")
    clashes = tuple(_clash(one) for one in found.clashes[:MOST_CLASHES])
    blocked = tuple(_blocked(one) for one in found.blocked[:MOST_CLASHES])
    left = max(0, len(found.clashes) - MOST_CLASHES) + max(0, len(found.blocked) - MOST_CLASHES)
    counts = {"clashes": len(found.clashes), "blocked": len(found.blocked), "days": days}
    return ClashesPage(
        title=_("Chỗ trùng giữa các cơ quan"),
        back=_back(),
        spans=_spans(here, days, {}),
        finding=_("%(days)s ngày tới: %(clashes)s chỗ trùng, %(blocked)s dòng rơi vào ngày không đưa tin.") % counts,
        clashes=clashes,
        blocked=blocked,
        rest=_("Còn %(count)s chỗ nữa; hãy chọn khoảng ngắn hơn.") % {"count": left} if left else "",
        windows=_windows(found.windows),
        block=Link(_("Ghi ngày không đưa tin"), reverse("communications:set-outreach-window"))
        if found.may_block
        else None,
        cut=_cut(found.is_cut),
        empty=None
        if clashes or blocked
        else Empty(
            _("Không có chỗ trùng."),
            _("Hai dòng trùng khi cùng kênh, cùng ngày và cùng đối tượng hoặc cùng nơi."),
        ),
        why=_("Mọi vị trí đều xem được ngày, kênh, vấn đề và cơ quan của dòng đã duyệt; không xem được bản thảo."),
    )


def _spans(here: str, days: int, more: Mapping[str, str]) -> tuple[Tab, ...]:
    return tuple(
        Tab(
            _("%(days)s ngày") % {"days": span},
            f"{here}?{urlencode({'so': span, **more})}",
            is_current=span == days,
        )
        for span in rules.SPANS
    )


def _side(line: reading.OpenLine) -> Side:
    return Side(line.topic, line.owner, line.url, days_in_words(line.first, line.last))


def _clash(one: reading.ClashValue) -> ClashRow:
    return ClashRow(
        days=days_in_words(one.first, one.last),
        iso=one.first.isoformat(),
        channel=str(CHANNEL_WORDS[one.one.channel]),
        grounds=", ".join(str(GROUND_WORDS[ground]) for ground in one.grounds),
        sides=(_side(one.one), _side(one.other)),
    )


def _blocked(one: reading.BlockedValue) -> ClashRow:
    return ClashRow(
        days=days_in_words(one.first, one.last),
        iso=one.first.isoformat(),
        channel=str(CHANNEL_WORDS[one.line.channel]),
        grounds=joined((one.window.reason, one.window.unit)),
        sides=(_side(one.line),),
    )


def _windows(windows: Sequence[reading.WindowValue]) -> tuple[WindowRow, ...]:
    return tuple(
        WindowRow(
            days=days_in_words(one.first, one.last),
            unit=one.unit,
            channels=", ".join(str(CHANNEL_WORDS[key]) for key in one.channels) or _("mọi kênh"),
            reason=one.reason,
            lift_url=reverse("communications:lift-outreach-window", args=[one.id]) if one.may_lift else "",
            version=one.version,
        )
        for one in windows
    )


def ahead_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> AheadPage:
    """Printed it is one sheet of A4: what does not fit is counted."""
    days, is_own = rules.days_in(asked.get("so", "")), asked.get("ai") == "mine"
    today = local_date(at)
    found = reading.ahead_rows(actor, days, at, is_own=is_own)
    here = reverse("communications:outreach-ahead")
    shown, rest = found.rows[:ON_A_PAGE], found.rows[ON_A_PAGE:]
    counted = ", ".join(f"{CHANNEL_WORDS[key]} {count}" for key, count in found.counts.items())
    return AheadPage(
        title=_("Truyền thông %(days)s ngày tới") % {"days": days},
        lede=_("từ %(first)s đến %(last)s")
        % {"first": words.day(today), "last": words.day(today + timedelta(days=days))},
        back=_back(),
        spans=_spans(here, days, {"ai": "mine"} if is_own else {}),
        whose=(
            Tab(_("Mọi cơ quan"), f"{here}?{urlencode({'so': days})}", is_current=not is_own),
            Tab(_("Cơ quan tôi làm"), f"{here}?{urlencode({'so': days, 'ai': 'mine'})}", is_current=is_own),
        ),
        counted=_("%(count)s dòng: %(counted)s.") % {"count": len(found.rows), "counted": counted} if counted else "",
        rows=_ahead(shown, today),
        windows=_windows(found.windows),
        rest=_("Còn %(count)s dòng từ %(day)s trở đi không in ở đây.")
        % {"count": len(rest), "day": words.day(rest[0].first)}
        if rest
        else "",
        empty=None
        if shown
        else Empty(_("Khoảng này không có dòng nào đã duyệt."), _("Hãy chọn khoảng dài hơn, hoặc mọi cơ quan.")),
        cut=_cut(found.is_cut),
        caption=_("Các dòng đã duyệt của kế hoạch truyền thông, theo ngày"),
        why=_("Mọi vị trí đều xem được ngày, kênh, vấn đề và cơ quan của dòng đã duyệt; không xem được bản thảo."),
    )


def _ahead(rows: Sequence[reading.OpenLine], today: date) -> tuple[AheadRow, ...]:
    shown: list[AheadRow] = []
    before: date | None = None
    for row in rows:
        day = max(row.first, today)
        until = _("đến %(day)s") % {"day": words.day_month(row.last)} if row.last > day else ""
        shown.append(
            AheadRow(
                day=words.weekday_day(day) if day != before else "",
                iso=day.isoformat(),
                spoken=words.long_day(day),
                channel=str(CHANNEL_WORDS[row.channel]),
                topic=row.topic,
                url=row.url,
                owner=row.owner,
                state=glyph(STANDS, row.stands),
                said=joined((_("đã chốt") if row.is_confirmed else _("dự kiến"), until)),
                tag=words.illustration(row.is_illustration),
            )
        )
        before = day
    return tuple(shown)
