"""The deadline clock: a room that fails is told of, and stops neither the other rooms nor the seal."""

import json
import signal
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, OperationalError

from phoihop.concerns import commands as concerns
from phoihop.ground.command import Refused
from phoihop.press import commands as press
from phoihop.site.cli import tick
from phoihop.site.commandline import main
from phoihop.site.family import Ending


@pytest.fixture(params=[Refused, IntegrityError])
def refused(monkeypatch, request):
    def refuse(*, by, at):
        raise request.param("Nghĩa vụ này đang được thực hiện.")

    monkeypatch.setattr(concerns, "tick", refuse)


class Rounds(Ending):
    """Ends a clock that goes again and again after two rounds; no signal changes hands."""

    def __init__(self, *numbers):
        assert numbers == (signal.SIGTERM, signal.SIGINT)
        self.left = 2

    @property
    def is_told(self):
        self.left -= 1
        return self.left < 0

    def wait(self, seconds):
        pass


@pytest.fixture
def beats(monkeypatch):
    """The clock goes two rounds; how often it beat."""
    seen = []
    pulse = SimpleNamespace(step=lambda: seen.append(1))
    monkeypatch.setattr("phoihop.site.watching.staying.stay", lambda kind: nullcontext(pulse))
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    monkeypatch.setattr(tick, "Ending", Rounds)
    return seen


@pytest.fixture
def rounds(monkeypatch):
    """How often a room above the concerns was asked."""
    seen = []
    monkeypatch.setattr(press, "tick", lambda *, by, at: seen.append(at) or 0)
    return seen


def test_a_room_that_fails_stops_no_other(world, refused, rounds, capsys, caplog):
    assert main(["tick", "--json"]) == 1
    told = capsys.readouterr()
    done = json.loads(told.out)
    assert len(rounds) == 1
    assert "concerns" not in done
    assert {"obligations", "press", "reviews", "sealed"} <= done.keys()
    assert "phoihop: concerns: its part of the clock failed" in told.err
    assert "đang được thực hiện" in caplog.text
    assert "Traceback" in caplog.text


def test_once_and_well(world, capsys):
    assert main(["tick", "--json"]) == 0
    assert "concerns" in json.loads(capsys.readouterr().out)


def test_the_clock_goes_on_and_does_not_beat_as_well(world, refused, rounds, beats, caplog):
    assert main(["tick", "--every", "1"]) == 0
    assert (len(rounds), beats) == (2, [])


def test_a_clock_that_is_well_beats(world, rounds, beats):
    assert main(["tick", "--every", "1"]) == 0
    assert (len(rounds), beats) == (2, [1, 1])


def test_a_database_that_is_away_is_waited_for(world, rounds, beats, monkeypatch, caplog):
    def away(*, by, at):
        raise OperationalError("database is locked")

    monkeypatch.setattr(concerns, "tick", away)
    monkeypatch.setattr("phoihop.site.away.let_go", lambda: None)
    caplog.set_level("WARNING", logger="phoihop.site.away")
    assert main(["tick", "--every", "1"]) == 0
    assert (rounds, beats) == ([], [])
    assert "the database is away" in caplog.text
