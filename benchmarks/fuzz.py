"""Parsers of foreign input under atheris: input grown from real samples, guided by which lines of ours it reaches.

.venv/bin/python -m benchmarks.fuzz [--seconds 30] [--keep DIR] [TARGET ...]

One JSON line a target: executions, lines and branches reached, and the file of what broke it. Exit 1 when something
broke. Targets are those of `tests/fuzz/targets.py`, and `document-NAME`: the readers of the documents' child.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEMORY_MB = 1500  # as the reading children have
LONGEST_SECONDS = 20  # of one input: beyond, it is a finding
LARGEST = 20_000  # bytes of an input
DOCUMENT = "document-"
SPOKEN = ("programme", "workbook", "reorganisation")  # these say what is wrong in the reader's language
PARSERS = ["phoihop", "icalendar", "markdown_it"]  # whose lines guide the search
_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_PEAK = re.compile(r"stat::peak_rss_mb:\s*(\d+)")
_REACHED = re.compile(r"cov: (\d+) ft: (\d+)")
_SAID = re.compile(r"^(?:\S*(?:Error|Exception|Broken)\b.*|==\d+== ERROR: .*)$", re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all, if none is named")
    parser.add_argument("--seconds", type=int, default=30, help="for each target")
    parser.add_argument(
        "--keep", type=Path, default=Path("fuzz-findings"), help="where input goes that broke something"
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given, rest = parser.parse_known_args()
    if given.inside:
        _fuzz(given.targets[0], rest)
        return 0
    _set_up()
    return max([_run(name, given.seconds, given.keep) for name in given.targets or _names()], default=0)


def _run(name: str, seconds: int, keep: Path) -> int:
    """One target in a process of its own: libFuzzer ends the one it ran in."""
    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="phoihop-fuzz-") as work:
        corpus = Path(work) / "corpus"
        corpus.mkdir()
        seeds, words = _seeds(name)
        for number, content in enumerate(seeds):
            (corpus / f"seed-{number}").write_bytes(content)
        dictionary = Path(work) / "words"
        dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in words if len(word) < 64), encoding="ascii")
        told = subprocess.run(
            [
                *(sys.executable, "-m", "benchmarks.fuzz", "--inside", name),
                *(f"-max_total_time={seconds}", f"-rss_limit_mb={MEMORY_MB}", f"-timeout={LONGEST_SECONDS}"),
                *(f"-max_len={LARGEST}", "-print_final_stats=1", f"-artifact_prefix={keep.resolve()}/{name}-"),
                *(f"-dict={dictionary}", str(corpus)),
            ],
            cwd=ROOT,
            env={**os.environ, "PHOIHOP_DATA": work, "PHOIHOP_SECRET_KEY": "only-for-tests", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    runs, peak, reached = _RUNS.search(told.stderr), _PEAK.search(told.stderr), _REACHED.findall(told.stderr)
    is_broken = told.returncode != 0
    line = {
        "target": name,
        "executions": int(runs[1]) if runs else 0,
        "seconds": seconds,
        "reached": int(reached[-1][0]) if reached else 0,
        "peak_mb": int(peak[1]) if peak else 0,
        "is_broken": is_broken,
    }
    if is_broken:
        said = _SAID.findall(told.stdout + told.stderr)
        line["said"] = (said[0] if said else told.stderr[-300:])[:300]
        line["input"] = max(map(str, keep.glob(f"{name}-*")), key=os.path.getmtime, default="")
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return int(is_broken)


def _fuzz(name: str, libfuzzer: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=PARSERS):
        importlib.import_module("tests.fuzz.targets")  # the parsers alone: with all rooms a start would take minutes
    if name in SPOKEN:
        _set_up()
    folder = Path(os.environ["PHOIHOP_DATA"]) / "folder"
    folder.mkdir(exist_ok=True)
    attempt = _attempt(name)
    atheris.Setup([sys.argv[0], *libfuzzer], lambda content: attempt(content, folder))
    atheris.Fuzz()


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()


def _names() -> list[str]:
    from tests.fuzz import samples, targets

    return [*targets.TARGETS, *(DOCUMENT + name for name in samples.documents())]


def _seeds(name: str) -> tuple[list[bytes], tuple[bytes, ...]]:
    from tests.fuzz import samples, targets

    if name.startswith(DOCUMENT):
        return [samples.documents()[name.removeprefix(DOCUMENT)]], targets.XML
    return list(targets.TARGETS[name].seeds()), targets.TARGETS[name].words


def _attempt(name: str) -> Callable[[bytes, Path], object]:
    from tests.fuzz import targets

    if name.startswith(DOCUMENT):
        return targets.document(name.removeprefix(DOCUMENT))
    return targets.TARGETS[name].attempt


def _escaped(word: bytes) -> str:
    return "".join(chr(byte) if 32 < byte < 127 and byte not in b'"\\' else f"\\x{byte:02X}" for byte in word)


if __name__ == "__main__":
    sys.exit(main())
