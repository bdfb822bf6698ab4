"""The mailbox of a real IMAP server: each mail is taken in once; what cannot be dealt with stays unseen."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from datetime import timedelta

import pytest

from phoihop.mail.commands import Collector, queue_mail
from phoihop.mail.models import InMail
from phoihop.mail.outside import imap as imap_module
from tests.rooms.mail.acting import CODE, Killed, Stage, on_stage
from tests.rooms.mail.dovecot import Dovecot
from tests.rooms.mail.letters import OFFICE, reply
from tests.rooms.mail.servers import free_port
from tests.rooms.mail.test_queue_and_send import CLOCK
from tests.world.build import World


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


def collect(world: World, collector: Collector) -> int:
    return collector.collect(at=lambda: world.at + timedelta(hours=1))


def test_unseen_mails_are_taken_once(world: World, stage: Stage, imap: Dovecot) -> None:
    imap.bring(reply("q/1", "Đã nhận."))
    imap.bring(reply("q/1", "Kẻ lạ", From="ke-la@noi.khac.vn"))
    collector = Collector(imap.url)
    assert collect(world, collector) == 2
    assert [one["values"]["text"] for one in stage.done] == ["Đã nhận."]
    assert imap.unseen() == 0
    assert collect(world, collector) == 0


def test_two_collectors_act_once(world: World, stage: Stage, imap: Dovecot) -> None:
    """A second machine that reads the same mailbox before the first has marked the mail."""
    imap.bring(reply("q/1"))
    with imap_module.Mailbox(imap.url) as one, imap_module.Mailbox(imap.url) as other:
        mails = [next(box.unseen()) for box in (one, other)]
    assert mails[0].raw == mails[1].raw
    assert collect(world, Collector(imap.url)) == 1
    imap.bring(mails[1].raw)
    assert collect(world, Collector(imap.url)) == 1
    assert len(stage.done) == 1


def test_what_breaks_stays_unseen_and_keeps_nobody_waiting(world: World, stage: Stage, imap: Dovecot) -> None:
    stage.breaks = True
    imap.bring(reply("q/1"))
    imap.bring(reply("q/1", From="ke-la@noi.khac.vn"))
    collector = Collector(imap.url)
    assert [collect(world, collector) for _ in range(7)] == [1, 0, 0, 0, 0, 0, 0]
    assert imap.unseen() == 1
    stage.breaks = False
    assert collect(world, collector) == 0  # tried five times: not again before a new start
    assert collect(world, Collector(imap.url)) == 1
    assert len(stage.done) == 1


def test_of_a_mail_given_up_nothing_is_fetched_any_more(
    world: World, stage: Stage, imap: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, real = [], imaplib.IMAP4.uid
    monkeypatch.setattr(imaplib.IMAP4, "uid", lambda box, *told: asked.append(told[0]) or real(box, *told))
    stage.breaks = True
    imap.bring(reply("q/1"))
    collector, fetched = Collector(imap.url), []
    for _ in range(7):
        assert collect(world, collector) == 0
        fetched.append(asked.count("FETCH"))
    assert fetched == [2, 4, 6, 8, 10, 10, 10]  # each time its size, then the mail
    imap.bring(reply("q/1", From="ke-la@noi.khac.vn"))
    assert collect(world, collector) == 1  # others are
    assert asked.count("FETCH") == 12


def test_a_mail_whose_doer_was_killed_stays_unseen_until_it_is_handled(
    world: World, stage: Stage, imap: Dovecot
) -> None:
    imap.bring(reply("q/1"))
    stage.dies = True
    with pytest.raises(Killed):
        Collector(imap.url).collect(at=lambda: world.at)
    stage.dies = False
    collector = Collector(imap.url)
    for minutes in range(1, 16):  # far more looks than there are tries
        assert collector.collect(at=lambda minutes=minutes: world.at + timedelta(minutes=minutes)) == 0
    assert (stage.done, imap.unseen()) == ([], 1)
    assert collector.collect(at=lambda: world.at + timedelta(minutes=16)) == 1
    assert (len(stage.done), imap.unseen()) == (1, 0)
    assert collector.collect(at=lambda: world.at + timedelta(minutes=17)) == 0


def test_no_mail_is_begun_after_the_process_was_asked_to_stop(world: World, stage: Stage, imap: Dovecot) -> None:
    for text in ("Một", "Hai"):
        imap.bring(reply("q/1", text))
    collector = Collector(imap.url)
    assert collector.collect(at=lambda: world.at, is_stopped=lambda: bool(stage.done)) == 1
    assert (len(stage.done), imap.unseen()) == (1, 1)
    assert collector.collect(at=lambda: world.at) == 1


def test_of_a_mail_too_large_only_the_head_is_fetched(
    world: World, stage: Stage, imap: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_module, "LARGEST", 2_000)
    monkeypatch.setattr("phoihop.mail.outside.parsing.LARGEST", 2_000)
    imap.bring(reply("q/1", "x" * 3_000))
    assert collect(world, Collector(imap.url)) == 1
    row = InMail.rows.get()
    assert row.reason == "too_large"
    assert row.size > 3_000
    assert stage.done == []


def test_a_wrong_password_and_no_server_are_only_logged(
    world: World, imap: Dovecot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING")
    for url in (imap.url.replace("only-for-tests", "wrong"), f"imap://a:b@127.0.0.1:{free_port()}"):
        assert collect(world, Collector(url)) == 0
    assert sum("the mailbox could not be read" in record.getMessage() for record in caplog.records) == 2
    assert "only-for-tests" not in caplog.text
