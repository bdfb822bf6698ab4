"""The frame of `phoihop COMMAND`: finds the command, runs it, and keeps the contract of output and exit codes.

Each module in `phoihop.site.cli` is one command, named like its module, and holds
    HELP                        one line
    arguments(parser)           adds its own arguments (every command takes --json)
    run(options, out) -> int    does it; the exit code is one of those below
    NEEDS_DJANGO = False        only if it works without the database
Data goes to standard output by `out.data`, everything else to standard error by `out.say`.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import phoihop
from phoihop.site import cli
from phoihop.site.options import WrongOption

OK = 0  # done
NO = 1  # the answer is no: verification failed, differences found
WRONG = 2  # wrong input: every error told with its place, nothing changed
REFUSED = 3  # refused by the secrecy guard
HELD = 4  # held for a human decision


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input, and where."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason


class WrongInput(Exception):
    """The input cannot be taken. All problems are told at once; nothing was changed."""

    def __init__(self, problems: Iterable[Problem | str]) -> None:
        self.problems = [Problem("", p) if isinstance(p, str) else p for p in problems]
        super().__init__("; ".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Out:
    """Where a command speaks: data to standard output, messages to standard error."""

    is_json: bool

    def data(self, value: Any, text: str | Iterable[str] = ()) -> None:
        """`value` as one JSON document with --json, else `text`: a string, or its lines."""
        if self.is_json:
            print(json.dumps(value, ensure_ascii=False, default=str))
            return
        for line in [text] if isinstance(text, str) else text:
            print(line)

    def table(self, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
        """Rows as a JSON list, or as aligned columns under the headings `columns` gives to their keys."""
        cells = [[_cell(row.get(key)) for key in columns] for row in rows]
        widths = [max(len(line[i]) for line in [list(columns.values()), *cells]) for i in range(len(columns))]
        lines = [list(columns.values()), *cells] if rows else []
        self.data(
            list(rows), ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]
        )

    def say(self, message: object) -> None:
        print(message, file=sys.stderr, flush=True)

    def progress(self, done: int, total: int, what: str) -> None:
        """Long work shows where it is, on a terminal only."""
        if sys.stderr.isatty():
            print(f"\r{what} {done}/{total}", end="\n" if done >= total else "", file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    end = words.index("--") if "--" in words else len(words)
    is_json = "--json" in words[:end]
    words = [word for i, word in enumerate(words) if i >= end or word != "--json"]
    out = Out(is_json)
    options = _parser(words).parse_args(words)
    module: ModuleType = options.module
    try:
        _refuse_half_restored(options.command)
        if getattr(module, "NEEDS_DJANGO", True):
            start_django()
        code: int = module.run(options, out)
        sys.stdout.flush()
        return code
    except (WrongInput, WrongOption) as wrong:
        return _told_wrong(wrong, out)
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return 130
    except Exception as refusal:
        if not _is_refusal(refusal):
            raise
        return _told_wrong(WrongInput([str(refusal) or type(refusal).__name__]), out)


def _refuse_half_restored(command: str) -> None:
    """Where a restore was cut short nothing else is done: what is there is not whole."""
    from phoihop.site.options import options

    marker = options().data / "restoring.json"
    if command not in {"restore", "backup"} and marker.exists():
        raise WrongInput(
            [f"{marker}: a restore has not ended here; nothing else is done before. Run phoihop restore again"]
        )


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="phoihop",
        description="Phối Hợp: the coordination desk.",
        epilog="Every command takes --json. Exit: 0 done, 1 the answer is no, 2 wrong input, 3 refused, 4 held.",
    )
    parser.add_argument("--version", action="version", version=phoihop.__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    names = command_names()
    named = next((word for word in words if not word.startswith("-")), "")
    for name in [named] if named in names else names:  # only the command meant is loaded
        module = import_module(f"{cli.__name__}.{name.replace('-', '_')}")
        own = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(own)
        own.set_defaults(module=module)
    return parser


def command_names() -> list[str]:
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(cli.__path__))


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django
    from django.apps import apps
    from django.conf import settings
    from django.utils import translation

    if not apps.ready:  # whoever calls a command from within has loaded the house
        with no_garbage():
            django.setup()
    translation.activate(settings.LANGUAGE_CODE)


@contextmanager
def no_garbage() -> Iterator[None]:
    """What is made while the house is loaded stays for good: looking for garbage in it costs a sixth of the start, and
    in workers that share it by fork it would copy every page that the collector writes its marks on."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _is_refusal(error: Exception) -> bool:
    """Whether a rule of the house said no; anything else is a fault and shows its traceback."""
    command, powers = sys.modules.get("phoihop.ground.command"), sys.modules.get("phoihop.ground.powers")
    if command is None or powers is None:
        return False
    return isinstance(error, command.Refused | command.SomebodyWasFaster | powers.NotAllowed | powers.NotVisible)


def _told_wrong(wrong: WrongInput | WrongOption, out: Out) -> int:
    problems = wrong.problems if isinstance(wrong, WrongInput) else [Problem("", str(wrong))]
    if out.is_json:
        out.data({"errors": [{"place": p.place, "reason": p.reason} for p in problems]})
    for problem in problems:
        out.say(f"phoihop: {problem}")
    return WRONG


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
