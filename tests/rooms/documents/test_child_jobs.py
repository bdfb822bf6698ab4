"""Jobs on accepted files: each in a child of its own, whose end is a sentence and nothing more."""

from __future__ import annotations

import os
import signal
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image

from phoihop.documents import commands, queries
from phoihop.documents.outside import bench, reader, redaction
from phoihop.documents.outside.bench import BadMark, JobFailed, Mark, NotClean, NotPictured, ReaderUnavailable
from phoihop.documents.outside.reading import jobs
from phoihop.documents.outside.reading.limits import Limits
from phoihop.documents.rules.blackening import Area
from phoihop.documents.rules.reading import ScanPage, TroubleKind
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotVisible
from tests.rooms.documents.test_signatures import NOW, binh, root, sign, signed
from tests.world import files
from tests.world.documents import registered
from tests.world.intake import letter, take

PDF = "application/pdf"
LATER = NOW + timedelta(hours=3)  # signatures are made after this file is read, on a busy machine long after
MEMORY = Path("/dev/shm")
HOCR = """<html xmlns="http://www.w3.org/1999/xhtml"><body>
<div class='ocr_page' id='page_1' title='image ""; bbox 0 0 600 800; ppageno 0'>
<div class='ocr_carea' title="bbox 50 50 500 90">
<p class='ocr_par' lang='vie' title="bbox 50 50 500 90"><span class='ocr_line' title="bbox 50 50 500 90; x_size 40">
<span class='ocrx_word' title='bbox 50 50 250 90; x_wconf 90'>Kiên</span>
<span class='ocrx_word' title='bbox 270 50 500 90; x_wconf 90'>Giang</span></span></p></div></div></body></html>"""


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    yield
    reader.stop()


def scan() -> bytes:
    raw = BytesIO()
    Image.new("L", (600, 800), 200).save(raw, "PNG", dpi=(72, 72))
    return raw.getvalue()


def slow_pdf() -> bytes:
    """Half a million lines to draw: seconds of work in few bytes."""
    lines = "".join(f"{at % 590} {at % 840} m {at * 7 % 590} {at * 3 % 840} l S " for at in range(2000)) * 250
    content = files.stream(zlib.compress(lines.encode()), "/Filter /FlateDecode ")
    return files.plain_pdf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>", content)


def words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


def children() -> list[int]:
    """The children of the running server."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1]) if folder.name.isdigit() else 0
        except (OSError, IndexError):
            continue
        if parent == reader._server.pid:
            found.append(int(folder.name))
    return found


def until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def left() -> list[str]:
    return [path.name for path in MEMORY.glob("phoihop-job-*")]


# ── each job ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_of_a_page() -> None:
    with Image.open(BytesIO(bench.page_picture(files.pdf("một", "hai"), PDF, 2, width=300))) as shown:
        assert (shown.format, shown.width) == ("WEBP", 300)


def test_the_texts_of_the_pages() -> None:
    assert bench.page_texts(files.pdf("Kính gửi", "trang hai"), media_type=PDF, text="", scans=()) == (
        "Kính gửi",
        "trang hai",
    )
    read = ScanPage(1, HOCR, 90.0)
    assert [text.strip() for text in bench.page_texts(scan(), media_type="image/png", text="", scans=[read])] == [
        "Kiên Giang"
    ]
    long = "Một dòng dài \ud83d\udd4a\n" * 20_000
    assert bench.page_texts(b"PK", media_type="application/zip", text=long, scans=()) == (long,)


def test_a_redacted_twin() -> None:
    made = bench.redact(
        files.pdf("Ông Nguyễn Văn Hải", "trang hai"),
        media_type=PDF,
        text="",
        marks=[Mark(1, 4, 18)],
        areas=[Area(2, (0.0, 0.0, 1.0, 1.0))],
        scans=(),
    )
    assert words(made).split() == ["Ông"]
    anew = bench.redact(b"PK", media_type="application/zip", text="số 0912", marks=[Mark(1, 3, 7)], scans=())
    assert "0912" not in words(anew)
    assert "số" in words(anew)


def test_signatures_and_what_is_wrong_with_the_trust_list(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING")
    assert bench.verify_signatures(files.pdf("Kính gửi"), trust=tmp_path) == ()
    packed = BytesIO()
    with pikepdf.open(BytesIO(files.pdf("Kính gửi"))) as pdf:
        pdf.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert bench._may_be_signed(packed.getvalue())
    assert bench._may_be_signed(b"<< /Byte#52ange [0 1 2 3] >>")
    assert bench.verify_signatures(packed.getvalue(), trust=tmp_path) == ()
    assert [one.is_trusted for one in bench.verify_signatures(signed(), trust=tmp_path, at=LATER)] == [False]
    (tmp_path / "ca.cer").write_bytes(root().der)
    (tmp_path / "hỏng.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    for _ in range(2):
        (found,) = bench.verify_signatures(signed(), trust=tmp_path, at=LATER)
    assert (found.signer, found.is_intact, found.is_trusted) == ("Trần Thị Bình, Sở Y tế", True, True)
    assert len([one for one in caplog.messages if "hỏng.pem" in one]) == 1


def test_a_searchable_copy_leaves_no_folder() -> None:
    made = bench.make_searchable(scan(), media_type="image/png", scans=[ScanPage(1, HOCR, 90.0)])
    assert "Kiên Giang" in words(made)
    assert left() == []


# ── what a job refuses ───────────────────────────────────────────────────────────────────────────────────────


def test_refusals_come_through_as_they_were() -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(files.pdf("x"))) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="mật khẩu", owner="chủ"))
    with pytest.raises(NotPictured) as refused:
        bench.page_picture(locked.getvalue(), PDF, 1, width=300)
    assert refused.value.kind is TroubleKind.ENCRYPTED
    with pytest.raises(NotPictured):
        bench.page_texts(b"%PDF-1.7 nothing", media_type=PDF, text="", scans=())
    with pytest.raises(BadMark):
        bench.redact(files.pdf("x"), media_type=PDF, text="", marks=[Mark(9, 0, 1)], scans=())
    with pytest.raises(JobFailed) as broken:
        bench.make_searchable(b"%PDF-1.7 nothing", media_type=PDF, scans=[ScanPage(1, HOCR, 90.0)])
    assert broken.value.kind is TroubleKind.DAMAGED


def test_an_unclean_twin_comes_through_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    def redact(*given: object, **named: object) -> bytes:
        raise NotClean("still there")

    monkeypatch.setattr(redaction, "redact", redact)
    plain = {"media_type": PDF, "text": "", "marks": [], "areas": [], "scans": []}
    raw = jobs.answer("redact", b"x", plain, Limits())
    assert raw[:1] == b"\1"
    with pytest.raises(NotClean, match="still there"):
        jobs.raise_refused(raw[1:])


@pytest.mark.parametrize("raw", [b"[]", b'["else","x"]', b'["failed","nowhere"]', b"\xff", b""])
def test_a_refusal_that_is_none(raw: bytes) -> None:
    with pytest.raises(JobFailed) as failed:
        jobs.raise_refused(raw)
    assert failed.value.kind is TroubleKind.DAMAGED


@pytest.mark.parametrize("raw", [b"", b"[1", b'{"signatures":[{}],"warnings":[]}'[:-1], b"7", b"null"])
def test_an_answer_that_is_none(raw: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As from a child that a file has taken over."""
    monkeypatch.setattr(reader, "run", lambda *given, **named: raw)
    assert [one.problems for one in bench.verify_signatures(signed(), trust=tmp_path)] == [("damaged",)]
    with pytest.raises(JobFailed):
        bench.page_texts(b"x", media_type=PDF, text="", scans=())


def test_no_word_of_a_file_reaches_the_log(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING")
    monkeypatch.setattr(reader._server, "ask", lambda *given: b"\2TUYET MAT in a.py, line 1")
    with pytest.raises(JobFailed):
        bench.page_picture(files.pdf("x"), PDF, 1, width=100)
    assert "page_picture" in caplog.text
    assert "TUYET" not in caplog.text


def test_a_job_that_is_not_in_the_table_costs_a_child_only(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING")
    with pytest.raises(JobFailed):
        reader.run("os.system", b"x", {}, limits=Limits(), most=100)
    assert "KeyError in jobs.py" in caplog.text
    assert bench.page_picture(files.pdf("sau đó"), PDF, 1, width=100)


# ── hostile files ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    bench.page_picture(files.pdf("x"), PDF, 1, width=100)  # loads what the job needs
    monkeypatch.setattr(bench, "_PICTURE", replace(bench._PICTURE, seconds=0.4))
    with pytest.raises(JobFailed) as late:
        bench.page_picture(slow_pdf(), PDF, 1, width=2000)
    assert late.value.kind is TroubleKind.TOO_LONG
    assert until(lambda: children() == [])
    assert bench.page_picture(files.pdf("sau đó"), PDF, 1, width=100)


@pytest.mark.slow
def test_a_file_that_eats_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = BytesIO()
    Image.new("L", (7000, 7000), 128).save(raw, "PNG", compress_level=1)
    monkeypatch.setattr(bench, "_PICTURE", replace(bench._PICTURE, memory=256 << 20))
    with pytest.raises(JobFailed) as heavy:
        bench.page_picture(raw.getvalue(), "image/png", 1, width=300)
    assert heavy.value.kind is TroubleKind.TOO_HEAVY
    monkeypatch.undo()
    assert bench.page_picture(raw.getvalue(), "image/png", 1, width=300)


def test_a_file_that_brings_the_child_down() -> None:
    failed: list[TroubleKind] = []

    def draw() -> None:
        try:
            bench.page_picture(slow_pdf(), PDF, 1, width=2000)
        except JobFailed as down:
            failed.append(down.kind)

    reader.read(b"a", name="a.txt")
    drawing = threading.Thread(target=draw)
    drawing.start()
    assert until(lambda: bool(children()))
    os.kill(children()[0], signal.SIGSEGV)  # as a library does that a file has led astray
    drawing.join()
    assert failed == [TroubleKind.DAMAGED]
    assert bench.page_picture(files.pdf("sau đó"), PDF, 1, width=100)


def test_more_than_any_honest_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_LARGEST_PICTURE", 100)
    with pytest.raises(JobFailed) as bomb:
        bench.page_picture(files.pdf("x"), PDF, 1, width=2000)
    assert bomb.value.kind is TroubleKind.BOMB
    assert until(lambda: children() == [])


def test_a_signature_over_which_the_child_ends_could_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Larger than the memory the child is given: where its libraries are there already, it has room for a small one.
    large = sign(files.pdf("Công văn", attachments={"so-lieu.txt": os.urandom(40 << 20)}), binh())
    (found,) = bench.verify_signatures(large, trust=tmp_path)
    assert found.problems == ("untrusted",)
    usual = bench._SIGNATURES
    monkeypatch.setattr(bench, "_SIGNATURES", replace(usual, seconds=0.0))
    (found,) = bench.verify_signatures(large, trust=tmp_path)
    assert (found.problems, found.is_intact, found.is_trusted) == (("too_long",), False, False)
    monkeypatch.setattr(bench, "_SIGNATURES", replace(usual, memory=24 << 20))
    (found,) = bench.verify_signatures(large, trust=tmp_path)
    assert found.problems == ("damaged",)


def test_a_folder_goes_with_its_child_however_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    scans = [ScanPage(1, HOCR, 90.0)]
    bench.make_searchable(scan(), media_type="image/png", scans=scans)  # loads what the job needs
    monkeypatch.setattr(bench, "_SEARCHABLE", replace(bench._SEARCHABLE, seconds=0.0))
    with pytest.raises(JobFailed):
        bench.make_searchable(scan(), media_type="image/png", scans=scans)
    assert left() == []


def test_folders_of_a_killed_server_go_when_the_next_one_starts() -> None:
    ended = os.fork()
    if ended == 0:
        os._exit(0)
    os.waitpid(ended, 0)
    forgotten = MEMORY / f"phoihop-job-{ended}-x"
    kept = MEMORY / f"phoihop-job-{os.getpid()}-x"
    for folder in (forgotten, kept):
        folder.mkdir()
        (folder / "0.hocr").write_text(HOCR)
    try:
        reader.stop()
        reader.read(b"a", name="a.txt")
        assert not forgotten.exists()
        assert kept.exists()
    finally:
        (kept / "0.hocr").unlink()
        kept.rmdir()


def test_a_job_may_write_nothing_unless_it_needs_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_SEARCHABLE", replace(bench._SEARCHABLE, written=0))
    with pytest.raises(JobFailed):
        bench.make_searchable(scan(), media_type="image/png", scans=[ScanPage(1, HOCR, 90.0)])


def test_a_full_house_of_readings_does_not_keep_a_page_waiting() -> None:
    places = [reader._places.free.acquire(timeout=1) for _ in range(os.cpu_count() or 1)]
    try:
        assert all(places)
        assert bench.page_picture(files.pdf("x"), PDF, 1, width=100)
    finally:
        for _ in places:
            reader._places.free.release()


# ── what people are told ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def code(world):
    return registered(world, code=take(world, letter("Số 0912345678")).code)


@pytest.mark.parametrize("kind", [TroubleKind.TOO_LONG, TroubleKind.TOO_HEAVY, TroubleKind.DAMAGED])
def test_a_failed_job_says_what_stood_there(an, code, monkeypatch, kind) -> None:
    def fail(*given, **named):
        raise JobFailed(kind)

    marks = queries.marks_of(queries.page_texts(an.actor, code), ("0912345678",), ())
    for job in ("page_picture", "page_texts", "redact"):
        monkeypatch.setattr(bench, job, fail)
    with pytest.raises(NotVisible):
        queries.page_picture(an.actor, code, 1)
    with pytest.raises(Refused, match="Không dựng được trang"):
        queries.page_texts(an.actor, code)
    with pytest.raises(Refused, match="Chưa lập được bản đã che"):
        commands.redact_document(code=code, marks=marks, by=an.actor, at=an.at)


def test_a_busy_machine_asks_for_patience(an, code, monkeypatch) -> None:
    def busy(*given, **named):
        raise ReaderUnavailable("no place")

    marks = queries.marks_of(queries.page_texts(an.actor, code), ("0912345678",), ())
    for job in ("page_picture", "page_texts", "redact"):
        monkeypatch.setattr(bench, job, busy)
    for act in (
        lambda: queries.page_picture(an.actor, code, 1),
        lambda: queries.page_texts(an.actor, code),
        lambda: commands.redact_document(code=code, marks=marks, by=an.actor, at=an.at),
    ):
        with pytest.raises(Refused, match="Máy chủ đang bận"):
            act()
