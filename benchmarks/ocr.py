"""Pages read a second beside bare Tesseract, wrong letters, stamps found and false alarms: one JSON line per figure.

    .venv/bin/python -m benchmarks.ocr [--pages N] [--stamped N] [--clean N] [--processes N]

Both readers get the same generated pages in the same number of processes, Tesseract with one thread in each; bare
Tesseract is given the grey picture and asked for plain text. The pages are letters as offices write them, scanned at
200 and 300 dpi with specks, blur and JPEG, some askew, with seals and signatures. CPU counts the children too: it is
the figure that survives a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from PIL import Image
from rapidfuzz.distance import Levenshtein

from phoihop.documents.outside.reading import ocr, stamps
from tests.world.papers import NUMBER_BLOCK, Seal, Stamp, letter_text, paper_image

GOAL = 0.7  # of bare Tesseract's pages a second
LETTER = letter_text()
PLACES = (NUMBER_BLOCK, (105.0, 40.0), (60.0, 120.0), (150.0, 170.0), (70.0, 250.0))  # two of them over print
SECRET = ("TUYỆT MẬT", "TỐI MẬT", "MẬT", "GIẢI MẬT")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--stamped", type=int, default=100)
    parser.add_argument("--clean", type=int, default=64)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    if not ocr.is_available():
        raise SystemExit("Tesseract and its Vietnamese model: apt-get install tesseract-ocr tesseract-ocr-vie")
    with ProcessPoolExecutor(options.processes) as pool:
        for name, figures in (
            *speed(pool, options.pages, options.processes),
            ("stamps, colour", recall(pool, options.stamped, is_grey=False)),
            ("stamps, grey scans", recall(pool, options.stamped, is_grey=True)),
            ("stamps, clean pages", false_alarms(pool, options.clean)),
        ):
            print(json.dumps({"figure": name, **figures}, ensure_ascii=False), flush=True)
    return 0


# ── speed and letters ────────────────────────────────────────────────────────────────────────────────────────


def speed(pool: ProcessPoolExecutor, pages: int, processes: int) -> list[tuple[str, dict[str, Any]]]:
    """Bare Tesseract and `read_scan` in turns over the same pages, so that a busy spell hits both."""
    wall, cpu, letters = ({"bare": 0.0, "read_scan": 0.0} for _ in range(3))
    readers: dict[str, Callable[[int], tuple[float, float]]] = {"bare": _bare, "read_scan": _read}
    list(pool.map(_picture_size, range(pages)))  # fonts and modules are loaded
    for start in range(0, pages, processes):
        batch = range(start, min(pages, start + processes))
        for name, reader in readers.items():
            begun = time.perf_counter()
            for spent, wrong in pool.map(reader, batch):
                cpu[name] += spent
                letters[name] += wrong
            wall[name] += time.perf_counter() - begun
    cpu_ratio, wall_ratio = cpu["bare"] / cpu["read_scan"], wall["bare"] / wall["read_scan"]
    return [
        (
            "pages/s beside bare Tesseract",
            {
                "pages": pages,
                "processes": processes,
                "bare_pages_s": round(pages / wall["bare"], 3),
                "read_scan_pages_s": round(pages / wall["read_scan"], 3),
                "wall_ratio": round(wall_ratio, 2),
                "bare_cpu_s": round(cpu["bare"] / pages, 2),
                "read_scan_cpu_s": round(cpu["read_scan"] / pages, 2),
                "cpu_ratio": round(cpu_ratio, 2),
                "goal": GOAL,
                "is_within": max(cpu_ratio, wall_ratio) >= GOAL,
            },
        ),
        ("wrong letters, share", {name: round(wrong / pages, 4) for name, wrong in letters.items()}),
    ]


def _page(number: int) -> tuple[Image.Image, int]:
    chance = random.Random(number)
    dpi = chance.choice((200, 300))
    image = paper_image(
        LETTER,
        dpi=dpi,
        angle=chance.choice((0, 0, chance.uniform(-1.5, 1.5), chance.uniform(-3, 3))),
        noise=chance.choice((0, 0.3, 0.8)),
        blur=chance.choice((0, 0.6)),
        seal=chance.random() < 0.7,
        signature=True,
        stamp="MẬT" if number % 6 == 5 else None,
        quality=chance.choice((None, 75, 50)),
        seed=number,
    )
    return image, dpi


def _picture_size(number: int) -> tuple[int, int]:
    return _page(number)[0].size


def _bare(number: int) -> tuple[float, float]:
    image, dpi = _page(number)
    grey = image.convert("L")
    words = ["tesseract", "stdin", "stdout", "-l", "vie", "--psm", "3", "--dpi", str(dpi)]
    begun = _cpu()
    picture = b"P5\n%d %d\n255\n" % grey.size + grey.tobytes()
    done = subprocess.run(words, input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return _cpu() - begun, _wrong(done.stdout.decode())


def _read(number: int) -> tuple[float, float]:
    image, dpi = _page(number)
    begun = _cpu()
    read = ocr.read_scan(image, dpi=dpi)
    return _cpu() - begun, _wrong(read.text)


def _wrong(text: str) -> float:
    """Share of letters that differ, word against word in the order of the alphabet: how columns follow counts not."""
    wanted, got = (" ".join(sorted(part.split())) for part in (LETTER, text))
    return Levenshtein.distance(wanted, got) / len(wanted)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


# ── stamps ───────────────────────────────────────────────────────────────────────────────────────────────────


def recall(pool: ProcessPoolExecutor, pages: int, *, is_grey: bool) -> dict[str, Any]:
    """Stamped pages on which the stamp's word was found; for secrecy any mark of secrecy counts as a refusal."""
    results = list(pool.map(_stamped, range(pages), [is_grey] * pages))
    secret = [(word, found) for word, found, _, _ in results if word in SECRET]
    blank = [(word, found) for word, found, is_over, _ in results if not is_over]
    return {
        "pages": pages,
        "recall": _share(word in found for word, found, _, _ in results),
        "recall_secrecy": _share(bool(set(SECRET) & set(found)) for _, found in secret),
        "recall_not_over_print": _share(word in found for word, found in blank),
        "other_words_too": sum(bool(set(found) - {word}) for word, found, _, _ in results),
        "cpu_s": round(sum(spent for *_, spent in results) / pages, 2),
    }


def _share(hits: Any) -> float:
    counted = list(hits)
    return round(sum(counted) / max(1, len(counted)), 3)


def _stamped(number: int, is_grey: bool) -> tuple[str, tuple[str, ...], bool, float]:
    chance = random.Random(number)
    word = stamps.WORDS[number % len(stamps.WORDS)]
    askew = chance.uniform(-8, 8)
    stamp = Stamp(
        word,
        at=chance.choice(PLACES),
        angle=chance.choice((0, askew, askew, 90, 180, 270, 90 + askew / 2)),
        # Red at 35 % is a pale pink; in grey it is all but gone.
        ink=chance.choice((1, 0.7, 0.5) if is_grey else (1, 0.7, 0.5, 0.35)),
        border=chance.choice((2, 2, 1)),
        smudge=chance.choice((0, 0, 0.5, 1)),
        family=chance.choice(("serif", "serif", "sans")),
    )
    seal: bool | Seal = chance.random() < 0.4
    if chance.random() < 0.2:
        seal = Seal(at=(stamp.at[0] + chance.uniform(20, 34), stamp.at[1] + chance.uniform(-14, 14)))
    dpi = chance.choice((150, 200, 300))
    image = paper_image(
        LETTER,
        dpi=dpi,
        stamp=stamp,
        seal=seal,
        signature=chance.random() < 0.4,
        noise=chance.choice((0, 0.3, 0.6)),
        blur=chance.choice((0, 0.5)),
        quality=chance.choice((None, 75, 40)),
        angle=chance.choice((0, 0, chance.uniform(-2, 2))),
        grey=is_grey,
        seed=number,
    )
    begun = _cpu()
    found = stamps.read_stamps(image, dpi=dpi)
    return word, found, stamp.at in PLACES[2:4] or isinstance(seal, Seal), _cpu() - begun


def false_alarms(pool: ProcessPoolExecutor, pages: int) -> dict[str, Any]:
    """Pages without any mark: red headings, seals, signatures, and ordinary stamps, some of them near our words."""
    results = list(pool.map(_clean, range(pages)))
    raised = [found for found, _ in results if found]
    return {
        "pages": pages,
        "false_alarms": len(raised),
        "of_secrecy": sum(bool(set(SECRET) & set(found)) for found in raised),
        "words": sorted({word for found in raised for word in found}),
        "cpu_s": round(sum(spent for _, spent in results) / pages, 2),
    }


_ORDINARY: tuple[dict[str, Any], ...] = (
    {"banner": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
    {"banner": "MẶT TRẬN TỔ QUỐC VIỆT NAM"},
    {"stamp": [Stamp("ĐẾN Số: 1234", at=(50, 80), angle=4), Stamp("SAO Y", at=(150, 255), angle=3)]},
    {"stamp": [Stamp("BẢN SAO", border=1), Stamp("ĐÃ THU TIỀN", at=(100, 150)), Stamp("MẪU", at=(160, 40), border=1)]},
    {"stamp": [Stamp("MẶT TRẬN", at=(60, 150), border=1), Stamp("NGUYỄN VĂN AN", border=0, at=(140, 262))]},
    {"stamp": [Stamp("BẢN GỐC"), Stamp("HỎA HOẠN", at=(120, 90))], "grey": True},
    {"banner": "BÁO CÁO MẬT ĐỘ DÂN SỐ", "stamp": [Stamp("HÓA ĐƠN", border=1), Stamp("DỰ THẢO", at=(50, 80))]},
    {"stamp": [Stamp("KHÁM", at=(100, 90)), Stamp("CHẤT", at=(100, 120)), Stamp("HOÀN TẤT", at=(60, 60))]},
)


def _clean(number: int) -> tuple[tuple[str, ...], float]:
    chance = random.Random(1000 + number)
    dpi = chance.choice((150, 200, 300))
    image = paper_image(
        LETTER,
        dpi=dpi,
        seal=chance.random() < 0.8,
        signature=chance.random() < 0.6,
        noise=chance.choice((0, 0.3, 0.6)),
        quality=chance.choice((None, 75, 40)),
        angle=chance.choice((0, 0, chance.uniform(-2, 2))),
        seed=number,
        **_ORDINARY[number % len(_ORDINARY)],
    )
    begun = _cpu()
    found = stamps.read_stamps(image, dpi=dpi)
    return found, _cpu() - begun


if __name__ == "__main__":
    sys.exit(main())
