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
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("state", models.CharField(default="CHECKING", max_length=10)),
                ("text", models.CharField(max_length=500)),
                ("text_fold", models.CharField(max_length=600)),
                ("dossier", models.CharField(blank=True, max_length=80)),
                ("is_own_error", models.BooleanField(default=False)),
                ("corrected", models.CharField(blank=True, max_length=80)),
                ("verdict", models.CharField(blank=True, max_length=10)),
                ("fact", models.CharField(blank=True, max_length=500)),
                ("explanation", models.TextField(blank=True)),
                ("papers", models.PositiveSmallIntegerField(default=0)),
                ("due_date", models.DateField()),
                ("recheck_date", models.DateField(null=True)),
                ("reply_date", models.DateField(null=True)),
                ("times", models.PositiveSmallIntegerField(default=1)),
                ("opened_at", models.DateTimeField()),
                ("opened_post", models.CharField(blank=True, max_length=200)),
                ("written_account_id", models.BigIntegerField(null=True)),
                ("presented_account_id", models.BigIntegerField(null=True)),
                ("presented_at", models.DateTimeField(null=True)),
                ("presented_post", models.CharField(blank=True, max_length=200)),
                ("approved_at", models.DateTimeField(null=True)),
                ("approved_post", models.CharField(blank=True, max_length=200)),
                ("published_at", models.DateTimeField(null=True)),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("is_out", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "state", "-id"], name="claim_owner"),
                    models.Index(fields=["agency", "state", "-id"], name="claim_agency"),
                    models.Index(
                        condition=models.Q(("state", "PUBLISHED")), fields=["recheck_date"], name="claim_recheck"
                    ),
                    models.Index(fields=["dossier"], name="claim_dossier"),
                    models.Index(fields=["territory", "-id"], name="claim_territory"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["APPROVED", "CHECKING", "DROPPED", "PUBLISHED", "WAITING", "WITHDRAWN"])
                        ),
                        name="claim_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["", "CONTEXT", "CORRECTED", "FALSE", "PARTLY", "TRUE", "UNPROVEN"])
                        ),
                        name="claim_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("WAITING", "APPROVED", "PUBLISHED")), _negated=True),
                            models.Q(("papers__gt", 0), models.Q(("verdict", ""), _negated=True)),
                            ("verdict", "UNPROVEN"),
                            _connector="OR",
                        ),
                        name="claim_rests_on_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", ""),
                            models.Q(("is_own_error", True), ("verdict", "CORRECTED")),
                            models.Q(("is_own_error", False), models.Q(("verdict", "CORRECTED"), _negated=True)),
                            _connector="OR",
                        ),
                        name="claim_own_error",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_own_error", False), models.Q(("corrected", ""), _negated=True), _connector="OR"
                        ),
                        name="claim_names_what_was_wrong",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_out", False),
                            models.Q(("number__gt", 0), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="claim_is_out",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=1000)),
                ("publisher", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("state", models.CharField(default="RECEIVED", max_length=10)),
                ("reason", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="corrections.claim"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["desk", "state", "-id"], name="check_desk")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["DECLINED", "OPENED", "RECEIVED"])), name="check_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "OPENED"), _negated=True), ("claim__isnull", False), _connector="OR"
                        ),
                        name="check_claim",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "DECLINED"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="check_declined",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("publisher", models.CharField(max_length=200)),
                ("address", models.CharField(max_length=500)),
                ("day", models.DateField()),
                ("document", models.CharField(blank=True, max_length=80)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("asked_at", models.DateTimeField(null=True)),
                ("asked_way", models.CharField(blank=True, max_length=10)),
                ("asked_post", models.CharField(blank=True, max_length=200)),
                ("reply_date", models.DateField(null=True)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="corrections.claim"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["reply_date"], name="claim_reply_date")],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "number"), name="claim_appearance"),
                    models.CheckConstraint(
                        condition=models.Q(("asked_way__in", ["", "DISPATCH", "HAND", "MAIL"])), name="claim_asked_way"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256", ""), models.Q(("document", ""), _negated=True), _connector="OR"),
                        name="claim_copy_is_kept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_at", None),
                            models.Q(("reply_date__isnull", False), models.Q(("asked_way", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="claim_asked_until",
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
                ("version", models.PositiveIntegerField(default=1)),
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
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("document", models.CharField(max_length=80)),
                ("citation", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("page", models.CharField(blank=True, max_length=40)),
                ("is_public", models.BooleanField(default=False)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="corrections.claim"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "number"), name="claim_evidence"),
                    models.UniqueConstraint(fields=("claim", "document", "page"), name="claim_evidence_once"),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("publisher", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("proof", models.CharField(blank=True, max_length=500)),
                ("came", models.CharField(max_length=8)),
                ("input", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(default="RECEIVED", max_length=12)),
                ("received_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_post", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="corrections.claim"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "claim"], name="claim_reply_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "number"), name="claim_reply"),
                    models.UniqueConstraint(
                        condition=models.Q(("input", ""), _negated=True), fields=("input",), name="claim_reply_input"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["PASSED_OVER", "RECEIVED", "SHOWN"])),
                        name="claim_reply_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came__in", ["HAND", "PORTAL"])), name="claim_reply_came"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "PASSED_OVER"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_reply_passed_over",
                    ),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="corrections.claim"
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
                "constraints": [models.UniqueConstraint(fields=("claim", "unit"), name="claim_support_once")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
    ]
