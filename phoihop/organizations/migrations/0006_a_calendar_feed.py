import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0005_the_rota"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=5)),
                ("about", models.CharField(blank=True, max_length=80)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_read_at", models.DateTimeField(null=True)),
                ("reads_since", models.DateTimeField(null=True)),
                ("reads", models.PositiveSmallIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
            managers=[("rows", django.db.models.manager.Manager())],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(what__in=("mine", "unit", "topic", "kind")), name="feed_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(what="unit", unit__isnull=False)
                        | ~models.Q(what="unit") & models.Q(unit__isnull=True),
                        name="feed_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(what__in=("topic", "kind")) & ~models.Q(about="")
                        | ~models.Q(what__in=("topic", "kind")) & models.Q(about=""),
                        name="feed_about",
                    ),
                ],
            },
        ),
    ]
