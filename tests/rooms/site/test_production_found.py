"""What the database and the disk tell `phoihop check`: each finding made true, and gone when it is mended."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from phoihop.ledger.models import Delivery, Entry, Heartbeat
from phoihop.site.checks import found, proof
from phoihop.site.checks.levels import MISSING, NOTE, UNSAFE
from phoihop.site.commandline import main
from phoihop.site.options import read

pytestmark = pytest.mark.django_db
PUBLIC = {"PHOIHOP_HOSTS": "phoihop.example"}


@pytest.fixture
def site(tmp_path):
    return read({"PHOIHOP_DATA": str(tmp_path), **PUBLIC})


def levels(findings, words):
    return [finding.level for finding in findings if words in finding.finding]


def test_what_nobody_hears_is_named(world, site, clock):
    assert levels(found.processes(site), "is to hear") == []
    due = clock.at - timedelta(minutes=11)
    Delivery.rows.create(entry=Entry.rows.first(), listener="a-listener", state="WAITING", due_at=due)
    assert levels(found.processes(site), "a-listener is to hear what was told 11 minutes ago") == [MISSING]


def test_a_ledger_without_seals_is_named(world, site, clock):
    clock.move(days=2)
    assert levels(found.processes(site), "is not sealed") == [MISSING]
    main(["ledger", "verify"])  # seals first
    assert levels(found.processes(site), "is not sealed") == []


def test_processes_that_show_no_life_are_named(world, site, clock):
    beat = {"node": "one", "version": "1", "started_at": clock.at}
    Heartbeat.rows.create(kind="attend", seen_at=clock.at, **beat)
    Heartbeat.rows.create(kind="tick", seen_at=clock.at - timedelta(minutes=11), **beat)
    shown = list(found.processes(site))
    assert levels(shown, "no phoihop tick has shown itself") == [MISSING]
    assert levels(shown, "no phoihop attend") == []


def test_when_the_ledger_last_proved_itself(world, site):
    assert levels(found.last_proof(site), "never asked to prove itself") == [NOTE]
    proof.note(site.data, is_sound=True, entries=1, head="")
    assert list(found.last_proof(site)) == []
    proof.note(site.data, is_sound=False, entries=1, head="")
    assert levels(found.last_proof(site), "did not prove itself") == [UNSAFE]
    old = (datetime.now(UTC) - timedelta(days=9)).isoformat()
    proof.note(site.data, is_sound=True, entries=1, head="")
    text = (site.data / proof.NAME).read_text().replace(proof.read(site.data).at, old)
    (site.data / proof.NAME).write_text(text)
    assert levels(found.last_proof(site), "last proved itself 9 days ago") == [NOTE]


def test_verifying_leaves_its_mark(world, capsys):
    from phoihop.site.options import options

    (options().data / proof.NAME).unlink(missing_ok=True)
    code = main(["ledger", "verify"])
    mark = proof.read(options().data)
    assert mark is not None
    assert mark.is_sound == (code == 0)
    assert mark.entries > 0


def test_a_disk_that_fills_is_named(site, monkeypatch):
    assert list(found.disk(site)) == [] or levels(found.disk(site), "% full") == [NOTE]
    real = os.statvfs(site.data)

    class Few:
        f_files, f_favail = real.f_files or 1, 12

    monkeypatch.setattr(os, "statvfs", lambda _path: Few)
    monkeypatch.setattr(found.shutil, "disk_usage", lambda _path: (1000, 960, 40))
    assert levels(found.disk(site), "12 names of files left") == [MISSING]
    assert levels(found.disk(site), "96 % full") == [NOTE]


def test_a_database_that_does_not_answer_is_a_finding(site, monkeypatch):
    from django.db import OperationalError

    def away(_given):
        raise OperationalError("server closed the connection")

    monkeypatch.setitem(found.LOOKS, "proof", away)
    (finding,) = found.look("proof", site)
    assert finding.level == MISSING
    assert "server closed the connection" in finding.finding


def test_the_embedded_database_has_no_server_to_ask(site):
    if connection.vendor == "sqlite":
        assert list(found.postgresql(site)) == []


def test_what_the_server_keeps_and_who_we_are(monkeypatch):
    """The tests' own server runs with all of it off, and we own it."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's own settings: the suite runs this again there")
    from phoihop.site.options import options

    many = read({**PUBLIC, "PHOIHOP_DATABASE_URL": options().database_url, "PHOIHOP_WORKERS": "64"})
    shown = list(found.postgresql(many))
    assert levels(shown, "fsync=off") == [UNSAFE]
    assert levels(shown, "full_page_writes=off") == [UNSAFE]
    assert levels(shown, "synchronous_commit is off") == [UNSAFE]
    assert levels(shown, "as a superuser") == [UNSAFE]
    assert levels(shown, "260 for") == levels(shown, "TLS") == []
    assert levels(shown, "may ask for 260") == [NOTE]
    assert levels(shown, "seconds apart") == []
    is_superuser, is_encrypted, now = found._session()
    for seconds, level in ((5, NOTE), (60, UNSAFE)):
        ahead = now + timedelta(seconds=seconds)
        monkeypatch.setattr(found, "_session", lambda ahead=ahead: (is_superuser, is_encrypted, ahead))
        assert levels(found.postgresql(many), "seconds apart") == [level]
    monkeypatch.setattr(found, "_session", lambda: (False, False, datetime.now(UTC)))
    monkeypatch.setattr(found, "_is_far", lambda _given: True)
    assert levels(found.postgresql(many), "no TLS") == [UNSAFE]
    assert levels(found.postgresql(many), "as a superuser") == []
