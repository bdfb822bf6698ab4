"""The faults. Each strikes a scene at a moment, may last, and says what it did and when it was over."""

from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.faults import kernel
from benchmarks.faults.house import ROOT, House, Place
from benchmarks.faults.objects import Objects
from benchmarks.faults.sink import Sink

BOTH = ("sqlite", "postgresql")


@dataclass
class Scene:
    """Where a round plays. A power cut puts another place and house into it."""

    place: Place
    house: House
    sink: Sink
    random: random.Random
    spare: Path  # a folder for the copy that a power cut leaves
    is_small_disk: bool = False
    objects: Objects | None = None
    cut_at: float | None = None  # what was acknowledged by then must be in the copy
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Struck:
    """One fault that has been. `ended`: from then on the house could mend itself."""

    name: str
    began: float
    ended: float
    touches_senders: bool
    detail: str = ""


@dataclass(frozen=True)
class Fault:
    """`touches_senders`: a mail that the other side took just before may be unknown to us, and leave once more."""

    name: str
    strike: Callable[[Scene], str]
    databases: tuple[str, ...] = BOTH
    touches_senders: bool = True
    needs_small_disk: bool = False
    needs_objects: bool = False

    def __call__(self, scene: Scene) -> Struck:
        began = time.monotonic()
        detail = self.strike(scene)
        return Struck(self.name, began, time.monotonic(), self.touches_senders, detail)


# ── processes ───────────────────────────────────────────────────────────────────────────────────────────────────


def _kill(what: str) -> Callable[[Scene], str]:
    def strike(scene: Scene) -> str:
        pids = scene.house.those(what)
        if not pids:
            return f"no {what} runs"
        pid = scene.random.choice(pids)
        kernel.tell([pid], signal.SIGKILL)
        return f"one of {len(pids)}"

    return strike


def _kill_node(scene: Scene) -> str:
    """One machine of two goes: its web and its listener, at once."""
    number = scene.random.choice((1, 2))
    gone = [kept for kept in scene.house.kept if kept.name in (f"web-{number}", f"attend-{number}") and kept.runs]
    kernel.tell([pid for kept in gone for pid in (kept.pid, *kernel.children_of(kept.pid))], signal.SIGKILL)
    return f"node {number}"


def _kill_all(scene: Scene) -> str:
    pids = scene.house.pids()
    kernel.tell(pids, signal.SIGKILL)
    return f"{len(pids)} processes"


def _pause(scene: Scene) -> str:
    """Stopped for longer than any lease lasts: meanwhile the clock goes on by a quarter of an hour."""
    what = scene.random.choice(("worker", "attend", "tick"))
    pids = scene.house.those(what)
    chosen = pids[: 1 + scene.random.randrange(len(pids))] if pids else []
    kernel.tell(chosen, signal.SIGSTOP)
    try:
        time.sleep(scene.random.uniform(0.2, 0.6))
        scene.place.move_clock(timedelta(minutes=15))
        time.sleep(scene.random.uniform(0.4, 1.2))
    finally:
        kernel.tell(chosen, signal.SIGCONT)
    return f"{len(chosen)} x {what}"


# ── the database and the power ──────────────────────────────────────────────────────────────────────────────────


def _kill_postmaster(scene: Scene) -> str:
    cluster = scene.place.cluster
    assert cluster is not None
    whole = scene.random.random() < 0.5
    cluster.kill(only_parent=not whole)
    time.sleep(scene.random.uniform(0.0, 0.5))
    cluster.start()
    return "all of it" if whole else "the postmaster"


def _power_cut(scene: Scene) -> str:
    """Everything stands still between two writes, is copied as it lies, and never goes on. The copy is started."""
    scene.house.leave_alone()
    cut_at = time.monotonic()
    pids = scene.house.pids()
    servers = scene.place.cluster.pids() if scene.place.cluster else []
    kernel.tell([*pids, *servers], signal.SIGSTOP)
    time.sleep(0.01)  # a stop is delivered when the kernel next looks
    more = [*scene.house.pids(), *(scene.place.cluster.pids() if scene.place.cluster else ())]
    kernel.tell(set(more) - {*pids, *servers}, signal.SIGSTOP)
    scene.cut_at = cut_at
    ports = {kept.name: kept.port for kept in scene.house.kept}
    copy = scene.place.copy_to(scene.spare)
    kernel.tell([*pids, *more], signal.SIGKILL)
    scene.house.kill()
    if scene.place.cluster:
        scene.place.cluster.kill()
    if copy.cluster:
        copy.cluster.start()
    house = House(copy)
    for kept in house.kept:
        kept.port = ports[kept.name]
    scene.place, scene.house = copy, house
    house.start()
    house.keep()
    return f"{len(pids) + len(servers)} processes"


# ── the disk ────────────────────────────────────────────────────────────────────────────────────────────────────


def _full_disk(scene: Scene) -> str:
    """A small file system is filled to the last block; or, where none may be mounted, no file may grow any more."""
    if scene.is_small_disk:
        filler = kernel.fill(scene.place.folder)
        time.sleep(scene.random.uniform(0.8, 1.6))
        filler.unlink()
        what = "a small file system, filled"
    else:
        servers = scene.place.cluster.pids() if scene.place.cluster else []
        pids = [*scene.house.pids(), *servers]
        files = scene.place.folder.rglob("base/*/*") if servers else scene.place.data.glob("phoihop.sqlite3*")
        largest = max(path.stat().st_size for path in files)
        kernel.limit_files(pids, largest)
        time.sleep(scene.random.uniform(0.8, 1.6))
        kernel.limit_files(pids, -1)
        what = f"files limited to {largest} bytes"
    if scene.place.cluster:
        scene.place.cluster.start()  # out of room for its log PostgreSQL stops itself
    return what


# ── the mail server ─────────────────────────────────────────────────────────────────────────────────────────────


def _mail_stops(scene: Scene) -> str:
    scene.sink.close()
    time.sleep(scene.random.uniform(0.5, 1.5))
    scene.sink.open()
    return ""


def _mail(way: str) -> Callable[[Scene], str]:
    def strike(scene: Scene) -> str:
        before = len(scene.sink.taken)
        scene.sink.way = way
        time.sleep(scene.random.uniform(0.8, 2.0))
        scene.sink.way = "take"
        return f"{len(scene.sink.taken) - before} taken meanwhile"

    return strike


# ── the object store ────────────────────────────────────────────────────────────────────────────────────────────


def _objects_stop(scene: Scene) -> str:
    """Nobody listens there any more, and a while later somebody does again, with all that it held."""
    assert scene.objects is not None
    scene.objects.close()
    time.sleep(scene.random.uniform(1.0, 2.5))
    scene.objects.open()
    return ""


def _objects_slow(scene: Scene) -> str:
    """Some answers come slowly, some later than anybody waits for."""
    assert scene.objects is not None
    scene.objects.wait = scene.random.choice((0.5, 2.0, 12.0))
    time.sleep(scene.random.uniform(1.5, 3.0))
    wait, scene.objects.wait = scene.objects.wait, 0.0
    return f"each answer {wait} s later"


# ── clocks ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _clock_forward(scene: Scene) -> str:
    days = scene.random.choice((1, 1, 2))
    scene.place.move_clock(timedelta(days=days))
    time.sleep(0.3)
    return f"{days} days"


def _clock_back(scene: Scene) -> str:
    minutes = scene.random.randrange(2, 30)
    scene.place.move_clock(-timedelta(minutes=minutes))
    time.sleep(scene.random.uniform(0.5, 1.5))
    return f"{minutes} minutes"


def _two_clocks(scene: Scene) -> str:
    """Two further deadline clocks at once, while the house's own runs, over a day that has just come."""
    scene.place.move_clock(timedelta(days=1))
    words = [sys.executable, "-m", "phoihop", "tick"]
    log = (scene.place.folder / "house.log").open("ab")
    with log:
        outer = {"env": scene.place.environment, "cwd": ROOT, "stdout": log, "stderr": log}
        more = [subprocess.Popen(words, **outer) for _ in range(2)]
        codes = [one.wait(240) for one in more]
    if any(codes):
        scene.notes.append(f"two clocks at once: one ended with {codes}")
    return "two more"


# ── connections ─────────────────────────────────────────────────────────────────────────────────────────────────


def _exhaust(scene: Scene) -> str:
    """Nobody gets at the database: every connection of PostgreSQL is taken; of SQLite, the one lock for writing."""
    held = scene.random.uniform(1.0, 2.5)
    if scene.place.cluster is None:
        with contextlib.closing(sqlite3.connect(scene.place.data / "phoihop.sqlite3", timeout=20)) as database:
            database.isolation_level = None
            database.execute("BEGIN IMMEDIATE")
            time.sleep(held)
            database.execute("ROLLBACK")
        return f"the lock for {held:.1f} s"
    taken: list[Any] = []
    until = time.monotonic() + held
    with contextlib.ExitStack() as stack:
        while time.monotonic() < until:
            try:
                connection = psycopg.connect(scene.place.cluster.url, connect_timeout=5, autocommit=True)
            except psycopg.OperationalError:
                time.sleep(0.05)
                continue
            taken.append(stack.enter_context(contextlib.closing(connection)))
    return f"{len(taken)} connections for {held:.1f} s"


FAULTS = (
    Fault("web worker killed", _kill("worker"), touches_senders=False),
    Fault("web server killed", _kill("parent"), touches_senders=False),
    Fault("listener killed", _kill("attend")),
    Fault("clock killed", _kill("tick"), touches_senders=False),
    Fault("supervisor killed", _kill("serve"), ("sqlite",)),
    Fault("node killed", _kill_node, ("postgresql",)),
    Fault("all killed", _kill_all),
    Fault("paused past leases", _pause),
    Fault("database killed", _kill_postmaster, ("postgresql",)),
    Fault("power cut", _power_cut),
    Fault("disk full", _full_disk, needs_small_disk=True),
    Fault("mail server stopped", _mail_stops),
    Fault("mail refused for now", _mail("refuse"), touches_senders=False),
    Fault("mail server hangs", _mail("hang"), touches_senders=False),
    Fault("mail taken, not said", _mail("drop")),
    Fault("object store stopped", _objects_stop, touches_senders=False, needs_objects=True),
    Fault("object store slow", _objects_slow, touches_senders=False, needs_objects=True),
    Fault("clock days ahead", _clock_forward),
    Fault("clock minutes back", _clock_back, touches_senders=False),
    Fault("two clocks at once", _two_clocks),
    Fault("database out of reach", _exhaust),
)


def for_round(seed: int, database: str) -> Iterator[Fault]:
    """The faults of this round: the kinds in turn, so that each comes equally often, and now and then a second one."""
    rng = random.Random(f"faults {seed} {database}")
    own = [fault for fault in FAULTS if database in fault.databases]
    first = own[seed % len(own)]
    yield first
    if rng.random() < 0.4:
        others = [fault for fault in own if fault is not first and not (fault.needs_small_disk or fault.needs_objects)]
        yield rng.choice(others)
