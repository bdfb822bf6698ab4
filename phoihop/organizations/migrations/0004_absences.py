import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

REASONS = ("leave", "sick", "travel", "study", "maternity", "other")


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0003_an_edition"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_date", models.DateField()),
                ("to_date", models.DateField()),
                ("reason", models.CharField(max_length=10)),
                ("declared_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        related_query_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            managers=[("rows", django.db.models.manager.Manager())],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_date__gte", models.F("from_date"))), name="absence_span"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason__in", REASONS)), name="absence_reason"),
                ],
                "indexes": [models.Index(fields=["account", "to_date"], name="absence_account")],
            },
        ),
        migrations.AddField(
            model_name="deputy",
            name="absence",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.absence",
            ),
        ),
    ]
