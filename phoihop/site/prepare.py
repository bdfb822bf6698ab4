"""Brings a data folder up to date. What is up to date already costs nothing: not even Django is loaded."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from phoihop.site.commandline import Out, main
from phoihop.site.options import ROOT, Options

PACKAGE = ROOT / "phoihop"
SAMPLE = PACKAGE / "sample" / "kien-giang-2021"
# The order matters: facts of the programme, then the illustrations that refer to them, then people to sign in as, then
# what they told the public.
SAMPLE_NOW = datetime(2021, 8, 2, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # a Monday
SEEDING = (
    ("load", str(SAMPLE / "programme.yaml")),
    ("load", str(SAMPLE / "example-rules.yaml")),
    ("user", "sample"),
    ("sample", "public"),
)


class NotPrepared(SystemExit):
    """A step failed; its own message stands above."""


def prepare(options: Options, *, is_empty: bool, out: Out) -> list[str]:
    """Compiles translations, collects static files, migrates, seeds a new folder. Returns the steps it took."""
    options.data.mkdir(parents=True, exist_ok=True)
    with (options.data / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two starts at once: the second finds everything done
        return _prepare(options, is_empty=is_empty, out=out)


def _prepare(options: Options, *, is_empty: bool, out: Out) -> list[str]:
    stamps = _Stamps(options.data / "prepared.json")
    done = []
    if compile_messages():
        done.append("messages")
    static = _digest(PACKAGE.glob("*/static/**/*"), ROOT.glob("requirements.txt"))
    if stamps["static"] != static or not (options.data / "static" / "staticfiles.json").exists():
        _django("collectstatic", interactive=False, verbosity=0)
        stamps["static"] = static
        done.append("static")
    if not stamps["seed"]:
        stamps["seed"] = "none" if is_empty else "wanted"
    migrations = _digest(PACKAGE.glob("*/migrations/*.py"), ROOT.glob("requirements.txt"))
    is_there = options.is_embedded and (options.data / "phoihop.sqlite3").exists()
    if stamps["migrations"] != migrations or not is_there:  # another server's database may have been replaced: ask it
        out.say("Chuẩn bị cơ sở dữ liệu …")
        _migrate()
        stamps["migrations"] = migrations
        done.append("migrations")
    if stamps["seed"] == "wanted":
        out.say("Nạp chương trình mẫu Kiên Giang 2021 …")
        _start_clock(options)
        for step in SEEDING:  # a step that was cut short is taken again: loading twice changes nothing
            with contextlib.redirect_stdout(io.StringIO()):  # the accounts are told by serve
                code = main(step)
            if code != 0:
                raise NotPrepared(code)
        stamps["seed"] = "done"
        done.append("seed")
    return done


def _start_clock(options: Options) -> None:
    """The sample lives in 2021: its data folder gets a demonstration clock, once (decision 0005)."""
    if (options.data / "clock").exists():
        return
    from phoihop.site.commandline import start_django

    start_django()
    from phoihop.ground.clock import start_demonstration

    start_demonstration(SAMPLE_NOW)


def compile_messages() -> list[Path]:
    """Compiles the translation catalogues that changed; the compiled files are not committed."""
    stale = []
    for source in sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            stale.append(source)
    if not stale:
        return []
    from babel.messages import mofile, pofile

    for source in stale:
        with source.open("rb") as file:
            catalogue = pofile.read_po(file, abort_invalid=True)
        fresh = source.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as file:
            mofile.write_mo(file, catalogue, use_fuzzy=False)
        fresh.replace(source.with_suffix(".mo"))
    return stale


def _migrate() -> None:
    from phoihop.site.commandline import start_django

    start_django()
    from phoihop.site.new_database import make_tables

    make_tables()
    _django("migrate", interactive=False, verbosity=0)


def _django(name: str, **arguments: object) -> None:
    from phoihop.site.commandline import start_django

    start_django()
    from django.core.management import call_command

    call_command(name, **arguments)


def _digest(*files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for group in files for path in group if path.is_file()):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


class _Stamps:
    """What was done to this data folder, written down at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.values: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            self.values = {}

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def __setitem__(self, name: str, value: str) -> None:
        self.values[name] = value
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self.values, indent=1), encoding="utf-8")
        fresh.replace(self.path)
