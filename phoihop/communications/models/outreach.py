from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from phoihop.communications.rules import outreach as rules
from phoihop.ground.scope import ScopedManager

UNIT = "organizations.Unit"


def _one_of(name: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


class CommunicationPlan(models.Model):
    """Who must learn what about a topic, through which channel, by whom and when. `unit` leads the topic."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    partner = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    dossier = models.CharField(max_length=80)  # the topic
    plan = models.CharField(max_length=80)  # of the coordination year that the topic belongs to
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="DRAFT")
    title = models.CharField(max_length=300)
    goal = models.TextField(blank=True)
    clause = models.CharField(max_length=200, blank=True)  # of the agreement it carries out
    copied_from = models.CharField(max_length=80, blank=True)
    lines = models.PositiveSmallIntegerField(default=0)  # numbers given so far
    opened_at = models.DateTimeField()
    opened_post = models.CharField(max_length=200, blank=True)
    presented_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)  # first; lines keep their own
    approved_post = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # why it was returned or opened again; what came of it once it is closed
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["CommunicationPlan"]()

    class Meta:
        constraints = [
            _one_of("outreach_state", "state", rules.PLAN),
            models.CheckConstraint(
                condition=~Q(state__in=("APPROVED", "CLOSED")) | Q(approved_at__isnull=False), name="outreach_approved"
            ),
            models.CheckConstraint(condition=~Q(state="CLOSED") | Q(closed_at__isnull=False), name="outreach_closed"),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="outreach_unit"),
            models.Index(fields=["dossier", "-id"], name="outreach_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class OutreachLine(models.Model):
    """One line of a plan: audience x message x channel x owner x days. Its code is the plan's with a number."""

    plan = models.ForeignKey(CommunicationPlan, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=90, unique=True)
    state = models.CharField(max_length=10, default="DRAFT")
    audience = models.CharField(max_length=300)
    audience_fold = models.CharField(max_length=300)
    message = models.TextField()
    channel = models.CharField(max_length=12)
    owner = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    first_date = models.DateField()
    last_date = models.DateField()
    is_confirmed = models.BooleanField(default=False)  # else a potential date
    cost = models.BigIntegerField(null=True)  # foreseen, đồng
    details = models.JSONField(default=dict)  # the channel's own fields
    obligation = models.CharField(max_length=80, blank=True)  # of the owner, where that is another unit
    handed_in_date = models.DateField(null=True)  # at the obligation, while no output here says it is done
    approved_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # why it was dropped or moved
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="outreach_line_once"),
            _one_of("outreach_line_state", "state", rules.LINE),
            _one_of("outreach_line_channel", "channel", rules.CHANNELS),
            models.CheckConstraint(condition=Q(first_date__lte=F("last_date")), name="outreach_line_days"),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | Q(approved_at__isnull=False), name="outreach_line_approved"
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="outreach_line_cost"),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "last_date"], name="outreach_line_owner"),
            models.Index(fields=["last_date", "id"], name="outreach_line_open", condition=Q(state="APPROVED")),
            models.Index(fields=["obligation"], name="outreach_line_obligation"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class OutreachOutput(models.Model):
    """What was made of a line: a talk, a broadcast, a set of posters. Done with proof, or not done with a reason."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    line = models.ForeignKey(OutreachLine, models.PROTECT, related_name="+")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")  # of the plan
    owner = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    dossier = models.CharField(max_length=80)
    state = models.CharField(max_length=10, default="DRAFT")
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    product = models.CharField(max_length=80, blank=True)  # code of the release, press conference or article it is
    first_date = models.DateField(null=True)
    last_date = models.DateField(null=True)
    is_confirmed = models.BooleanField(default=False)
    done_date = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)  # done or not done
    reach = models.BigIntegerField(null=True)
    counted = models.CharField(max_length=300, blank=True)  # how the reach was counted
    cost = models.BigIntegerField(null=True)  # spent, đồng
    note = models.TextField(blank=True)  # why returned or not done
    opened_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_post = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["OutreachOutput"]()

    class Meta:
        constraints = [
            _one_of("output_state", "state", rules.OUTPUT),
            models.CheckConstraint(
                condition=~Q(state="DONE") | Q(done_date__isnull=False, settled_at__isnull=False), name="output_done"
            ),
            models.CheckConstraint(condition=~Q(state="NOT_DONE") | ~Q(note=""), name="output_missed"),
            models.CheckConstraint(condition=Q(reach=None) | Q(reach__gte=0) & ~Q(counted=""), name="output_reach"),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="output_cost"),
            models.CheckConstraint(
                condition=Q(first_date=None, last_date=None) | Q(first_date__lte=F("last_date")), name="output_days"
            ),
            models.CheckConstraint(
                condition=~Q(state="SCHEDULED") | Q(first_date__isnull=False), name="output_scheduled"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "-id"], name="output_owner"),
            models.Index(fields=["dossier"], name="output_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class OutreachPaper(models.Model):
    """What a plan rests on, what an output is made from, what shows it was done: a document of the register, a link, a
    log or a statement. A hand-in at the obligation is a proof of the line until an output takes it."""

    plan = models.ForeignKey(CommunicationPlan, models.PROTECT, related_name="+")
    line = models.ForeignKey(OutreachLine, models.PROTECT, null=True, related_name="+")
    output = models.ForeignKey(OutreachOutput, models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=8)
    kind = models.CharField(max_length=9)
    document = models.CharField(max_length=80, blank=True)
    citation = models.CharField(max_length=120, blank=True)
    link = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    given_at = models.DateTimeField()
    given_post = models.CharField(max_length=200, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="outreach_paper_once"),
            _one_of("outreach_paper_role", "role", rules.ROLES),
            _one_of("outreach_paper_kind", "kind", rules.KINDS),
            models.CheckConstraint(
                condition=Q(kind="DOCUMENT") & ~Q(document="")
                | Q(kind="LINK") & ~Q(link="")
                | Q(kind__in=("LOG", "STATEMENT")) & ~Q(text=""),
                name="outreach_paper_says",
            ),
            models.CheckConstraint(condition=Q(output=None) | Q(line__isnull=False), name="outreach_paper_line"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.number} #{self.pk}"


class OutreachFlag(models.Model):
    """A field that somebody wants looked at again: which, who, why. Cleared by an act; it stays on record."""

    plan = models.ForeignKey(CommunicationPlan, models.PROTECT, related_name="+")
    line = models.ForeignKey(OutreachLine, models.PROTECT, null=True, related_name="+")
    field = models.CharField(max_length=12)
    reason = models.TextField()
    unit_name = models.CharField(max_length=300)
    post = models.CharField(max_length=200, blank=True)
    set_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    cleared_post = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            _one_of("outreach_flag_field", "field", {*rules.FLAGGED, *rules.PLAN_FLAGGED}),
            models.CheckConstraint(condition=~Q(reason=""), name="outreach_flag_reason"),
            models.UniqueConstraint(
                fields=["line", "field"], condition=Q(cleared_at=None), name="outreach_flag_line_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "field"], condition=Q(cleared_at=None, line=None), name="outreach_flag_plan_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} #{self.pk}"


class OutreachHand(models.Model):
    """Which accounts wrote a plan or an output since it was last approved: they do not approve it."""

    about = models.CharField(max_length=80)
    account_id = models.BigIntegerField()

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "account_id"], name="outreach_hand_once")]

    def __str__(self) -> str:
        return f"{self.about} #{self.pk}"


class OutreachWindow(models.Model):
    """Days on which a body asks that in its territory nothing goes out by these channels, and why."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    territory = models.CharField(max_length=40)
    first_date = models.DateField()
    last_date = models.DateField()
    channels = models.JSONField(default=list)  # empty: all
    reason = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_post = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_date__lte=F("last_date")), name="outreach_window_days"),
            models.CheckConstraint(condition=~Q(reason=""), name="outreach_window_reason"),
        ]
        indexes = [models.Index(fields=["last_date"], name="outreach_window_open", condition=Q(lifted_at=None))]

    def __str__(self) -> str:
        return f"{self.reason} #{self.pk}"
