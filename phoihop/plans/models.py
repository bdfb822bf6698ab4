from collections.abc import Iterable

from django.db import models

from phoihop.ground.scope import ScopedManager
from phoihop.plans import rules, states


def _one_of(name: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": sorted(values)}), name=name)


class PhaseTemplate(models.Model):
    """The phases that a lead's plans run in: number and names are data."""

    lead = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lead", "key"], name="phase_template_once")]

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Round(models.Model):
    """The yearly call of a lead to its partners: choose your topics, or say none with a reason."""

    code = models.CharField(max_length=80, unique=True)
    lead = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    territory = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="CALLED")
    called_at = models.DateTimeField()
    answer_by = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Round"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead", "year"], name="round_once"),
            _one_of("round_state", "state", states.ROUND),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Plan(models.Model):
    """What a lead and one partner do together in one year under their agreement."""

    code = models.CharField(max_length=80, unique=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="+")
    lead = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    partner = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    territory = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="DRAFT")
    answer = models.CharField(max_length=8, blank=True)  # "", TOPICS or NONE
    answer_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Plan"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "partner", "year"], name="plan_once"),
            _one_of("plan_state", "state", states.PLAN),
            _one_of("plan_answer", "answer", ["", "TOPICS", "NONE"]),
            models.CheckConstraint(
                condition=~models.Q(answer="NONE") | ~models.Q(answer_reason=""), name="plan_none_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "year"], name="plan_lead"),
            models.Index(fields=["partner", "year"], name="plan_partner"),
            models.Index(fields=["territory", "year"], name="plan_territory"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class PlanPhase(models.Model):
    """One phase of a plan, in order."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="plan_phase_once")]

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Topic(models.Model):
    """One matter that the parties of a plan work on together: the dossier."""

    code = models.CharField(max_length=80, unique=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    lead = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    partner = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    territory = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    title_fold = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    state = models.CharField(max_length=14, default="PROPOSED")
    is_ad_hoc = models.BooleanField(default=False)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)  # why dropped, refused or carried
    result = models.TextField(blank=True)
    dispatch = models.CharField(max_length=80, blank=True)
    selected_date = models.DateField(null=True)
    notified_date = models.DateField(null=True)
    acknowledged_date = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Topic"]()

    class Meta:
        constraints = [
            _one_of("topic_state", "state", states.TOPIC),
            _one_of("topic_kind", "kind", rules.TOPIC_KINDS),
        ]
        indexes = [
            models.Index(fields=["plan", "id"], name="topic_plan"),
            models.Index(fields=["lead", "year"], name="topic_lead"),
            models.Index(fields=["partner", "year"], name="topic_partner"),
            models.Index(fields=["territory", "year"], name="topic_territory"),
            models.Index(fields=["dispatch"], name="topic_dispatch"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class TopicUnit(models.Model):
    """A supporting unit of a topic: it sees the dossier and may get lanes in its obligations."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "unit"], name="topic_unit_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class TopicPhase(models.Model):
    """One phase of one topic with its planned and real days."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()
    planned_end = models.DateField(null=True)
    entered_date = models.DateField(null=True)
    closed_date = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "key"], name="topic_phase_once"),
            models.CheckConstraint(
                condition=models.Q(closed_date__isnull=True) | models.Q(entered_date__isnull=False),
                name="topic_phase_entered_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Happening(models.Model):
    """Something per-activity duties count from: a meeting (meeting.start), a false claim met (claim.opened)."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    phase = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300)
    on_date = models.DateField()
    number = models.PositiveSmallIntegerField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "kind", "number"], name="happening_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} #{self.pk}"
