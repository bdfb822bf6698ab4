"""phoihop search and attend: the page's answer on the command line, an index built anew, the listeners' process."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError

from phoihop.site.cli import attend
from phoihop.site.commandline import main
from tests.world import plans


def run(capsys, *words):
    capsys.readouterr()
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_search_as_somebody_is_what_he_may_find(world, index, capsys):
    year = plans.begin(world)
    index()
    code, an = run(capsys, "search", "phòng chống dịch", "--as", "an")
    assert code == 0
    assert {"topic", "obligation"} <= {row["kind"] for row in an["rows"]}
    assert an["total"] == sum(an["facets"]["kind"].values()) > 1
    assert next(row for row in an["rows"] if row["kind"] == "topic")["code"] == year.topic
    _code, dung = run(capsys, "search", "phòng chống dịch", "--as", "dung")
    assert (dung["total"], dung["rows"], dung["facets"]) == (0, [], {})
    _code, few = run(capsys, "search", "phòng chống dịch", "--as", "an", "--limit", "2")
    assert (len(few["rows"]), few["total"]) == (2, an["total"])


def test_without_a_person_it_is_the_console(world, index, capsys):
    year = plans.begin(world)
    index()
    _code, found = run(capsys, "search", year.topic)
    assert year.topic in {row["code"] for row in found["rows"]}


@pytest.mark.parametrize("words", [("a", "--as", "nobody-here"), ("",), ("a", "--limit", "0")])
def test_wrong_input(world, index, capsys, words):
    code, said = run(capsys, "search", *words)
    assert code == 2
    assert said["errors"]


def test_rebuild(world, indexer, capsys):
    plans.begin(world)
    code, said = run(capsys, "search", "--rebuild")
    assert (code, said) == (0, {"rebuilt": 0, "asked": True})  # this process holds the index: it is asked
    indexer.close()
    code, said = run(capsys, "search", "--rebuild")
    assert code == 0
    assert said["rebuilt"] > 20
    assert run(capsys, "search", "phòng", "--as", "an")[1]["total"] > 0


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """The test's transaction is this connection's: nobody closes it as too old."""
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)


def test_attend_once_brings_the_index_up_to_date(world, indexer, capsys):
    indexer.close()
    plans.begin(world)
    code, said = run(capsys, "attend", "--once")
    assert code == 0
    assert said["indexed"] > 20
    assert run(capsys, "search", "phòng", "--as", "an")[1]["total"] > 0


def test_attend_goes_on_without_the_index_when_another_process_has_it(world, indexer, capsys):
    plans.begin(world)
    capsys.readouterr()
    assert main(["attend", "--once", "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["heard"] > 0
    assert "chỉ mục" in captured.err


class Broken:
    """An indexer under which a room's own rows cannot be built."""

    steps = 0

    def step(self, *, at):
        Broken.steps += 1
        raise KeyError("DV-1")

    def close(self):
        pass


def test_a_room_that_breaks_the_index_stops_neither_deliveries_nor_mail(world, monkeypatch, capsys, caplog):
    plans.begin(world)
    monkeypatch.setattr("phoihop.search.commands.Indexer", Broken)
    monkeypatch.setattr(Broken, "steps", 0)
    monkeypatch.setattr(attend, "AT_ONCE", 10)
    code, said = run(capsys, "attend", "--once")
    assert code == 1
    assert said["heard"] > attend.AT_ONCE  # and not only what was taken before the index broke
    assert Broken.steps == 1  # the next attempt waits
    assert "KeyError: 'DV-1'" in caplog.text


def test_what_the_database_says_is_not_the_index(world, monkeypatch):
    def away(self, *, at):
        raise OperationalError("database is locked")

    monkeypatch.setattr("phoihop.search.commands.Indexer", Broken)
    monkeypatch.setattr(Broken, "step", away)
    with pytest.raises(OperationalError):
        main(["attend", "--once"])
