"""The clock of the room: days of quarantine end, and what an act that was cut short left behind is swept up."""

from __future__ import annotations

import hashlib
import itertools
import os
import secrets
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.documents import commands
from phoihop.documents.commands.clock import sweep as sweep_shelf
from phoihop.documents.models import Content, Document, Held, Rendition
from phoihop.documents.outside import quarantine, store
from phoihop.documents.outside.spool import Spool
from phoihop.ground.actor import Actor
from phoihop.site.options import objects, read
from tests.world.intake import kept_files, letter, locked, take
from tests.world.object_store import a_silent_port

CLOCK = Actor.system("deadline-clock")


def tick(at):
    return commands.tick(by=CLOCK, at=at)


def sweep():
    """As many ticks as it takes until every shelf had its turn."""
    for shelf in store.SHELVES:
        sweep_shelf(shelf)


def aged(path, **by):
    then = time.time() - timedelta(**by).total_seconds()
    os.utime(path, (then, then))


def stored(blob):
    return settings.PHOIHOP_DATA / "documents" / blob[:2] / blob[2:]


def test_held_files_go_when_their_days_are_over(world, at, django_capture_on_commit_callbacks):
    take(world, locked())
    assert tick(at) == 0
    row = Held.rows.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert tick(row.until) == 1
    assert f"quarantine/{row.ticket}" not in kept_files()


def test_a_file_whose_act_never_came_is_swept_up(world, at):
    """The process was killed between the store and the register."""
    kept = Rendition.rows.get(document__code=take(world, letter("Giữ")).code).blob
    stray, young = store.put(b"stray"), store.put(b"young")
    for blob in (kept, stray.sha256):
        aged(stored(blob), days=2)
    sweep()
    assert store.exists(kept)
    assert not store.exists(stray.sha256)
    assert store.exists(young.sha256)  # its act may still be under way
    store.delete(young.sha256)


def test_kept_scans_and_older_versions_stay(world, at):
    code = take(world, letter("Giữ bản cũ")).code
    scans = store.put(b"hocr").sha256
    Content.rows.filter(document__code=code).update(scans=scans)
    old = store.put(b"older version").sha256
    Rendition.rows.create(
        document=Document.rows.get(code=code),
        kind="REDACTED",
        blob=old,
        size=1,
        media_type="x",
        file_name="x",
        made_at=at,
    )
    for blob in (scans, old):
        aged(stored(blob), days=2)
    sweep()
    assert store.exists(scans)
    assert store.exists(old)


def test_a_ticket_that_no_row_names_is_dropped(world, at):
    held = take(world, locked())
    with Spool.holding(b"never noted") as spool:
        stray = quarantine.put(spool, "x.pdf")
    folder = settings.PHOIHOP_DATA / "quarantine"
    ticket = Held.rows.get(pk=held.held_id).ticket
    for name in (stray.id, ticket):
        aged(folder / name, hours=2)
    tick(at)
    assert not (folder / stray.id).exists()
    assert (folder / ticket).exists()
    with pytest.raises(quarantine.Lost):
        quarantine.name_of(stray.id, stray.key)


def test_a_shelf_is_swept_by_two_questions_to_the_database(world, at):
    """However many strays stand there: one question a batch, not one a file."""
    shelf, strays = "", []
    for number in itertools.count():
        content = f"stray {number}".encode()
        name = hashlib.sha256(content).hexdigest()
        shelf = shelf or name[:2]
        if name.startswith(shelf):
            strays.append(store.put(content).sha256)
            aged(stored(strays[-1]), days=2)
        if len(strays) == 30:
            break
    with CaptureQueriesContext(connection) as taken:
        assert sweep_shelf(shelf) == 30
    assert sum(query["sql"].startswith('SELECT "') for query in taken.captured_queries) == 2  # of tables: not of locks
    assert not any(store.exists(blob) for blob in strays)


def test_each_tick_sweeps_one_shelf(world, at, monkeypatch):
    stray = store.put(b"stray").sha256
    aged(stored(stray), days=2)
    monkeypatch.setattr(secrets, "choice", lambda shelves: next(one for one in shelves if stray.startswith(one)))
    assert tick(at) == 1
    assert not store.exists(stray)


def test_a_store_that_does_not_answer_stops_no_clock(world, at, settings, django_capture_on_commit_callbacks, caplog):
    """Days of quarantine end all the same, and a later sweep takes what was left."""
    caplog.set_level("WARNING")
    quarantine.sweep(set(), older_than=timedelta(0))  # what other tests left
    take(world, locked())
    row = Held.rows.get()
    with a_silent_port() as port:
        pass  # nobody listens there any more
    url = f"s3://k:s@127.0.0.1:{port}/bucket?tls=no"
    settings.PHOIHOP_OBJECTS = objects(read({"PHOIHOP_OBJECTS_URL": url}))
    with django_capture_on_commit_callbacks(execute=True):
        assert tick(row.until) == 1
    row.refresh_from_db()
    assert (row.state, row.key) == ("EXPIRED", "")
    assert "left to the sweep" in caplog.text
    assert "nothing was swept" in caplog.text
    settings.PHOIHOP_OBJECTS = None
    assert quarantine.sweep(set(), older_than=timedelta(0)) == 1
