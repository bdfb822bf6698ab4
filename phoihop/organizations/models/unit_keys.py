"""The keys of units, under which what they hold of persons is closed."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from phoihop.organizations.models.people import Unit


class UnitKey(models.Model):
    """A data key of a unit, wrapped with the master key. It stays with its number whatever becomes of its unit: what
    was closed with it opens for the heirs too. A retired one opens and closes nothing more."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    number = models.CharField(max_length=16, unique=True)  # 64 bits of chance in hexadecimal: never given twice
    wrapped = models.BinaryField()
    master = models.CharField(max_length=16)  # fingerprint of the master key that it is wrapped with
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["unit", "version"], name="unit_key_version"),
            UniqueConstraint(fields=["unit"], condition=Q(retired_at__isnull=True), name="unit_key_in_use"),
        ]
        indexes = [models.Index(fields=["master"], name="unit_key_master")]

    def __str__(self) -> str:
        return f"unit key {self.version} #{self.pk}"
