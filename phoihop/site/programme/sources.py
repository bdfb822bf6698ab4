"""From bytes to a plain tree with places: YAML or XLSX, bounded in every direction, executing nothing.

The tree holds dicts, lists, text, whole numbers, truths and None; what a cell or a scalar means is decided later, by
the schema. Text is brought to the house's form here, at the entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from phoihop.ground.text import nfc
from phoihop.site.programme.values import Place, Problem

MOST_BYTES = 5_000_000
MOST_NODES = 200_000
DEEPEST = 12

Step = str | int
Trail = tuple[Step, ...]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff]")
_CLIMBING = re.compile(r"\.\.[/\\]")


class Stop(Exception):
    """Reading ends here; why is among the tree's problems."""


@dataclass
class Tree:
    """A file as read: plain data, the place of every node, and what was wrong so far."""

    data: Any = None
    places: dict[Trail, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, trail: Trail) -> Place:
        """The place of a node, or of the nearest one above it."""
        while trail and trail not in self.places:
            trail = trail[:-1]
        return self.places.get(trail, Place())

    def refuse(self, place: Place, sentence: str) -> None:
        self.problems.append(Problem(place, sentence))

    def text(self, raw: str, place: Place) -> str:
        """Text in the house's form. Refused: control characters, lone surrogates, `../`."""
        if _FORBIDDEN.search(raw):
            self.refuse(place, _("Có ký tự điều khiển không được phép"))
        cleaned = nfc(raw).strip()
        if _CLIMBING.search(cleaned):
            self.refuse(place, _("Không được chứa “../”"))
        return cleaned


def read_tree(path: Path) -> Tree:
    """The tree of a YAML or XLSX file; when it cannot be read to its end, `data` is None and the problems say why."""
    tree = Tree()
    try:
        content = _bytes_of(path, tree)
        if content.startswith(b"PK\x03\x04") or path.suffix.lower() == ".xlsx":
            from phoihop.site.programme.sheets import read_sheets  # openpyxl is heavy, and most files are YAML

            read_sheets(content, tree)
        else:
            tree.data = _read_yaml(_text_of(content, tree), tree)
    except Stop:
        tree.data = None
    return tree


def _bytes_of(path: Path, tree: Tree) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        tree.refuse(Place(), _("Không mở được tệp"))
        raise Stop from None
    if len(content) > MOST_BYTES:
        tree.refuse(Place(), _("Tệp lớn quá %(most)d MB") % {"most": MOST_BYTES // 1_000_000})
        raise Stop
    if not content.strip():
        tree.refuse(Place(), _("Tệp không có nội dung"))
        raise Stop
    return content


def _text_of(content: bytes, tree: Tree) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        tree.refuse(Place(line), _("Tệp không phải là văn bản UTF-8; hãy lưu lại với bảng mã UTF-8"))
        raise Stop from None


@dataclass
class _Frame:
    """A mapping or list that is being filled."""

    filled: dict[str, Any] | list[Any]
    trail: Trail
    key: str | None = None
    is_refused: bool = False


def _read_yaml(text: str, tree: Tree) -> Any:
    """Build the tree from the parser's events, so that no tag, alias or date is ever constructed."""
    from ruamel.yaml.error import MarkedYAMLError

    if found := _FORBIDDEN.search(text):
        tree.refuse(Place(text.count("\n", 0, found.start()) + 1), _("Có ký tự điều khiển không được phép"))
        raise Stop
    builder = _YamlBuilder(tree)
    try:
        for event in _events(text):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1) if mark else builder.last
        if "'\\t'" in str(error.problem):
            tree.refuse(place, _("YAML không cho dùng phím Tab để thụt dòng"))
        else:
            tree.refuse(place, _("Không đúng cú pháp YAML ở đây"))
        raise Stop from None
    except Stop:
        raise
    except Exception:  # noqa: BLE001 - the parser lets several builtin errors through on hostile input
        tree.refuse(builder.last, _("Không đúng cú pháp YAML ở đây"))
        raise Stop from None
    return builder.root


def _events(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML

    events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
    return events


class _YamlBuilder:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.root: Any = None
        self.stack: list[_Frame] = []
        self.last = Place(1)
        self.nodes = 0
        self.documents = 0

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        place = Place(event.start_mark.line + 1)
        self.last = place
        if kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                self.tree.refuse(place, _("Tệp chỉ được có một tài liệu YAML (bỏ dòng ---)"))
                raise Stop
        elif kind == "AliasEvent":
            self.tree.refuse(place, _("Tệp không được dùng tham chiếu YAML (&tên, *tên)"))
            self.add(None, place)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self.stack.pop()
        elif kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
            self.node(event, kind, place)

    def node(self, event: Any, kind: str, place: Place) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.tree.refuse(place, _("Tệp có quá nhiều mục"))
            raise Stop
        if event.anchor:
            self.tree.refuse(place, _("Tệp không được dùng tham chiếu YAML (&tên, *tên)"))
        if event.tag is not None:
            self.tree.refuse(place, _("Tệp không được dùng thẻ kiểu YAML (!thẻ)"))
        if kind == "ScalarEvent":
            self.add(self.scalar(event, place), place, raw=event.value)
            return
        if len(self.stack) >= DEEPEST:
            self.tree.refuse(place, _("Tệp lồng quá %(most)d bậc") % {"most": DEEPEST})
            raise Stop
        filled: dict[str, Any] | list[Any] = {} if kind == "MappingStartEvent" else []
        trail = self.add(filled, place)
        self.stack.append(_Frame(filled, trail))

    def scalar(self, event: Any, place: Place) -> Any:
        value: str = event.value
        if event.style not in (None, "") or not event.implicit[0]:
            return self.tree.text(value, place)
        if value in _NULLS:
            return None
        if value in _TRUTHS:
            return _TRUTHS[value]
        if _WHOLE.fullmatch(value):
            return int(value)
        if _DECIMAL.fullmatch(value):
            return float(value)
        return self.tree.text(value, place)

    def add(self, value: Any, place: Place, raw: str = "") -> Trail:
        """Put a node where it belongs; a scalar in key position becomes the key of the next one."""
        if not self.stack:
            self.root = value
            return ()
        frame = self.stack[-1]
        if isinstance(frame.filled, list):
            trail = (*frame.trail, len(frame.filled))
            frame.filled.append(value)
            self.tree.places[trail] = place
            return trail
        if frame.key is None:
            return self.key(frame, value, place, raw)
        key, frame.key = frame.key, None
        trail = (*frame.trail, key)
        if frame.is_refused:  # a repeated key: its value is read apart, so that the first one stands
            frame.is_refused = False
            return (*trail, "")
        frame.filled[key] = value
        return trail

    def key(self, frame: _Frame, value: Any, place: Place, raw: str) -> Trail:
        if isinstance(value, dict | list):
            self.tree.refuse(place, _("Tên mục phải là chữ"))
            raise Stop
        frame.key = value if isinstance(value, str) else self.tree.text(raw, place)
        trail = (*frame.trail, frame.key)
        if frame.key in frame.filled:
            first = self.tree.places[trail].line
            self.tree.refuse(
                place, _("Mục “%(key)s” bị lặp lại, đã có ở dòng %(line)d") % {"key": frame.key, "line": first}
            )
            frame.is_refused = True
        else:
            self.tree.places[trail] = place
        return trail
