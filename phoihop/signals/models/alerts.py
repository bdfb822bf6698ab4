"""A case: a count beyond what is usual, who looks into it, what was found. No column is about a person."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from phoihop.ground.scope import ScopedManager
from phoihop.signals import states
from phoihop.signals.models.alarms import UNIT, Alarm


class Alert(models.Model):
    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    topic = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    method = models.CharField(max_length=10)
    is_weekly = models.BooleanField(default=False)
    first_day = models.DateField()  # the first day (week) above the limit
    last_day = models.DateField()
    number = models.PositiveIntegerField()  # of the last one
    peak = models.PositiveIntegerField()
    expected = models.FloatField()
    limit = models.FloatField()
    state = models.CharField(max_length=8, default="OPEN")
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, blank=True)
    reason = models.TextField(blank=True)
    known_day = models.DateField(null=True)  # on which units knew of the matter by another way
    closed_at = models.DateTimeField(null=True)
    closed_post = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Alert"]()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=tuple(states.ALERT)), name="alert_state"),
            CheckConstraint(
                condition=Q(state="CLOSED", outcome__in=states.OUTCOMES, closed_at__isnull=False) & ~Q(reason="")
                | ~Q(state="CLOSED") & Q(outcome="", closed_at__isnull=True),
                name="alert_outcome",
            ),
            CheckConstraint(condition=~Q(outcome="TOO_LATE") | Q(known_day__isnull=False), name="alert_too_late"),
            UniqueConstraint(fields=["alarm", "place"], condition=Q(state__in=states.UNDER_WAY), name="alert_one_open"),
        ]
        indexes = [
            Index(fields=["owner", "state", "-id"], name="alert_owner"),
            Index(fields=["territory", "-id"], name="alert_territory"),
            Index(fields=["topic", "-id"], name="alert_topic"),
            Index(fields=["alarm", "place", "closed_at"], name="alert_cell"),
            Index(fields=["opened_at"], name="alert_opened"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class AlertReading(models.Model):
    """One day (week) on which the count lay above the limit."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    number = models.PositiveIntegerField()
    expected = models.FloatField()
    limit = models.FloatField()

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["alert", "day"], name="alert_reading_once")]


class AlertUnit(models.Model):
    """A unit's part in the working group."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, default="INVITED")
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_post = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["alert", "unit"], name="alert_unit_once"),
            CheckConstraint(condition=Q(state__in=tuple(states.PART)), name="alert_unit_state"),
            CheckConstraint(condition=~Q(state="DECLINED") | ~Q(reason=""), name="alert_unit_declined"),
        ]
        indexes = [Index(fields=["unit", "state"], name="alert_unit_state")]


class AlertDuty(models.Model):
    """What a unit of the group was asked to do: an obligation, of which only the words and the day are held here."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    text = models.CharField(max_length=400)
    due_date = models.DateField()
    obligation = models.CharField(max_length=80, blank=True)  # its code
    given_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["alert", "number"], name="alert_duty")]


class AlertNote(models.Model):
    """A fact: what was found, on which day, by which unit, shown by which paper."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    day = models.DateField()
    text = models.TextField()
    document = models.CharField(max_length=80, blank=True)  # code in the register
    noted_at = models.DateTimeField()
    noted_post = models.CharField(max_length=200, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["alert", "number"], name="alert_note")]
