"""From file to found: papers a second the whole way, beside bare extractors; scanned pages beside Tesseract.

    .venv/bin/python -m benchmarks.intake [--files N] [--scans N] [--threads N]

Makes its own data folder with one office, takes the papers in (spool, child, guard, store, rows, ledger), enters them
in the register, and stops the clock when the index has them all. Both ways get the same bytes in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

GOAL, GOAL_RATIO = 20, 0.7  # documents a second; of bare Tesseract's pages


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--scans", type=int, default=12)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PHOIHOP_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure(options)
    return 0


def _measure(options: argparse.Namespace) -> None:
    from benchmarks.reading import _bare_docx, _bare_pdf, _docx, _pdf
    from tests.world.papers import letter_text, paper_image, scan_pdf

    unit_id = _office()
    for name, make, bare in (("pdf", _pdf, _bare_pdf), ("docx", _docx, _bare_docx)):
        papers = [make(number) for number in range(options.files)]
        begun = time.perf_counter()
        for raw in papers:
            bare(raw)
        plain = len(papers) / (time.perf_counter() - begun)
        figures = _taken(papers, name, unit_id, options.threads)
        done = {"bare_per_second": round(plain, 1), "ratio": round(figures["per_second"] / plain, 3), "goal": GOAL}
        print(json.dumps({"figure": f"file to found, {name}", **figures, **done}), flush=True)
    pages = [
        paper_image(letter_text(number=f"Số: {100 + n}/KH-SYT"), dpi=200, angle=0.3, noise=0.02, seal=True, seed=n)
        for n in range(options.scans)
    ]
    begun = time.perf_counter()
    with ThreadPoolExecutor(options.threads) as pool:
        list(pool.map(_bare_tesseract, pages))
    plain = len(pages) / (time.perf_counter() - begun)
    figures = _taken([scan_pdf([page], 200) for page in pages], "pdf", unit_id, options.threads)
    done = {"bare_per_second": round(plain, 2), "ratio": round(figures["per_second"] / plain, 2), "goal": GOAL_RATIO}
    print(json.dumps({"figure": "scanned page to found", **figures, **done}), flush=True)


def _office() -> int:
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.organizations import commands

    by, at = Actor.system("loader"), clock.now()
    commands.create_territory(slug="kg", name="Kiên Giang", level="province", parent_slug="", by=by, at=at)
    made = commands.create_unit(
        territory="kg", key="so-yte", name="Sở Y tế", kind="department", level="province", by=by, at=at
    )
    return made.unit_id


def _taken(papers: Sequence[bytes], ending: str, unit_id: int, threads: int) -> dict[str, float]:
    from django.db import connection

    from phoihop.documents import commands
    from phoihop.documents.outside.spool import Spool
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.search.commands import Indexer

    by = Actor.system("administrator-console")

    def take(numbered: tuple[int, bytes]) -> str:
        number, raw = numbered
        with Spool.holding(raw, name=f"{number}.{ending}") as spool:
            outcome = commands.take_in(
                spool=spool,
                name=f"{number}.{ending}",
                unit_id=unit_id,
                is_declared=True,
                by=by,
                at=clock.now(),
            )
        if not outcome.code:
            raise SystemExit(f"{ending}: {outcome}")
        commands.register_document(
            code=outcome.code,
            direction="KEPT",
            system="STATE",
            type_key="KH",
            citation="",
            issued_date=date(2026, 1, 5),
            issuer="Sở Y tế",
            subject=f"Giấy số {number}",
            by=by,
            at=clock.now(),
        )
        connection.close()
        return outcome.code

    take((10**6, papers[0] + b" "))  # the child's server is there before the clock runs
    own = _cpu()
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        codes = list(pool.map(take, enumerate(papers)))
    indexer = Indexer()
    indexer.run(at=clock.now())
    wall = time.perf_counter() - begun
    indexer.close()
    if len(set(codes)) != len(papers):
        raise SystemExit(f"{len(papers)} papers became {len(set(codes))} documents")
    return {
        "papers": len(papers),
        "threads": threads,
        "per_second": round(len(papers) / wall, 2),
        "cpu_ms": round(1000 * (_cpu() - own) / len(papers), 1),
    }


def _bare_tesseract(page: object) -> None:
    out = BytesIO()
    page.convert("L").save(out, "PPM")  # type: ignore[attr-defined]
    subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", "vie"],
        input=out.getvalue(),
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )


def _cpu() -> float:
    """Of this process; what its children take is in benchmarks.reading and benchmarks.ocr."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
