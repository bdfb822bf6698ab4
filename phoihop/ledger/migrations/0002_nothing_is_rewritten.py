from django.db import migrations

# One sentence for whoever tries: the ledger is written once.
TABLES = ("ledger_entry", "ledger_seal")
WORDS = "the ledger is written once: no row of it is changed or removed"

# On SQLite INSERT OR REPLACE removes the row in its way without asking the triggers on DELETE.
TAKEN = {
    "ledger_entry": "SELECT 1 FROM ledger_entry WHERE id = NEW.id",
    "ledger_seal": "SELECT 1 FROM ledger_seal WHERE id = NEW.id OR previous = NEW.previous OR digest = NEW.digest",
}


def close(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        _run(schema_editor, *_postgresql())
    else:
        _run(schema_editor, *_sqlite())


def open_again(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            _run(schema_editor, f"DROP TRIGGER {table}_written_once ON {table}")
            _run(schema_editor, f"DROP TRIGGER {table}_not_emptied ON {table}")
        _run(schema_editor, "DROP FUNCTION ledger_written_once()")
    else:
        for table in TABLES:
            for what in ("update", "delete", "replace"):
                _run(schema_editor, f"DROP TRIGGER {table}_no_{what}")


def _sqlite():
    for table in TABLES:
        for what in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({TAKEN[table]}) "
            f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )


def _postgresql():
    yield (
        "CREATE FUNCTION ledger_written_once() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in TABLES:
        yield (
            f"CREATE TRIGGER {table}_written_once BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_written_once()"
        )
        yield (
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_written_once()"
        )


def _run(schema_editor, *statements):
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers refuse every change and removal of entries and seals, on both databases."""

    dependencies = [("ledger", "0001_the_ledger")]

    operations = [migrations.RunPython(close, open_again)]
