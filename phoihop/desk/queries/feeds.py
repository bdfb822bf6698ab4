"""A feed as a calendar program reads it: what its owner may see on the day it is read, from any of his seats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from phoihop.desk import rules
from phoihop.desk.queries.calendar import WHOSE, rows_between
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import WorkCalendar
from phoihop.ground.sheet import DatedRow, dates
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import actor_of, seat_choices

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
MOST = 2000  # entries of one feed, the nearest days kept
MORNING = time(8)
BEFORE_MEETING = timedelta(minutes=30)
BEFORE_EXPIRY = timedelta(days=30)


def feed_text(account_id: int, what: str, *, unit_id: int | None = None, about: str = "", at: datetime) -> str:
    """The calendar as text. Without a seat in force, or for a seat that ended, it is empty and says so."""
    seats = [seat.unit_id for seat in seat_choices(account_id, at) if what != "unit" or seat.unit_id == unit_id]
    actors = [actor_of(account_id, seat, at) for seat in seats]
    language = actors[0].language if actors else settings.LANGUAGE_CODE
    with translation.override(language):
        rows, is_cut = _rows(actors, what, about, at)
        days = obligations.calendar()
        words = {dated.kind: str(dated.words) for dated in dates()}
        entries = [_entry(row, words[row.kind], days) for row in rows]
        return rules.write(_name(what, about, actors, words), _description(what, actors, rows, is_cut), entries)


def _rows(actors: Iterable[Actor], what: str, about: str, at: datetime) -> tuple[list[DatedRow], bool]:
    """Each thing once, whichever seat shows it."""
    today = local_date(at)
    found: dict[tuple[str, str], DatedRow] = {}
    is_cut = False
    kinds = (about,) if what == "kind" else ()
    for actor in actors:
        rows, is_more = rows_between(actor, today - BACK, today + AHEAD, at, kinds=kinds)
        is_cut = is_cut or is_more
        for row in rows:
            if _is_wanted(row, what, about, actor):
                found.setdefault((row.kind, row.code), row)
    nearest = sorted(found.values(), key=lambda row: (abs((row.first - today).days), row.code))
    kept = sorted(nearest[:MOST], key=lambda row: (row.first, row.kind, row.code))
    return kept, is_cut or len(nearest) > MOST


def _is_wanted(row: DatedRow, what: str, about: str, actor: Actor) -> bool:
    if row.kind != "meeting" and not row.is_open:
        return False  # what is done reminds nobody; a meeting that took place or was cancelled stays to be seen
    if what == "topic":
        return row.dossier == about
    return WHOSE[{"kind": "all"}.get(what, what)](row, actor.unit_id)


def _entry(row: DatedRow, kind: str, days: WorkCalendar) -> rules.FeedEntry:
    is_cancelled = row.kind == "meeting" and row.state == "held"
    host = settings.PHOIHOP_MAIL_FROM[1].rpartition("@")[2]
    return rules.FeedEntry(
        uid=f"{row.kind}-{row.code.replace('/', '.')}@{host}",
        sequence=row.sequence,
        stamp=row.stamp.astimezone(UTC),
        title=row.title if row.kind == "meeting" else _("%(kind)s: %(title)s") % {"kind": kind, "title": row.title},
        category=kind,
        url=f"{settings.PHOIHOP_SITE_URL}{row.url}",
        first=row.first,
        last=row.last,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        alarm=_alarm(row, days) if row.is_open and not is_cancelled else None,
        is_cancelled=is_cancelled,
    )


def _alarm(row: DatedRow, days: WorkCalendar) -> timedelta | None:
    """Before a meeting half an hour; before a due date at eight on the last working day before it."""
    if row.starts_at is not None:
        return BEFORE_MEETING
    if row.kind == "phase":
        return None
    day = row.first - (BEFORE_EXPIRY if row.kind == "expiry" else timedelta(days=1))
    return _midnight(row.first) - timezone.make_aware(datetime.combine(days.previous_working_day(day), MORNING))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _name(what: str, about: str, actors: list[Actor], words: dict[str, str]) -> str:
    if what == "unit" and actors:
        return _("Phối Hợp: %(what)s") % {"what": actors[0].unit_name}
    if what in ("topic", "kind"):
        return _("Phối Hợp: %(what)s") % {"what": words.get(about, about)}
    return _("Phối Hợp: việc của tôi")


def _description(what: str, actors: list[Actor], rows: list[DatedRow], is_cut: bool) -> str:
    if not actors:
        return _(
            "Lịch này trống vì bạn không còn giữ vị trí mà lịch được lập cho. Dữ liệu vẫn nguyên; hãy bỏ địa chỉ này "
            "khỏi chương trình lịch, hoặc lập địa chỉ mới từ vị trí hiện nay."
        )
    if what == "topic" and not rows:
        return _("Vấn đề này không có ngày nào sắp tới, hoặc bạn không còn được xem.")
    said = _("Cuộc họp, hạn và giai đoạn bạn được xem, từ 60 ngày trước đến 400 ngày sau; bỏ qua việc đã xong.")
    return _("%(said)s Lịch quá dài nên chỉ gồm những ngày gần nhất.") % {"said": said} if is_cut else said
