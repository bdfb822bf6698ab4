from django.db import models
from django.db.models import Q

from phoihop.ground.scope import ScopedManager
from phoihop.press import states


class Spokesperson(models.Model):
    """Who speaks for a unit between two days, as a document of the unit announced it."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=700)
    post = models.CharField(max_length=200)
    fold = models.CharField(max_length=800)  # unit, name and post without marks, for finding
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=200, blank=True)
    announced_by = models.CharField(max_length=120)  # number and symbol of the document
    from_date = models.DateField()
    to_date = models.DateField(null=True)  # the last day
    end_reason = models.CharField(max_length=500, blank=True)
    is_shown = models.BooleanField(default=False)  # stands in the public list
    named_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Spokesperson"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=sorted(states.KINDS)), name="spokesperson_kind"),
            models.CheckConstraint(condition=~Q(announced_by=""), name="spokesperson_announced"),
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=models.F("from_date")), name="spokesperson_days"
            ),
            models.CheckConstraint(
                condition=~Q(kind="AUTHORISED") | Q(to_date__isnull=False), name="spokesperson_until"
            ),
        ]
        indexes = [
            models.Index(fields=["territory", "from_date"], name="spokesperson_place"),
            models.Index(fields=["unit", "from_date"], name="spokesperson_unit"),
            models.Index(fields=["sort_key", "id"], name="spokesperson_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"
