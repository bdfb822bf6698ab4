"""The power goes at any instant: what was acknowledged is there, nothing is there by halves, and the ledger holds."""

from __future__ import annotations

import http.client
import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.browser.conftest import copy_of
from tests.browser.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = ("an", "binh", "minh")  # all of the lead agency, which owes most
ACTS_BEFORE_THE_KILL = 12
FIELD = re.compile(r'name="(csrfmiddlewaretoken|version)"[^>]* value="([^"]*)"')


@pytest.fixture
def house(sample_folder: Path, tmp_path: Path) -> Iterator[Served]:
    served = Served(copy_of(sample_folder, tmp_path), workers=2)
    served.start(("web",))
    yield served
    served.stop()


class Client:
    """A bounded client on loopback: one connection, one request at a time."""

    def __init__(self, house: Served, username: str) -> None:
        self.house, self.cookies = house, SimpleCookie()
        self.connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
        token = dict(FIELD.findall(self.ask("GET", "/dang-nhap/")[1]))["csrfmiddlewaretoken"]
        typed = {"username": username, "password": house.password, "csrfmiddlewaretoken": token}
        status, text = self.ask("POST", "/dang-nhap/", typed)
        assert status == 302, text[:500]

    def close(self) -> None:
        self.connection.close()

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
        head = {
            "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request(method, path, urlencode(typed) if typed else None, head)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.load(line)
        return answer.status, answer.read().decode()

    def hand_in(self, code: str, statement: str) -> int:
        item = f"/lam-viec/nghia-vu/{code}/"
        fields = dict(FIELD.findall(self.ask("GET", item)[1]))
        return self.ask("POST", f"{item}nop/", {**fields, "statement": statement, "reference": "1/BC"})[0]


def stored(data: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "phoihop.sqlite3")) as database:
        return database.execute(sql).fetchall()


def owed_by_the_lead(data: Path) -> list[str]:
    rows = stored(
        data,
        "SELECT o.code FROM obligations_obligation o JOIN organizations_unit u ON u.id = o.lead_id "
        "WHERE u.code = 'DV-kg-btg-tinh-uy' AND o.state = 'OPEN' ORDER BY o.code",
    )
    return [str(code) for (code,) in rows]


def halves(data: Path) -> list[str]:
    """Whatever of a hand-in is there without the rest: state, evidence and ledger entry come together or not at all."""
    assert stored(data, "PRAGMA integrity_check") == [("ok",)]
    assert stored(data, "PRAGMA foreign_key_check") == []
    told = {str(code) for (code,) in stored(data, "SELECT code FROM ledger_entry WHERE kind = 'obligation.handed_in'")}
    in_state = {
        str(code) for (code,) in stored(data, "SELECT code FROM obligations_obligation WHERE handed_in_at IS NOT NULL")
    }
    proven = {
        str(code)
        for (code,) in stored(
            data,
            "SELECT DISTINCT o.code FROM obligations_evidence e "
            "JOIN obligations_obligation o ON o.id = e.obligation_id",
        )
    }
    return sorted((told ^ in_state) | (told ^ proven))


def work(client: Client, codes: list[str], seen: list[str], enough: threading.Event) -> None:
    """Hands in one after another until the power is gone; writes down what the house has acknowledged."""
    for code in codes:
        try:
            if client.hand_in(code, f"kill {code}") == 302:
                seen.append(code)
        except (OSError, http.client.HTTPException, KeyError):
            return
        if len(seen) >= ACTS_BEFORE_THE_KILL:
            enough.set()


def test_a_kill_leaves_whole_acts_only(house: Served, tmp_path: Path) -> None:
    codes, seen, enough = owed_by_the_lead(house.data), [], threading.Event()
    clients = [Client(house, name) for name in PEOPLE]
    shares = [codes[number :: len(clients)] for number in range(len(clients))]
    threads = [
        threading.Thread(target=work, args=(client, share, seen, enough), daemon=True)
        for client, share in zip(clients, shares, strict=True)
    ]
    for thread in threads:
        thread.start()
    assert enough.wait(60), "too few acts in a minute"

    # As a power cut finds it: the database and its log as they lie there, while others go on writing.
    cut = tmp_path / "cut"
    cut.mkdir()
    by_then = list(seen)
    for name in ("phoihop.sqlite3", "phoihop.sqlite3-wal", "clock", "prepared.json", "sample-accounts.json"):
        if (house.data / name).exists():
            shutil.copy(house.data / name, cut / name)

    house.kill()
    for thread, client in zip(threads, clients, strict=True):
        thread.join(40)
        client.close()
    assert len(seen) < len(codes), "the kill came after the last act"

    house.start(("web",))
    assert halves(house.data) == []
    there = {
        str(code) for (code,) in stored(house.data, "SELECT code FROM obligations_obligation WHERE state = 'HANDED_IN'")
    }
    assert set(seen) <= there
    again = Client(house, "an")
    for code in seen[:3]:
        assert f"kill {code}" in again.ask("GET", f"/lam-viec/nghia-vu/{code}/")[1]
    left = next(code for code in reversed(codes) if code not in there)
    assert again.hand_in(left, "kill after the kill") == 302
    again.close()
    verdict = house.ask("ledger", "verify")
    assert verdict["sound"] is True, verdict["findings"]

    copied = Served(cut)
    verdict = copied.ask("ledger", "verify")
    assert verdict["sound"] is True, verdict["findings"]
    assert halves(cut) == []
    there = {str(code) for (code,) in stored(cut, "SELECT code FROM obligations_obligation WHERE state = 'HANDED_IN'")}
    assert set(by_then) <= there
