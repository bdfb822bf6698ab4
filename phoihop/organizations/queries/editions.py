"""The token that changes with every act of this room: what was remembered under another one is forgotten."""

from __future__ import annotations

from django.db import connection

from phoihop.ground.reading import once_a_reading


@once_a_reading
def edition() -> str:
    """The token of now. One row, read without the mapper: every page asks for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM organizations_edition WHERE id = 1")
        row = cursor.fetchone()
    return str(row[0]) if row else ""
