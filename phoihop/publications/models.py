from django.db import models
from django.db.models import CheckConstraint, Q

from phoihop.publications.rules.copies import KINDS


class Edition(models.Model):
    """One row: rises with everything that changes for the public. What is cached or indexed is as old as its number.

    `mark` is drawn anew with each number: after a restored copy the same number may stand for something else.
    """

    number = models.BigIntegerField(default=0)
    mark = models.CharField(max_length=16, blank=True)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"edition {self.number}"


class Publication(models.Model):
    """A frozen public copy, as it stands now."""

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12)
    territory = models.CharField(max_length=40)
    title = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)  # safe HTML
    words = models.TextField(blank=True)  # the same without tags, with what the details say: for search
    unit_name = models.CharField(max_length=300)
    byline = models.CharField(max_length=300, blank=True)
    category = models.CharField(max_length=40, blank=True)
    dossier = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=40, blank=True)
    picture = models.CharField(max_length=80, blank=True)
    details = models.TextField()
    state = models.CharField(max_length=10, default="PUBLISHED")
    withdrawn_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    serial = models.BigIntegerField(db_index=True)  # of the edition in which it last changed
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=KINDS), name="publication_kind"),
            CheckConstraint(condition=Q(state__in=["PUBLISHED", "WITHDRAWN"]), name="publication_state"),
        ]
        indexes = [
            models.Index(fields=["kind", "state", "-published_at", "-id"], name="publication_newest"),
            models.Index(fields=["category", "-published_at", "-id"], name="publication_category"),
            models.Index(fields=["dossier", "-published_at", "-id"], name="publication_dossier"),
            models.Index(fields=["picture"], name="publication_picture"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Version(models.Model):
    """What a publication said in one of its versions, and why it changed."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    details = models.TextField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="publication_version")]

    def __str__(self) -> str:
        return f"version {self.number} #{self.pk}"


class Picture(models.Model):
    """A photo of the library as the public gets it: nothing but picture in it, several widths."""

    code = models.CharField(max_length=80, unique=True)
    alt = models.CharField(max_length=300)
    caption = models.CharField(max_length=500, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    taken_date = models.DateField(null=True)
    is_listed = models.BooleanField(default=True)  # in the photo library, not only on a page
    is_withdrawn = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class PictureFile(models.Model):
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "width"], name="picture_width")]

    def __str__(self) -> str:
        return f"{self.width} #{self.pk}"


class File(models.Model):
    """A file the public may fetch: a review as PDF, a public document. `key` is part of its address."""

    key = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=500)
    media_type = models.CharField(max_length=120)
    content = models.BinaryField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_withdrawn = models.BooleanField(default=False)
    published_at = models.DateTimeField()

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Category(models.Model):
    """A heading of the news."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    english = models.CharField(max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(default=50)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Link(models.Model):
    """A link to another site, at the foot of the portal."""

    url = models.URLField(max_length=500, unique=True)
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=50)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"link #{self.pk}"


class Place(models.Model):
    """A place that a concern may be about: its key is the territory's slug."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    parent = models.CharField(max_length=40, blank=True)
    sort_key = models.CharField(max_length=700)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Service(models.Model):
    """What concerns can be about in one territory, who takes them first, and in how many working days."""

    territory = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    english = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    keywords = models.CharField(max_length=500, blank=True)
    group = models.CharField(max_length=100, blank=True)
    unit_name = models.CharField(max_length=300)
    answer_days = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=50)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["territory", "key"], name="service_key")]

    def __str__(self) -> str:
        return f"{self.territory}/{self.key} #{self.pk}"


class Tracking(models.Model):
    """What whoever knows a concern's code may see of it, and what only its raiser's key opens (`answer`)."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    service = models.CharField(max_length=40)
    place = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=16)  # key; its words are in `state_words`
    state_words = models.CharField(max_length=100)
    title = models.CharField(max_length=500, blank=True)  # once a moderator has let it stand
    unit_name = models.CharField(max_length=300)
    other_units = models.TextField(default="[]")  # JSON list of names
    received_at = models.DateTimeField()
    due_date = models.DateField(null=True)
    due_why = models.TextField(default="[]")  # JSON list of (name, text): the explained date
    answered_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    steps = models.TextField(default="[]")  # JSON list of (ISO moment, state key, words, more)
    answer = models.TextField(blank=True)  # safe HTML, for the raiser
    answer_number = models.PositiveSmallIntegerField(default=0)
    reopen_until = models.DateField(null=True)
    asks = models.TextField(blank=True)  # what the raiser is asked for (needs_info)
    rating = models.PositiveSmallIntegerField(null=True)
    merged_into = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField(null=True)  # rounded to about a hundred metres
    longitude = models.FloatField(null=True)
    is_public = models.BooleanField(default=False)  # listed with its title; else only counted
    serial = models.BigIntegerField(db_index=True)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["territory", "is_public", "-received_at", "-id"], name="tracking_newest"),
            models.Index(fields=["territory", "service", "place"], name="tracking_tiles"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Spokesperson(models.Model):
    """Who speaks for a body, as that body has announced it."""

    key = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit_name = models.CharField(max_length=300)
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=200, blank=True)
    since_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    sort_key = models.CharField(max_length=700)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Notebook(models.Model):
    """What the portal itself must know: names, words, the working calendar. JSON by key (`rules.notes`)."""

    key = models.CharField(max_length=40, unique=True)
    text = models.TextField()

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Preview(models.Model):
    """A copy as it would go out, for whoever holds its token, for an hour. Nothing public: no list, feed or search
    knows of it."""

    token_digest = models.CharField(max_length=64, unique=True)
    copy = models.TextField()  # JSON, field by field as `rules.copies.Copy`
    picture = models.CharField(max_length=80, blank=True)  # code of a photo laid down with it alone
    until = models.DateTimeField(db_index=True)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"preview #{self.pk}"
