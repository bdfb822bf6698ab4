import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0003_an_edition"),
        ("reporting", "0001_the_letterheads"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("inputs", models.CharField(max_length=64)),
                ("territory", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("scope", models.CharField(max_length=80)),
                ("period", models.CharField(max_length=40)),
                ("on", models.DateField()),
                ("title", models.CharField(max_length=500)),
                ("value", models.TextField()),
                ("compiled_at", models.DateTimeField()),
                ("compiled_post", models.CharField(blank=True, max_length=500)),
                ("is_illustration", models.BooleanField(default=False)),
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
                "indexes": [
                    models.Index(fields=["lead", "id"], name="report_lead"),
                    models.Index(fields=["territory", "id"], name="report_territory"),
                    models.Index(fields=["scope", "period", "id"], name="report_scope"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportHabits",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=110, unique=True)),
                ("cut_off", models.CharField(default="DECREE", max_length=8)),
                ("bases", models.TextField(blank=True)),
                ("opening", models.TextField(blank=True)),
                ("closing", models.TextField(blank=True)),
                ("recipients", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cut_off__in", ["CALENDAR", "DECREE"])), name="reporthabits_cut_off"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("inputs", models.CharField(max_length=64)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ReportUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.report",
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
                "constraints": [models.UniqueConstraint(fields=("report", "unit"), name="report_unit_once")],
                "indexes": [models.Index(fields=["unit", "report"], name="report_of_unit")],
            },
        ),
    ]
