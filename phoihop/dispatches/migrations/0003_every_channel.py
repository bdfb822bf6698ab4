"""Channels beside the house itself: what waited for somebody to open it was "SENT", and is now "SENDING"."""

from typing import Any

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


def wait_by_their_new_name(apps: Any, schema_editor: Any) -> None:
    """A mail with links was told apart as channel "link"; it is a mail, and nobody knows how far it has come."""
    rows = apps.get_model("dispatches", "Recipient").rows
    rows.filter(state="SENT", channel="link").update(state="SENDING", channel="mail", tries=1)
    rows.filter(channel="link").update(channel="mail", tries=1)
    rows.filter(state="SENT").update(state="SENDING")


class Migration(migrations.Migration):
    dependencies = [
        ("dispatches", "0002_channels"),
        ("organizations", "0005_the_rota"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=400)),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="dispatch",
            name="dispatch_state",
        ),
        migrations.RemoveConstraint(
            model_name="dispatch",
            name="dispatch_recall",
        ),
        migrations.RemoveConstraint(
            model_name="recipient",
            name="recipient_state",
        ),
        migrations.AddField(
            model_name="dispatch",
            name="bases",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="change",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="is_formal",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="letter_code",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="replaces",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dispatches.dispatch"
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="type_key",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="recipient",
            name="handed_post",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="recipient",
            name="handled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="recipient",
            name="handling",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="recipient",
            name="recall",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="recipient",
            name="recall_answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="recipient",
            name="recall_post",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="recipient",
            name="recall_words",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="recipient",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="recipient",
            name="trouble",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="recipient",
            name="troubled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(wait_by_their_new_name, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("CREATED", "SENT", "RECALLING", "RECALLED", "REPLACED"))),
                name="dispatch_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("RECALLED", "RECALLING")), _negated=True),
                    models.Q(("recalled_at__isnull", False), models.Q(("recall_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="dispatch_recall",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("change", ""), ("replaces__isnull", True)),
                    models.Q(("change__in", ("UPDATE", "REPLACE")), ("replaces__isnull", False)),
                    _connector="OR",
                ),
                name="dispatch_change",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.UniqueConstraint(fields=("replaces",), name="dispatch_replaced_once"),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ("CREATED", "SENDING", "DELAYED", "FAILED", "DELIVERED", "ACKNOWLEDGED", "REFUSED", "RECALLED"),
                    )
                ),
                name="recipient_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("CREATED", "SENDING", "DELAYED", "FAILED")), _negated=True),
                    ("delivered_at__isnull", True),
                    _connector="OR",
                ),
                name="recipient_unreached",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("DELAYED", "FAILED")), _negated=True), ("channel", "mail"), _connector="OR"
                ),
                name="recipient_trouble",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.CheckConstraint(
                condition=models.Q(("handling__in", ("", "ASSIGNED", "DOING", "DONE"))), name="recipient_handling"
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.CheckConstraint(
                condition=models.Q(("recall__in", ("", "ASKED", "AGREED", "DECLINED"))), name="recipient_recall"
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("recall__in", ("", "AGREED")), ("state", "RECALLED")),
                    models.Q(("recall__in", ("", "ASKED", "DECLINED")), ("state", "ACKNOWLEDGED")),
                    models.Q(("recall", ""), models.Q(("state__in", ("RECALLED", "ACKNOWLEDGED")), _negated=True)),
                    _connector="OR",
                ),
                name="recipient_recall_of",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="dispatch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dispatches.dispatch"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(fields=("dispatch", "document"), name="attachment_once"),
        ),
    ]
