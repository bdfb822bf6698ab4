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
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("page", models.JSONField(default=dict)),
                ("adopted_at", models.DateTimeField()),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=110, unique=True)),
                ("system", models.CharField(max_length=5)),
                ("parent", models.CharField(blank=True, max_length=300)),
                ("organ", models.CharField(max_length=300)),
                ("place", models.CharField(blank=True, max_length=100)),
                ("symbol", models.CharField(blank=True, max_length=60)),
                ("signers", models.JSONField(default=list)),
                ("archive", models.CharField(blank=True, max_length=100)),
                ("footer", models.CharField(blank=True, max_length=300)),
                ("about_words", models.CharField(default="V/v", max_length=10)),
                ("measures", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
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
                        condition=models.Q(("system__in", ("STATE", "PARTY"))), name="letterhead_system"
                    ),
                    models.CheckConstraint(condition=models.Q(("organ", ""), _negated=True), name="letterhead_organ"),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
    ]
