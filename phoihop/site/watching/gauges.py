"""What a monitor is told: the counters of this node's processes, and gauges of the house."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

import phoihop
from phoihop.site.options import options
from phoihop.site.watching import counters, numbers
from phoihop.site.watching.state import House

TYPE = "text/plain; version=0.0.4; charset=utf-8"


def of_processes() -> bytes:
    """Counters and memory of the processes of this node; no database is asked."""
    registry, place = CollectorRegistry(), numbers.folder()
    registry.register(_Node())
    if place is None:
        return generate_latest(registry) + generate_latest(counters.REGISTRY)
    MultiProcessCollector(registry, path=str(place))  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def of_house(house: House) -> bytes:
    """Gauges of the whole house: on every node the same, but for index, disk and backup."""
    registry = CollectorRegistry()
    registry.register(_House(house))
    return generate_latest(registry)


class _Node(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        yield InfoMetricFamily("phoihop", "Version and node", {"version": phoihop.__version__, "node": options().node})
        memory = GaugeMetricFamily(
            "phoihop_process_resident_bytes", "Memory that a process holds", labels=["process", "pid"]
        )
        place = numbers.folder()
        for kind, pid in numbers.processes(place) if place else ():
            if size := numbers.resident(pid):
                memory.add_metric([kind, str(pid)], size)
        yield memory


class _House(Collector):
    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[GaugeMetricFamily]:
        house = self._house
        waiting = {line.listener: line.waiting for line in house.ledger.queue}
        oldest = {line.listener: line.oldest_seconds for line in house.ledger.queue}
        known = {"notices": 0, "works": 0}
        yield _by("queue_length", "Deliveries not heard yet, at most 5000 counted", "listener", known | waiting)
        yield _by("queue_oldest_seconds", "Age of the oldest delivery that is due", "listener", known | oldest)
        yield _one("dead_letters", "Deliveries given up, at most 5000 counted", house.ledger.dead)
        states = {"waiting": sum(waiting.values()), "dead": house.ledger.dead}
        yield _by("deliveries", "Deliveries waiting and dead", "state", states)
        yield _one("unsealed_seconds", "Age of the oldest entry that no seal covers", house.ledger.unsealed_seconds)
        yield _one("ledger_newest", "Number of the newest entry", house.ledger.newest_id)
        beats = GaugeMetricFamily(
            "phoihop_heartbeat_age_seconds", "Since a process last said it lives", labels=["node", "process"]
        )
        for beat in house.ledger.beats:
            beats.add_metric([beat.node, beat.kind], house.beat_age(beat))
        yield beats
        if house.clock_age is not None:
            yield _one("clock_age_seconds", "Since the clock last went through all rooms", house.clock_age)
        yield _by("mail_waiting", "Mails that have not left, at most 5000 counted", "state", _lower(house.mail.waiting))
        yield _one("mail_oldest_seconds", "Age of the oldest mail that has not left", house.mail.oldest_seconds)
        yield _one("mail_failed_day", "Mails that failed in the last day", house.mails_failed)
        yield _by("guard_day", "Files refused and held in the last day", "verdict", house.guard)
        yield _by("intake_waiting", "What the public sent and no room took", "what", _lower(house.intake.waiting))
        yield _one("intake_oldest_seconds", "Age of the oldest of it", house.intake.oldest_seconds)
        sources = {"active": house.press.active, "broken": house.press.broken, "paused": house.press.paused}
        yield _by("press_sources", "Sources of the press", "state", sources)
        yield _one("press_overdue_seconds", "How long the first source that is due waits", house.press.overdue_seconds)
        if house.index.has_index:
            yield _one("index_behind", "Entries this node's search index has not heard", house.index.behind)
            yield _one("index_behind_seconds", "Age of the oldest of them", house.index.behind_seconds)
        yield _one("disk_free_bytes", "Room left where the data folder is", house.free)
        yield _one("disk_size_bytes", "Size of that disk", house.size)
        if house.backup_age is not None:
            yield _one("backup_age_seconds", "Since the last backup that went well", house.backup_age)
        yield _one("backup_failed", "1 when a backup failed after the last good one", bool(house.backup.failed_at))
        yield _one("migrations_pending", "Migrations the database lacks", house.pending_migrations)
        if house.most_connections:
            yield _one("database_connections", "Connections of the database in use", house.connections)
            yield _one("database_connections_most", "Connections the database allows", house.most_connections)


def _one(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"phoihop_{name}", words, value=value)


def _by(name: str, words: str, label: str, values: dict[str, float] | dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"phoihop_{name}", words, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _lower(counts: dict[str, int]) -> dict[str, int]:
    return {name.lower(): number for name, number in counts.items()}
