"""Acts of early warning."""

from phoihop.signals.commands.alarms import change_alarm, set_alarm, start_alarm, stop_alarm
from phoihop.signals.commands.alerts import (
    charge_unit,
    close_alert,
    decline_alert,
    join_alert,
    note_fact,
    share_alert,
    take_alert,
)
from phoihop.signals.commands.clock import run_morning, tick
from phoihop.signals.commands.counting import take_counts
from phoihop.signals.commands.watching import open_alerts

__all__ = [
    "change_alarm",
    "charge_unit",
    "close_alert",
    "decline_alert",
    "join_alert",
    "note_fact",
    "open_alerts",
    "run_morning",
    "set_alarm",
    "share_alert",
    "start_alarm",
    "stop_alarm",
    "take_alert",
    "take_counts",
    "tick",
]
