"""What a unit watches. An alarm names a sum of counts, never a person, an address or an author."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from phoihop.ground.scope import ScopedManager
from phoihop.signals import states
from phoihop.signals.rules.limits import FEW, METHODS, SOURCES

UNIT = "organizations.Unit"


class Alarm(models.Model):
    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=8)
    topic = models.CharField(max_length=80, blank=True)  # empty: whatever the topic
    category = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=40)
    is_each_place = models.BooleanField(default=False)  # each commune in it apart, instead of their sum
    title = models.CharField(max_length=300)  # put together from the names of what is watched
    method = models.CharField(max_length=10)
    threshold = models.FloatField()
    least = models.PositiveSmallIntegerField()
    rest_days = models.PositiveSmallIntegerField()
    is_at_night = models.BooleanField(default=False)
    state = models.CharField(max_length=3, default="ON")
    reason = models.TextField(blank=True)  # why it was stopped
    measured_at = models.DateTimeField()  # its false alarms
    quiet_mean = models.FloatField()
    quiet_dispersion = models.FloatField()
    quiet_counted = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField()
    above = models.PositiveIntegerField()
    false_a_year = models.FloatField()
    set_at = models.DateTimeField()
    set_post = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Alarm"]()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(source__in=SOURCES), name="alarm_source"),
            CheckConstraint(condition=Q(method__in=METHODS), name="alarm_method"),
            CheckConstraint(condition=Q(state__in=tuple(states.ALARM)), name="alarm_state"),
            CheckConstraint(condition=~Q(place=""), name="alarm_has_place"),
            CheckConstraint(
                condition=Q(source="CONCERNS", least__gte=FEW["CONCERNS"]) | Q(source="PRESS", least__gte=FEW["PRESS"]),
                name="alarm_small_numbers",
            ),
            CheckConstraint(condition=Q(threshold__gt=0), name="alarm_threshold"),
            CheckConstraint(condition=Q(above__lte=F("drawn")), name="alarm_measured"),
            UniqueConstraint(
                fields=["unit", "source", "topic", "category", "place", "is_each_place", "method"],
                condition=Q(state="ON"),
                name="alarm_once",
            ),
        ]
        indexes = [
            Index(fields=["unit", "-id"], name="alarm_unit"),
            Index(fields=["state", "source"], name="alarm_on"),
            Index(fields=["territory", "-id"], name="alarm_territory"),
            Index(fields=["topic"], name="alarm_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class AlarmUnit(models.Model):
    """A unit that is invited to the working group as soon as the alarm goes off."""

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["alarm", "unit"], name="alarm_unit_once")]
