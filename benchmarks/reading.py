"""How many papers a second are read through the child process, beside the bare extractors, one JSON line per figure.

    .venv/bin/python -m benchmarks.reading [--files N] [--threads N]

The papers are made here: three pages of Vietnamese text as PDF (by typst) and as DOCX. Both ways get the same bytes in
the same run. The bare extractor is what one would write without a guard: PDFium's text of each page; the words of
`word/document.xml`. It finds neither headers, comments, hidden text, properties nor attachments, and bounds nothing.
Then the other jobs of the child, on the same PDF, and how large the server is after each.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pypdfium2
from lxml import etree

from phoihop.documents.outside import bench, reader
from tests.world import files

GOAL = 20  # documents a second, end to end, on two cores
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    for name, make, bare in (("pdf", _pdf, _bare_pdf), ("docx", _docx, _bare_docx)):
        papers = [make(number) for number in range(10)]
        batch = [papers[number % len(papers)] for number in range(options.files)]
        print(json.dumps({"figure": f"reading {name}", **_figures(batch, name, bare, options.threads)}), flush=True)
    paper = _pdf(1)
    for name, job in (
        ("page picture", lambda: bench.page_picture(paper, "application/pdf", 2, width=900)),
        ("page texts", lambda: bench.page_texts(paper, media_type="application/pdf", text="", scans=())),
        # A paper that may be signed as far as its bytes tell: others cost no child.
        ("verify, unsigned", lambda: bench.verify_signatures(paper + b"\n%/ObjStm", trust=Path("/var/empty"))),
    ):
        print(json.dumps({"figure": name, **_job_figures(job)}), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"figure": "memory of the reading process's parent", "peak_mb": peak}))
    return 0


def _figures(batch: list[bytes], name: str, bare: Callable[[bytes], str], threads: int) -> dict[str, object]:
    wall = time.perf_counter()
    for raw in batch:
        bare(raw)
    plain = len(batch) / (time.perf_counter() - wall)

    def read(raw: bytes) -> int:
        found = reader.read(raw, name=f"to-trinh.{name}")
        if found.troubles or not found.text():
            raise SystemExit(f"{name}: {found.troubles}")
        return len(found.text())

    start = _started()
    before = _children()
    reader.read(b"a", name="a.txt")  # the server is there before the clock runs
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        walls = sorted(pool.map(lambda raw: _timed(read, raw), batch))
    guarded = len(batch) / (time.perf_counter() - begun)
    reader.stop()
    cpu = (_children() - before - start) / len(batch)
    return {
        "documents": len(batch),
        "threads": threads,
        "per_second": round(guarded, 1),
        "p50_ms": round(walls[len(walls) // 2] * 1000, 1),
        "p95_ms": round(walls[int(len(walls) * 0.95)] * 1000, 1),
        "cpu_ms": round(cpu * 1000, 1),  # of server and children, a document: what a busy machine does not change
        "bare_per_second": round(plain, 1),
        "ratio": round(guarded / plain, 3),
        "goal_per_second": GOAL,
        "is_within": guarded >= GOAL,
    }


def _job_figures(job: Callable[[], object]) -> dict[str, object]:
    job()  # what it needs is loaded before the clock runs
    before = _live()
    walls = sorted(_timed(lambda _: job(), b"") for _ in range(20))
    cpu, size = _live() - before, _server_mb()
    reader.stop()
    return {"p50_ms": round(walls[10] * 1000, 1), "cpu_ms": round(cpu / 20 * 1000, 1), "server_mb": size}


def _live() -> float:
    """The processor time so far of the running server and of its children that ended."""
    fields = Path(f"/proc/{reader._server.pid}/stat").read_text().rpartition(")")[2].split()  # noqa: SLF001
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _server_mb() -> int:
    told = Path(f"/proc/{reader._server.pid}/status").read_text()  # noqa: SLF001
    return int(told.partition("VmRSS:")[2].split()[0]) // 1024


def _started() -> float:
    """The processor time of starting the server and reading nothing much."""
    reader.stop()
    before = _children()
    reader.read(b"a", name="a.txt")
    reader.stop()
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _timed(act: Callable[[bytes], object], raw: bytes) -> float:
    begun = time.perf_counter()
    act(raw)
    return time.perf_counter() - begun


def _text(number: int) -> list[str]:
    sentence = (
        "Thực hiện chương trình phối hợp, Sở Y tế báo cáo kết quả công tác tuyên truyền trên địa bàn tỉnh, "
        "đánh giá những thuận lợi, khó khăn và đề xuất nhiệm vụ trọng tâm trong thời gian tới."
    )
    return [f"Số: {number}/BC-SYT", *(f"{line}. {sentence}" for line in range(35))]


def _pdf(number: int) -> bytes:
    lines = _text(number)
    return files.pdf(*("\n".join(lines[at : at + 12]) for at in (0, 12, 24)), title=f"Báo cáo {number}")


def _docx(number: int) -> bytes:
    return files.docx(*_text(number), header="SỞ Y TẾ", footer="Trang 1", properties={"title": f"Báo cáo {number}"})


def _bare_pdf(raw: bytes) -> str:
    with pypdfium2.PdfDocument(raw) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def _bare_docx(raw: bytes) -> str:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return "".join(word.text or "" for word in root.iter(_WORD))


if __name__ == "__main__":
    sys.exit(main())
