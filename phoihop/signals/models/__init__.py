"""Counts, alarm settings, alerts and their working groups."""

from phoihop.signals.models.alarms import Alarm, AlarmUnit
from phoihop.signals.models.alerts import Alert, AlertDuty, AlertNote, AlertReading, AlertUnit
from phoihop.signals.models.counts import Count, Morning

__all__ = ["Alarm", "AlarmUnit", "Alert", "AlertDuty", "AlertNote", "AlertReading", "AlertUnit", "Count", "Morning"]
