from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from phoihop.communications import states
from phoihop.ground.scope import ScopedManager


def one_of(name: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)


class Article(models.Model):
    """News of one unit. The working text stands here; what the public reads is a copy in `publications`."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="DRAFT")
    title = models.CharField(max_length=300)
    title_fold = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)  # in the few marks of publications' prose
    byline = models.CharField(max_length=300, blank=True)  # as the author writes it
    category = models.CharField(max_length=40, blank=True)
    picture = models.CharField(max_length=80, blank=True)  # code of a photo
    related = models.JSONField(default=list)  # codes of other publications
    source = models.CharField(max_length=80, blank=True)  # what of the record it was written from
    dossier = models.CharField(max_length=80, blank=True)  # the topic or plan it belongs to
    place = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)  # why a version that is out is changed; readers see it
    returned_reason = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=1)  # of the wording that stands
    approved_number = models.PositiveIntegerField(default=0)  # of the wording that may go out
    out_number = models.PositiveIntegerField(default=0)  # of the wording that is out; 0: none ever was
    out_version = models.PositiveIntegerField(default=0)  # as the public counts
    begun_at = models.DateTimeField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_post = models.CharField(max_length=200, blank=True)
    goes_out_at = models.DateTimeField(null=True)
    is_embargo = models.BooleanField(default=False)  # nobody lets it out before that moment
    published_at = models.DateTimeField(null=True)  # the first time
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Article"]()

    class Meta:
        constraints = [
            one_of("article_state", "state", states.ARTICLE),
            models.CheckConstraint(
                condition=~Q(state="SCHEDULED") | Q(goes_out_at__isnull=False), name="article_scheduled"
            ),
            models.CheckConstraint(condition=~Q(state="WITHDRAWN") | ~Q(withdrawn_note=""), name="article_withdrawn"),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED") | Q(published_at__isnull=False, out_number__gt=0),
                name="article_published",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="article_unit"),
            models.Index(fields=["territory", "-id"], name="article_territory"),
            models.Index(fields=["goes_out_at"], name="article_due", condition=Q(state="SCHEDULED")),
            models.Index(fields=["dossier"], name="article_dossier"),
            models.Index(fields=["picture"], name="article_picture"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Wording(models.Model):
    """What an article said each time it was saved. Never changed: nobody's words are lost."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    byline = models.CharField(max_length=300, blank=True)
    category = models.CharField(max_length=40, blank=True)
    picture = models.CharField(max_length=80, blank=True)
    related = models.JSONField(default=list)
    account_id = models.BigIntegerField(null=True)  # who wrote it: may not approve it
    post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    out_version = models.PositiveIntegerField(default=0)  # under which number the public read it

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="wording_number")]

    def __str__(self) -> str:
        return f"wording {self.number} #{self.pk}"


class Feedback(models.Model):
    """A reader's word on something published. Words and address are sealed, and erased on their day."""

    code = models.CharField(max_length=80, unique=True)  # of the input
    about = models.CharField(max_length=80)
    title = models.CharField(max_length=500)  # of what it is about
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="WAITING")
    sealed = models.BinaryField()  # the reader's words and mail address; empty once erased
    has_address = models.BooleanField(default=False)
    answer = models.TextField(blank=True)
    answered_post = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    delete_on = models.DateField()
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()
    objects = ScopedManager["Feedback"]()

    class Meta:
        constraints = [one_of("feedback_state", "state", states.FEEDBACK)]
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="feedback_unit"),
            models.Index(fields=["about"], name="feedback_about"),
            models.Index(fields=["delete_on"], name="feedback_delete", condition=Q(erased_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"
