"""The building stands: imports, foreign keys, reverse() and names look down only."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "phoihop"
FORBIDDEN = {"utils", "helpers", "common", "misc", "manager", "data", "info", "process", "handle"}


def floors() -> list[list[str]]:
    """The floors from the import contract, highest first."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["id"] == "floors")["layers"]
    return [[room.strip("() ") for room in layer.split("|")] for layer in layers]


def height(room: str) -> int:
    return next(n for n, floor in enumerate(reversed(floors())) if room in floor)


def rooms() -> list[str]:
    return sorted(p.parent.name for p in PACKAGE.glob("*/__init__.py"))


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_room_has_a_floor() -> None:
    known = {room for floor in floors() for room in floor}
    assert not set(rooms()) - known - {"sample"}


def test_relations_point_down_without_reverse_or_cascade() -> None:
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("phoihop."):
            continue
        room = model._meta.app_label
        for field in model._meta.get_fields():
            if not (field.many_to_one or field.one_to_one) or field.auto_created:
                continue
            other = field.related_model._meta.app_label
            if other != room and field.remote_field.related_name != "+":
                wrong.append(f"{field}: related_name is not '+'")
            if field.remote_field.on_delete.__name__ == "CASCADE":
                wrong.append(f"{field}: cascades")
            if other != room and height(other) >= height(room):
                wrong.append(f"{field}: points up or sideways")
    assert not wrong


def test_rows_manager_stands_first() -> None:
    """`rows` is the default manager; `objects`, where there is one, refuses without a scope."""
    from phoihop.ground.scope import ScopedManager

    wrong = []
    for model in apps.get_models():
        if model.__module__.startswith("phoihop."):
            names = [m.name for m in model._meta.managers]
            if names[0] != "rows" or (hasattr(model, "objects") and not isinstance(model.objects, ScopedManager)):
                wrong.append(f"{model.__name__}: {names}")
    assert not wrong


def test_urls_are_named_downwards() -> None:
    """`reverse()` and `{% url %}` in a room name only its own and lower rooms."""
    wrong = []
    for room in rooms():
        if room in ("site", "sample"):
            continue
        files = [*(PACKAGE / room).rglob("*.py"), *(PACKAGE / room).rglob("*.html")]
        for file in files:
            text = file.read_text(encoding="utf-8")
            named = set(re.findall(r"""(?:reverse|redirect|url)\(?\s*\(?["']([a-z_]+):[a-z_-]+["']""", text))
            upper = (name for name in named & set(rooms()) if height(name) >= height(room) and name != room)
            wrong += [f"{file.relative_to(ROOT)}: {name}" for name in upper]
    assert not wrong


def test_no_drawer_names() -> None:
    modules = [p for p in PACKAGE.rglob("*.py") if p.stem in FORBIDDEN]
    assert not modules


def test_rows_are_read_in_models_queries_commands_only() -> None:
    allowed = {"models", "queries", "commands", "migrations", "outside"}
    wrong = []
    for file in PACKAGE.rglob("*.py"):
        place = file.relative_to(PACKAGE)
        if {part.removesuffix(".py") for part in place.parts} & allowed or place.parts[0] in ("ground", "sample"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_rows = isinstance(node, ast.Attribute) and node.attr == "rows" and isinstance(node.value, ast.Name)
            if is_rows and node.value.id[:1].isupper():
                wrong.append(f"{place}:{node.lineno}")
    assert not wrong


@pytest.mark.parametrize("word", ["post_save", "pre_save", "GenericForeignKey", "ModelForm", "select_for_update"])
def test_banned(word: str) -> None:
    assert not [p for p in PACKAGE.rglob("*.py") if re.search(rf"\b{word}\b", p.read_text(encoding="utf-8"))]


def test_no_save_override_and_no_default_ordering() -> None:
    wrong = []
    for file in PACKAGE.glob("*/models.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete"):
                wrong.append(f"{file.parent.name}: {node.name}()")
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "ordering":
                wrong.append(f"{file.parent.name}: ordering")
    assert not wrong
