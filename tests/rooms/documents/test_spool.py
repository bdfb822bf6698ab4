"""A file that waits to be judged: in memory or in an encrypted file without a name, gone when it is closed."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from phoihop.documents.outside import spool as module
from phoihop.documents.outside.spool import IN_MEMORY, NoRoom, Spool
from phoihop.site.options import ROOT
from tests.rooms.documents.full_disk import a_disk_of

CANARY = b"kh\xc3\xb4ng \xc4\x91\xc6\xb0\xe1\xbb\xa3c \xc4\x91\xe1\xbb\x83 l\xe1\xba\xa1i: 7f3a91"
SAME_SOUND = trying(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.PHOIHOP_DATA = tmp_path
    return tmp_path


def bytes_on_disk(spool):
    """What stands in the spool's file, whatever the spool makes of it."""
    return os.pread(spool._file, 64 * 2**20, 0)


@pytest.mark.parametrize("in_memory", [0, 10, 2**20])
def test_it_reads_back_what_was_written_wherever_it_is_kept(in_memory):
    content = os.urandom(300_001)
    with Spool.holding(content, "công văn.pdf", in_memory=in_memory) as spool:
        assert spool.is_on_disk == (in_memory < len(content))
        assert (spool.read(), spool.size, spool.name) == (content, len(content), "công văn.pdf")
        assert spool.sha256() == hashlib.sha256(content).hexdigest()


@SAME_SOUND
@given(
    content=st.binary(max_size=200),
    moves=st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.integers(-250, 250), st.integers(-1, 250)), max_size=12),
    in_memory=st.sampled_from([0, 50, 1000]),
)
def test_it_moves_as_a_file_in_memory_moves(content, moves, in_memory):
    plain = io.BytesIO(content)
    with Spool.holding(content, in_memory=in_memory) as spool:
        for whence, offset, size in moves:
            try:
                place = plain.seek(offset, whence) if not (whence == 0 and offset < 0) else None
            except ValueError:
                place = None
            if place is None or (whence and plain.tell() == 0 and _before_the_beginning(spool, whence, offset)):
                with pytest.raises(ValueError, match="before the beginning"):
                    spool.seek(offset, whence)
                plain.seek(spool.tell())
                continue
            assert spool.seek(offset, whence) == place
            assert spool.read(size) == plain.read(size)
            assert spool.tell() == plain.tell()


def _before_the_beginning(spool, whence, offset):
    """BytesIO stops at the beginning where a real file refuses; we refuse."""
    return {1: spool.tell(), 2: spool.size}[whence] + offset < 0


@pytest.mark.parametrize("in_memory", [0, 2**20])
def test_libraries_read_it_as_a_file(in_memory):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("một.txt", "Quyết định " * 9999)
        archive.writestr("hai.bin", os.urandom(100_000))
    with Spool.holding(packed.getvalue(), in_memory=in_memory) as spool, zipfile.ZipFile(spool) as archive:
        assert archive.testzip() is None
        assert archive.read("một.txt").decode() == "Quyết định " * 9999


def test_a_small_file_touches_no_disk(data):
    with Spool.holding(b"x" * IN_MEMORY) as spool:
        assert not spool.is_on_disk
        assert list(data.iterdir()) == []


def test_on_disk_it_has_no_name_and_no_word_of_its_content(data):
    with Spool.holding(CANARY * 200_000, "canary.pdf") as spool:
        assert spool.is_on_disk
        assert list((data / "spool").iterdir()) == []
        assert os.fstat(spool._file).st_nlink == 0
        assert len(bytes_on_disk(spool)) == spool.size
        assert CANARY[:12] not in bytes_on_disk(spool)
    assert (data / "spool").stat().st_mode & 0o777 == 0o700


def test_two_spools_of_one_content_look_different_on_disk():
    with Spool.holding(CANARY, in_memory=0) as one, Spool.holding(CANARY, in_memory=0) as other:
        assert bytes_on_disk(one) != bytes_on_disk(other)


def test_where_nameless_files_are_not_to_be_had_the_name_goes_at_once(data, monkeypatch):
    monkeypatch.setattr(os, "O_TMPFILE", os.O_DIRECTORY | os.O_WRONLY)  # EISDIR, as a kernel without it answers
    with Spool.holding(CANARY, in_memory=0) as spool:
        assert list((data / "spool").iterdir()) == []
        assert os.fstat(spool._file).st_nlink == 0
        assert spool.read() == CANARY


def test_closing_wipes_key_and_memory():
    in_memory, on_disk = Spool.holding(CANARY, "tên"), Spool.holding(CANARY, "tên", in_memory=0)
    kept, key, file = in_memory._memory, on_disk._key, on_disk._file
    assert kept == CANARY
    assert len(key) == 32
    for spool in (in_memory, on_disk):
        spool.close()
        spool.close()
        assert spool.closed
        assert spool.name == ""
        with pytest.raises(ValueError, match="closed"):
            spool.read()
    assert (kept, key) == (bytes(len(CANARY)), bytes(32))
    assert (in_memory._memory, on_disk._key) == (b"", b"")
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(file)


def test_it_is_written_at_its_end_only():
    with Spool.holding(b"abc", in_memory=0) as spool:
        with pytest.raises(io.UnsupportedOperation):
            spool.write(b"d")
        spool.seek(0, os.SEEK_END)
        spool.write(b"d")
        spool.seek(0)
        assert spool.read() == b"abcd"
        assert spool.sha256() == hashlib.sha256(b"abcd").hexdigest()


def test_it_is_copied_whole_from_any_place_to_a_file_or_a_descriptor(data):
    content = os.urandom(700_000)
    with Spool.holding(content, in_memory=0) as spool, (data / "copy").open("wb") as file:
        spool.seek(17)
        assert spool.copy_to(file.fileno()) == len(content)
        assert (data / "copy").read_bytes() == content
        copy = io.BytesIO()
        spool.copy_to(copy)
        assert (copy.getvalue(), spool.tell()) == (content, 17)


def test_a_full_disk_is_said_and_leaves_nothing(data):
    spool = Spool("canary.pdf", in_memory=2**20)
    spool.write(CANARY)
    spool.write(os.urandom(2**20))
    with a_disk_of(2**21), pytest.raises(NoRoom, match="hết chỗ"):
        spool.write(os.urandom(2**21))
    assert spool.closed
    spool = Spool("canary.pdf", in_memory=2**22)
    spool.write(CANARY * 60_000)
    with a_disk_of(2**20), pytest.raises(NoRoom):  # while what lay in memory moves out
        spool.write(os.urandom(2**22))
    assert spool.closed
    assert list((data / "spool").iterdir()) == []


def test_its_name_stays_out_of_what_may_be_logged():
    with Spool.holding(b"x", "bí danh.pdf") as spool:
        assert "bí danh" not in f"{spool!r}{spool}"


PARENT = """
import os, sys
from pathlib import Path
from phoihop.documents.outside.spool import Spool
spool = Spool.holding(bytes.fromhex(sys.argv[2]) * 400_000, "canary.pdf", in_memory=2**20)
assert spool.is_on_disk
print("ready", flush=True)
sys.stdin.read()
"""


def test_a_killed_process_takes_its_spool_with_it(data):
    environment = {**os.environ, "PHOIHOP_DATA": str(data), "DJANGO_SETTINGS_MODULE": "phoihop.site.settings"}
    command = [sys.executable, "-c", PARENT, "", CANARY.hex()]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdin=pipe, stdout=pipe) as process:
        assert process.stdout.readline() == b"ready\n"
        process.kill()
    assert list((data / "spool").iterdir()) == []
    assert [path for path in data.rglob("*") if path.is_file() and CANARY[:12] in path.read_bytes()] == []


def test_memory_stays_bounded_while_much_goes_through():
    piece = os.urandom(2**20)
    with Spool() as spool:
        before = _resident()
        for _ in range(64):
            spool.write(piece)
        assert spool.sha256() == hashlib.sha256(piece * 64).hexdigest()
        assert spool.size == 64 * 2**20
        assert len(spool._memory) == 0
        assert _resident() - before < 48 * 2**20


def _resident():
    """Bytes of this process in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_only_a_full_disk_is_called_full():
    with pytest.raises(PermissionError), module.room_or_refusal():
        raise PermissionError(13, "no")
