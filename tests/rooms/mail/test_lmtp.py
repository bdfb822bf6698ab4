"""The LMTP door: mails that our own mail server hands in; refused recipients, many recipients, things that break."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from phoihop.mail.commands import lmtp_door, queue_mail, receive
from phoihop.mail.models import InMail
from phoihop.mail.queries import reply_address_of
from tests.rooms.mail.acting import CODE, Killed, Stage, on_stage
from tests.rooms.mail.letters import OFFICE, reply
from tests.rooms.mail.servers import free_port
from tests.rooms.mail.test_queue_and_send import CLOCK
from tests.world.build import AT, World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(world: World) -> Iterator[Stage]:
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
        yield stage


@contextmanager
def door(after: timedelta = timedelta(hours=1)) -> Iterator[smtplib.LMTP]:
    port = free_port()
    opened = lmtp_door(at=lambda: AT + after, address="127.0.0.1", port=port)
    opened.start()
    try:
        with smtplib.LMTP("127.0.0.1", port) as client:
            yield client
    finally:
        opened.stop()


def test_an_answer_handed_in_acts(stage: Stage) -> None:
    with door() as client:
        assert client.sendmail(OFFICE, [reply_address_of("q/1")], reply("q/1", To="Phối Hợp")) == {}
    assert [one["values"]["text"] for one in stage.done] == ["Đã nhận."]
    assert InMail.rows.get().way == "lmtp"


def test_nobody_else_lives_here(stage: Stage) -> None:
    with door() as client, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        client.sendmail(OFFICE, ["giam-doc@so.gov.vn"], reply("q/1"))
    assert refused.value.recipients["giam-doc@so.gov.vn"][0] == 550
    assert InMail.rows.count() == 0


def test_a_report_from_nobody_is_a_bounce_not_an_answer(stage: Stage) -> None:
    with door() as client:
        client.sendmail("", [reply_address_of("q/1")], reply("q/1"))
    assert stage.done == []
    assert InMail.rows.get().reason == "auto_reply"


def test_what_breaks_is_brought_again(stage: Stage) -> None:
    stage.breaks = True
    with door() as client:
        with pytest.raises(smtplib.SMTPDataError) as later:
            client.sendmail(OFFICE, [reply_address_of("q/1")], reply("q/1", Message_ID="<m@x.vn>"))
        assert later.value.smtp_code == 451
        stage.breaks = False
        client.sendmail(OFFICE, [reply_address_of("q/1")], reply("q/1", Message_ID="<m@x.vn>"))
    assert len(stage.done) == 1


def test_a_mail_whose_doer_was_killed_is_brought_again_until_it_is_handled(stage: Stage) -> None:
    mail, to = reply("q/1").replace(b"\n", b"\r\n"), reply_address_of("q/1")
    stage.dies = True
    with pytest.raises(Killed):
        receive(mail, way="lmtp", at=AT, envelope_from=OFFICE, recipients=(to,))
    stage.dies = False
    for minutes in (1, 5):
        with door(timedelta(minutes=minutes)) as client, pytest.raises(smtplib.SMTPDataError) as later:
            client.sendmail(OFFICE, [to], mail)
        assert (later.value.smtp_code, stage.done) == (451, [])
    with door(timedelta(minutes=16)) as client:
        for _ in range(2):
            assert client.sendmail(OFFICE, [to], mail) == {}
    assert len(stage.done) == 1
    assert InMail.rows.get().state == "HANDLED"


def test_every_recipient_gets_its_answer(stage: Stage) -> None:
    """LMTP answers once for each: after two recipients the connection must still be in step."""
    with door() as client:
        client.ehlo()
        client.mail(OFFICE)
        for address in (reply_address_of("q/1"), "traloi@localhost"):
            assert client.rcpt(address)[0] == 250
        assert client.data(reply("q/1"))[0] == 250
        assert client.getreply()[0] == 250
        assert client.noop()[0] == 250
    assert len(stage.done) == 1
