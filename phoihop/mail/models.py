from django.db import models
from django.db.models import Q, UniqueConstraint

from phoihop.ground.scope import ScopedManager
from phoihop.mail import states


class Address(models.Model):
    """A mail address of a unit. It is used once confirmed; a post answers for what arrives there."""

    code = models.CharField(max_length=80, unique=True)  # HT-kg-000001
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    owner_post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    address = models.CharField(max_length=254)  # as written; `fold` compares
    fold = models.CharField(max_length=254)
    state = models.CharField(max_length=12)  # states.ADDRESS
    is_main = models.BooleanField(default=False)
    asks_links = models.BooleanField(default=False)  # links of duties are wanted although somebody here can sign in
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()
    objects = ScopedManager["Address"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(states.ADDRESS)), name="address_state"),
            UniqueConstraint(fields=["unit", "fold"], condition=~Q(state="RETIRED"), name="address_once"),
            UniqueConstraint(fields=["unit"], condition=Q(is_main=True), name="address_one_main"),
            models.CheckConstraint(condition=Q(is_main=False) | Q(state="CONFIRMED"), name="address_main_confirmed"),
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED") | Q(confirmed_at__isnull=False), name="address_confirmed"
            ),
            models.CheckConstraint(condition=~Q(state="RETIRED") | Q(retired_at__isnull=False), name="address_retired"),
        ]
        indexes = [models.Index(fields=["fold", "state"], name="address_fold")]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class OutMail(models.Model):
    """One mail that goes out. The message is kept as it will be sent, until it was taken by the next server."""

    key = models.CharField(max_length=200, unique=True)  # one per intention: queued twice, sent once
    token = models.CharField(max_length=32, unique=True)  # in the address that replies and bounces go to
    message_id = models.CharField(max_length=200, unique=True)
    about = models.CharField(max_length=80, blank=True)
    reply_act = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey("organizations.Account", models.PROTECT, null=True, related_name="+")
    to_address = models.CharField(max_length=254, blank=True)  # of a private mail it lies closed, in `message`
    message = models.BinaryField()
    state = models.CharField(max_length=10, default="QUEUED")  # states.OUT
    is_urgent = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False)  # to a person who is none of ours: closed until it leaves
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()  # not before this; while SENDING the end of the lease
    lease = models.CharField(max_length=32, blank=True)  # of the sender that claimed it
    give_up_at = models.DateTimeField()  # what could not be handed over by then has failed
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)  # what the other side last said

    rows = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(states.OUT)), name="outmail_state"),
            models.CheckConstraint(condition=~Q(state="SENT") | Q(sent_at__isnull=False), name="outmail_sent"),
            models.CheckConstraint(condition=~Q(state="FAILED") | Q(failed_at__isnull=False), name="outmail_failed"),
            models.CheckConstraint(condition=~Q(state="SENDING") | ~Q(lease=""), name="outmail_lease"),
            models.CheckConstraint(condition=Q(is_private=False) | Q(to_address=""), name="outmail_private"),
        ]
        indexes = [
            models.Index(
                fields=["-is_urgent", "due_at"],
                condition=Q(state__in=("QUEUED", "SENDING", "DELAYED")),
                name="outmail_open",
            ),
            models.Index(fields=["about", "id"], name="outmail_about"),
        ]

    def __str__(self) -> str:
        return f"mail #{self.pk}"


class InMail(models.Model):
    """That a mail came in, and what became of it. Nothing of its text is kept here."""

    digest = models.CharField(max_length=64, unique=True)  # of the bytes: the same mail is judged once
    message_id = models.CharField(max_length=300, blank=True)
    way = models.CharField(max_length=4)  # imap, lmtp
    state = models.CharField(max_length=10)  # states.IN
    lease = models.CharField(max_length=32, blank=True)  # of whoever acts on it
    kind = models.CharField(max_length=12)  # rules.arriving.KINDS
    reason = models.CharField(max_length=40, blank=True)  # why it was ignored
    from_address = models.CharField(max_length=254, blank=True)
    out = models.ForeignKey(OutMail, models.PROTECT, null=True, related_name="+")
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(states.IN)), name="inmail_state"),
            models.CheckConstraint(condition=~Q(state="IGNORED") | ~Q(reason=""), name="inmail_reason"),
            UniqueConstraint(
                fields=["message_id"], condition=~Q(state="IGNORED") & ~Q(message_id=""), name="inmail_handled_once"
            ),
        ]
        indexes = [models.Index(fields=["received_at"], name="inmail_received")]

    def __str__(self) -> str:
        return f"mail in #{self.pk}"


class SignedLink(models.Model):
    """A link that lets an office do one act on one thing, once, until a moment. The link itself is not kept."""

    digest = models.CharField(max_length=64, unique=True)
    act = models.CharField(max_length=80)
    code = models.CharField(max_length=80)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    address = models.CharField(max_length=254)
    issuer = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, related_name="+")  # at whose wish
    key = models.CharField(max_length=250, blank=True)  # of the mail it went out with: the same intention once
    issued_at = models.DateTimeField()
    until = models.DateTimeField()
    is_approval = models.BooleanField(default=False)
    code_digest = models.CharField(max_length=128, blank=True)  # of the second factor last sent
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    posts_since = models.DateTimeField(null=True)  # the hour in which `posts` were counted
    posts = models.PositiveSmallIntegerField(default=0)
    done = models.TextField(blank=True)  # the sentence for the doer, shown again to whoever opens the link later
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    used_from = models.CharField(max_length=64, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()
    objects = ScopedManager["SignedLink"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("issued_at")), name="signedlink_span"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""), name="signedlink_revoked"
            ),
            UniqueConstraint(fields=["key"], condition=~Q(key=""), name="signedlink_once"),
        ]
        indexes = [
            models.Index(fields=["code", "act", "unit"], name="signedlink_about"),
            models.Index(fields=["unit", "-id"], name="signedlink_of_unit"),
            models.Index(fields=["issuer", "-id"], name="signedlink_of_issuer"),
        ]

    def __str__(self) -> str:
        return f"link #{self.pk}"
