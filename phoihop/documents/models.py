from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from phoihop.documents import states
from phoihop.ground.scope import ScopedManager

UNIT = "organizations.Unit"


def _one_of(name: str, field: str, values: object) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=name)  # type: ignore[call-overload]


class Book(models.Model):
    """A number book of a unit: of a year (State), or of a term and a type (Party)."""

    key = models.CharField(max_length=120, unique=True)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    territory = models.CharField(max_length=40)
    direction = models.CharField(max_length=4)
    system = models.CharField(max_length=5)
    type_key = models.CharField(max_length=10, blank=True)  # empty: one series for all types
    name = models.CharField(max_length=200)
    first_date = models.DateField()
    last_date = models.DateField(null=True)  # a term's end is known only when it comes
    last_number = models.PositiveIntegerField(default=0)
    is_closed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()
    objects = ScopedManager["Book"]()

    class Meta:
        constraints = [
            _one_of("book_direction", "direction", states.BOOKED),
            _one_of("book_system", "system", states.SYSTEMS),
            CheckConstraint(
                condition=Q(last_date__isnull=True) | Q(last_date__gte=models.F("first_date")), name="book_span"
            ),
        ]
        indexes = [Index(fields=["unit", "direction", "system", "first_date"], name="book_of_unit")]

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"


class Document(models.Model):
    """One document of a unit's register. Its bytes are renditions; its words are in Content."""

    code = models.CharField(max_length=80, unique=True)
    territory = models.CharField(max_length=40)
    owner = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default="DRAFT")
    # SHA-256 of the first original: the same file comes in once a unit; of a paper written here that of its act's key.
    fingerprint = models.CharField(max_length=64)
    direction = models.CharField(max_length=4, default="KEPT")
    book = models.ForeignKey(Book, models.PROTECT, null=True, related_name="+", db_index=False)
    book_number = models.PositiveIntegerField(null=True)  # số đến, or the number of one's own document
    arrival_date = models.DateField(null=True)
    system = models.CharField(max_length=5, default="STATE")
    type_key = models.CharField(max_length=10, blank=True)
    citation = models.CharField(max_length=60, blank=True)  # 05/KH-SYT, as it is written
    citation_key = models.CharField(max_length=60, blank=True)  # folded, so that ways of writing are equal
    issued_date = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    issuer_fold = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    subject_fold = models.CharField(max_length=500, blank=True)
    signer = models.CharField(max_length=50, blank=True)
    signer_post = models.CharField(max_length=100, blank=True)
    recipients = models.CharField(max_length=1000, blank=True)  # as written on the paper
    urgency = models.CharField(max_length=12, default="NORMAL")
    due_date = models.DateField(null=True)  # by when the paper wants an answer
    note = models.CharField(max_length=500, blank=True)
    pages = models.PositiveIntegerField(default=0)
    is_internal = models.BooleanField(default=False)  # lưu hành nội bộ: never on the portal
    is_scan = models.BooleanField(default=False)
    is_unread = models.BooleanField(default=False)  # released by two people without having been read by the guard
    findings = models.TextField(default="[]")  # JSON of the guard's findings: rules and places, no words
    proposal = models.TextField(default="{}")  # JSON of what the text proposes; empty once registered
    retention = models.CharField(max_length=20, blank=True)
    is_frozen = models.BooleanField(default=False)  # legal hold
    frozen_reason = models.CharField(max_length=500, blank=True)
    recall_reason = models.CharField(max_length=500, blank=True)
    taken_in_at = models.DateTimeField()
    taken_in_post = models.CharField(max_length=200, blank=True)
    registered_at = models.DateTimeField(null=True)
    registered_post = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Document"]()

    class Meta:
        constraints = [
            _one_of("document_state", "state", states.DOCUMENT),
            _one_of("document_direction", "direction", states.DIRECTIONS),
            _one_of("document_system", "system", states.SYSTEMS),
            _one_of("document_urgency", "urgency", states.URGENCIES),
            UniqueConstraint(fields=["owner", "fingerprint"], name="document_once"),
            UniqueConstraint(fields=["book", "book_number"], name="document_number"),
            CheckConstraint(
                condition=Q(book__isnull=True, book_number__isnull=True)
                | Q(book__isnull=False, book_number__isnull=False),
                name="document_booked",
            ),
            CheckConstraint(condition=Q(state="DRAFT") | Q(registered_at__isnull=False), name="document_registered"),
        ]
        indexes = [
            Index(fields=["owner", "state", "direction", "id"], name="document_of_unit"),
            Index(fields=["territory", "state", "id"], name="document_territory"),
            Index(fields=["citation_key", "issuer_fold"], name="document_citation"),
            Index(fields=["fingerprint"], name="document_fingerprint"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Rendition(models.Model):
    """One file of a document: the original in its versions, and what was made from it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    number = models.PositiveIntegerField(default=1)  # version within the kind
    blob = models.CharField(max_length=64)  # SHA-256: the name in the store
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    format = models.CharField(max_length=10, blank=True)
    file_name = models.CharField(max_length=255)
    signatures = models.TextField(default="[]")  # JSON of rules.reading.Signature
    signatures_at = models.DateTimeField(null=True)  # when they were last looked at
    made_at = models.DateTimeField()
    made_post = models.CharField(max_length=200, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["document", "kind", "number"], name="rendition_once"),
            _one_of("rendition_kind", "kind", states.RENDITIONS),
        ]
        indexes = [Index(fields=["blob"], name="rendition_blob")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Content(models.Model):
    """The words of a document's newest original, for search and proposals; `scans` names the kept hOCR in the store."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    text = models.TextField()
    scans = models.CharField(max_length=64, blank=True)

    rows = models.Manager()


class Link(models.Model):
    """The document belongs to what has this code; no copy is made."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(max_length=80)
    linked_at = models.DateTimeField()
    post = models.CharField(max_length=200, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["document", "about"], name="link_once")]
        indexes = [Index(fields=["about", "document"], name="link_about")]


class Share(models.Model):
    """A unit that was given the document, and for what."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    because = models.CharField(max_length=80, blank=True)
    shared_at = models.DateTimeField()
    post = models.CharField(max_length=200, blank=True)

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["document", "unit"], name="share_once")]
        indexes = [Index(fields=["unit", "document"], name="share_unit")]


class Held(models.Model):
    """A file nobody could read, encrypted in quarantine for some days. Its name is inside the encrypted file."""

    ticket = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=200)  # wrapped; emptied when the file goes
    fingerprint = models.CharField(max_length=64)  # keyed, so that it tells nobody what the file is; emptied too
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    territory = models.CharField(max_length=40)
    state = models.CharField(max_length=8, default="HELD")
    rules = models.CharField(max_length=100)
    about = models.CharField(max_length=80, blank=True)
    account_id = models.BigIntegerField(null=True)
    post = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField()
    held_at = models.DateTimeField()
    until = models.DateTimeField()
    first_account_id = models.BigIntegerField(null=True)  # who first said it may come in
    first_post = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()
    objects = ScopedManager["Held"]()

    class Meta:
        constraints = [_one_of("held_state", "state", states.HELD)]
        indexes = [Index(fields=["unit", "state", "until"], name="held_of_unit")]

    def __str__(self) -> str:
        return f"held #{self.pk}"
