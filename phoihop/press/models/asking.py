"""Questions of the press, and corrections asked of the press. No column is about a person: an outlet is a paper, a
station or a site, its address that of an office. Numbers of accounts are those of officers, so that who wrote does not
approve."""

from collections.abc import Iterable

from django.db import models
from django.db.models import CheckConstraint, Q

from phoihop.ground.scope import ScopedManager
from phoihop.press.rules import asking as rules
from phoihop.press.states import asking as states


def _one_of(name: str, field: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


class AskingTerm(models.Model):
    """How long a body gives itself, or waits for a publisher; without a row `rules.asking.DEFAULTS` holds."""

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    key = models.CharField(max_length=10)
    amount = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=12)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "key"], name="asking_term_once"),
            _one_of("asking_term_key", "key", rules.DEFAULTS),
            _one_of("asking_term_measure", "measure", rules.MEASURES),
            CheckConstraint(condition=Q(amount__gte=1, amount__lte=rules.MOST), name="asking_term_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class PressQuery(models.Model):
    """A question of an outlet, its clock, and how it was answered or on which ground it was not."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    owner = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")  # was asked
    answerer = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")  # answers
    state = models.CharField(max_length=10, default="OPEN")
    outlet = models.CharField(max_length=rules.LONGEST_NAME)
    fold = models.CharField(max_length=400)
    way = models.CharField(max_length=10)
    mail = models.CharField(max_length=200, blank=True)  # of the outlet's office
    text = models.TextField()
    dossier = models.CharField(max_length=80, blank=True)  # a topic or plan
    about = models.CharField(max_length=80, blank=True)  # a release or a press conference it was asked about
    received_at = models.DateTimeField()
    received_post = models.CharField(max_length=200, blank=True)
    due_date = models.DateField()
    due_at = models.DateTimeField(null=True)  # where the term is one of hours
    explanation = models.TextField(blank=True)
    spokesperson = models.CharField(max_length=80, blank=True)  # code of the register
    spoke = models.CharField(max_length=500, blank=True)  # name and post as they stood when it was answered
    answer = models.TextField(blank=True)
    written_account_id = models.BigIntegerField(null=True)
    presented_at = models.DateTimeField(null=True)
    presented_post = models.CharField(max_length=200, blank=True)
    presented_account_id = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_post = models.CharField(max_length=200, blank=True)
    is_late = models.BooleanField(default=False)  # settled after its term
    ground = models.CharField(max_length=12, blank=True)
    referral = models.CharField(max_length=rules.LONGEST_NOTE, blank=True)  # who can be asked instead
    reason = models.TextField(blank=True)  # of the last return, extension or withdrawal
    times = models.PositiveSmallIntegerField(default=1)  # how often the duty to answer was opened
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["PressQuery"]()

    class Meta:
        constraints = [
            _one_of("press_query_state", "state", states.QUERY),
            _one_of("press_query_way", "way", states.QUERY_WAYS),
            _one_of("press_query_ground", "ground", ("", *rules.GROUNDS)),
            CheckConstraint(
                condition=~Q(state="REFUSED") | ~Q(ground="") & ~Q(referral=""), name="press_query_refused_on_a_ground"
            ),
            CheckConstraint(
                condition=~Q(state="ANSWERED") | ~Q(answer="") & ~Q(spoke=""), name="press_query_somebody_spoke"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "-id"], name="press_query_owner"),
            models.Index(fields=["answerer", "state", "due_date"], name="press_query_answerer"),
            models.Index(fields=["dossier"], name="press_query_dossier"),
            models.Index(fields=["about"], name="press_query_about"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class AskedCorrection(models.Model):
    """A publisher is asked to correct a fact: what it says, what is right, by which papers. Never to take it down."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="DRAFT")
    publisher = models.CharField(max_length=rules.LONGEST_NAME)
    item = models.CharField(max_length=rules.LONGEST_ADDRESS)  # address, number of the paper, or time of the broadcast
    item_title = models.CharField(max_length=300, blank=True)
    item_date = models.DateField()
    story = models.CharField(max_length=80, blank=True)  # BA- of this room
    said = models.CharField(max_length=rules.LONGEST_FACT)  # what it says, checkable
    right = models.CharField(max_length=rules.LONGEST_FACT)  # what is right
    fold = models.CharField(max_length=2_500)
    dossier = models.CharField(max_length=80, blank=True)
    claim = models.CharField(max_length=80, blank=True)  # KC- of the room of corrections
    papers = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=10, blank=True)
    mail = models.CharField(max_length=200, blank=True)
    recipient = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField()
    opened_post = models.CharField(max_length=200, blank=True)
    written_account_id = models.BigIntegerField(null=True)
    presented_at = models.DateTimeField(null=True)
    presented_account_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_post = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_post = models.CharField(max_length=200, blank=True)
    due_date = models.DateField(null=True)  # until then the publisher is waited for
    explanation = models.TextField(blank=True)
    settled_date = models.DateField(null=True)
    outcome_note = models.CharField(max_length=rules.LONGEST_NOTE, blank=True)  # the publisher's reason, or where
    outcome_address = models.CharField(max_length=rules.LONGEST_ADDRESS, blank=True)  # where the correction stands
    reason = models.TextField(blank=True)  # of the last return, or of dropping
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["AskedCorrection"]()

    class Meta:
        constraints = [
            _one_of("asked_state", "state", states.ASKED),
            _one_of("asked_way", "way", ("", *states.ASKED_WAYS)),
            CheckConstraint(
                condition=Q(state__in=("DRAFT", "DROPPED")) | Q(papers__gt=0), name="asked_rests_on_evidence"
            ),
            CheckConstraint(
                condition=Q(state__in=("DRAFT", "WAITING", "APPROVED", "DROPPED"))
                | Q(sent_at__isnull=False, due_date__isnull=False, approved_at__isnull=False),
                name="asked_was_sent",
            ),
            CheckConstraint(condition=~Q(state="REFUSED") | ~Q(outcome_note=""), name="asked_refused_with_a_reason"),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="asked_unit"),
            models.Index(fields=["dossier"], name="asked_dossier"),
            models.Index(fields=["due_date"], name="asked_due", condition=Q(state="SENT")),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class AskedEvidence(models.Model):
    """A registered document that shows what is right, with its number and the page."""

    asked = models.ForeignKey(AskedCorrection, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    citation = models.CharField(max_length=120)
    page = models.CharField(max_length=40, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked", "number"], name="asked_evidence_number"),
            models.UniqueConstraint(fields=["asked", "document", "page"], name="asked_evidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} #{self.pk}"
