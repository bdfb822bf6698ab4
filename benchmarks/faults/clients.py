"""Those who work while the night is bad. Each is a thread with a connection; what was acknowledged is written down."""

from __future__ import annotations

import hashlib
import http.client
import io
import random
import re
import threading
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from benchmarks.faults.sink import Sink

PATIENCE = 25  # seconds for one answer: longer than the database waits for a lock
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
_VERSION = re.compile(r'name="version" value="(\d+)"')
_KEY = re.compile(r'name="key" value="([^"]*)"')
_DECIDE = re.compile(r"/gia-han/(\d+)/tra-loi/")
_SEND = re.compile(r'action="(/phan-anh/gui/[^"]+)"')
_BROKEN = (OSError, http.client.HTTPException)

Fields = Mapping[str, str]


class NoAnswer(Exception):
    """A page did not come as it should; nothing was asked for yet."""


@dataclass(frozen=True)
class Act:
    """One thing asked for. `code` and `mark` find it again. Not acknowledged: it may be there or not, but whole."""

    kind: str
    code: str
    mark: str
    who: str
    begun: float
    ended: float
    is_acknowledged: bool
    answer: str

    def plain(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Journal:
    """What all clients asked for, in the order in which they were answered."""

    acts: list[Act] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, act: Act) -> None:
        with self._lock:
            self.acts.append(act)

    def acknowledged(self) -> int:
        with self._lock:
            return sum(act.is_acknowledged for act in self.acts)

    def longest_until(self, moment: float) -> float:
        """How long the slowest act had taken by then, answered or not, in seconds: so long a commit waited here."""
        with self._lock:
            waits = (min(act.ended, moment) - act.begun for act in self.acts if act.begun < moment)
            return max(waits, default=0.0)

    def first_after(self, moment: float) -> float | None:
        """When the first act was acknowledged of those begun after this moment."""
        with self._lock:
            return min((act.ended for act in self.acts if act.is_acknowledged and act.begun >= moment), default=None)


@dataclass
class Work:
    """What there is to do: obligations by who owes and who is owed, offices that are reached by mail, the mails."""

    facts: dict[str, Any]
    sink: Sink
    seed: int
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        rng = random.Random(f"work {self.seed}")
        self.open = [one for one in self.facts["obligations"] if one["state"] == "OPEN" and one["due"]]
        self.handed_in = [one for one in self.facts["obligations"] if one["state"] == "HANDED_IN"]
        rng.shuffle(self.open)
        self.asked: list[dict[str, Any]] = []

    def take(self, pile: list[dict[str, Any]]) -> dict[str, Any] | None:
        with self._lock:
            return pile.pop() if pile else None

    def put(self, pile: list[dict[str, Any]], one: dict[str, Any]) -> None:
        with self._lock:
            pile.append(one)

    def link(self) -> str | None:
        """A link of a mail that nobody has followed yet."""
        with self._lock:
            for link, _about in self.sink.links():
                if link not in self._used:
                    self._used.add(link)
                    return link
        return None


class Client(threading.Thread):
    """Does one act after another until told to stop. After an answer that does not come it looks elsewhere."""

    def __init__(
        self, number: int, *, ports: list[int], work: Work, journal: Journal, stopped: threading.Event
    ) -> None:
        super().__init__(name=f"client-{number}", daemon=True)
        self.number, self.ports, self.work, self.journal, self.stopped = number, ports, work, journal, stopped
        self.random = random.Random(f"client {work.seed} {number}")
        self.count = 0
        self.troubles: list[str] = []
        self.turned_away: list[str] = []  # sessions outlast a bad night: nobody is to sign in anew
        self._connection: http.client.HTTPConnection | None = None
        self._turn = number
        self._jars: dict[str, SimpleCookie] = {}

    def run(self) -> None:
        weights = {
            self.hand_in: 6, self.accept: 4, self.send_letter: 3, self.write_concern: 3,
            self.ask_extension: 2, self.decide_extension: 3, self.follow_link: 4, self.take_in: 1,
        }  # fmt: skip
        acts, counts = list(weights), list(weights.values())
        while not self.stopped.is_set():
            act: Callable[[], None] = self.random.choices(acts, counts)[0]
            try:
                act()
            except (*_BROKEN, NoAnswer) as trouble:
                self._hang_up()
                self.troubles.append(f"{act.__name__}: {trouble!r}"[:200])
                self.stopped.wait(0.15)
        self._hang_up()

    # ── acts ────────────────────────────────────────────────────────────────────────────────────────────────

    def hand_in(self) -> None:
        if (one := self.work.take(self.work.open)) is None:
            return
        mark, path = self._mark(), f"/lam-viec/nghia-vu/{one['code']}/"
        page = self._page(one["owes"], path)
        typed = {
            "statement": mark, "reference": "1/BC", "version": _found(_VERSION, page),
            "without_support_reason": mark, "missing_reason": mark,
        }  # fmt: skip
        if self._do("hand_in", one["code"], mark, one["owes"], f"{path}nop/", typed):
            self.work.put(self.work.handed_in, one)

    def accept(self) -> None:
        if (one := self.work.take(self.work.handed_in)) is None:
            return
        path = f"/lam-viec/nghia-vu/{one['code']}/"
        page = self._page(one["is_owed"], path)
        self._do("accept", one["code"], "", one["is_owed"], f"{path}nghiem-thu/", {"version": _found(_VERSION, page)})

    def ask_extension(self) -> None:
        if (one := self.work.take(self.work.open)) is None:
            return
        mark, path = self._mark(), f"/lam-viec/nghia-vu/{one['code']}/"
        page = self._page(one["owes"], path)
        later = date.fromisoformat(one["due"]) + timedelta(days=200)
        typed = {"to_date": later.isoformat(), "reason": mark, "version": _found(_VERSION, page)}
        if self._do("ask_extension", one["code"], mark, one["owes"], f"{path}de-nghi-gia-han/", typed):
            self.work.put(self.work.asked, one)

    def decide_extension(self) -> None:
        if (one := self.work.take(self.work.asked)) is None:
            return
        mark, path = self._mark(), f"/lam-viec/nghia-vu/{one['code']}/"
        number = _found(_DECIDE, self._page(one["is_owed"], path))
        typed = {"is_granted": "1", "answer": mark}
        self._do("decide_extension", one["code"], mark, one["is_owed"], f"{path}gia-han/{number}/tra-loi/", typed)

    def send_letter(self) -> None:
        mark = self._mark()
        page = self._page("binh", "/lam-viec/cong-van/moi/")
        typed: dict[str, Any] = {
            "purpose": "DO", "form": "plain", "subject": mark, "body": "Kính gửi để phối hợp.",
            "fallback": "in_app", "key": _found(_KEY, page), "about": "",
            "recipients": [str(unit) for unit in self.random.sample(self.work.facts["offices"], 2)],
        }  # fmt: skip
        self._do("send_letter", "", mark, "binh", "/lam-viec/cong-van/moi/", typed)

    def write_concern(self) -> None:
        mark = self._mark()
        path = _found(_SEND, self._page("", "/phan-anh/viet/"))
        service = self.random.choice(("giao-thong", "dien", "moi-truong"))
        typed = {"text": f"Đường trước trường học bị ngập sau mưa lớn, số {mark}.", "service": service, "place": "",
                 "spot": "trước chợ", "mail": f"{mark}@example.net", "end": "1"}  # fmt: skip
        body, kind = _multipart(typed, {})
        self._do("write_concern", "", mark, "", path, body, kind=kind)

    def follow_link(self) -> None:
        """What an office does that has no account: the link of the mail, and on its page the act."""
        if (link := self.work.link()) is None:
            return
        page = self._page("", f"/l/{link}/")
        mark = self._mark()
        if 'name="reservation"' in page:
            typed = {"reservation": mark, "csrfmiddlewaretoken": _found(_CSRF, page)}
            self._do("acknowledge_by_link", link, mark, "", f"/l/{link}/", typed)
        elif 'name="statement"' in page and 'name="second_code"' not in page:
            content = _paper(mark)
            typed = {"statement": mark, "reference": "", "is_declared": "on", "without_support_reason": mark,
                     "missing_reason": mark, "csrfmiddlewaretoken": _found(_CSRF, page)}  # fmt: skip
            body, kind = _multipart(typed, {"files": (f"{mark}.docx", content)})
            self._do("hand_in_by_link", link, mark, "", f"/l/{link}/tep/", body, kind=kind)

    def take_in(self) -> None:
        mark, path = self._mark(), "/lam-viec/van-ban/dua-vao/"
        content = _paper(mark)
        typed = {"declared": "on", "about": "", "csrfmiddlewaretoken": _found(_CSRF, self._page("giang", path))}
        body, kind = _multipart(typed, {"files": (f"{mark}.docx", content)})
        self._do("take_in", "", hashlib.sha256(content).hexdigest(), "giang", path, body, kind=kind, wants=200)

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────

    def _mark(self) -> str:
        self.count += 1
        return f"dem-{self.work.seed}-{self.number}-{self.count}"

    def _do(
        self,
        kind_of_act: str,
        code: str,
        mark: str,
        who: str,
        path: str,
        given: Any,
        *,
        kind: str = "",
        wants: int = 302,
    ) -> bool:
        """Asks for it and writes down what came of it; whether it was acknowledged."""
        if isinstance(given, dict):
            if who:
                given = {**given, "csrfmiddlewaretoken": self._token(who)}
            given, kind = urlencode(given, doseq=True).encode(), "application/x-www-form-urlencoded"
        begun = time.monotonic()
        try:
            status, text, where = self._ask("POST", path, who, given, kind)
        except _BROKEN as trouble:
            self.journal.note(Act(kind_of_act, code, mark, who, begun, time.monotonic(), False, repr(trouble)[:80]))
            raise
        is_done = status == wants
        if kind_of_act in ("send_letter", "write_concern") and is_done:
            code = where.split("/")[3 if kind_of_act == "send_letter" else 2]
        said = str(status) if is_done or status == 409 else f"{status} {_plain_words(text)}"
        self.journal.note(Act(kind_of_act, code, mark, who, begun, time.monotonic(), is_done, said))
        return is_done

    def _page(self, who: str, path: str) -> str:
        status, text, where = self._ask("GET", path, who)
        if status == 302:
            self.turned_away.append(f"{who} asked for {path} and was sent to {where}")
        if status != 200:
            raise NoAnswer(f"{path}: {status}")
        if found := _CSRF.search(text):
            self._tokens[who] = found[1]
        return text

    def _token(self, who: str) -> str:
        return self._tokens[who]

    @property
    def _tokens(self) -> dict[str, str]:
        return self.__dict__.setdefault("_seen_tokens", {})

    def _ask(self, method: str, path: str, who: str, body: bytes | None = None, kind: str = "") -> tuple[int, str, str]:
        if self._connection is None:
            self._turn += 1
            port = self.ports[self._turn % len(self.ports)]
            self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        jar = self._jars.get(who)
        if jar is None:
            jar = self._jars[who] = SimpleCookie(self.work.facts["sessions"].get(who, {}))
        head = {
            "Host": "localhost",
            "X-Forwarded-For": f"203.0.{self.work.seed % 250}.{self.number * 16 + self.count % 16}",
            "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items()),
        }
        if kind:
            head["Content-Type"] = kind
        self._connection.request(method, path, body, head)
        answer = self._connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            jar.load(line)
        text = answer.read().decode(errors="replace")
        if answer.status >= 500:
            self._hang_up()  # another node may do better
        return answer.status, text, answer.headers.get("Location", "")

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _found(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        raise NoAnswer(f"no {pattern.pattern[:30]} on the page")
    return found[1]


def _plain_words(page: str) -> str:
    """What a page says, for whoever looks for the reason of a refusal."""
    body = re.sub(r"<(script|style|head).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())[:160]


def _multipart(fields: Fields, files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    edge = "phoihop-faults-edge"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (file_name, content) in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


_NAMES = "http://schemas.openxmlformats.org"


def _paper(mark: str) -> bytes:
    """A DOCX of one sentence, of which there is no second."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as paper:
        paper.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_NAMES}/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
        )
        paper.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_NAMES}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{_NAMES}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        paper.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_NAMES}/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            f"<w:t>Báo cáo kết quả phối hợp, bản {mark}, gửi để theo dõi.</w:t></w:r></w:p></w:body></w:document>",
        )
    return made.getvalue()
