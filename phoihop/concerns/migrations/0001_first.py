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
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("territory", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=20)),
                ("days", models.PositiveSmallIntegerField()),
                ("is_working", models.BooleanField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("territory", "key"), name="concern_clock"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "key__in",
                                [
                                    "data_subject",
                                    "feedback_answer",
                                    "feedback_extend",
                                    "feedback_forward",
                                    "feedback_more",
                                    "feedback_reopen",
                                    "personal_keep",
                                    "refused_keep",
                                ],
                            )
                        ),
                        name="concern_clock_key",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("service", models.CharField(max_length=40)),
                ("place", models.CharField(blank=True, max_length=40)),
                ("channel", models.CharField(max_length=10)),
                ("sealed", models.BinaryField()),
                ("sealed_fold", models.BinaryField()),
                ("title", models.CharField(blank=True, max_length=200)),
                ("public_text", models.TextField(blank=True)),
                ("flags", models.CharField(blank=True, max_length=200)),
                ("photos_left_out", models.PositiveSmallIntegerField(default=0)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("dossier", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(default="RECEIVED", max_length=12)),
                ("resumes", models.CharField(blank=True, max_length=12)),
                ("version", models.PositiveIntegerField(default=1)),
                ("received_at", models.DateTimeField()),
                ("forward_date", models.DateField()),
                ("promised_date", models.DateField()),
                ("explanation", models.TextField()),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("obligation", models.CharField(blank=True, db_index=True, max_length=80)),
                ("question", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer_number", models.PositiveSmallIntegerField(default=0)),
                ("is_late", models.BooleanField(default=False)),
                ("reopen_until", models.DateField(null=True)),
                ("reopened_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("refusal", models.CharField(blank=True, max_length=14)),
                ("refused_to", models.CharField(blank=True, max_length=300)),
                ("refusal_words", models.TextField(blank=True)),
                ("rating", models.PositiveSmallIntegerField(null=True)),
                ("rated_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("delete_on", models.DateField()),
                ("erased_at", models.DateTimeField(null=True)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "decider",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.concern",
                    ),
                ),
                (
                    "reception",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "promised_date", "id"], name="concern_due"),
                    models.Index(fields=["reception", "state", "promised_date", "id"], name="concern_reception"),
                    models.Index(fields=["lead", "state", "promised_date", "id"], name="concern_lead"),
                    models.Index(fields=["decider", "state"], name="concern_decider"),
                    models.Index(fields=["territory", "received_at", "id"], name="concern_received"),
                    models.Index(fields=["territory", "service", "received_at", "id"], name="concern_alike"),
                    models.Index(fields=["territory", "place", "received_at", "id"], name="concern_near"),
                    models.Index(fields=["dossier", "state"], name="concern_dossier"),
                    models.Index(
                        condition=models.Q(("erased_at__isnull", True)), fields=["delete_on"], name="concern_over"
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="concern_merged",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "ANSWERED",
                                    "CLOSED",
                                    "DISPUTED",
                                    "EXTENDED",
                                    "FORWARDED",
                                    "HELD",
                                    "IN_PROGRESS",
                                    "MERGED",
                                    "NEEDS_INFO",
                                    "RECEIVED",
                                    "REFUSED",
                                    "REOPENED",
                                ],
                            )
                        ),
                        name="concern_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "refusal__in",
                                ["", "COMPLAINT", "DENUNCIATION", "DISHONEST", "NOT_CLEAR", "NOT_COMPETENT", "SECRET"],
                            )
                        ),
                        name="concern_refusal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "REFUSED"),
                                models.Q(("refusal", ""), _negated=True),
                                models.Q(("refused_to", ""), _negated=True),
                            ),
                            models.Q(("state", "REFUSED"), _negated=True),
                            _connector="OR",
                        ),
                        name="concern_refusal_names_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "MERGED")),
                            models.Q(models.Q(("state", "MERGED"), _negated=True), ("merged_into__isnull", True)),
                            _connector="OR",
                        ),
                        name="concern_merged_into",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("FORWARDED", "IN_PROGRESS", "EXTENDED", "REOPENED", "ANSWERED")),
                                _negated=True,
                            ),
                            ("lead__isnull", False),
                            _connector="OR",
                        ),
                        name="concern_has_lead",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "DISPUTED"), _negated=True), ("decider__isnull", False), _connector="OR"
                        ),
                        name="concern_has_decider",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rating__isnull", True), ("rating__in", (1, 2, 3, 4, 5)), _connector="OR"),
                        name="concern_rating",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("state", models.CharField(default="DRAFT", max_length=10)),
                ("text", models.TextField(blank=True)),
                ("evidence", models.TextField(default="[]")),
                ("written_at", models.DateTimeField()),
                ("written_post", models.CharField(blank=True, max_length=500)),
                ("writer_id", models.BigIntegerField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("approved_post", models.CharField(blank=True, max_length=500)),
                ("approver_id", models.BigIntegerField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.concern",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("concern", "number"), name="concern_answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["APPROVED", "DRAFT", "RETURNED", "SUBMITTED"])),
                        name="concern_answer_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "APPROVED"), _negated=True),
                            models.Q(("approved_at__isnull", False), models.Q(("text", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="concern_answer_approved",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Addition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("delete_on", models.DateField(db_index=True)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ConcernPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("media_type", models.CharField(max_length=40)),
                ("sealed", models.BinaryField()),
                ("delete_on", models.DateField(db_index=True)),
                (
                    "concern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.concern",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("concern", "number"), name="concern_photo")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField()),
                ("has_mail", models.BooleanField(default=False)),
                ("delete_on", models.DateField(db_index=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "concern",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("wish", models.CharField(max_length=8)),
                ("channel", models.CharField(max_length=10)),
                ("sealed", models.BinaryField()),
                ("state", models.CharField(default="OPEN", max_length=8)),
                ("received_at", models.DateTimeField()),
                ("due_date", models.DateField()),
                ("explanation", models.TextField()),
                ("obligation", models.CharField(blank=True, max_length=80)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_post", models.CharField(blank=True, max_length=500)),
                ("outcome", models.TextField(blank=True)),
                ("is_late", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "due_date", "id"], name="data_request_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["OPEN", "SETTLED"])), name="data_request_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wish__in", ["CORRECT", "ERASE", "SEE"])), name="data_request_wish"
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Desk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("territory", models.CharField(max_length=40, unique=True)),
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
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(default="OPEN", max_length=8)),
                ("reason", models.TextField()),
                ("raised_at", models.DateTimeField()),
                ("raised_post", models.CharField(blank=True, max_length=500)),
                ("decision", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_post", models.CharField(blank=True, max_length=500)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
                    ),
                ),
                (
                    "decider",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN")), fields=("concern",), name="concern_one_dispute"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["DECIDED", "OPEN"])), name="concern_dispute_state"
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=10)),
                ("about", models.CharField(blank=True, max_length=300)),
                ("state", models.CharField(default="OPEN", max_length=8)),
                ("text", models.TextField(blank=True)),
                ("evidence", models.CharField(blank=True, max_length=500)),
                ("written_at", models.DateTimeField(null=True)),
                ("written_post", models.CharField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "concern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.concern",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "concern", "state"], name="concern_part_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("concern", "unit"), name="concern_part_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "LEAD")), fields=("concern",), name="concern_one_lead"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["LEAD", "SUPPORTING"])), name="concern_part_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["LEFT", "OPEN", "WRITTEN"])), name="concern_part_state"
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("territory", models.CharField(max_length=40)),
                ("service", models.CharField(max_length=40)),
                ("place", models.CharField(blank=True, max_length=40)),
                ("answer_days", models.PositiveSmallIntegerField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("territory", "service", "place"), name="concern_route")
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("territory", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("english", models.CharField(blank=True, max_length=200)),
                ("description", models.TextField(blank=True)),
                ("keywords", models.CharField(blank=True, max_length=500)),
                ("group", models.CharField(blank=True, max_length=100)),
                ("order", models.PositiveSmallIntegerField(default=50)),
                ("is_open", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("territory", "key"), name="concern_service")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Spot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("territory", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("parent", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("territory", "key"), name="concern_spot")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("state", models.CharField(max_length=12)),
                ("act", models.CharField(max_length=12)),
                ("words", models.CharField(max_length=500)),
                ("more", models.TextField(blank=True)),
                (
                    "concern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.concern",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["concern", "id"], name="concern_step")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(null=True)),
                ("by_mail", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
                    ),
                ),
                (
                    "raiser",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.concern",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.step"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("raiser", "step"), name="concern_told_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("raiser", "of", "number"),
                        name="concern_answer_told_once",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("post", models.CharField(blank=True, max_length=500)),
                (
                    "concern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.concern",
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["concern", "from_unit"], name="concern_transfer"),
                    models.Index(fields=["from_unit", "concern"], name="concern_transfer_from"),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
    ]
