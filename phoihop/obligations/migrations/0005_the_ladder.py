import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0004_expected_documents"),
        ("organizations", "0005_the_rota"),
    ]

    operations = [
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Ladder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RungRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offset", models.SmallIntegerField()),
                ("to", models.CharField(max_length=10)),
                ("wording", models.CharField(blank=True, max_length=200)),
                ("is_urgent", models.BooleanField(default=False)),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="rung",
            name="reached_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="rung",
            name="state",
            field=models.CharField(default="TOLD", max_length=7),
        ),
        migrations.AddConstraint(
            model_name="rung",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["SKIPPED", "TOLD"])), name="rung_state"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="obligation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="obligations.obligation",
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
            ),
        ),
        migrations.AddField(
            model_name="ladder",
            name="unit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
            ),
        ),
        migrations.AddField(
            model_name="rungrule",
            name="ladder",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rungs",
                to="obligations.ladder",
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(fields=["unit", "obligation"], name="escalation_unit"),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(fields=("obligation", "unit"), name="escalation_once"),
        ),
        migrations.AddConstraint(
            model_name="ladder",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes__gt", models.F("opens"))), name="ladder_hours"
            ),
        ),
        migrations.AddConstraint(
            model_name="rungrule",
            constraint=models.UniqueConstraint(fields=("ladder", "offset", "to"), name="rung_rule_once"),
        ),
        migrations.AddConstraint(
            model_name="rungrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("to__in", ["deputy", "entitled", "head", "lead", "owner", "upper"])),
                name="rung_rule_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="rungrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("offset__gte", -60), ("offset__lte", 60)), name="rung_rule_offset"
            ),
        ),
    ]
