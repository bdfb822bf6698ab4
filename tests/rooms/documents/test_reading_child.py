"""The child that reads: its bounds, what it leaves behind, and how the parent comes through."""

from __future__ import annotations

import os
import resource
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from phoihop.documents.outside import reader
from phoihop.documents.outside.reader import Limits
from phoihop.documents.outside.reading import formats, found, ocr, wire
from phoihop.documents.rules.reading import Place, PlaceKind, Reading, ScanPage, Trouble, TroubleKind
from tests.world import files, papers

ROOT = Path(__file__).resolve().parents[3]
needs_ocr = pytest.mark.skipif(not ocr.is_available(), reason="Tesseract with Vietnamese is not on this machine")


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    yield
    reader.stop()


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def server() -> int:
    """The number of the running server."""
    reader.read(b"a", name="a.txt")
    return reader._server.pid


def below(pid: int) -> list[int]:
    """Every process below `pid`."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            if parent == pid:
                found += [int(folder.name), *below(int(folder.name))]
    return found


def slow_picture() -> bytes:
    """A page that Tesseract needs seconds for."""
    raw = BytesIO()
    papers.paper_image(papers.letter_text(), dpi=200).save(raw, "PNG")
    return raw.getvalue()


def large_picture() -> bytes:
    """A picture within the pixels that are allowed, but not within little memory."""
    image, raw = Image.new("RGB", (8900, 8900), "white"), BytesIO()
    image.paste((0, 0, 0), (100, 100, 4000, 4000))
    image.save(raw, "PNG")
    return raw.getvalue()


def test_bytes_and_streams_are_read_alike() -> None:
    raw = files.docx("Kính gửi")
    moved = BytesIO(raw)
    moved.seek(100)
    found = [reader.read(given, name="a.docx") for given in (raw, bytearray(raw), memoryview(raw), BytesIO(raw), moved)]
    assert found[0].text() == "Kính gửi"
    assert all(one == found[0] for one in found)


def test_one_server_serves_all_and_another_follows_when_it_ends() -> None:
    first = server()
    assert server() == first
    os.kill(first, signal.SIGKILL)
    assert reader.read(b"abc", name="a.txt").text() == "abc"
    assert server() != first


def test_who_is_late_to_hear_of_its_end_leaves_the_next_server_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files under way in a server that is killed: the one begins anew in another, and only then the other hears."""
    first, started, asked, is_done = server(), [], threading.Semaphore(0), threading.Event()
    end, start, stops = reader._read_to_end, reader._server._start, []

    def note_asked(*given: Any) -> bytes:
        asked.release()
        return end(*given)

    def note_started() -> Any:
        started.append(start())
        return started[-1]

    def stop_in_turn(*only: Any) -> None:
        stops.append(only)
        if len(stops) == 2:
            assert is_done.wait(20)
        type(reader._server).stop(reader._server, *only)

    def read(name: str) -> str:
        text = reader.read(name.encode(), name=f"{name}.txt").text()
        is_done.set()
        return text

    monkeypatch.setattr(reader, "_places", reader._Places(2))
    monkeypatch.setattr(reader, "_read_to_end", note_asked)
    monkeypatch.setattr(reader._server, "_start", note_started)
    monkeypatch.setattr(reader._server, "stop", stop_in_turn)
    os.kill(first, signal.SIGSTOP)
    with ThreadPoolExecutor(2) as pool:
        texts = pool.map(read, ("abc", "xyz"))
        asked.acquire()
        asked.acquire()
        os.kill(first, signal.SIGKILL)
        assert list(texts) == ["abc", "xyz"]
    assert (len(stops), len(started)) == (2, 1)


def test_stop_ends_the_server() -> None:
    pid = server()
    reader.stop()
    assert not Path(f"/proc/{pid}").exists()
    reader.stop()


def test_files_from_many_threads_each_get_their_own_reading() -> None:
    def read(number: int) -> str:
        return reader.read(files.docx(f"văn bản {number}"), name=f"{number}.docx").text()

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(read, range(20))) == [f"văn bản {number}" for number in range(20)]
    assert until(lambda: below(reader._server.pid) == [])


def test_no_more_children_at_once_than_places(tmp_path: Path) -> None:
    pid, most, is_over = server(), 0, threading.Event()

    def look() -> None:
        nonlocal most
        while not is_over.is_set():
            most = max(most, len(below(pid)))

    watcher = threading.Thread(target=look)
    watcher.start()
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):  # a child lives for a moment; on a busy machine the watcher may miss all of sixteen
            list(pool.map(lambda _: reader.read(files.docx("x" * 50_000), name="a.docx", slots=tmp_path), range(16)))
            if most:
                break
    is_over.set()
    watcher.join()
    assert 1 <= most <= (os.cpu_count() or 1)
    assert {path.stat().st_size for path in tmp_path.iterdir()} == {0}


def test_places_are_shared_by_all_programs_of_the_machine(tmp_path: Path) -> None:
    import fcntl

    held = []
    for number in range(os.cpu_count() or 1):
        lock = (tmp_path / f"reading-{number}.lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        held.append(lock)
    done = threading.Event()

    def read() -> None:
        reader.read(b"abc", name="a.txt", slots=tmp_path)
        done.set()

    waiting = threading.Thread(target=read)
    waiting.start()
    assert not done.wait(0.3)
    for lock in held:
        lock.close()
    assert done.wait(20)
    waiting.join()


@pytest.mark.slow
def test_memory_that_is_up() -> None:
    found = reader.read(large_picture(), name="a.png", limits=Limits(memory=400 << 20))
    assert TroubleKind.TOO_HEAVY in {trouble.kind for trouble in found.troubles}
    assert Place(PlaceKind.NAME, "a.png") in found.places


@needs_ocr
def test_time_that_is_up_leaves_no_process_behind() -> None:
    pid = server()
    found = reader.read(slow_picture(), name="a.png", limits=Limits(seconds=0.5))
    assert found.troubles == (Trouble(TroubleKind.TOO_LONG),)
    assert until(lambda: below(pid) == [])
    assert reader.read(b"abc", name="a.txt").text() == "abc"


def test_time_that_runs_out_between_members_keeps_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(1000))
    monkeypatch.setattr(found, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
    raw = files.zipped({f"{number}.txt": f"tệp {number}" for number in range(20)})
    reading = formats.read_file(raw, "a.zip", Limits(seconds=10))
    assert [trouble.kind for trouble in reading.troubles] == [TroubleKind.TOO_LONG]
    assert "tệp 5" in reading.text()
    assert "tệp 15" not in reading.text()


@needs_ocr
@pytest.mark.slow
def test_the_child_may_write_nothing_and_knows_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at in the program the child starts: bounds and surroundings come down to it."""
    monkeypatch.setenv("PHOIHOP_SECRET_KEY", "khóa")
    reader.stop()
    pid = server()
    slow = threading.Thread(target=lambda: reader.read(slow_picture(), name="a.png"))
    slow.start()

    def programs() -> list[int]:
        return [one for one in below(pid) if _said(one, "comm").startswith("tesseract")]

    assert until(lambda: bool(programs()))
    program = programs()[0]
    limits = {line[:26].strip(): line[26:47].strip() for line in _said(program, "limits").splitlines()}
    surroundings = _said(program, "environ")
    slow.join()
    assert limits["Max file size"] == "0"
    assert limits["Max core file size"] == "0"
    assert limits["Max address space"] == str(Limits().memory)
    assert "PHOIHOP" not in surroundings
    assert "PATH=" in surroundings


def _said(pid: int, what: str) -> str:
    try:
        return Path(f"/proc/{pid}/{what}").read_text()
    except OSError:
        return ""


def test_nothing_of_a_file_is_left_on_any_disk() -> None:
    canary = f"chim-{secrets.token_hex(8)}"
    begun = time.time() - 1
    for name, raw in {
        "a.docx": files.docx(canary, hidden=canary, embedded={f"{canary}.txt": canary.encode()}),
        "a.pdf": files.pdf(canary, attachments={"b.txt": canary.encode()}),
        "a.zip": files.zipped({f"{canary}.txt": canary * 10_000}),
        "a.eml": files.eml(canary, attachments={"b.docx": files.docx(canary)}),
    }.items():
        assert canary in {word for place in reader.read(raw, name=name).places for word in place.text.split()} | {
            place.text[: len(canary)] for place in reader.read(raw, name=name).places
        }
    left = []
    for folder in {Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), ROOT / "var"}:
        # A walk does not mind what other programs take away meanwhile.
        for path in (Path(where, name) for where, inner, names in os.walk(folder) for name in (*inner, *names)):
            try:
                if canary in path.name:
                    left.append(path)
                elif path.is_file() and path.stat().st_mtime >= begun and path.stat().st_size < 64 << 20:
                    left += [path] * (canary.encode() in path.read_bytes())
            except OSError:  # another program's file, gone meanwhile
                continue
    assert left == []


@pytest.mark.slow
def test_the_parent_stays_small() -> None:
    class Zeros(BytesIO):
        given = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.given += size or 0
            return bytes(size or 0)

    zeros = Zeros()
    server()
    with tempfile.TemporaryFile() as stored:
        import zipfile

        with zipfile.ZipFile(stored, "w") as archive, archive.open("so-khong.bin", "w") as member:
            for _ in range(100):
                member.write(bytes(1 << 20))
        stored.seek(0)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        bomb = reader.read(files.bomb(100 << 20), name="a.zip")
        heavy = reader.read(stored, name="b.zip", limits=Limits(bytes=200 << 20))
        endless = reader.read(zeros, name="c.pdf")
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert bomb.troubles == (Trouble(TroubleKind.BOMB, ("so-khong.txt",)),) or bomb.troubles == (
        Trouble(TroubleKind.BOMB),
    )
    assert heavy.troubles == (Trouble(TroubleKind.UNKNOWN, ("so-khong.bin",)),)
    assert endless.troubles == (Trouble(TroubleKind.TOO_LARGE),)
    assert zeros.given <= Limits().bytes + (2 << 20)
    assert grown < 24 << 10


def test_a_forked_process_gets_a_server_of_its_own() -> None:
    """As the workers of the web server are forked."""
    ours = server()
    child = os.fork()
    if child == 0:
        is_well = reader.read(b"abc", name="a.txt").text() == "abc" and reader._server.pid != ours
        reader.stop()
        os._exit(0 if is_well else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert server() == ours


def test_the_server_ends_with_the_process_that_started_it() -> None:
    told = (
        "from phoihop.documents.outside import reader; import os, sys; reader.read(b'a', name='a.txt');"
        "print(reader._server.pid, 'django' in sys.modules, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    pid, has_django = done.stdout.split()
    assert has_django == "False"
    assert until(lambda: not _said(int(pid), "comm") or "State:\tZ" in _said(int(pid), "status"))


def test_no_server_to_be_had_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    reader.stop()
    monkeypatch.setattr(sys, "executable", "/không/có")
    with pytest.raises(reader.ReaderUnavailable):
        reader.read(b"abc", name="a.txt")
    monkeypatch.undo()
    assert reader.read(b"abc", name="a.txt").text() == "abc"


def test_an_answer_survives_the_way() -> None:
    reading = Reading(
        format="pdf",
        media_type="application/pdf",
        places=(Place(PlaceKind.OCR, "TỐI MẬT 🕊", 2, ("a.zip", "b")),),
        troubles=(Trouble(TroubleKind.NO_TEXT, ("a",), 3),),
        pages=3,
        scans=(ScanPage(2, "<p/>", 87.5, 180),),
    )
    assert wire.unpack(wire.pack(reading)) == reading


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"format":1}', b"[" * 100_000, b'{"places":[["nowhere","",0,[]]]}', b"\xff"]
)
def test_an_answer_that_is_none_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (JSON and this module say it in many ways)
        wire.unpack(raw)


REAL = {
    "a.pdf": files.pdf("Kính gửi", "trang hai", white="x"),
    "a.docx": files.docx("Kính gửi", header="x", box="y", embedded={"o.bin": files.wrapped("b.txt", b"abc")}),
    "a.xlsx": files.xlsx([["a", "b"]], hidden=[["c"]], comment="d"),
    "a.odt": files.opendocument("Kính gửi", comment="x"),
    "a.rtf": files.rtf("Kính gửi", header="x"),
    "a.html": files.html("Kính gửi", hidden="x"),
    "a.eml": files.eml("Kính gửi", attachments={"b.docx": files.docx("x")}),
    "a.edxml": files.edxml("Kính gửi", attachments={"b.txt": b"abc"}),
    "a.zip": files.nested(b"abc", 2),
    "a.doc": files.compound({"WordDocument": b"x", "VBA": b"y"}),
}
calm = settings(deadline=None, database=None, max_examples=40)
small = Limits(seconds=20, unpacked=64 << 20)


@pytest.mark.slow
@calm
@given(st.binary(min_size=1, max_size=3000), st.sampled_from(sorted(REAL)), st.booleans())
def test_random_bytes_never_raise(noise: bytes, name: str, has_head: bool) -> None:
    found = reader.read((REAL[name][:8] if has_head else b"") + noise, name=name, limits=small)
    assert Place(PlaceKind.NAME, name) in found.places


@pytest.mark.slow
@calm
@given(
    st.sampled_from(sorted(REAL)),
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12),
)
def test_broken_files_never_raise(name: str, share: float, changes: list[tuple[float, int]]) -> None:
    raw = bytearray(REAL[name])
    for at, value in changes:
        raw[int(at * len(raw))] = value
    found = reader.read(bytes(raw[: max(1, int(share * len(raw)))]), name=name, limits=small)
    assert Place(PlaceKind.NAME, name) in found.places
