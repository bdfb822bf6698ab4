from django.db import models
from django.db.models import F, Q

from phoihop.ground.scope import ScopedManager
from phoihop.meetings import states

UNIT = "organizations.Unit"


class Meeting(models.Model):
    """A meeting or a series of them. `sequence` and `stamp` are those of the last message sent about it."""

    code = models.CharField(max_length=80, unique=True)  # HN-kg-2021-0001
    key = models.CharField(max_length=60, unique=True)  # one per act of calling
    uid = models.CharField(max_length=200, unique=True)
    territory = models.CharField(max_length=40)
    state = models.CharField(max_length=10)  # states.MEETING
    sequence = models.PositiveIntegerField(default=0)
    organiser = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    organiser_name = models.CharField(max_length=300)
    organiser_post = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    place = models.CharField(max_length=300, blank=True)
    video_url = models.CharField(max_length=500, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    repeat = models.CharField(max_length=200, blank=True)  # RRULE
    quorum_percent = models.PositiveSmallIntegerField(default=0)
    about = models.CharField(max_length=80, blank=True)
    dossier = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Meeting"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(states.MEETING)), name="meeting_state"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_span"),
            models.CheckConstraint(condition=Q(quorum_percent__lte=100), name="meeting_quorum"),
            models.CheckConstraint(
                condition=~Q(state="CANCELLED") | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="meeting_cancel",
            ),
        ]
        indexes = [
            models.Index(fields=["organiser", "id"], name="meeting_organiser"),
            models.Index(fields=["about", "id"], name="meeting_about"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Occurrence(models.Model):
    """One occasion. `original_at` names it in a series (RECURRENCE-ID); `asked_sequence` is its present time's."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="PLANNED")  # states.OCCURRENCE
    original_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)  # where it differs from the series
    is_added = models.BooleanField(default=False)  # beside the rule of the series
    asked_sequence = models.PositiveIntegerField(default=0)
    cancel_reason = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    minutes_state = models.CharField(max_length=10, default="NONE")  # states.MINUTES
    minutes_post = models.CharField(max_length=200, blank=True)
    minutes_at = models.DateTimeField(null=True)
    approved_post = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="occurrence_number"),
            models.UniqueConstraint(fields=["meeting", "original_at"], name="occurrence_original"),
            models.CheckConstraint(condition=Q(state__in=tuple(states.OCCURRENCE)), name="occurrence_state"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="occurrence_span"),
            models.CheckConstraint(condition=Q(minutes_state__in=tuple(states.MINUTES)), name="occurrence_minutes"),
            models.CheckConstraint(
                condition=~Q(minutes_state="APPROVED") | Q(approved_at__isnull=False), name="occurrence_approved"
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="occurrence_starts")]

    def __str__(self) -> str:
        return f"occurrence #{self.pk}"


class Attendee(models.Model):
    """An invited unit. `address` is where its invitation went; "" if it has none and answers here."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=300)
    is_required = models.BooleanField(default=True)
    address = models.CharField(max_length=254, blank=True)
    asked_again = models.PositiveIntegerField(null=True)  # the sequence it was asked again for

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "unit"], name="attendee_once")]
        indexes = [models.Index(fields=["unit", "meeting"], name="attendee_unit")]

    def __str__(self) -> str:
        return f"attendee #{self.pk}"


class Place(models.Model):
    """A unit's place on the roll of one occasion: what it answered, whom it sends, whether it came."""

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="+")
    attendee = models.ForeignKey(Attendee, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="NEEDS-ACTION")  # states.ANSWER
    way = models.CharField(max_length=8, blank=True)
    answered_at = models.DateTimeField(null=True)
    stamp = models.DateTimeField(null=True)  # DTSTAMP of the last answer taken: what is older is a replay
    comment = models.TextField(blank=True)
    person = models.CharField(max_length=200, blank=True)  # who comes, as the unit wrote it
    delegate = models.CharField(max_length=200, blank=True)
    delegate_post = models.CharField(max_length=200, blank=True)
    delegate_address = models.CharField(max_length=254, blank=True)
    delegate_scope = models.TextField(blank=True)
    delegate_state = models.CharField(max_length=12, blank=True)
    delegate_stamp = models.DateTimeField(null=True)
    old_state = models.CharField(max_length=12, blank=True)  # an answer to a time that no longer holds
    old_sequence = models.PositiveIntegerField(null=True)
    present_at = models.DateTimeField(null=True)
    present_way = models.CharField(max_length=8, blank=True)
    is_late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "attendee"], name="place_once"),
            models.CheckConstraint(condition=Q(state__in=states.ANSWER), name="place_state"),
            models.CheckConstraint(condition=~Q(state="DELEGATED") | ~Q(delegate=""), name="place_delegate"),
            models.CheckConstraint(
                condition=Q(state="NEEDS-ACTION") | Q(answered_at__isnull=False), name="place_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"place #{self.pk}"


class Heard(models.Model):
    """That a calendar message was taken. The same words again are a replay."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "digest"], name="heard_once")]

    def __str__(self) -> str:
        return f"heard #{self.pk}"


class Counter(models.Model):
    """Another time that a unit proposes for one occasion."""

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="+")
    attendee = models.ForeignKey(Attendee, models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    comment = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="OPEN")  # states.COUNTER
    answer = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(states.COUNTER)), name="counter_state"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="counter_span"),
        ]

    def __str__(self) -> str:
        return f"counter #{self.pk}"


class AgendaItem(models.Model):
    """One point of the agenda."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="agendaitem_number")]

    def __str__(self) -> str:
        return f"agenda item #{self.pk}"


class Paper(models.Model):
    """A document of the register that belongs to the meeting; who may open it is asked of the register."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    document = models.CharField(max_length=80)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "document"], name="paper_once")]

    def __str__(self) -> str:
        return f"paper #{self.pk}"


class Conclusion(models.Model):
    """One line of the conclusions: a unit shall do something by a day. An obligation from the approval on."""

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="+")
    code = models.CharField(max_length=80, unique=True)  # HN-kg-2021-0001/kl/1, the obligation's origin
    text = models.CharField(max_length=500)
    lead = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    lead_name = models.CharField(max_length=300)
    due_date = models.DateField()
    obligation = models.CharField(max_length=80, blank=True, db_index=True)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Support(models.Model):
    """A unit that supports the lead of a conclusion."""

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="+")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=300)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conclusion", "unit"], name="support_once")]

    def __str__(self) -> str:
        return f"support #{self.pk}"
