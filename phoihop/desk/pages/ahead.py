"""What the coming 30, 60 or 90 days bring, on one printed page: the nearest by name, the rest counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.desk import queries
from phoihop.desk.pages.addresses import group_url
from phoihop.desk.pages.calendar import counted, cut_note, day_kind, glyph_of, hours, kind_words, who
from phoihop.desk.rules import SPANS
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Glyph, Link, Note, Tab, words
from phoihop.ground.sheet import DatedRow

ON_A_PAGE = 42  # lines of the printed page


@dataclass(frozen=True, slots=True)
class AheadRow:
    day: str  # "" where it is the day of the line before
    iso: str
    spoken: str
    distance: str
    note: str
    glyph: Glyph
    kind: str
    what: str
    url: str
    who: str
    tag: str


@dataclass(frozen=True, slots=True)
class AheadPage:
    title: str
    lede: str
    spans: tuple[Tab, ...]
    whose: tuple[Tab, ...]
    late: Link | None
    counted: str
    rows: tuple[AheadRow, ...]
    rest: str
    all: Link
    empty: Empty | None
    cut: Note | None
    caption: str
    why: str


def ahead_page(actor: Actor, days: int, whose: str, at: datetime) -> AheadPage:
    today = local_date(at)
    last = today + timedelta(days=days)
    view = queries.look_ahead(actor, days, at, whose=whose)
    inside = (row for row in view.dates.rows if _shown_day(row, today) <= last)  # a phase may end long after
    coming = sorted(inside, key=lambda row: (_shown_day(row, today), row.starts_at is not None))
    shown, rest = coming[:ON_A_PAGE], coming[ON_A_PAGE:]
    return AheadPage(
        title=_("%(days)s ngày tới") % {"days": days},
        lede=_("%(unit)s · từ %(first)s đến %(last)s")
        % {"unit": actor.unit_name, "first": words.day(today), "last": words.day(last)},
        spans=tuple(Tab(_("%(days)s ngày") % {"days": n}, _url(n, whose), is_current=n == days) for n in SPANS),
        whose=tuple(
            Tab(str(label), _url(days, key), is_current=key == whose) for key, label in queries.WHOSE_WORDS.items()
        ),
        late=_late(view.late),
        counted=_("Tổng cộng: %(counted)s.") % {"counted": counted(coming)} if coming else "",
        rows=_rows(shown, view.dates, today),
        rest=_rest(rest, today),
        all=Link(_("Xem cả danh sách"), f"{reverse('desk:calendar')}?{urlencode({'xem': 'agenda', 'ai': whose})}"),
        empty=None if coming else _nothing(),
        cut=cut_note(view.dates),
        caption=_("Việc phải làm và cuộc họp, theo ngày"),
        why=_("Trang này gồm ngày tháng của những gì bạn được xem; bạn giữ vị trí: %(post)s.") % {"post": actor.post},
    )


def _url(days: int, whose: str) -> str:
    return f"{reverse('desk:ahead')}?{urlencode({'so': days, 'ai': whose})}"


def _nothing() -> Empty:
    return Empty(_("Khoảng này không có việc nào."), _("Hãy chọn khoảng dài hơn, hoặc “tất cả tôi được xem”."))


def _late(count: int) -> Link | None:
    return Link(_("Đang quá hạn: %(count)s việc") % {"count": count}, group_url("late")) if count else None


def _shown_day(row: DatedRow, today: date) -> date:
    """What began before today is told by its end."""
    return row.first if row.first >= today else row.last


def _rows(rows: list[DatedRow], found: queries.Dates, today: date) -> tuple[AheadRow, ...]:
    kinds = kind_words()
    lines: list[AheadRow] = []
    before: date | None = None
    for row in rows:
        day = _shown_day(row, today)
        lines.append(
            AheadRow(
                day=words.weekday_day(day) if day != before else "",
                iso=day.isoformat(),
                spoken=words.long_day(day),
                distance=words.distance(found.workdays.count_working_days(today, day)) if day != before else "",
                note=day_kind(found.workdays, day)[1] if day != before else "",
                glyph=glyph_of(row),
                kind=" ".join(filter(None, (_kind(row, day, kinds), hours(row)))),
                what=row.title,
                url=row.url,
                who=who(row, found),
                tag=words.illustration(row.is_illustration),
            )
        )
        before = day
    return tuple(lines)


def _kind(row: DatedRow, day: date, kinds: dict[str, str]) -> str:
    if row.first == row.last or row.starts_at is not None:
        return kinds[row.kind]
    said = _("%(kind)s, bắt đầu") if day == row.first else _("%(kind)s, kết thúc")
    return said % {"kind": kinds[row.kind]}


def _rest(rest: list[DatedRow], today: date) -> str:
    if not rest:
        return ""
    values = {"count": len(rest), "day": words.day(_shown_day(rest[0], today)), "counted": counted(rest)}
    return _("Còn %(count)s việc từ %(day)s trở đi không in ở đây: %(counted)s.") % values
