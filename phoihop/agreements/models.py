from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from phoihop.agreements import rules, states
from phoihop.ground.scope import ScopedManager

UNIT = "organizations.Unit"


def _one_of(name: str, field: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class Mandate(models.Model):
    """An instrument that binds: a decision, guideline or letter, with what it replaces and what it carries out."""

    code = models.CharField(max_length=100, unique=True)  # 238-qd-tw: its place in addresses, for good
    number = models.CharField(max_length=80)
    number_key = models.CharField(max_length=80, db_index=True)  # the same for every way to write the number
    bare_number = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20)
    issuer = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    issued_date = models.DateField(null=True)
    subject = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=12, default="IN_FORCE")
    effective_from = models.DateField(null=True)
    effective_to = models.DateField(null=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    implements = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Mandate"]()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["number_key", "kind", "issuer"], name="mandate_number"),
            _one_of("mandate_kind", "kind", rules.MANDATE_KINDS),
            _one_of("mandate_state", "state", tuple(states.MANDATE)),
        ]
        indexes = [models.Index(fields=["bare_number"], name="mandate_bare")]

    def __str__(self) -> str:
        return f"{self.number} #{self.pk}"


class Spread(models.Model):
    """A unit that is to confirm a mandate, who asked it, by when, and whether it has."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    due_date = models.DateField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_post = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["mandate", "unit"], name="spread_once")]
        indexes = [models.Index(fields=["unit", "mandate"], name="spread_unit")]

    def __str__(self) -> str:
        return f"spread #{self.pk}"


class Programme(models.Model):
    """What a lead's agreements of one period make together, as its programme file says."""

    territory = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    lead = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    reported_date = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="programme_span")]

    def __str__(self) -> str:
        return f"{self.territory} #{self.pk}"


class Agreement(models.Model):
    """What units have agreed on. Its words are in revisions; one of them at most is in force."""

    code = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    title_fold = models.CharField(max_length=300)
    territory = models.CharField(max_length=40)
    lead = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="DRAFT")
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    domains = models.TextField(default="[]")  # JSON list: the fields of work that the parties named
    ended_date = models.DateField(null=True)
    end_reason = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Agreement"]()

    class Meta:
        constraints = [
            _one_of("agreement_state", "state", tuple(states.AGREEMENT)),
            CheckConstraint(
                condition=Q(from_date__isnull=True) | Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="agreement_span",
            ),
            UniqueConstraint(fields=["predecessor"], condition=~Q(state="ENDED"), name="agreement_one_successor"),
        ]
        indexes = [
            models.Index(fields=["lead", "state"], name="agreement_lead"),
            models.Index(fields=["territory", "id"], name="agreement_territory"),
            models.Index(fields=["to_date"], name="agreement_expiry", condition=Q(state="IN_FORCE")),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Party(models.Model):
    """A unit in an agreement, in its role."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parties")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agreement", "unit"], name="party_once"),
            UniqueConstraint(fields=["agreement"], condition=Q(role="LEAD"), name="party_one_lead"),
            _one_of("party_role", "role", states.ROLES),
        ]
        indexes = [models.Index(fields=["unit", "agreement"], name="party_unit")]

    def __str__(self) -> str:
        return f"{self.role} #{self.pk}"


class Revision(models.Model):
    """One text of an agreement. Once it has left DRAFT its words never change: triggers refuse it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="DRAFT")
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # the text it was copied from
    proposed_by = models.ForeignKey(UNIT, models.PROTECT, null=True, related_name="+")  # while DRAFT: who writes it
    note = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    text_hash = models.CharField(max_length=64, blank=True)
    is_signed = models.BooleanField(default=False)  # it is or once was in force
    effective_from = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agreement", "number"], name="revision_number"),
            UniqueConstraint(fields=["agreement"], condition=Q(state="SIGNED"), name="revision_one_in_force"),
            UniqueConstraint(fields=["agreement"], condition=Q(state="PROPOSED"), name="revision_one_proposal"),
            UniqueConstraint(fields=["agreement"], condition=Q(state="DRAFT"), name="revision_one_draft"),
            _one_of("revision_state", "state", tuple(states.REVISION)),
        ]

    def __str__(self) -> str:
        return f"{self.number} #{self.pk}"


class Clause(models.Model):
    """A numbered statement of a text. `ref` is its id, the same in every revision."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="clauses")
    ref = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField()
    text = models.TextField()

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["revision", "ref"], name="clause_ref")]
        indexes = [models.Index(fields=["revision", "position"], name="clause_order")]

    def __str__(self) -> str:
        return f"{self.ref} #{self.pk}"


class Duty(models.Model):
    """What a clause obliges one side to do for the other, and when."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="duties")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    text = models.TextField()
    obliged = models.CharField(max_length=10)
    entitled = models.CharField(max_length=10)
    rule = models.TextField(default="null")  # JSON in the shape of the programme file
    channels = models.TextField(default="[]")  # JSON list

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["revision", "key"], name="duty_key"),
            _one_of("duty_obliged", "obliged", rules.SIDES),
            _one_of("duty_entitled", "entitled", rules.SIDES),
            CheckConstraint(condition=~Q(obliged=F("entitled")), name="duty_two_sides"),
        ]

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Signature(models.Model):
    """A party stands by a text; `text_hash` is the text it saw."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="signatures")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    signed_date = models.DateField()
    text_hash = models.CharField(max_length=64)

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["revision", "unit"], name="signature_once")]

    def __str__(self) -> str:
        return f"signature #{self.pk}"


class Warned(models.Model):
    """A warning before the end of an agreement that has been given."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["agreement", "days"], name="warned_once")]

    def __str__(self) -> str:
        return f"{self.days} #{self.pk}"
