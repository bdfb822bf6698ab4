"""Translation catalogues without GNU gettext: compile them, take new strings in, list what is untranslated.

    python tools/messages.py compile     the compiled catalogues Django reads (not committed)
    python tools/messages.py update      new strings from Python and templates into locale/en; translations stay
    python tools/messages.py missing     exit 1 and a list when a string is untranslated, fuzzy or not taken in

A changed Vietnamese sentence is a new string: its old translation is dropped and told, never kept as a guess.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from phoihop.site.prepare import compile_messages

PACKAGE = ROOT / "phoihop"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


Found = tuple[int, str | tuple[str, ...], list[str], str | None]  # line, words, comments, context


def main(words: list[str]) -> int:
    match words:
        case ["compile"]:
            for path in compile_messages():
                print(f"compiled {path.relative_to(ROOT)}", file=sys.stderr)
            return 0
        case ["update"]:
            return update()
        case ["missing"]:
            return missing()
    print(__doc__, file=sys.stderr)
    return 2


def update() -> int:
    old, new = _read(), _fresh()
    known = {_key(message): message for message in old if message.id}
    found = {_key(message) for message in new if message.id}
    for message in new:
        before = known.get(_key(message))
        if message.id and before is not None and not before.fuzzy:
            message.string = before.string
            message.user_comments = before.user_comments
    gone = [message for key, message in known.items() if key not in found and message.string]
    for message in gone:
        print(f"gone: {message.id!r} = {message.string!r}", file=sys.stderr)
    fresh = sum(1 for message in new if message.id and not _is_translated(message))
    _write(new)
    print(f"{len(found)} strings, {fresh} untranslated, {len(gone)} gone", file=sys.stderr)
    return 0


def missing() -> int:
    old = {_key(message): message for message in _read() if message.id}
    faults = []
    for message in _fresh():
        if not message.id:
            continue
        known, place = old.get(_key(message)), message.locations[0][0] if message.locations else ""
        if known is None:
            faults.append(f"{place}: not in the catalogue: {message.id!r}")
        elif known.fuzzy:
            faults.append(f"{place}: fuzzy: {message.id!r}")
        elif not _is_translated(known):
            faults.append(f"{place}: untranslated: {message.id!r}")
        elif not _same_placeholders(known):
            faults.append(f"{place}: other placeholders than the source: {message.id!r} = {known.string!r}")
    for fault in faults:
        print(fault)
    print(f"{len(faults)} of the English words are missing", file=sys.stderr)
    return 1 if faults else 0


def _fresh() -> Catalog:
    """Everything the sources say now, untranslated."""
    catalogue = _blank()
    for path in sorted(PACKAGE.rglob("*")):
        relative = path.relative_to(ROOT).as_posix()
        if "/migrations/" in relative or "/locale/" in relative or not path.is_file():
            continue
        if path.suffix == ".py":
            found = _from_python(path.read_bytes())
        elif "/templates/" in relative and path.suffix in {".html", ".txt"}:
            found = _from_template(path.read_text(encoding="utf-8"), relative)
        else:
            continue
        for line, words, comments, context in found:
            catalogue.add(words, locations=[(relative, line)], auto_comments=comments, context=context)
    return catalogue


def _from_python(source: bytes) -> Iterator[Found]:
    options, keywords = {"encoding": "utf-8"}, KEYWORDS | _other_names(source)
    yield from extract("python", io.BytesIO(source), keywords, ["Translators:"], options, strip_comment_tags=True)


def _other_names(source: bytes) -> dict[str, Any]:
    """The functions of translation by the names a file imports them under."""
    names = (
        name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
    )
    return {name.asname: KEYWORDS[name.name] for name in names if name.asname and name.name in KEYWORDS}


def _from_template(source: str, name: str) -> Iterator[Found]:
    """Django turns the template into something that reads like Python and nothing but its translated strings."""
    from django.utils.translation.template import templatize

    pythonic = templatize(source, origin=name)
    # What is no call is filler (X, B, S); keep the calls, one a line, so that Python's own reader takes them.
    for number, line in enumerate(pythonic.splitlines(), start=1):
        for call in re.finditer(r"\b(?:_|gettext|ngettext|pgettext|npgettext)\(", line):
            for _line, words, comments, context in _from_python(_call_at(line, call.start()).encode()):
                yield number, words, comments, context


def _call_at(line: str, start: int) -> str:
    """The one call that begins at `start`."""
    for end in (i + 1 for i in range(start, len(line)) if line[i] == ")"):
        try:
            ast.parse(line[start:end], mode="eval")
        except SyntaxError:
            continue
        return line[start:end]
    raise SyntaxError(f"unreadable string in a template: {line[start : start + 80]}")


def _read() -> Catalog:
    if not CATALOGUE.exists():
        return _blank()
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def _write(catalogue: Catalog) -> None:
    text = io.BytesIO()
    # File names without line numbers: a moved line is no change of words.
    write_po(text, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    # Dates and addresses in the head would change with every update and say nothing.
    idle = rb'^"(?:POT-Creation|PO-Revision|Last-Translator|Report-Msgid|Project-Id|Language-Team|Generated).*\n'
    CATALOGUE.write_bytes(re.sub(idle, b"", text.getvalue(), flags=re.MULTILINE))


def _blank() -> Catalog:
    return Catalog(
        locale="en",
        domain="django",
        project="Phoi Hop",
        charset="utf-8",
        header_comment="# English words of Phối Hợp. The Vietnamese sentence in the source is the key.",
        fuzzy=False,
    )


def _key(message: Message) -> tuple[object, object]:
    words = message.id
    return (message.context or "", tuple(words) if isinstance(words, list | tuple) else words)


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(strings)


def _same_placeholders(message: Message) -> bool:
    names = re.compile(r"%\((\w+)\)")
    sources = message.id if isinstance(message.id, list | tuple) else [message.id]
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    wanted = set(names.findall(" ".join(sources)))
    used = [set(names.findall(text or "")) for text in strings]
    return all(some <= wanted for some in used) and set().union(*used) == wanted


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
