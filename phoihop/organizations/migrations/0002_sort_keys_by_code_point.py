from django.db import migrations

TABLES = ("organizations_territory", "organizations_unit", "organizations_account")


def _collate(collation):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return  # SQLite compares code points already
        for table in TABLES:
            schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN sort_key TYPE varchar(700) COLLATE "{collation}"')

    return run


class Migration(migrations.Migration):
    """PostgreSQL compares text in its own locale; a sort key is in order by code point alone."""

    dependencies = [("organizations", "0001_the_organizations")]

    operations = [migrations.RunPython(_collate("C"), _collate("default"))]
