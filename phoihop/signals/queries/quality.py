"""How well alarms did: by setting, by method, by year; and what reports tell of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Figure, Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts.words import day
from phoihop.signals.models import Alarm, Alert
from phoihop.signals.queries.names import METHODS, OUTCOMES
from phoihop.signals.queries.values import AlarmQuality, MethodQuality, YearQuality
from phoihop.signals.rules.limits import METHODS as ALL_METHODS
from phoihop.signals.rules.quality import Judged, quality

MOST_ALARMS = 100


def judged(alarm_ids: Collection[int]) -> dict[int, list[Judged]]:
    """The outcomes of all alerts of these settings. One query."""
    found: dict[int, list[Judged]] = defaultdict(list)
    rows = Alert.rows.filter(alarm_id__in=alarm_ids).order_by("pk")
    for alarm_id, outcome, known, opened in rows.values_list("alarm_id", "outcome", "known_day", "opened_at"):
        found[alarm_id].append(Judged(outcome, _lead(known, opened)))
    return found


def _lead(known: date | None, opened: datetime) -> int | None:
    """Days by which the alert was ahead of what units knew otherwise."""
    return None if known is None else (known - local_date(opened)).days


def year_quality(actor: Actor, today: date, *, year: int | None = None) -> YearQuality:
    """Of the alerts opened in a year that the reader may see. Three queries."""
    seen = Alert.objects.visible_to(actor)
    zone = timezone.get_current_timezone()
    years = sorted(
        set(seen.annotate(y=ExtractYear("opened_at", tzinfo=zone)).values_list("y", flat=True).distinct()),
        reverse=True,
    )
    chosen = year if year in years else (years[0] if years else today.year)
    rows = seen.filter(
        opened_at__gte=datetime(chosen, 1, 1, tzinfo=zone),
        opened_at__lt=datetime(chosen + 1, 1, 1, tzinfo=zone),
    ).order_by("pk")
    by_alarm: dict[int, list[Judged]] = defaultdict(list)
    by_method: dict[str, list[Judged]] = defaultdict(list)
    for alarm_id, method, outcome, known, opened in rows.values_list(
        "alarm_id", "method", "outcome", "known_day", "opened_at"
    ):
        one = Judged(outcome, _lead(known, opened))
        by_alarm[alarm_id].append(one)
        by_method[method].append(one)
    alarms = Alarm.rows.filter(pk__in=by_alarm).order_by("code")[:MOST_ALARMS]
    return YearQuality(
        year=chosen,
        years=tuple(years) or (chosen,),
        total=quality(one for found in by_alarm.values() for one in found),
        methods=tuple(MethodQuality(key, quality(by_method[key])) for key in ALL_METHODS if key in by_method),
        alarms=tuple(
            AlarmQuality(row.code, row.title, row.method, row.false_a_year, quality(by_alarm[row.pk])) for row in alarms
        ),
    )


def report_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Alerts about these topics. Outcomes are taken as judged by the day `on`. One query; None where there never was
    one."""
    seen = Alert.objects.visible_to(actor).filter(topic__in=scope.labels).order_by("code")
    known = [row for row in seen if local_date(row.opened_at) <= on]
    if not known:
        return None
    last = min(period.last, on)
    opened = [row for row in known if period.first <= local_date(row.opened_at) <= last]
    closed = {row.pk: _outcome_on(row, on) for row in known}
    result = quality(Judged(closed[row.pk], _lead(row.known_day, row.opened_at)) for row in opened)
    until = {"day": day(on)}

    def of(outcome: str) -> list[str]:
        return [row.code for row in opened if closed[row.pk] == outcome]

    told = [row.code for row in opened if closed[row.pk]]
    return SectionValue(
        key="signals",
        title=str(_("Cảnh báo sớm")),
        figures=(
            counted(
                "signals.opened",
                _("Cảnh báo đã mở"),
                _("Số cảnh báo mở trong kỳ và không sau ngày %(day)s, về các vấn đề này.") % until,
                [row.code for row in opened],
            ),
            counted("signals.true", OUTCOMES["TRUE"], _("Trong số đó, được kết luận là có thật, báo kịp."), of("TRUE")),
            counted("signals.false", OUTCOMES["FALSE"], _("Trong số đó, được kết luận là báo nhầm."), of("FALSE")),
            counted(
                "signals.late",
                OUTCOMES["TOO_LATE"],
                _("Trong số đó, được kết luận là có thật nhưng các cơ quan đã biết trước."),
                of("TOO_LATE"),
            ),
            Figure(
                "signals.right",
                str(_("Tỷ lệ báo đúng")),
                str(_("Trong số cảnh báo đã kết luận, phần có thật (kể cả báo muộn).")),
                None if result.right is None else round(100 * result.right),
                tuple(told),
                is_measure=True,
                unit="%",
            ),
            Figure(
                "signals.lead",
                str(_("Báo trước, trung vị")),
                str(_("Số ngày cảnh báo đi trước lúc các cơ quan biết bằng đường khác; số âm là báo sau.")),
                None if result.lead_days is None else round(result.lead_days),
                tuple(
                    row.code for row in opened if row.known_day is not None and closed[row.pk] in ("TRUE", "TOO_LATE")
                ),
                is_measure=True,
                unit=str(_("ngày")),
            ),
        ),
        tables=_tables(opened, closed),
    )


def _outcome_on(row: Alert, on: date) -> str:
    return row.outcome if row.closed_at is not None and local_date(row.closed_at) <= on else ""


def _tables(opened: list[Alert], closed: dict[int, str]) -> tuple[Table, ...]:
    if not opened:
        return ()
    methods: dict[str, list[Alert]] = defaultdict(list)
    for row in opened:
        methods[row.method].append(row)
    return (
        Table(
            title=str(_("Cảnh báo trong kỳ")),
            columns=(str(_("Cảnh báo")), str(_("Mở ngày")), str(_("Kết luận"))),
            rows=tuple(
                (
                    row.title,
                    day(local_date(row.opened_at)),
                    str(OUTCOMES[closed[row.pk]]) if closed[row.pk] else str(_("Đang xử lý")),
                )
                for row in opened
            ),
            links=tuple(reverse("signals:alert", args=[row.code]) for row in opened),
        ),
        Table(
            title=str(_("Theo phương pháp")),
            columns=(str(_("Phương pháp")), str(_("Đã mở")), *(str(OUTCOMES[key]) for key in OUTCOMES)),
            rows=tuple(
                (str(METHODS[key]), str(len(methods[key])), *(_number(methods[key], closed, one) for one in OUTCOMES))
                for key in ALL_METHODS
                if key in methods
            ),
        ),
    )


def _number(rows: Iterable[Any], closed: dict[int, str], outcome: str) -> str:
    return str(sum(closed[row.pk] == outcome for row in rows))
