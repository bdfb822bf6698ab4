"""Assessments and what stands in them. No column is about a person: a group has a name, a place and a size. Numbers of
accounts are those of officers, so that who assessed does not evaluate, and who did either does not validate."""

from collections.abc import Iterable

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from phoihop.assessments import states
from phoihop.assessments.rules import scoping, scoring
from phoihop.ground.scope import ScopedManager


def _one_of(name: str, field: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


def _steps(name: str, *fields: str, may_be_empty: bool = False) -> CheckConstraint:
    """Ordinal values from 1 to 5; all of them, or where it may be empty none."""
    given = Q(
        **{f"{field}__gte": scoring.LEAST for field in fields}, **{f"{field}__lte": scoring.MOST for field in fields}
    )
    none = Q(**dict.fromkeys(fields))
    return CheckConstraint(condition=given | none if may_be_empty else given, name=name)


class Assessment(models.Model):
    """What a unit was asked to find out about the effects of a topic, and what it found."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default="ASKED")
    topic = models.ForeignKey("plans.Topic", models.PROTECT, related_name="+")
    dossier = models.CharField(max_length=80)  # the topic's code
    title = models.CharField(max_length=300)
    task = models.TextField()  # what is to be found out
    owner = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")  # asks and validates
    assessor = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    evaluator = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    is_apart = models.BooleanField(default=False)  # assessor and evaluator must be different units
    stage = models.CharField(max_length=80, blank=True)  # the phase that does not end before it is validated
    due_date = models.DateField()
    rescore_date = models.DateField(null=True)
    times = models.PositiveSmallIntegerField(default=1)  # how often it was asked for
    smallest_group = models.PositiveIntegerField()
    is_needed = models.BooleanField(null=True)
    scope_reason = models.TextField(blank=True)  # where the office departs from the list
    before = models.TextField(blank=True)  # how things stand without it
    after = models.TextField(blank=True)  # how they are expected to stand with it
    findings = models.TextField(blank=True)
    summary = models.TextField(blank=True)  # what may be published
    evaluation = models.TextField(blank=True)  # the evaluator's word
    validation = models.TextField(blank=True)  # the head's word
    closing = models.TextField(blank=True)
    reason = models.TextField(blank=True)  # of the last return, withdrawal or revision
    taken_from = models.CharField(max_length=80, blank=True)
    number = models.PositiveSmallIntegerField(default=0)  # of the last frozen version
    serial = models.PositiveIntegerField(default=0)  # of the last line: no number is given twice
    asked_at = models.DateTimeField()
    asked_post = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True)
    presented_at = models.DateTimeField(null=True)
    presented_post = models.CharField(max_length=200, blank=True)
    passed_at = models.DateTimeField(null=True)
    passed_post = models.CharField(max_length=200, blank=True)
    validated_at = models.DateTimeField(null=True)
    validated_post = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_post = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    is_out = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Assessment"]()

    class Meta:
        constraints = [
            _one_of("assessment_state", "state", states.ASSESSMENT),
            CheckConstraint(condition=Q(is_out=False) | Q(published_at__isnull=False), name="assessment_is_out"),
            CheckConstraint(
                condition=~Q(state__in=("EVALUATING", "EVALUATED", *states.STANDS))
                | Q(number__gt=0, is_needed__isnull=False),
                name="assessment_is_frozen",
            ),
            CheckConstraint(
                condition=~Q(state__in=states.STANDS) | Q(validated_at__isnull=False), name="assessment_validated"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "-id"], name="assessment_owner"),
            models.Index(fields=["assessor", "state", "-id"], name="assessment_assessor"),
            models.Index(fields=["evaluator", "state", "-id"], name="assessment_evaluator"),
            models.Index(fields=["dossier", "-id"], name="assessment_dossier"),
            models.Index(fields=["territory", "-id"], name="assessment_territory"),
            models.Index(fields=["rescore_date"], name="assessment_rescore", condition=Q(state="VALIDATED")),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Party(models.Model):
    """A unit of the topic, or one that owes a measure: it reads the file and may dissent."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["assessment", "unit"], name="assessment_party_once")]

    def __str__(self) -> str:
        return f"party #{self.pk}"


class Hand(models.Model):
    """Which officer had which part in it."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    part = models.CharField(max_length=8)  # WRITE or EVALUATE

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assessment", "account_id", "part"], name="assessment_hand_once"),
            _one_of("assessment_hand_part", "part", ("WRITE", "EVALUATE")),
        ]

    def __str__(self) -> str:
        return f"hand #{self.pk}"


class _Line(models.Model):
    """One line of a file. Numbers run through all lines of an assessment."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()

    rows = models.Manager()

    class Meta:
        abstract = True


class ScopeAnswer(_Line):
    """One question of the list, and its answer. `number` is the question's place."""

    key = models.CharField(max_length=40)
    answer = models.CharField(max_length=6)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assessment", "key"], name="assessment_answer_once"),
            _one_of("assessment_answer", "answer", scoping.ANSWERS),
        ]


class Group(_Line):
    """Who is affected: a group at a place, never persons."""

    name = models.CharField(max_length=300)
    place = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    source = models.CharField(max_length=500, blank=True)  # where the size is from
    is_vulnerable = models.BooleanField(default=False)

    class Meta:
        constraints = [UniqueConstraint(fields=["assessment", "number"], name="assessment_group")]


class Impact(_Line):
    """One effect on one group. `is_foreseen` false: found only when it was scored anew."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    theme = models.CharField(max_length=12)
    text = models.CharField(max_length=500)
    is_positive = models.BooleanField(default=False)
    is_foreseen = models.BooleanField(default=True)
    severity = models.PositiveSmallIntegerField()
    reach = models.PositiveSmallIntegerField()
    duration = models.PositiveSmallIntegerField()
    likelihood = models.PositiveSmallIntegerField()
    left_severity = models.PositiveSmallIntegerField(null=True)  # what is left after the measures
    left_reach = models.PositiveSmallIntegerField(null=True)
    left_duration = models.PositiveSmallIntegerField(null=True)
    left_likelihood = models.PositiveSmallIntegerField(null=True)
    left_reason = models.TextField(blank=True)  # why a measure makes it worse
    came = models.CharField(max_length=8, blank=True)
    came_severity = models.PositiveSmallIntegerField(null=True)
    came_reach = models.PositiveSmallIntegerField(null=True)
    came_duration = models.PositiveSmallIntegerField(null=True)
    came_text = models.TextField(blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assessment", "number"], name="assessment_impact"),
            _one_of("assessment_theme", "theme", scoping.THEMES),
            _one_of("assessment_came", "came", [*scoring.CAME, ""]),
            _steps("assessment_impact_steps", *scoring.SCALES),
            _steps("assessment_left_steps", *(f"left_{scale}" for scale in scoring.SCALES), may_be_empty=True),
            _steps("assessment_came_steps", "came_severity", "came_reach", "came_duration", may_be_empty=True),
            CheckConstraint(
                condition=~Q(came="CAME") | Q(came_severity__isnull=False), name="assessment_came_is_scored"
            ),
        ]


class Evidence(_Line):
    """What an impact rests on, graded. `is_of_outcome`: it speaks to what came."""

    impact = models.ForeignKey(Impact, models.PROTECT, related_name="+")
    grade = models.CharField(max_length=1)
    document = models.CharField(max_length=80, blank=True)
    citation = models.CharField(max_length=120, blank=True)
    page = models.CharField(max_length=40, blank=True)
    statement = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=500, blank=True)
    is_of_outcome = models.BooleanField(default=False)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assessment", "number"], name="assessment_evidence"),
            _one_of("assessment_grade", "grade", scoring.GRADES),
            CheckConstraint(
                condition=~Q(grade__in=("A", "B")) | ~Q(document=""), name="assessment_evidence_has_its_document"
            ),
            CheckConstraint(condition=~Q(document="") | ~Q(statement=""), name="assessment_evidence_says_something"),
        ]


class Measure(_Line):
    """What is to be done about an impact, or about the whole. A condition is owed once it is validated."""

    impact = models.ForeignKey(Impact, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=500)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    due_date = models.DateField()
    cost = models.PositiveIntegerField(null=True)  # million đồng; None: not known, which is not zero
    is_condition = models.BooleanField(default=False)
    is_owed = models.BooleanField(default=False)  # an obligation was opened for it, and stands
    origin = models.CharField(max_length=120, blank=True)  # what that obligation is made from
    obligation = models.CharField(max_length=80, blank=True)  # its code

    class Meta:
        constraints = [UniqueConstraint(fields=["assessment", "number"], name="assessment_measure")]


class OpenQuestion(_Line):
    text = models.CharField(max_length=500)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["assessment", "number"], name="assessment_question")]


class Consultation(_Line):
    """How groups were asked, when, how many, and what came out of it for the group as a whole."""

    groups = models.CharField(max_length=300)
    way = models.CharField(max_length=300)
    day = models.DateField()
    people = models.PositiveIntegerField()
    outcome = models.TextField()
    document = models.CharField(max_length=80, blank=True)
    citation = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["assessment", "number"], name="assessment_consultation")]


class Dissent(_Line):
    """A party does not agree: its words and its reason as they came. Nobody changes or drops them."""

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=300)
    text = models.TextField()
    because = models.TextField()
    post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    frozen = models.PositiveSmallIntegerField(default=0)  # the version it was said about

    class Meta:
        constraints = [UniqueConstraint(fields=["assessment", "number"], name="assessment_dissent")]


class Remark(_Line):
    """The evaluator's remark. It must be answered before the assessment goes on."""

    text = models.TextField()
    answer = models.TextField(blank=True)
    state = models.CharField(max_length=8, default="OPEN")
    frozen = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_post = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_post = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assessment", "number"], name="assessment_remark"),
            _one_of("assessment_remark_state", "state", states.REMARK),
            CheckConstraint(condition=Q(state="OPEN") | ~Q(answer=""), name="assessment_remark_answered"),
        ]


class Version(models.Model):
    """The whole file as it stood, with its hash. Never changed."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=8)  # PRESENT, VALIDATE or CLOSE
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    post = models.CharField(max_length=200, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assessment", "number"], name="assessment_version"),
            _one_of("assessment_version_why", "why", ("PRESENT", "VALIDATE", "CLOSE")),
        ]

    def __str__(self) -> str:
        return f"version {self.number} #{self.pk}"


class Habit(models.Model):
    """How many a group must count at least, in what this unit asks for."""

    unit = models.OneToOneField("organizations.Unit", models.PROTECT, related_name="+")
    smallest_group = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"habit #{self.pk}"
