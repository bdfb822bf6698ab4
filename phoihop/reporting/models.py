from django.db import models
from django.db.models import Q

from phoihop.ground.scope import ScopedManager
from phoihop.reporting.rules.layouts import SYSTEMS


class Letterhead(models.Model):
    """What one office prints at the head and foot of its letters, who signs them, and its own measures."""

    unit = models.OneToOneField("organizations.Unit", models.PROTECT, related_name="+")
    code = models.CharField(max_length=110, unique=True)  # the office's own
    system = models.CharField(max_length=5)
    parent = models.CharField(max_length=300, blank=True)
    organ = models.CharField(max_length=300)
    place = models.CharField(max_length=100, blank=True)
    symbol = models.CharField(max_length=60, blank=True)  # of the organ: SYT, BTGTU
    signers = models.JSONField(default=list)  # [authority, authority_of, post, name] each
    archive = models.CharField(max_length=100, blank=True)
    footer = models.CharField(max_length=300, blank=True)
    about_words = models.CharField(max_length=10, default="V/v")
    measures = models.JSONField(default=dict)  # only what differs from the usual
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()
    objects = ScopedManager["Letterhead"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(system__in=SYSTEMS), name="letterhead_system"),
            models.CheckConstraint(condition=~Q(organ=""), name="letterhead_organ"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Template(models.Model):
    """An office's own Word template, as the guard let it in."""

    unit = models.OneToOneField("organizations.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    page = models.JSONField(default=dict)  # its width, height and margins in millimetres
    adopted_at = models.DateTimeField()

    rows = models.Manager()

    def __str__(self) -> str:
        return f"template #{self.pk}"
