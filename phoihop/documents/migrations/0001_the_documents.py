import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0003_an_edition"),
    ]

    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("direction", models.CharField(max_length=4)),
                ("system", models.CharField(max_length=5)),
                ("type_key", models.CharField(blank=True, max_length=10)),
                ("name", models.CharField(max_length=200)),
                ("first_date", models.DateField()),
                ("last_date", models.DateField(null=True)),
                ("last_number", models.PositiveIntegerField(default=0)),
                ("is_closed", models.BooleanField(default=False)),
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
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("direction__in", ["IN", "OUT"])), name="book_direction"),
                    models.CheckConstraint(condition=models.Q(("system__in", ["PARTY", "STATE"])), name="book_system"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_date__isnull", True), ("last_date__gte", models.F("first_date")), _connector="OR"
                        ),
                        name="book_span",
                    ),
                ],
                "indexes": [models.Index(fields=["unit", "direction", "system", "first_date"], name="book_of_unit")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("territory", models.CharField(max_length=40)),
                ("state", models.CharField(default="DRAFT", max_length=10)),
                ("fingerprint", models.CharField(max_length=64)),
                ("direction", models.CharField(default="KEPT", max_length=4)),
                ("book_number", models.PositiveIntegerField(null=True)),
                ("arrival_date", models.DateField(null=True)),
                ("system", models.CharField(default="STATE", max_length=5)),
                ("type_key", models.CharField(blank=True, max_length=10)),
                ("citation", models.CharField(blank=True, max_length=60)),
                ("citation_key", models.CharField(blank=True, max_length=60)),
                ("issued_date", models.DateField(null=True)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("issuer_fold", models.CharField(blank=True, max_length=200)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("subject_fold", models.CharField(blank=True, max_length=500)),
                ("signer", models.CharField(blank=True, max_length=50)),
                ("signer_post", models.CharField(blank=True, max_length=100)),
                ("recipients", models.CharField(blank=True, max_length=1000)),
                ("urgency", models.CharField(default="NORMAL", max_length=12)),
                ("due_date", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("is_internal", models.BooleanField(default=False)),
                ("is_scan", models.BooleanField(default=False)),
                ("is_unread", models.BooleanField(default=False)),
                ("findings", models.TextField(default="[]")),
                ("proposal", models.TextField(default="{}")),
                ("retention", models.CharField(blank=True, max_length=20)),
                ("is_frozen", models.BooleanField(default=False)),
                ("frozen_reason", models.CharField(blank=True, max_length=500)),
                ("recall_reason", models.CharField(blank=True, max_length=500)),
                ("taken_in_at", models.DateTimeField()),
                ("taken_in_post", models.CharField(blank=True, max_length=200)),
                ("registered_at", models.DateTimeField(null=True)),
                ("registered_post", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.book",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
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
                        condition=models.Q(("state__in", ["DRAFT", "RECALLED", "REGISTERED"])), name="document_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["IN", "KEPT", "OUT"])), name="document_direction"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("system__in", ["PARTY", "STATE"])), name="document_system"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["IMMEDIATE", "NORMAL", "URGENT", "VERY_URGENT"])),
                        name="document_urgency",
                    ),
                    models.UniqueConstraint(fields=("owner", "fingerprint"), name="document_once"),
                    models.UniqueConstraint(fields=("book", "book_number"), name="document_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("book__isnull", True), ("book_number__isnull", True)),
                            models.Q(("book__isnull", False), ("book_number__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_booked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "DRAFT"), ("registered_at__isnull", False), _connector="OR"),
                        name="document_registered",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["owner", "state", "direction", "id"], name="document_of_unit"),
                    models.Index(fields=["territory", "state", "id"], name="document_territory"),
                    models.Index(fields=["citation_key", "issuer_fold"], name="document_citation"),
                    models.Index(fields=["fingerprint"], name="document_fingerprint"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("scans", models.CharField(blank=True, max_length=64)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Held",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ticket", models.CharField(max_length=64, unique=True)),
                ("key", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("territory", models.CharField(max_length=40)),
                ("state", models.CharField(default="HELD", max_length=8)),
                ("rules", models.CharField(max_length=100)),
                ("about", models.CharField(blank=True, max_length=80)),
                ("account_id", models.BigIntegerField(null=True)),
                ("post", models.CharField(blank=True, max_length=200)),
                ("size", models.BigIntegerField()),
                ("held_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("first_account_id", models.BigIntegerField(null=True)),
                ("first_post", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=500)),
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["DROPPED", "EXPIRED", "HELD", "RELEASED"])), name="held_state"
                    )
                ],
                "indexes": [models.Index(fields=["unit", "state", "until"], name="held_of_unit")],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=80)),
                ("linked_at", models.DateTimeField()),
                ("post", models.CharField(blank=True, max_length=200)),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("document", "about"), name="link_once")],
                "indexes": [models.Index(fields=["about", "document"], name="link_about")],
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("number", models.PositiveIntegerField(default=1)),
                ("blob", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("media_type", models.CharField(max_length=120)),
                ("format", models.CharField(blank=True, max_length=10)),
                ("file_name", models.CharField(max_length=255)),
                ("signatures", models.TextField(default="[]")),
                ("signatures_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("made_post", models.CharField(blank=True, max_length=200)),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "kind", "number"), name="rendition_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ORIGINAL", "PUBLIC", "REDACTED", "SEARCHABLE"])),
                        name="rendition_kind",
                    ),
                ],
                "indexes": [models.Index(fields=["blob"], name="rendition_blob")],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("because", models.CharField(blank=True, max_length=80)),
                ("shared_at", models.DateTimeField()),
                ("post", models.CharField(blank=True, max_length=200)),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
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
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("document", "unit"), name="share_once")],
                "indexes": [models.Index(fields=["unit", "document"], name="share_unit")],
            },
        ),
    ]
