from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dispatches", "0001_the_dispatches")]

    operations = [
        migrations.RemoveConstraint("recipient", "recipient_channel"),
        migrations.AddConstraint(
            "recipient",
            models.CheckConstraint(
                condition=models.Q(channel__in=("in_app", "mail", "link", "print")), name="recipient_channel"
            ),
        ),
    ]
