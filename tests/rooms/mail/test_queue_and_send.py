"""Mails queued by acts leave once, whatever the server says and however many senders there are."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from phoihop.ground.actor import Actor
from phoihop.ledger.models import Entry
from phoihop.mail.commands import Attachment, Outgoing, Sender, WrongAddress, queue_mail, queue_mails
from phoihop.mail.commands.sending import note_sent
from phoihop.mail.models import OutMail
from phoihop.mail.outside import transports
from phoihop.mail.outside.transports import Smtp
from phoihop.mail.queries import reply_address_of, states_of
from tests.rooms.mail.servers import Inbox, Running, free_port
from tests.world.build import World

CLOCK = Actor.system("deadline-clock")


def queue(world: World, key: str = "k/1", **more: Any) -> Any:
    given = {"to_address": "vanthu@soyte.gov.vn", "subject": "Nhắc việc", "text": "Kính gửi Quý cơ quan."}
    return queue_mail(key=key, **{**given, "by": CLOCK, **more}, at=world.at)


def sender_to(server: Running) -> Sender:
    return Sender(Smtp(server.url, "localhost"))


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def told(kind: str) -> int:
    return Entry.rows.filter(kind=kind).count()


def test_a_mail_leaves_and_its_state_says_so(world: World) -> None:
    queue(world, about="VD-kg-2021-001")
    with Running(Inbox()) as server:
        sender = sender_to(server)
        assert sender.step(at=lambda: world.at) == 1
        sender.close()
    origin, to, raw = server.inbox.taken[0]
    assert (origin, to) == (reply_address_of("k/1"), "vanthu@soyte.gov.vn")
    message = read(raw)
    assert message["Subject"] == "Nhắc việc"
    assert message["Reply-To"] == reply_address_of("k/1")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == OutMail.rows.get().message_id
    assert message.get_content().strip() == "Kính gửi Quý cơ quan."
    assert raw.isascii()
    state = states_of(["k/1", "k/2"])
    assert list(state) == ["k/1"]
    assert state["k/1"].state == "SENT"
    assert Entry.rows.filter(kind="mail.sent", code="VD-kg-2021-001").count() == 1
    assert bytes(OutMail.rows.get().message) == b""


def test_the_same_key_queues_once(world: World) -> None:
    assert queue(world).key == queue(world, subject="Khác").key
    assert OutMail.rows.count() == 1
    assert told("mail.queued") == 1


def test_a_mail_of_an_act_that_is_undone_is_never_sent(world: World) -> None:
    with transaction.atomic():
        queue(world)
        transaction.set_rollback(True)
    assert OutMail.rows.count() == 0


def test_many_are_queued_in_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    mails = [
        Outgoing(key=f"m/{n}", to_address=f"u{n}@xa.gov.vn", subject="S", text="T", unit_id=world.unit("so-yte"))
        for n in range(30)
    ]
    with django_assert_max_num_queries(10 + 2 * len(mails)):  # two of each are its ledger entry
        events = queue_mails(mails=[*mails, mails[0]], by=CLOCK, at=world.at)
    assert [event.key for event in events] == [*(mail.key for mail in mails), "m/0"]
    assert OutMail.rows.count() == 30


def test_urgent_first_and_nothing_before_its_time(world: World) -> None:
    queue(world, "k/slow")
    queue(world, "k/urgent", to_address="khan@soyte.gov.vn", is_urgent=True)
    queue(world, "k/morning", not_before=world.at + timedelta(hours=8))
    with Running(Inbox()) as server:
        sender = sender_to(server)
        assert sender.step(at=lambda: world.at) == 2
        assert [to for _, to, _ in server.inbox.taken] == ["khan@soyte.gov.vn", "vanthu@soyte.gov.vn"]
        assert server.inbox.sessions == 1  # one connection for the batch
        assert sender.step(at=lambda: world.at + timedelta(hours=8)) == 1
        sender.close()


def test_what_the_server_refuses_for_good_has_failed(world: World) -> None:
    queue(world)
    inbox = Inbox(says_to={"vanthu@soyte.gov.vn": "550 5.1.1 no such user"})
    with Running(inbox) as server:
        sender = sender_to(server)
        assert sender.step(at=lambda: world.at) == 1
        assert sender.step(at=lambda: world.at + timedelta(days=1)) == 0
        sender.close()
    state = states_of(["k/1"])["k/1"]
    assert (state.state, state.trouble) == ("FAILED", "550 5.1.1 no such user")
    assert told("mail.failed") == 1


def test_what_the_server_puts_off_is_tried_again_and_given_up_after_three_days(world: World) -> None:
    queue(world)
    with Running(Inbox(says_to={"vanthu@soyte.gov.vn": "450 4.2.1 mailbox busy"})) as server:
        sender = sender_to(server)
        at, tries = world.at, 0
        while states_of(["k/1"])["k/1"].state != "FAILED":
            tries += sender.step(at=lambda at=at: at)
            at += timedelta(minutes=30)
            assert at < world.at + timedelta(days=4)
        sender.close()
    assert timedelta(days=3) <= at - world.at <= timedelta(days=3, hours=3)
    assert 20 < tries < 60
    assert (told("mail.delayed"), told("mail.failed"), told("mail.sent")) == (1, 1, 0)


def test_greylisted_then_taken(world: World) -> None:
    queue(world)
    with Running(Inbox(says_data=["451 4.7.1 come back later"])) as server:
        sender = sender_to(server)
        sender.step(at=lambda: world.at)
        assert states_of(["k/1"])["k/1"].state == "DELAYED"
        assert sender.step(at=lambda: world.at + timedelta(seconds=30)) == 0
        assert sender.step(at=lambda: world.at + timedelta(minutes=2)) == 1
        sender.close()
    assert states_of(["k/1"])["k/1"].state == "SENT"
    assert len(server.inbox.taken) == 1


def test_no_server_delays_the_batch_and_is_not_hammered(world: World) -> None:
    for number in range(3):
        queue(world, f"k/{number}")
    sender = Sender(Smtp(f"smtp://127.0.0.1:{free_port()}", "localhost"))
    assert sender.step(at=lambda: world.at) == 0
    assert {s.state for s in states_of(["k/0", "k/1", "k/2"]).values()} == {"DELAYED"}
    assert sender.step(at=lambda: world.at + timedelta(hours=1)) == 0  # half a minute of real time has not passed
    assert set(OutMail.rows.values_list("attempts", flat=True)) == {1}


def test_a_connection_that_drops_midway_is_opened_again(world: World) -> None:
    queue(world, "k/1")
    queue(world, "k/2", to_address="b@soyte.gov.vn")
    with Running(Inbox(drops=1)) as server:
        sender = sender_to(server)
        assert sender.step(at=lambda: world.at) == 2
        assert [states_of(["k/1", "k/2"])[k].state for k in ("k/1", "k/2")] == ["DELAYED", "SENT"]
        assert sender.step(at=lambda: world.at + timedelta(minutes=2)) == 1
        sender.close()
    assert sorted(to for _, to, _ in server.inbox.taken) == ["b@soyte.gov.vn", "vanthu@soyte.gov.vn"]


@pytest.mark.parametrize("said", ["421 4.4.2 mx.so.gov.vn Error: timeout exceeded\r\n", ""])
def test_a_connection_the_server_closed_while_idle_delays_no_mail(
    world: World, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(transports, "IDLE_SECONDS", 0.0)
    with Running(Inbox()) as server:
        sender = sender_to(server)
        for number in range(3):
            queue(world, f"k/{number}")
            assert sender.step(at=lambda: world.at) == 1
            server.close_idle(said)
        sender.close()
    assert (len(server.inbox.taken), server.inbox.sessions) == (3, 3)
    assert (told("mail.sent"), told("mail.delayed")) == (3, 0)


def test_a_connection_is_asked_only_after_it_was_idle(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with Running(Inbox()) as server:
        sender = sender_to(server)
        for idle_seconds, asked in ((30.0, 0), (30.0, 0), (0.0, 1)):
            monkeypatch.setattr(transports, "IDLE_SECONDS", idle_seconds)
            queue(world, f"k/{len(server.inbox.taken)}")
            assert sender.step(at=lambda: world.at) == 1
            assert server.inbox.asked == asked
        sender.close()
    assert (len(server.inbox.taken), server.inbox.sessions) == (3, 1)


def test_taken_but_the_answer_was_lost_goes_again_as_the_very_same_mail(world: World) -> None:
    """The one case in which a mail may arrive twice: then with one number, so that mail programs show it once."""
    queue(world)
    with Running(Inbox(takes_and_drops=1)) as server:
        sender = sender_to(server)
        sender.step(at=lambda: world.at)
        sender.step(at=lambda: world.at + timedelta(minutes=2))
        sender.close()
    first, second = (raw for _, _, raw in server.inbox.taken)
    assert first == second
    assert told("mail.sent") == 1


def test_whoever_lost_his_lease_changes_nothing(world: World) -> None:
    queue(world)
    mail = OutMail.rows.get()
    OutMail.rows.update(state="SENDING", lease="another", due_at=world.at + timedelta(minutes=10))
    note_sent(mail_id=mail.pk, lease="mine", by=Actor.system("postman"), at=world.at)
    assert OutMail.rows.get().state == "SENDING"
    assert told("mail.sent") == 0


def test_a_sender_that_died_leaves_its_mails_to_the_next(world: World) -> None:
    queue(world)
    OutMail.rows.update(state="SENDING", lease="dead", due_at=world.at + timedelta(minutes=10))
    with Running(Inbox()) as server:
        sender = sender_to(server)
        assert sender.step(at=lambda: world.at + timedelta(minutes=9)) == 0
        assert sender.step(at=lambda: world.at + timedelta(minutes=11)) == 1
        sender.close()


def test_without_a_server_mails_become_files(world: World) -> None:
    queue(world)
    sender = Sender()
    assert sender.step(at=lambda: world.at) == 1
    number = OutMail.rows.get().message_id.strip("<>").partition("@")[0]
    message = read((Path(settings.PHOIHOP_DATA) / "mail" / f"{number}.eml").read_bytes())
    assert message["To"] == "vanthu@soyte.gov.vn"


def test_an_invitation_is_an_alternative_and_a_file(world: World) -> None:
    ics = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//VI\nMETHOD:REQUEST\nEND:VCALENDAR\n"
    queue(
        world,
        html="<p>Kính mời</p>",
        calendar=("REQUEST", ics),
        attachments=[Attachment("Chương trình họp.pdf", "application/pdf", b"%PDF-1.7")],
    )
    message = read(bytes(OutMail.rows.get().message))
    assert message.get_content_type() == "multipart/mixed"
    alternative, *files = message.iter_parts()
    assert [part.get_content_type() for part in alternative.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    invitation = list(alternative.iter_parts())[2]
    assert invitation.get_param("method") == "REQUEST"
    assert invitation.get_payload(decode=True).count(b"\r\n") == 5
    assert [part.get_filename() for part in files] == ["loi-moi.ics", "Chương trình họp.pdf"]


@pytest.mark.parametrize("subject", ["Dòng một\r\nBcc: x@y.vn", "Dòng một\nX-Khac: 1", "Dòng\u2028Bcc: x@y.vn"])
def test_no_subject_begins_another_header(world: World, subject: str) -> None:
    queue(world, subject=subject)
    message = read(bytes(OutMail.rows.get().message))
    assert message["Bcc"] is None
    assert message["X-Khac"] is None
    assert "\n" not in message["Subject"]


@pytest.mark.parametrize("address", ["", "khong", "a b@x.vn", "a@x.vn\r\nBcc: y@z.vn", "â@x.vn", "a@-x.vn", "a@vn"])
def test_no_mail_to_what_is_no_address(world: World, address: str) -> None:
    with pytest.raises(WrongAddress):
        queue(world, to_address=address)
    assert OutMail.rows.count() == 0


def test_the_acting_office_is_the_name_in_from(world: World, an: Any) -> None:
    queue(world, by=an.actor)
    message = read(bytes(OutMail.rows.get().message))
    assert message["From"].addresses[0].display_name == "Ban Tuyên giáo Tỉnh ủy Kiên Giang"
    assert message["From"].addresses[0].addr_spec == settings.PHOIHOP_MAIL_FROM[1]
