"""The press digest of a unit and day: what it quotes is copied, so that it reads the same for good."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q

from phoihop.ground.scope import ScopedManager
from phoihop.press.states import digests as states

LONGEST_EXTRACT = 300


class DigestSetting(models.Model):
    """How a unit makes its digest: at which hour, on which days, and whether it goes out by itself."""

    code = models.CharField(max_length=80, unique=True)  # of the unit
    unit = models.OneToOneField("organizations.Unit", models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=True)
    hour = models.TimeField()
    on_days_off = models.BooleanField(default=False)
    issues_itself = models.BooleanField(default=False)
    sends_empty = models.BooleanField(default=False)
    last_day = models.DateField(null=True)  # the last day the clock has seen to
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["hour", "last_day"], name="press_setting_due", condition=Q(is_on=True))]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class DigestReader(models.Model):
    """A unit that gets another unit's digest."""

    setting = models.ForeignKey(DigestSetting, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["setting", "unit"], name="press_reader_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PressDigest(models.Model):
    """What the press brought about a unit's topics since the digest before."""

    code = models.CharField(max_length=80, unique=True)  # DP-kg-2021-0001
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    day = models.DateField()
    since = models.DateTimeField()  # what was matched after this moment
    until = models.DateTimeField()  # and up to this one
    state = models.CharField(max_length=10, default="DRAFT")
    made_by = models.CharField(max_length=6)
    made_at = models.DateTimeField()
    story_count = models.PositiveIntegerField(default=0)  # without those left out
    item_count = models.PositiveIntegerField(default=0)  # articles of these stories, by all outlets
    more_count = models.PositiveIntegerField(default=0)  # stories for which the digest had no room
    approved_at = models.DateTimeField(null=True)
    approved_post = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_post = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # why it was given back
    fold = models.TextField()  # headlines and topics without marks, for finding
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["PressDigest"]()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.DIGEST)), name="press_digest_state"),
            CheckConstraint(condition=Q(made_by__in=states.MADE), name="press_digest_made"),
            CheckConstraint(condition=Q(until__gt=models.F("since")), name="press_digest_span"),
            CheckConstraint(condition=~Q(state="ISSUED") | Q(issued_at__isnull=False), name="press_digest_issued"),
            models.UniqueConstraint(
                fields=["unit", "day"], condition=~Q(state="DROPPED"), name="press_digest_one_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-day"], name="press_digest_unit"),
            models.Index(fields=["-day", "-id"], name="press_digest_day"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class DigestEntry(models.Model):
    """One story as the digest quotes it: headline, source, link, a short extract. Never who wrote it."""

    digest = models.ForeignKey(PressDigest, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    dossier = models.CharField(max_length=80)  # the topic's code
    topic = models.CharField(max_length=500)  # its title on that day
    also = models.TextField(blank=True)  # titles of other topics that the story concerns, one a line
    story = models.CharField(max_length=80)  # its code
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True)
    extract = models.CharField(max_length=LONGEST_EXTRACT, blank=True)
    published_at = models.DateTimeField()  # as the publisher says, else when it was seen
    outlets = models.TextField()  # names of all publishers, one a line, the first first
    outlet_count = models.PositiveIntegerField()
    note = models.CharField(max_length=1000, blank=True)  # facts, in the agency's name
    is_left_out = models.BooleanField(default=False)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "story"], name="press_entry_once"),
            CheckConstraint(condition=Q(outlet_count__gte=1), name="press_entry_outlets"),
        ]
        indexes = [
            models.Index(fields=["digest", "position"], name="press_entry_place"),
            models.Index(fields=["story"], name="press_entry_story"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class DigestShare(models.Model):
    """A unit that a digest was sent to, and whether a mail went with it."""

    digest = models.ForeignKey(PressDigest, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=300)
    is_mailed = models.BooleanField(default=False)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "unit"], name="press_share_once")]
        indexes = [models.Index(fields=["unit", "digest"], name="press_share_unit")]

    def __str__(self) -> str:
        return f"#{self.pk}"
