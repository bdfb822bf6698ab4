from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_the_mail")]

    operations = [
        migrations.AddField("signedlink", "posts_since", models.DateTimeField(null=True)),
        migrations.AddField("signedlink", "posts", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("signedlink", "done", models.TextField(blank=True)),
    ]
