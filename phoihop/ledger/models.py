from django.db import models


class Entry(models.Model):
    """One thing that happened. Never updated, never deleted."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    code = models.CharField(max_length=80)
    dossier = models.CharField(max_length=80, blank=True)
    territory = models.CharField(max_length=40, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=80, blank=True)  # of a system actor; a person is an account and a post
    account_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    unit_name = models.CharField(max_length=300, blank=True)
    post = models.CharField(max_length=200, blank=True)
    acting_for = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=500, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    data = models.TextField()  # canonical JSON, so that it is byte-equal on both databases

    rows = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "id"], name="entry_dossier"),
            models.Index(fields=["code", "id"], name="entry_code"),
            models.Index(fields=["territory", "id"], name="entry_territory"),
            models.Index(fields=["kind", "id"], name="entry_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} #{self.pk}"


class Personal(models.Model):
    """A personal value of an entry, kept apart so that it can be erased."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    field = models.CharField(max_length=60)
    salt = models.CharField(max_length=32)
    value = models.TextField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="personal_once")]

    def __str__(self) -> str:
        return f"{self.field} #{self.pk}"


class Seal(models.Model):
    """A link of the hash chain over the entries named in `entries` ('3-5,9'). Never updated, never deleted."""

    entries = models.TextField()
    holes = models.TextField(blank=True)  # recent numbers not seen yet: a slow transaction may still bring them
    count = models.PositiveIntegerField()
    last_id = models.BigIntegerField()
    previous = models.CharField(max_length=64, unique=True)  # two sealers at once: one wins
    digest = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.digest[:12]} #{self.pk}"


class Delivery(models.Model):
    """One entry for one listener: the job queue."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    listener = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="WAITING")  # states.DELIVERY
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()  # not before this; while RUNNING the end of the lease
    trouble = models.TextField(blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "listener"], name="delivery_once")]
        indexes = [models.Index(fields=["state", "due_at"], name="delivery_open")]

    def __str__(self) -> str:
        return f"{self.listener} #{self.pk}"


class Heartbeat(models.Model):
    """That a kind of process on a node lived at a moment. Written over again and again; no part of the record."""

    node = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)  # web, attend, tick
    version = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "kind"], name="heartbeat_once")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
