"""What the press desk reads. Of an article are kept: publisher, address, title, times, a short extract, a signature for
finding its copies. No author, no full text, no picture: there is no column for them."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q

from phoihop.ground.scope import ScopedManager
from phoihop.press.states import reading as states

LONGEST_EXTRACT = 300


class Source(models.Model):
    """A feed, sitemap, newsletter or paper that a unit reads for everybody."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")  # its keeper
    kind = models.CharField(max_length=10)
    publisher = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=700)
    url = models.CharField(max_length=1000, blank=True)
    url_key = models.CharField(max_length=64, blank=True)  # the same address twice is one source
    mail_token = models.CharField(max_length=26, blank=True)  # of a newsletter: what its address ends with
    takes_pages = models.BooleanField(default=True)  # opens the article where the feed has only a summary
    state = models.CharField(max_length=8, default="ACTIVE")
    reason = models.CharField(max_length=300, blank=True)  # of the last pause
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=80, blank=True)
    next_at = models.DateTimeField(null=True)
    lease_at = models.DateTimeField(null=True)  # somebody reads it until then
    failures = models.PositiveIntegerField(default=0)  # one after the other
    last_result = models.CharField(max_length=300, blank=True)
    last_at = models.DateTimeField(null=True)
    item_count = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Source"]()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=sorted(states.KINDS)), name="press_source_kind"),
            CheckConstraint(condition=Q(state__in=sorted(states.SOURCE)), name="press_source_state"),
            CheckConstraint(condition=~Q(kind="MAIL") | ~Q(mail_token=""), name="press_source_mail"),
            CheckConstraint(condition=Q(kind__in=("MAIL", "MANUAL")) | ~Q(url=""), name="press_source_url"),
            models.UniqueConstraint(
                fields=["territory", "url_key"], condition=~Q(url_key=""), name="press_source_once"
            ),
            models.UniqueConstraint(fields=["mail_token"], condition=~Q(mail_token=""), name="press_source_token"),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], name="press_source_due", condition=Q(state__in=states.READ)),
            models.Index(fields=["sort_key", "id"], name="press_source_name"),
            models.Index(fields=["unit", "state"], name="press_source_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Story(models.Model):
    """Items that tell the same, shown once. Merged ones point to where their items are now."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")  # keeper of what brought it
    state = models.CharField(max_length=8, default="SHOWN")
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # of a merged one
    title = models.CharField(max_length=300)
    fold = models.CharField(max_length=700)  # title and first extract without marks, for finding
    url = models.CharField(max_length=1000, blank=True)
    publisher = models.CharField(max_length=200)  # of its first item
    first_at = models.DateTimeField()  # when the desk first saw it
    last_at = models.DateTimeField()
    item_count = models.PositiveIntegerField(default=1)
    publisher_count = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=300, blank=True)  # why it is hidden, merged or was split off
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Story"]()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.STORY)), name="press_story_state"),
            CheckConstraint(
                condition=Q(state="MERGED", into__isnull=False) | ~Q(state="MERGED") & Q(into=None),
                name="press_story_into",
            ),
        ]
        indexes = [
            models.Index(fields=["-first_at", "-id"], name="press_story_first"),
            models.Index(fields=["-last_at", "-id"], name="press_story_last"),
            models.Index(fields=["publisher", "-first_at"], name="press_story_publisher"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Item(models.Model):
    """One article as one publisher brought it."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="+")
    came_from = models.ForeignKey(Story, models.PROTECT, null=True, related_name="+")  # before a merge or split by hand
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+")  # none: clipped by hand
    publisher = models.CharField(max_length=200)
    url = models.CharField(max_length=1000, blank=True)
    url_key = models.CharField(max_length=64, unique=True)  # of the address in its canonical form
    title = models.CharField(max_length=300)
    extract = models.CharField(max_length=LONGEST_EXTRACT, blank=True)
    published_at = models.DateTimeField(null=True)  # as the publisher says
    seen_at = models.DateTimeField()
    signature = models.BinaryField(max_length=256)  # MinHash of the text it came with; empty: too short for one

    rows = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["story", "seen_at"], name="press_item_story"),
            models.Index(fields=["-seen_at", "-id"], name="press_item_seen"),
            models.Index(fields=["publisher", "-seen_at"], name="press_item_publisher"),
        ]

    def __str__(self) -> str:
        return f"item #{self.pk}"


class Band(models.Model):
    """A piece of a signature: items that share one may be copies of each other. Gone when copies are not sought."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    key = models.BigIntegerField()

    rows = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["key", "item"], name="press_band_key")]

    def __str__(self) -> str:
        return f"band #{self.pk}"


class Host(models.Model):
    """A machine that is asked: what it lets robots read, and from when it may be asked again."""

    name = models.CharField(max_length=300, unique=True)  # scheme://name:port
    robots = models.TextField(blank=True)
    robots_state = models.CharField(max_length=8, blank=True)  # READ, NONE, CLOSED; empty: not asked yet
    robots_until = models.DateTimeField(null=True)
    free_at = models.DateTimeField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(robots_state__in=("", *states.ROBOTS)), name="press_host_robots"),
        ]

    def __str__(self) -> str:
        return f"host #{self.pk}"


class ReadingRule(models.Model):
    """Terms of a territory, data rather than law: how often sources are asked, how long unmatched items are kept."""

    territory = models.CharField(max_length=40, unique=True)
    keep_days = models.PositiveIntegerField()
    every_minutes = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"reading rule {self.territory} #{self.pk}"
