"""Several senders at once: each mail leaves once, and the ledger says so once."""

from __future__ import annotations

from collections import Counter

import pytest

from phoihop.ledger.models import Entry
from phoihop.mail.commands import Outgoing, Sender, queue_mail, queue_mails, receive
from phoihop.mail.models import InMail, OutMail
from phoihop.mail.outside.transports import Smtp
from tests.rooms.mail.acting import CODE, on_stage
from tests.rooms.mail.letters import OFFICE, reply
from tests.rooms.mail.servers import Inbox, Running
from tests.rooms.mail.test_queue_and_send import CLOCK
from tests.world.build import World
from tests.world.together import together

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = 60


@pytest.mark.slow
def test_four_senders_send_each_mail_once(world: World) -> None:
    mails = [Outgoing(key=f"m/{n}", to_address=f"u{n}@xa.gov.vn", subject="S", text="T") for n in range(MAILS)]
    queue_mails(mails=mails, by=CLOCK, at=world.at)

    def send() -> None:
        sender = Sender(Smtp(server.url, "localhost"))
        while sender.step(at=lambda: world.at, limit=7):
            continue
        sender.close()

    with Running(Inbox()) as server:
        assert together(*[send] * 4) == []
        while OutMail.rows.filter(state="QUEUED").exists():
            send()
    assert Counter(to for _, to, _ in server.inbox.taken) == Counter(mail.to_address for mail in mails)
    assert Entry.rows.filter(kind="mail.sent").count() == MAILS


def test_one_key_queued_at_once_is_one_mail(world: World) -> None:
    def queue() -> None:
        queue_mail(key="k", to_address=OFFICE, subject="S", text="T", by=CLOCK, at=world.at)

    assert together(*[queue] * 5) == []
    assert OutMail.rows.count() == 1


def test_one_answer_received_at_once_acts_once(world: World) -> None:
    with on_stage() as stage:
        queue_mail(
            key="q/1",
            to_address=OFFICE,
            subject="S",
            text="T",
            about=CODE,
            unit_id=world.unit("so-yte"),
            reply_act="tried.answer",
            by=CLOCK,
            at=world.at,
        )
        mail = reply("q/1")
        said = []
        assert together(*[lambda: said.append(receive(mail, way="lmtp", at=world.at))] * 5) == []
    assert len(stage.done) == 1
    assert [one.reason for one in said].count("") == 1
    assert {one.state for one in said} <= {"HANDLED", "HANDLING"}
    assert InMail.rows.get().state == "HANDLED"
