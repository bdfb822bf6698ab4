"""A year of the ladder over the sample programme: two clocks strike each day at once, and are killed at random.

Each rung is told exactly once for each due date, and none is missed. What must happen is worked out here anew, day by
day, from the holidays of 2021 as they were published.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.browser.served import Served

pytestmark = pytest.mark.slow

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2021, 1, 4), date(2021, 12, 31)
STOPPED = (date(2021, 8, 10), date(2021, 8, 18))  # nobody strikes from the one to the day before the other
KILLS = 20
SEED = 20211118

# 1/1; Tết from 10/2 to 16/2; Hùng Kings 21/4; 30/4 and, for 1/5 on a Saturday, 3/5; 2/9 and 3/9.
HOLIDAYS = {
    date(2021, 1, 1),
    date(2021, 4, 21),
    date(2021, 4, 30),
    date(2021, 5, 3),
    date(2021, 9, 2),
    date(2021, 9, 3),
}
HOLIDAYS |= {date(2021, 2, day) for day in range(10, 17)}
HOLIDAYS |= {date(2022, 1, 3)}
SWAPS = {date(2021, 4, 29): "off", date(2021, 5, 8): "work", date(2021, 11, 22): "off", date(2021, 11, 27): "work"}

# offset, whom, urgent: the ladder as docs/algorithms/ladder.md has it
LADDER = [
    (-3, "owner", False),
    (0, "owner", False),
    (1, "owner", False),
    (1, "deputy", False),
    (3, "head", False),
    (5, "lead", False),
    (5, "entitled", False),
    (10, "upper", True),
]


def works(day: date) -> bool:
    if day in SWAPS:
        return SWAPS[day] == "work"
    return day.weekday() < 5 and day not in HOLIDAYS


@cache
def rung_day(due: date, offset: int) -> date:
    """Walks from the due date, one day after the other."""
    day, step, left = due, timedelta(days=1 if offset > 0 else -1), abs(offset)
    if not left:
        while not works(day):
            day += step
        return day
    while left:
        day += step
        left -= works(day)
    return day


@dataclass
class Owed:
    """One obligation as this test follows it."""

    code: str
    due: date
    has_upper: bool
    is_climbing: bool = True
    known: dict[tuple[str, date], tuple[str, date]] = field(default_factory=dict)  # (rung, due) -> state, day

    def strike(self, today: date) -> int:
        if not self.is_climbing:
            return 0
        reached = [rung for rung in LADDER if rung_day(self.due, rung[0]) <= today]
        if not reached:
            return 0
        top, told = max(offset for offset, _to, _urgent in reached), 0
        for offset, to, is_urgent in reached:
            place = (f"{offset:+d} {to}", self.due)
            if offset != top or place in self.known or not (works(today) or is_urgent):
                continue
            is_told = to != "upper" or self.has_upper
            self.known[place] = ("TOLD" if is_told else "SKIPPED", today)
            told += 1
        if told:
            for offset, to, _urgent in reached:
                if offset < top:
                    self.known.setdefault((f"{offset:+d} {to}", self.due), ("SKIPPED", today))
        return told


class Clock:
    """One process that strikes; ended by its number."""

    def __init__(self, house: Served) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.world.ladder_clock"],
            env=house.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def is_ready(self) -> None:
        assert self.hear() == "ready"

    def say(self, day: date, *acts: tuple[str, ...], strikes: bool = True) -> None:
        assert self.process.stdin is not None
        at = datetime(day.year, day.month, day.day, 8, 0, tzinfo=ZONE)
        self.process.stdin.write(json.dumps({"at": at.isoformat(), "acts": acts, "strikes": strikes}) + "\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the clock left with {self.process.wait(30)}"
        return line.strip()

    def kill(self) -> None:
        self.process.kill()
        self.leave()

    def leave(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # it was killed with a line on its way
        self.process.wait(30)


def stored(data: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "phoihop.sqlite3")) as database:
        return database.execute(sql).fetchall()


def followed(data: Path) -> dict[str, Owed]:
    rows = stored(
        data,
        "SELECT o.code, o.due_date, u.parent_id IS NOT NULL FROM obligations_obligation o "
        "JOIN organizations_unit u ON u.id = o.lead_id "
        "WHERE o.state IN ('OPEN', 'IN_PROGRESS', 'RETURNED') AND o.due_date IS NOT NULL ORDER BY o.code",
    )
    return {str(code): Owed(str(code), date.fromisoformat(str(due)), bool(has)) for code, due, has in rows}


def acts_of(owed: dict[str, Owed], chance: random.Random) -> dict[date, list[tuple[str, ...]]]:
    """Some get more time, some are blocked for a while, some are handed in: on working days of the year."""
    acts: dict[date, list[tuple[str, ...]]] = {}
    codes = chance.sample(sorted(owed), min(30, len(owed) // 2))
    for number, code in enumerate(codes):
        due = owed[code].due
        day = rung_day(due, chance.choice([-2, 1, 2, 4, 6, 11]))
        if not FIRST < day < LAST - timedelta(days=40) or STOPPED[0] <= day <= STOPPED[1]:
            continue
        match number % 3:
            case 0:
                later = rung_day(max(day, due), chance.choice([3, 8, 15]))
                acts.setdefault(day, []).append(("extend", code, later.isoformat()))
            case 1:
                acts.setdefault(day, []).append(("block", code))
                until = rung_day(day, chance.choice([2, 7]))
                if not STOPPED[0] <= until <= STOPPED[1]:
                    acts.setdefault(until, []).append(("unblock", code))
            case 2:
                acts.setdefault(day, []).append(("hand_in", code))
    return acts


def follow(owed: dict[str, Owed], acts: list[tuple[str, ...]]) -> None:
    for name, code, *rest in acts:
        match name:
            case "extend":
                owed[code].due = date.fromisoformat(rest[0])
            case "block" | "hand_in":
                owed[code].is_climbing = False
            case "unblock":
                owed[code].is_climbing = True


def test_a_year_with_two_clocks_killed_at_random(tmp_path: Path) -> None:
    house, chance = Served(tmp_path / "data"), random.Random(SEED)
    house.run("prepare")
    clocks = [Clock(house), Clock(house)]
    try:
        for clock in clocks:
            clock.is_ready()
        clocks[0].say(FIRST, *(("declare", day.isoformat(), what) for day, what in SWAPS.items()), strikes=False)
        clocks[0].hear()
        owed = followed(house.data)
        assert len(owed) > 100
        assert stored(house.data, "SELECT 1 FROM obligations_rung WHERE reached_at IS NOT NULL") == []
        acts, killed = acts_of(owed, chance), 0
        for number in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            if STOPPED[0] <= day < STOPPED[1]:
                continue
            if today := acts.get(day, []):
                clocks[0].say(day, *today, strikes=False)
                clocks[0].hear()
                follow(owed, today)
            busy = sum(one.strike(day) for one in owed.values())
            for clock in clocks:
                clock.say(day)
            victims = chance.choice([[0], [1], [0, 1]]) if busy and killed < KILLS and chance.random() < 0.5 else []
            if victims:
                time.sleep(chance.uniform(0, 0.06))
            for victim in victims:
                killed += 1
                clocks[victim].kill()
                clocks[victim] = Clock(house)
            for victim in victims:
                clocks[victim].is_ready()
                clocks[victim].say(day)  # the next stroke of the same day
            for clock in clocks:
                clock.hear()
        assert killed >= KILLS
    finally:
        for clock in clocks:
            clock.kill()

    rungs = stored(
        house.data,
        "SELECT o.code, r.kind, r.on_date, r.state, r.reached_at FROM obligations_rung r "
        "JOIN obligations_obligation o ON o.id = r.obligation_id WHERE r.reached_at IS NOT NULL",
    )
    found = {
        (str(code), str(kind), date.fromisoformat(str(on))): (str(state), local_day(str(at)))
        for code, kind, on, state, at in rungs
    }
    assert len(found) == len(rungs)
    wanted = {(one.code, *place): what for one in owed.values() for place, what in one.known.items()}
    assert found == wanted
    told = Counter(
        (str(code), json.loads(str(body))["rung"], json.loads(str(body))["due"]) for code, body in entries(house)
    )
    assert set(told.values()) == {1}
    assert set(told) == {
        (code, kind, on.isoformat()) for (code, kind, on), (state, _d) in wanted.items() if state == "TOLD"
    }
    states = Counter(state for state, _day in wanted.values())
    assert states["TOLD"] > 200
    assert states["SKIPPED"] > 0  # the stop, and dates moved close
    house.run("ledger", "verify")


def local_day(at: str) -> date:
    return datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("UTC")).astimezone(ZONE).date()


def entries(house: Served) -> list[tuple[object, ...]]:
    return stored(house.data, "SELECT code, data FROM ledger_entry WHERE kind = 'rung.reached'")
