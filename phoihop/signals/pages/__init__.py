"""What the pages of early warning may know."""

from phoihop.signals.pages.acts import act_page, group, start_of
from phoihop.signals.pages.items import alert_on_obligation, alert_page, alerts_on, list_page
from phoihop.signals.pages.settings import (
    alarm_page,
    alarms_page,
    change_page,
    offers,
    offers_of,
    quality_page,
    set_page,
    start_of_alarm,
    stop_page,
    units,
)

__all__ = [
    "act_page",
    "alarm_page",
    "alarms_page",
    "alert_on_obligation",
    "alert_page",
    "alerts_on",
    "change_page",
    "group",
    "list_page",
    "offers",
    "offers_of",
    "quality_page",
    "set_page",
    "start_of",
    "start_of_alarm",
    "stop_page",
    "units",
]
