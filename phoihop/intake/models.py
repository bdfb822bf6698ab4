from django.db import models
from django.db.models import CheckConstraint, Q

from phoihop.intake.states import CHANNELS, STATES, WHATS


class Input(models.Model):
    """Something that came in from the public, sealed until its room takes it; then nothing of it is left here."""

    code = models.CharField(max_length=80, unique=True)
    what = models.CharField(max_length=12)  # states.WHATS: which room takes it
    channel = models.CharField(max_length=10)
    territory = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)  # the code it is about, if it is not new
    service = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=40, blank=True)
    promised_unit = models.CharField(max_length=300, blank=True)  # what its sender was told
    promised_date = models.DateField(null=True)
    received_at = models.DateTimeField()
    nonce = models.CharField(max_length=64, unique=True)  # of the form: the same form sent twice is one input
    key_digest = models.CharField(max_length=64)  # of the sender's key; the key itself is kept nowhere
    digest = models.CharField(max_length=64, blank=True)  # keyed, of what came: the same form with other words is told
    sealed = models.BinaryField()
    flags = models.CharField(max_length=200, blank=True)  # why a person should look first; comma-separated keys
    state = models.CharField(max_length=8, default="WAITING")
    settled_at = models.DateTimeField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(what__in=WHATS), name="input_what"),
            CheckConstraint(condition=Q(channel__in=CHANNELS), name="input_channel"),
            CheckConstraint(condition=Q(state__in=STATES), name="input_state"),
        ]
        indexes = [models.Index(fields=["what", "state", "id"], name="input_waiting")]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class InputPhoto(models.Model):
    """A photo that came with it, drawn anew and sealed."""

    input = models.ForeignKey(Input, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["input", "number"], name="input_photo")]

    def __str__(self) -> str:
        return f"photo {self.number} #{self.pk}"


class Key(models.Model):
    """A further key to one input's page, minted for a mail to its sender. Only its digest is kept."""

    code = models.CharField(max_length=80, db_index=True)
    digest = models.CharField(max_length=64, unique=True)
    minted_at = models.DateTimeField()

    rows = models.Manager()

    def __str__(self) -> str:
        return f"key of {self.code} #{self.pk}"


class Series(models.Model):
    """The numbers of the codes that are given out at the public's door."""

    key = models.CharField(max_length=60, unique=True)  # PA-kg-2021
    last = models.PositiveBigIntegerField(default=0)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Throttle(models.Model):
    """How often something was asked in a stretch of time. `bucket` is a keyed digest: no address is kept."""

    bucket = models.CharField(max_length=64)
    window = models.PositiveBigIntegerField()  # number of the stretch since 1970
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "window"], name="throttle_window")]

    def __str__(self) -> str:
        return f"throttle #{self.pk}"
