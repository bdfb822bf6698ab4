"""What keeps accounts safe: second factors, who must have one, sessions, and how often somebody tried to come in."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from phoihop.organizations import rules
from phoihop.organizations.models.people import Account
from phoihop.organizations.rules import second_factors


class Factor(models.Model):
    """An authenticator app or a passkey of an account. What was removed leaves its row, without its secret."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    sealed = models.BinaryField()  # the app's key or the passkey's public key, closed with factors.key; empty: removed
    credential = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  (digest of a passkey's number; many have none)
    counter = models.BigIntegerField(default=0)  # last time step used by an app, last count told by a passkey
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(max_length=300, blank=True)  # when somebody else removed it

    rows = models.Manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=second_factors.KINDS), name="factor_kind"),
            CheckConstraint(condition=Q(kind="passkey") | Q(credential__isnull=True), name="factor_credential"),
            UniqueConstraint(
                fields=["account"], condition=Q(kind="app", removed_at__isnull=True), name="factor_one_app"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class RecoveryCode(models.Model):
    """One of the codes that let an account in once when its factors are lost. Only a digest is kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"recovery code #{self.pk}"


class FactorDemand(models.Model):
    """Whoever holds this role must have a second factor from this day on."""

    role = models.CharField(max_length=15, unique=True)
    from_date = models.DateField()

    rows = models.Manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(role__in=rules.ROLES), name="factor_demand_role")]

    def __str__(self) -> str:
        return f"{self.role} #{self.pk}"


class Session(models.Model):
    """A session with what its owner may know of it. `session_key` is a digest: a copy of the table lets nobody in.

    Browser, system and network are kept so that a stranger is noticed, and are gone with the row.
    """

    session_key = models.CharField(max_length=40, primary_key=True)
    session_data = models.TextField()  # signed, as Django's own store writes it
    expire_date = models.DateTimeField(db_index=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()  # a few minutes behind
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    network = models.CharField(max_length=50, blank=True)  # 203.0.113.0/24, never the whole address
    way = models.CharField(max_length=10, blank=True)  # rules.second_factors.WAYS

    rows = models.Manager()

    def __str__(self) -> str:
        return f"session of {self.account_id}"


class Tries(models.Model):
    """How often somebody tried lately to come in under a name, from a network, with a second step."""

    digest = models.CharField(max_length=64, unique=True)  # of what is counted: no list of names and addresses
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    until_at = models.DateTimeField()  # nothing is looked at before

    rows = models.Manager()

    def __str__(self) -> str:
        return f"tries #{self.pk}"
