"""Press conferences, the outlets a body writes to, releases sent to them. An outlet is a paper, a station or a site
with the address of its office; no column is about a person."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from phoihop.communications import states
from phoihop.communications.rules import conferences as rules
from phoihop.ground.scope import ScopedManager


def _one_of(name: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


class Outlet(models.Model):
    """One line of a body's own distribution list."""

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=rules.LONGEST_NAME)
    fold = models.CharField(max_length=rules.LONGEST_NAME * 2)
    mail = models.CharField(max_length=200)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "fold"], name="outlet_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PressHabit(models.Model):
    """The rhythm in which a body wants to be reminded; without a row `rules.conferences.Rhythm` holds."""

    unit = models.OneToOneField("organizations.Unit", models.PROTECT, related_name="+")
    conference_months = models.PositiveSmallIntegerField()
    information_months = models.PositiveSmallIntegerField()
    sudden_hours = models.PositiveSmallIntegerField()

    rows = models.Manager()

    def __str__(self) -> str:
        return f"#{self.pk}"


class Conference(models.Model):
    """A press conference: when and where, who speaks, what became of it."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="DRAFT")
    title = models.CharField(max_length=rules.LONGEST_TITLE)
    text = models.TextField(blank=True)  # what it is about, as the invitation says
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300)
    spokesperson = models.CharField(max_length=80, blank=True)  # code of the register
    spoke = models.CharField(max_length=500, blank=True)  # name and post as they stood when it was held
    event_at = models.DateTimeField(null=True)  # of a sudden event it is about
    uid = models.CharField(max_length=120, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    record = models.TextField(blank=True)
    record_state = models.CharField(max_length=10, default="NONE")
    record_account_id = models.BigIntegerField(null=True)  # of the officer who wrote it last
    approved_at = models.DateTimeField(null=True)
    approved_post = models.CharField(max_length=200, blank=True)
    release = models.ForeignKey("communications.Release", models.PROTECT, related_name="+", null=True)
    reason = models.TextField(blank=True)  # of cancelling
    opened_at = models.DateTimeField()
    opened_post = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Conference"]()

    class Meta:
        constraints = [
            _one_of("conference_state", "state", states.CONFERENCE),
            _one_of("conference_record", "record_state", states.CONFERENCE_RECORD),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="conference_times"),
            models.CheckConstraint(
                condition=~Q(record_state="APPROVED") | ~Q(record="") & Q(state="HELD", approved_at__isnull=False),
                name="conference_record_of_what_was_held",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-starts_at"], name="conference_unit"),
            models.Index(fields=["starts_at"], name="conference_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class ConferenceAbout(models.Model):
    """A topic, plan or release that a conference is about, by its code."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "code"], name="conference_about_once")]
        indexes = [models.Index(fields=["code"], name="conference_about_code")]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class ConferenceGuest(models.Model):
    """An invited outlet, what it answered, and whether it came."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    outlet = models.CharField(max_length=rules.LONGEST_NAME)
    mail = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=12, default="ASKED")
    invited_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    is_there = models.BooleanField(default=False)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="conference_guest_number"),
            models.UniqueConstraint(fields=["conference", "outlet"], name="conference_guest_once"),
            _one_of("conference_guest_answer", "answer", rules.ANSWERS),
        ]

    def __str__(self) -> str:
        return f"{self.number} #{self.pk}"


class ConferenceMaterial(models.Model):
    """A registered document that is handed out or spoken from."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    citation = models.CharField(max_length=120)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="conference_material_number"),
            models.UniqueConstraint(fields=["conference", "document"], name="conference_material_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} #{self.pk}"


class ConferencePreparation(models.Model):
    """What a unit is to prepare; the duty itself is an obligation."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    what = models.CharField(max_length=300)
    due_date = models.DateField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="conference_preparation_number")]

    def __str__(self) -> str:
        return f"{self.number} #{self.pk}"


class ConferenceQuestion(models.Model):
    """What an outlet asked, and the answer given there, or the code of the question that is answered later."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    outlet = models.CharField(max_length=rules.LONGEST_NAME)
    text = models.TextField()
    answer = models.TextField(blank=True)
    query = models.CharField(max_length=80, blank=True)  # CH- of the room of the press
    noted_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="conference_question_number"),
            models.CheckConstraint(
                condition=Q(answer="") & ~Q(query="") | ~Q(answer="") & Q(query=""), name="conference_question_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} #{self.pk}"


class ReleaseSending(models.Model):
    """A published release was sent to the office of an outlet."""

    release = models.ForeignKey("communications.Release", models.PROTECT, related_name="+")
    outlet = models.CharField(max_length=rules.LONGEST_NAME)
    mail = models.CharField(max_length=200)
    number = models.PositiveSmallIntegerField()  # of the text that was sent
    sent_at = models.DateTimeField()
    sent_post = models.CharField(max_length=200, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "mail", "number"], name="release_sending_once")]

    def __str__(self) -> str:
        return f"{self.number} #{self.pk}"
