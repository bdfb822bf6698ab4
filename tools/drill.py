"""Would anybody notice? Takes single `ask(…)` lines and `@door(…)`s away in a scratch copy and runs the tests.

    python -m tools.drill                     every ask and every door, one after the other
    python -m tools.drill --sample 20 --seed 7 --minutes 10
    python -m tools.drill --only plans        one room

A hole nobody notices is a survivor: it is printed, and the exit status is 1. What has been tried is kept in `--state`
(a JSON file, var/drill.json unless told otherwise), so a run that was stopped goes on where it was; `--anew` forgets.
The project itself is never changed.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("phoihop", "tests", "tools", "docs", "pyproject.toml", "run", "test", "README.md", "README.vi.md")
LONGEST = 300  # seconds for the tests of one hole


@dataclass(frozen=True)
class Hole:
    """One line to take away."""

    kind: str  # ask, door
    file: str
    line: int  # counted from 1
    last: int
    function: str

    @property
    def room(self) -> str:
        return self.file.split("/")[1]

    @property
    def key(self) -> str:
        return f"{self.kind} {self.file}:{self.line} {self.function}"


def holes() -> Iterator[Hole]:
    """Every statement `ask(…)` of the commands and every `@door(…)` of the views."""
    for path in sorted((ROOT / "phoihop").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        names = place.removesuffix(".py").split("/")
        if "commands" in names[1:]:
            yield from _asks(place, path)
        if names[-1] == "views":
            yield from _doors(place, path)


def _asks(place: str, path: Path) -> Iterator[Hole]:
    for function in _functions(path):
        for node in ast.walk(function):
            if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
                continue
            called = node.value.func
            if isinstance(called, ast.Name) and called.id == "ask":
                yield Hole("ask", place, node.lineno, node.end_lineno or node.lineno, function.name)


def _doors(place: str, path: Path) -> Iterator[Hole]:
    for function in _functions(path):
        for mark in function.decorator_list:
            if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "door":
                yield Hole("door", place, mark.lineno, mark.end_lineno or mark.lineno, function.name)


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def taken_away(text: str, hole: Hole) -> str:
    """The module without the line; a `pass` of the same depth stays where an ask was."""
    lines = text.splitlines(keepends=True)
    first = lines[hole.line - 1]
    indent = first[: len(first) - len(first.lstrip())]
    lines[hole.line - 1 : hole.last] = [f"{indent}pass\n"] if hole.kind == "ask" else []
    return "".join(lines)


def tests_for(hole: Hole) -> list[str]:
    """The narrowest first: the house's walls, the command's own tests, its room's, then matrix and journeys."""
    room = f"tests/rooms/{hole.room}"
    own = [f"{room}/test_{hole.function}.py", room] if hole.kind == "ask" else ["tests/house/test_doors.py", room]
    return [place for place in (*own, "tests/house/test_matrix.py", "tests/journeys") if (ROOT / place).exists()]


def noticed_by(hole: Hole, copy: Path, red: dict[str, bool]) -> str:
    """The tests that fail without the line and pass with it; empty if there are none. `red`: which fail anyway."""
    target = copy / hole.file
    whole = target.read_text(encoding="utf-8")
    for place in tests_for(hole):
        if red.get(place):
            continue
        target.write_text(taken_away(whole, hole), encoding="utf-8")
        try:
            passed = _passes(copy, place)
        finally:
            target.write_text(whole, encoding="utf-8")
        if passed:
            continue
        if place not in red:
            red[place] = not _passes(copy, place)
        if not red[place]:
            return place
        print(f"{place} fails without any hole; not asked", flush=True)
    return ""


def _passes(copy: Path, tests: str) -> bool:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PHOIHOP_")}
    env |= {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-m", "not browser and not slow", tests]
    try:
        done = subprocess.run(command, cwd=copy, env=env, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode in (0, 5)  # 5: no test there


def scratch() -> Path:
    copy = Path(tempfile.mkdtemp(prefix="phoihop-drill-"))
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        elif source.exists():
            shutil.copy2(source, copy / name)
    return copy


def chosen(options: argparse.Namespace) -> list[Hole]:
    found = [hole for hole in holes() if not options.only or hole.room == options.only]
    by_kind = {kind: [hole for hole in found if hole.kind == kind] for kind in ("ask", "door")}
    wanted = {"ask": options.asks or options.sample, "door": options.doors or options.sample}
    dice = random.Random(options.seed)
    picked: list[Hole] = []
    for kind, of_kind in by_kind.items():
        count = wanted[kind]
        picked += dice.sample(of_kind, min(count, len(of_kind))) if count else of_kind
    return picked


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.drill", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sample", type=int, default=0, help="so many asks and so many doors, by chance")
    parser.add_argument("--asks", type=int, default=0, help="so many asks, whatever --sample says")
    parser.add_argument("--doors", type=int, default=0, help="so many doors, whatever --sample says")
    parser.add_argument("--seed", type=int, default=1, help="the same seed picks the same lines")
    parser.add_argument("--only", default="", metavar="ROOM")
    parser.add_argument("--minutes", type=float, default=0, help="begin nothing new after so many minutes")
    parser.add_argument("--state", type=Path, default=ROOT / "var" / "drill.json")
    parser.add_argument("--anew", action="store_true", help="forget what was tried before")
    options = parser.parse_args()
    state: dict[str, str] = {}
    red: dict[str, bool] = {}
    if options.state.exists() and not options.anew:
        state = json.loads(options.state.read_text(encoding="utf-8"))
    copy, begun, left = scratch(), time.monotonic(), 0
    try:
        picked = chosen(options)
        for hole in picked:
            if hole.key in state:
                continue
            if options.minutes and time.monotonic() - begun > options.minutes * 60:
                left += 1
                continue
            state[hole.key] = noticed_by(hole, copy, red)
            options.state.write_text(json.dumps(state, indent=1, sort_keys=True), encoding="utf-8")
            print(f"noticed  {hole.key}: {state[hole.key]}" if state[hole.key] else f"SURVIVED {hole.key}", flush=True)
    finally:
        shutil.rmtree(copy, ignore_errors=True)
    survivors = [hole.key for hole in picked if state.get(hole.key) == ""]
    print(f"{len(picked) - left} tried, {len(survivors)} survived, {left} left for another run")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
