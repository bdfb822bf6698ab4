from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from phoihop.communications import states
from phoihop.communications.rules import presumption
from phoihop.ground.scope import ScopedManager


def _one_of(name: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


class Proceedings(models.Model):
    """A topic under proceedings: whose case it is, and how far it is. A topic of the kind "case" without a row is the
    case of the unit that chose it, at the stage of investigation."""

    dossier = models.CharField(max_length=80, unique=True)  # the topic's code
    owner = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    stage = models.CharField(max_length=16)
    noted_at = models.DateTimeField()
    noted_post = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [_one_of("proceedings_stage", "stage", presumption.STAGES)]

    def __str__(self) -> str:
        return f"{self.dossier} #{self.pk}"


class ReleaseHabit(models.Model):
    """How long a body keeps a release back after the second approval, in minutes."""

    unit = models.OneToOneField("organizations.Unit", models.PROTECT, related_name="+")
    undo_minutes = models.PositiveSmallIntegerField()

    rows = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undo_minutes__gte=1, undo_minutes__lte=1440), name="release_habit_minutes"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Release(models.Model):
    """What a body says of its own matter. Of a case: after the event that lets it speak. No field names a person."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="DRAFT")
    dossier = models.CharField(max_length=80, blank=True)
    is_case = models.BooleanField(default=False)
    stage = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField()
    contact = models.CharField(max_length=80, blank=True)  # code of a spokesperson
    event = models.CharField(max_length=20, blank=True)  # what lets it speak
    event_at = models.DateTimeField(null=True)  # when it happened, as the body recorded it
    event_proof = models.CharField(max_length=120, blank=True)  # number and symbol of the document
    event_post = models.CharField(max_length=200, blank=True)
    embargo_until = models.DateTimeField(null=True)
    number = models.PositiveSmallIntegerField(default=1)  # of the text that is being approved
    opened_at = models.DateTimeField()
    opened_post = models.CharField(max_length=200, blank=True)
    presented_at = models.DateTimeField(null=True)
    goes_at = models.DateTimeField(null=True)  # when the undo window is over
    published_at = models.DateTimeField(null=True)  # first
    note = models.TextField(blank=True)  # why changed after publication, given back, or withdrawn
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Release"]()

    class Meta:
        constraints = [
            _one_of("release_state", "state", states.RELEASE),
            _one_of("release_event", "event", ("", *states.RELEASE_EVENTS)),
            models.CheckConstraint(condition=~Q(is_case=True) | ~Q(stage=""), name="release_case"),
            models.CheckConstraint(
                condition=Q(event_at=None) | ~Q(event="") & ~Q(event_proof=""), name="release_event_proof"
            ),
            models.CheckConstraint(condition=~Q(state="RELEASING") | Q(goes_at__isnull=False), name="release_goes"),
            models.CheckConstraint(
                condition=~Q(state__in=("RELEASING", "PUBLISHED"), is_case=True) | Q(event_at__isnull=False),
                name="release_after_event",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "id"], name="release_unit"),
            models.Index(fields=["dossier", "state"], name="release_dossier"),
            models.Index(fields=["goes_at"], name="release_goes", condition=Q(state="RELEASING")),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class ReleaseText(models.Model):
    """A text as it went to approval; earlier ones are kept."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField()
    presented_at = models.DateTimeField()
    presented_post = models.CharField(max_length=200, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="release_text_once")]

    def __str__(self) -> str:
        return f"{self.number} #{self.pk}"


class ReleaseApproval(models.Model):
    """One approver's word on one text. Two different people are needed; taken back, it stays on record."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    account_id = models.BigIntegerField()
    post = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "number", "account_id"],
                condition=Q(taken_back_at=None),
                name="release_approval_once",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ReleaseOverride(models.Model):
    """Words that a rule found and an approver let stand, with the reason."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    reason = models.TextField()
    post = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="release_override_reason")]

    def __str__(self) -> str:
        return f"{self.rule} #{self.pk}"


class ReleaseHolder(models.Model):
    """A unit that was given the text beforehand."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=300)
    given_at = models.DateTimeField()
    given_post = models.CharField(max_length=200, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "unit"], name="release_holder_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ReleaseOpening(models.Model):
    """A holder opened the text before it was public: which unit, in which post, when. Never who."""

    holder = models.ForeignKey(ReleaseHolder, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["holder", "id"], name="release_opening_holder")]

    def __str__(self) -> str:
        return f"#{self.pk}"
