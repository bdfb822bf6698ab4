from django.db import models
from django.db.models import Q

from phoihop.dispatches import rules, states
from phoihop.ground.scope import ScopedManager


class Dispatch(models.Model):
    """A formal letter from one office to others. Names are those of the day it was sent."""

    code = models.CharField(max_length=80, unique=True)
    key = models.CharField(max_length=60, unique=True)  # one per act of sending: pressed twice, sent once
    territory = models.CharField(max_length=40)
    state = models.CharField(max_length=10)  # states.DISPATCH
    purpose = models.CharField(max_length=10)
    sender = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    sender_name = models.CharField(max_length=300)
    sender_post = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=rules.LONGEST_SUBJECT)
    body = models.TextField(blank=True)
    about = models.CharField(max_length=80, blank=True)
    dossier = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    recall_reason = models.TextField(blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    change = models.CharField(max_length=8, blank=True)  # how it stands in for that one: rules.CHANGES
    is_formal = models.BooleanField(default=False)  # an official numbered letter goes with it
    letter_code = models.CharField(max_length=80, blank=True)  # of that letter in the register
    type_key = models.CharField(max_length=10, blank=True)  # of its type; empty: a letter without a type's name
    bases = models.TextField(blank=True)  # legal bases, one a line
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Dispatch"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(states.DISPATCH)), name="dispatch_state"),
            models.CheckConstraint(condition=Q(purpose__in=rules.PURPOSES), name="dispatch_purpose"),
            models.CheckConstraint(
                condition=~Q(state__in=("RECALLED", "RECALLING")) | Q(recalled_at__isnull=False) & ~Q(recall_reason=""),
                name="dispatch_recall",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, change="") | Q(replaces__isnull=False, change__in=rules.CHANGES),
                name="dispatch_change",
            ),
            # Of two windows that replace one letter, one wins.
            models.UniqueConstraint(fields=["replaces"], name="dispatch_replaced_once"),
        ]
        indexes = [
            models.Index(fields=["sender", "id"], name="dispatch_sender"),
            models.Index(fields=["territory", "id"], name="dispatch_territory"),
            models.Index(fields=["about", "id"], name="dispatch_about"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Recipient(models.Model):
    """One office's share of a dispatch: delivered is the machine's fact, acknowledged the office's."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=300)
    state = models.CharField(max_length=12)  # states.RECIPIENT
    channel = models.CharField(max_length=10, default="in_app")
    tries = models.PositiveSmallIntegerField(default=0)  # mails that carried it there
    handed_post = models.CharField(max_length=200, blank=True)  # who says that paper or link was handed over
    trouble = models.CharField(max_length=300, blank=True)  # what the other side last said
    troubled_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_post = models.CharField(max_length=200, blank=True)
    reservation = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    handling = models.CharField(max_length=10, blank=True)  # states.HANDLING
    handled_at = models.DateTimeField(null=True)
    recall = models.CharField(max_length=10, blank=True)  # states.RECALL
    recall_answered_at = models.DateTimeField(null=True)
    recall_post = models.CharField(max_length=200, blank=True)
    recall_words = models.TextField(blank=True)  # why the office keeps it
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "unit"], name="recipient_once"),
            models.CheckConstraint(condition=Q(state__in=tuple(states.RECIPIENT)), name="recipient_state"),
            models.CheckConstraint(condition=Q(channel__in=rules.CHANNELS), name="recipient_channel"),
            models.CheckConstraint(
                condition=~Q(state__in=("DELIVERED", *states.ANSWERED)) | Q(delivered_at__isnull=False),
                name="recipient_delivered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=states.ANSWERED) | Q(answered_at__isnull=False), name="recipient_answered"
            ),
            models.CheckConstraint(condition=~Q(state="REFUSED") | ~Q(reason=""), name="recipient_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=states.UNREACHED) | Q(delivered_at__isnull=True), name="recipient_unreached"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("DELAYED", "FAILED")) | Q(channel="mail"), name="recipient_trouble"
            ),
            models.CheckConstraint(condition=Q(handling__in=tuple(states.HANDLING)), name="recipient_handling"),
            models.CheckConstraint(condition=Q(recall__in=tuple(states.RECALL)), name="recipient_recall"),
            models.CheckConstraint(
                condition=Q(recall__in=("", "AGREED"), state="RECALLED")
                | Q(recall__in=("", "ASKED", "DECLINED"), state="ACKNOWLEDGED")
                | Q(recall="") & ~Q(state__in=("RECALLED", "ACKNOWLEDGED")),
                name="recipient_recall_of",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "dispatch"], name="recipient_box"),
            models.Index(fields=["state", "id"], name="recipient_state_id"),
        ]

    def __str__(self) -> str:
        return f"recipient #{self.pk}"


class Attachment(models.Model):
    """A document of the register that goes with a dispatch. Its title is that of the day it was sent."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="+")
    document = models.CharField(max_length=80)  # its code
    title = models.CharField(max_length=400)

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispatch", "document"], name="attachment_once")]

    def __str__(self) -> str:
        return f"attachment #{self.pk}"
