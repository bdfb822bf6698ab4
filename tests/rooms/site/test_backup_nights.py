"""Backups night after night: what a later one must not do to an older one, to the disk, to what is noted of them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone

from phoihop.documents.outside import store
from phoihop.ground.sealing import make_once
from phoihop.site.backups import checking, databases, files, health, making, manifest, nightly, sealing, series, state
from phoihop.site.backups.manifest import Ledger, Manifest
from phoihop.site.options import read
from phoihop.site.settings import _secret_key

NIGHT = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
PAPER, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def public(tmp_path):
    return sealing.new_key(tmp_path / "private")


def night(place: Path, names: list[str], *, at: datetime, recipient: str = "") -> Path:
    """A backup as far as the pool and its list go."""
    place.mkdir(exist_ok=True)
    key = sealing.public_key(recipient) if recipient else None
    maker = making._Maker(making.Order(place, None, recipient=recipient), series.dated(at), at, key, place)
    folder = place / maker.name
    objects = making._Objects(place / maker.pool, key, maker._known())
    files.write(folder / series.OBJECTS, objects.keep(iter(names)), name=series.OBJECTS)
    made = Manifest(
        name=maker.name,
        made_at=at.isoformat(),
        version="0.1.0",
        engine="sqlite",
        server="3",
        migrations={},
        ledger=Ledger(1, 1, ""),
        seed="none",
        objects=objects.count,
        objects_size=objects.size,
        pool=maker.pool,
        recipient=recipient,
        keys="elsewhere",
    )
    (folder / manifest.NAME).write_bytes(manifest.write(made))
    return folder


def check_objects(folder: Path) -> None:
    """Refused: files.Changed, where the pool no longer has what the backup's list says."""
    pool = series.pool_of(folder, manifest.read(folder))
    for kept in series.objects(folder):
        files.check(series.in_pool(pool, kept.path), kept)


# ── the pool ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("is_sealed", [False, True])
def test_a_file_that_comes_back_leaves_older_backups_whole(is_sealed, public, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "open", lambda sha256: BytesIO(sha256.encode()))
    place, recipient = tmp_path / "place", public if is_sealed else ""
    with_it = night(place, [PAPER, OTHER], at=NIGHT, recipient=recipient)
    without = night(place, [OTHER], at=NIGHT + timedelta(days=1), recipient=recipient)
    again = night(place, [PAPER, OTHER], at=NIGHT + timedelta(days=2), recipient=recipient)
    for folder in (with_it, without, again):
        check_objects(folder)


def test_what_the_pool_has_stays_until_what_replaces_it_is_whole(tmp_path, monkeypatch):
    def cut(_sha256):
        raise OSError(5, "the power went")

    pool = tmp_path / "objects"
    there = series.in_pool(pool, PAPER)
    there.parent.mkdir(parents=True)
    there.write_bytes(b"of an older list")
    monkeypatch.setattr(store, "open", lambda _sha256: BytesIO(b"anew"))
    with monkeypatch.context() as patch:
        patch.setattr(files, "pieces_of", cut)
        with pytest.raises(OSError, match="the power went"):
            list(making._Objects(pool, None, {}).keep(iter([PAPER])))
    assert there.read_bytes() == b"of an older list"
    there.with_name(f"{there.name}.new").write_bytes(b"half")  # killed, nobody could remove it
    assert len(list(making._Objects(pool, None, {}).keep(iter([PAPER])))) == 1
    assert [path.read_bytes() for path in there.parent.iterdir()] == [b"anew"]


def test_no_snapshot_is_held_while_objects_are_copied(tmp_path, monkeypatch):
    """It would keep PostgreSQL from clearing up for as long as that takes."""
    held: set[str] = set()

    @contextmanager
    def holding(what, value=None):
        held.add(what)
        yield value
        held.remove(what)

    def ask(question):
        rows = {databases.OBJECTS: [("",), (OTHER,), (PAPER,)]}
        return iter(rows.get(question, [(3,)] if "count" in question else []))

    def copied(sha256):
        assert held == {"files"}
        return BytesIO(sha256.encode())

    snapshot = databases.Snapshot("sqlite", "3", 1, lambda: iter([b"the database"]), ask)
    monkeypatch.setattr(databases, "snapshot", lambda _settings, _work: holding("snapshot", snapshot))
    monkeypatch.setattr("phoihop.documents.outside.holding.files_held", lambda: holding("files"))
    monkeypatch.setattr("phoihop.ledger.commands.seal", lambda **_at: None)
    monkeypatch.setattr(store, "open", copied)
    monkeypatch.setattr(making._Maker, "_keep_quarantine", lambda _maker: None)
    given = read({"PHOIHOP_DATA": str(tmp_path / "data")})
    monkeypatch.setattr(making, "options", lambda: given)
    given.data.mkdir()
    made = making.make(making.Order(tmp_path / "place", None, making.ELSEWHERE))
    assert (made.manifest.objects, made.copied) == (2, 2)
    assert [kept.path for kept in series.objects(made.folder)] == [OTHER, PAPER]
    check_objects(made.folder)


# ── the disk of the house ───────────────────────────────────────────────────────────────────────────────────


class Small(sqlite3.Connection):
    """Copies onto a disk that is full soon."""

    def backup(self, target, **more):
        target.execute("PRAGMA max_page_count = 2")
        super().backup(target, **more)


@pytest.fixture
def sqlite(tmp_path):
    """Settings of a database of a megabyte, and an empty folder for a copy."""
    with closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as database:
        database.execute("CREATE TABLE a (b)")
        database.execute("INSERT INTO a VALUES (zeroblob(1000000))")
    (tmp_path / "work").mkdir()
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "db")}, tmp_path / "work"


def test_the_copy_of_the_database_leaves_room_on_the_disk_of_the_house(sqlite, monkeypatch):
    settings, work = sqlite
    usage = SimpleNamespace(free=files.SPARE + 2**20)
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _folder: usage)
    with databases.snapshot(settings, work) as snapshot:
        assert list(snapshot.ask("SELECT count(*) FROM a")) == [(1,)]
    (work / "database.sqlite3").unlink()
    usage.free = files.SPARE + 2**19
    with pytest.raises(files.NoRoom, match="Nothing was written"), databases.snapshot(settings, work):
        pass
    assert not list(work.iterdir())


def test_a_copy_that_cannot_be_made_is_a_sentence(sqlite, monkeypatch):
    settings, work = sqlite
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *words, **more: connect(*words, factory=Small, **more))
    with pytest.raises(files.NoRoom, match="is full"), databases.snapshot(settings, work):
        pass
    Path(settings["NAME"]).write_bytes(b"no database" * 1000)
    with pytest.raises(databases.CannotDump, match="not a database"), databases.snapshot(settings, work):
        pass


# ── looked through ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def opened(sqlite, public, tmp_path, monkeypatch):
    """Verifies a sealed backup of a database; gives the verdict, the folder of the backup, where it was opened."""
    settings, _work = sqlite
    folder, key = night(tmp_path / "place", [], at=NIGHT, recipient=public), sealing.public_key(public)
    name = databases.FILE["sqlite"]
    kept = files.write(folder / name, databases._packed(Path(settings["NAME"])), name=name, recipient=key)
    (folder / manifest.NAME).write_bytes(manifest.write(replace(manifest.read(folder), files=[kept])))
    places: list[Path] = []
    look = databases.check_sqlite
    monkeypatch.setattr(databases, "check_sqlite", lambda path: (places.append(path), look(path)))

    def verify(data: Path) -> tuple[checking.Verdict, Path]:
        before = sorted(folder.parent.rglob("*"))
        monkeypatch.setattr(checking, "options", lambda: SimpleNamespace(data=data))
        verdict = checking.verify(folder, key=sealing.private_key(tmp_path / "private"))
        assert sorted(folder.parent.rglob("*")) == before
        return verdict, places[-1]

    return verify


def test_a_sealed_backup_is_opened_on_this_machine_alone(opened, tmp_path, monkeypatch):
    (tmp_path / "data" / "backup" / "work-of-a-killed-one").mkdir(parents=True)
    (tmp_path / "data" / "backup" / "work-of-another").mkdir()
    with files._mine(tmp_path / "data" / "backup" / "work-of-another"):
        verdict, place = opened(tmp_path / "data")
    assert verdict.is_whole
    assert place.parent.parent == tmp_path / "data" / "backup"
    assert [path.name for path in (tmp_path / "data" / "backup").iterdir()] == ["work-of-another"]
    monkeypatch.setattr(checking.tempfile, "gettempdir", lambda: str(tmp_path / "work"))
    verdict, place = opened(tmp_path / "none")
    assert verdict.is_whole
    assert place.parent.parent == tmp_path / "work"
    assert not list((tmp_path / "work").iterdir())
    assert not (tmp_path / "none").exists()


def test_where_it_cannot_be_opened_is_a_sentence(opened, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(files.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=files.SPARE))
        with pytest.raises(files.NoRoom, match="is full"):
            opened(tmp_path / "data")
    assert not list((tmp_path / "data" / "backup").iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", lambda _file: (_ for _ in ()).throw(OSError(5, "the disk fails")))
        with pytest.raises(databases.CannotDump, match="the disk fails"):
            opened(tmp_path / "data")
    (tmp_path / "data" / "backup").rmdir()
    (tmp_path / "data" / "backup").write_text("no folder")
    with pytest.raises(databases.CannotDump, match="no way to look"):
        opened(tmp_path / "data")


# ── what is owed each night ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def noted(tmp_path, monkeypatch):
    """Makes nothing, notes that it went well or not; gives what was noted and what `phoihop check` finds wrong."""
    given = read(
        {
            "PHOIHOP_DATA": str(tmp_path),
            "PHOIHOP_BACKUP_DIR": str(tmp_path / "nights"),
            "PHOIHOP_BACKUP_KEYS": "beside",
        }
    )
    monkeypatch.setattr(nightly, "options", lambda: given)
    for place in ("nights", "stick"):
        (tmp_path / place).mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nights")
    whole = night(tmp_path / "stick", [], at=NIGHT)

    def note(place: str, failure: str = "") -> tuple[state.State, str]:
        def make(_order):
            if failure:
                raise files.NoRoom(failure)
            return making.Made(whole, replace(manifest.read(whole), made_at=datetime.now(UTC).isoformat()), 0, 1.0, ())

        monkeypatch.setattr(nightly, "make", make)
        with nullcontext() if not failure else pytest.raises(files.NoRoom):
            nightly.make_and_note(making.Order(tmp_path / place, None, making.BESIDE))
        wrong = [words for is_well, words in health.findings(given, is_held=False) if not is_well]
        return state.read(tmp_path), " ".join(wrong)

    return note


def owed(last: state.State, data: Path) -> bool:
    """Whether one is due now, where the hour of the night came a minute before the first was made."""
    now = datetime.now(UTC)
    at = timezone.localtime(now - timedelta(minutes=2)).time()
    return nightly.is_due(last, place=data / "nights", now=now, at=at)


def test_one_made_by_hand_is_not_tonights(noted, tmp_path):
    noted("nights", "not mounted")
    last, wrong = noted("stick")
    assert last.place == str(tmp_path / "stick")
    assert "not mounted" in wrong
    assert owed(last, tmp_path)
    last, wrong = noted("stick", "no room")
    assert "no room" in wrong
    last, wrong = noted("stick")
    assert wrong
    assert owed(last, tmp_path)
    last, wrong = noted("link")  # by another name the same folder
    assert not wrong
    assert not owed(last, tmp_path)
    assert not owed(noted("stick")[0], tmp_path)  # nor does one by hand bring a second one on


def test_what_failed_by_hand_is_made_up_for_by_hand_or_by_night(noted):
    for place in ("stick", "nights"):
        assert "no room" in noted("stick", "no room")[1]
        assert not noted(place)[1]


# ── after a power cut ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def synced(monkeypatch):
    """What was put on the disk for certain, in order."""
    names: list[str] = []
    sync = os.fsync

    def note(file):
        names.append(Path(f"/proc/self/fd/{file}").readlink().name)
        sync(file)

    monkeypatch.setattr(os, "fsync", note)
    return names


@pytest.mark.parametrize("content", [b"", b'{"place": "', b"[]", b"7", b'{"of a newer version": 1}', b"\xff"])
def test_a_note_that_cannot_be_read_is_a_failure_and_stops_nothing(content, noted, tmp_path):
    (tmp_path / state.NAME).write_bytes(content)
    last = state.read(tmp_path)
    assert last.failed_at
    assert "backup.json cannot be read" in last.failure
    assert owed(last, tmp_path)
    assert "no room" in noted("nights", "no room")[1]
    (tmp_path / state.NAME).write_bytes(content)
    assert not noted("nights")[1]


def test_how_it_went_is_on_the_disk_before_it_takes_the_place_of_what_was_noted(synced, tmp_path):
    state.note_failed(tmp_path, "no room", is_nightly=True)
    assert synced == [f"{state.NAME}.new", tmp_path.name]


@pytest.mark.parametrize("is_secret", [False, True])
def test_a_key_is_on_the_disk_before_anything_is_closed_with_it(is_secret, synced, tmp_path):
    if is_secret:
        path = tmp_path / "data" / "secret-key"
        assert _secret_key(read({"PHOIHOP_DATA": str(path.parent)})) == path.read_text()
    else:
        path = tmp_path / "data" / "some.key"
        assert make_once(path, lambda: b"key")
        assert synced[0] == tmp_path.name  # the folder was new
    assert path.stat().st_mode & 0o077 == 0
    *_before, file, folder = synced
    assert file.startswith(path.name)
    assert folder == "data"
