"""Forecast questions and what seats of a desk gave for them.

No column tells who a seat's holder is: marks are digests made anew for each question (`queries.marks`), so that a seat
can go on with its own estimate and a second person can be told from the first, and nothing can be gathered about one
seat across questions. Shares are tenths of a percent.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from phoihop.forecasts import states
from phoihop.ground.scope import ScopedManager


def _one_of(name: str, field: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


class Question(models.Model):
    """What will come, by which rule and source that is decided, how often it came before, and how the desk did."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="DRAFT")
    desk = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    dossier = models.CharField(max_length=80)  # the topic
    kind = models.CharField(max_length=8)
    text = models.CharField(max_length=500)
    rule = models.TextField()
    source = models.CharField(max_length=300)  # what decides
    outcomes = models.JSONField(default=list)  # words of each; of a yes-or-no question none
    counts = models.JSONField(default=list)  # how often each outcome came before
    base_class = models.CharField(max_length=500)  # before: in what like cases
    base_source = models.CharField(max_length=300)
    closes_date = models.DateField()  # the last day for estimates
    resolves_date = models.DateField()
    drafted_at = models.DateTimeField()
    drafted_post = models.CharField(max_length=200, blank=True)
    drafted_mark = models.CharField(max_length=32, blank=True)
    presented_at = models.DateTimeField(null=True)
    presented_post = models.CharField(max_length=200, blank=True)
    presented_mark = models.CharField(max_length=32, blank=True)
    opened_at = models.DateTimeField(null=True)
    opened_post = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)  # no estimate any more: what others gave may be read
    seats = models.PositiveSmallIntegerField(default=0)  # that gave an estimate
    soon_at = models.DateTimeField(null=True)  # told that it closes soon
    due_at = models.DateTimeField(null=True)  # told that its day has come
    outcome = models.PositiveSmallIntegerField(null=True)
    decided_date = models.DateField(null=True)  # on which it was decided in the world
    final = models.JSONField(default=list)  # the last aggregate that counts: mean log-odds
    brier = models.FloatField(null=True)  # daily means over the days that count
    log_loss = models.FloatField(null=True)
    base_brier = models.FloatField(null=True)
    base_log_loss = models.FloatField(null=True)
    settled_at = models.DateTimeField(null=True)
    disputes = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)  # of the last return, drop, refusal, annulment or dispute
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Question"]()

    class Meta:
        constraints = [
            _one_of("forecast_state", "state", states.QUESTION),
            _one_of("forecast_kind", "kind", states.KINDS),
            CheckConstraint(condition=Q(resolves_date__gte=models.F("closes_date")), name="forecast_days"),
            CheckConstraint(
                condition=~Q(state__in=(*states.UNDER_WAY, *states.OVER)) | Q(opened_at__isnull=False),
                name="forecast_was_opened",
            ),
            CheckConstraint(
                condition=~Q(state__in=("CLOSED", *states.OVER)) | Q(closed_at__isnull=False),
                name="forecast_was_closed",
            ),
            CheckConstraint(condition=~Q(state="OPEN") | Q(closed_at=None), name="forecast_is_running"),
            CheckConstraint(
                condition=~Q(state="RESOLVED") | Q(outcome__isnull=False, settled_at__isnull=False),
                name="forecast_has_outcome",
            ),
            CheckConstraint(condition=Q(outcome=None) | Q(state="RESOLVED"), name="forecast_outcome_is_confirmed"),
            CheckConstraint(condition=Q(brier=None) | Q(brier__gte=0, brier__lte=2), name="forecast_brier"),
            CheckConstraint(condition=Q(brier=None) | Q(outcome__isnull=False), name="forecast_score_has_outcome"),
        ]
        indexes = [
            models.Index(fields=["desk", "state", "-id"], name="forecast_desk"),
            models.Index(fields=["state", "closes_date"], name="forecast_closes"),
            models.Index(fields=["state", "resolves_date"], name="forecast_resolves"),
            models.Index(fields=["dossier"], name="forecast_dossier"),
            models.Index(fields=["territory", "-id"], name="forecast_territory"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class QuestionParty(models.Model):
    """A unit of the topic: it sees the question from its opening on, and estimates once they are all in."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["question", "unit"], name="forecast_party_once")]

    def __str__(self) -> str:
        return f"party #{self.pk}"


class Estimate(models.Model):
    """What a seat gave, once and for all; the next one of the same seat is a further row."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField()  # counts within the question only
    turn = models.PositiveSmallIntegerField(default=1)
    mark = models.CharField(max_length=32)
    post = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=300)
    shares = models.JSONField()
    reason = models.CharField(max_length=600)
    given_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["question", "seat", "turn"], name="forecast_estimate_turn"),
            UniqueConstraint(fields=["question", "mark", "turn"], name="forecast_estimate_mark"),
        ]

    def __str__(self) -> str:
        return f"estimate {self.seat}.{self.turn} #{self.pk}"


class Resolution(models.Model):
    """What came, with its evidence; or, without an outcome, why the rule cannot decide."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="PROPOSED")
    outcome = models.PositiveSmallIntegerField(null=True)
    decided_date = models.DateField(null=True)
    reason = models.TextField()
    document = models.CharField(max_length=80, blank=True)  # of the register
    citation = models.CharField(max_length=120, blank=True)
    page = models.CharField(max_length=40, blank=True)
    link = models.CharField(max_length=500, blank=True)
    proposed_at = models.DateTimeField()
    proposed_post = models.CharField(max_length=200, blank=True)
    proposed_mark = models.CharField(max_length=32, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_post = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)  # why it was refused or disputed

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["question", "number"], name="forecast_resolution_number"),
            UniqueConstraint(
                fields=["question"],
                condition=Q(state__in=("PROPOSED", "CONFIRMED")),
                name="forecast_resolution_one_stands",
            ),
            _one_of("forecast_resolution_state", "state", states.RESOLUTION),
            CheckConstraint(
                condition=Q(outcome=None) | Q(decided_date__isnull=False) & (~Q(document="") | ~Q(link="")),
                name="forecast_resolution_rests_on_evidence",
            ),
            CheckConstraint(condition=~Q(reason=""), name="forecast_resolution_says_why"),
        ]

    def __str__(self) -> str:
        return f"resolution {self.number} #{self.pk}"
