from django.db import migrations

# A text that was put to the other parties, or signed, keeps its words: signatures stand under their hash.
TABLES = ("agreements_clause", "agreements_duty", "agreements_revision")
WORDS = "the text of a revision that left DRAFT does not change"
FROZEN = "(SELECT state FROM agreements_revision WHERE id = {row}.revision_id) <> 'DRAFT'"
REVISION = "OLD.state <> 'DRAFT' AND (NEW.state = 'DRAFT' OR NEW.text_hash <> OLD.text_hash)"
WHEN = {
    **{
        (table, what): " OR ".join(FROZEN.format(row=row) for row in rows)
        for table in TABLES[:2]
        for what, rows in (("insert", ["NEW"]), ("update", ["OLD", "NEW"]), ("delete", ["OLD"]))
    },
    ("agreements_revision", "update"): REVISION,
    ("agreements_revision", "delete"): "OLD.state <> 'DRAFT'",
}


def close(apps, schema_editor):
    _run(schema_editor, _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite())


def open_again(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, what in WHEN:
            _run(schema_editor, [f"DROP TRIGGER {table}_no_{what} ON {table}"])
            _run(schema_editor, [f"DROP FUNCTION {table}_no_{what}()"])
    else:
        _run(schema_editor, [f"DROP TRIGGER {table}_no_{what}" for table, what in WHEN])


def _sqlite():
    for (table, what), condition in WHEN.items():
        yield (
            f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )


def _postgresql():
    for (table, what), condition in WHEN.items():
        row = "OLD" if what == "delete" else "NEW"
        yield (
            f"CREATE FUNCTION {table}_no_{what}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {row}; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_no_{what}()"
        )


def _run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers refuse changes of clauses and duties once their revision has left DRAFT, on both databases."""

    dependencies = [("agreements", "0001_the_agreements")]

    operations = [migrations.RunPython(close, open_again)]
