"""What the public process's database role may do on PostgreSQL, table by table: read publications, write intake,
append to the ledger. Everything else is not named, and so not allowed."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import Model

# Of the intake only what tells a sender how his input stands; never what is in it.
_OF_INPUTS = (
    "id",
    "code",
    "what",
    "channel",
    "about",
    "service",
    "place",
    "promised_unit",
    "promised_date",
    "received_at",
    "nonce",
    "key_digest",
    "digest",
    "state",
)
_RIGHTS = {
    "intake.Input": ("INSERT", f"SELECT ({', '.join(_OF_INPUTS)})"),
    "intake.InputPhoto": ("INSERT", "SELECT (id)"),
    "intake.Key": ("SELECT",),
    "intake.Series": ("SELECT", "INSERT", "UPDATE"),
    "intake.Throttle": ("SELECT", "INSERT", "UPDATE"),
    "ledger.Entry": ("INSERT", "SELECT (id)"),
    "ledger.Personal": ("INSERT", "SELECT (id)"),
    "ledger.Delivery": ("INSERT", "SELECT (id)"),
}


def statements(role: str) -> Iterator[str]:
    """SQL that gives the role what it needs and takes whatever else it had in this schema."""
    name = connection.ops.quote_name(role)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name}"
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    for model in apps.get_app_config("publications").get_models():
        yield f"GRANT SELECT ON {_table(model)} TO {name}"
    for label, rights in _RIGHTS.items():
        model = apps.get_model(label)
        for right in rights:
            yield f"GRANT {right} ON {_table(model)} TO {name}"
        if "INSERT" in rights:
            yield f"GRANT USAGE ON SEQUENCE {connection.ops.quote_name(f'{model._meta.db_table}_id_seq')} TO {name}"


def grant(role: str) -> list[str]:
    """Runs the statements, all or none; gives them back."""
    from django.db import transaction

    done = list(statements(role))
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in done:
            cursor.execute(statement)
    return done


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
