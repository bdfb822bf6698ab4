import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0007_restructure"),
    ]

    operations = [
        migrations.CreateModel(
            name="Page",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=300)),
                ("summary", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("unit_name", models.CharField(max_length=300)),
                ("order", models.PositiveSmallIntegerField(default=50)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField()),
                ("written_post", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("state", models.CharField(default="DRAFT", max_length=10)),
                ("title", models.CharField(max_length=300)),
                ("title_fold", models.CharField(max_length=300)),
                ("summary", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("byline", models.CharField(blank=True, max_length=300)),
                ("category", models.CharField(blank=True, max_length=40)),
                ("picture", models.CharField(blank=True, max_length=80)),
                ("related", models.JSONField(default=list)),
                ("source", models.CharField(blank=True, max_length=80)),
                ("dossier", models.CharField(blank=True, max_length=80)),
                ("place", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                ("returned_reason", models.TextField(blank=True)),
                ("number", models.PositiveIntegerField(default=1)),
                ("approved_number", models.PositiveIntegerField(default=0)),
                ("out_number", models.PositiveIntegerField(default=0)),
                ("out_version", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("approved_post", models.CharField(blank=True, max_length=200)),
                ("goes_out_at", models.DateTimeField(null=True)),
                ("is_embargo", models.BooleanField(default=False)),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_note", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "state", "-id"], name="article_unit"),
                    models.Index(fields=["territory", "-id"], name="article_territory"),
                    models.Index(
                        condition=models.Q(("state", "SCHEDULED")), fields=["goes_out_at"], name="article_due"
                    ),
                    models.Index(fields=["dossier"], name="article_dossier"),
                    models.Index(fields=["picture"], name="article_picture"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["APPROVED", "DRAFT", "DROPPED", "PUBLISHED", "SCHEDULED", "SENT", "WITHDRAWN"],
                            )
                        ),
                        name="article_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "SCHEDULED"), _negated=True),
                            ("goes_out_at__isnull", False),
                            _connector="OR",
                        ),
                        name="article_scheduled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "WITHDRAWN"), _negated=True),
                            models.Q(("withdrawn_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="article_withdrawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "PUBLISHED"), _negated=True),
                            models.Q(("out_number__gt", 0), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="article_published",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("state", models.CharField(default="DRAFT", max_length=10)),
                ("title", models.CharField(max_length=300)),
                ("lede", models.TextField(blank=True)),
                ("dossier", models.CharField(blank=True, max_length=80)),
                ("acknowledge_by", models.DateField(null=True)),
                ("fold", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                ("issued_post", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "id"], name="bulletin_unit"),
                    models.Index(
                        condition=models.Q(("state", "ISSUED")), fields=["acknowledge_by"], name="bulletin_due"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["DRAFT", "DROPPED", "ISSUED", "RECALLED"])),
                        name="bulletin_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("DRAFT", "DROPPED")),
                            models.Q(("acknowledge_by__isnull", False), ("issued_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="bulletin_issued",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="BulletinAim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.CharField(blank=True, max_length=10)),
                ("territory", models.CharField(blank=True, max_length=40)),
                (
                    "bulletin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.bulletin"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["", "central", "commune", "district", "province"])),
                        name="bulletin_aim_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", ""), ("territory", ""), ("unit__isnull", False)),
                            models.Q(("territory", ""), ("unit", None), models.Q(("level", ""), _negated=True)),
                            models.Q(("level", ""), ("unit", None), models.Q(("territory", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="bulletin_aim_one",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="BulletinItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("source", models.CharField(blank=True, max_length=80)),
                (
                    "bulletin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.bulletin"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("bulletin", "position"), name="bulletin_item_once")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="BulletinShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_name", models.CharField(max_length=300)),
                ("state", models.CharField(default="DELIVERED", max_length=14)),
                ("read_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("post", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                ("reminded", models.CharField(blank=True, max_length=4)),
                (
                    "bulletin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.bulletin"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "state"], name="bulletin_share_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("bulletin", "unit"), name="bulletin_share_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["ACKNOWLEDGED", "DELIVERED"])), name="bulletin_share_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ACKNOWLEDGED"), _negated=True),
                            ("acknowledged_at__isnull", False),
                            _connector="OR",
                        ),
                        name="bulletin_share_when",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("state", models.CharField(default="DRAFT", max_length=10)),
                ("title", models.CharField(max_length=300)),
                ("problem", models.TextField(blank=True)),
                ("practice", models.TextField(blank=True)),
                ("result", models.TextField(blank=True)),
                ("cost", models.TextField(blank=True)),
                ("contact", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=80)),
                ("note", models.TextField(blank=True)),
                ("returned_reason", models.TextField(blank=True)),
                ("writer_id", models.BigIntegerField(null=True)),
                ("writer_post", models.CharField(blank=True, max_length=200)),
                ("is_out", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawn_note", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "-id"], name="card_state_newest"),
                    models.Index(fields=["unit", "state", "-id"], name="card_unit"),
                    models.Index(fields=["source"], name="card_source"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["DRAFT", "DROPPED", "PUBLISHED", "SENT", "WITHDRAWN"])),
                        name="card_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "WITHDRAWN"), _negated=True),
                            models.Q(("withdrawn_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="card_withdrawn",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="CardUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_name", models.CharField(max_length=300)),
                ("plan", models.CharField(max_length=80)),
                ("topic", models.CharField(max_length=80, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.card"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("about", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=500)),
                ("state", models.CharField(default="WAITING", max_length=10)),
                ("sealed", models.BinaryField()),
                ("has_address", models.BooleanField(default=False)),
                ("answer", models.TextField(blank=True)),
                ("answered_post", models.CharField(blank=True, max_length=200)),
                ("received_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("delete_on", models.DateField()),
                ("erased_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "state", "-id"], name="feedback_unit"),
                    models.Index(fields=["about"], name="feedback_about"),
                    models.Index(condition=models.Q(("erased_at", None)), fields=["delete_on"], name="feedback_delete"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["ANSWERED", "CLOSED", "WAITING"])), name="feedback_state"
                    )
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("state", models.CharField(default="KEPT", max_length=10)),
                ("alt", models.CharField(max_length=300)),
                ("caption", models.CharField(blank=True, max_length=500)),
                ("credit", models.CharField(blank=True, max_length=200)),
                ("words_fold", models.TextField()),
                ("taken_date", models.DateField(null=True)),
                ("is_listed", models.BooleanField(default=False)),
                ("fingerprint", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
                ("added_post", models.CharField(blank=True, max_length=200)),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "state", "-id"], name="photo_unit"),
                    models.Index(fields=["territory", "-id"], name="photo_territory"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["KEPT", "PUBLISHED", "WITHDRAWN"])), name="photo_state"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "WITHDRAWN"), _negated=True),
                        fields=("unit", "fingerprint"),
                        name="photo_once_a_unit",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PhotoFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("media_type", models.CharField(max_length=40)),
                ("content", models.BinaryField()),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.photo"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("photo", "width"), name="photo_width")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Proceedings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dossier", models.CharField(max_length=80, unique=True)),
                ("stage", models.CharField(max_length=16)),
                ("noted_at", models.DateTimeField()),
                ("noted_post", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                ["APPEAL", "CLEARED", "INVESTIGATION", "IN_FORCE", "PROSECUTION", "REPORT", "TRIAL"],
                            )
                        ),
                        name="proceedings_stage",
                    )
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PublicRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=5)),
                ("state", models.CharField(default="PUBLISHED", max_length=10)),
                ("summary", models.TextField(blank=True)),
                ("as_of", models.DateField()),
                ("tried", models.DateField()),
                ("refusal", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("published_at", models.DateTimeField()),
                ("post", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "PUBLISHED")), fields=["tried", "id"], name="record_tried"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["PUBLISHED", "WITHDRAWN"])), name="record_state"
                    ),
                    models.CheckConstraint(condition=models.Q(("kind__in", ("PLAN", "TOPIC"))), name="record_kind"),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("state", models.CharField(default="DRAFT", max_length=10)),
                ("dossier", models.CharField(blank=True, max_length=80)),
                ("is_case", models.BooleanField(default=False)),
                ("stage", models.CharField(blank=True, max_length=16)),
                ("title", models.CharField(max_length=300)),
                ("summary", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("contact", models.CharField(blank=True, max_length=80)),
                ("event", models.CharField(blank=True, max_length=20)),
                ("event_at", models.DateTimeField(null=True)),
                ("event_proof", models.CharField(blank=True, max_length=120)),
                ("event_post", models.CharField(blank=True, max_length=200)),
                ("embargo_until", models.DateTimeField(null=True)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("opened_at", models.DateTimeField()),
                ("opened_post", models.CharField(blank=True, max_length=200)),
                ("presented_at", models.DateTimeField(null=True)),
                ("goes_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "id"], name="release_unit"),
                    models.Index(fields=["dossier", "state"], name="release_dossier"),
                    models.Index(condition=models.Q(("state", "RELEASING")), fields=["goes_at"], name="release_goes"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["DRAFT", "DROPPED", "PRESENTED", "PUBLISHED", "RELEASING", "WITHDRAWN"])
                        ),
                        name="release_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "event__in",
                                [
                                    "",
                                    "DECISION_ANNOUNCED",
                                    "INDICTMENT_SERVED",
                                    "JUDGMENT_READ",
                                    "PROSECUTION_DECIDED",
                                    "TRIAL_SET",
                                ],
                            )
                        ),
                        name="release_event",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_case", True), _negated=True),
                            models.Q(("stage", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="release_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("event_at", None),
                            models.Q(
                                models.Q(("event", ""), _negated=True), models.Q(("event_proof", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="release_event_proof",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "RELEASING"), _negated=True), ("goes_at__isnull", False), _connector="OR"
                        ),
                        name="release_goes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_case", True), ("state__in", ("RELEASING", "PUBLISHED")), _negated=True),
                            ("event_at__isnull", False),
                            _connector="OR",
                        ),
                        name="release_after_event",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("post", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.release"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("release", "number", "account_id"),
                        name="release_approval_once",
                    )
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseHabit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("undo_minutes", models.PositiveSmallIntegerField()),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("undo_minutes__gte", 1), ("undo_minutes__lte", 1440)),
                        name="release_habit_minutes",
                    )
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseHolder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_name", models.CharField(max_length=300)),
                ("given_at", models.DateTimeField()),
                ("given_post", models.CharField(blank=True, max_length=200)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.release"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("release", "unit"), name="release_holder_once")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("post", models.CharField(blank=True, max_length=200)),
                ("opened_at", models.DateTimeField()),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.releaseholder"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["holder", "id"], name="release_opening_holder")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=300)),
                ("reason", models.TextField()),
                ("post", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.release"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="release_override_reason"
                    )
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("summary", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("presented_at", models.DateTimeField()),
                ("presented_post", models.CharField(blank=True, max_length=200)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.release"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("release", "number"), name="release_text_once")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("summary", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("byline", models.CharField(blank=True, max_length=300)),
                ("category", models.CharField(blank=True, max_length=40)),
                ("picture", models.CharField(blank=True, max_length=80)),
                ("related", models.JSONField(default=list)),
                ("account_id", models.BigIntegerField(null=True)),
                ("post", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("out_version", models.PositiveIntegerField(default=0)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communications.article"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("article", "number"), name="wording_number")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
    ]
