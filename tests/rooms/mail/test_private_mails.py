"""Mails to people who are none of ours: closed while they wait, opened by a sender alone, gone when they have left."""

from __future__ import annotations

import base64
import logging
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from phoihop.ground import sealing
from phoihop.ledger.models import Entry
from phoihop.mail.commands import Sender, WrongAddress, receive
from phoihop.mail.models import InMail, OutMail
from phoihop.mail.outside import envelopes
from phoihop.mail.queries import states_of
from tests.rooms.mail.letters import opened, report
from tests.rooms.mail.servers import Inbox, Running
from tests.rooms.mail.test_queue_and_send import queue, read, sender_to
from tests.world.build import World

TO = "ba.bay.rach-soi@thu-rieng.example"
WORDS = "KHOA-RIENG-CUA-BA-BAY"
KEY = "concern/PA-kg-2021-1/1"


def private(world: World, key: str = KEY, **more: Any) -> OutMail:
    given = {"to_address": TO, "subject": WORDS, "text": f"Xin xem {WORDS}.", "about": "PA-kg-2021-1"}
    queue(world, key, **{**given, **more}, is_private=True)
    return OutMail.rows.get(key=key)


def net() -> list[bytes]:
    """The address and the words, as they are, as hexadecimal, and in base64 at each of its three places."""
    found = []
    for word in (TO, WORDS):
        plain = word.encode()
        found += [plain, plain.hex().encode(), plain.hex().upper().encode(), word.encode("utf-16-le")]
        found += [base64.b64encode(b"\0" * n + plain).rstrip(b"=")[4:-2] for n in range(3)]
    return found


def caught(content: bytes) -> bool:
    return any(word in content for word in net())


def rows() -> bytes:
    """Every row of every table, as bytes."""
    found: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            held = ([bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor.fetchall())
            found += [repr(row).encode() for row in held]
    return b"\n".join(found)


def files() -> bytes:
    """The bytes of the database and of what lies beside it, as they are now; PostgreSQL's are asked for as rows."""
    if connection.vendor != "sqlite":
        return rows()
    name = Path(str(connection.settings_dict["NAME"]))
    found = [path.read_bytes() for path in sorted(name.parent.glob(f"{name.name}*"))]
    assert found
    return b"".join([*found, connection.connection.serialize()])


def test_the_net_catches_what_lies_open(world: World) -> None:
    queue(world, "k/open", to_address=TO, text=WORDS)
    assert caught(rows())
    assert caught(files())


def test_from_the_queue_until_it_has_left_it_lies_closed(world: World) -> None:
    row = private(world)
    assert (row.to_address, row.is_private) == ("", True)
    assert not caught(bytes(row.message))
    to, raw = opened(row)
    assert (to, read(raw)["To"], read(raw)["Subject"]) == (TO, TO, WORDS)
    assert not caught(rows() + files())
    with Running(Inbox()) as server:
        sender = sender_to(server)
        assert sender.step(at=lambda: world.at) == 1
        sender.close()
    ((_origin, to, raw),) = server.inbox.taken
    assert (to, read(raw)["To"]) == (TO, TO)
    row.refresh_from_db()
    assert (row.state, row.to_address, bytes(row.message)) == ("SENT", "", b"")
    assert not caught(rows() + files())


@pytest.mark.django_db(transaction=True)
def test_no_file_of_the_database_ever_holds_it(world: World) -> None:
    """Committed, with its write-ahead file: waiting, claimed, put off, sent."""
    private(world)
    assert not caught(files())
    with Running(Inbox(says_to={TO: f"450 4.2.1 <{TO}> is busy"})) as server:
        sender = sender_to(server)
        sender.step(at=lambda: world.at)
        assert states_of([KEY])[KEY].state == "DELAYED"
        assert not caught(files())
        server.inbox.says_to.clear()
        OutMail.rows.update(state="SENDING", lease="dead", due_at=world.at)
        assert not caught(files())
        assert sender.step(at=lambda: world.at) == 1
        sender.close()
    assert [to for _, to, _ in server.inbox.taken] == [TO]
    assert not caught(files() + rows())


def test_put_off_taken_twice_or_left_by_a_dead_sender_it_is_the_same_mail(world: World) -> None:
    private(world)
    with Running(Inbox(says_data=["451 4.7.1 come back later"], takes_and_drops=1)) as server:
        sender = sender_to(server)
        sender.step(at=lambda: world.at)
        sender.step(at=lambda: world.at + timedelta(minutes=2))  # taken, but the answer is lost
        OutMail.rows.update(state="SENDING", lease="dead", due_at=world.at + timedelta(minutes=30))
        assert sender.step(at=lambda: world.at + timedelta(minutes=29)) == 0
        assert sender.step(at=lambda: world.at + timedelta(minutes=31)) == 1
        sender.close()
    first, second = (raw for _, _, raw in server.inbox.taken)
    assert first == second
    assert states_of([KEY])[KEY].state == "SENT"


@pytest.mark.parametrize("says", ["550 5.1.1 <{to}>: no such user", "450 4.2.1 <{to}> is over quota"])
def test_what_the_other_side_says_of_it_is_not_kept(world: World, says: str, caplog: pytest.LogCaptureFixture) -> None:
    private(world)
    caplog.set_level(logging.DEBUG)
    with Running(Inbox(says_to={TO: says.format(to=TO)})) as server:
        sender = sender_to(server)
        for days in range(5):
            sender.step(at=lambda days=days: world.at + timedelta(days=days))
        sender.close()
    row = OutMail.rows.get()
    assert (row.state, row.to_address, bytes(row.message)) == ("FAILED", "", b"")
    assert row.trouble
    assert Entry.rows.filter(kind="mail.failed").count() == 1
    assert not caught(rows() + files())
    ours = "\n".join(line.getMessage() for line in caplog.records if line.name.startswith("phoihop"))
    assert TO not in ours


def test_a_bounce_is_noted_without_a_word_of_it(world: World) -> None:
    private(world)
    OutMail.rows.update(state="SENT", sent_at=world.at, message=b"")
    bounce = report(KEY, code=f"smtp; 550 <{TO}> {WORDS}").replace(b"vanthu@soyte.gov.vn", TO.encode())
    bounce = bounce.replace(b"From: MAILER-DAEMON@mx.soyte.gov.vn", f"From: {TO}".encode())
    assert receive(bounce, way="lmtp", at=world.at, envelope_from="").kind == "bounce"
    assert OutMail.rows.get().state == "FAILED"
    assert InMail.rows.get().from_address == ""
    assert not caught(rows() + files())


def test_queued_twice_it_is_one(world: World) -> None:
    first = bytes(private(world).message)
    assert bytes(private(world).message) == first
    assert OutMail.rows.count() == 1


def test_it_opens_in_its_own_place_alone(world: World) -> None:
    one, other = private(world), private(world, "concern/PA-kg-2021-2/1")
    with pytest.raises(envelopes.CannotOpen):
        envelopes.open_(other.key, one.message)
    with pytest.raises(envelopes.CannotOpen):
        envelopes.open_(one.key, bytes(one.message)[:-1] + b"\0")


def test_without_its_key_it_waits_and_leaves_once_the_key_is_back(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A folder restored without `keys/`: nothing is lost before three days are over, and other mails leave."""
    private(world)
    queue(world, "k/office")
    caplog.set_level(logging.WARNING)
    path = Path(settings.PHOIHOP_DATA) / "keys" / "mail.key"
    aside = path.rename(path.with_name("aside"))
    sealing._cipher.cache_clear()
    try:
        with Running(Inbox()) as server:
            sender = sender_to(server)
            assert sender.step(at=lambda: world.at) == 2
            assert [to for _, to, _ in server.inbox.taken] == ["vanthu@soyte.gov.vn"]
            assert "keys/mail.key" in caplog.text
            assert not path.exists()  # opening makes no key
            aside.rename(path)
            assert sender.step(at=lambda: world.at + timedelta(minutes=2)) == 1
            sender.close()
    finally:
        if aside.exists():
            aside.rename(path)
        sealing._cipher.cache_clear()
    assert [to for _, to, _ in server.inbox.taken] == ["vanthu@soyte.gov.vn", TO]


def test_the_key_is_for_its_owner_alone(world: World) -> None:
    private(world)
    folder = Path(settings.PHOIHOP_DATA) / "keys"
    assert stat.S_IMODE((folder / "mail.key").stat().st_mode) == 0o600
    assert (folder / "mail.key").stat().st_size == 32
    assert [path.name for path in folder.glob("mail.key*")] == ["mail.key"]


def test_its_address_is_judged_like_any_other(world: World) -> None:
    with pytest.raises(WrongAddress):
        private(world, to_address="không phải thư")
    assert OutMail.rows.count() == 0


def test_it_is_never_one_that_an_office_answers(world: World) -> None:
    unit_id = world.unit("so-yte")
    with pytest.raises(ValueError, match="private"):
        private(world, reply_act="address.confirm", unit_id=unit_id)


def test_an_address_in_the_open_is_refused_by_the_database(world: World) -> None:
    private(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutMail.rows.update(to_address=TO)


def test_whoever_asks_how_far_it_is_learns_no_address(world: World) -> None:
    private(world)
    state = states_of([KEY])[KEY]
    assert (state.state, state.to_address) == ("QUEUED", "")


def test_without_a_server_it_becomes_a_file_as_it_would_have_left(world: World) -> None:
    row = private(world)
    assert Sender().step(at=lambda: world.at) == 1
    number = row.message_id.strip("<>").partition("@")[0]
    assert read((Path(settings.PHOIHOP_DATA) / "mail" / f"{number}.eml").read_bytes())["To"] == TO
