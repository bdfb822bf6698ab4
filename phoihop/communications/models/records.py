from django.db import models
from django.db.models import Q

from phoihop.communications import states


class PublicRecord(models.Model):
    """A plan or topic that its lead shows to the public: copied anew every day while it is shown."""

    code = models.CharField(max_length=80, unique=True)  # of the plan or topic
    territory = models.CharField(max_length=40)
    kind = models.CharField(max_length=5)
    lead = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="PUBLISHED")
    summary = models.TextField(blank=True)  # what the editor says of it for the public
    as_of = models.DateField()
    tried = models.DateField()  # the last day on which the clock copied it, or was refused
    refusal = models.TextField(blank=True)  # why the clock could not copy it anew
    note = models.TextField(blank=True)  # why withdrawn
    published_at = models.DateTimeField()
    post = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(states.RECORD)), name="record_state"),
            models.CheckConstraint(condition=Q(kind__in=("PLAN", "TOPIC")), name="record_kind"),
        ]
        indexes = [models.Index(fields=["tried", "id"], name="record_tried", condition=Q(state="PUBLISHED"))]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"
