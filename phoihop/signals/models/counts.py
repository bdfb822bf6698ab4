"""How many there were: nothing of a single concern or article is here."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from phoihop.signals.rules.limits import SOURCES


class Count(models.Model):
    """So many on one day, or in the week that begins with it; places are communes or wider."""

    span = models.CharField(max_length=4)
    first = models.DateField()
    source = models.CharField(max_length=8)
    topic = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=40)
    number = models.PositiveIntegerField()

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["span", "first", "source", "topic", "category", "place"], name="count_cell"),
            CheckConstraint(condition=Q(span__in=("DAY", "WEEK")), name="count_span"),
            CheckConstraint(condition=Q(source__in=SOURCES), name="count_source"),
            CheckConstraint(condition=Q(number__gt=0), name="count_something"),
        ]
        indexes = [Index(fields=["span", "source", "first"], name="count_when")]

    def __str__(self) -> str:
        return f"{self.span} {self.first} #{self.pk}"


class Morning(models.Model):
    """The counting of one morning: done once, whatever how often the clock strikes."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    cells = models.PositiveIntegerField(default=0)
    alarms = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.day} #{self.pk}"
