"""How many concerns there were, by service, place, agency and state; and what reports tell of them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.concerns import states
from phoihop.concerns.models import Concern
from phoihop.concerns.queries.values import ConcernFigures, Share
from phoihop.concerns.queries.words import STATES, service_names, spot_names
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Figure, Period, Scope, SectionValue, counted
from phoihop.ground.parts.words import day
from phoihop.organizations.queries import unit_names

MOST_ROWS = 200  # services, places, agencies in a table


def concern_figures(actor: Actor, first: date, last: date, at: datetime, *, territory: str = "") -> ConcernFigures:
    """Of the concerns received on these days that the reader may see; merged ones count with the one they are part of.

    Nine queries, whatever the number.
    """
    rows = Concern.objects.visible_to(actor).filter(received_at__gte=_start(first), received_at__lt=_end(last))
    if territory:
        rows = rows.filter(territory=territory)
    single = rows.exclude(state="MERGED")
    today = local_date(at)
    by_state = dict(rows.values_list("state").annotate(n=Count("pk")).order_by("state"))
    services = _shares(single, ("territory", "service"), today)
    places = _shares(single.exclude(place=""), ("territory", "place"), today)
    units = _shares(single.exclude(lead=None), ("lead_id",), today)
    service_words = service_names(set(services))
    place_words = spot_names(set(places))
    unit_words = unit_names([key[0] for key in units])
    rated = rows.filter(rating__isnull=False).aggregate(mean=Avg("rating"), n=Count("pk"))
    total = next(iter(_shares(single, (), today).values()), {})
    return ConcernFigures(
        first=first,
        last=last,
        by_state=tuple((key, str(STATES[key]), by_state[key]) for key in states.CONCERN if by_state.get(key)),
        by_service=_named(services, lambda key: service_words.get(key, key[1])),
        by_place=_named(places, lambda key: place_words.get(key, key[1])),
        by_unit=_named(units, lambda key: unit_words[key[0]].name),
        total=_share("total", str(_("Tất cả")), total),
        rating=None if rated["mean"] is None else round(float(rated["mean"]), 2),
        ratings=rated["n"],
    )


def _shares(rows: QuerySet[Concern], keys: tuple[str, ...], today: date) -> dict[Any, dict[str, int]]:
    """Counts by these columns; without any, of everything."""
    is_done = Q(state__in=states.DONE)
    asked = {
        "received": Count("pk"),
        "answered": Count("pk", filter=is_done),
        "on_time": Count("pk", filter=is_done & Q(is_late=False)),
        "open": Count("pk", filter=Q(state__in=states.OPEN)),
        "late": Count("pk", filter=Q(state__in=states.OPEN, promised_date__lt=today)),
    }
    if not keys:
        return {(): rows.aggregate(**asked)}
    grouped = rows.values(*keys).annotate(**asked).order_by("-received", *keys)[:MOST_ROWS]
    return {tuple(row[key] for key in keys): {name: row[name] for name in asked} for row in grouped}


def _named(found: dict[Any, dict[str, int]], words: Any) -> tuple[Share, ...]:
    return tuple(_share(str(key[-1]), words(key), counts) for key, counts in found.items())


def _share(key: str, words: str, counts: dict[str, int]) -> Share:
    names = ("received", "answered", "on_time", "open", "late")
    return Share(key=key, words=words, **{name: counts.get(name, 0) for name in names})


def report_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Concerns of the period: of a plan those filed under it, of a whole programme all that its lead received.

    Merged ones count with the one they are part of. Two queries. None where there never were any.
    """
    about = Q(dossier__in=scope.labels)
    if scope.kind == "programme":
        about |= Q(reception=scope.lead_id)
    last = min(period.last, on)
    rows = Concern.objects.visible_to(actor).filter(about, received_at__lt=_end(on)).exclude(state="MERGED")
    if not rows.exists():
        return None
    fields = ("code", "received_at", "promised_date", "is_late", "refusal", "reopened_at", "closed_at", "state")
    known = [
        {**one, "answered": None if one["answered_at"] is None else local_date(one["answered_at"])}
        for one in rows.order_by("code").values(*fields, "answered_at")
    ]
    received = [one for one in known if period.first <= local_date(one["received_at"]) <= last]
    answered = [one for one in known if one["answered"] is not None and period.first <= one["answered"] <= last]
    in_time = [one for one in answered if not one["is_late"]]
    refused = [one for one in received if one["refusal"] and one["closed_at"] and local_date(one["closed_at"]) <= on]
    is_open = [one for one in known if _was_open(one, on)]
    late = [one for one in is_open if one["promised_date"] < on]
    reopened = [one for one in known if one["reopened_at"] and period.first <= local_date(one["reopened_at"]) <= last]
    until = {"day": day(on)}
    return SectionValue(
        key="concerns",
        title=str(_("Phản ánh của người dân")),
        figures=(
            _counted(
                "concerns.received",
                _("Phản ánh nhận được"),
                _("Số phản ánh nhận trong kỳ, không sau ngày %(day)s; phản ánh trùng đã gộp tính là một.") % until,
                received,
            ),
            _counted(
                "concerns.answered",
                _("Phản ánh đã trả lời"),
                _("Số phản ánh có câu trả lời được duyệt trong kỳ, không sau ngày %(day)s.") % until,
                answered,
            ),
            _counted(
                "concerns.on-time",
                _("Trả lời đúng hạn"),
                _("Trong số đã trả lời: số trả lời không sau ngày đã hứa, kể cả hạn đã gia hạn."),
                in_time,
            ),
            _counted(
                "concerns.refused",
                _("Không tiếp nhận"),
                _("Trong số nhận được: số từ chối, mỗi phản ánh đều nêu nơi tiếp nhận."),
                refused,
            ),
            _counted(
                "concerns.reopened",
                _("Mở lại"),
                _("Số phản ánh người gửi yêu cầu mở lại trong kỳ, không sau ngày %(day)s.") % until,
                reopened,
            ),
            _counted(
                "concerns.open",
                _("Đang xử lý"),
                _("Số phản ánh chưa trả lời, chưa từ chối vào ngày %(day)s.") % until,
                is_open,
            ),
            _counted(
                "concerns.late",
                _("Quá hạn chưa trả lời"),
                _("Trong số đang xử lý: số đã qua ngày hứa trả lời vào ngày %(day)s.") % until,
                late,
            ),
        ),
    )


def _counted(key: str, words: str, definition: str, rows: list[dict[str, Any]]) -> Figure:
    return counted(key, words, definition, [one["code"] for one in rows])


def _was_open(one: dict[str, Any], on: date) -> bool:
    """Neither answered nor over on that day. A reopened one is open from then until it is answered again."""
    if one["closed_at"] is not None and local_date(one["closed_at"]) <= on:
        return False
    reopened = one["reopened_at"] is not None and local_date(one["reopened_at"]) <= on
    if reopened:
        return one["state"] not in states.DONE or one["answered"] is None or one["answered"] > on
    return one["answered"] is None or bool(one["answered"] > on)


def _start(first: date) -> datetime:
    return timezone.make_aware(datetime.combine(first, time.min))


def _end(last: date) -> datetime:
    return timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
