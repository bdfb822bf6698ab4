from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from phoihop.concerns import states
from phoihop.concerns.rules.clocks import KINDS
from phoihop.ground.scope import ScopedManager

UNIT = "organizations.Unit"


def _one_of(name: str, field: str, values: object) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)  # type: ignore[call-overload]


class Concern(models.Model):
    """What one person wrote about one thing, until it is answered. `sealed` is what was written, as it was written;
    in the clear there is only what a moderator has let stand."""

    code = models.CharField(max_length=80, unique=True)  # as its raiser was given it: PA-kg-2021-000184
    territory = models.CharField(max_length=40)
    service = models.CharField(max_length=40)
    place = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10)
    sealed = models.BinaryField()  # the text; empty once it is dropped or erased
    sealed_fold = models.BinaryField()  # the same as it is compared
    title = models.CharField(max_length=200, blank=True)  # public, once moderated
    public_text = models.TextField(blank=True)
    flags = models.CharField(max_length=200, blank=True)  # why a person should look first
    photos_left_out = models.PositiveSmallIntegerField(default=0)  # the guard did not let them in
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    reception = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    lead = models.ForeignKey(UNIT, models.PROTECT, null=True, related_name="+", db_index=False)
    decider = models.ForeignKey(UNIT, models.PROTECT, null=True, related_name="+", db_index=False)
    dossier = models.CharField(max_length=80, blank=True)  # code of a topic
    state = models.CharField(max_length=12, default="RECEIVED")
    resumes = models.CharField(max_length=12, blank=True)  # while NEEDS_INFO: the state it goes back to
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    forward_date = models.DateField()  # until when it is to be with an agency
    promised_date = models.DateField()  # the date in force
    explanation = models.TextField()  # JSON of ground.dates.Explanation of `promised_date`
    round = models.PositiveSmallIntegerField(default=0)  # of the obligations made from it: a new one for each new owner
    obligation = models.CharField(max_length=80, blank=True, db_index=True)  # code of the one in force
    question = models.TextField(blank=True)  # while NEEDS_INFO: what its raiser is asked
    asked_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)  # first given to an agency
    answered_at = models.DateTimeField(null=True)  # of the answer in force
    answer_number = models.PositiveSmallIntegerField(default=0)  # answers approved so far
    is_late = models.BooleanField(default=False)
    reopen_until = models.DateField(null=True)
    reopened_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=14, blank=True)
    refused_to = models.CharField(max_length=300, blank=True)  # who is to be turned to
    refusal_words = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    rating = models.PositiveSmallIntegerField(null=True)
    rated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    delete_on = models.DateField()  # then whatever is personal goes
    erased_at = models.DateTimeField(null=True)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Concern"]()

    class Meta:
        constraints = [
            _one_of("concern_state", "state", states.CONCERN),
            _one_of("concern_refusal", "refusal", ("", *states.REASONS)),
            CheckConstraint(
                condition=Q(state="REFUSED") & ~Q(refusal="") & ~Q(refused_to="") | ~Q(state="REFUSED"),
                name="concern_refusal_names_owner",
            ),
            CheckConstraint(
                condition=Q(state="MERGED", merged_into__isnull=False)
                | ~Q(state="MERGED") & Q(merged_into__isnull=True),
                name="concern_merged_into",
            ),
            CheckConstraint(
                condition=~Q(state__in=(*states.WORKED_ON, "ANSWERED")) | Q(lead__isnull=False), name="concern_has_lead"
            ),
            CheckConstraint(condition=~Q(state="DISPUTED") | Q(decider__isnull=False), name="concern_has_decider"),
            CheckConstraint(condition=Q(rating__isnull=True) | Q(rating__in=states.STARS), name="concern_rating"),
        ]
        indexes = [
            Index(fields=["state", "promised_date", "id"], name="concern_due"),
            Index(fields=["reception", "state", "promised_date", "id"], name="concern_reception"),
            Index(fields=["lead", "state", "promised_date", "id"], name="concern_lead"),
            Index(fields=["decider", "state"], name="concern_decider"),
            Index(fields=["territory", "received_at", "id"], name="concern_received"),
            Index(fields=["territory", "service", "received_at", "id"], name="concern_alike"),
            Index(fields=["territory", "place", "received_at", "id"], name="concern_near"),
            Index(fields=["dossier", "state"], name="concern_dossier"),
            Index(fields=["delete_on"], name="concern_over", condition=Q(erased_at__isnull=True)),
            Index(fields=["merged_into"], name="concern_merged", condition=Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Contact(models.Model):
    """How its raiser can be reached. Encrypted under a key of its own; gone on `delete_on`."""

    concern = models.OneToOneField(Concern, models.PROTECT, related_name="+")
    sealed = models.BinaryField()  # JSON: name, phone, mail, address
    has_mail = models.BooleanField(default=False)
    delete_on = models.DateField(db_index=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"contact #{self.pk}"


class ConcernPhoto(models.Model):
    """A photo that the guard has let in, drawn anew and encrypted."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=40)
    sealed = models.BinaryField()
    delete_on = models.DateField(db_index=True)

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["concern", "number"], name="concern_photo")]

    def __str__(self) -> str:
        return f"photo {self.number} #{self.pk}"


class Addition(models.Model):
    """What its raiser said later, asked or not. Encrypted as the text is."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed = models.BinaryField()
    delete_on = models.DateField(db_index=True)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"addition #{self.pk}"


class Part(models.Model):
    """One agency's share of the answer. The lead has one too."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=10)
    about = models.CharField(max_length=300, blank=True)  # what this agency is asked for
    state = models.CharField(max_length=8, default="OPEN")
    text = models.TextField(blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField(null=True)
    written_post = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["concern", "unit"], name="concern_part_once"),
            UniqueConstraint(fields=["concern"], condition=Q(role="LEAD"), name="concern_one_lead"),
            _one_of("concern_part_role", "role", states.ROLES),
            _one_of("concern_part_state", "state", states.PART),
        ]
        indexes = [Index(fields=["unit", "concern", "state"], name="concern_part_unit")]

    def __str__(self) -> str:
        return f"part #{self.pk}"


class Answer(models.Model):
    """The one answer: composed by the lead, approved, told to every raiser. A further one only after a reopening."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default="DRAFT")
    text = models.TextField(blank=True)  # in the marks of public prose
    evidence = models.TextField(default="[]")  # JSON list of (name, address or empty)
    written_at = models.DateTimeField()
    written_post = models.CharField(max_length=500, blank=True)
    writer_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)  # why it was returned
    approved_at = models.DateTimeField(null=True)
    approved_post = models.CharField(max_length=500, blank=True)
    approver_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["concern", "number"], name="concern_answer_once"),
            _one_of("concern_answer_state", "state", states.ANSWER),
            CheckConstraint(
                condition=~Q(state="APPROVED") | Q(approved_at__isnull=False) & ~Q(text=""),
                name="concern_answer_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.number} #{self.pk}"


class Transfer(models.Model):
    """It went from one lead to the next owner: passed on as not the lead's to answer, or by decision."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", db_index=False)
    from_unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    to_unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    at = models.DateTimeField()
    post = models.CharField(max_length=500, blank=True)

    rows = models.Manager()

    class Meta:
        indexes = [
            Index(fields=["concern", "from_unit"], name="concern_transfer"),
            Index(fields=["from_unit", "concern"], name="concern_transfer_from"),
        ]

    def __str__(self) -> str:
        return f"transfer #{self.pk}"


class Dispute(models.Model):
    """Units disagree who answers; the unit above them decides."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    decider = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, default="OPEN")
    reason = models.TextField()
    raised_at = models.DateTimeField()
    raised_post = models.CharField(max_length=500, blank=True)
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_post = models.CharField(max_length=500, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["concern"], condition=Q(state="OPEN"), name="concern_one_dispute"),
            _one_of("concern_dispute_state", "state", states.DISPUTE),
        ]

    def __str__(self) -> str:
        return f"dispute #{self.pk}"


class Step(models.Model):
    """One thing that happened, in words for whoever raised it."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=12)
    act = models.CharField(max_length=12)
    words = models.CharField(max_length=500)
    more = models.TextField(blank=True)

    rows = models.Manager()

    class Meta:
        indexes = [Index(fields=["concern", "id"], name="concern_step")]

    def __str__(self) -> str:
        return f"{self.act} #{self.pk}"


class Told(models.Model):
    """That a raiser was told of a step: once. With `number` the step brought an answer: once each."""

    raiser = models.ForeignKey(Concern, models.PROTECT, related_name="+", db_index=False)
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(null=True)  # of the answer
    of = models.ForeignKey(Concern, models.PROTECT, related_name="+")  # the concern that was answered for all
    by_mail = models.BooleanField(default=False)
    at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["raiser", "step"], name="concern_told_once"),
            UniqueConstraint(
                fields=["raiser", "of", "number"], condition=Q(number__isnull=False), name="concern_answer_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"told #{self.pk}"


class DataRequest(models.Model):
    """Somebody asks what is kept about him, to put it right, or to erase it."""

    code = models.CharField(max_length=80, unique=True)  # DL-kg-2021-000001
    territory = models.CharField(max_length=40)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+")
    wish = models.CharField(max_length=8)
    channel = models.CharField(max_length=10)
    sealed = models.BinaryField()  # what he wrote
    state = models.CharField(max_length=8, default="OPEN")
    received_at = models.DateTimeField()
    due_date = models.DateField()
    explanation = models.TextField()
    obligation = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_post = models.CharField(max_length=500, blank=True)
    outcome = models.TextField(blank=True)  # what was done, without the values
    is_late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            _one_of("data_request_state", "state", states.REQUEST),
            _one_of("data_request_wish", "wish", states.WISHES),
        ]
        indexes = [Index(fields=["state", "due_date", "id"], name="data_request_due")]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Desk(models.Model):
    """The unit that receives and dispatches the concerns of a territory."""

    territory = models.CharField(max_length=40, unique=True)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.territory} #{self.pk}"


class Service(models.Model):
    """What concerns can be about in a territory."""

    territory = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    english = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    keywords = models.CharField(max_length=500, blank=True)
    group = models.CharField(max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(default=50)
    is_open = models.BooleanField(default=True)

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["territory", "key"], name="concern_service")]

    def __str__(self) -> str:
        return f"{self.territory}/{self.key} #{self.pk}"


class Route(models.Model):
    """Which unit answers for a service, everywhere or in one place, and in how many working days."""

    territory = models.CharField(max_length=40)
    service = models.CharField(max_length=40)
    place = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    answer_days = models.PositiveSmallIntegerField(null=True)  # None: as the clock of the territory says

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["territory", "service", "place"], name="concern_route")]

    def __str__(self) -> str:
        return f"route #{self.pk}"


class Spot(models.Model):
    """A place that concerns of a territory may be about; its key is a territory's slug."""

    territory = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    parent = models.CharField(max_length=40, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["territory", "key"], name="concern_spot")]

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Clock(models.Model):
    """How long something takes in a territory; where there is no row `rules.clocks.DEFAULTS` holds."""

    territory = models.CharField(max_length=40)
    key = models.CharField(max_length=20)
    days = models.PositiveSmallIntegerField()
    is_working = models.BooleanField()  # working days, else calendar days
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["territory", "key"], name="concern_clock"),
            _one_of("concern_clock_key", "key", KINDS),
        ]

    def __str__(self) -> str:
        return f"{self.territory}/{self.key} #{self.pk}"
