"""Clients that hand in and give back by the pages of the desk, and write down what the house acknowledged."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATIENCE = 30  # seconds for one answer: longer than the house waits for a lock or a connection
FIELD = re.compile(r'name="(csrfmiddlewaretoken|version)"[^>]* value="([^"]*)"')
_BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Duty:
    """An obligation, who hands it in, and who gives it back."""

    code: str
    owes: str
    is_owed: str


@dataclass(frozen=True)
class Act:
    """One thing asked for. Not acknowledged: it may be there or not, but whole."""

    kind: str
    mark: str
    begun: float
    ended: float
    is_acknowledged: bool


@dataclass
class Journal:
    acts: list[Act] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, act: Act) -> None:
        with self._lock:
            self.acts.append(act)

    def answered(self, what: str) -> None:
        with self._lock:
            self.answers[what] += 1

    def first_after(self, moment: float) -> float | None:
        """When the first act was acknowledged of those that were begun after this moment."""
        with self._lock:
            return min((act.ended for act in self.acts if act.is_acknowledged and act.begun >= moment), default=None)

    def acknowledged(self, since: float = 0.0) -> int:
        with self._lock:
            return sum(act.is_acknowledged and act.begun >= since for act in self.acts)


class Client(threading.Thread):
    """One act after another until told to stop; after an answer that does not come it asks the next web node."""

    def __init__(self, number: int, ports: list[int], duties: list[Duty], password: str, journal: Journal) -> None:
        super().__init__(name=f"client-{number}", daemon=True)
        self.number, self.ports, self.duties, self.password = number, ports, duties, password
        self.journal, self.stopped, self.count = journal, threading.Event(), 0
        self._turn = number
        self._jars: dict[str, SimpleCookie] = {}

    def sign_in(self) -> None:
        for name in sorted({who for duty in self.duties for who in (duty.owes, duty.is_owed)}):
            token = dict(FIELD.findall(self._ask("GET", "/dang-nhap/", name)[1]))["csrfmiddlewaretoken"]
            typed = {"username": name, "password": self.password, "csrfmiddlewaretoken": token}
            status, text = self._ask("POST", "/dang-nhap/", name, typed)
            if status != 302:
                raise RuntimeError(f"{name} could not sign in: {status}\n{text[:500]}")

    def run(self) -> None:
        turn = 0
        while not self.stopped.is_set():
            duty = self.duties[turn % len(self.duties)]
            turn += 1
            try:
                if not self._act(duty.owes, duty.code, "nop", "statement"):
                    self._act(duty.is_owed, duty.code, "tra-lai", "reason")
            except _BROKEN as trouble:
                self.journal.answered(type(trouble).__name__)
                self._turn += 1
                self.stopped.wait(0.2)

    def _act(self, who: str, code: str, what: str, words: str) -> bool:
        """Whether that could be asked for now, as the page says."""
        item = f"/lam-viec/nghia-vu/{code}/"
        status, page = self._ask("GET", item, who)
        if status != 200:
            self.journal.answered(f"page {status}")
            self._turn += 1
            self.stopped.wait(0.2)
            return True
        if f'action="{item}{what}/"' not in page:
            return False
        self.count += 1
        mark = f"drill-{self.number}-{self.count}-end"
        typed = {
            **dict(FIELD.findall(page)),
            words: mark,
            "reference": "1/BC",
            "without_support_reason": "x",
            "missing_reason": "x",
        }
        begun = time.monotonic()
        try:
            status, _text = self._ask("POST", f"{item}{what}/", who, typed)
        except _BROKEN:
            self.journal.note(Act(what, mark, begun, time.monotonic(), False))
            raise
        self.journal.note(Act(what, mark, begun, time.monotonic(), status == 302))
        self.journal.answered(f"act {status}")
        if status != 302:
            self._turn += 1
        return True

    def _ask(self, method: str, path: str, who: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
        jar = self._jars.setdefault(who, SimpleCookie())
        head = {
            "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        port = self.ports[self._turn % len(self.ports)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request(method, path, urlencode(typed) if typed else None, head)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            jar.load(line)
        return answer.status, text
