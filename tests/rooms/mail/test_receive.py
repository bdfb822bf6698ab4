"""What arrives: answers act once and as the right office; machines, strangers and forgers move nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from phoihop.ledger.models import Entry
from phoihop.mail.commands import Received, Sender, queue_mail, receive
from phoihop.mail.models import InMail, OutMail
from phoihop.mail.outside import parsing
from phoihop.mail.queries import message_id_of, reply_address_of, states_of
from tests.rooms.mail.acting import CODE, Killed, Stage, on_stage
from tests.rooms.mail.letters import OFFICE, raw, reply, report
from tests.rooms.mail.test_queue_and_send import CLOCK
from tests.world.build import World


@pytest.fixture
def stage() -> Iterator[Stage]:
    with on_stage() as stage:
        yield stage


@pytest.fixture
def asked(world: World, stage: Stage) -> str:
    """The key of a mail to Chi's office that may be answered."""
    queue_mail(
        key="q/1",
        to_address=OFFICE,
        subject="Nhắc việc",
        text="Kính gửi",
        about=CODE,
        unit_id=world.unit("so-yte"),
        reply_act="tried.answer",
        by=CLOCK,
        at=world.at,
    )
    Sender().step(at=lambda: world.at)
    return "q/1"


def take(world: World, mail: bytes, **more: Any) -> Received:
    return receive(mail, **{"way": "lmtp", "at": world.at + timedelta(hours=1), **more})


def ignored() -> list[str]:
    return list(InMail.rows.filter(state="IGNORED").order_by("pk").values_list("reason", flat=True))


def test_an_answer_acts_as_the_office(world: World, stage: Stage, asked: str) -> None:
    said = take(world, reply(asked, "Đã nhận, sẽ gửi số liệu.\n\n> Kính gửi\n> Quý cơ quan\n-- \nVăn thư"))
    assert (said.state, said.reason) == ("HANDLED", "")
    act = stage.done[0]
    assert (act["code"], act["unit_id"]) == (CODE, world.unit("so-yte"))
    assert act["values"] == {"text": "Đã nhận, sẽ gửi số liệu."}
    by = act["by"]
    assert (by.kind, by.name, by.unit_id, by.power, by.about) == (
        "office",
        "mail",
        world.unit("so-yte"),
        "tried.answer",
        CODE,
    )
    assert Entry.rows.filter(kind="mail.received", code=CODE).count() == 1


def test_the_writer_gets_a_receipt_that_starts_no_loop(world: World, stage: Stage, asked: str) -> None:
    take(world, reply(asked))
    receipt = OutMail.rows.get(key__startswith="receipt/")
    text = bytes(receipt.message).decode()
    assert receipt.to_address == OFFICE
    assert receipt.reply_act == ""
    assert "Auto-Submitted: auto-replied" in text
    answer_to_receipt = reply(receipt.key, "Cảm ơn")
    assert take(world, answer_to_receipt).reason == "no_act"
    assert OutMail.rows.filter(key__startswith="receipt/").count() == 1


def test_the_same_mail_acts_once(world: World, stage: Stage, asked: str) -> None:
    mail = reply(asked)
    assert [take(world, mail).reason for _ in range(3)] == ["", "copy", "copy"]
    assert len(stage.done) == 1
    assert InMail.rows.count() == 1


def test_a_replay_with_changed_words_does_not_act(world: World, stage: Stage, asked: str) -> None:
    take(world, reply(asked, "Đồng ý", Message_ID="<a@soyte.gov.vn>"))
    assert take(world, reply(asked, "Không đồng ý", Message_ID="<a@soyte.gov.vn>")).reason == "copy"
    assert len(stage.done) == 1


def test_a_forged_number_cannot_block_the_true_mail(world: World, stage: Stage, asked: str) -> None:
    take(world, reply(asked, From="ke-la@noi.khac.vn", Message_ID="<a@soyte.gov.vn>"))
    take(world, reply(asked, Message_ID="<a@soyte.gov.vn>"))
    assert len(stage.done) == 1


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"From": "ke-la@noi.khac.vn"}, "not_of_unit"),
        ({"From": f"{OFFICE}, ke-la@noi.khac.vn"}, "not_of_unit"),
        ({"From": None}, "not_of_unit"),
        ({"To": "traloi@localhost"}, "no_token"),
        ({"To": "traloi+abcdefghijklmnopqrstuvwxyz@localhost"}, "wrong_token"),
        ({"To": "traloi+ngan@localhost"}, "wrong_token"),
        ({"To": "ai-do@noi.khac.vn"}, "no_token"),
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Subject": "Trả lời tự động: Nhắc việc"}, "auto_reply"),
        ({"Subject": "Automatic reply: Nhắc việc"}, "auto_reply"),
        ({"X_Autoreply": "yes"}, "auto_reply"),
        ({"Precedence": "bulk"}, "auto_reply"),
        ({"List_Id": "<chung.soyte.gov.vn>"}, "auto_reply"),
        ({"Return_Path": "<>"}, "auto_reply"),
    ],
)
def test_strangers_forgers_and_machines_move_nothing(
    world: World, stage: Stage, asked: str, more: dict[str, Any], reason: str
) -> None:
    assert take(world, reply(asked, **more)).reason == reason
    assert stage.done == []
    assert ignored() == [reason]
    entry = Entry.rows.get(kind="mail.ignored")
    assert reason in entry.data
    assert "Đã nhận" not in entry.data
    assert OutMail.rows.count() == 1  # nobody is answered


def test_a_token_is_bound_to_its_mail(world: World, stage: Stage, asked: str) -> None:
    """Whoever holds one office's mail cannot act for another with it."""
    queue_mail(
        key="q/2",
        to_address="vanthu@soxaydung.gov.vn",
        subject="S",
        text="T",
        about=CODE,
        unit_id=world.unit("so-xaydung"),
        reply_act="tried.answer",
        by=CLOCK,
        at=world.at,
    )
    assert take(world, reply("q/2")).reason == "not_of_unit"
    assert stage.done == []


def test_a_null_sender_is_never_acted_on(world: World, stage: Stage, asked: str) -> None:
    assert take(world, reply(asked), envelope_from="").reason == "auto_reply"
    assert stage.done == []


def test_what_our_own_server_found_forged_is_ignored(world: World, stage: Stage, asked: str, settings: Any) -> None:
    forged = reply(asked, Authentication_Results="mx.so.gov.vn; spf=fail; dmarc=fail (p=none) header.from=soyte.gov.vn")
    settings.PHOIHOP_MAIL_AUTHSERV = "mx.so.gov.vn"
    assert take(world, forged).reason == "forged"
    settings.PHOIHOP_MAIL_AUTHSERV = "another.server"
    assert take(world, reply(asked, Authentication_Results="mx.so.gov.vn; dmarc=fail")).state == "HANDLED"


@pytest.mark.parametrize(("act", "reason"), [("", "no_act"), ("tried.told", "")])
def test_words_go_where_the_act_needs_them(world: World, stage: Stage, act: str, reason: str) -> None:
    queue_mail(
        key="q/3",
        to_address=OFFICE,
        subject="S",
        text="T",
        about=CODE,
        unit_id=world.unit("so-yte"),
        reply_act=act,
        by=CLOCK,
        at=world.at,
    )
    assert take(world, reply("q/3", "Vì thiếu số liệu")).reason == reason
    assert [one["values"] for one in stage.done] == (
        [{"text": "Vì thiếu số liệu", "reason": "Vì thiếu số liệu"}] if act else []
    )


def test_nobody_is_asked_to_approve_by_mail(world: World, stage: Stage) -> None:
    with pytest.raises(ValueError, match="second factor"):
        queue_mail(
            key="q/4",
            to_address=OFFICE,
            subject="S",
            text="T",
            about=CODE,
            unit_id=world.unit("so-yte"),
            reply_act="tried.approve",
            by=CLOCK,
            at=world.at,
        )


def test_an_old_mail_cannot_be_answered_any_more(world: World, stage: Stage, asked: str) -> None:
    assert take(world, reply(asked), at=world.at + timedelta(days=91)).reason == "too_old"


def test_an_empty_answer_does_nothing_a_file_alone_does(world: World, stage: Stage, asked: str) -> None:
    assert take(world, reply(asked, "> Kính gửi\n")).reason == "empty"
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = OFFICE, reply_address_of(asked), "<f@soyte.gov.vn>"
    message.set_content("\n")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Báo cáo.pdf")
    assert take(world, message.as_bytes()).state == "HANDLED"
    assert stage.done[0]["files"] == [("Báo cáo.pdf", b"%PDF-1.7")]


@pytest.mark.parametrize(
    "how", [{"closed_because": "Việc này đã xong."}, {"refuses": "Cơ quan đã tiếp nhận việc này."}]
)
def test_a_refused_answer_says_so_to_its_writer(world: World, stage: Stage, asked: str, how: dict[str, str]) -> None:
    for name, value in how.items():
        setattr(stage, name, value)
    said = take(world, reply(asked))
    assert (said.state, said.reason, said.done) == ("HANDLED", "refused", next(iter(how.values())))
    message = parsing.message_from_bytes(bytes(OutMail.rows.get(key__startswith="receipt/").message))
    assert next(iter(how.values())) in message.get_payload(decode=True).decode()


def test_what_broke_may_come_again(world: World, stage: Stage, asked: str) -> None:
    stage.breaks = True
    mail = reply(asked)
    with pytest.raises(OSError, match="no space"):
        take(world, mail)
    assert InMail.rows.count() == 0
    stage.breaks = False
    assert take(world, mail).state == "HANDLED"


def test_an_act_whose_doer_died_is_under_way_until_it_is_taken_over(world: World, stage: Stage, asked: str) -> None:
    mail = reply(asked)
    stage.dies = True
    with pytest.raises(Killed):
        take(world, mail, at=world.at)
    stage.dies = False
    for minutes in (1, 5):
        said = take(world, mail, at=world.at + timedelta(minutes=minutes))
        assert (said.state, said.reason) == ("HANDLING", "under_way")
    assert stage.done == []
    assert take(world, mail, at=world.at + timedelta(minutes=16)).state == "HANDLED"
    assert take(world, mail, at=world.at + timedelta(minutes=17)).reason == "copy"
    assert len(stage.done) == 1


def test_whoever_comes_second_and_finds_nothing_any_more_has_no_copy(
    world: World, stage: Stage, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first doer had the mail when the second claimed it, and has given up since: the mail must come again."""
    mail = reply(asked)
    monkeypatch.setattr("phoihop.mail.commands.receiving._claim", lambda *_: "")
    assert take(world, mail).state == "HANDLING"
    monkeypatch.undo()
    assert take(world, mail).state == "HANDLED"


# ── bounces ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_of_failure_fails_the_mail(world: World, asked: str) -> None:
    assert states_of([asked])[asked].state == "SENT"
    assert take(world, report(asked)).kind == "bounce"
    state = states_of([asked])[asked]
    assert (state.state, state.trouble) == ("FAILED", "smtp; 550 5.1.1 no such user")
    take(world, report(asked))
    assert Entry.rows.filter(kind="mail.failed", code=CODE).count() == 1


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("relayed", "2.0.0")])
def test_a_report_of_delay_or_success_fails_nothing(world: World, asked: str, action: str, status: str) -> None:
    take(world, report(asked, action=action, status=status, code=""))
    assert states_of([asked])[asked].state == "SENT"


def test_a_report_without_our_token_is_known_by_the_number(world: World, asked: str) -> None:
    other = report(asked).replace(reply_address_of(asked).encode(), b"phoihop@localhost")
    take(world, other, envelope_from="")
    assert states_of([asked])[asked].state == "FAILED"


def test_a_plain_bounce_is_read_too(world: World, asked: str) -> None:
    plain = raw(
        f"""
From: Mail Delivery System <mailer-daemon@mx.soyte.gov.vn>
To: {reply_address_of(asked)}
Subject: =?utf-8?q?Th=C6=B0_b=E1=BB=8B_tr=E1=BA=A3_l=E1=BA=A1i?=
Content-Type: text/plain; charset=us-ascii
""",
        b"Delivery failed: 550 5.7.1 user is gone\r\n",
    )
    assert take(world, plain).reason == "failed"
    assert states_of([asked])[asked].state == "FAILED"


def test_a_bounce_of_nothing_of_ours_is_ignored(world: World, asked: str) -> None:
    assert take(world, report("never/sent")).reason == "bounce_unknown"


def test_a_bounce_is_never_acted_on(world: World, stage: Stage, asked: str) -> None:
    take(world, report(asked))
    assert stage.done == []


# ── invitations ─────────────────────────────────────────────────────────────────────────────────────────────

ICS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"


def invitation_answer(key: str, *, param: str = "; method=REPLY", **more: str) -> bytes:
    head = "".join(f"{name}: {value}\n" for name, value in more.items())
    return raw(
        f"""
From: Lan <lan@soyte.gov.vn>
To: {reply_address_of(key)}
Subject: Accepted
Message-ID: <ics{len(param)}@soyte.gov.vn>
{head}Content-Type: text/calendar; charset=utf-8{param}
""",
        ICS.encode(),
    )


@pytest.mark.parametrize("param", ["; method=REPLY", ""])
def test_an_invitations_answer_goes_to_whoever_invited(world: World, stage: Stage, asked: str, param: str) -> None:
    assert take(world, invitation_answer(asked, param=param)).state == "HANDLED"
    assert [(method, sender) for method, _, sender in stage.invitations] == [("REPLY", "lan@soyte.gov.vn")]
    assert stage.done == []


def test_an_invitations_answer_nobody_knows_is_ignored(world: World, stage: Stage, asked: str) -> None:
    stage.is_ours = False
    assert take(world, invitation_answer(asked)).reason == "calendar_unknown"
    assert ignored() == ["calendar_unknown"]
    assert Entry.rows.filter(kind="mail.ignored").count() == 1


def test_an_invitations_answer_to_a_wrong_token_is_not_handed_on(world: World, stage: Stage, asked: str) -> None:
    forged = invitation_answer(asked).replace(reply_address_of(asked).encode(), b"traloi+" + b"a" * 26 + b"@localhost")
    assert take(world, forged).reason == "wrong_token"
    assert stage.invitations == []


# ── hard to read ────────────────────────────────────────────────────────────────────────────────────────────


def test_winmail_is_named(world: World, stage: Stage, asked: str) -> None:
    message = EmailMessage()
    message["From"], message["To"] = OFFICE, reply_address_of(asked)
    message.set_content("Gửi kèm báo cáo")
    message.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    said = take(world, message.as_bytes())
    assert stage.done[0]["files"] == []
    assert "winmail.dat" in said.done


def test_ten_megabytes_of_answer(world: World, stage: Stage, asked: str) -> None:
    message = EmailMessage()
    message["From"], message["To"] = OFFICE, reply_address_of(asked)
    message.set_content("Gửi ảnh hiện trường.")
    message.add_attachment(bytes(10 * 2**20), maintype="image", subtype="png", filename="anh.png")
    assert take(world, message.as_bytes()).state == "HANDLED"
    assert len(stage.done[0]["files"][0][1]) == 10 * 2**20


def test_too_large_is_ignored_by_its_head(world: World, stage: Stage, asked: str) -> None:
    assert take(world, reply(asked), size=parsing.LARGEST + 1).reason == "too_large"
    assert stage.done == []


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\x00" * 1000,
        b"From: \xff\xfe\r\nTo: =?utf-8?b?////?=\r\n\r\n\xff",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n--",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5000)),
        b"Content-Type: text/plain; charset=no-such-thing\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"Content-Type: message/rfc822\r\n\r\n" * 150,
        b'From: a@b.vn\r\nContent-Type: text/plain; charset="utf-7"\r\n\r\n+/v8-',
        b"From: " + b"<" * 50_000 + b"\r\n\r\nx",
        b"Subject: " + b"=?utf-8?q?" * 5_000 + b"\r\n\r\nx",
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 50_000 + b"<!--",
        b"Content-Type: text/calendar; method=\xff\r\n\r\nBEGIN:VCALENDAR",
    ],
)
def test_nothing_that_arrives_raises(world: World, mail: bytes) -> None:
    assert take(world, mail).state in ("IGNORED", "HANDLED")


def test_a_flood_of_strangers_costs_few_queries(world: World, asked: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(16):
        take(world, reply(asked, From="ke-la@noi.khac.vn"))
    assert connection.vendor in ("sqlite", "postgresql")
    assert message_id_of(asked).endswith(f"@{settings.PHOIHOP_MAIL_FROM[1].rpartition('@')[2]}>")
