from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from phoihop.ground.scope import ScopedManager
from phoihop.obligations import states
from phoihop.obligations.rules.ladder import FARTHEST, LONGEST_WORDING, TARGETS

UNIT = "organizations.Unit"


def _one_of(name: str, field: str, values: object) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)  # type: ignore[call-overload]


class Obligation(models.Model):
    """Who owes what to whom by which date. `source`, `dossier`, `duty`, `stage` are filing labels of its opener."""

    code = models.CharField(max_length=80, unique=True)
    origin = models.CharField(max_length=250, unique=True)  # what it was made from: opening twice changes nothing
    title = models.CharField(max_length=500)
    title_fold = models.CharField(max_length=500)
    duty = models.CharField(max_length=80)
    clause = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=80)
    dossier = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    territory = models.CharField(max_length=40)
    entitled = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    lead = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, default="OPEN")
    version = models.PositiveIntegerField(default=1)
    due_date = models.DateField(null=True)
    base_due_date = models.DateField(null=True)  # before extensions
    board_date = models.DateField(default=states.NO_DATE)  # the due date, or the end of time: sorts and counts
    waits_for = models.CharField(max_length=120, blank=True)  # the event without which there is no date
    opened_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)  # handed in after the due date
    closed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # why waived, returned or blocked
    is_illustration = models.BooleanField(default=False)
    rule = models.TextField(default="null")  # JSON, as in a programme file
    anchors = models.TextField(default="{}")  # JSON: event -> day
    explanation = models.TextField(blank=True)  # JSON of ground.dates.Explanation; empty while there is no date

    rows = models.Manager()
    objects = ScopedManager["Obligation"]()

    class Meta:
        constraints = [
            _one_of("obligation_state", "state", states.OBLIGATION),
            CheckConstraint(
                condition=Q(state__in=sorted(states.CLOSED), closed_at__isnull=False)
                | ~Q(state__in=sorted(states.CLOSED)) & Q(closed_at__isnull=True),
                name="obligation_closed",
            ),
            CheckConstraint(
                condition=Q(due_date__isnull=True, board_date=states.NO_DATE) | Q(due_date=F("board_date")),
                name="obligation_board_date",
            ),
        ]
        indexes = [
            # Counts per state read the first index alone; lists of what is open read the second in order.
            Index(
                fields=["state", "board_date", "id", "territory", "entitled", "year", "stage", "is_late"],
                name="obligation_states",
            ),
            Index(
                fields=["board_date", "id", "state", "entitled"],
                name="obligation_open",
                condition=Q(closed_at__isnull=True),
            ),
            Index(
                fields=["board_date", "id", "territory", "entitled", "state", "year", "stage"], name="obligation_all"
            ),
            Index(
                fields=["duty", "board_date", "id", "state", "territory", "entitled", "year", "stage"],
                name="obligation_duty",
            ),
            Index(fields=["source", "duty", "stage"], name="obligation_source"),
            Index(fields=["dossier", "stage"], name="obligation_dossier"),
            Index(fields=["entitled", "state", "board_date"], name="obligation_entitled"),
            Index(fields=["lead", "state", "board_date"], name="obligation_lead"),
            Index(
                fields=["title_fold", "code", "state", "board_date", "territory", "entitled", "year"],
                name="obligation_search",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Lane(models.Model):
    """One unit's share of an obligation. The lead unit has one too."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="lanes", db_index=False)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=10)
    state = models.CharField(max_length=12, default="OPEN")
    note = models.TextField(blank=True)  # why it was left open or waived
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["obligation", "unit"], name="lane_once"),
            UniqueConstraint(fields=["obligation"], condition=Q(role="LEAD"), name="lane_one_lead"),
            _one_of("lane_role", "role", states.ROLES),
            _one_of("lane_state", "state", states.LANE),
        ]
        indexes = [
            Index(fields=["unit", "obligation", "state"], name="lane_unit"),
            Index(fields=["unit", "role", "state", "obligation"], name="lane_share"),
        ]

    def __str__(self) -> str:
        return f"{self.role} #{self.pk}"


class Evidence(models.Model):
    """What a unit says it did, with a document's number or link."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="evidence")
    lane = models.ForeignKey(Lane, models.PROTECT, related_name="+")
    statement = models.TextField()
    reference = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    post = models.CharField(max_length=200, blank=True)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"evidence #{self.pk}"


class Expected(models.Model):
    """A document that `unit` is expected to provide. The document is named by its code; its paper is never held here.

    While its title is hidden nobody outside the unit reads title, note or reason, in no event either.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    listed_by = models.ForeignKey(UNIT, models.PROTECT, null=True, related_name="+", db_index=False)  # None: the duty
    listed_at = models.DateTimeField()
    title = models.CharField(max_length=300)
    note = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, default="EXPECTED")
    version = models.PositiveIntegerField(default=1)
    document = models.CharField(max_length=80, blank=True)
    provided_at = models.DateTimeField(null=True)
    provided_post = models.CharField(max_length=500, blank=True)
    ground = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    recheck_date = models.DateField(null=True)
    is_title_hidden = models.BooleanField(default=False)
    withheld_at = models.DateTimeField(null=True)
    withheld_post = models.CharField(max_length=500, blank=True)
    withheld_account_id = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)  # empty while the approver of the unit has not agreed
    reviewed_post = models.CharField(max_length=500, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            _one_of("expected_state", "state", states.EXPECTED),
            CheckConstraint(
                condition=Q(state="PROVIDED", provided_at__isnull=False) & ~Q(document="")
                | ~Q(state="PROVIDED") & Q(document="", provided_at__isnull=True),
                name="expected_provided",
            ),
            CheckConstraint(
                condition=Q(state="WITHHELD", recheck_date__isnull=False, withheld_at__isnull=False)
                & ~Q(ground="")
                & ~Q(reason="")
                | ~Q(state="WITHHELD")
                & Q(ground="", reason="", recheck_date__isnull=True, withheld_at__isnull=True, reviewed_at__isnull=True)
                & Q(is_title_hidden=False),
                name="expected_withheld",
            ),
        ]
        indexes = [
            Index(fields=["obligation", "id"], name="expected_obligation"),
            Index(fields=["unit", "state", "obligation"], name="expected_unit"),
            Index(fields=["recheck_date", "id"], name="expected_recheck", condition=Q(state="WITHHELD")),
        ]

    def __str__(self) -> str:
        return f"expected #{self.pk}"


class Extension(models.Model):
    """A later date, asked for by a lane's unit or given by the entitled unit."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=10, default="REQUESTED")
    from_date = models.DateField()
    to_date = models.DateField()
    reason = models.TextField()
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")  # who asked
    asked_at = models.DateTimeField()
    decided_post = models.CharField(max_length=500, blank=True)  # post and unit of who decided
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["obligation"], condition=Q(state="REQUESTED"), name="extension_one_open"),
            _one_of("extension_state", "state", states.EXTENSION),
            CheckConstraint(condition=Q(to_date__gt=F("from_date")), name="extension_later"),
        ]

    def __str__(self) -> str:
        return f"extension #{self.pk}"


class Wait(models.Model):
    """`obligation` gets its date, or its sense, only when `on` is accepted."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="+", db_index=False)
    on = models.ForeignKey(Obligation, models.PROTECT, related_name="+")

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["obligation", "on"], name="wait_once"),
            CheckConstraint(condition=~Q(obligation=F("on")), name="wait_other"),
        ]


class Ladder(models.Model):
    """The ladder of a unit that keeps one of its own; all others climb `rules.ladder.DEFAULT`."""

    unit = models.OneToOneField(UNIT, models.PROTECT, related_name="+")
    opens = models.TimeField()  # outside these hours of a working day only what is urgent is told
    closes = models.TimeField()
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(closes__gt=F("opens")), name="ladder_hours")]

    def __str__(self) -> str:
        return f"ladder #{self.pk}"


class RungRule(models.Model):
    """One rung of a unit's own ladder: who is told how many working days before or after the due date."""

    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="rungs", db_index=False)
    offset = models.SmallIntegerField()
    to = models.CharField(max_length=10)
    wording = models.CharField(max_length=LONGEST_WORDING, blank=True)
    is_urgent = models.BooleanField(default=False)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ladder", "offset", "to"], name="rung_rule_once"),
            _one_of("rung_rule_to", "to", TARGETS),
            CheckConstraint(condition=Q(offset__gte=-FARTHEST, offset__lte=FARTHEST), name="rung_rule_offset"),
        ]

    def __str__(self) -> str:
        return f"{self.offset:+d} {self.to} #{self.pk}"


class Rung(models.Model):
    """What the clock has already told of an obligation: `kind` about the due date `on_date`.

    The kind of a rung of the ladder is its key ("+3 head"); it was told, or skipped because a higher one was reached.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    on_date = models.DateField()
    state = models.CharField(max_length=7, default="TOLD")
    reached_at = models.DateTimeField(null=True)  # of rungs of the ladder

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["obligation", "kind", "on_date"], name="rung_once"),
            _one_of("rung_state", "state", states.RUNG),
        ]


class Escalation(models.Model):
    """A unit above the lead that a rung told: from then on it sees the obligation."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["obligation", "unit"], name="escalation_once")]
        indexes = [Index(fields=["unit", "obligation"], name="escalation_unit")]


class Day(models.Model):
    """A row of the swap table: a day declared off, or a weekend day declared working."""

    date = models.DateField(unique=True)
    is_working = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.date} #{self.pk}"


class SavedFilter(models.Model):
    """A person's own view of the board, as the query of its address."""

    account_id = models.BigIntegerField()
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["account_id", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return f"filter #{self.pk}"
