from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from phoihop.communications import states
from phoihop.communications.rules import audience
from phoihop.ground.scope import ScopedManager


def _one_of(name: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


class Bulletin(models.Model):
    """One issue of an internal bulletin: for units of the house, never for the public."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="DRAFT")
    title = models.CharField(max_length=300)
    lede = models.TextField(blank=True)
    dossier = models.CharField(max_length=80, blank=True)  # the plan or topic that it serves
    acknowledge_by = models.DateField(null=True)
    fold = models.TextField()  # title and items without marks, for finding
    opened_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    issued_post = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)  # why it was recalled
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Bulletin"]()

    class Meta:
        constraints = [
            _one_of("bulletin_state", "state", states.BULLETIN),
            models.CheckConstraint(
                condition=Q(state__in=("DRAFT", "DROPPED")) | Q(issued_at__isnull=False, acknowledge_by__isnull=False),
                name="bulletin_issued",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "id"], name="bulletin_unit"),
            models.Index(fields=["acknowledge_by"], name="bulletin_due", condition=Q(state="ISSUED")),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class BulletinItem(models.Model):
    """One piece of an issue; `source` is the code of what it tells about, if that is in the house."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField()
    source = models.CharField(max_length=80, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulletin", "position"], name="bulletin_item_once")]

    def __str__(self) -> str:
        return f"{self.position} #{self.pk}"


class BulletinAim(models.Model):
    """One line of whom an issue is for: a unit, a level, or a territory."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, related_name="+")
    level = models.CharField(max_length=10, blank=True)
    territory = models.CharField(max_length=40, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            _one_of("bulletin_aim_level", "level", ("", *audience.LEVELS)),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, level="", territory="")
                | Q(unit=None, territory="") & ~Q(level="")
                | Q(unit=None, level="") & ~Q(territory=""),
                name="bulletin_aim_one",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class BulletinShare(models.Model):
    """One unit's share of an issue, as the audience was resolved when it was issued: read, and acknowledged."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=300)
    state = models.CharField(max_length=14, default="DELIVERED")
    read_at = models.DateTimeField(null=True)  # first opened by somebody of the unit
    acknowledged_at = models.DateTimeField(null=True)
    post = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    reminded = models.CharField(max_length=4, blank=True)  # "", SOON, LATE: the last reminder

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "unit"], name="bulletin_share_once"),
            _one_of("bulletin_share_state", "state", states.SHARE),
            models.CheckConstraint(
                condition=~Q(state="ACKNOWLEDGED") | Q(acknowledged_at__isnull=False), name="bulletin_share_when"
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="bulletin_share_unit")]

    def __str__(self) -> str:
        return f"#{self.pk}"
