"""The house on several nodes: each with a data folder and processes of its own, over one database."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.cluster.clients import Client, Duty, Journal
from benchmarks.cluster.processes import ROOT, Process, free_port, program, run, wait
from benchmarks.faults.seeding import PEOPLE  # of each office: who does the work, and who approves
from phoihop.ledger.states import LEASE_SECONDS

NOT_COPIED = shutil.ignore_patterns("search", "spool")
OWN = ("PHOIHOP_", "DJANGO_", "PYTEST_")  # what whoever starts this must not hand down


class House:
    """`url` is the database as the house sees it, `direct` the same without a pooler. `more` are further settings."""

    def __init__(self, folder: Path, url: str, more: dict[str, str] | None = None, *, direct: str = "") -> None:
        self.folder, self.url, self.direct = folder, url, direct or url
        self.more = more or {}
        self.web: list[Process] = []
        self.ports: list[int] = []
        self.attend: list[Process] = []
        self.tick: list[Process] = []
        self.data = [folder / "desk1", folder / "desk2"]

    def environment(self, number: int = 0) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
        return clean | {
            "PHOIHOP_DATA": str(self.data[number]),
            "PHOIHOP_DATABASE_URL": self.url,
            "PHOIHOP_WORKERS": "1",
            "PHOIHOP_LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
            **self.more,
        }

    def phoihop(self, *words: str, more: dict[str, str] | None = None) -> str:
        environment = self.environment() | (more or {})
        return run(sys.executable, "-m", "phoihop", *words, environment=environment, within=400)

    def prepare(self, seed: Path) -> None:
        """The sample programme, of `seed` where an earlier drill left it; the second node gets what an operator copies:
        keys, clock, static files."""
        dump = seed / "dump"
        if dump.exists():
            shutil.copytree(seed / "desk", self.data[0])
            run(program("pg_restore"), "--no-owner", "--exit-on-error", "-d", self.direct, dump)
        else:
            self._load()
            run(program("pg_dump"), "-Fc", "-f", dump, self.direct)
            shutil.copytree(self.data[0], seed / "desk", ignore=NOT_COPIED)
        shutil.copytree(self.data[0], self.data[1], ignore=NOT_COPIED)

    def _load(self) -> None:
        mark = "&" if "?" in self.direct else "?"
        quick = {  # nobody is told yet that anything was done, so nothing waits for disks
            "PHOIHOP_DATABASE_URL": f"{self.direct}{mark}options=-c%20synchronous_commit%3Doff",
            "PHOIHOP_DATABASE_POOLER": "",
        }
        for words in (("prepare",), ("tick",), ("attend", "--once")):
            self.phoihop(*words, more=quick)

    def start(self) -> None:
        """Two web nodes, two listeners, two clocks."""
        for number in (0, 1):
            port = free_port()
            self.ports.append(port)
            self.web.append(self._process(f"web-{number + 1}", number, "web", "--port", str(port)))
            self.attend.append(self._process(f"attend-{number + 1}", number, "attend"))
            self.tick.append(self._process(f"tick-{number + 1}", number, "tick", "--every", "2"))
        for process in (*self.web, *self.attend, *self.tick):
            process.start()
        for port, process in zip(self.ports, self.web, strict=True):
            wait(process.name, lambda port=port: status(port, "/healthz") == 200, within=90, told=process.tail)  # type: ignore[misc]

    def _process(self, name: str, number: int, *words: str) -> Process:
        words = (sys.executable, "-m", "phoihop", *words)
        return Process(name, list(words), self.folder / f"{name}.log", self.environment(number))

    def stop(self) -> None:
        for process in (*self.web, *self.attend, *self.tick):
            process.stop()

    def clients(self, count: int, journal: Journal) -> list[Client]:
        """Clients that have signed in, each with duties of its own."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            rows = connection.execute(
                "SELECT o.code, lead.code, entitled.code FROM obligations_obligation o "
                "JOIN organizations_unit lead ON lead.id = o.lead_id "
                "JOIN organizations_unit entitled ON entitled.id = o.entitled_id "
                "WHERE o.state = 'OPEN' ORDER BY o.code"
            ).fetchall()
        duties = [
            Duty(code, PEOPLE[lead][0], PEOPLE[entitled][1])
            for code, lead, entitled in rows
            if lead in PEOPLE and entitled in PEOPLE
        ]
        accounts: list[dict[str, str]] = json.loads((self.data[0] / "sample-accounts.json").read_text("utf-8"))
        password = accounts[0]["password"]
        found = [Client(n, self.ports, duties[n::count][:6], password, journal) for n in range(count)]
        for client in found:
            client.sign_in()
        return found


def status(port: int, path: str) -> int:
    """What this address answers; 0 for no answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return 0


def judge(house: House, journal: Journal) -> dict[str, Any]:
    """What the database says afterwards of what the journal holds. Every list is empty when nothing went wrong."""
    _let_all_be_heard(house)
    with psycopg.connect(house.url, autocommit=True) as connection:

        def ask(sql: str) -> list[tuple[Any, ...]]:
            return connection.execute(sql.encode()).fetchall()

        handed = [text for (text,) in ask("SELECT statement FROM obligations_evidence WHERE statement LIKE 'drill-%'")]
        entries = ask(
            "SELECT e.kind, e.data || coalesce(string_agg(p.value, ' '), '') FROM ledger_entry e "
            "LEFT JOIN ledger_personal p ON p.entry_id = e.id "
            "WHERE e.kind IN ('obligation.handed_in', 'obligation.returned') GROUP BY e.id, e.kind, e.data"
        )
        open_work = ask("SELECT state, count(*) FROM ledger_delivery WHERE state <> 'DONE' GROUP BY state")
        twice_told = ask(
            "SELECT account_id, entry_id FROM notices_notice GROUP BY account_id, entry_id HAVING count(*) > 1"
        )
    told = [mark for _kind, text in entries for mark in _marks(text)]
    sent = {act.mark: act for act in journal.acts}
    acknowledged = {mark for mark, act in sent.items() if act.is_acknowledged}
    return {
        "asked for": len(sent),
        "acknowledged": len(acknowledged),
        "there without an answer": len(set(told) - acknowledged),
        "lost": sorted(acknowledged - set(told)),
        "doubled": sorted(mark for mark in set(told) if told.count(mark) > 1 or handed.count(mark) > 1),
        "by halves": sorted(set(handed) ^ {mark for mark in told if mark in sent and sent[mark].kind == "nop"}),
        "from nowhere": sorted(set(told) - set(sent)),
        "not heard": dict(open_work),
        "noticed twice": twice_told,
        "ledger": json.loads(house.phoihop("ledger", "verify", "--json"))["sound"],
    }


def _let_all_be_heard(house: House) -> None:
    """What a killed listener had begun is another's when its lease has ended, and no sooner."""
    until = time.monotonic() + 2 * LEASE_SECONDS
    while True:
        house.phoihop("attend", "--once")
        with psycopg.connect(house.url, autocommit=True) as connection:
            begun = connection.execute("SELECT count(*) FROM ledger_delivery WHERE state = 'RUNNING'").fetchone()
        if begun == (0,) or time.monotonic() > until:
            return
        time.sleep(5)


def is_well(verdict: dict[str, Any]) -> bool:
    wrong = ("lost", "doubled", "by halves", "from nowhere", "not heard", "noticed twice")
    return verdict["ledger"] is True and verdict["acknowledged"] > 0 and not any(verdict[name] for name in wrong)


def _marks(text: str) -> set[str]:
    return {word for word in text.replace('"', " ").split() if word.startswith("drill-") and word.endswith("-end")}
