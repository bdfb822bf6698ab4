"""Refused means nothing stays: marked papers with a word of their own, in every hiding place, sent through the door of
a real server; afterwards that word is searched for, byte by byte, in all that the machine keeps.

A control paper that is accepted shows that the search would find what is there.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import shutil
import signal
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.browser.sender import Sender
from tests.browser.served import Served
from tests.world import files, papers
from tests.world.intake import LETTER

pytestmark = pytest.mark.slow

REFUSED, HELD, TAKEN = "Không nhận", "Giữ chờ hai người", "Đã nhận"
BEGAN = time.time()
MOST = 64 * 2**20  # of a file in the common folder of temporary files; ours are far smaller
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="no tesseract on this machine")


@dataclass(frozen=True)
class Case:
    """A paper, what it is called, and the word in it that must not stay."""

    name: str
    content: bytes
    word: str


def word() -> str:
    """Found nowhere by chance, and of letters that no encoding of a text changes."""
    return f"HAIYEN{secrets.token_hex(6).upper()}"


def text(canary: str, mark: str = "") -> str:
    return LETTER.replace("125/BC-SYT", f"125/BC-SYT\n{mark}" if mark else "125/BC-SYT") + f"\nChiến dịch {canary}"


@cache
def scanned(canary: str, dpi: int, angle: float = 0) -> bytes:
    body = papers.letter_text(paragraphs=[f"Chiến dịch mang tên {canary} bắt đầu vào tháng 8."])
    page = papers.paper_image(body, dpi=dpi, angle=angle, stamp=papers.Stamp("TỐI MẬT"), noise=0.3)
    return papers.scan_pdf([page], dpi=dpi)


# What bears a mark, by where it hides. Each takes the word that must not stay.
HIDDEN: dict[str, Callable[[str], tuple[str, bytes]]] = {
    "text": lambda w: (f"{w}.pdf", files.pdf(text(w, "TỐI MẬT"))),
    "plain text": lambda w: (f"{w}.txt", text(w, "TUYỆT MẬT").encode()),
    "utf-16 text": lambda w: (f"{w}.txt", text(w, "TUYỆT MẬT").encode("utf-16")),
    "beside the number": lambda w: (f"{w}.docx", files.docx("SỞ Y TẾ", "Số: 05/BC-SYT\tMẬT", text(w))),
    "field": lambda w: (f"{w}.docx", files.docx(text(w), "Độ mật: Tối mật")),
    "text box": lambda w: (f"{w}.docx", files.docx(text(w), box="MẬT")),
    "header": lambda w: (f"{w}.docx", files.docx(text(w), header="TỐI MẬT")),
    "footer": lambda w: (f"{w}.docx", files.docx(text(w), footer="TỐI MẬT")),
    "watermark": lambda w: (f"{w}.docx", files.docx(text(w), watermark="MẬT")),
    "comment": lambda w: (f"{w}.docx", files.docx(text(w), comment="TUYỆT MẬT")),
    "hidden text": lambda w: (f"{w}.docx", files.docx(text(w), hidden="TỐI MẬT")),
    "white text": lambda w: (f"{w}.docx", files.docx(text(w), white="TỐI MẬT")),
    "deleted text": lambda w: (f"{w}.docx", files.docx(text(w), deleted="TỐI MẬT")),
    "embedded": lambda w: (f"{w}.docx", files.docx("Xem kèm", embedded={f"{w}.docx": files.docx(text(w, "MẬT"))})),
    "hidden sheet": lambda w: (f"{w}.xlsx", files.xlsx([["Bảng"]], hidden=[["TUYỆT MẬT"], [w]])),
    "notes of a slide": lambda w: (f"{w}.pptx", files.pptx(f"Trang {w}", notes="TỐI MẬT")),
    "odt header": lambda w: (f"{w}.odt", files.opendocument(text(w), header="TỐI MẬT")),
    "rtf header": lambda w: (f"{w}.rtf", files.rtf(text(w), header="TỐI MẬT")),
    "html comment": lambda w: (f"{w}.html", files.html(text(w), comment="TUYỆT MẬT")),
    "file name": lambda w: (f"TỐI MẬT - {w}.pdf", files.pdf(text(w))),
    "pdf title": lambda w: (f"{w}.pdf", files.changed_pdf(files.pdf(text(w)), properties={"Title": f"TỐI MẬT - {w}"})),
    "pdf note": lambda w: (f"{w}.pdf", files.changed_pdf(files.pdf(text(w)), note="TUYỆT MẬT")),
    "pdf white text": lambda w: (f"{w}.pdf", files.pdf(text(w), white="TUYỆT MẬT")),
    "pdf attachment": lambda w: (f"{w}.pdf", files.pdf("Xem kèm", attachments={f"{w}.pdf": files.pdf(text(w, "MẬT"))})),
    "docx properties": lambda w: (f"{w}.docx", files.docx(text(w), properties={"subject": f"TỐI MẬT {w}"})),
    "member name": lambda w: (f"{w}.zip", files.zipped({f"MẬT - {w}.txt": text(w)})),
    "zip in zip": lambda w: (
        f"{w}.zip",
        files.nested(files.docx(text(w, "TỐI MẬT")), 2, name=f"{w}.docx"),
    ),
    "mail attachment": lambda w: (
        f"{w}.eml",
        files.eml(f"Gửi tài liệu {w}", attachments={f"{w}.pdf": files.pdf(text(w, "TỐI MẬT"))}),
    ),
    "edxml attachment": lambda w: (
        f"{w}.edxml",
        files.edxml(f"Chiến dịch {w}", attachments={f"{w}.docx": files.docx(text(w, "TỐI MẬT"))}),
    ),
}
SCANS: dict[str, Callable[[str], tuple[str, bytes]]] = {
    "scan at 300 dpi": lambda w: (f"{w}.pdf", scanned(w, 300)),
    "scan at 200 dpi": lambda w: (f"{w}.pdf", scanned(w, 200)),
    "scan at 150 dpi": lambda w: (f"{w}.pdf", scanned(w, 150)),
    "scan turned a quarter": lambda w: (f"{w}.pdf", scanned(w, 200, 90)),
    "scan upside down": lambda w: (f"{w}.pdf", scanned(w, 200, 180)),
    "scan askew": lambda w: (f"{w}.pdf", scanned(w, 200, 3)),
}


# ── the search ──────────────────────────────────────────────────────────────────────────────────────────────


def shapes(wanted: str) -> list[bytes]:
    """The word as bytes, as UTF-16 either way, and in base64 at each of its three places."""
    plain = wanted.encode()
    found = [plain, plain.lower(), wanted.encode("utf-16-le"), wanted.encode("utf-16-be")]
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain).decode()
        found.append(re.sub("=+$", "", coded)[4:-2].encode())
    return found


def pieces(content: bytes) -> list[bytes]:
    """Stretches of the file itself that stand in no other: from what was compressed or drawn."""
    step = max(1, len(content) // 40)
    found = [content[at : at + 40] for at in range(0, len(content) - 40, step)]
    return [piece for piece in found if len(set(piece)) > 24]


def unpacked(raw: bytes) -> Iterator[bytes]:
    """What is deflated somewhere in these bytes: members of archives, streams of PDFs, gzip."""
    starts = [(match.start(), 15) for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", raw)]
    starts += [(match.start(), 31) for match in re.finditer(rb"\x1f\x8b\x08", raw)]
    for match in re.finditer(rb"PK\x03\x04", raw):
        at = match.start()
        sizes = int.from_bytes(raw[at + 26 : at + 28], "little") + int.from_bytes(raw[at + 28 : at + 30], "little")
        starts.append((at + 30 + sizes, -15))
    for at, how in starts:
        with suppress(zlib.error):
            yield zlib.decompressobj(how).decompress(raw[at:], 4 * 2**20)


def kept(house: Served, temporary: Path) -> Iterator[tuple[str, bytes]]:
    """Every file that this house may have written, with its bytes."""
    for path in sorted(house.data.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(house.data)), path.read_bytes()
    for path in sorted(temporary.rglob("*")):
        if path.is_file():
            yield f"temporary/{path.relative_to(temporary)}", path.read_bytes()
    for root in (Path("/tmp"), Path("/dev/shm"), Path("/var/tmp")):
        for path in (*root.glob("*"), *root.glob("[!p]*/*")):  # not the folders of tests, which begin with a p
            with suppress(OSError):
                status = path.lstat()
                if path.is_file() and status.st_mtime >= BEGAN and status.st_size <= MOST:
                    yield str(path), path.read_bytes()


def places(house: Served, temporary: Path, cases: list[Case]) -> list[str]:
    """Where a word or a stretch of one of the files is still to be found, inside or outside what is compressed."""
    wanted = {shape: case.word for case in cases for shape in shapes(case.word)}
    words = re.compile(b"|".join(map(re.escape, sorted(wanted))))
    stretches = {piece: case.word for case in cases for piece in pieces(case.content)}
    found = []
    for name, raw in kept(house, temporary):
        if words.search(name.encode()):
            found.append(f"{name}: the name")
        for layer, content in enumerate([raw, *unpacked(raw)]):
            found += [f"{name}: {wanted[match[0]]} ({layer})" for match in words.finditer(content)]
        if not name.startswith("/"):  # in the common folders others may keep a file with the same font in it
            found += [f"{name}: bytes of {owner}" for piece, owner in stretches.items() if piece in raw]
    return sorted(set(found))


# ── the house ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nothing")
    Served(folder).seed("unplayed")
    return folder


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def house(empty_house: Path, tmp_path: Path, temporary: Path) -> Iterator[Served]:
    data = shutil.copytree(empty_house, tmp_path / "data")
    served = Served(data, more={"TMPDIR": str(temporary), "PHOIHOP_LOG_LEVEL": "DEBUG"})
    served.start(("serve",))
    yield served
    served.stop()


def send_all(house: Served, made: dict[str, Callable[[str], tuple[str, bytes]]], expected: str) -> list[Case]:
    """Sends one after the other; each must get its verdict."""
    sender, cases, wrong = Sender(house, "an"), [], []
    for place, make in made.items():
        canary = word()
        name, content = make(canary)
        cases.append(Case(name, content, canary))
        status, answer = sender.take_in(name, content)
        if status != 200 or expected not in answer:
            wrong.append(f"{place}: {status} {' '.join(re.sub('<[^>]*>', ' ', answer).split())[:200]}")
    sender.close()
    assert not wrong, "\n".join(wrong)
    return cases


def test_the_search_finds_what_was_taken_in(house: Served, temporary: Path) -> None:
    """Else finding nothing would mean nothing."""
    control = send_all(house, {"control": lambda w: (f"{w}.docx", files.docx(text(w)))}, TAKEN)
    house.stop()  # nothing moves between the database and its log while they are read
    found = "\n".join(places(house, temporary, control))
    assert "phoihop.sqlite3" in found
    assert re.search(r"documents/.*\(\d\)", found)  # the word inside the kept file, which is compressed
    assert re.search(r"documents/.*bytes of", found)


def test_nothing_of_a_marked_paper_stays(house: Served, temporary: Path) -> None:
    cases = send_all(house, HIDDEN, REFUSED)
    assert places(house, temporary, cases) == []
    house.stop()  # what was still in a buffer of a log or of the database is on the disk now
    assert places(house, temporary, cases) == []
    told = house.ask("ledger", "verify")
    assert told["sound"] is True


@needs_tesseract
def test_nothing_of_a_marked_scan_stays(house: Served, temporary: Path) -> None:
    cases = send_all(house, SCANS, REFUSED)
    assert places(house, temporary, cases) == []
    house.stop()
    assert places(house, temporary, cases) == []


def test_a_held_file_stays_encrypted_with_its_name(house: Served, temporary: Path) -> None:
    locked: dict[str, Callable[[str], tuple[str, bytes]]] = {
        "password": lambda w: (f"{w}.pdf", files.changed_pdf(files.pdf(text(w)), password="mo-cua")),
        "damaged": lambda w: (f"{w}.docx", files.docx(text(w))[:-200]),
    }
    cases = send_all(house, locked, HELD)
    house.stop()
    assert list((house.data / "quarantine").iterdir())
    assert places(house, temporary, cases) == []


@needs_tesseract
def test_nothing_stays_when_the_power_goes_in_the_middle_of_judging(house: Served, temporary: Path) -> None:
    canary = word()
    body = papers.letter_text(paragraphs=[f"Chiến dịch {canary}."])
    page = papers.paper_image(body, dpi=300, stamp=papers.Stamp("TỐI MẬT"), noise=1.5)
    content = papers.scan_pdf([page] * 8, dpi=300)
    case = Case(f"{canary}.pdf", content, canary)
    assert len(content) > 4 * 2**20  # more than the spool keeps in memory
    sender = Sender(house, "an")
    answers: list[object] = []

    def send() -> None:
        try:
            answers.append(sender.take_in(case.name, content))
        except OSError as cut:
            answers.append(cut)
        except Exception as cut:  # noqa: BLE001  (looked at below)
            answers.append(cut)

    before = {child.pid for child in house.children}
    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    reading = wait_for_a_reading(before)
    house.kill()
    thread.join(60)
    assert answers
    assert isinstance(answers[0], Exception), "the kill came after the answer"
    wait_until_gone(reading)
    assert places(house, temporary, [case]) == []

    # Once more with the house at rest below; a house that runs may move pages while they are read.
    house.start(("serve",))  # and whoever comes after finds nothing either
    house.run("tick")
    assert places(house, temporary, [case]) == []
    again = Sender(house, "an")
    status, answer = again.take_in(*_small(canary))
    assert (status, REFUSED in answer) == (200, True)
    again.close()
    house.stop()
    assert places(house, temporary, [case]) == []


def _small(canary: str) -> tuple[str, bytes]:
    return HIDDEN["text"](canary)


def wait_for_a_reading(roots: set[int]) -> set[int]:
    """The reading processes below these, as soon as one of them is at work on a file."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = {pid for pid in below(roots) if b"phoihop.documents.outside.reading" in command(pid)}
        if len(found) > 1:  # the server of readings, and the child that reads
            return found
        time.sleep(0.01)
    raise AssertionError("no file was being read within a minute")


def below(roots: set[int]) -> set[int]:
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError, ValueError):
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
    found, fresh = set(), set(roots)
    while fresh:
        found |= fresh
        fresh = {pid for pid, parent in parents.items() if parent in found} - found
    return found - roots


def command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def wait_until_gone(pids: set[int]) -> None:
    """The server of readings notices that nobody is left to answer to, and ends with its child."""
    until = time.monotonic() + 60
    left = pids
    while time.monotonic() < until:
        left = {pid for pid in left if b"phoihop.documents.outside.reading" in command(pid)}
        if not left:
            return
        time.sleep(0.1)
    for pid in left:  # started by this test's own house
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    raise AssertionError("the reading processes outlived their house by a minute")
