"""phoihop calendar: a person's calendar as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from phoihop.site.commandline import main
from tests.world import meetings
from tests.world.build import World
from tests.world.obligations import owe


@pytest.fixture
def year(world: World) -> World:
    owe(world, 1, days=3)
    meetings.call(world)
    return world


def events(path: Path) -> list[str]:
    return sorted(str(event["summary"]) for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def test_what_a_person_has_to_do(year: World, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "chi.ics"
    assert main(["calendar", "chi", "-o", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(file), "entries": 2}
    assert events(file) == ["Giao ban công tác phối hợp tháng 8", "Hạn: Danh sách số 1"]
    assert [path.name for path in tmp_path.iterdir()] == ["chi.ics"]


def test_more_than_what_he_has_to_do(year: World, tmp_path: Path) -> None:
    """The commission is owed the list: of its office, though not its own to do."""
    file = tmp_path / "an.ics"
    assert main(["calendar", "an", "-o", str(file)]) == 0
    assert events(file) == ["Giao ban công tác phối hợp tháng 8"]
    assert main(["calendar", "an", "-o", str(file), "--what", "unit"]) == 0
    assert len(events(file)) == 2
    other = tmp_path / "kim.ics"
    assert main(["calendar", "kim", "-o", str(other)]) == 0
    assert events(other) == []
    assert main(["calendar", "kim", "-o", str(other), "--what", "all"]) == 0
    assert len(events(other)) == 2


def test_wrong_words_write_nothing(year: World, tmp_path: Path, capsys: Any) -> None:
    assert main(["calendar", "khong-co", "-o", str(tmp_path / "x.ics")]) == 2
    assert main(["calendar", "chi", "-o", str(tmp_path / "khong-co" / "x.ics")]) == 2
    assert "không ghi được" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
