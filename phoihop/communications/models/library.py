from django.db import models
from django.db.models import Q

from phoihop.communications import states
from phoihop.communications.models.articles import one_of
from phoihop.ground.scope import ScopedManager


class Photo(models.Model):
    """A photo of a unit's library: drawn anew when it came in, nothing of the camera's file is kept."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="KEPT")
    alt = models.CharField(max_length=300)  # for those who cannot see it
    caption = models.CharField(max_length=500, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    words_fold = models.TextField()  # alt, caption, credit: what search looks in
    taken_date = models.DateField(null=True)
    is_listed = models.BooleanField(default=False)  # in the portal's photo library too
    fingerprint = models.CharField(max_length=64)  # of the file that came in: the same one again is this photo
    added_at = models.DateTimeField()
    added_post = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Photo"]()

    class Meta:
        constraints = [
            one_of("photo_state", "state", states.PHOTO),
            models.UniqueConstraint(
                fields=["unit", "fingerprint"], condition=~Q(state="WITHDRAWN"), name="photo_once_a_unit"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="photo_unit"),
            models.Index(fields=["territory", "-id"], name="photo_territory"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class PhotoFile(models.Model):
    """One width of a photo."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["photo", "width"], name="photo_width")]

    def __str__(self) -> str:
        return f"{self.width} #{self.pk}"


class Card(models.Model):
    """A good practice told in four cells, so that another body can do the same."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="DRAFT")
    title = models.CharField(max_length=300)
    problem = models.TextField(blank=True)
    practice = models.TextField(blank=True)
    result = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    contact = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=80, blank=True)  # the topic or plan it comes from
    note = models.TextField(blank=True)
    returned_reason = models.TextField(blank=True)
    writer_id = models.BigIntegerField(null=True)  # the account that wrote last: may not publish
    writer_post = models.CharField(max_length=200, blank=True)
    is_out = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Card"]()

    class Meta:
        constraints = [
            one_of("card_state", "state", states.CARD),
            models.CheckConstraint(condition=~Q(state="WITHDRAWN") | ~Q(withdrawn_note=""), name="card_withdrawn"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="card_state_newest"),
            models.Index(fields=["unit", "state", "-id"], name="card_unit"),
            models.Index(fields=["source"], name="card_source"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class CardUse(models.Model):
    """A practice was taken over into a plan, as this topic."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=300)
    plan = models.CharField(max_length=80)
    topic = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"


class Page(models.Model):
    """A page of the portal itself, in the marks it was written in; what is out is a copy in `publications`."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField()
    unit_name = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=50)
    is_withdrawn = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_post = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"
