from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_links_know_their_mail")]

    operations = [
        migrations.AlterField("outmail", "to_address", models.CharField(blank=True, max_length=254)),
        migrations.AddField("outmail", "is_private", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "outmail",
            models.CheckConstraint(condition=Q(is_private=False) | Q(to_address=""), name="outmail_private"),
        ),
    ]
