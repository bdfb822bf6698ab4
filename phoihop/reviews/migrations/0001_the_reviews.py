import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0005_the_rota"),
    ]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("state", models.CharField(default="DRAFT", max_length=20)),
                ("scope", models.CharField(max_length=10)),
                ("source", models.CharField(max_length=80)),
                ("year", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=400)),
                ("period", models.CharField(max_length=20)),
                ("period_kind", models.CharField(max_length=8)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("is_final", models.BooleanField(default=False)),
                ("on_date", models.DateField()),
                ("parts_due", models.DateField(null=True)),
                ("missing_reason", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("opened_post", models.CharField(blank=True, max_length=200)),
                ("gathered_at", models.DateTimeField(null=True)),
                ("presented_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("recalled_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
                (
                    "upper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["DRAFT", "GATHERING", "RECALLED", "SIGNED", "SIGNED_WITH_DISSENT", "SIGNING"],
                            )
                        ),
                        name="review_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["plan", "programme"])), name="review_scope"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "RECALLED"), _negated=True),
                        fields=("source", "period"),
                        name="review_once_a_period",
                    ),
                    models.CheckConstraint(condition=models.Q(("last__gte", models.F("first"))), name="review_period"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("SIGNED", "SIGNED_WITH_DISSENT")), _negated=True),
                            ("settled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="review_settled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "RECALLED"), _negated=True),
                            models.Q(("recalled_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="review_recalled",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["lead", "year"], name="review_lead"),
                    models.Index(fields=["upper", "period"], name="review_upper"),
                    models.Index(fields=["territory", "year"], name="review_territory"),
                    models.Index(fields=["period", "lead"], name="review_period_lead"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_name", models.CharField(max_length=300)),
                ("state", models.CharField(default="OPEN", max_length=10)),
                ("handed_in_at", models.DateTimeField(null=True)),
                ("handed_in_post", models.CharField(blank=True, max_length=200)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.review"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "unit"), name="review_part_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["ACCEPTED", "HANDED_IN", "OPEN", "RETURNED"])),
                        name="review_part_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("HANDED_IN", "ACCEPTED")), _negated=True),
                            ("handed_in_at__isnull", False),
                            _connector="OR",
                        ),
                        name="review_part_handed_in",
                    ),
                ],
                "indexes": [models.Index(fields=["unit", "state"], name="review_part_unit")],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("text", models.TextField()),
                ("state", models.CharField(default="PROPOSED", max_length=10)),
                ("into", models.CharField(blank=True, max_length=160)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_post", models.CharField(blank=True, max_length=200)),
                ("proposed_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "part",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.part"),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.review"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number"), name="review_lesson_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["CHANNEL", "CLAUSE", "DUE_RULE", "OTHER", "PHASE", "TRAINING"])
                        ),
                        name="review_lesson_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["PROPOSED", "REFUSED", "TAKEN_UP", "WITHDRAWN"])),
                        name="review_lesson_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "TAKEN_UP"), _negated=True),
                            models.Q(models.Q(("into", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="review_lesson_into",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "REFUSED"), _negated=True),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="review_lesson_refused",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=80)),
                ("territory", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("plans", models.JSONField(default=list)),
                ("period", models.CharField(max_length=20)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "period"), name="schedule_once")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("dropped_at", None), ("opened_at", None)),
                        fields=["last", "id"],
                        name="schedule_last",
                    ),
                    models.Index(fields=["period", "lead"], name="schedule_period"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("unit_name", models.CharField(max_length=300)),
                ("is_dissent", models.BooleanField(default=False)),
                ("text", models.TextField(blank=True)),
                ("post", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.review"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number", "unit"), name="review_signature_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_dissent", False), models.Q(("text", ""), _negated=True), _connector="OR"
                        ),
                        name="review_dissent_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("report", models.CharField(max_length=80)),
                ("sha256", models.CharField(max_length=64)),
                ("compiled_at", models.DateTimeField()),
                ("compiled_post", models.CharField(blank=True, max_length=200)),
                ("figures", models.JSONField(default=list)),
                ("counted", models.JSONField(default=dict)),
                ("by_unit", models.JSONField(default=list)),
                ("basis", models.JSONField(default=dict)),
                ("signed_report", models.CharField(blank=True, max_length=80)),
                ("signed_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.review"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("review", "number"), name="review_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=12)),
                ("text", models.TextField(blank=True)),
                ("is_open", models.BooleanField(default=True)),
                ("message", models.TextField(blank=True)),
                (
                    "part",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.part"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("part", "key"), name="review_cell_once"),
                    models.CheckConstraint(
                        condition=models.Q(("key__in", ["cause", "difficulty", "lesson", "proposal", "result"])),
                        name="review_cell_key",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
    ]
