"""Pages whose cost does not grow with their rows."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def grows_flat(client: Client, url: str, add_rows: Callable[[], object]) -> None:
    """The page takes as many queries after `add_rows` as before."""
    before = _queries(client, url)
    add_rows()
    after = _queries(client, url)
    assert len(before) == len(after), "\n".join(sorted(set(after) - set(before)))


def _queries(client: Client, url: str) -> list[str]:
    client.get(url)  # the first visit after a change looks people up anew
    with CaptureQueriesContext(connection) as taken:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in taken.captured_queries]
