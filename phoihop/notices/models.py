from datetime import date

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from phoihop.notices import rules


class _Told(models.Model):
    """A ledger entry told to somebody. The words stay in the ledger: what is erased there is gone here too."""

    entry_id = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    code = models.CharField(max_length=80)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    roles = models.CharField(max_length=100, default="*")  # who of the unit may open the thing; "*": told before roles
    way = models.CharField(max_length=6, default="inbox")  # rules.WAYS but "never"
    mailed_at = models.DateTimeField(null=True)  # queued as a mail of its own
    digest_day = models.DateField(null=True)  # told in the digest of that morning
    read_at = models.DateTimeField(null=True)

    rows = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"TB-{self.pk}"


class Notice(_Told):
    """Told to an account, as somebody of a unit."""

    account_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    acting_for = models.CharField(max_length=400, blank=True)  # the posts the account stands in for, if it is only that

    class Meta:
        constraints = [
            UniqueConstraint(fields=["account_id", "entry_id"], name="notice_once"),
            CheckConstraint(condition=Q(way__in=("inbox", "digest", "mail")), name="notice_way"),
        ]
        indexes = [
            Index(fields=["account_id", "entry_id"], name="notice_unread", condition=Q(read_at__isnull=True)),
            Index(
                fields=["account_id", "-entry_id"],
                name="notice_morning",
                condition=Q(read_at__isnull=True, digest_day__isnull=True, mailed_at__isnull=True, way="digest"),
            ),
        ]


class OfficeNotice(_Told):
    """Told to a unit: what lies in its own inbox, whoever reads it."""

    unit_id = models.BigIntegerField()
    read_by = models.CharField(max_length=400, blank=True)  # the post of whoever put it away

    class Meta:
        constraints = [
            UniqueConstraint(fields=["unit_id", "entry_id"], name="officenotice_once"),
            CheckConstraint(condition=Q(way__in=("inbox", "digest", "mail")), name="officenotice_way"),
        ]
        indexes = [
            Index(fields=["unit_id", "entry_id"], name="officenotice_unread", condition=Q(read_at__isnull=True)),
            Index(
                fields=["unit_id", "-entry_id"],
                name="officenotice_morning",
                condition=Q(read_at__isnull=True, digest_day__isnull=True, mailed_at__isnull=True, way="digest"),
            ),
        ]


class Reader(models.Model):
    """How an account, or the inbox of a unit, wants to be told. `digest_day` is the last morning it was served."""

    account = models.OneToOneField("organizations.Account", models.PROTECT, null=True, related_name="+")
    unit = models.OneToOneField("organizations.Unit", models.PROTECT, null=True, related_name="+")
    owner_post = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")  # of an inbox
    ways = models.TextField(default="{}")  # JSON: room -> rules.WAYS; a room that is missing goes into the digest
    has_digest = models.BooleanField(default=True)
    digest_time = models.TimeField(default=rules.DIGEST_TIME)
    is_on_days_off = models.BooleanField(default=False)
    quiet_from = models.TimeField(default=rules.QUIET_FROM)
    quiet_to = models.TimeField(default=rules.QUIET_TO)  # the same as `quiet_from`: no quiet hours
    language = models.CharField(max_length=5, blank=True)  # empty: that of the account
    address = models.CharField(max_length=254, blank=True)  # confirmed; empty: that of the account, or of the unit
    pending_address = models.CharField(max_length=254, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)  # of the code that was mailed there
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)  # when a code was last mailed
    bounced_address = models.CharField(max_length=254, blank=True)  # no mail goes there any more
    bounced_at = models.DateTimeField(null=True)
    digest_day = models.DateField(default=date.min)
    claim = models.CharField(max_length=32, blank=True)  # of the stroke of the clock that serves this morning
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(account__isnull=False, unit__isnull=True, owner_post__isnull=True)
                | Q(account__isnull=True, unit__isnull=False),
                name="reader_one",
            ),
            CheckConstraint(condition=Q(pending_address="") | ~Q(code_digest=""), name="reader_pending"),
        ]
        indexes = [
            Index(fields=["digest_day", "digest_time"], name="reader_due", condition=Q(has_digest=True)),
            Index(fields=["claim"], name="reader_claim", condition=~Q(claim="")),
        ]

    def __str__(self) -> str:
        return f"reader #{self.pk}"


class Shown(models.Model):
    """What waits was named in a digest of this reader: it is not named again while it stands in the same group."""

    reader = models.ForeignKey(Reader, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=80)
    group = models.CharField(max_length=6)
    day = models.DateField()  # the due date, or the day it began to wait
    on_day = models.DateField()  # of the digest

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["reader", "code", "group", "day"], name="shown_once")]
        indexes = [Index(fields=["on_day"], name="shown_on")]

    def __str__(self) -> str:
        return f"{self.group} {self.code} #{self.pk}"
