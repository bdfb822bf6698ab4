import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_links_are_used"), ("organizations", "0003_an_edition")]

    operations = [
        migrations.AddField("address", "asks_links", models.BooleanField(default=False)),
        migrations.AddField(
            "signedlink",
            "issuer",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
            ),
        ),
        migrations.AddField("signedlink", "key", models.CharField(blank=True, max_length=250)),
        migrations.AddConstraint(
            "signedlink",
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="signedlink_once"),
        ),
        migrations.AddIndex("signedlink", models.Index(fields=["unit", "-id"], name="signedlink_of_unit")),
        migrations.AddIndex("signedlink", models.Index(fields=["issuer", "-id"], name="signedlink_of_issuer")),
    ]
