"""Hand-offs: a story is put before the agency that can answer it. The obligation keeps the clock."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q

from phoihop.ground.scope import ScopedManager
from phoihop.press.states import handing as states


class Handoff(models.Model):
    """One question about a story, put to one agency with a day. The story's head is copied: stories merge and go."""

    code = models.CharField(max_length=80, unique=True)  # GB-kg-2021-0001
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")  # hands it on
    agency = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")  # is to answer
    story = models.CharField(max_length=80)  # its code
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True)
    dossier = models.CharField(max_length=80, blank=True)  # the topic's code
    question = models.TextField()
    due_date = models.DateField()
    state = models.CharField(max_length=10, default="OPEN")
    obligation = models.CharField(max_length=80, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # the one that was refused
    answer = models.TextField(blank=True)
    reference = models.CharField(max_length=500, blank=True)  # number, code or link of the paper with the answer
    answered_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    reason = models.TextField(blank=True)  # of a refusal, a return or a withdrawal
    next_unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField()
    handed_post = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    fold = models.CharField(max_length=700)  # title and question without marks, for finding
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Handoff"]()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.HANDOFF)), name="press_handoff_state"),
            CheckConstraint(condition=~Q(unit=models.F("agency")), name="press_handoff_two"),
            CheckConstraint(
                condition=~Q(state__in=("ANSWERED", "ACCEPTED")) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="press_handoff_answer",
            ),
            CheckConstraint(condition=~Q(state="REFUSED") | ~Q(reason=""), name="press_handoff_reason"),
            models.UniqueConstraint(
                fields=["story", "agency", "dossier"], condition=Q(state__in=states.ASKED), name="press_handoff_once"
            ),
        ]
        indexes = [
            models.Index(fields=["story", "id"], name="press_handoff_story"),
            models.Index(fields=["unit", "-id"], name="press_handoff_unit"),
            models.Index(fields=["agency", "-id"], name="press_handoff_agency"),
            models.Index(fields=["dossier", "id"], name="press_handoff_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"
