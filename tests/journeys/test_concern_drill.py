"""The concern drill: a seeded crowd writes by form, Open311, mail, telephone and letter; officers work through it.

Afterwards: one answer each, every raiser told once of each step, dates as an independent sum says, a way back for
everybody, and none of the planted names, numbers and addresses anywhere but under their key. A small form always
runs; the larger one is marked slow, and PHOIHOP_DRILL=1000 makes it the whole one (200 duplicates, 150 for several
agencies).
"""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from phoihop.concerns import commands, queries
from phoihop.concerns.models import Answer, Concern, Told
from phoihop.ground.actor import Role
from phoihop.ledger.commands import deliver
from phoihop.mail.commands import Sender, receive
from phoihop.mail.models import OutMail
from phoihop.publications import queries as public
from phoihop.site.letterbox import letterbox
from tests.conftest import StoppedClock
from tests.rooms.mail.letters import opened
from tests.world import front_desk as desk
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.citizens import Citizen, proof
from tests.world.drill import Told as Sent
from tests.world.drill import concerns as crowd
from tests.world.drill import places

BOX = "phananh@kiengiang.example"
HERE = "/lam-viec/phan-anh/"
OFF = {date(2021, 9, 2), date(2021, 9, 3)}  # public holidays within reach of the drill's dates
STEP = timedelta(seconds=40)
MASK = "[đã che]"


@dataclass
class Case:
    """One concern on its way: what was sent, its code, and its raiser's key."""

    sent: Sent
    code: str = ""
    key: str = ""
    received_at: datetime | None = None


@dataclass
class Drill:
    world: World
    clock: StoppedClock
    sent: list[Sent]
    cases: dict[int, Case] = field(default_factory=dict)
    officers: dict[str, tuple[Person, Person]] = field(default_factory=dict)  # unit: who writes, who approves
    suggested: Counter[str] = field(default_factory=Counter)
    seen: list[bytes] = field(default_factory=list)  # what anybody outside was shown
    fates: dict[int, str] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.clock.move(seconds=STEP.total_seconds())

    # ── coming in ───────────────────────────────────────────────────────────────────────────────────────────

    def send_all(self) -> None:
        ways = {
            "form": self._by_form,
            "open311": self._by_open311,
            "mail": self._by_mail,
            "phone": self._by_desk,
            "letter": self._by_desk,
        }
        for place, sent in enumerate(self.sent):
            case = self.cases[sent.number] = Case(sent, received_at=self.now())
            ways[sent.channel](case, place)
            if place % 50 == 49:
                self.hear()
        self.hear()

    def _by_form(self, case: Case, place: int) -> None:
        citizen, sent = Citizen(f"10.{place // 250}.{place % 250}.9"), case.sent
        action, nonce = citizen.form()
        self.now()
        where = {} if sent.latitude is None else {"latitude": str(sent.latitude), "longitude": str(sent.longitude)}
        case.code, case.key = citizen.written(
            action=action,
            proof=proof(nonce),
            text=sent.text,
            service=sent.service,
            place=sent.place,
            name=sent.name,
            phone=sent.phone,
            mail=sent.mail,
            **where,
        )
        case.received_at = self.clock.at

    def _by_open311(self, case: Case, place: int) -> None:
        sent = case.sent
        family, _space, given = sent.name.rpartition(" ")
        values = {
            "service_code": sent.service,
            "description": sent.text,
            "address_id": sent.place,
            "email": sent.mail,
            "phone": sent.phone,
            "first_name": given,
            "last_name": family,
        }
        if sent.latitude is not None:
            values |= {"lat": str(sent.latitude), "long": str(sent.longitude)}
        client = Client(REMOTE_ADDR=f"172.16.{place // 250}.{place % 250}")
        body = urlencode({name: text for name, text in values.items() if text})
        answer = client.post("/open311/v2/requests.json", body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (200, 201), answer.content.decode()
        case.code = answer.json()[0]["service_request_id"]

    def _by_mail(self, case: Case, place: int) -> None:
        message = EmailMessage()
        message["From"], message["To"] = case.sent.mail, BOX
        message["Subject"] = "Phản ánh"
        message["Message-ID"] = f"<{place}@thu-rieng.example>"
        message.set_content(case.sent.text)
        found = receive(message.as_bytes(), way="lmtp", at=self.clock.at, letterbox=letterbox())
        assert (found.state, found.reason) == ("HANDLED", "")
        told = OutMail.rows.filter(key__startswith="receipt/").order_by("-pk").first()
        assert told is not None
        to, raw = opened(told)
        assert to == case.sent.mail
        link = re.search(rf"/phan-anh/({told.about})/([a-z2-7]+)/", text_of(raw))
        assert link is not None
        case.code, case.key = link[1], link[2]

    def _by_desk(self, case: Case, place: int) -> None:
        sent = case.sent
        answer = self.world.person("an").client.post(
            f"{HERE}ghi/",
            {
                "channel": sent.channel,
                "service": f"kg/{sent.service}",
                "place": sent.place,
                "text": sent.text,
                "name": sent.name,
                "phone": sent.phone,
                "mail": sent.mail,
            },
        )
        page = answer.content.decode()
        link = re.search(r"/phan-anh/(PA-kg-\d{4}-\d+)/([a-z2-7]+)/", page)
        assert link is not None, page[:3000]
        case.code, case.key = link[1], link[2]

    def hear(self) -> None:
        """The listeners' process: takes in what came, makes notices. Then the postman."""
        while deliver(at=lambda: self.clock.at, limit=200):
            pass
        sender = Sender()
        while sender.step(at=lambda: self.clock.at):
            pass
        sender.close()

    # ── the officers' work ──────────────────────────────────────────────────────────────────────────────────

    def staff(self) -> None:
        for unit in {*desk.ANSWERS.values(), "ubnd-tinh"} - {desk.DESK}:
            writer = self.world.add_person(f"viet-{unit}", unit, [Role.DRAFTER, Role.FOCAL], post="Chuyên viên")
            head = self.world.add_person(f"duyet-{unit}", unit, [Role.APPROVER], post="Lãnh đạo")
            self.officers[unit] = (writer, head)
        self.officers[desk.DESK] = (self.world.person("an"), self.world.person("binh"))

    def look(self) -> None:
        """The reception officer reads each concern, lets it in, merges what the desk suggests and he finds the same."""
        groups = {case.code: case.sent.original for case in self.cases.values()}
        for case in self.in_order():
            an = self.world.person("an").actor_at(self.now())
            value = queries.concern_value(an, case.code)
            if value.state == "HELD":
                commands.admit_concern(code=case.code, by=an, at=self.clock.at)
            alike = queries.duplicates(an, case.code, self.clock.at)
            before = [one for one in alike if one.received_at < value.received_at]
            true = [one for one in before if groups[one.code] == case.sent.original]
            self.suggested["true"] += bool(true)
            self.suggested["false"] += sum(groups[one.code] != case.sent.original for one in before)
            self.suggested["found"] += len(true)
            if case.sent.is_copy:
                self.suggested["copies"] += 1
                self.suggested["recalled"] += bool(true)
                into = true[0].merged_into or true[0].code if true else self.cases[case.sent.original].code
                commands.merge_concerns(code=case.code, into=into, by=an, at=self.clock.at)
                self.fates[case.sent.number] = "merged"

    def mains(self) -> list[Case]:
        return [case for case in self.in_order() if not case.sent.is_copy]

    def in_order(self) -> list[Case]:
        return sorted(self.cases.values(), key=lambda case: case.received_at or self.world.at)

    def work(self) -> None:
        """Every main concern is refused, passed on, disputed, asked about, extended, or simply answered."""
        for place, case in enumerate(self.mains()):
            fate = FATES.get(place % 20, "answer") if not case.sent.is_shared else "shared"
            self.fates[case.sent.number] = fate
            getattr(self, f"_{fate.replace('-', '_')}")(case)

    def _moderate(self, case: Case) -> None:
        an = self.world.person("an").actor_at(self.now())
        masked = queries.proposed_mask(an, case.code).text
        public_text = without_names(masked, case.sent)
        title = f"{queries.concern_value(an, case.code).service}: {public_text[:60]}"
        commands.moderate_concern(code=case.code, title=title, public_text=public_text, by=an, at=self.clock.at)

    def _assign(self, case: Case, lead: str, *others: str) -> None:
        an = self.world.person("an").actor_at(self.now())
        supporting = {self.world.unit(one): "Phần của cơ quan" for one in others}
        commands.assign_concern(
            code=case.code, lead_id=self.world.unit(lead), supporting=supporting, by=an, at=self.clock.at
        )

    def _finish(self, case: Case, lead: str, *others: str, is_public: bool = False) -> None:
        for unit in others:
            writer = self.officers[unit][0].actor_at(self.now())
            commands.write_part(code=case.code, text=f"Phần của {unit}: đã xem.", by=writer, at=self.clock.at)
        writer, head = (person.actor_at(self.now()) for person in self.officers[lead])
        words = f"**Đã xử lý** phản ánh {case.code}."
        commands.compose_answer(code=case.code, text=words, by=writer, at=self.clock.at)
        commands.submit_answer(code=case.code, by=writer, at=self.clock.at)
        commands.approve_answer(code=case.code, by=head, at=self.now())
        if is_public:
            commands.publish_concern(code=case.code, by=head, at=self.now())

    def _answer(self, case: Case) -> None:
        lead = self._lead_of(case)
        is_public = case.sent.number % 3 == 0
        if is_public:
            self._moderate(case)
        self._assign(case, lead)
        self._finish(case, lead, is_public=is_public)

    def _shared(self, case: Case) -> None:
        lead = self._lead_of(case)
        others = [unit for unit in PARTNERS if unit != lead][: 1 + case.sent.number % 3]
        self._moderate(case)
        self._assign(case, lead, *others)
        self._finish(case, lead, *others, is_public=True)

    def _refuse(self, case: Case) -> None:
        an = self.world.person("an").actor_at(self.now())
        commands.refuse_concern(
            code=case.code,
            reason="NOT_COMPETENT",
            owner="Công ty Điện lực Kiên Giang",
            words="Xin gửi đến nơi đó.",
            by=an,
            at=self.clock.at,
        )

    def _pass_on(self, case: Case) -> None:
        lead = self._lead_of(case)
        other = "so-yte" if lead != "so-yte" else "so-tttt"
        self._assign(case, other)
        writer = self.officers[other][0].actor_at(self.now())
        commands.pass_on_concern(
            code=case.code, to_unit_id=self.world.unit(lead), reason="Việc của ngành khác", by=writer, at=self.clock.at
        )
        self._finish(case, lead)

    def _dispute(self, case: Case) -> None:
        lead = self._lead_of(case)
        other = "so-yte" if lead != "so-yte" else "so-tttt"
        self._assign(case, other, lead)
        writer = self.officers[other][0].actor_at(self.now())
        commands.dispute_concern(code=case.code, reason="Không phải việc của Sở", by=writer, at=self.clock.at)
        decider = queries.concern_value(LOADER, case.code).decider
        assert decider is not None
        expected = (
            desk.DESK if desk.DESK in (lead, other) else "ubnd-tinh"
        )  # where they meet nowhere, the reception unit
        assert decider.key == expected
        above = self.officers[decider.key][1].actor_at(self.now())
        commands.decide_dispute(
            code=case.code,
            lead_id=self.world.unit(lead),
            supporting={},
            decision="Theo ngành",
            by=above,
            at=self.clock.at,
        )
        self._finish(case, lead)

    def _ask(self, case: Case) -> None:
        lead = self._lead_of(case)
        self._assign(case, lead)
        writer = self.officers[lead][0].actor_at(self.now())
        commands.ask_more(code=case.code, question="Ở gần số nhà mấy?", by=writer, at=self.clock.at)
        self._by_raiser(case, "bo-sung", text="Gần cột điện số bốn, phía tay trái.")
        self.hear()
        self._finish(case, lead)

    def _extend(self, case: Case) -> None:
        lead = self._lead_of(case)
        self._assign(case, lead)
        head = self.officers[lead][1].actor_at(self.now())
        to = add_working(queries.concern_value(head, case.code).promised_date, 5)
        commands.extend_concern(code=case.code, to_date=to, reason="Chờ vật tư", by=head, at=self.clock.at)
        self._finish(case, lead)

    def _reopen(self, case: Case) -> None:
        """Answered, opened again by its raiser's own page, answered once more by another approver."""
        lead = self._lead_of(case)
        self._assign(case, lead)
        self._finish(case, lead)
        self.hear()
        self._by_raiser(case, "mo-lai", reason="NOT_SO", text="Hôm nay vẫn như cũ, chưa thấy ai đến.")
        self.hear()
        writer = self.officers[lead][0].actor_at(self.now())
        commands.compose_answer(code=case.code, text="Đã làm lại, có ảnh.", by=writer, at=self.clock.at)
        commands.submit_answer(code=case.code, by=writer, at=self.clock.at)
        other = self.world.person("minh" if lead == desk.DESK else "binh").actor_at(self.now())
        commands.approve_answer(code=case.code, by=other, at=self.clock.at)

    def _rate(self, case: Case) -> None:
        lead = self._lead_of(case)
        self._assign(case, lead)
        self._finish(case, lead)
        self.hear()
        self._by_raiser(case, "danh-gia", rating="4")
        self.hear()

    def _by_raiser(self, case: Case, act: str, **typed: str) -> None:
        """Through the raiser's own page; whoever came by another programme gets the key from his mail or the desk."""
        if not case.key:
            self._instead_of_raiser(case, act, typed)
            return
        client = Client(REMOTE_ADDR=f"192.168.{case.sent.number // 250}.{case.sent.number % 250}")
        page = client.get(f"/phan-anh/{case.code}/{case.key}/").content.decode()
        form = re.search(rf'action="([^"]*/{act}/)"(.*?)</form>', page, re.DOTALL)
        assert form is not None, page[:4000]
        token = re.search(r'name="token" value="([^"]+)"', form[2])
        assert token is not None
        self.now()
        names = set(re.findall(r'name="([a-z_]+)"', form[2]))
        given = {name: text for name, text in typed.items() if name in names}
        last = {"end": "1"} if "end" in names else {}  # says that nothing was cut off
        sent = {**given, "token": token[1], "proof": proof(token[1].split("-")[1]), **last}
        answer = client.post(unescape(form[1]), sent)
        assert answer.status_code == 302, (act, names, answer.content.decode()[:3000])

    def _instead_of_raiser(self, case: Case, act: str, typed: dict[str, str]) -> None:
        an = self.world.person("an").actor_at(self.now())
        if act == "bo-sung":
            commands.add_more(code=case.code, text=typed["text"], by=an, at=self.clock.at)
        elif act == "mo-lai":
            commands.reopen_concern(
                code=case.code, reason=typed["reason"], words=typed["text"], by=an, at=self.clock.at
            )
        else:
            commands.rate_concern(code=case.code, stars=int(typed["rating"]), by=an, at=self.clock.at)

    def _lead_of(self, case: Case) -> str:
        value = queries.concern_value(LOADER, case.code)
        unit = value.route_unit or value.reception
        return unit.key


PARTNERS = ("so-yte", "so-tttt", "so-nnptnt", "so-xaydung")
FATES = {3: "refuse", 5: "pass-on", 8: "dispute", 11: "ask", 13: "extend", 16: "reopen", 18: "rate"}


def without_names(text: str, sent: Sent) -> str:
    """What a moderator does by hand: names and addresses of homes are covered, the rest stays as it was written."""
    for word in sent.canaries:
        text = text.replace(word, MASK)
    return text


def text_of(raw: bytes) -> str:
    body = BytesParser(policy=policy.default).parsebytes(raw).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def add_working(day: date, days: int) -> date:
    """Counted by hand, to check the clocks by another sum: Saturdays, Sundays and the holidays of the drill are off."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in OFF
    return day


@pytest.fixture
def configured(settings: Any) -> None:
    settings.PHOIHOP_MAIL_CONCERNS = ("kg", BOX)


def run(world: World, clock: StoppedClock, sent: list[Sent]) -> Drill:
    desk.arrange(world)
    drill = Drill(world, clock, sent)
    drill.staff()
    drill.send_all()
    drill.look()
    drill.hear()
    drill.work()
    drill.hear()
    return drill


# ── what must hold ──────────────────────────────────────────────────────────────────────────────────────────


def check_answers(drill: Drill) -> None:
    """One answer for each concern (two where it was opened again), one owner for each refusal, and none left over."""
    assert Concern.rows.count() == len(drill.sent)
    answers = Counter(Answer.rows.filter(state="APPROVED").values_list("concern__code", flat=True))
    for case in drill.mains():
        value = queries.concern_value(LOADER, case.code)
        fate = drill.fates[case.sent.number]
        if fate == "refuse":
            assert (value.state, answers[case.code]) == ("REFUSED", 0)
            assert value.refused_to
            continue
        assert value.state == "ANSWERED", (case.code, fate, value.state)
        assert answers[case.code] == (2 if fate == "reopen" else 1), (case.code, fate)
        if fate == "rate":
            assert value.rating == 4
    for case in drill.cases.values():
        if case.sent.is_copy:
            value = queries.concern_value(LOADER, case.code)
            assert value.state == "MERGED"
            assert answers[case.code] == 0
            assert value.merged_into == drill.cases[case.sent.original].code


def check_told(drill: Drill) -> None:
    """Everybody who raised it has been told of each answer once, of no step twice, and sees the answer by his code."""
    steps = Counter(Told.rows.values_list("raiser__code", "step_id"))
    assert max(steps.values()) == 1
    numbers: dict[str, Counter[int]] = defaultdict(Counter)
    for code, number in Told.rows.filter(number__isnull=False).values_list("raiser__code", "number"):
        numbers[code][number] += 1
    for case in drill.cases.values():
        fate = drill.fates[case.sent.original]
        expected = {} if fate == "refuse" else {1: 1, 2: 1} if fate == "reopen" else {1: 1}
        assert dict(numbers[case.code]) == expected, (case.code, fate, numbers[case.code])
        shown = public.tracking(case.code)
        assert shown is not None
        assert bool(shown.answer) == (fate != "refuse"), (case.code, fate)
    mailed = Counter(OutMail.rows.filter(key__startswith="concern/").values_list("key", flat=True))
    assert all(count == 1 for count in mailed.values())
    by_mail = Told.rows.filter(by_mail=True).count()
    assert by_mail == len(mailed)
    assert by_mail > 0
    assert not OutMail.rows.exclude(state="SENT").exists()


def check_clocks(drill: Drill) -> None:
    """Dates by a sum of our own: so many working days after the day it came in, an extension on top."""
    for case in drill.mains():
        value = queries.concern_value(LOADER, case.code)
        assert case.received_at is not None
        promised = add_working(case.received_at.astimezone(drill.world.at.tzinfo).date(), 15)
        fate = drill.fates[case.sent.number]
        if fate == "extend":
            promised = add_working(promised, 5)
        if fate == "reopen":  # owed anew: the clock starts again when it is opened
            assert value.reopened_at is not None
            promised = add_working(value.reopened_at.astimezone(drill.world.at.tzinfo).date(), 15)
        assert value.promised_date == promised, (case.code, fate, value.promised_date, promised)
        assert value.explanation.due == value.promised_date
        assert value.is_late == (
            value.answered_at is not None
            and value.answered_at.astimezone(drill.world.at.tzinfo).date() > value.promised_date
        )


# ── the canary search ───────────────────────────────────────────────────────────────────────────────────────


def canaries(drill: Drill) -> set[str]:
    return {word for case in drill.cases.values() for word in case.sent.canaries}


def public_pages(drill: Drill) -> Iterator[tuple[str, bytes]]:
    """Whatever anybody may ask for, of pages, feeds, exports and the open interface."""
    client = Client(REMOTE_ADDR="198.51.100.1")
    fixed = [
        "/",
        "/phan-anh/",
        "/tra-loi/",
        "/tra-loi/atom.xml",
        "/tra-loi/rss.xml",
        "/tra-loi/feed.json",
        "/tim/?q=%C4%91%C6%B0%E1%BB%9Dng",
        "/du-lieu/",
        "/sitemap.xml",
        "/robots.txt",
        "/open311/v2/requests.json",
        "/open311/v2/requests.xml",
        "/open311/v2/services.json",
    ]
    index = client.get("/du-lieu/").content.decode()
    fixed += sorted({unescape(one) for one in re.findall(r'href="(/du-lieu/[^"]+\.(?:csv|json|jsonld))"', index)})
    codes = [case.code for case in drill.in_order()]
    fixed += [f"/phan-anh/{code}/" for code in codes]
    fixed += [f"/open311/v2/requests/{code}.json" for code in codes[::10]]
    fixed += [f"/tra-loi/{code}/" for code in codes[::3]]
    shown = Counter[str]()
    for place, path in enumerate(fixed):  # readers enough that none of them asks too often
        answer = client.get(path, REMOTE_ADDR=f"198.51.100.{place // 20}")
        assert answer.status_code in (200, 404), (path, answer.status_code)
        shown[path.split("/")[1]] += answer.status_code == 200
        yield path, b"".join(answer) if answer.streaming else answer.content
    assert shown["phan-anh"] == 1 + len(codes)  # the public's view of each concern was there to be searched
    assert shown["open311"] == 3 + len(codes[::10])
    assert shown["tra-loi"] > 4


def kept(drill: Drill) -> Iterator[tuple[str, bytes]]:
    """The database row by row, its files as they lie there (with what is still in the write-ahead file) and as one
    piece, and all other files but mails, which a server would have taken away."""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            held = ([bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor.fetchall())
            yield table, "\n".join(map(repr, held)).encode()
    if connection.vendor == "sqlite":
        yield "the database in one piece", connection.connection.serialize()
        name = Path(str(connection.settings_dict["NAME"]))
        files = sorted(name.parent.glob(f"{name.name}*"))
        assert {path.name for path in files} >= {name.name, f"{name.name}-wal"}
        for path in files:
            yield path.name, path.read_bytes()
    root = Path(settings.PHOIHOP_DATA)
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.relative_to(root).parts[0] != "mail":
            yield str(path.relative_to(root)), path.read_bytes()


@dataclass(frozen=True, slots=True)
class Net:
    """Many words looked for at once in large files: at each place the next eight bytes are looked up in a table."""

    heads: dict[bytes, list[bytes]]
    table: np.ndarray[Any, np.dtype[np.bool_]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Net:
        """The words as they are, with their letters escaped as JSON and repr do, in UTF-16 and in base64."""
        heads: dict[bytes, list[bytes]] = defaultdict(list)
        for word in words:
            plain = word.encode()
            found = {plain, json.dumps(word)[1:-1].encode(), word.encode("utf-16-le"), repr(plain)[2:-1].encode()}
            for shift in range(3):
                found.add(base64.b64encode(b"\0" * shift + plain).rstrip(b"=")[4:-2])
            for one in found:
                if len(one) >= 8:
                    heads[one[:8]].append(one)
        table = np.zeros(1 << 24, dtype=np.bool_)
        table[_slots(np.frombuffer(b"".join(heads), dtype="<u8"))] = True
        return cls(dict(heads), table)

    def search(self, content: bytes) -> int | None:
        """Where one of the words begins."""
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE + 7]
            for shift in range(min(8, len(piece) - 7)):
                windows = np.frombuffer(piece, dtype="<u8", offset=shift, count=(len(piece) - shift) // 8)
                for place in np.flatnonzero(self.table[_slots(windows)]):
                    at = start + shift + 8 * int(place)
                    if any(content.startswith(one, at) for one in self.heads.get(content[at : at + 8], ())):
                        return at
        return None


PIECE = 1 << 22


def _slots(windows: np.ndarray[Any, np.dtype[np.uint64]]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    return (windows * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)


def check_canaries(drill: Drill, log: str) -> int:
    """Nowhere but under their keys. A control word shows that the search would find what is there."""
    control = Net.of(["Đã xử lý"])
    caught = Net.of(canaries(drill))
    looked = 0
    has_control: set[str] = set()
    for place, content in (*public_pages(drill), *kept(drill), ("the log", log.encode())):
        looked += len(content)
        if control.search(content) is not None:
            has_control.add(place)
        hit = caught.search(content)
        assert hit is None, (place, content[max(0, hit - 80) : hit + 120])
    assert {"concerns_answer", "publications_tracking"} <= has_control
    assert connection.vendor != "sqlite" or "the database in one piece" in has_control
    return looked


def figures(drill: Drill, looked: int) -> str:
    found = drill.suggested
    recall = found["recalled"] / found["copies"] if found["copies"] else 0
    precision = found["found"] / (found["found"] + found["false"]) if found["found"] else 0
    fates = Counter(drill.fates.values())
    mails = OutMail.rows.filter(key__startswith="concern/").count()
    return (
        f"{len(drill.sent)} concerns, {found['copies']} duplicates, {found['recalled']} suggested "
        f"(recall {recall:.2f}, precision {precision:.2f}); fates {dict(fates)}; {Told.rows.count()} times somebody "
        f"was told, {mails} mails; {len(canaries(drill))} canaries looked for in {looked / 2**20:.0f} MB\n"
    )


@pytest.mark.usefixtures("configured")
def test_a_small_drill(world: World, clock: StoppedClock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    drill = run(world, clock, crowd(40, copies=8, shared=6, seed=6))
    check_answers(drill)
    check_told(drill)
    check_clocks(drill)
    looked = check_canaries(drill, caplog.text)
    sys.stdout.write(figures(drill, looked))
    assert drill.suggested["recalled"] >= 0.7 * drill.suggested["copies"]


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.usefixtures("configured")
def test_the_drill(world: World, clock: StoppedClock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    many = int(os.environ.get("PHOIHOP_DRILL", "200"))
    drill = run(world, clock, crowd(many, copies=many // 5, shared=many * 3 // 20, seed=2021))
    assert sum(one.is_shared for one in drill.sent) == many * 3 // 20
    assert len(places()) > 20
    check_answers(drill)
    check_told(drill)
    check_clocks(drill)
    looked = check_canaries(drill, caplog.text)
    sys.stdout.write(figures(drill, looked))
    assert drill.suggested["recalled"] >= 0.7 * drill.suggested["copies"]
