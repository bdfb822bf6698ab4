"""phoihop check: is this installation healthy?"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from phoihop.site.checks import levels
from phoihop.site.commandline import NO, OK, Out
from phoihop.site.options import ROOT
from phoihop.site.options import options as site_options

HELP = "health, and every unsafe or missing setting: each finding with what to do"
LEAST_FREE = 500 * 2**20
LEAST_SQLITE = (3, 35)
PRIVATE = ("documents", "quarantine", "spool")
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts")  # where pages are drawn from

Finding = tuple[bool, str]


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace, out: Out) -> int:
    found = [(name, _leveled(*told)) for name, look in CHECKS.items() for told in look()]
    for name, findings in _production():
        found += [(name, finding) for finding in findings]
    rows = [{"check": name, "ok": one.is_well, **asdict(one)} for name, one in found]
    width = max(len(name) for name, _one in found)
    out.data(rows, [_line(name, one, width) for name, one in found])
    return OK if all(one.is_well for _name, one in found) else NO


def _production() -> Iterator[tuple[str, list[levels.Finding]]]:
    """What is unsafe or missing for an installation that serves others."""
    from phoihop.site.checks import found, given

    site = site_options()
    for name, look in given.LOOKS.items():
        yield name, list(look(site, os.environ)) or [levels.Finding(levels.OK, "nothing unsafe or missing")]
    for name in found.LOOKS:
        yield name, list(found.look(name, site)) or [levels.Finding(levels.OK, "nothing unsafe or missing")]


def _leveled(is_well: bool, words: str) -> levels.Finding:
    return levels.Finding(levels.OK if is_well else levels.MISSING, words)


def _line(name: str, one: levels.Finding, width: int) -> str:
    word = one.level.upper() if one.level in levels.BAD else one.level
    return f"{word:<7}  {name:<{width}}  {one.finding}" + (f"; {one.do}" if one.do else "")


def _python() -> Iterator[Finding]:
    yield sys.version_info >= (3, 11), f"{sys.version.split()[0]}, 3.11 or newer is needed"


def _data_folder() -> Iterator[Finding]:
    data = site_options().data
    yield os.access(data, os.W_OK | os.X_OK), f"{data} is a folder we may write to"
    for name in ("secret-key", "settings.env"):
        path = data / name
        if path.exists():
            mode = stat.S_IMODE(path.stat().st_mode)
            yield mode & 0o077 == 0, f"{name} has mode {mode:o}; nobody but its owner should read it (600)"
    for name in PRIVATE:  # made when the first file comes
        path = data / name
        if path.exists():
            mode = stat.S_IMODE(path.stat().st_mode)
            is_ours = mode & 0o077 == 0 and os.access(path, os.R_OK | os.W_OK | os.X_OK)
            yield is_ours, f"{name}/ has mode {mode:o}; its owner, and nobody else, should go in (700)"


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(site_options().data).free
    yield free >= LEAST_FREE, f"{free // 2**20} MB free, {LEAST_FREE // 2**20} MB is the least"


def _database() -> Iterator[Finding]:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        left = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        yield False, str(error).strip()
        return
    if connection.vendor == "sqlite":
        yield sqlite3.sqlite_version_info >= LEAST_SQLITE, f"SQLite {sqlite3.sqlite_version}"
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            yield (word := str(cursor.fetchone()[0])) == "ok", f"file check: {word}"
    else:
        version = ".".join(map(str, connection.get_database_version()))
        yield True, f"PostgreSQL {version}"
    yield left == 0, f"{left} migrations are waiting; phoihop prepare applies them"


def _clock() -> Iterator[Finding]:
    from django.db import DatabaseError

    from phoihop.ground import clock
    from phoihop.ledger.queries import newest_at

    now = clock.now()
    words = f"{now:%Y-%m-%d %H:%M %Z}" + (" (demonstration clock)" if clock.is_demonstration() else "")
    try:
        last = newest_at()
    except DatabaseError:
        last = None
    yield last is None or last <= now, f"{words}, not before the ledger's newest entry"


def _queue() -> Iterator[Finding]:
    from django.db import DatabaseError

    from phoihop.ledger.queries import backlog

    try:
        count = backlog()
    except DatabaseError as error:
        yield False, str(error).strip()
        return
    yield count["dead"] == 0, f"{count['waiting']} deliveries waiting, {count['dead']} dead letters"


def _backup() -> Iterator[Finding]:
    from django.db import DatabaseError

    from phoihop.site.backups.health import findings
    from phoihop.site.mail_hold import held_since

    try:
        is_held = held_since() is not None
    except DatabaseError:  # what is wrong with it stands above
        is_held = False
    yield from findings(site_options(), is_held=is_held)


def _house() -> Iterator[Finding]:
    from django.core.checks import run_checks

    faults = [message for message in run_checks() if message.is_serious()]
    yield not faults, "; ".join(str(fault.msg) for fault in faults) or "every view is a door, every power is declared"


def _pages() -> Iterator[Finding]:
    manifest = site_options().data / "static" / "staticfiles.json"
    yield manifest.exists(), "static files are collected"
    stale = [
        path.parent.parent.name
        for path in (ROOT / "phoihop" / "locale").glob("*/LC_MESSAGES/*.po")
        if not path.with_suffix(".mo").exists() or path.with_suffix(".mo").stat().st_mtime < path.stat().st_mtime
    ]
    yield not stale, "translations are compiled" if not stale else f"not compiled: {', '.join(stale)}"


def _ocr() -> Iterator[Finding]:
    program = shutil.which("tesseract")
    if program is None:
        yield False, "no Tesseract, scans are held for a person: apt-get install tesseract-ocr tesseract-ocr-vie"
        return
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        yield False, f"Tesseract does not run: {error}"
        return
    has_vietnamese = "vie" in told.stdout.split()
    without = "Tesseract has no Vietnamese model, scans are held for a person: apt-get install tesseract-ocr-vie"
    yield has_vietnamese, "Tesseract reads Vietnamese" if has_vietnamese else without


def _fonts() -> Iterator[Finding]:
    found = next((path for path in _font_files() if _draws_vietnamese(path)), None)
    without = "no font draws Vietnamese, pages of papers that bring none come out wrong: apt-get install fonts-croscore"
    yield found is not None, f"{found.name} draws Vietnamese" if found else without


def _font_files() -> Iterator[Path]:
    for folder in FONTS:
        for ending in ("ttf", "otf"):
            yield from sorted(Path(folder).rglob(f"*.{ending}"))


def _draws_vietnamese(path: Path) -> bool:
    from PIL import ImageFont

    try:
        font = ImageFont.truetype(path, 20)
    except OSError:  # not a font that can be drawn with
        return False
    nothing = bytes(font.getmask("\uffff"))  # the box that stands for an unknown letter
    return all(bytes(font.getmask(letter)) != nothing for letter in "ỦậẵĐ")


CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "python": _python,
    "data folder": _data_folder,
    "disk": _disk,
    "database": _database,
    "clock": _clock,
    "queue": _queue,
    "backup": _backup,
    "house": _house,
    "pages": _pages,
    "OCR": _ocr,
    "fonts": _fonts,
}
