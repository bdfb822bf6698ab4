"""Rounds called before this room was built get their yearly review scheduled too. May be repeated."""

from datetime import date

from django.db import migrations

BATCH = 500


def schedule(apps, schema_editor):
    Round = apps.get_model("plans", "Round")
    Plan = apps.get_model("plans", "Plan")
    Schedule = apps.get_model("reviews", "Schedule")
    plans = {}
    for round_id, code in Plan._base_manager.order_by("code").values_list("round_id", "code").iterator():
        plans.setdefault(round_id, []).append(code)
    rows = Round._base_manager.order_by("pk").values_list("pk", "code", "lead_id", "territory", "year")
    made = []
    for pk, code, lead_id, territory, year in rows.iterator():
        made.append(
            Schedule(
                source=code,
                lead_id=lead_id,
                territory=territory,
                year=year,
                plans=plans.get(pk, []),
                period=str(year),
                first=date(year - 1, 12, 15),
                last=date(year, 12, 14),
            )
        )
    Schedule._base_manager.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_the_reviews"), ("plans", "0001_the_plans")]

    operations = [migrations.RunPython(schedule, migrations.RunPython.noop)]
