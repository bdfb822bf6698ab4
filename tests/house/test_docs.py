"""Generated pages are fresh; every setting, command and word is written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from phoihop.organizations.rules import second_factors as rules
from phoihop.organizations.views.arrivals import DEVICE_KNOWN_FOR
from phoihop.site.options import DEFAULTS
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
    named = set(re.findall(r"PHOIHOP_[A-Z_]+", source)) - {"PHOIHOP_CHILD"}
    commands = {p.stem for p in ROOT.glob("phoihop/site/cli/*.py")} - {"__init__"}
    assert not sorted(name for name in named if name not in page)
    assert not sorted(name for name in commands if f"phoihop {name}" not in page)


def test_the_page_tells_how_long_whoever_tries_to_sign_in_waits() -> None:
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8").partition("## Sign-in")[2]
    told = re.findall(r"^\| .* \| (\d+) \| (\d+) s \|$", page, re.MULTILINE)
    kinds = ["name", "device", "network", "step", "passkey"]  # in the page's order
    kept = [(rules.FREE_TRIES[kind], rules.LONGEST_WAIT[kind]) for kind in kinds]
    assert [(int(free), int(longest)) for free, longest in told] == kept
    assert set(kinds) == rules.FREE_TRIES.keys()
    words = " ".join(page.split())
    for sentence in (
        f"in the last {DEVICE_KNOWN_FOR.days} days",
        ", ".join(f"{count}th" for count in rules.TOLD_AT[:-1]) + f" and {rules.TOLD_AT[-1]}th wrong try",
        "eight wrong passwords for one name from one address lock that pair for 15 minutes",
        f"within {rules.HALF_FOR.seconds // 60} minutes",
        f"end {settings.SESSION_COOKIE_AGE // 3600} hours after they began",
        f"`PHOIHOP_SESSION_IDLE_MINUTES` ({DEFAULTS['PHOIHOP_SESSION_IDLE_MINUTES']})",
    ):
        assert sentence in words
    assert settings.AXES_FAILURE_LIMIT == 8
    assert settings.AXES_COOLOFF_TIME.seconds == 15 * 60


def test_decisions_are_short_and_numbered() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [p.name[:4] for p in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    assert not [p.name for p in pages if len(p.read_text(encoding="utf-8").splitlines()) > 40]
