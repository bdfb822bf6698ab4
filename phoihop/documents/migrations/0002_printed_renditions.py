from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_the_documents")]

    operations = [
        migrations.RemoveConstraint(model_name="rendition", name="rendition_kind"),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["ORIGINAL", "PRINTED", "PUBLIC", "REDACTED", "SEARCHABLE"])),
                name="rendition_kind",
            ),
        ),
    ]
