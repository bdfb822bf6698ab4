"""The drills: something is killed while clients write; afterwards the database is compared with their journal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.cluster.clients import Journal
from benchmarks.cluster.house import House, is_well, judge, status
from benchmarks.cluster.pair import Pair
from benchmarks.cluster.pool import Pool
from benchmarks.cluster.processes import wait
from benchmarks.cluster.trio import Trio

CLIENTS = 4
Say = Callable[..., None]


def trio(folder: Path, say: Say, *, seed: Path, seconds: float, by: str, is_synchronous: bool = True) -> bool:
    """Patroni's leader and PostgreSQL killed, then a web node, then a listener; whether all was well afterwards."""
    began = time.monotonic()
    cluster = Trio(folder, is_synchronous=is_synchronous)
    try:
        cluster.start()
        say("three nodes, etcd and haproxy up", seconds=_since(began))
        url = cluster.url if by == "haproxy" else cluster.hosts_url
        house = House(folder, url)
        with _writing(house, say, seed, seconds) as journal:
            old = cluster.leader()
            assert old is not None
            old.kill()
            _recovered(journal, time.monotonic(), say, f"leader killed (by {by})", within=120)
            new = wait("another leader", lambda: cluster.leader() not in (None, old), within=60)
            say("new leader known to Patroni", more_seconds=round(new, 2))
            time.sleep(seconds)
            _kill_nodes(house, journal, say, seconds)
            old.process.start()
            back = wait("the old leader as a replica", cluster.is_whole, within=120, told=old.process.tail)
            say("old leader back as a replica", seconds=round(back, 1))
            time.sleep(seconds)
        return _judged(house, journal, say)
    finally:
        cluster.stop()


def pair(folder: Path, say: Say, *, seed: Path, seconds: float) -> bool:
    """One primary and one replica: the primary killed, pages of the public read on, the replica promoted by hand."""
    began = time.monotonic()
    cluster = Pair(folder)
    try:
        cluster.start()
        say("primary and synchronous replica up", seconds=_since(began))
        house = House(folder, cluster.url, {"PHOIHOP_DATABASE_REPLICA_URL": cluster.replica_url,
                                            "PHOIHOP_PAGE_CACHE_MB": "0"})  # fmt: skip
        with _writing(house, say, seed, seconds) as journal:
            say("public page before", status=status(house.ports[0], "/tin/"))
            cluster.primary.process.kill()
            moment = time.monotonic()
            pages = [status(port, "/tin/") for port in house.ports for _ in range(5)]
            say("public pages while there is no primary", answers=pages)
            say("desk while there is no primary", answers=[status(port, "/dang-nhap/") for port in house.ports])
            cluster.promote()
            say("replica promoted by hand", seconds=_since(moment))
            _recovered(journal, moment, say, "primary killed", within=60)
            time.sleep(seconds)
            _kill_nodes(house, journal, say, seconds)
        return _judged(house, journal, say) and pages == [200] * len(pages)
    finally:
        cluster.stop()


def pool(folder: Path, say: Say, *, seed: Path, seconds: float) -> bool:
    """pgbouncer in transaction mode between the house and one primary, few sessions for many clients."""
    cluster = Pair(folder)
    pooler = None
    try:
        cluster.start()
        pooler = Pool(folder / "pool", cluster.primary_url)
        pooler.start()
        limits = ("lock_timeout = '10s'", "statement_timeout = '120s'", "idle_in_transaction_session_timeout = '60s'")
        for limit in limits:
            cluster.primary.ask(cluster.url, f"ALTER ROLE phoihop SET {limit}")
        house = House(folder, pooler.url, {"PHOIHOP_DATABASE_POOLER": "transaction"}, direct=cluster.url)
        with _writing(house, say, seed, seconds) as journal:
            time.sleep(seconds)
            _kill_nodes(house, journal, say, seconds)
            pooler.process.kill()
            moment = time.monotonic()
            pooler.start()
            _recovered(journal, moment, say, "pooler killed", within=60)
            say("sessions at PostgreSQL", most=cluster.primary.ask(
                cluster.url, "SELECT count(*) FROM pg_stat_activity WHERE datname = 'phoihop'"))  # fmt: skip
            time.sleep(seconds)
        return _judged(house, journal, say)
    finally:
        if pooler is not None:
            pooler.stop()
        cluster.stop()


@contextmanager
def _writing(house: House, say: Say, seed: Path, seconds: float) -> Iterator[Journal]:
    """The house up and clients at work around the block, first for so many seconds undisturbed."""
    journal = Journal()
    began = time.monotonic()
    house.prepare(seed)
    clients = []
    try:
        house.start()
        say("sample loaded, two nodes serve", seconds=_since(began))
        clients = house.clients(CLIENTS, journal)
        for client in clients:
            client.start()
        moment = time.monotonic()
        time.sleep(seconds)
        say("undisturbed", acts_a_second=round(journal.acknowledged(moment) / seconds, 1))
        yield journal
    finally:
        for client in clients:
            client.stopped.set()
        for client in clients:
            client.join(60)
        house.stop()


def _kill_nodes(house: House, journal: Journal, say: Say, seconds: float) -> None:
    """A web node and a listener, one after the other; each is started again, as systemd would."""
    for process in (house.web[0], house.attend[0]):
        process.kill()
        _recovered(journal, time.monotonic(), say, f"{process.name} killed", within=60)
        time.sleep(seconds)
        process.start()


def _recovered(journal: Journal, moment: float, say: Say, what: str, *, within: float) -> None:
    wait(f"{what}: a write", lambda: journal.first_after(moment) is not None, within=within,
         told=lambda: str(journal.answers))  # fmt: skip
    first = journal.first_after(moment)
    assert first is not None
    say(what, seconds_to_first_acknowledged_write=round(first - moment, 2))


def _judged(house: House, journal: Journal, say: Say) -> bool:
    verdict: dict[str, Any] = judge(house, journal)
    say("afterwards", **verdict)
    say("answers", **dict(journal.answers))
    traces = [name for name in journal.answers if name.endswith(" 500")]
    return is_well(verdict) and not traces


def _since(moment: float) -> float:
    return round(time.monotonic() - moment, 1)
