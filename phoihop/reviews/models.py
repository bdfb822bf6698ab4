from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from phoihop.ground.scope import ScopedManager
from phoihop.reviews import rules, states

SCOPES = ("plan", "programme")


def _one_of(name: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


class Schedule(models.Model):
    """A round is looked back on after a period: which periods is data, the year unless the lead says otherwise."""

    source = models.CharField(max_length=80)  # the code of the round
    lead = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    territory = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    plans = models.JSONField(default=list)  # codes of the round's plans, ascending
    period = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    opened_at = models.DateTimeField(null=True)  # when its review was opened, by whomever
    dropped_at = models.DateTimeField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "period"], name="schedule_once")]
        indexes = [
            models.Index(fields=["last", "id"], name="schedule_last", condition=Q(opened_at=None, dropped_at=None)),
            models.Index(fields=["period", "lead"], name="schedule_period"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.period} #{self.pk}"


class Review(models.Model):
    """A look back on a plan or a whole round over a period. Its text is a frozen version; earlier ones are kept."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    state = models.CharField(max_length=20, default="DRAFT")
    scope = models.CharField(max_length=10)
    source = models.CharField(max_length=80)  # the code of the plan or round
    year = models.PositiveSmallIntegerField()
    lead = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    upper = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, related_name="+")  # once it is signed
    title = models.CharField(max_length=400)
    period = models.CharField(max_length=20)
    period_kind = models.CharField(max_length=8)
    first = models.DateField()
    last = models.DateField()
    is_final = models.BooleanField(default=False)
    on_date = models.DateField()  # the record is read as it stood on this day
    parts_due = models.DateField(null=True)
    missing_reason = models.TextField(blank=True)  # why it went to signing without some part
    reason = models.TextField(blank=True)  # why it was recalled, or taken back from signing
    number = models.PositiveSmallIntegerField(default=0)  # of the version that counts
    opened_at = models.DateTimeField()
    opened_post = models.CharField(max_length=200, blank=True)  # empty: the clock
    gathered_at = models.DateTimeField(null=True)
    presented_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Review"]()

    class Meta:
        constraints = [
            _one_of("review_state", "state", states.REVIEW),
            _one_of("review_scope", "scope", SCOPES),
            models.UniqueConstraint(
                fields=["source", "period"], condition=~Q(state="RECALLED"), name="review_once_a_period"
            ),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="review_period"),
            models.CheckConstraint(
                condition=~Q(state__in=states.FINISHED) | Q(settled_at__isnull=False), name="review_settled"
            ),
            models.CheckConstraint(
                condition=~Q(state="RECALLED") | Q(recalled_at__isnull=False) & ~Q(reason=""), name="review_recalled"
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "year"], name="review_lead"),
            models.Index(fields=["upper", "period"], name="review_upper"),
            models.Index(fields=["territory", "year"], name="review_territory"),
            models.Index(fields=["period", "lead"], name="review_period_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Version(models.Model):
    """One compiled text: the report it is kept as, its figures, and what makes them comparable."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    report = models.CharField(max_length=80)  # the code of the report
    sha256 = models.CharField(max_length=64)
    compiled_at = models.DateTimeField()
    compiled_post = models.CharField(max_length=200, blank=True)
    figures = models.JSONField(default=list)  # rules.KeptFigure without rows
    counted = models.JSONField(default=dict)  # key -> rows
    by_unit = models.JSONField(default=list)  # [unit, [[state, number]]]: what the picture shows
    basis = models.JSONField(default=dict)  # rules.Basis
    signed_report = models.CharField(max_length=80, blank=True)  # with signatures and dissent, once settled
    signed_sha256 = models.CharField(max_length=64, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} #{self.pk}"


class Part(models.Model):
    """What one party says: its cells, and how far it has come."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default="OPEN")
    handed_in_at = models.DateTimeField(null=True)
    handed_in_post = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "unit"], name="review_part_once"),
            _one_of("review_part_state", "state", states.PART),
            models.CheckConstraint(
                condition=~Q(state__in=("HANDED_IN", "ACCEPTED")) | Q(handed_in_at__isnull=False),
                name="review_part_handed_in",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="review_part_unit")]

    def __str__(self) -> str:
        return f"part #{self.pk}"


class Cell(models.Model):
    """One heading of a part. After handing in it is locked; the lead opens single ones again, with a message."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="+")
    key = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    is_open = models.BooleanField(default=True)
    message = models.TextField(blank=True)  # of the lead, when it opened the cell again

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "key"], name="review_cell_once"),
            _one_of("review_cell_key", "key", rules.CELLS),
        ]

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Signature(models.Model):
    """A party's word on one version: it signs, or it dissents and says why."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=300)
    is_dissent = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    post = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "number", "unit"], name="review_signature_once"),
            models.CheckConstraint(condition=Q(is_dissent=False) | ~Q(text=""), name="review_dissent_says_why"),
        ]

    def __str__(self) -> str:
        return f"signature #{self.pk}"


class Lesson(models.Model):
    """A typed proposal of a party, and the lead's answer: taken up in something, or refused with a reason."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # within the review
    kind = models.CharField(max_length=10)
    text = models.TextField()
    state = models.CharField(max_length=10, default="PROPOSED")
    into = models.CharField(max_length=160, blank=True)  # code of an agreement, plan or topic, perhaps /clause
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_post = models.CharField(max_length=200, blank=True)
    proposed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="review_lesson_number"),
            _one_of("review_lesson_kind", "kind", rules.LESSON_KINDS),
            _one_of("review_lesson_state", "state", states.LESSON),
            models.CheckConstraint(
                condition=~Q(state="TAKEN_UP") | ~Q(into="") & Q(answered_at__isnull=False), name="review_lesson_into"
            ),
            models.CheckConstraint(
                condition=~Q(state="REFUSED") | ~Q(answer="") & Q(answered_at__isnull=False),
                name="review_lesson_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"lesson {self.number} #{self.pk}"
