"""A database in which there is nothing yet gets its tables from the models as they stand: seconds instead of a minute.

What has tables is migrated step by step as ever (decision 0028). Both ways give the same tables; a house test compares
them. What migrations do by hand (triggers, sort orders) is done here too, by the same functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.apps import apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps


def make_tables() -> bool:
    """Makes every table, in one transaction. Where there is any table it changes nothing and says False."""
    if connection.introspection.table_names():
        return False
    loader = MigrationLoader(None)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        _by_hand(loader, editor)
        editor.create_model(MigrationRecorder.Migration)
        _note_all(loader)
    return True


def do_by_hand() -> None:
    """What migrations do by hand, over tables that were made otherwise: those of tests. Notes them all as applied."""
    MigrationRecorder(connection).ensure_schema()
    loader = MigrationLoader(None)
    with connection.schema_editor() as editor:
        _by_hand(loader, editor)
        _note_all(loader)


def _note_all(loader: MigrationLoader) -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in loader.disk_migrations)


def _by_hand(loader: MigrationLoader, editor: BaseDatabaseSchemaEditor) -> None:
    for step in _steps(loader):
        step.code(cast(StateApps, apps), editor)


def _steps(loader: MigrationLoader) -> Iterator[RunPython]:
    """Of our own rooms alone: what Django's own apps do so concerns rows of before."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("phoihop.")}
    graph = loader.graph
    plan = dict.fromkeys(node for leaf in sorted(graph.leaf_nodes()) for node in graph.forwards_plan(leaf))
    for node in plan:
        if node[0] in ours:
            yield from (step for step in graph.nodes[node].operations if isinstance(step, RunPython))
