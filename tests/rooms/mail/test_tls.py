"""Mail servers over TLS: a certificate nobody vouches for is refused, the operator's own authority is heard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from phoihop.mail.commands import Collector, Sender, queue_mail
from phoihop.mail.models import OutMail
from phoihop.mail.outside.transports import Answer, Smtp
from phoihop.site import options
from tests.rooms.mail import dovecot
from tests.rooms.mail.acting import CODE, on_stage
from tests.rooms.mail.dovecot import Dovecot
from tests.rooms.mail.letters import OFFICE, reply
from tests.rooms.mail.servers import Identity, Inbox, Running
from tests.rooms.mail.test_queue_and_send import CLOCK
from tests.world.build import World

USER, PASSWORD = "phoihop@so.gov.vn", "m\u1ead t/khẩu@"
QUOTED = "phoihop%40so.gov.vn:m%E1%BA%AD%20t%2Fkh%E1%BA%A9u%40"
MAIL = b"From: a@so.gov.vn\r\nTo: b@so.gov.vn\r\nMessage-ID: <1@so.gov.vn>\r\n\r\nX\r\n"


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return Identity.made(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """Another server's certificate."""
    return Identity.made(tmp_path_factory.mktemp("other"))


@pytest.fixture(scope="module")
def imap(identity: Identity) -> Iterator[Dovecot]:
    with dovecot.running(identity) as server:
        yield server


def send(url: str, authorities: Path | str = "") -> tuple[Answer, str]:
    out = Smtp(url, "so.gov.vn", authorities=str(authorities))
    result = out.send("a@so.gov.vn", "b@so.gov.vn", MAIL)
    out.close()
    return result.answer, result.said


def running(inbox: Inbox, identity: Identity, way: str) -> Running:
    if way == "smtps":
        return Running.over_tls(inbox, identity)
    return Running.with_starttls(inbox, identity, user=USER, password=PASSWORD)


@pytest.mark.parametrize("way", ["smtp+starttls", "smtps"])
def test_smtp_only_to_a_server_that_is_vouched_for(identity: Identity, stranger: Identity, way: str) -> None:
    inbox = Inbox()
    with running(inbox, identity, way) as server:
        who = f"{QUOTED}@" if way == "smtp+starttls" else ""
        url = f"{way}://{who}localhost:{server.port}"
        for unknown in ("", stranger.certificate):
            answer, said = send(url, unknown)
            assert (answer, inbox.taken) == (Answer.LOST, [])
            assert "certificate" in said.lower()
        other_name = url.replace("localhost", "127.0.0.1")
        assert send(other_name, identity.certificate)[0] is Answer.LOST  # vouched for, but not by this name
        assert send(url, identity.certificate) == (Answer.TAKEN, "")
        assert len(inbox.taken) == 1


def test_a_wrong_password_delays_and_is_never_sent_in_clear(identity: Identity) -> None:
    inbox = Inbox()
    with Running.with_starttls(inbox, identity, user=USER, password="another") as server:
        answer, said = send(f"smtp+starttls://{QUOTED}@localhost:{server.port}", identity.certificate)
        assert answer is Answer.LOST
        assert "535" in said
        assert "khẩu" not in said
        plain, _said = send(f"smtp://{QUOTED}@localhost:{server.port}", identity.certificate)
        assert plain is Answer.LOST  # without TLS this server hears no password
    assert inbox.taken == []


def test_a_queued_mail_waits_until_the_authority_is_named(
    world: World, identity: Identity, settings: pytest.FixtureRequest
) -> None:
    inbox = Inbox()
    queue_mail(key="q/1", to_address=OFFICE, subject="S", text="T", by=CLOCK, at=world.at)
    with Running.with_starttls(inbox, identity, user=USER, password=PASSWORD) as server:
        settings.PHOIHOP_SMTP_URL = f"smtp+starttls://{QUOTED}@localhost:{server.port}"  # type: ignore[attr-defined]
        settings.PHOIHOP_MAIL_CA = ""  # type: ignore[attr-defined]
        Sender().step(at=lambda: world.at)
        assert OutMail.rows.get().state == "DELAYED"
        settings.PHOIHOP_MAIL_CA = str(identity.certificate)  # type: ignore[attr-defined]
        sender = Sender()
        sender.step(at=lambda: world.at + timedelta(hours=1))
        sender.close()
    assert OutMail.rows.get().state == "SENT"
    assert len(inbox.taken) == 1


@pytest.mark.parametrize("way", ["imaps", "imap+starttls"])
def test_imap_only_from_a_server_that_is_vouched_for(
    world: World,
    imap: Dovecot,
    identity: Identity,
    settings: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
    way: str,
) -> None:
    queue_mail(
        key="q/1",
        to_address=OFFICE,
        subject="S",
        text="T",
        about=CODE,
        unit_id=world.unit("so-yte"),
        reply_act="address.confirm",
        by=CLOCK,
        at=world.at,
    )
    caplog.set_level("WARNING")
    imap.empty()
    imap.bring(reply("q/1", "Đã nhận."))
    with on_stage():
        settings.PHOIHOP_MAIL_CA = ""  # type: ignore[attr-defined]
        assert Collector(imap.url_over(way)).collect(at=lambda: world.at) == 0
        assert "the mailbox could not be read" in caplog.text
        assert imap.unseen() == 1
        settings.PHOIHOP_MAIL_CA = str(identity.certificate)  # type: ignore[attr-defined]
        assert Collector(imap.url_over(way)).collect(at=lambda: world.at) == 1
    assert imap.unseen() == 0


def test_a_wrong_file_of_authorities_is_found_at_the_start(identity: Identity, tmp_path: Path) -> None:
    given = {"PHOIHOP_DATA": str(tmp_path)}
    named = options.read({**given, "PHOIHOP_MAIL_CA": str(identity.certificate)})
    assert named.mail_ca == str(identity.certificate)
    (tmp_path / "ca.pem").write_text("không phải chứng thư", encoding="utf-8")
    for wrong in ("ca.pem", "khong-co.pem"):
        with pytest.raises(options.WrongOption, match="PHOIHOP_MAIL_CA"):
            options.read({**given, "PHOIHOP_MAIL_CA": wrong})
