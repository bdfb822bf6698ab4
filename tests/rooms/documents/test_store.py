"""Accepted files, kept by their content: once, whole or not at all, and never given out damaged."""

import errno
import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest

from phoihop.documents.outside import store
from phoihop.documents.outside.spool import NoRoom, Spool
from phoihop.documents.outside.store import Blob, Damaged, FolderStore, Missing
from tests.rooms.documents.full_disk import a_disk_of

CONTENT = "Quyết định về việc ban hành quy chế".encode() * 50_000
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.PHOIHOP_DATA = tmp_path
    return tmp_path


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("in_memory", [0, 2**24])
def test_what_is_put_is_read_back(data, in_memory):
    with Spool.holding(CONTENT, "tên.pdf", in_memory=in_memory) as spool:
        spool.seek(100)
        assert store.put(spool) == Blob(SHA, len(CONTENT))
        assert spool.tell() == 100
        assert not spool.closed
    assert files(data) == [f"documents/{SHA[:2]}/{SHA[2:]}"]
    assert store.read(SHA) == CONTENT
    with store.open(SHA) as file:
        file.seek(-5, os.SEEK_END)
        assert file.read() == CONTENT[-5:]


def test_nothing_and_little_are_kept_too():
    for content in (b"", b"x"):
        assert store.read(store.put(content).sha256) == content


def test_only_its_owner_reads_it(data):
    store.put(CONTENT)
    folder = data / "documents" / SHA[:2]
    assert [path.stat().st_mode & 0o777 for path in (data / "documents", folder)] == [0o700, 0o700]
    assert (folder / SHA[2:]).stat().st_mode & 0o777 == 0o600


def test_twice_is_one_file_that_looks_new(data):
    store.put(CONTENT)
    os.utime(data / "documents" / SHA[:2] / SHA[2:], (1, 1))
    assert list(store.walk(older_than=timedelta(days=1))) == [SHA]
    assert store.put(CONTENT) == Blob(SHA, len(CONTENT))
    assert len(files(data)) == 1
    assert list(store.walk(older_than=timedelta(days=1))) == []


@pytest.mark.parametrize("harm", [lambda old: b"X" + old[1:], lambda old: old[:-1], lambda old: b""])
def test_a_damaged_file_is_not_given_out_and_can_be_mended(data, harm):
    store.put(CONTENT)
    path = data / "documents" / SHA[:2] / SHA[2:]
    path.write_bytes(harm(CONTENT))
    with pytest.raises(Damaged, match="hỏng"):
        store.open(SHA)
    with pytest.raises(Damaged):
        store.read(SHA)
    store.put(CONTENT)
    assert store.read(SHA) == CONTENT


def test_what_is_not_there_is_said():
    assert not store.exists(SHA)
    with pytest.raises(Missing, match="Không tìm thấy"):
        store.open(SHA)


@pytest.mark.parametrize("name", ["", "../../secret-key", SHA.upper(), SHA[:63], SHA + "a", "g" * 64, SHA + "\n"])
def test_a_name_is_a_digest_and_nothing_else(name):
    for verb in (store.open, store.exists, store.delete):
        with pytest.raises(ValueError, match="64 hexadecimal"):
            verb(name)


def test_delete_takes_it_away_and_twice_is_harmless(data):
    store.put(CONTENT)
    store.delete(SHA)
    store.delete(SHA)
    assert not store.exists(SHA)
    assert files(data) == []


def test_walk_names_every_file_and_nothing_else(data):
    assert list(store.walk()) == []
    names = {store.put(str(number).encode()).sha256 for number in range(20)}
    (data / "documents" / "ab").mkdir(exist_ok=True)
    (data / "documents" / "ab" / "notes.txt").write_text("not ours")
    (data / "documents" / "unfinished" / "begun").write_bytes(b"half")
    assert set(store.walk()) == names


def test_a_full_disk_is_said_and_leaves_nothing(data):
    with Spool.holding(CONTENT) as spool, a_disk_of(2**16), pytest.raises(NoRoom, match="hết chỗ"):
        store.put(spool)
    assert files(data) == []
    assert not store.exists(SHA)


def test_a_disk_that_fills_at_the_last_moment_leaves_nothing(data, monkeypatch):
    def full(file):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom):
        store.put(CONTENT)
    assert files(data) == []


def test_another_error_of_the_disk_stays_what_it_is_and_leaves_nothing(data, monkeypatch):
    def broken(file):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        store.put(CONTENT)
    assert files(data) == []


def test_it_is_on_the_disk_before_put_returns(data, monkeypatch):
    told = []
    real = os.fsync

    def fsync(file):
        told.append(str(Path(f"/proc/self/fd/{file}").readlink()))
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)
    store.put(CONTENT)
    root = data / "documents"
    assert [path.startswith(f"{root}/unfinished/") for path in told] == [True, False, False]
    assert told[1:] == [str(root), str(root / SHA[:2])]


def test_what_a_killed_process_left_half_written_goes_with_the_next(data):
    store.put(b"first")
    unfinished = data / "documents" / "unfinished"
    for name, age in (("old", 7200), ("young", 0)):
        (unfinished / name).write_bytes(b"half")
        at = (unfinished / name).stat().st_mtime - age
        os.utime(unfinished / name, (at, at))
    store.put(b"second")
    assert [path.name for path in unfinished.iterdir()] == ["young"]


def test_two_stores_do_not_know_each_other(tmp_path):
    one, other = FolderStore(tmp_path / "one"), FolderStore(tmp_path / "other")
    one.put(CONTENT)
    assert one.exists(SHA)
    assert not other.exists(SHA)
