"""Claims and what is known of them. No column here is about a person: a claim is what was published where. The numbers
of accounts are those of officers, so that who wrote a finding does not approve it."""

from collections.abc import Iterable

from django.db import models
from django.db.models import CheckConstraint, Q

from phoihop.corrections import states
from phoihop.corrections.rules import verdicts
from phoihop.ground.scope import ScopedManager


def _one_of(name: str, field: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


class Claim(models.Model):
    """A checkable statement of fact that was published somewhere, and what its check found."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="CHECKING")
    owner = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")  # approves and publishes
    agency = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")  # knows the matter, and checks
    text = models.CharField(max_length=500)
    text_fold = models.CharField(max_length=600)
    dossier = models.CharField(max_length=80, blank=True)
    is_own_error = models.BooleanField(default=False)
    corrected = models.CharField(max_length=80, blank=True)  # own error: the code of the publication that was wrong
    verdict = models.CharField(max_length=10, blank=True)
    fact = models.CharField(max_length=500, blank=True)  # what is right, in one sentence
    explanation = models.TextField(blank=True)
    papers = models.PositiveSmallIntegerField(default=0)  # pieces of evidence
    due_date = models.DateField()
    recheck_date = models.DateField(null=True)
    reply_date = models.DateField(null=True)  # until when the last of those asked has time to reply
    times = models.PositiveSmallIntegerField(default=1)  # how often it has been looked at
    opened_at = models.DateTimeField()
    opened_post = models.CharField(max_length=200, blank=True)
    written_account_id = models.BigIntegerField(null=True)
    presented_account_id = models.BigIntegerField(null=True)
    presented_at = models.DateTimeField(null=True)
    presented_post = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_post = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)  # the first time
    number = models.PositiveSmallIntegerField(default=0)  # how often it went out
    is_out = models.BooleanField(default=False)
    reason = models.TextField(blank=True)  # of the last return, drop, withdrawal or new check
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Claim"]()

    class Meta:
        constraints = [
            _one_of("claim_state", "state", states.CLAIM),
            _one_of("claim_verdict", "verdict", [*verdicts.KEYS, ""]),
            CheckConstraint(
                condition=~Q(state__in=("WAITING", "APPROVED", "PUBLISHED"))
                | Q(papers__gt=0) & ~Q(verdict="")
                | Q(verdict="UNPROVEN"),
                name="claim_rests_on_evidence",
            ),
            CheckConstraint(
                condition=Q(verdict="")
                | Q(is_own_error=True, verdict="CORRECTED")
                | Q(is_own_error=False) & ~Q(verdict="CORRECTED"),
                name="claim_own_error",
            ),
            CheckConstraint(condition=Q(is_own_error=False) | ~Q(corrected=""), name="claim_names_what_was_wrong"),
            CheckConstraint(
                condition=Q(is_out=False) | Q(number__gt=0, published_at__isnull=False), name="claim_is_out"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "-id"], name="claim_owner"),
            models.Index(fields=["agency", "state", "-id"], name="claim_agency"),
            models.Index(fields=["recheck_date"], name="claim_recheck", condition=Q(state="PUBLISHED")),
            models.Index(fields=["dossier"], name="claim_dossier"),
            models.Index(fields=["territory", "-id"], name="claim_territory"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Support(models.Model):
    """A unit that helps with the check."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "unit"], name="claim_support_once")]

    def __str__(self) -> str:
        return f"support #{self.pk}"


class Appearance(models.Model):
    """One place where the claim was published: an office, paper, station or site; and when it was asked."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    publisher = models.CharField(max_length=200)
    address = models.CharField(max_length=500)
    day = models.DateField()
    document = models.CharField(max_length=80, blank=True)  # the archived copy, in the register
    sha256 = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_way = models.CharField(max_length=10, blank=True)
    asked_post = models.CharField(max_length=200, blank=True)
    reply_date = models.DateField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="claim_appearance"),
            _one_of("claim_asked_way", "asked_way", [*states.WAYS, ""]),
            CheckConstraint(condition=Q(sha256="") | ~Q(document=""), name="claim_copy_is_kept"),
            CheckConstraint(
                condition=Q(asked_at=None) | Q(reply_date__isnull=False) & ~Q(asked_way=""), name="claim_asked_until"
            ),
        ]
        indexes = [models.Index(fields=["reply_date"], name="claim_reply_date")]

    def __str__(self) -> str:
        return f"appearance {self.number} #{self.pk}"


class Evidence(models.Model):
    """A document of the register that speaks to the claim, with the page. `is_public`: its file goes out too."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=80)
    citation = models.CharField(max_length=120)
    title = models.CharField(max_length=500, blank=True)  # empty where it may not go out: then the number alone does
    page = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField(default=False)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="claim_evidence"),
            models.UniqueConstraint(fields=["claim", "document", "page"], name="claim_evidence_once"),
        ]

    def __str__(self) -> str:
        return f"evidence {self.number} #{self.pk}"


class Reply(models.Model):
    """What a publisher says to it, word for word."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    publisher = models.CharField(max_length=200)
    text = models.TextField()
    proof = models.CharField(max_length=500, blank=True)  # a page of the publisher that confirms it
    came = models.CharField(max_length=8)
    input = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, default="RECEIVED")
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_post = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="claim_reply"),
            models.UniqueConstraint(fields=["input"], condition=~Q(input=""), name="claim_reply_input"),
            _one_of("claim_reply_state", "state", states.REPLY),
            _one_of("claim_reply_came", "came", states.CAME),
            CheckConstraint(condition=~Q(state="PASSED_OVER") | ~Q(reason=""), name="claim_reply_passed_over"),
        ]
        indexes = [models.Index(fields=["state", "claim"], name="claim_reply_state")]

    def __str__(self) -> str:
        return f"reply {self.number} #{self.pk}"


class Desk(models.Model):
    """The unit that takes what the public of a territory asks to be checked."""

    territory = models.CharField(max_length=40, unique=True)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"desk {self.territory} #{self.pk}"


class Check(models.Model):
    """Somebody asks that a claim be checked. Nothing is known of who asks; erased a year after it was settled."""

    code = models.CharField(max_length=80, unique=True)  # of the input
    territory = models.CharField(max_length=40)
    desk = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)
    publisher = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, default="RECEIVED")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()
    objects = ScopedManager["Check"]()

    class Meta:
        constraints = [
            _one_of("check_state", "state", states.CHECK),
            CheckConstraint(condition=~Q(state="OPENED") | Q(claim__isnull=False), name="check_claim"),
            CheckConstraint(condition=~Q(state="DECLINED") | ~Q(reason=""), name="check_declined"),
        ]
        indexes = [models.Index(fields=["desk", "state", "-id"], name="check_desk")]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"
