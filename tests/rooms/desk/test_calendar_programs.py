"""Real calendar programs read the feed from a loopback server: vdirsyncer fetches it, khal shows it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from phoihop.meetings import commands as meetings
from phoihop.organizations import commands as organizations
from phoihop.organizations import queries
from tests.world import meetings as meeting_layer
from tests.world import plans
from tests.world.build import World
from tests.world.cast import Person
from tests.world.obligations import act, owe

PATIENCE = 60.0

VDIRSYNCER = """
[general]
status_path = "{folder}/status/"

[pair feed]
a = "kept"
b = "served"
collections = null
conflict_resolution = "b wins"

[storage kept]
type = "filesystem"
path = "{folder}/kept/"
fileext = ".ics"

[storage served]
type = "http"
url = "{url}"
"""

KHAL = """
[calendars]
[[phoihop]]
path = {folder}/kept
readonly = True

[locale]
local_timezone = Asia/Ho_Chi_Minh
default_timezone = Asia/Ho_Chi_Minh
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {folder}/khal.db
"""
FORMAT = "{start-date}|{start-time}|{end-time}|{title}|{location}|{categories}|{url}|{alarm-symbol}"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Says nothing: the test reads what the program says."""


@pytest.fixture
def kept_open() -> Iterator[None]:
    """The connection holds what the test has written: no request closes it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Programs:
    """The two programs with a home of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "kept").mkdir()
        self.environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", "NO_PROXY": "*", "no_proxy": "*"}
        self.khal = ("khal", "-c", str(folder / "khal.conf"))
        (folder / "khal.conf").write_text(KHAL.format(folder=folder), encoding="utf-8")

    def sync(self, url_path: str) -> list[str]:
        """vdirsyncer reads the feed; gives the names of what it keeps.

        The site answers in this thread, so that it sees what the test has written and not committed.
        """
        with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=_Quiet) as server:
            server.timeout = 0.05
            url = f"http://127.0.0.1:{server.server_port}{url_path}"
            config = self.folder / "vdirsyncer.conf"
            config.write_text(VDIRSYNCER.format(folder=self.folder, url=url), encoding="utf-8")
            for words in (["discover"], ["sync", "--force-delete"]):
                self._run_while_serving(["vdirsyncer", "-c", str(config), *words], server)
        return sorted(path.name for path in (self.folder / "kept").glob("*.ics"))

    def _run_while_serving(self, words: list[str], server: Any) -> None:
        log = self.folder / "vdirsyncer.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                words, env=self.environment, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.STDOUT
            )
            assert process.stdin is not None
            process.stdin.close()
            until = time.monotonic() + PATIENCE
            while process.poll() is None:
                server.handle_request()
                if time.monotonic() > until:
                    process.kill()
                    process.wait()
        assert process.returncode == 0, log.read_text(encoding="utf-8")

    def shown(self, first: str = "2021-07-01", days: int = 200) -> list[dict[str, str]]:
        """What khal lists from a day on."""
        done = subprocess.run(
            [*self.khal, "list", "--notstarted", "--format", FORMAT, "-df", "", first, f"{days}d"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "error" not in done.stderr.lower(), done.stderr
        names = FORMAT.replace("{", "").replace("}", "").split("|")
        return [dict(zip(names, line.split("|"), strict=True)) for line in done.stdout.splitlines() if "|" in line]


@pytest.fixture
def programs(tmp_path: Path, kept_open: None) -> Programs:
    for name in ("khal", "vdirsyncer"):
        if shutil.which(name) is None:
            pytest.skip(f"no {name} on this machine; type: sudo apt-get install khal vdirsyncer")
    return Programs(tmp_path)


def feed(person: Person) -> str:
    opened = organizations.open_feed(what="unit", unit_id=person.actor.unit_id, by=person.actor, at=person.at)
    return opened.url_path


def test_khal_shows_what_vdirsyncer_fetched(world: World, chi: Person, programs: Programs) -> None:
    plans.begin(world)
    owed = owe(world, 1, days=7)
    meeting_layer.series(world)
    kept = programs.sync(feed(chi))
    shown = programs.shown()
    assert len(kept) > 5
    assert len(shown) >= len(kept)
    due = next(one for one in shown if one["title"] == "Hạn: Danh sách số 1")
    assert (due["start-date"], due["start-time"]) == ("2021-08-09", "")
    assert due["categories"] == "Hạn"
    assert due["url"].endswith(f"/lam-viec/nghia-vu/{owed}/")
    assert due["alarm-symbol"]
    meets = [one for one in shown if one["title"] == "Giao ban công tác phối hợp tháng 8"]
    assert [one["start-date"] for one in meets] == ["2021-08-10", "2021-08-17", "2021-08-24", "2021-08-31"]
    assert {(one["start-time"], one["end-time"], one["location"]) for one in meets} == {
        ("09:00", "11:00", "Phòng họp số 1")
    }


def test_what_moves_moves_and_what_is_done_goes(
    world: World, an: Person, chi: Person, programs: Programs, clock: Any
) -> None:
    owed = owe(world, 1, days=7)
    code = meeting_layer.call(world)
    url = feed(chi)
    before = programs.sync(url)
    assert len(before) == 2
    later = meeting_layer.starts(world) + timedelta(days=2, hours=1)
    meetings.change_meeting(
        code=code, starts_at=later, ends_at=later + timedelta(hours=1), by=an.actor, at=clock.move(hours=1)
    )
    act("hand_in", owed, chi)
    act("accept", owed, an)
    assert len(programs.sync(url)) == 1
    (moved,) = programs.shown()
    assert (moved["start-date"], moved["start-time"], moved["end-time"]) == ("2021-08-12", "10:00", "11:00")


def test_a_feed_taken_back_is_an_error_for_the_program_and_takes_nothing_away(
    world: World, chi: Person, programs: Programs
) -> None:
    owe(world, 1, days=7)
    url = feed(chi)
    assert len(programs.sync(url)) == 1
    (line,) = queries.own_feeds(chi.actor)
    organizations.revoke_feed(feed_id=line.id, by=chi.actor, at=chi.at)
    with pytest.raises(AssertionError, match="Not Found"):
        programs.sync(url)
    assert len(programs.shown()) == 1
