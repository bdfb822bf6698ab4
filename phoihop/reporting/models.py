from django.db import models
from django.db.models import Q

from phoihop.ground.scope import ScopedManager
from phoihop.reporting.rules.layouts import SYSTEMS
from phoihop.reporting.rules.periods import PERIODS


class Letterhead(models.Model):
    """What one office prints at the head and foot of its letters, who signs them, and its own measures."""

    unit = models.OneToOneField("organizations.Unit", models.PROTECT, related_name="+")
    code = models.CharField(max_length=110, unique=True)  # the office's own
    system = models.CharField(max_length=5)
    parent = models.CharField(max_length=300, blank=True)
    organ = models.CharField(max_length=300)
    place = models.CharField(max_length=100, blank=True)
    symbol = models.CharField(max_length=60, blank=True)  # of the organ: SYT, BTGTU
    signers = models.JSONField(default=list)  # [authority, authority_of, post, name] each
    archive = models.CharField(max_length=100, blank=True)
    footer = models.CharField(max_length=300, blank=True)
    about_words = models.CharField(max_length=10, default="V/v")
    measures = models.JSONField(default=dict)  # only what differs from the usual
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()
    objects = ScopedManager["Letterhead"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(system__in=SYSTEMS), name="letterhead_system"),
            models.CheckConstraint(condition=~Q(organ=""), name="letterhead_organ"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Template(models.Model):
    """An office's own Word template, as the guard let it in."""

    unit = models.OneToOneField("organizations.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    page = models.JSONField(default=dict)  # its width, height and margins in millimetres
    adopted_at = models.DateTimeField()

    rows = models.Manager()

    def __str__(self) -> str:
        return f"template #{self.pk}"


class ReportHabits(models.Model):
    """How one office reports: by which cut-off, and the sentences and receivers that all its reports share."""

    unit = models.OneToOneField("organizations.Unit", models.PROTECT, related_name="+")
    code = models.CharField(max_length=110, unique=True)  # the office's own
    cut_off = models.CharField(max_length=8, default="DECREE")
    bases = models.TextField(blank=True)  # one a line
    opening = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    recipients = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cut_off__in=sorted(PERIODS)), name="reporthabits_cut_off")]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Report(models.Model):
    """A report as it was compiled: its value never changes. Two that say the same are one."""

    code = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)  # of the value
    inputs = models.CharField(max_length=64)  # SHA-256 of what was first asked for
    lead = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    territory = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=80)  # code of the plan or the round
    period = models.CharField(max_length=40)
    on = models.DateField()
    title = models.CharField(max_length=500)
    value = models.TextField()  # JSON, as rules.reports.canonical writes it
    compiled_at = models.DateTimeField()
    compiled_post = models.CharField(max_length=500, blank=True)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Report"]()

    class Meta:
        indexes = [
            models.Index(fields=["lead", "id"], name="report_lead"),
            models.Index(fields=["territory", "id"], name="report_territory"),
            models.Index(fields=["scope", "period", "id"], name="report_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class ReportUnit(models.Model):
    """A unit that the report is about: it reads along."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", db_index=False)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "unit"], name="report_unit_once")]
        indexes = [models.Index(fields=["unit", "report"], name="report_of_unit")]


class ReportKey(models.Model):
    """One act of compiling: pressed twice, it leads to the same report."""

    key = models.CharField(max_length=120, unique=True)
    inputs = models.CharField(max_length=64)  # SHA-256 of what was asked for
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"
