"""The clock of the room: days of quarantine end, and what an act that was cut short left behind is swept up."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.conf import settings

from phoihop.documents import commands
from phoihop.documents.models import Content, Document, Held, Rendition
from phoihop.documents.outside import quarantine, store
from phoihop.documents.outside.spool import Spool
from phoihop.ground.actor import Actor
from tests.world.intake import kept_files, letter, locked, take

CLOCK = Actor.system("deadline-clock")


def tick(at):
    return commands.tick(by=CLOCK, at=at)


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
    tick(at)
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
    tick(at)
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


def test_the_store_is_not_walked_without_need(world, at):
    """A tick every few minutes over a store of many files asks the database once a batch, not once a file."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    strays = [store.put(f"stray {n}".encode()).sha256 for n in range(30)]
    for blob in strays:
        aged(stored(blob), days=2)
    with CaptureQueriesContext(connection) as taken:
        tick(at)
    assert len(taken.captured_queries) < 10
    assert not any(store.exists(blob) for blob in strays)
