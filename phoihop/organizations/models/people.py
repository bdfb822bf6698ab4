from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from phoihop.ground.scope import ScopedManager
from phoihop.organizations import rules
from phoihop.organizations.rules import restructure


def _one_of(name: str, field: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


def _span(name: str) -> CheckConstraint:
    open_end = Q(valid_from__isnull=True) | Q(valid_to__isnull=True)
    return CheckConstraint(condition=open_end | Q(valid_to__gte=F("valid_from")), name=name)


class Territory(models.Model):
    """A place in time: the country, a province, a commune. Here and below `valid_to` is the last day."""

    slug = models.CharField(max_length=40, unique=True)  # kg, kg.rachgia: the path of the place
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=700)
    level = models.CharField(max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    official_code = models.CharField(max_length=10, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [_one_of("territory_level", "level", rules.LEVELS), _span("territory_span")]

    def __str__(self) -> str:
        return f"{self.slug} #{self.pk}"


class Unit(models.Model):
    """An organization as it stands between two dates. Duties bind it, never a person."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    code = models.CharField(max_length=110, unique=True)  # DV-kg-so-yte
    name = models.CharField(max_length=300)
    short = models.CharField(max_length=60, blank=True)
    fold = models.CharField(max_length=500)  # name, short name and key without marks, for search
    sort_key = models.CharField(max_length=700)
    kind = models.CharField(max_length=20)
    level = models.CharField(max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=200, db_index=True)  # /1/17/: the numbers from the top down to this unit
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    rows = models.Manager()
    objects = ScopedManager["Unit"]()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["territory", "key"], name="unit_key"),
            _one_of("unit_kind", "kind", rules.UNIT_KINDS),
            _one_of("unit_level", "level", rules.LEVELS),
            _span("unit_span"),
            CheckConstraint(condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="unit_not_own_parent"),
        ]
        indexes = [models.Index(fields=["territory", "sort_key"], name="unit_by_name")]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Succession(models.Model):
    """What became of a unit: one row for each heir, and one without an heir for a dissolution."""

    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    on_date = models.DateField()
    legal_basis = models.CharField(max_length=300)
    function = models.TextField(blank=True)  # which of the functions went over, when not all did

    rows = models.Manager()

    class Meta:
        constraints = [
            _one_of("succession_kind", "kind", rules.SUCCESSION_KINDS),
            CheckConstraint(
                condition=Q(kind="dissolve", to_unit__isnull=True) | (~Q(kind="dissolve") & Q(to_unit__isnull=False)),
                name="succession_heir",
            ),
            UniqueConstraint(fields=["from_unit", "to_unit", "kind", "on_date"], name="succession_once"),
            UniqueConstraint(fields=["from_unit"], condition=Q(kind="dissolve"), name="succession_dissolved_once"),
            CheckConstraint(condition=Q(to_unit__isnull=True) | ~Q(to_unit=F("from_unit")), name="succession_other"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Post(models.Model):
    """A post of a unit: it stays when its holder goes."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    is_head = models.BooleanField(default=False)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["unit", "title"], condition=Q(valid_to__isnull=True), name="post_title"),
            UniqueConstraint(fields=["unit"], condition=Q(valid_to__isnull=True, is_head=True), name="post_one_head"),
            _span("post_span"),
        ]

    def __str__(self) -> str:
        return f"CV #{self.pk}"


class Account(AbstractBaseUser):
    """A person who can sign in. All rights hang on seats; an account alone has none."""

    last_login = None  # the ledger knows who signed in, and when
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    fold = models.CharField(max_length=300)  # name and user name without marks, for search
    sort_key = models.CharField(max_length=700)
    version = models.PositiveIntegerField(default=1)

    rows = BaseUserManager["Account"]()
    objects = ScopedManager["Account"]()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [_one_of("account_language", "language", rules.LANGUAGES)]

    def __str__(self) -> str:
        return f"TK-{self.pk}"


class Seat(models.Model):
    """An account holds a post in one role; several roles are several seats."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", related_query_name="seats")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", related_query_name="seats")
    role = models.CharField(max_length=15)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["account", "post", "role"], condition=Q(valid_to__isnull=True), name="seat_once"),
            _one_of("seat_role", "role", rules.ROLES),
            _span("seat_span"),
        ]

    def __str__(self) -> str:
        return f"{self.role} #{self.pk}"


class Absence(models.Model):
    """An account is away between two dates; it is back by itself the day after, or earlier when it says so."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", related_query_name="absences")
    from_date = models.DateField()
    to_date = models.DateField()
    reason = models.CharField(max_length=10)  # rules.ABSENCE_REASONS: shown at home only
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # back early, from this moment on

    rows = models.Manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(to_date__gte=F("from_date")), name="absence_span"),
            _one_of("absence_reason", "reason", rules.ABSENCE_REASONS),
        ]
        indexes = [models.Index(fields=["account", "to_date"], name="absence_account")]

    def __str__(self) -> str:
        return f"absence #{self.pk}"


class Deputy(models.Model):
    """An account stands in for a post between two dates, with these kinds of its power."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+", related_query_name="deputies")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", related_query_name="deputies")
    kinds = models.CharField(max_length=40)  # "approve work", or "all": rules.DEPUTY_KINDS
    from_date = models.DateField()
    to_date = models.DateField()
    reason = models.CharField(max_length=500)
    withdrawn_at = models.DateTimeField(null=True)  # ended early, from this moment on
    absence = models.ForeignKey(Absence, models.PROTECT, null=True, related_name="+")  # that it was named for

    rows = models.Manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(to_date__gte=F("from_date")), name="deputy_span"),
            CheckConstraint(condition=~Q(kinds=""), name="deputy_kinds"),
        ]

    def __str__(self) -> str:
        return f"deputy #{self.pk}"


class Duty(models.Model):
    """An account is on duty for a unit on a day, whatever the hour."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", related_query_name="duties")

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["unit", "date", "account"], name="duty_once")]

    def __str__(self) -> str:
        return f"duty #{self.pk}"


class CalendarFeed(models.Model):
    """An address under which a calendar program reads what its owner may see. The address itself is not kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    what = models.CharField(max_length=5)  # rules.FEEDS
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=80, blank=True)  # the code of a topic, or a kind of date
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)
    reads_since = models.DateTimeField(null=True)  # the hour in which `reads` were counted
    reads = models.PositiveSmallIntegerField(default=0)

    rows = models.Manager()

    class Meta:
        constraints = [
            _one_of("feed_what", "what", rules.FEEDS),
            CheckConstraint(
                condition=Q(what="unit", unit__isnull=False) | ~Q(what="unit") & Q(unit__isnull=True), name="feed_unit"
            ),
            CheckConstraint(
                condition=Q(what__in=rules.FEEDS_ABOUT) & ~Q(about="") | ~Q(what__in=rules.FEEDS_ABOUT) & Q(about=""),
                name="feed_about",
            ),
        ]

    def __str__(self) -> str:
        return f"feed #{self.pk}"


class TerritoryHeir(models.Model):
    """A place that ended and the one it became part of: slugs of before keep leading on."""

    from_territory = models.OneToOneField(Territory, models.PROTECT, related_name="+")
    to_territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    on_date = models.DateField()

    rows = models.Manager()

    def __str__(self) -> str:
        return f"territory heir #{self.pk}"


class OfficialCode(models.Model):
    """A code of the official list of places, from a day on: codes are given again to other places."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["code", "valid_from"], name="official_code_once"),
            UniqueConstraint(fields=["territory"], condition=Q(valid_to__isnull=True), name="official_code_one_now"),
            _span("official_code_span"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Batch(models.Model):
    """A reorganisation as one decision: proposed, approved by two, carried out on its day, perhaps taken back."""

    code = models.CharField(max_length=110, unique=True)  # SX-kg-2025-07
    key = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    on_date = models.DateField()
    legal_basis = models.CharField(max_length=300)
    document = models.TextField()  # JSON in the shape of restructure.schema.json
    digest = models.CharField(max_length=64)  # of the document: what is approved
    state = models.CharField(max_length=10, default="PROPOSED")
    trouble = models.TextField(blank=True)  # why the clock did not carry it out when its day had come
    proposed_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    rows = models.Manager()
    objects = ScopedManager["Batch"]()

    class Meta:
        constraints = [
            _one_of("batch_state", "state", tuple(restructure.BATCH)),
            CheckConstraint(condition=~Q(state="APPLIED") | Q(applied_at__isnull=False), name="batch_applied"),
            CheckConstraint(condition=~Q(state="UNDONE") | Q(undone_at__isnull=False), name="batch_undone"),
        ]
        indexes = [models.Index(fields=["state", "on_date"], name="batch_due")]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class BatchUnit(models.Model):
    """A unit that a batch touches, and the one above it (itself at the top), whose approvers are asked."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    upper = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["batch", "unit"], name="batch_unit_once")]


class Approval(models.Model):
    """Somebody stands by a batch as it was on that day; another text has another digest."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    post = models.CharField(max_length=400, blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["batch", "account", "digest"], name="approval_once")]

    def __str__(self) -> str:
        return f"approval #{self.pk}"


class Moved(models.Model):
    """One change that a batch made, in order: enough to take it back, and to say of a thing where it came from."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, blank=True)  # of Rehome
    code = models.CharField(max_length=120, blank=True)
    model = models.CharField(max_length=60)
    row = models.BigIntegerField()
    column = models.CharField(max_length=60, blank=True)  # empty: the row was made
    before = models.TextField(blank=True)  # JSON
    after = models.TextField(blank=True)
    from_unit_id = models.BigIntegerField(null=True)
    to_unit_id = models.BigIntegerField(null=True)

    rows = models.Manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["batch", "position"], name="moved_in_order")]
        indexes = [models.Index(fields=["code"], name="moved_code", condition=~Q(code=""))]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Edition(models.Model):
    """One row: a token that changes with every act of this room, so that actors may be remembered between requests.

    A random token and not a number: a number that was rolled back would be given again for something else.
    """

    token = models.CharField(max_length=32)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.token} #{self.pk}"


class Counter(models.Model):
    """The last number taken of a series such as NV-kg-2021. Numbers are never given twice."""

    series = models.CharField(max_length=80, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
