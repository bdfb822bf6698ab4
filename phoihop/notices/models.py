from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """A ledger entry told to an account. The words stay in the ledger: what is erased there is gone here too."""

    account_id = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    code = models.CharField(max_length=80)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "entry_id"], name="notice_once")]
        indexes = [
            models.Index(fields=["account_id", "entry_id"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"TB-{self.pk}"
