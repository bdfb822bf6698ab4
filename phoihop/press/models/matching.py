"""What units look for in the press, for a topic, and what was found. A match knows the article and the words that made
it one; nothing about whoever wrote it."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from phoihop.ground.scope import ScopedManager
from phoihop.press.models.reading import Item
from phoihop.press.states import matching as states

LONGEST_EXPRESSION = 500


class StandingQuery(models.Model):
    """What a unit looks for in everything that comes in, on behalf of a topic."""

    code = models.CharField(max_length=80, unique=True)  # TV-
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    topic = models.ForeignKey("plans.Topic", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    expression = models.CharField(max_length=LONGEST_EXPRESSION)
    is_at_once = models.BooleanField(default=False)  # told at once by day; else with the morning's digest
    state = models.CharField(max_length=8, default="ACTIVE")
    reason = models.CharField(max_length=300, blank=True)  # why it rests or has ended
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # since when it looks for this
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["StandingQuery"]()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.STANDING)), name="standing_query_state"),
            CheckConstraint(condition=~Q(expression=""), name="standing_query_expression"),
            CheckConstraint(condition=Q(state="ACTIVE") | ~Q(reason=""), name="standing_query_reason"),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="standing_query_active"),
            models.Index(fields=["topic", "state"], name="standing_query_topic"),
            models.Index(fields=["unit", "state"], name="standing_query_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class StandingQueryUnit(models.Model):
    """Who sees a standing query: the unit that keeps it and the parties of its topic."""

    query = models.ForeignKey(StandingQuery, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["query", "unit"], name="standing_query_unit_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Match(models.Model):
    """An article is about a topic: a standing query says so, or somebody did by hand (then there is no query)."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    topic = models.ForeignKey("plans.Topic", models.PROTECT, related_name="+")
    query = models.ForeignKey(StandingQuery, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)  # that made it one, with " · " between
    place = models.CharField(max_length=40)  # slug of the commune it names, else of the topic's territory
    state = models.CharField(max_length=8, default="FOUND")
    matched_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["item", "topic", "query"], name="press_match_once"),
            UniqueConstraint(fields=["item", "topic"], condition=Q(query=None), name="press_match_by_hand_once"),
            CheckConstraint(condition=Q(state__in=sorted(states.MATCH)), name="press_match_state"),
            CheckConstraint(
                condition=Q(query__isnull=False) & ~Q(state="ADDED") | Q(query=None, state__in=("ADDED", "DROPPED")),
                name="press_match_by_hand",
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "-matched_at"], name="press_match_topic"),
            models.Index(fields=["query", "-matched_at"], name="press_match_query"),
        ]

    def __str__(self) -> str:
        return f"match #{self.pk}"


class MatchingEdition(models.Model):
    """One row: a token that changes with every change of what is looked for, so that a process may keep its automaton.

    A random token and not a number: a number that was rolled back would be given again for something else.
    """

    token = models.CharField(max_length=32)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.token} #{self.pk}"
