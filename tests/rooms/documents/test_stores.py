"""The same promises wherever accepted files are kept: in a folder of this machine, or in a bucket of several."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from phoihop.documents.outside import bucket as bucket_module
from phoihop.documents.outside.bucket import Bucket
from phoihop.documents.outside.shelves import BucketShelf, FolderShelf
from phoihop.documents.outside.spool import NoRoom, Spool, Unreachable
from phoihop.documents.outside.store import SHELVES, Blob, BucketStore, Damaged, FolderStore, Missing
from phoihop.site.options import ROOT
from tests.rooms.documents.full_disk import a_disk_of
from tests.world.object_store import a_silent_port, a_way, an_object_store

CONTENT = "Quyết định về việc ban hành quy chế".encode() * 5_000
SHA = hashlib.sha256(CONTENT).hexdigest()
KEY = f"documents/{SHA[:2]}/{SHA[2:]}"


@pytest.fixture(scope="module")
def server():
    with an_object_store() as running:
        yield running


class InFolder:
    def __init__(self, tmp_path):
        self.root = tmp_path / "documents"
        self.store = FolderStore(self.root)
        self.shelf = FolderShelf(tmp_path / "quarantine")

    def harm(self, content):
        (self.root / SHA[:2] / SHA[2:]).write_bytes(content)

    def age(self, by):
        path = self.root / SHA[:2] / SHA[2:]
        at = path.stat().st_mtime - by.total_seconds()
        os.utime(path, (at, at))


class InBucket:
    def __init__(self, server, prefix):
        self.server, self.prefix = server, prefix
        self.store = BucketStore(Bucket(**server.settings(prefix=prefix)))
        self.shelf = BucketShelf(Bucket(**server.settings(prefix=prefix)))

    def harm(self, content):
        self.server.harm(f"{self.prefix}/{KEY}", content)

    def age(self, by):
        self.server.age(f"{self.prefix}/{KEY}", by)


@pytest.fixture(params=["folder", "bucket"])
def kept(request, tmp_path, settings):
    settings.PHOIHOP_DATA = tmp_path
    if request.param == "folder":
        return InFolder(tmp_path)
    return InBucket(request.getfixturevalue("server"), tmp_path.name)


class TestEveryStore:
    @pytest.mark.parametrize("in_memory", [0, 2**24])
    def test_what_is_put_is_read_back(self, kept, in_memory):
        with Spool.holding(CONTENT, "tên.pdf", in_memory=in_memory) as spool:
            spool.seek(100)
            assert kept.store.put(spool) == Blob(SHA, len(CONTENT))
            assert spool.tell() == 100
            assert not spool.closed
        with kept.store.open(SHA) as file:
            assert file.read() == CONTENT
            file.seek(-5, os.SEEK_END)
            assert file.read() == CONTENT[-5:]

    @pytest.mark.parametrize("content", [b"", b"x"])
    def test_nothing_and_little_are_kept_too(self, kept, content):
        with kept.store.open(kept.store.put(content).sha256) as file:
            assert file.read() == content

    def test_it_is_there_or_it_is_not(self, kept):
        assert not kept.store.exists(SHA)
        with pytest.raises(Missing, match="Không tìm thấy"):
            kept.store.open(SHA)
        kept.store.put(CONTENT)
        assert kept.store.exists(SHA)

    @pytest.mark.parametrize("harm", [lambda old: b"X" + old[1:], lambda old: old[:-1], lambda old: b""])
    def test_a_damaged_file_is_not_given_out_and_can_be_mended(self, kept, harm):
        kept.store.put(CONTENT)
        kept.harm(harm(CONTENT))
        with pytest.raises(Damaged, match="hỏng"):
            kept.store.open(SHA)
        kept.store.put(CONTENT)
        with kept.store.open(SHA) as file:
            assert file.read() == CONTENT

    @pytest.mark.parametrize("name", ["", "../../secret-key", SHA.upper(), SHA[:63], SHA + "a", "g" * 64, SHA + "\n"])
    def test_a_name_is_a_digest_and_nothing_else(self, kept, name):
        for verb in (kept.store.open, kept.store.exists, kept.store.delete):
            with pytest.raises(ValueError, match="64 hexadecimal"):
                verb(name)

    def test_delete_takes_it_away_and_twice_is_harmless(self, kept):
        kept.store.put(CONTENT)
        kept.store.delete(SHA)
        kept.store.delete(SHA)
        assert not kept.store.exists(SHA)
        assert list(kept.store.walk()) == []

    def test_twice_is_one_file_that_looks_new(self, kept):
        kept.store.put(CONTENT)
        kept.age(timedelta(days=2))
        assert list(kept.store.walk(older_than=timedelta(days=1))) == [SHA]
        assert kept.store.put(CONTENT) == Blob(SHA, len(CONTENT))
        assert list(kept.store.walk(older_than=timedelta(days=1))) == []
        assert list(kept.store.walk()) == [SHA]

    def test_shelves_together_are_the_store(self, kept):
        names = {kept.store.put(str(number).encode()).sha256 for number in range(20)}
        assert set(kept.store.walk()) == names
        assert {name for shelf in SHELVES for name in kept.store.walk(shelf)} == names
        for wrong in ("a", "AB", "..", "abc"):
            with pytest.raises(ValueError, match="shelf"):
                list(kept.store.walk(wrong))

    def test_two_who_put_the_same_at_once_are_harmless(self, kept):
        begin = threading.Barrier(4)

        def put(_number):
            begin.wait()
            return kept.store.put(CONTENT)

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(put, range(4))) == [Blob(SHA, len(CONTENT))] * 4
        assert list(kept.store.walk()) == [SHA]
        with kept.store.open(SHA) as file:
            assert file.read() == CONTENT

    def test_sealed_items_lie_on_a_shelf_until_they_are_dropped(self, kept):
        kept.shelf.add("a" * 32, iter([b"half", CONTENT]))
        with kept.shelf.open("a" * 32) as file:
            assert file.read() == b"half" + CONTENT
        with kept.shelf.open("a" * 32, most=6) as file:
            assert file.read()[:6] == b"half" + CONTENT[:2]
        assert list(kept.shelf.items()) == ["a" * 32]
        assert list(kept.shelf.items(older_than=timedelta(hours=1))) == []
        for _twice in range(2):
            kept.shelf.drop("a" * 32)
        assert list(kept.shelf.items()) == []
        with pytest.raises(FileNotFoundError):
            kept.shelf.open("a" * 32)

    def test_a_disk_that_is_full_while_an_item_is_read_is_said(self, kept):
        content = CONTENT * 40
        blob = kept.store.put(content)
        if isinstance(kept, InBucket):
            with a_disk_of(2**16), pytest.raises(NoRoom, match="hết chỗ"):
                kept.store.open(blob.sha256)
        with kept.store.open(blob.sha256) as file:
            assert file.read() == content


class TestTheBucket:
    @pytest.fixture
    def store(self, server, tmp_path, settings):
        settings.PHOIHOP_DATA = tmp_path
        return BucketStore(Bucket(**server.settings(prefix=tmp_path.name)))

    def test_the_same_places_as_in_a_folder(self, store, server, tmp_path):
        """So that any tool that copies folders to buckets may copy it."""
        store.put(CONTENT)
        assert [key for key in server.names() if key.startswith(tmp_path.name)] == [f"{tmp_path.name}/{KEY}"]

    def test_a_listing_comes_in_pages(self, store, monkeypatch):
        names = {store.put(str(number).encode()).sha256 for number in range(12)}
        asked = []
        client = store._bucket._client
        client.meta.events.register(
            "before-parameter-build.s3.ListObjectsV2",
            lambda params, **_kw: asked.append(params) or params.update(MaxKeys=5),
        )
        assert set(store.walk()) == names
        assert len(asked) == 3

    def test_what_the_store_kept_otherwise_is_not_taken_for_kept(self, store, server, tmp_path, caplog):
        store._bucket._client.meta.events.register(
            "after-call.s3.PutObject", lambda **_kw: server.harm(f"{tmp_path.name}/{KEY}", CONTENT[:-1])
        )
        with pytest.raises(Unreachable, match="Kho tệp không trả lời"):
            store.put(CONTENT)
        assert "is not what was sent" in caplog.text

    def test_a_store_that_tells_no_checksum_is_read_back(self, store, server, tmp_path):
        """Older stores know nothing of SHA-256: of the same length is not the same."""

        def forget(parsed, **_kw):
            parsed.pop("ChecksumSHA256", None)

        store._bucket._client.meta.events.register("after-call.s3.HeadObject", forget)
        store.put(CONTENT)
        store._bucket._client.meta.events.register(
            "after-call.s3.PutObject", lambda **_kw: server.harm(f"{tmp_path.name}/{KEY}", b"X" + CONTENT[1:])
        )
        with pytest.raises(Unreachable):
            store.put(CONTENT)

    def test_nobody_there_is_said(self, store, server, tmp_path, caplog):
        with a_silent_port() as port:
            pass  # nobody listens there any more
        away = BucketStore(Bucket(**server.settings(port=port)))
        for verb in (
            lambda: away.put(CONTENT),
            lambda: away.open(SHA),
            lambda: away.exists(SHA),
            lambda: away.delete(SHA),
            lambda: list(away.walk()),
        ):
            with pytest.raises(Unreachable, match="Chưa có gì thay đổi"):
                verb()
        assert "not/so" not in caplog.text
        assert "not%2Fso" not in caplog.text

    def test_a_store_that_says_nothing_is_given_up_and_then_not_waited_for(self, server, monkeypatch):
        monkeypatch.setattr(bucket_module, "_SILENT_SECONDS", 0.2)
        with a_silent_port() as port:
            store = BucketStore(Bucket(**server.settings(port=port)))
            with pytest.raises(Unreachable):
                store.exists(SHA)
            monkeypatch.setattr(store._bucket, "_storage", None)  # asked again, it would show
            with pytest.raises(Unreachable):
                store.exists(SHA)

    def test_after_the_pause_it_is_asked_again(self, store):
        store.put(CONTENT)
        store._bucket._silent_until = time.monotonic() + 60
        with pytest.raises(Unreachable):
            store.open(SHA)
        store._bucket._silent_until = time.monotonic() - 0.001
        store.open(SHA).close()

    def test_one_that_drips_is_given_up(self, store, monkeypatch):
        store.put(CONTENT * 20)
        monkeypatch.setattr(bucket_module, "_READ_SECONDS", -1000.0)
        with pytest.raises(Unreachable):
            store.open(hashlib.sha256(CONTENT * 20).hexdigest())

    def test_a_store_that_ends_in_the_middle_gives_out_nothing(self, store, server, tmp_path):
        store.put(CONTENT)
        with a_way(server.port, most=len(CONTENT) // 2) as port:
            cut = BucketStore(Bucket(**server.settings(prefix=tmp_path.name, port=port)))
            with pytest.raises(Unreachable):
                cut.open(SHA)
        store.open(SHA).close()

    def test_a_bucket_that_is_not_there_is_no_missing_file(self, server):
        other = server.settings() | {"bucket_name": "another"}
        with pytest.raises(Unreachable):
            BucketStore(Bucket(**other)).open(SHA)
        with pytest.raises(Unreachable):
            list(BucketStore(Bucket(**other)).walk())

    @pytest.mark.parametrize(("code", "status"), [("QuotaExceeded", 403), ("Anything", 507)])
    def test_a_full_store_is_no_room(self, store, code, status):
        def full(http_response, parsed, **_kw):
            http_response.status_code = status
            parsed["Error"] = {"Code": code}
            parsed["ResponseMetadata"]["HTTPStatusCode"] = status

        store._bucket._client.meta.events.register("after-call.s3.PutObject", full)
        with pytest.raises(NoRoom, match="hết chỗ"):
            store.put(CONTENT)

    @pytest.mark.slow
    @pytest.mark.once
    def test_killed_in_the_middle_of_putting_harms_nobody(self, store, server, tmp_path):
        """Whatever the store made of the half, the next who puts the same mends it."""
        content = os.urandom(2**20) * 64
        (tmp_path / "content").write_bytes(content)
        code = (
            "import os, sys, pathlib\n"
            "from django.conf import settings\n"
            f"settings.configure(PHOIHOP_DATA=pathlib.Path({str(tmp_path)!r}), USE_I18N=False, USE_TZ=True)\n"
            "from phoihop.documents.outside.bucket import Bucket\n"
            "from phoihop.documents.outside.store import BucketStore\n"
            f"store = BucketStore(Bucket(**{server.settings(prefix=tmp_path.name)!r}))\n"
            "content = pathlib.Path(settings.PHOIHOP_DATA, 'content').read_bytes()\n"
            "store.put(b'connected')\n"
            "print('begun', flush=True)\n"
            "store.put(content)\n"
            "print('done', flush=True)\n"
        )
        child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout.readline() == "begun\n"
        time.sleep(0.15)
        child.send_signal(signal.SIGKILL)
        child.wait()
        with child.stdout:
            assert "done" not in child.stdout.read()
        blob = store.put(content)
        with store.open(blob.sha256) as file:
            assert file.read() == content
