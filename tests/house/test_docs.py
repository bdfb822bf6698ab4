"""Generated pages are fresh; every setting, command and word is written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from tools import generated

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("path", sorted(generated.PAGES))
def test_generated_page_is_fresh(path: str) -> None:
    with translation.override("vi"):
        fresh = generated.PAGES[path]()
    assert (ROOT / path).read_text(encoding="utf-8") == fresh, "run: .venv/bin/python -m tools.generated"


def test_every_room_has_its_page() -> None:
    rooms = [p.parent for p in ROOT.glob("phoihop/*/room*")]
    assert rooms
    assert not [room.name for room in rooms if not (room / "README.md").exists()]


def test_the_map_names_every_room() -> None:
    page = (ROOT / "docs/map.md").read_text(encoding="utf-8")
    assert not [p.parent.name for p in ROOT.glob("phoihop/*/room*") if f"`{p.parent.name}`" not in page]


def test_every_setting_and_subcommand_is_documented() -> None:
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    source = "".join(p.read_text(encoding="utf-8") for p in ROOT.glob("phoihop/site/**/*.py"))
    import re

    settings = set(re.findall(r"PHOIHOP_[A-Z_]+", source)) - {"PHOIHOP_CHILD"}
    commands = {p.stem for p in ROOT.glob("phoihop/site/cli/*.py")} - {"__init__"}
    assert not sorted(name for name in settings if name not in page)
    assert not sorted(name for name in commands if f"phoihop {name}" not in page)


def test_decisions_are_short_and_numbered() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [p.name[:4] for p in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    assert not [p.name for p in pages if len(p.read_text(encoding="utf-8").splitlines()) > 40]
